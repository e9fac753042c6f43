"""Findings → causes: one fault shows in several findings, and people look at it once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from fpstats.catalogue.checks import OF_AREAS, Check, CheckKind
from fpstats.checks.corrections import Cell, Correction, corrections, groups, of_cells
from fpstats.checks.finding import Finding
from fpstats.checks.likely import Likely, Sums, likely
from fpstats.checks.material import Material
from fpstats.checks.table import Row
from fpstats.checks.waivers import span_of
from fpstats.periods import Span

AGAINST_OTHERS: Final = (CheckKind.OUTLIER, CheckKind.SHARE)
"""Kinds that hold a number of one month against others of its area."""


REPEATED: Final = (CheckKind.UNCHANGED, CheckKind.COPIED)
"""Kinds that find numbers of another time or place: of these no single one is wrong."""

TWICE: Final = ("area_twice", "duplicate_return")
"""What is found while reading of a return that is there twice."""


class Cause(Struct, frozen=True, kw_only=True):
    """The findings of one fault: the gravest, and those in which it shows as well."""

    first: Row
    also: Sequence[Row]


def causes(rows: Iterable[Row]) -> list[Cause]:
    """Put rows that have one cause together, in the order in which they come."""
    together: dict[int, list[Row]] = {}
    for row in rows:
        together.setdefault(row.values["cause"], []).append(row)
    return [Cause(first=first, also=also) for first, *also in together.values()]


class _Joined:
    """Rows that were found to have one cause (disjoint sets)."""

    def __init__(self, number: int) -> None:
        self.parents = list(range(number))
        self.first: dict[Hashable, int] = {}

    def root(self, one: int) -> int:
        while self.parents[one] != one:
            self.parents[one] = self.parents[self.parents[one]]
            one = self.parents[one]
        return one

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self.parents[high] = low

    def join_by(self, key: Hashable, one: int) -> None:
        """Join a row with the first that has the same key."""
        self.join(self.first.setdefault(key, one), one)


def find_causes(
    rows: Sequence[Row], material: Material, checks: Mapping[str, Check]
) -> list[list[Likely]]:
    """Number the cause of every row, from 1 in their order; return the likely corrections of each.

    Sums that one correction settles have one cause. A test of a number that a correction changes,
    or what was found in its cell while reading, has the same; so have tests of items of one whole
    in one month of an area.
    """
    joined = _Joined(len(rows))
    added = {
        place: row.finding for place, row in enumerate(rows)
        if row.finding is not None and row.finding.weights
    }  # fmt: skip
    places, findings = list(added), list(added.values())
    found = corrections(findings)
    family = _families(checks.values())
    suspected: dict[Cell, list[int]] = defaultdict(list)
    settling_of: dict[int, list[Correction]] = defaultdict(list)
    for one in found:
        for place in one.settles:
            settling_of[place].append(one)
    parted = [
        (mine, [one for one in settling_of[mine[0]] if one.settles.issuperset(mine)])
        for mine in sorted(map(sorted, groups(findings, found)))
    ]
    for mine, settling in parted:
        head = places[mine[0]]
        cells = of_cells(settling) or {Cell.of(one) for one in findings[mine[0]].operands}
        for cell in cells:
            suspected[cell._replace(line=None)].append(head)
        for at in mine:
            joined.join(head, places[at])
            _above(findings[at], places[at], joined, family)
    others = [place for place in range(len(rows)) if place not in added]
    returns: dict[tuple[str, Span], list[int]] = defaultdict(list)
    for cell, heads in suspected.items():
        returns[cell.area, cell.span] += heads
    for place in others:
        _join_repeated(place, rows[place], joined, suspected, returns)
        _join(place, rows[place], joined, suspected, family, material)
    of_item: dict[str, list[tuple[Cell, int]]] = defaultdict(list)
    for cell, heads in suspected.items():
        of_item[cell.item].append((cell, heads[0]))
    for place in others:
        _join_range(place, rows, joined, of_item, material)
    numbers: dict[int, int] = {}
    for place, row in enumerate(rows):
        row.values["cause"] = numbers.setdefault(joined.root(place), len(numbers) + 1)
    return _likely(rows, places, findings, parted, material, checks)


def _likely(
    rows: Sequence[Row],
    places: Sequence[int],
    findings: Sequence[Finding],
    parted: Iterable[tuple[list[int], list[Correction]]],
    material: Material,
    checks: Mapping[str, Check],
) -> list[list[Likely]]:
    """Return for each row the likely corrections; none where numbers are those of another time."""
    told: list[list[Likely]] = [[] for _ in rows]
    unlike, sums = _unlike(rows), Sums(material, checks.values())
    repeated = {row.values["cause"] for row in rows if is_repeated(row)}
    for mine, settling in parted:
        if rows[places[mine[0]]].values["cause"] not in repeated:
            one = likely([findings[place] for place in mine], settling, unlike, sums)
            for place in mine:
                told[places[place]] = one
    return told


def is_repeated(row: Row) -> bool:
    """Tell whether a row finds numbers of another time or place."""
    return row.finding is not None and row.finding.check.kind in REPEATED


def _above(one: Finding, place: int, joined: _Joined, family: Mapping[str, str]) -> None:
    """Join what an area above lacks of the parts of one whole."""
    if one.check.kind in OF_AREAS:
        item = one.operands[0].item
        joined.join_by(("above", one.area, one.span, family.get(item, item)), place)


def _join(
    place: int,
    row: Row,
    joined: _Joined,
    suspected: dict[Cell, list[int]],
    family: Mapping[str, str],
    material: Material,
) -> None:
    """Join a row that is no sum with sums that its number is part of, or with others like it."""
    cells = list(_cells(row, material))
    there = [other for cell in cells for other in suspected.get(cell, ())]
    one = row.finding
    if there and row.values["code"] not in TWICE:
        joined.join(place, there[0])
    for cell in cells:
        joined.join_by(cell, place)
    if one is None:
        if row.values["code"] in TWICE:
            joined.join_by(("twice", row.values["area"], row.values["period"]), place)
        return
    if one.check.kind is CheckKind.OUTLIER and cells:
        suspected.setdefault(cells[0], []).append(place)
    if one.check.kind in AGAINST_OTHERS and one.operands:
        item = one.operands[0].item
        joined.join_by(("unlike", one.area, one.span, family.get(item, item)), place)
    if one.check.kind is CheckKind.EVEN:
        item = one.operands[0].item
        joined.join_by(("even", one.area, family.get(item, item)), place)
    if one.together is not None:
        joined.join_by((one.check.id, *one.together), place)


def _join_repeated(
    place: int,
    row: Row,
    joined: _Joined,
    suspected: Mapping[Cell, Sequence[int]],
    returns: Mapping[tuple[str, Span], Sequence[int]],
) -> None:
    """Join numbers of another time or place with every sum that does not come out with them."""
    one = row.finding
    if one is None or one.span is None or one.check.kind not in REPEATED:
        return
    if one.check.kind is CheckKind.COPIED:
        areas = {one.area} if one.area else {operand.area for operand in one.operands}
        heads = [at for area in sorted(areas) for at in returns.get((area, one.span), ())]
    else:
        # The first is the number that was right, and is repeated.
        heads = [at for o in one.operands[1:] for at in suspected.get(Cell.of(o), ())]
    for head in heads:
        joined.join(place, head)


def _join_range(
    place: int,
    rows: Sequence[Row],
    joined: _Joined,
    of_item: Mapping[str, Sequence[tuple[Cell, int]]],
    material: Material,
) -> None:
    """Join an implausible indicator with a number within it that is wrong by as much, or more."""
    one = rows[place].finding
    if one is None or one.check.kind is not CheckKind.RANGE or one.span is None:
        return
    items = material.catalogue.indicators[one.indicator or ""].items
    for cell, behind in (pair for item in items for pair in of_item.get(item, ())):
        enough = (rows[behind].values["events"] or 0.0) >= (one.events or 0.0)
        if (
            enough
            and one.span.covers(cell.span)
            and one.area in (cell.area, *material.areas.above(cell.area))
        ):
            joined.join(place, behind)


def _cells(row: Row, material: Material) -> Iterator[Cell]:
    """Yield the cells that a row which is no sum is about; none of one about a whole series."""
    one, values = row.finding, row.values
    if one is None:
        span = span_of(values["period"] or "", material.calendar)
        if values["area"] and span is not None:
            for item in (values["item"] or "").split(","):
                if item:
                    yield Cell(values["area"], span, item)
    elif one.check.kind is CheckKind.TOGETHER:
        yield from (Cell.of(operand) for operand in one.operands if operand.value is None)
    elif one.check.kind in (*AGAINST_OTHERS, CheckKind.RANGE):
        yield from (Cell.of(operand) for operand in one.operands)
    elif one.check.kind is CheckKind.STEADY:
        yield Cell.of(one.operands[0])
    elif one.check.kind is CheckKind.EXCHANGED and one.check.items:
        yield from (Cell.of(operand) for operand in one.operands)


def _unlike(rows: Iterable[Row]) -> dict[Cell, float]:
    """Return the numbers that are unlike the other months, with what was to be expected."""
    return {
        Cell.of(one.operands[0]): one.right
        for row in rows
        if (one := row.finding) is not None and one.right is not None
        and one.check.kind in (CheckKind.OUTLIER, CheckKind.STEADY)
    }  # fmt: skip


def _families(checks: Iterable[Check]) -> dict[str, str]:
    """Return for each item one that stands for all that are parts of one whole."""
    found: dict[str, str] = {}

    def head(item: str) -> str:
        while found.setdefault(item, item) != item:
            item = found[item]
        return item

    for check in checks:
        parts = check.kind is CheckKind.EQUAL and set(check.weights[1:]) == {-1}
        if parts or check.kind is CheckKind.AT_MOST:
            first, *others = sorted({head(item) for item in check.operands})
            found.update(dict.fromkeys(others, first))
    return {item: head(item) for item in found}
