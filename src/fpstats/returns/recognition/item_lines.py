"""Lines of one area and one item each, 乡镇 | 指标 | 数值, laid so that every area has one line.

The column that names items, or sexes, or orders of birth, becomes headings: what they mean is then
found as in any form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns.recognition.beside import SEARCHED
from fpstats.returns.recognition.item_columns import Listed, listed, stands_alone
from fpstats.returns.recognition.looks import Grid, is_numbering, is_time
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.relaid import Cell, Lines, Relaid, as_it_lies, relaid
from fpstats.returns.sheet import Sheet, full_name

Whom = tuple[str, ...]
"""Of whom and of when lines are."""

Key = tuple[str, ...]
"""What lines count: first what it is a part of, 出生人数 of 其中：男, or nothing."""


class _Spread(Struct):
    """What the lines of a list say: for each area and time, its numbers by what they count.

    `told` is whether the headings of the numbers say something of them.
    """

    whom: dict[Whom, list[Cell]] = field(default_factory=dict)
    named: dict[Key, list[Cell]] = field(default_factory=dict)
    units: dict[Key, Cell] = field(default_factory=dict)
    numbers: dict[tuple[Whom, Key, int], Cell] = field(default_factory=dict)
    told: bool = False

    def number(self, whom: Whom, key: Key, at: int) -> Cell:
        """Return what stands in a column of numbers; nothing where there is no such line."""
        return self.numbers.get((whom, key, at), Cell())


def one_line_an_area(sheet: Sheet, grid: Grid, lexicon: Lexicon) -> Relaid | None:
    """Lay lists of one item a line so that each area and time has one line; None without any.

    Raises
    ------
    FpstatsError
        Two lines are of the same area, time and item; or a number is of no item.
    """
    if sheet.cut:
        return None
    laid: Lines = []
    row = done = 0
    while row < min(len(grid), SEARCHED):
        found = listed(grid, row, lexicon)
        lines = _spread(sheet, grid, found, lexicon) if found is not None else None
        if found is not None and lines is not None:
            laid += [*(as_it_lies(grid, at) for at in range(done, row)), *lines]
            done = found.last
        row = max(row + 1, done)
    if not done:
        return None
    return relaid(sheet, laid + [as_it_lies(grid, at) for at in range(done, len(grid))])


def _is_own_time(head: str, lexicon: Lexicon) -> bool:
    """Tell whether a heading says another time than that of each line: 累计 does, 本期 does not."""
    time = lexicon.meaning((head,)).time
    return is_time(head, lexicon) and (time is None or time.kind != "this")


def _spread(sheet: Sheet, grid: Grid, found: Listed, lexicon: Lexicon) -> Lines | None:
    """Return the lines of a list as a table; None where each area has but one as it is."""
    heads = grid[found.head]
    times = any(_is_own_time(heads[at], lexicon) for at in found.values)
    if times and any(lexicon.role(heads[at]) == "period" for at in found.whom):
        return None
    spread = _Spread()
    aside: Lines = []
    strays: list[Cell] = []
    carried = {at: Cell() for at in found.whom}
    above = {at: Cell() for at in found.named}
    parents: dict[Whom, str] = {}
    for row in range(found.head + 1, found.last):
        line = _padded(as_it_lies(grid, row), row, len(heads))
        if is_numbering(grid[row]) or not any(cell.text.strip() for cell in line):
            aside.append(line)
            continue
        strays += [line[at] for at in found.beside if line[at].text.strip()]
        _carry(carried, line)
        if found.named[0] < found.area:
            # 出生人数 stands once, on the first line of its areas.
            _carry(above, line)
            line = [above.get(at, cell) for at, cell in enumerate(line)]
        names = [line[at] for at in found.named]
        if found.of_items and not names[0].text.strip():
            if any(line[at].text.strip() for at in found.values):
                raise _nameless(sheet, found, row)
            # A township alone on a line heads those below it.
            continue
        whom = tuple(squeezed(cell.text) for cell in carried.values())
        first, *others = (squeezed(cell.text) for cell in names)
        alone = stands_alone(names[0].text, lexicon)
        parents[whom] = first if alone else parents.get(whom, "")
        key = ("" if alone else parents[whom], first, *others)
        spread.whom.setdefault(whom, list(carried.values()))
        spread.named.setdefault(key, names)
        if found.unit is not None:
            unit = spread.units.setdefault(key, line[found.unit])
            if squeezed(unit.text) != squeezed(line[found.unit].text):
                return None
        for at in found.values:
            before = spread.numbers.setdefault((whom, key, at), line[at])
            if before is not line[at]:
                raise _twice(sheet, names[0], before, line[at])
    if len(spread.numbers) == len(spread.whom) * len(found.values):
        return None
    keys = _in_order(spread.named)
    values = () if times else found.values
    spread.told = len(values) > 1 or any(_says(heads[at], lexicon) for at in values)
    top = _headings(grid, found, spread, keys, values)
    lines = _lines(grid, found, spread, keys, values)
    # Right of all headings, where a number is told at its own cell.
    return [*top, *aside, *lines, *([*[Cell()] * len(top[0]), cell] for cell in strays)]


def _padded(line: list[Cell], row: int, width: int) -> list[Cell]:
    return line + [Cell("", (row, at)) for at in range(len(line), width)]


def _carry(carried: dict[int, Cell], line: Sequence[Cell]) -> None:
    """Take over what a line says; what stood left out below it goes on, but not right of it."""
    new = False
    for at in carried:
        if line[at].text.strip():
            carried[at], new = line[at], True
        elif new:
            carried[at] = line[at]


def _in_order(named: Mapping[Key, object]) -> list[Key]:
    """Return what is counted as it stands in the list, each part right of its whole."""
    wholes = list(dict.fromkeys(key[0] or key[1] for key in named))
    return sorted(named, key=lambda key: wholes.index(key[0] or key[1]))


def _headings(
    grid: Grid, found: Listed, spread: _Spread, keys: Sequence[Key], values: Sequence[int]
) -> Lines:
    """Return the headings: those of the numbers in `values`, over the names of what is counted."""
    heads = as_it_lies(grid, found.head)
    whom = [heads[at] for at in found.whom] + [Cell()] * (not values)
    blank = [Cell()] * len(whom)
    each = len(values) or 1
    rows = [[heads[at] for _ in keys for at in values]] if spread.told else []
    rows += [
        [spread.named[key][depth] for key in keys for _ in range(each)]
        for depth in range(len(found.named))
    ]
    lines = [[*(blank if depth else whom), *row] for depth, row in enumerate(rows)]
    if found.unit is not None:
        lines.append([*blank, *(spread.units[key] for key in keys for _ in range(each))])
    return lines


def _lines(
    grid: Grid, found: Listed, spread: _Spread, keys: Sequence[Key], values: Sequence[int]
) -> Lines:
    """Return one line for each area, and for each time where the numbers are headed by such."""
    if values:
        return [
            [*cells, *(spread.number(whom, key, at) for key in keys for at in values)]
            for whom, cells in spread.whom.items()
        ]
    heads = as_it_lies(grid, found.head)
    return [
        [*cells, heads[at], *(spread.number(whom, key, at) for key in keys)]
        for whom, cells in spread.whom.items()
        for at in found.values
    ]


def _says(heading: str, lexicon: Lexicon) -> bool:
    """Tell 出生人数 and （万人） over numbers from 数值."""
    meaning = lexicon.meaning((heading,))
    return bool(meaning.ideas or meaning.unknown or meaning.kept_out or meaning.unit)


def _nameless(sheet: Sheet, found: Listed, row: int) -> FpstatsError:
    cell = sheet.address(found.named[0], row + 1)
    name = full_name(sheet.path, sheet.name)
    return FpstatsError(say("error", "line_of_nothing", name=name, cell=cell))


def _twice(sheet: Sheet, name: Cell, before: Cell, now: Cell) -> FpstatsError:
    one, other = (
        sheet.address(cell.place[1], cell.place[0] + 1) for cell in (before, now) if cell.place
    )
    text = name.text.strip()
    given = {"name": full_name(sheet.path, sheet.name), "one": one, "other": other, "item": text}
    return FpstatsError(say("error", "lines_twice", **given))
