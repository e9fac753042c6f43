"""Townships below one another, each named alone above the lines of its items: laid as one list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from fpstats.patterns import pattern
from fpstats.returns.layout import PLACE
from fpstats.returns.recognition.beside import SEARCHED
from fpstats.returns.recognition.looks import Grid, is_number
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.whose import as_written
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.relaid import Cell, Lines, Relaid, as_it_lies, relaid
from fpstats.returns.rows import is_note
from fpstats.returns.sheet import Sheet

_BEFORE: Final = pattern(r"^(?:[(]?[一二三四五六七八九十\d]+[)、.]|(?:填报)?单位[:]|乡镇[:])")
"""What stands before the name of a township that heads its lines."""


def one_list(sheet: Sheet, grid: Grid, lexicon: Lexicon) -> Relaid | None:
    """Lay the lines of townships that are each named above their own items as one list.

    None where there are no two such townships, or their lines are not headed alike.
    """
    starts = [row for row, line in enumerate(grid[:SEARCHED]) if _township(line)]
    if sheet.cut or len(starts) < 2:
        return None
    last = _end(grid, starts[-1])
    heads: list[int] = []
    lines: Lines = []
    for start, end in pairwise([*starts, last]):
        rows = [row for row in range(start + 1, end) if any(map(str.strip, grid[row]))]
        if rows and lexicon.role(next(filter(str.strip, grid[rows[0]]))) == "items":
            heads.append(rows.pop(0))
        named = [_names_item(grid[row], lexicon) for row in rows]
        if not rows or 2 * sum(named) < len(named):
            return None
        area = Cell(_township(grid[start]), (start, _at(grid[start])))
        lines += [[area, *as_it_lies(grid, row)] for row in rows]
    alike = len({tuple(map(squeezed, grid[row])) for row in heads}) < 2
    if not alike or len(heads) not in (0, len(starts)):
        return None
    width = max(map(len, lines)) - 1
    own = as_it_lies(grid, heads[0]) if heads else [Cell("项目"), *[Cell("数值")] * (width - 1)]
    blank = [row for row in range(starts[0], last) if not any(map(str.strip, grid[row]))]
    laid = [as_it_lies(grid, row) for row in range(starts[0])]
    laid += [[Cell("乡镇"), *own], *lines]
    laid += [as_it_lies(grid, row) for row in (*blank, *range(last, len(grid)))]
    return relaid(sheet, laid, headings=heads)


def _township(line: Sequence[str]) -> str:
    """Return the township that a line names and nothing else; else nothing."""
    cells = [cell for cell in line if cell.strip()]
    name = _BEFORE.sub("", squeezed(cells[0])) if len(cells) == 1 else ""
    return as_written(name, cells) if re.search(PLACE, name) else ""


def _at(line: Sequence[str]) -> int:
    return next(at for at, cell in enumerate(line) if cell.strip())


def _end(grid: Grid, start: int) -> int:
    """Return the line after the last of the last township: where a note begins."""
    last = start + 1
    for row in range(start + 1, len(grid)):
        if is_note(next(filter(str.strip, grid[row]), "")):
            break
        if any(map(is_number, grid[row])):
            last = row + 1
    return last


def _names_item(line: Sequence[str], lexicon: Lexicon) -> bool:
    text = next(filter(str.strip, line), "")
    meaning = lexicon.meaning((text,))
    return bool(lexicon.name((text,)) or (meaning.ideas and not meaning.unknown))
