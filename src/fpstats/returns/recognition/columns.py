"""What each column of a table is: by its headings, by those beside it, and by what stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from fpstats.periods import read_period
from fpstats.returns.column import Column, Time
from fpstats.returns.facts import Range
from fpstats.returns.recognition.blocks import Block, Grid, is_number
from fpstats.returns.recognition.words import MODIFIERS, Lexicon, Meaning, bare, squeezed

LOOKED_AT: Final = 400
"""So many lines of a column tell what stands in it."""

_UNTOLD: Final = frozenset({"unheaded", "items", "unknown", "group", "part"})
"""Roles of columns whose heading does not settle what they are."""

_TOTALS: Final = re.compile(r"合计|总计|小计|共计|全年|合計|總計|季度|半年|total")


def columns(
    grid: Grid, block: Block, merged: Sequence[Range], lexicon: Lexicon, about: Meaning
) -> list[Column]:
    """Tell what each column of a table is; `about` is what the titles say."""
    paths = [_once(path) for path in _paths(grid, block, merged)]
    units = {
        place: meaning
        for place in range(block.left, block.right)
        if (meaning := lexicon.meaning(_cells(grid, block.units, place))).unit
    }
    found = [
        _alone(place, path, lexicon, units.get(place))
        for place, path in zip(range(block.left, block.right), paths, strict=True)
    ]
    found = list(_beside(found, lexicon, about))
    found = [_by_content(one, grid, block) for one in found]
    return _labels(_settle(found), grid, block, lexicon)


# --- headings ---------------------------------------------------------------------------------


def _paths(grid: Grid, block: Block, merged: Sequence[Range]) -> list[tuple[str, ...]]:
    """Return the headings above each column; a parent reaches over the blank cells right of it."""
    width = block.right - block.left
    covers = {
        (row, column): (top, left, right)
        for top, left, bottom, right in merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if block.top <= row < block.first
    }
    paths: list[tuple[str, ...]] = [()] * width
    for depth, row in enumerate(block.headings):
        line = _line(grid, row, block)
        deeper = block.headings[depth + 1 :]
        carried, reach = "", -1
        above: tuple[str, ...] = ()
        for index in range(width):
            text, place = line[index], index + block.left
            cover = covers.get((row, place))
            if cover is not None and not text:
                # The cell shows what stands in the first of its range, told once.
                top, left, _ = cover
                text = _line(grid, top, block)[left - block.left] if top == row else ""
                carried, reach, above = text, cover[2], paths[index]
            elif text:
                carried, above = text, paths[index]
                reach = cover[2] if cover is not None else width + block.left
            elif carried and place <= reach and paths[index] == above and cover is None:
                lower = any(_line(grid, r, block)[index] for r in deeper)
                text = carried if lower else ""
                carried = carried if lower else ""
            else:
                carried = ""
            if text:
                paths[index] = (*paths[index], text)
    return paths


def _once(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return a path in which nothing stands twice in a row."""
    return tuple(
        part
        for index, part in enumerate(path)
        if index == 0 or squeezed(part) != squeezed(path[index - 1])
    )


def _line(grid: Grid, row: int, block: Block) -> list[str]:
    line = [cell.strip() for cell in grid[row][block.left : block.right]]
    return line + [""] * (block.right - block.left - len(line))


def _cells(grid: Grid, rows: Sequence[int], place: int) -> tuple[str, ...]:
    return tuple(grid[row][place] for row in rows if place < len(grid[row]))


# --- items ------------------------------------------------------------------------------------


def _alone(place: int, path: tuple[str, ...], lexicon: Lexicon, unit: Meaning | None) -> Column:
    """Tell what a column is by its own headings."""
    if not any(bare(part) or part.strip() for part in path):
        return Column(place=place, path=path, role="empty")
    column = Column(place=place, path=path, role="unknown")
    role = lexicon.role(path[-1]) or (lexicon.role(path[0]) if len(path) == 1 else None)
    if role is not None:
        return replace(column, role=role)
    meaning = lexicon.meaning(path)
    scale = unit.scale if unit else meaning.scale
    column = replace(column, scale=scale, time=meaning.time)
    if item := lexicon.name(path):
        return replace(column, role="item", item=item, why="name")
    if meaning.kept_out or (unit and unit.kept_out):
        return replace(column, role=meaning.kept_out or "computed")
    if not meaning.unknown and (item := lexicon.item(meaning.ideas)):
        return replace(column, role="item", item=item, why="words")
    return column


def _beside(found: Sequence[Column], lexicon: Lexicon, about: Meaning) -> Iterator[Column]:
    """Understand 其中：男 and 女 by the column before them, and 合计 by the title.

    `whole` is the last column that named a subject: what only narrows is a part of it.
    """
    whole: frozenset[str] = frozenset()
    narrowed: frozenset[str] = frozenset()
    subject = about.ideas - MODIFIERS
    for column in found:
        meaning = lexicon.meaning(column.path)
        ideas = meaning.ideas
        if column.role not in ("item", "unknown") or meaning.unknown:
            if column.role not in ("computed", "earlier", "planned"):
                whole = narrowed = frozenset()
            yield column
            continue
        if ideas and ideas <= MODIFIERS and (meaning.among or column.item is None or narrowed):
            joined = lexicon.item(whole | ideas) if whole else None
            if joined is not None:
                narrowed = ideas
                others = (column.item,) if column.item and column.item != joined else ()
                yield replace(column, role="item", item=joined, why="beside", others=others)
                continue
        narrowed = frozenset()
        if column.item is None and (ideas <= MODIFIERS) and subject and _plain(meaning):
            item = lexicon.item(subject | ideas)
            if item is not None:
                yield replace(column, role="item", item=item, why="title")
                continue
        whole = ideas or whole
        yield column


def _plain(meaning: Meaning) -> bool:
    return not meaning.unknown and not meaning.kept_out


def _settle(found: Sequence[Column]) -> list[Column]:
    """Where two columns of one time are the same item, take the other reading, or neither."""
    settled = list(found)
    for _ in range(2):
        same = Counter(_key(one) for one in settled if one.role == "item")
        for index, one in enumerate(settled):
            if one.role != "item" or same[_key(one)] < 2:
                continue
            free = [item for item in one.others if not same[(item, one.time)]]
            if free:
                settled[index] = replace(
                    one, item=free[0], others=(one.item,) if one.item else (), why="words"
                )
                same = Counter(_key(each) for each in settled if each.role == "item")
    same = Counter(_key(one) for one in settled if one.role == "item")
    return [
        replace(one, role="twice", others=(one.item,) if one.item else (), item=None)
        if one.role == "item" and same[_key(one)] > 1
        else one
        for one in settled
    ]


def _key(one: Column) -> tuple[str | None, Time | None]:
    return (one.item, one.time)


# --- content ----------------------------------------------------------------------------------


def _content(grid: Grid, block: Block, place: int) -> list[str]:
    rows = grid[block.first : min(block.last, block.first + LOOKED_AT)]
    return [line[place].strip() for line in rows if place < len(line) and line[place].strip()]


def _by_content(one: Column, grid: Grid, block: Block) -> Column:
    """A column without a heading and without cells is none."""
    if one.role == "empty" and _content(grid, block, one.place):
        return replace(one, role="unheaded")
    return one


def _labels(found: list[Column], grid: Grid, block: Block, lexicon: Lexicon) -> list[Column]:
    """Find the columns of areas and of periods where no heading says which they are.

    A column of months is one of periods. The areas are in the first column of words that is headed
    by nothing, or by what heads the items of a form that lies on its side.
    """
    found = [
        replace(one, role="period", why="content")
        if one.role in _UNTOLD and _are_times(_content(grid, block, one.place), lexicon)
        else one
        for one in found
    ]
    if any(one.role == "area" for one in found):
        return _one_area(found, grid, block)
    for index, one in enumerate(found):
        cells = _content(grid, block, one.place)
        words = [cell for cell in cells if not is_number(cell)]
        if one.role in _UNTOLD and cells and 2 * len(words) >= len(cells):
            why = "heading" if one.role in ("items", "part") else "content"
            return [*found[:index], replace(one, role="area", why=why), *found[index + 1 :]]
        if one.role == "item":
            break
    return found


def _are_times(cells: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether a column holds months, or 本月 and 累计."""
    words = [cell for cell in cells if not _TOTALS.search(squeezed(cell))]
    times = [cell for cell in words if is_time(cell, lexicon)]
    return bool(times) and len(times) * 5 >= len(words) * 4


def is_time(cell: str, lexicon: Lexicon) -> bool:
    """Tell whether a text is a time and nothing else."""
    meaning = lexicon.meaning((cell,))
    if meaning.time and not meaning.unknown and not meaning.ideas and not meaning.kept_out:
        return True
    return not is_number(cell) and read_period(cell) is not None


def _one_area(found: list[Column], grid: Grid, block: Block) -> list[Column]:
    """Of several columns of areas the one with most names counts; the others group it."""
    places = [one.place for one in found if one.role == "area"]
    if len(places) < 2:
        return found
    names = {place: len(set(_content(grid, block, place))) for place in places}
    chosen = max(places, key=lambda place: (names[place], place))
    return [
        replace(one, role="group") if one.role == "area" and one.place != chosen else one
        for one in found
    ]
