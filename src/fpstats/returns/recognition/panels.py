"""A list of items that goes on in a second column, right of its numbers: 项目, 数量, 项目, 数量.

Turned like a form with one list, its headings would become areas and its line codes counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns.recognition.beside import SEARCHED
from fpstats.returns.recognition.looks import Grid, is_number, known
from fpstats.returns.recognition.words import Lexicon, squeezed
from fpstats.returns.sheet import Sheet


def refuse_panels(sheet: Sheet, grid: Grid, lexicon: Lexicon, *, lies: bool) -> None:
    """Refuse a sheet on which lists of items stand side by side, each with its numbers.

    Of a form that `lies` on its side lines tell it, as 出生人数, 30, 死亡人数, 9 does; of any form
    the heading of a list that stands twice in one line.

    Raises
    ------
    FpstatsError
        There are such lists; the first two are named.
    """
    grid = grid[:SEARCHED]
    found = _headed_twice(grid, lexicon) or (_named_twice(grid, lexicon) if lies else None)
    if found is None:
        return
    row, first, second = found
    name = f"{sheet.path}[{sheet.name}]" if sheet.name else sheet.path
    one, other = (
        say("error", "heading_at", cell=sheet.address(at, row + 1), heading=grid[row][at].strip())
        for at in (first, second)
    )
    raise FpstatsError(say("error", "panels", name=name, first=one, second=other))


def _headed_twice(grid: Grid, lexicon: Lexicon) -> tuple[int, int, int] | None:
    """Return the line, and two of its columns, that heads two lists of items alike."""
    for row, line in enumerate(grid):
        if any(map(is_number, line)):
            continue
        heads = [at for at, cell in enumerate(line) if lexicon.role(cell) == "items"]
        for first, second in pairwise(heads):
            between = any(cell.strip() for cell in line[first + 1 : second])
            alike = squeezed(line[first]) == squeezed(line[second])
            listed = any(_names_item(each, second, lexicon) for each in grid[row + 1 :])
            if between and alike and listed:
                return row, first, second
    return None


def _named_twice(grid: Grid, lexicon: Lexicon) -> tuple[int, int, int] | None:
    """Return the first of the lines, and two of its columns, that name two items with numbers.

    One line alone may be a summary; it counts where what stands above both columns is the same.
    """
    seen: dict[tuple[int, int], int] = {}
    for row, line in enumerate(grid):
        for first, second in _pairs(line, lexicon):
            alike = any(
                second < len(each) and squeezed(each[first]) == squeezed(each[second]) != ""
                for each in grid[:row]
            )
            if alike or (first, second) in seen:
                return seen.get((first, second), row), first, second
            seen[first, second] = row
    return None


def _pairs(line: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Yield the columns of two items next to one another, a number behind each."""
    numbers = [at for at, cell in enumerate(line) if is_number(cell)]
    if len(numbers) < 2:
        return
    names = [at for at in range(len(line)) if _names_item(line, at, lexicon)]
    for first, second in pairwise(names):
        if any(first < at < second for at in numbers) and numbers[-1] > second:
            yield first, second


def _names_item(line: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    if at >= len(line) or not known(line[at], lexicon) or lexicon.role(line[at]) is not None:
        return False
    return bool(lexicon.name((line[at],)) or lexicon.meaning((line[at],)).ideas)
