"""The columns that say of whom and of when a line is, told by what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from fpstats.patterns import pattern
from fpstats.returns.column import Column
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.looks import Grid, is_number, is_time
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import Lexicon

LOOKED_AT: Final = 400
"""So many lines of a column tell what stands in it."""

_RANKED: Final = ("items", "part", "unheaded", "unknown", "group")
"""Columns whose heading does not settle what they are; the first is likeliest one of areas."""

_UNTOLD: Final = frozenset(_RANKED)

_LIKE_TIMES: Final = pattern(
    "累[计計]|[本当上]月|[本当上][期季]|[本当上去今]年|同期|[年月季]初|年内"
)
"""What no area is called, be the time not understood: 本月止累计 beside 本月."""

_CODE: Final = pattern(r"\d{6,12}")
"""The code of an area; shorter ones number the lines of a form."""

TOTALS: Final = pattern(r"合计|总计|小计|共计|全年|合計|總計|季度|半年|total")


def content(grid: Grid, block: Block, place: int) -> list[str]:
    """Return what stands in a column, as far as it is looked at."""
    rows = grid[block.first : min(block.last, block.first + LOOKED_AT)]
    return [line[place].strip() for line in rows if place < len(line) and line[place].strip()]


def by_content(one: Column, grid: Grid, block: Block, lexicon: Lexicon) -> Column:
    """A column without a heading and without cells is none, nor is one with a time over nothing."""
    if one.role == "empty" and content(grid, block, one.place):
        return replace(one, role="unheaded")
    timed = one.role == "unknown" and all(is_time(part, lexicon) for part in one.path)
    if timed and not content(grid, block, one.place):
        return replace(one, role="empty")
    return one


def labels(found: list[Column], grid: Grid, block: Block, lexicon: Lexicon) -> list[Column]:
    """Find the columns of areas and of periods where no heading says which they are.

    A column of months is one of periods. The areas are in the first column of words that is headed
    by nothing, or by what heads the items of a form that lies on its side.
    """
    found = [
        replace(one, role="period", why="content")
        if one.role in _UNTOLD and _are_times(content(grid, block, one.place), lexicon)
        else one
        for one in found
    ]
    found = [
        replace(one, role="items")
        if one.role == "area" and _names_none(content(grid, block, one.place), lexicon)
        else one
        for one in found
    ]
    if any(one.role == "area" for one in found):
        return _one_area(found, grid, block)
    untold: list[tuple[int, int, int]] = []
    for index, one in enumerate(found):
        cells = content(grid, block, one.place)
        words = [cell for cell in cells if not is_number(cell)]
        # 数量, over the one column of a form that is of one area, names nothing.
        if one.role in _UNTOLD and words and 2 * len(words) >= len(cells):
            if not all(_says_nothing(word, lexicon) for word in words):
                untold.append((_RANKED.index(one.role), -len(set(words)), index))
        elif one.role == "item":
            break
    if untold:
        _, _, index = min(untold)
        why = "heading" if found[index].role in ("items", "part") else "content"
        found[index] = replace(found[index], role="area", why=why)
    return found if untold else _areas_by_code(found, grid, block)


def _areas_by_code(found: list[Column], grid: Grid, block: Block) -> list[Column]:
    """Take codes for the areas where nothing names them: of one length, and each once a line."""
    for index, one in enumerate(found):
        codes = [cell for cell in content(grid, block, one.place) if _CODE.fullmatch(cell)]
        lengths = {len(code) for code in codes}
        if one.role == "code" and len(codes) > 1 and len(lengths) == 1:
            return [*found[:index], replace(one, role="area", why="content"), *found[index + 1 :]]
    return found


def _names_none(cells: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether 名称 heads 数量 and no area, in a form that lies on its side."""
    idle = [_says_nothing(cell, lexicon) and not TOTALS.search(squeezed(cell)) for cell in cells]
    return bool(idle) and all(idle)


def _says_nothing(text: str, lexicon: Lexicon) -> bool:
    meaning = lexicon.meaning((text,))
    return not (meaning.ideas or meaning.unknown or meaning.kept_out)


def _are_times(cells: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether a column holds months, or 本月 and 累计."""
    meant = {cell: lexicon.meaning((cell,)) for cell in set(cells)}
    # 上年同期 beside 本月 is a time that is not read, and no area.
    words = [
        cell
        for cell in cells
        if not TOTALS.search(squeezed(cell))
        and not (meant[cell].kept_out and not meant[cell].ideas)
    ]
    times = [cell for cell in words if is_time(cell, lexicon) or _LIKE_TIMES.search(squeezed(cell))]
    return bool(times) and len(times) * 5 >= len(words) * 4


def _one_area(found: list[Column], grid: Grid, block: Block) -> list[Column]:
    """Of several columns of areas the one with most names counts; the others group it."""
    places = [one.place for one in found if one.role == "area"]
    if len(places) < 2:
        return found
    names = {place: len(set(content(grid, block, place))) for place in places}
    chosen = max(places, key=lambda place: (names[place], place))
    return [
        replace(one, role="group") if one.role == "area" and one.place != chosen else one
        for one in found
    ]
