"""Which number, were it another, would make sums come out: so many sums by so few numbers.

The principle is that of Fellegi and Holt (1976): the fewest changes by which all edits pass.
Nothing is changed: what is found says which findings have one cause, and where to look first.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from msgspec import Struct

from fpstats.catalogue.checks import OF_AREAS
from fpstats.checks.finding import Finding, Operand
from fpstats.checks.material import passes
from fpstats.periods import Span


class Cell(NamedTuple):
    """Whose number it is; `line` is its sheet and line where several lines make a return."""

    area: str
    span: Span
    item: str
    line: tuple[int | None, int] | None = None

    @classmethod
    def of(cls, operand: Operand) -> Cell:
        """Return the cell of a number."""
        line = None if operand.row is None else (operand.source, operand.row)
        return cls(operand.area, operand.span, operand.item, line)


ALONE: Final = ""
"""One number is another."""

EXCHANGED: Final = "exchanged"
"""Two numbers of one return stand in each other's place."""

TWICE: Final = "twice"
"""An area above counted one below it twice."""

LEFT_OUT: Final = "left_out"
"""An area above left out one below it."""


class Correction(Struct, frozen=True, kw_only=True):
    """What should stand in some cells, and which findings there would not be then.

    Attributes
    ----------
    kind
        One of the kinds above.
    values
        The numbers as they stand, with what should stand there.
    exact
        Whether a sum tells the number, and not only a limit that it passes.
    settles
        Places of the findings that are settled.
    whose
        The area that was counted twice or left out.
    """

    kind: str
    values: Mapping[Cell, tuple[Operand, float]]
    exact: bool
    settles: frozenset[int]
    whose: str = ""

    @property
    def cells(self) -> frozenset[Cell]:
        """The cells that it changes."""
        return frozenset(self.values)


def corrections(findings: Sequence[Finding]) -> list[Correction]:
    """Return every correction of one number, or of two of one kind, that settles a finding."""
    touched: dict[Cell, list[int]] = defaultdict(list)
    for place, one in enumerate(findings):
        for operand in one.operands:
            touched[Cell.of(operand)].append(place)
    found = {}
    for kind, values, exact, whose in _proposed(findings):
        key = kind, tuple((cell, round(new, 6)) for cell, (_, new) in values.items()), whose
        if key in found:
            continue
        near = {place for cell in values for place in touched[cell]}
        settled = frozenset(p for p in near if _settled(findings[p], values))
        if settled:
            found[key] = Correction(
                kind=kind, values=values, exact=exact, settles=settled, whose=whose
            )
    return list(found.values())


def groups(findings: Sequence[Finding], found: Sequence[Correction]) -> list[frozenset[int]]:
    """Part findings into those that one correction settles: most at once, again and again."""
    left = set(range(len(findings)))
    heap = [(-len(one.settles), len(one.values), place) for place, one in enumerate(found)]
    heapq.heapify(heap)
    parted = []
    while heap:
        number, size, place = heapq.heappop(heap)
        here = found[place].settles & left
        if len(here) < 2:
            continue
        if len(here) < -number:
            heapq.heappush(heap, (-len(here), size, place))
            continue
        parted.append(here)
        left -= here
    return [*parted, *(frozenset({place}) for place in sorted(left))]


def _proposed(
    findings: Sequence[Finding],
) -> Iterator[tuple[str, dict[Cell, tuple[Operand, float]], bool, str]]:
    single: dict[tuple[str, Span, float, float], list[Operand]] = defaultdict(list)
    for one in findings:
        for operand, new in _single(one):
            yield ALONE, {Cell.of(operand): (operand, new)}, not one.at_most, ""
            if not one.at_most and operand.value is not None:
                single[operand.area, operand.span, operand.value, new].append(operand)
    for (area, span, old, new), operands in single.items():
        for other in single.get((area, span, new, old), ()) if old < new else ():
            for operand in operands:
                values = {Cell.of(operand): (operand, new), Cell.of(other): (other, old)}
                if len(values) == 2:
                    yield EXCHANGED, values, True, ""
    yield from _of_whole_areas(findings)


def _single(one: Finding) -> Iterator[tuple[Operand, float]]:
    """Yield every number of a sum, and what would make the sum come out in its stead."""
    apart = _apart(one)
    for operand, weight in zip(one.operands, one.weights, strict=True):
        if operand.value is None or not weight:
            continue
        new = operand.value - apart / weight
        if new >= 0 and (operand.value % 1 or new == round(new)):
            yield operand, new


def _of_whole_areas(
    findings: Sequence[Finding],
) -> Iterator[tuple[str, dict[Cell, tuple[Operand, float]], bool, str]]:
    """Yield areas of which every number that an area above lacks, or has too much, is theirs."""
    found: dict[tuple[str, str, str, Span], dict[Cell, tuple[Operand, float]]] = defaultdict(dict)
    for one in findings:
        if one.check.kind not in OF_AREAS or one.at_most or one.lefts > 1:
            continue
        stated, *below = one.operands
        apart = _apart(one)
        for operand in below:
            if operand.value and abs(apart) == operand.value:
                key = TWICE if apart > 0 else LEFT_OUT, operand.area, stated.area, stated.span
                found[key][Cell.of(stated)] = stated, (stated.value or 0.0) - apart
    for (kind, whose, _, _), values in found.items():
        yield kind, values, True, whose


def _apart(one: Finding) -> float:
    return float(sum(w * (o.value or 0.0) for o, w in zip(one.operands, one.weights, strict=True)))


def _settled(one: Finding, values: Mapping[Cell, tuple[Operand, float]]) -> bool:
    moved = sum(
        weight * (values[cell][1] - (operand.value or 0.0))
        for operand, weight in zip(one.operands, one.weights, strict=True)
        if (cell := Cell.of(operand)) in values
    )
    apart = _apart(one) + moved
    passing = float(passes(one.check, np.array(one.right or 0.0)))
    return (apart if one.at_most else abs(apart)) <= passing


def transposed(old: float, new: float) -> bool:
    """Tell whether two digits changed places.

    >>> transposed(21, 12), transposed(132, 231), transposed(12, 120), transposed(11, 11)
    (True, True, False, False)
    """
    if old == new or old % 1 or new % 1:
        return False
    before, after = f"{old:.0f}", f"{new:.0f}".zfill(len(f"{old:.0f}"))
    apart = [pair for pair in zip(before, after, strict=False) if pair[0] != pair[1]]
    return len(before) == len(after) and len(apart) == 2 and apart[0] == apart[1][::-1]


def of_cells(found: Iterable[Correction]) -> frozenset[Cell]:
    """Return all cells that any of the corrections changes."""
    return frozenset(cell for one in found for cell in one.cells)
