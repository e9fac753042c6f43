"""What stands above each table of a sheet: its own caption, and the titles of the tables before it.

A caption of 5月份 is of the year that a title above names; the months of other captions are not its
own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from fpstats.patterns import pattern
from fpstats.periods import read_period
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.labels import content
from fpstats.returns.recognition.looks import Grid, is_number
from fpstats.returns.recognition.mentions import Mention, mentions
from fpstats.returns.recognition.pieces import together
from fpstats.returns.recognition.said import FILLED_IN
from fpstats.returns.recognition.squeezed import squeezed

_RELATIVE: Final = pattern(
    "[本当]月(?:数|发生数?)?|[本当]期数?|(?:本年|今年|全年|年初|截?至[本当]月|自年初)?(?:至[本当]月)?累[计計]数?"
)
"""A time that is told by another: 本月, 累计."""

_NUMBERED: Final = pattern(
    r"^(?:[(][一二三四五六七八九十\d]+[)]|[一二三四五六七八九十]+、(?=[\d本当至累第上下全一二三四五六七八九十])|\d+、|附表?\d*[:：]?|[①-⑳])"
)
_MARKS: Final = pattern(r"[()\[\]【】:：、,。\-—_]|数据|情况|报表|部分|份")


def titles_of(
    grid: Grid, tables: Sequence[Block]
) -> Iterator[tuple[Block, list[list[str]], list[list[str]]]]:
    """Yield each table with the lines above it, and these below those of the tables before it."""
    above: list[list[str]] = []
    for at, block in enumerate(tables):
        if at and tables[at - 1].left != block.left:
            above = []
        # 累计至本月 below the headings is said of all numbers, as if it stood above them.
        rows = [*range(block.start, block.top), *block.times]
        own = [_without_others(together(grid[row]), block) for row in rows]
        own = [[_unnumbered(cell) for cell in line] for line in [*own, _beside(grid, block)]]
        above = _without_captions(above, own) + own
        yield block, own, above


def _beside(grid: Grid, block: Block) -> list[str]:
    """Return the times that stand in the lines of the headings, over nothing: 4月 left of 乡镇.

    So may one stand in the corner, over the names of the areas.
    """
    places = range(block.left, block.right)
    free = [at for at in places if not content(grid, block, at)]
    if free[:1] != [block.left] and not any(map(is_number, content(grid, block, block.left))):
        free = [block.left, *free]
    heads = [grid[row][at] for at in free for row in block.headings if at < len(grid[row])]
    return [cell for cell in heads if times_of(cell) and is_caption(cell)]


def times_of(cell: str) -> list[Mention]:
    """Return the times that a cell mentions, without the days on which forms are filled in."""
    return list(mentions(FILLED_IN.sub("", squeezed(cell))))


def is_caption(cell: str) -> bool:
    """Tell whether a cell says a time and nothing else: （一）4月, 1-5月累计, 本月."""
    plain = FILLED_IN.sub("", _NUMBERED.sub("", squeezed(cell)))
    for one in reversed(list(mentions(plain))):
        plain = plain[: one.start] + plain[one.end :]
    return bool(cell.strip()) and not _MARKS.sub("", _RELATIVE.sub("", plain))


def _unnumbered(cell: str) -> str:
    """Drop what numbers a caption: 二、5月份, but not 一、二季度, which may be two quarters."""
    several = read_period(f"2000年{squeezed(cell)}") is not None
    return cell if several or not is_caption(cell) else _NUMBERED.sub("", squeezed(cell))


def _without_others(line: Sequence[str], block: Block) -> list[str]:
    """Leave out the captions of tables that stand beside this one."""
    dated = any(times_of(cell) for cell in line[block.left : block.right])

    def is_of_others(at: int, cell: str) -> bool:
        if block.left <= at < block.right:
            return False
        times = times_of(cell)
        yearless = is_caption(cell) and not any(one.year for one in times)
        return yearless or bool(dated and times)

    return ["" if is_of_others(at, cell) else cell for at, cell in enumerate(line)]


def _without_captions(above: list[list[str]], own: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the titles above without the times in whose place those of this table stand.

    Their year is left, where they name one alone.
    """
    cells = [squeezed(cell) for line in own for cell in line if cell.strip()]
    dated = any(not one.is_year for cell in cells for one in times_of(cell))
    relative = any(is_caption(cell) and _RELATIVE.search(cell) for cell in cells)
    if not dated and not relative:
        return above
    return [[_of_the_year(cell, dated=dated) for cell in line] for line in above]


def _of_the_year(cell: str, *, dated: bool) -> str:
    plain = FILLED_IN.sub("", squeezed(cell))
    if is_caption(cell):
        plain = _RELATIVE.sub("", plain)
    for one in reversed(list(mentions(plain)) if dated else []):
        span = one.span(2000) if one.year else None
        year = f"{span.end // 12}年" if span and span.start // 12 == span.end // 12 else ""
        plain = plain[: one.start] + year + plain[one.end :]
    return cell if plain == squeezed(cell) else plain
