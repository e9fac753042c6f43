"""Lines that nothing tells apart: of one area and period, each with numbers of its own.

A column 性别 that is not understood would make three births out of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns.column import Column
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.captions import is_caption, times_of
from fpstats.returns.recognition.labels import LOOKED_AT, TOTALS, content
from fpstats.returns.recognition.looks import Grid, is_number, is_time
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.rows import is_beside, is_note
from fpstats.returns.sheet import Sheet, full_name

_APART: Final = frozenset({"unknown", "unheaded", "group", "twice"})
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
    some = replace(block, last=min(block.last, block.first + LOOKED_AT))
    lines = _lines(grid, some, items, aside=area is None)
    if area is None:
        if len(lines) > 1:
            raise FpstatsError(say("error", "lines_alike", name=name, heading=""))
        return
    parts = [one.place for one in cols if one.role == "part"]
    names: Counter[tuple[str, ...]] = Counter()
    whose = ""
    for row in lines:
        # 城镇, then 乡村 below a blank cell: both are of the area that is named above them.
        whose = squeezed(carried.get(row + 1, "") or _cell(grid, row, area)) or whose
        names[whose, *(squeezed(_cell(grid, row, at)) for at in parts)] += bool(whose)
    names = +names
    again = sum(count > 1 for count in names.values())
    if again < min(2, len(names)) or 2 * again < len(names) or not again:
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
    some = replace(block, last=min(block.last, block.first + LOOKED_AT))
    lines = _lines(grid, some, items, aside=False)
    for row in range(block.first, lines[-1] if lines else block.first):
        cells = [(at, squeezed(cell)) for at, cell in enumerate(grid[row]) if cell.strip()]
        if len(cells) == 1 and is_caption(cells[0][1]) and times_of(cells[0][1]):
            raise FpstatsError(
                say(
                    "error",
                    "lines_parted",
                    name=full_name(sheet.path, sheet.name),
                    cell=sheet.address(cells[0][0], row + 1),
                    text=cells[0][1],
                )
            )


def refuse_whole_beside_parts(
    sheet: Sheet,
    grid: Grid,
    block: Block,
    cols: Sequence[Column],
    area: int | None,
    carried: Mapping[int, str],
) -> None:
    """Refuse a table in which an area has a line without a village, and others with villages.

    Raises
    ------
    FpstatsError
        It may be the sum of its villages, which are added up: each birth would count twice.
    """
    parts = [one.place for one in cols if one.role == "part"]
    if area is None or not parts:
        return
    whole: dict[str, int] = {}
    parted: set[str] = set()
    items = {one.place for one in cols if one.role == "item"}
    for row in _lines(grid, block, items, aside=False):
        name = squeezed(carried.get(row + 1, "") or _cell(grid, row, area))
        part = "".join(squeezed(_cell(grid, row, at)) for at in parts)
        if part and not TOTALS.search(part):
            parted.add(name)
        elif not part:
            whole.setdefault(name, row)
    for name, row in whole.items():
        if name in parted:
            at = full_name(sheet.path, sheet.name)
            cell = sheet.address(area, row + 1)
            raise FpstatsError(say("error", "whole_beside_parts", name=at, cell=cell, area=name))


def _cell(grid: Grid, row: int, at: int) -> str:
    return grid[row][at] if at < len(grid[row]) else ""


def _lines(grid: Grid, block: Block, items: Collection[int], *, aside: bool) -> list[int]:
    """Return the lines with numbers that are no totals and no notes; `aside` nor comparisons."""
    found = []
    for row in range(block.first, min(block.last, len(grid))):
        words = (squeezed(cell) for cell in grid[row] if cell.strip() and not is_number(cell))
        first = next(words, "")
        told = TOTALS.search(first) or is_note(first) or (aside and is_beside(first))
        if not told and any(at < len(grid[row]) and is_number(grid[row][at]) for at in items):
            found.append(row)
    return found
