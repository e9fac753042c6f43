"""Lines that nothing tells apart: of one area and period, each with numbers of its own.

A column 性别 that is not understood would make three births out of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns.column import Column
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.captions import is_caption, times_of
from fpstats.returns.recognition.labels import LOOKED_AT, TOTALS, content
from fpstats.returns.recognition.looks import Grid, is_number, is_time
from fpstats.returns.recognition.words import Lexicon, squeezed
from fpstats.returns.rows import is_beside, is_note
from fpstats.returns.sheet import Sheet

_APART: Final = frozenset({"unknown", "unheaded", "group"})
"""What a column is taken for that may part the lines of an area."""


def refuse_alike(
    name: str,
    grid: Grid,
    block: Block,
    cols: Sequence[Column],
    area: int | None,
    carried: Mapping[int, str],
    lexicon: Lexicon,
) -> None:
    """Refuse a table without periods in which most areas have several lines.

    Raises
    ------
    FpstatsError
        They have, and a column that is not understood parts them, or a line of its own that says
        a time (本月, then 累计至本月); or no line is of a named area.
    """
    items = {one.place for one in cols if one.role == "item"}
    lines = _lines(grid, block, items, aside=area is None)
    if area is None:
        if len(lines) > 1:
            raise FpstatsError(say("error", "lines_alike", name=name, heading=""))
        return
    names = Counter(squeezed(carried.get(row + 1, "") or grid[row][area]) for row in lines)
    del names[""]
    again = sum(count > 1 for count in names.values())
    if again < 2 or 2 * again < len(names):
        return
    for line in grid[block.first : block.last]:
        alone = [cell for cell in line if cell.strip()]
        if len(alone) == 1 and is_time(alone[0], lexicon):
            raise FpstatsError(say("error", "lines_alike", name=name, heading=f" ({alone[0]})"))
    for one in cols:
        words = {text for text in content(grid, block, one.place) if not is_number(text)}
        if one.role in _APART and 2 <= len(words) <= max(names.values()) + 1:
            heading = f" ({one.heading})" if one.heading else ""
            raise FpstatsError(say("error", "lines_alike", name=name, heading=heading))


def refuse_parted(sheet: Sheet, grid: Grid, block: Block, cols: Sequence[Column]) -> None:
    """Refuse a table without periods whose lines are parted by others that say a month alone.

    Raises
    ------
    FpstatsError
        There is such a line above lines with numbers.
    """
    items = {one.place for one in cols if one.role == "item"}
    lines = _lines(grid, block, items, aside=False)
    for row in range(block.first, lines[-1] if lines else block.first):
        cells = [(at, squeezed(cell)) for at, cell in enumerate(grid[row]) if cell.strip()]
        if len(cells) == 1 and is_caption(cells[0][1]) and times_of(cells[0][1]):
            raise FpstatsError(
                say(
                    "error",
                    "lines_parted",
                    name=f"{sheet.path}[{sheet.name}]" if sheet.name else sheet.path,
                    cell=sheet.address(cells[0][0], row + 1),
                    text=cells[0][1],
                )
            )


def _lines(grid: Grid, block: Block, items: Collection[int], *, aside: bool) -> list[int]:
    """Return the lines with numbers that are no totals and no notes; `aside` nor comparisons."""
    found = []
    for row in range(block.first, min(block.last, block.first + LOOKED_AT, len(grid))):
        words = (squeezed(cell) for cell in grid[row] if cell.strip() and not is_number(cell))
        first = next(words, "")
        told = TOTALS.search(first) or is_note(first) or (aside and is_beside(first))
        if not told and any(at < len(grid[row]) and is_number(grid[row][at]) for at in items):
            found.append(row)
    return found
