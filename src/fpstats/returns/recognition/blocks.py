"""Where the tables of a sheet lie: their titles, heading rows and lines.

Knows which rows look like headings because their words are known; knows nothing of what they mean
together.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, zip_longest
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from fpstats.periods import read_period
from fpstats.returns.recognition.beside import SEARCHED, begins_anew, parts, with_sequence
from fpstats.returns.recognition.deeper import NAMING, is_deeper, parts_above
from fpstats.returns.recognition.endings import MASTHEAD, ending
from fpstats.returns.recognition.looks import (
    Grid,
    is_number,
    is_numbering,
    is_since,
    is_titled_unit,
    is_units,
    known,
)
from fpstats.returns.recognition.pieces import is_split, together
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.titles import title_period

DEEPEST: Final = 8
"""Heading rows may reach so far, with the lines of units and of column numbers between them."""


class Block(Struct, frozen=True, kw_only=True):
    """One table: lines from 0, ends outside; `left` and `right` bound its columns.

    `start` is where its titles begin, `top` its first heading row; `headings` are those heading
    rows that carry words; lines of units and of column numbers stand apart, and `times`, which
    say below the headings of what time all numbers are: 累计至本月.
    """

    start: int
    top: int
    first: int
    last: int
    left: int
    right: int
    headings: tuple[int, ...]
    units: tuple[int, ...] = ()
    numbering: tuple[int, ...] = ()
    times: tuple[int, ...] = ()


def blocks(grid: Grid, lexicon: Lexicon) -> list[Block]:
    """Find the tables of a sheet: side by side from the left, and in each part from above."""
    found: list[Block] = []
    for left, right in parts(grid, lexicon):
        found += _stacked(_between(grid, left, right), lexicon, left, right)
    return found


def _between(grid: Grid, left: int, right: int) -> list[list[str]]:
    """Return a sheet in which nothing stands outside these columns."""
    return [
        ["" if not left <= at < right else cell for at, cell in enumerate(line)] for line in grid
    ]


def _stacked(grid: Grid, lexicon: Lexicon, left: int, right: int) -> list[Block]:
    """Find the tables between two columns, from above."""
    searched = min(len(grid), SEARCHED)
    hits = [
        sum(known(cell, lexicon) for cell in together(line)) if any(map(str.strip, line)) else 0
        for line in grid[:searched]
    ]
    heads: list[tuple[int, int]] = []
    row = 0
    while row < searched:
        heading = hits[row] >= 2 and _is_heading(grid[row], hits[row])
        heading = heading and not _is_dated(grid, lexicon, row)
        alone = (
            _names_items(grid[row][left:], lexicon)
            and (heads or _stands_above_numbers(grid, row, left))
            and not (hits[row + 1 : row + 2] >= [2] and _is_title(grid, lexicon, row))
        )
        if heading or alone or _begins(grid[row], lexicon):
            end = _end(grid, hits, row, searched, lexicon)
            heads.append((_upwards(grid, lexicon, row), end))
            row = max(end, row + 1)
        else:
            row += 1
    found, start = [], 0
    for (top, first), after in zip_longest(heads, heads[1:]):
        last = ending(grid, lexicon, (start, top, first), after) if after else len(grid)
        found += _sides(grid, lexicon, (start, top, first, last), (left, right))
        start = last
    return [one for one in found if one.first < one.last]


def _is_heading(line: Sequence[str], hits: int) -> bool:
    """Tell a heading from a line of numbers, and from a masthead with more text than words."""
    cells = [cell for cell in together(line) if cell.strip()]
    numbers = sum(map(is_number, cells))
    if any(MASTHEAD.search(squeezed(cell)) for cell in cells) or is_titled_unit(line):
        return False
    return numbers == 0 and hits * 2 >= len(cells) and not is_units(line)


def _begins(line: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether a line heads the areas and something else, be it not understood."""
    cells = [cell for cell in line if cell.strip()]
    first = lexicon.role(cells[0]) if cells else None
    area = first == "area" or (first == "sequence" and "area" in map(lexicon.role, cells[1:2]))
    return area and len(cells) >= 2 and not any(map(is_number, cells)) and not is_units(line)


def _names_items(line: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether a line holds the names of items and nothing else, be it one."""
    cells = [cell for cell in line if cell.strip()]
    named = [lexicon.name((cell,)) or lexicon.meaning((cell,)).ideas for cell in cells]
    return any(named) and not line[0].strip() and all(known(cell, lexicon) for cell in cells)


def _stands_above_numbers(grid: Grid, row: int, left: int) -> bool:
    """Tell whether the only words of a line head numbers, names standing left of them."""
    at = next((at for at, cell in enumerate(grid[row]) if cell.strip()), left)
    below = [line for line in grid[row + 1 : row + 1 + DEEPEST] if any(map(str.strip, line))]
    numbers = [line for line in below if at < len(line) and is_number(line[at])]
    names = [line for line in numbers if any(map(str.strip, line[left:at]))]
    return not squeezed(grid[row][at]).endswith("表") and len(names) * 2 > len(below)


def _upwards(grid: Grid, lexicon: Lexicon, top: int) -> int:
    """Take in the rows above that hold nothing but headings, be it one: 死亡 over 合计 男 女."""
    while top > 0:
        cells = [(at, cell) for at, cell in enumerate(grid[top - 1]) if cell.strip()]
        left = next((at for at, cell in enumerate(grid[top]) if cell.strip()), 0)
        heads = all(
            at >= left and known(cell, lexicon) and _heads(grid[top], at, cell)
            for at, cell in cells
        )
        if not cells or not (heads or _heads_names(cells, left, lexicon)):
            break
        above = grid[top - 1]
        if _is_title(grid, lexicon, top - 1) or _is_dated(grid, lexicon, top - 1):
            break
        if is_titled_unit(above) or (is_split(above) and not _heads_several(grid[top])):
            break
        top -= 1
    return top


def _heads_names(cells: Sequence[tuple[int, str]], left: int, lexicon: Lexicon) -> bool:
    """Tell a row whose first cell, not understood, stands over the names: 派出所辖区."""
    (at, first), *others = cells
    texts = [cell for _, cell in others]
    worded = sum(known(cell, lexicon) and not is_units([cell, cell]) for cell in texts)
    told = any(MASTHEAD.search(squeezed(cell)) for cell in (first, *texts))
    titled = title_period([[squeezed(first)]]) is not None or squeezed(first).endswith("表")
    return at < left and worded >= 2 and not (told or titled)


def _heads_several(line: Sequence[str]) -> bool:
    """Tell whether a line of headings names one thing twice, as below 2024年 and 5月."""
    cells = [squeezed(cell) for cell in line if cell.strip()]
    return len(set(cells)) < len(cells)


def _is_title(grid: Grid, lexicon: Lexicon, row: int) -> bool:
    """Tell the title 2024年5月出生情况 from a heading: it stands alone above the headings.

    It has a period and more words, or stands above what heads the areas, which no heading does.
    """
    cells = [(at, cell) for at, cell in enumerate(grid[row]) if cell.strip()]
    if len(cells) != 1 or lexicon.role(cells[0][1]):
        return False
    at, cell = cells[0]
    below = grid[row + 1][at] if row + 1 < len(grid) and at < len(grid[row + 1]) else ""
    if lexicon.role(below) in NAMING:
        return True
    return read_period(squeezed(cell)) is None and title_period([[squeezed(cell)]]) is not None


def _is_dated(grid: Grid, lexicon: Lexicon, row: int) -> bool:
    """Tell a line such as 报告期 | 2024年5月 above the headings of the areas."""
    cells = [cell for cell in grid[row] if cell.strip()]
    dated = any(
        lexicon.role(label) == "period" and read_period(squeezed(cell)) is not None
        for label, cell in pairwise(cells)
    )
    return dated and row + 1 < len(grid) and "area" in map(lexicon.role, grid[row + 1])


def _heads(line: Sequence[str], at: int, cell: str) -> bool:
    """Tell whether a cell heads what stands below it, and is no title and no unit."""
    left = next((place for place, text in enumerate(line) if text.strip()), 0)
    below = left <= at < len(line) and bool(line[at].strip())
    return below and not squeezed(cell).endswith("表") and "单位" not in squeezed(cell)


def _end(grid: Grid, hits: Sequence[int], top: int, searched: int, lexicon: Lexicon) -> int:
    """Return the first line after the heading rows."""
    end = top + 1
    for row in range(top + 1, min(top + DEEPEST, searched)):
        line = grid[row]
        cells = [cell for cell in line if cell.strip()]
        worded = sum(known(cell, lexicon) for cell in cells) if hits[row] else 0
        deeper = is_deeper(line, worded) or parts_above(grid, top, row, lexicon)
        if deeper or is_numbering(line) or is_units(line) or is_since(line, lexicon):
            end = row + 1
        elif cells:
            break
    return end


def _sides(
    grid: Grid, lexicon: Lexicon, lines: tuple[int, int, int, int], columns: tuple[int, int]
) -> list[Block]:
    """Part tables that stand side by side without a blank column, each with its own areas."""
    start, top, first, last = lines
    between = range(top, first)
    numbering = tuple(row for row in between if is_numbering(grid[row]))
    units = tuple(row for row in between if row not in numbering and is_units(grid[row]))
    times = tuple(row for row in between if is_since(grid[row], lexicon))
    apart_from_words = {*numbering, *units, *times}
    worded = tuple(
        row for row in between if row not in apart_from_words and any(map(str.strip, grid[row]))
    )
    low, width = columns
    apart = [
        column
        for column in range(low + 2, width)
        if any(
            column < len(grid[row]) and lexicon.role(grid[row][column]) == "area" for row in worded
        )
        and begins_anew(grid, lexicon, worded, (first, last), (low, column))
    ]
    if apart:
        edges = [low, *(with_sequence(grid, lexicon, worded, column) for column in apart), width]
        within = [line if start <= row < last else [] for row, line in enumerate(grid)]
        return [
            block
            for left, right in pairwise(edges)
            for one in _stacked(_between(within, left, right), lexicon, left, right)
            for block in [replace(one, start=max(one.start, start), last=min(one.last, last))]
        ]
    return [
        Block(
            start=start, top=top, first=first, last=last, left=low, right=width,
            headings=worded, units=units, numbering=numbering, times=times,
        )
    ]  # fmt: skip
