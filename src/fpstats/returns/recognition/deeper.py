"""Further heading rows: lines below the first one that hold headings, be they not understood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fpstats.returns.layout import MISSING
from fpstats.returns.recognition.looks import Grid, is_number
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.rows import is_note

NAMING: Final = frozenset({"area", "sequence", "period", "code"})
"""Columns that say of whom and of when a line is."""


def is_deeper(line: Sequence[str], hits: int) -> bool:
    """Tell a further heading row from a first line that has no numbers."""
    cells = [cell for cell in line if cell.strip()]
    if not hits or any(map(is_number, cells)):
        return False
    return hits >= 2 or (hits == 1 and len(cells) == 1 and not line[0].strip())


def parts_above(grid: Grid, top: int, row: int, lexicon: Lexicon) -> bool:
    """Tell whether a line parts what the headings from `top` on stand above, in words not known.

    初婚, 再婚 below 结婚 and a blank cell, or 再婚 below 结婚 alone: without them 结婚 would seem
    to be what they are.
    """
    line = grid[row]
    words = [at for at, cell in enumerate(line) if cell.strip()]
    if not words or any(is_number(cell) or cell.strip() in MISSING for cell in line):
        return False
    names = next((at for at, cell in enumerate(grid[top]) if cell.strip()), 0)
    if names in words and lexicon.role(line[names]) not in NAMING:
        return False
    above = {at: _above(grid, top, row, at) for at in words}
    if len(words) > 1 and any(at > names and not above[at] for at in words):
        return True
    return all(
        at > names and above[at] and lexicon.role(above[at]) is None and not is_note(line[at])
        for at in words
    )


def _above(grid: Grid, top: int, row: int, at: int) -> str:
    """Return the lowest heading above a cell, in its own column; or nothing."""
    cells = (line[at].strip() for line in reversed(grid[top:row]) if at < len(line))
    return next(filter(None, cells), "")
