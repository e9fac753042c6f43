"""Where the tables of a sheet lie: their titles, heading rows and lines.

Knows which rows look like headings because their words are known; knows nothing of what they mean
together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from fpstats.returns.recognition.words import Lexicon, bare, squeezed
from fpstats.returns.rows import is_note

Grid = Sequence[Sequence[str]]

SEARCHED: Final = 3_000
"""How many lines from the top tables are looked for in; the last may be longer."""

DEEPEST: Final = 8
"""Heading rows may reach so far, with the lines of units and of column numbers between them."""

_NUMBER: Final = re.compile(
    r"[(+\-]?\d[\d,]*(?:\.\d+)?[)]?(?:e[+]?\d+)?\s*(?:[百千万亿]{0,2}(?:人次|人|例|对|个|名|元|户|%|‰)?)"
)
_ORDINALS: Final = re.compile(
    r"[甲乙丙丁戊]|[(\[]?\d{1,3}[)\]]?(?:=[\d+\-*/×÷()]+)?|[a-f]|栏次|序号|行次|[-—]|[①-⑳]"
)
_UNITS: Final = re.compile(
    r"[(\[]?(?:[百千万亿]{0,2}(?:人次|人|例|对|户|个|名|元|份)|%|‰|persons)[)\]]?|计量单位|单位|[-—]"
)


_COUNTING: Final = frozenset({"sequence", "code"})

MASTHEAD: Final = re.compile(r"(?:单位|填报|填表|制表|日期|时间)(?:\(.{1,4}\))?[:：]")
"""What stands in a line above a table that is no heading: 单位：人, 填报日期：…"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One table: lines from 0, ends outside; `left` and `right` bound its columns.

    `start` is where its titles begin, `top` its first heading row; `headings` are those heading
    rows that carry words; lines of units and of column numbers stand apart.
    """

    start: int
    top: int
    first: int
    last: int
    left: int
    right: int
    headings: tuple[int, ...]
    units: tuple[int, ...] = ()
    numbering: tuple[int, ...] = field(default=())


def is_number(text: str) -> bool:
    """Tell whether a cell looks like a number, with or without a unit."""
    return _NUMBER.fullmatch(squeezed(text)) is not None


def is_numbering(line: Sequence[str]) -> bool:
    """Tell whether a line only numbers the columns: 甲 1 2 3."""
    cells = [squeezed(cell) for cell in line if cell.strip()]
    if len(cells) < 2 or not all(map(_ORDINALS.fullmatch, cells)):
        return False
    numbers = [int(digits[0]) for cell in cells if (digits := re.search(r"\d+", cell))]
    # Beside a second table the numbers begin anew.
    counted = all(after in (before + 1, 1) for before, after in pairwise(numbers))
    lettered = any(cell in "甲乙丙丁戊" for cell in cells)
    return counted and (len(numbers) >= 2 or lettered) and 0 < (numbers or [0])[0] <= 3


def is_units(line: Sequence[str]) -> bool:
    """Tell whether a line only gives the units of the columns."""
    cells = [squeezed(cell) for cell in line if cell.strip()]
    return len(cells) >= 2 and all(map(_UNITS.fullmatch, cells))


def known(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a cell is worded as a heading is."""
    if not text.strip() or is_number(text):
        return False
    if lexicon.role(text) or lexicon.name((text,)):
        return True
    meaning = lexicon.meaning((text,))
    if meaning.kept_out:
        return len(bare(text)) <= 20
    return not meaning.unknown and bool(bare(text) or meaning.unit) and len(bare(text)) <= 24


def blocks(grid: Grid, lexicon: Lexicon) -> list[Block]:
    """Find the tables of a sheet: side by side from the left, and in each part from above."""
    found: list[Block] = []
    for left, right in _parts(grid, lexicon):
        found += _stacked(_between(grid, left, right), lexicon, left, right)
    return found


def _between(grid: Grid, left: int, right: int) -> list[list[str]]:
    """Return a sheet in which nothing stands outside these columns."""
    return [
        ["" if not left <= at < right else cell for at, cell in enumerate(line)] for line in grid
    ]


def _parts(grid: Grid, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Part a sheet at blank columns where a whole table stands on either side."""
    width = max(map(len, grid), default=0)
    blank = [
        not any(at < len(line) and line[at].strip() for line in grid[:SEARCHED])
        for at in range(width)
    ]
    starts = [at for at in range(width) if not blank[at] and (at == 0 or blank[at - 1])]
    edges = starts[:1]
    for start in starts[1:]:
        if _is_table(grid, lexicon, edges[-1], start) and _is_table(grid, lexicon, start, width):
            edges.append(start)
    return list(pairwise([*edges, width])) if edges else []


def _is_table(grid: Grid, lexicon: Lexicon, left: int, right: int) -> bool:
    """Tell whether these columns have names, numbers right of them, and headings."""
    lines = [line[left:right] for line in grid[:SEARCHED]]
    kinds = [_mostly(lines, 0, len(lines), at) for at in range(right - left)]
    names = kinds.index("words") if "words" in kinds[:3] else None
    if names is None or "numbers" not in kinds[names + 1 :]:
        return False
    counting = all(
        any(at < len(line) and lexicon.role(line[at]) in _COUNTING for line in lines)
        for at, kind in enumerate(kinds[:names])
        if kind == "numbers"
    )
    return counting and any(known(cell, lexicon) for line in lines for cell in line[names + 1 :])


def _stacked(grid: Grid, lexicon: Lexicon, left: int, right: int) -> list[Block]:
    """Find the tables between two columns, from above."""
    searched = min(len(grid), SEARCHED)
    hits = [
        sum(known(cell, lexicon) for cell in line) if any(map(str.strip, line)) else 0
        for line in grid[:searched]
    ]
    heads: list[tuple[int, int]] = []
    row = 0
    while row < searched:
        heading = hits[row] >= 2 and _is_heading(grid[row], hits[row])
        alone = _names_items(grid[row][left:], lexicon) and (
            heads or _stands_above_numbers(grid, row, left)
        )
        if heading or alone or _begins(grid[row], lexicon):
            end = _end(grid, hits, row, searched)
            heads.append((_upwards(grid, lexicon, row), end))
            row = max(end, row + 1)
        else:
            row += 1
    found = []
    for index, (top, first) in enumerate(heads):
        after = heads[index + 1][0] if index + 1 < len(heads) else None
        last = _titles_above(grid, first, after) if after is not None else len(grid)
        start = _titles_above(grid, heads[index - 1][1], top) if index else 0
        found += _sides(grid, lexicon, (start, top, first, last), (left, right))
    return [one for one in found if one.first < one.last]


def _is_heading(line: Sequence[str], hits: int) -> bool:
    """Tell a heading from a line of numbers, and from a masthead with more text than words."""
    cells = [cell for cell in line if cell.strip()]
    numbers = sum(map(is_number, cells))
    if any(MASTHEAD.search(squeezed(cell)) for cell in cells):
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
        if not cells or not all(
            at >= left and known(cell, lexicon) and _heads(grid[top], at, cell)
            for at, cell in cells
        ):
            break
        top -= 1
    return top


def _heads(line: Sequence[str], at: int, cell: str) -> bool:
    """Tell whether a cell heads what stands below it, and is no title and no unit."""
    left = next((place for place, text in enumerate(line) if text.strip()), 0)
    below = left <= at < len(line) and bool(line[at].strip())
    return below and not squeezed(cell).endswith("表") and "单位" not in squeezed(cell)


def _end(grid: Grid, hits: Sequence[int], top: int, searched: int) -> int:
    """Return the first line after the heading rows."""
    end = top + 1
    for row in range(top + 1, min(top + DEEPEST, searched)):
        line = grid[row]
        cells = [cell for cell in line if cell.strip()]
        deeper = bool(cells and hits[row]) and _is_deeper(line, hits[row])
        if deeper or is_numbering(line) or is_units(line):
            end = row + 1
        elif cells:
            break
    return end


def _is_deeper(line: Sequence[str], hits: int) -> bool:
    """Tell a further heading row from a first line that has no numbers."""
    cells = [cell for cell in line if cell.strip()]
    if any(map(is_number, cells)):
        return False
    return hits >= 2 or (hits == 1 and len(cells) == 1 and not line[0].strip())


def _titles_above(grid: Grid, low: int, top: int) -> int:
    """Return where the titles begin that stand above a heading, not above line `low`."""
    row = top
    while row > low:
        cells = [cell for cell in grid[row - 1] if cell.strip()]
        if any(map(is_number, cells)) or len(cells) > 4:
            break
        row -= 1
    # Notes of the table above end where a line is blank; without one they tell by their words.
    blank = next((r for r in range(row, top) if not any(map(str.strip, grid[r]))), None)
    if blank is not None and row > low:
        return blank
    while row < top and row > low and is_note(next(filter(str.strip, grid[row]), "")):
        row += 1
    return row


def _sides(
    grid: Grid, lexicon: Lexicon, lines: tuple[int, int, int, int], columns: tuple[int, int]
) -> list[Block]:
    """Part tables that stand side by side without a blank column, each with its own areas."""
    start, top, first, last = lines
    between = range(top, first)
    numbering = tuple(row for row in between if is_numbering(grid[row]))
    units = tuple(row for row in between if row not in numbering and is_units(grid[row]))
    worded = tuple(
        row
        for row in between
        if row not in numbering and row not in units and any(map(str.strip, grid[row]))
    )
    low, width = columns
    apart = [
        column
        for column in range(low + 2, width)
        if any(
            column < len(grid[row]) and lexicon.role(grid[row][column]) == "area" for row in worded
        )
        and _begins_anew(grid, lexicon, worded, (first, last), (low, column))
    ]
    if apart:
        edges = [low, *(_with_sequence(grid, lexicon, worded, column) for column in apart), width]
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
            headings=worded, units=units, numbering=numbering,
        )
    ]  # fmt: skip


def _begins_anew(
    grid: Grid,
    lexicon: Lexicon,
    worded: Sequence[int],
    lines: tuple[int, int],
    columns: tuple[int, int],
) -> bool:
    """Tell whether a column of areas has a whole table left of it: names, then numbers.

    Numbers that only count the lines, or are codes, make no table.
    """
    kinds = [
        ""
        if any(at < len(grid[row]) and lexicon.role(grid[row][at]) in _COUNTING for row in worded)
        else _mostly(grid, *lines, at)
        for at in range(*columns)
    ]
    names = next((at for at, kind in enumerate(kinds) if kind == "words"), None)
    return names is not None and "numbers" in kinds[names + 1 :]


def _mostly(grid: Grid, first: int, last: int, column: int) -> str:
    """Tell what a column holds: words, numbers, or nothing."""
    cells = [
        line[column]
        for line in grid[first : min(last, first + 60)]
        if column < len(line) and line[column].strip()
    ]
    numbers = sum(map(is_number, cells))
    return "" if not cells else "numbers" if 2 * numbers >= len(cells) else "words"


def _with_sequence(grid: Grid, lexicon: Lexicon, worded: Sequence[int], column: int) -> int:
    """Return the column at which a table begins: that of sequence numbers, if there is one."""
    left = column - 1
    numbered = any(
        left < len(grid[row]) and lexicon.role(grid[row][left]) == "sequence" for row in worded
    )
    return left if numbered else column
