"""What each column of a table is: by its headings, by those beside it, and by what stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from fpstats.periods import read_period
from fpstats.returns.column import Column, Time
from fpstats.returns.facts import Range
from fpstats.returns.recognition.blocks import Block, Grid, is_number
from fpstats.returns.recognition.words import MODIFIERS, Lexicon, Meaning, bare, squeezed

LOOKED_AT: Final = 400
"""So many lines of a column tell what stands in it."""

_RANKED: Final = ("items", "part", "unheaded", "unknown", "group")
"""Columns whose heading does not settle what they are; the first is likeliest one of areas."""

_UNTOLD: Final = frozenset(_RANKED)

_TOTALS: Final = re.compile(r"合计|总计|小计|共计|全年|合計|總計|季度|半年|total")


def columns(
    grid: Grid, block: Block, merged: Sequence[Range], lexicon: Lexicon, about: Meaning
) -> list[Column]:
    """Tell what each column of a table is; `about` is what the titles say."""
    paths = [(_once(path), carried) for path, carried in _paths(grid, block, merged, lexicon)]
    units = {
        place: meaning
        for place in range(block.left, block.right)
        if (meaning := lexicon.meaning(_cells(grid, block.units, place))).unit
    }
    found = [
        replace(
            _alone(place, path, lexicon, units.get(place), carried=carried),
            line=_headed(grid, block, place),
        )
        for place, (path, carried) in zip(range(block.left, block.right), paths, strict=True)
    ]
    found = list(_beside(found, lexicon, about))
    found = [_by_content(one, grid, block) for one in _of_months(found)]
    found = _in_the_same_unit(found, grid, block, lexicon)
    return _labels(_settle(found), grid, block, lexicon)


# --- headings ---------------------------------------------------------------------------------


def _paths(
    grid: Grid, block: Block, merged: Sequence[Range], lexicon: Lexicon
) -> list[tuple[tuple[str, ...], bool]]:
    """Return the headings above each column, and whether one of them only seems to reach so far.

    A parent reaches over the blank cells right of it; where cells are merged, it is sure how far.
    """
    own = [_line(grid, row, block) for row in block.headings]
    filled = [list(line) for line in own]
    stretches = _merged(block, merged)
    sure = [[bool(text) for text in line] for line in own]
    for depth in reversed(range(len(own))):
        times = [
            at
            for at, text in enumerate(own[depth])
            if is_time(text, lexicon) and any(line[at] for line in filled[depth + 1 :])
        ]
        reach: list[tuple[int, int]] = []
        for start, text in enumerate(own[depth]):
            if text:
                fixed = stretches.get((block.headings[depth], start + block.left))
                end = (
                    fixed - block.left
                    if fixed
                    else _over_blanks(own[depth], start)
                    if start in times and len(times) > 1
                    else _reach(own, filled, depth, start, stretches, block)
                )
                reach.append((start, end))
        for (start, end), before in zip(reach, [(0, 0), *reach], strict=False):
            end = _like_its_sibling(filled[depth + 1 :], (start, end), before)
            for column in range(start, min(end, len(own[depth]))):
                filled[depth][column] = own[depth][start]
                sure[depth][column] |= (block.headings[depth], start + block.left) in stretches
    return [
        (
            tuple(line[column] for line in filled if line[column]),
            any(line[column] and not told[column] for line, told in zip(filled, sure, strict=True)),
        )
        for column in range(block.right - block.left)
    ]


def _merged(block: Block, merged: Sequence[Range]) -> dict[tuple[int, int], int]:
    """Return for the first cell of each merged heading the column after its last."""
    return {
        (top, left): right + 1
        for top, left, _, right in merged
        if block.top <= top < block.first and right > left
    }


def _over_blanks(line: Sequence[str], start: int) -> int:
    """Return the column after the last that 本月 stands above: the one at which 累计 begins."""
    return next((at for at in range(start + 1, len(line)) if line[at]), len(line))


def _reach(
    own: Sequence[Sequence[str]],
    filled: Sequence[Sequence[str]],
    depth: int,
    start: int,
    stretches: Mapping[tuple[int, int], int],
    block: Block,
) -> int:
    """Return the column after the last that a heading stands above, where nothing is merged.

    It reaches over blank cells that have a heading below them, no deeper or flatter than its first
    column has, up to where a heading above ends.
    """
    below = filled[depth + 1 :]
    if not below or not any(line[start] for line in below):
        return start + 1
    if any(row == block.headings[depth] for row, _ in stretches):
        # Where the form merges headings of this row, one that is not merged stands alone.
        return start + 1
    column = start + 1
    while (
        column < len(own[depth])
        and not own[depth][column]
        and any(line[column] for line in below)
        and bool(below[0][column]) == bool(below[0][start])
        and not any(line[column] for line in own[:depth])
    ):
        column += 1
    return column


def _like_its_sibling(
    below: Sequence[Sequence[str]], mine: tuple[int, int], before: tuple[int, int]
) -> int:
    """Cut what stands above more columns than its sibling, and begins with the same ones."""
    (start, end), width = mine, before[1] - before[0]
    if before[1] != start or not 1 < width < end - start:
        return end

    def heads(first: int) -> list[str]:
        return [squeezed(line[first + step]) for line in below for step in range(width)]

    return start + width if heads(before[0]) == heads(start) else end


def _once(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return a path in which nothing stands twice in a row."""
    return tuple(
        part
        for index, part in enumerate(path)
        if index == 0 or squeezed(part) != squeezed(path[index - 1])
    )


def _headed(grid: Grid, block: Block, place: int) -> int:
    """Return the line of a column's lowest heading."""
    own = [row for row in block.headings if place < len(grid[row]) and grid[row][place].strip()]
    return own[-1] if own else block.top


def _line(grid: Grid, row: int, block: Block) -> list[str]:
    line = [cell.strip() for cell in grid[row][block.left : block.right]]
    return line + [""] * (block.right - block.left - len(line))


def _cells(grid: Grid, rows: Sequence[int], place: int) -> tuple[str, ...]:
    return tuple(grid[row][place] for row in rows if place < len(grid[row]))


# --- items ------------------------------------------------------------------------------------


def _alone(
    place: int, path: tuple[str, ...], lexicon: Lexicon, unit: Meaning | None, *, carried: bool
) -> Column:
    """Tell what a column is by its own headings; `carried` ones above it may not be its own."""
    if not any(bare(part) or part.strip() for part in path):
        return Column(place=place, path=path, role="empty")
    column = Column(place=place, path=path, role="unknown")
    role = lexicon.role(path[-1]) or (lexicon.role(path[0]) if len(path) == 1 else None)
    if role is not None:
        return replace(column, role=role)
    meaning = lexicon.meaning(path)
    scale = max(meaning.scale, unit.scale if unit else 1)
    column = replace(column, scale=scale, time=meaning.time)
    # 本月 and 合计 are no part of a name.
    core = tuple(part for part in path if _names(part, lexicon))
    if meaning.kept_out or (unit and unit.kept_out):
        if item := lexicon.name(core):
            return replace(column, role="item", item=item, why="name")
        return replace(column, role=meaning.kept_out or "computed")
    whole = lexicon.name(core) or (None if meaning.unknown else lexicon.item(meaning.ideas))
    last = path[-1:]
    alone = lexicon.meaning(last)
    clear = not alone.unknown and not alone.kept_out
    own = lexicon.name(last) or (lexicon.item(alone.ideas) if clear else None)
    full = bool(alone.ideas - MODIFIERS) or not alone.ideas
    if own and own != whole and len(path) > 1 and full and (carried or whole is None):
        # 结婚对数 right of the columns of 出生人数 is not below it, whatever the blank cells say.
        return replace(column, role="item", item=own, why="words", path=last)
    if whole is not None:
        why = "name" if lexicon.name(core) else "words"
        return replace(column, role="item", item=whole, why=why)
    return column


def _names(part: str, lexicon: Lexicon) -> bool:
    meaning = lexicon.meaning((part,))
    return bool(meaning.ideas or meaning.unknown or meaning.kept_out)


def _beside(found: Sequence[Column], lexicon: Lexicon, about: Meaning) -> Iterator[Column]:
    """Understand 其中：男 and 女 by the column before them, and 合计 by the title.

    `whole` is the last column that named a subject: what only narrows is a part of it.
    """
    whole: frozenset[str] = frozenset()
    scale = 1
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
                own = column.scale if meaning.unit else scale
                yield replace(
                    column, role="item", item=joined, why="beside", others=others, scale=own
                )
                continue
        narrowed = frozenset()
        if column.item is None and (ideas <= MODIFIERS) and subject and _plain(meaning):
            item = lexicon.item(subject | ideas)
            if item is not None:
                yield replace(column, role="item", item=item, why="title")
                continue
        if ideas and not ideas & _SEXES:
            whole, scale = ideas, column.scale
        yield column


_SEXES: Final = frozenset({"male", "female", "boy", "girl"})
"""A part of one sex is no whole that the next columns are parts of."""


def _plain(meaning: Meaning) -> bool:
    return not meaning.unknown and not meaning.kept_out


def _in_the_same_unit(
    found: Sequence[Column], grid: Grid, block: Block, lexicon: Lexicon
) -> list[Column]:
    """Where 总人口 is in 万人, 女性人口 beside it with fractions is too, said or not."""
    scales: dict[frozenset[str], int] = {}
    fitted: list[Column] = []
    for one in found:
        meaning = lexicon.meaning(one.path)
        subject = meaning.ideas - MODIFIERS
        if one.role == "item" and one.scale != 1:
            scales[subject] = one.scale
        same = one.role == "item" and not meaning.unit and subject in scales
        if same and one.scale == 1 and _has_fractions(_content(grid, block, one.place)):
            fitted.append(replace(one, scale=scales[subject]))
        else:
            fitted.append(one)
    return fitted


def _has_fractions(cells: Sequence[str]) -> bool:
    return any("." in squeezed(cell) for cell in cells)


def _of_months(found: Sequence[Column]) -> list[Column]:
    """Beside columns of single months, 累计 and 合计 go as far as they do."""
    last: dict[str, int] = {}
    for one in found:
        if one.item and one.time and one.time.kind == "months":
            last[one.item] = max(last.get(one.item, 0), one.time.last)
    fitted: list[Column] = []
    for one in found:
        if one.item in last and (
            one.time is None or (one.time.kind == "to_date" and not one.time.last)
        ):
            fitted.append(replace(one, time=Time("months", 1, last[one.item or ""])))
        else:
            fitted.append(one)
    return fitted


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
    untold: list[tuple[int, int, int]] = []
    for index, one in enumerate(found):
        cells = _content(grid, block, one.place)
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
    return found


def _says_nothing(text: str, lexicon: Lexicon) -> bool:
    meaning = lexicon.meaning((text,))
    return not (meaning.ideas or meaning.unknown or meaning.kept_out)


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
