"""A list of items that goes on in a second column, right of its numbers: 项目, 数量, 项目, 数量.

Laid below one another the lists are one. Turned as they stand, their headings would become areas
and their line codes counts: where they are not headed alike, nothing is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns.recognition.beside import SEARCHED
from fpstats.returns.recognition.looks import Grid, is_number, is_numbering, is_units, known
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.relaid import Cell, Relaid, as_it_lies, relaid
from fpstats.returns.sheet import Sheet, full_name

_COUNTING: Final = frozenset({"sequence", "code"})
"""What may stand before the names of the items of a list, and belongs to it."""


class _Lists(Struct, frozen=True):
    """Lists side by side: the columns at which they begin, and their lines.

    The headings are the lines from `top` to before `first`; `last` is the line after the last that
    has a number. `names` are the columns that name items, in line `told` for instance.
    """

    told: int
    names: tuple[int, ...]
    starts: tuple[int, ...]
    top: int
    first: int
    last: int


def one_below_another(sheet: Sheet, grid: Grid, lexicon: Lexicon, *, lies: bool) -> Relaid | None:
    """Lay lists of items that stand side by side below one another; None where there are none.

    Of a form that `lies` on its side lines tell them, as 出生人数, 30, 死亡人数, 9 does; of any
    form the heading of a list that stands twice in one line.

    Raises
    ------
    FpstatsError
        They are not headed alike; the first two are named.
    """
    found = _headed_twice(grid, lexicon) or (_named_twice(grid, lexicon) if lies else None)
    if found is None:
        return None
    spans = list(pairwise([*found.starts, max(map(len, grid))]))
    for row in range(found.top, found.first):
        _refuse_unlike(sheet, grid, row, found, spans)
    (left, right), *others = spans
    laid = [as_it_lies(grid, row) for row in range(found.top)]
    laid += [as_it_lies(grid, row)[:right] for row in range(found.top, found.last)]
    for start, end in others:
        lines = (as_it_lies(grid, row)[start:end] for row in range(found.first, found.last))
        laid += [[*[Cell()] * left, *line] for line in lines]
    return relaid(sheet, laid + [as_it_lies(grid, row) for row in range(found.last, len(grid))])


def _refuse_unlike(
    sheet: Sheet, grid: Grid, row: int, found: _Lists, spans: Sequence[tuple[int, int]]
) -> None:
    (left, right), *others = spans
    width = right - left
    own = _padded(grid[row][left:right], width)
    for at, (start, end) in enumerate(others, 1):
        other = _padded(grid[row][start:end], max(width, end - start))
        if is_numbering(own) or (own == other[:width] and not any(other[width:])):
            continue
        name = full_name(sheet.path, sheet.name)
        places = (found.told, found.names[0]), (found.told, found.names[at])
        first, second = (_at(sheet, grid, *place) for place in places)
        raise FpstatsError(say("error", "panels", name=name, first=first, second=second))


def _at(sheet: Sheet, grid: Grid, row: int, column: int) -> str:
    heading = grid[row][column].strip()
    return say("error", "heading_at", cell=sheet.address(column, row + 1), heading=heading)


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*map(squeezed, cells), *[""] * (width - len(cells))]


def _headed_twice(grid: Grid, lexicon: Lexicon) -> _Lists | None:
    """Return the lists below a line that heads two of them or more alike."""
    for row, line in enumerate(grid[:SEARCHED]):
        if any(map(is_number, line)):
            continue
        heads = [at for at, cell in enumerate(line) if lexicon.role(cell) == "items"]
        names = [at for at in heads if squeezed(line[at]) == squeezed(line[heads[0]])]
        between = all(
            any(cell.strip() for cell in line[first + 1 : second])
            for first, second in pairwise(names)
        )
        if len(names) > 1 and between and _are_listed(grid[row + 1 :], names, lexicon):
            first = row + 1
            while first < len(grid) and (is_numbering(grid[first]) or is_units(grid[first])):
                first += 1
            return _lists(grid, row, names, (row, first), lexicon)
    return None


def _are_listed(lines: Grid, names: Sequence[int], lexicon: Lexicon) -> bool:
    """Tell whether words stand in each of these columns, and in one of them names of items."""
    words = [[line[at] for line in lines if at < len(line) and line[at].strip()] for at in names]
    named = any(_names_item(line, at, lexicon) for line in lines for at in names)
    return named and all(not all(map(is_number, cells)) for cells in words)


def _named_twice(grid: Grid, lexicon: Lexicon) -> _Lists | None:
    """Return the lists whose items lines name side by side, a number behind each.

    One line alone may be a summary; it counts where what stands above both columns is the same.
    """
    seen: dict[tuple[int, ...], int] = {}
    for row, line in enumerate(grid[:SEARCHED]):
        names = _names(line, lexicon)
        if len(names) < 2:
            continue
        first = top = seen.get(names, row)
        while top and _heads_alike(grid[top - 1], names):
            top -= 1
        if top < first or names in seen:
            return _lists(grid, first, names, (top, first), lexicon)
        seen[names] = row
    return None


def _names(line: Sequence[str], lexicon: Lexicon) -> tuple[int, ...]:
    """Return the columns of a line that name items, each with a number right of it."""
    numbers = [at for at, cell in enumerate(line) if is_number(cell)]
    if len(numbers) < 2:
        return ()
    names = [at for at in range(len(line)) if _names_item(line, at, lexicon)]
    return tuple(
        at
        for at, after in pairwise([*names, len(line)])
        if any(at < number < after for number in numbers)
    )


def _heads_alike(line: Sequence[str], names: Sequence[int]) -> bool:
    """Tell whether a line says the same above two of these columns, or right of them."""
    first, second = names[:2]
    width = second - first
    one, other = (_padded(line[at : at + width], width) for at in (first, second))
    return one == other and any(one)


def _lists(
    grid: Grid, told: int, names: Sequence[int], heads: tuple[int, int], lexicon: Lexicon
) -> _Lists:
    """Return where lists lie whose items stand in these columns, with the lines of headings."""
    top, first = heads
    line = grid[top]
    counted = all(at and lexicon.role(line[at - 1]) in _COUNTING for at in names)
    starts = tuple(at - 1 for at in names) if counted else tuple(names)
    last = max(row for row, line in enumerate(grid) if row >= first and any(map(is_number, line)))
    return _Lists(told=told, names=tuple(names), starts=starts, top=top, first=first, last=last + 1)


def _names_item(line: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    if at >= len(line) or not known(line[at], lexicon) or lexicon.role(line[at]) is not None:
        return False
    return bool(lexicon.name((line[at],)) or lexicon.meaning((line[at],)).ideas)
