"""The area of lines that a cell above them names: a merged one, or the first of its months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fpstats.returns.column import Column
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.labels import TOTALS
from fpstats.returns.recognition.looks import Grid
from fpstats.returns.recognition.words import squeezed
from fpstats.returns.sheet import Sheet


def within_area(cols: Sequence[Column], period: int | None) -> int | None:
    """Return the column that tells the lines of one area apart: its months, or its villages."""
    part = next((one.place for one in cols if one.role == "part"), None)
    return period if period is not None else part


def carried_areas(
    sheet: Sheet, grid: Grid, block: Block, area: int | None, within: int | None
) -> Mapping[int, str]:
    """Return the area of the lines that a cell above them names; lines from 1.

    A merged cell says how far it goes; where the months or the villages of an area stand below one
    another and it is named on the first of them alone, it goes as far as they do.
    """
    if area is None:
        return {}
    found = {
        row + 1: grid[top][area]
        for top, left, bottom, right in sheet.facts.merged
        if left <= area <= right and block.first <= top < block.last
        for row in range(top + 1, min(bottom + 1, block.last))
    }
    if found or within is None:
        return found
    above = ""
    for row in range(block.first, min(block.last, len(grid))):
        line = [*grid[row], *[""] * (max(area, within) + 1 - len(grid[row]))]
        name, one = line[area].strip(), line[within].strip()
        if not name and one and above and not TOTALS.search(squeezed(one)):
            found[row + 1] = above
        above = name or (above if one else "")
    return found
