"""What each column of a table is: by its headings, by those beside it, and by what stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from fpstats.patterns import pattern
from fpstats.returns.column import Column, Time
from fpstats.returns.facts import Range
from fpstats.returns.recognition.bare_births import of_no_birth, subject_of
from fpstats.returns.recognition.beside_months import in_months, with_times_of_wholes
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.counted import in_its_unit
from fpstats.returns.recognition.labels import by_content, content, labels
from fpstats.returns.recognition.looks import Grid
from fpstats.returns.recognition.measures import without_measures
from fpstats.returns.recognition.narrowed import narrowed
from fpstats.returns.recognition.orders import SEXES, Ideas, Orders
from fpstats.returns.recognition.paths import cells_of, headed, once, paths
from fpstats.returns.recognition.squeezed import bare, squeezed
from fpstats.returns.recognition.words import CHECKED, MODIFIERS, SHARES, Lexicon, Meaning

_RESIDENT: Final = pattern("户籍|常住|本地")
_AGAIN: Final = pattern("再婚|复婚")
_WOMEN: Final = pattern("女|妇|women", re.IGNORECASE)


def columns(
    grid: Grid, block: Block, merged: Sequence[Range], lexicon: Lexicon, about: Meaning
) -> list[Column]:
    """Tell what each column of a table is; `about` is what the titles say."""
    above = [
        (without_measures(once(path), lexicon) if path else path, carried)
        for path, carried in paths(grid, block, merged, lexicon)
    ]
    units = {
        place: meaning
        for place in range(block.left, block.right)
        if (meaning := lexicon.meaning(cells_of(grid, block.units, place))).unit
    }
    found = [
        replace(
            _alone(place, path, lexicon, units.get(place), carried=carried),
            line=headed(grid, block, place),
        )
        for place, (path, carried) in zip(range(block.left, block.right), above, strict=True)
    ]
    found = list(_beside(found, lexicon, about))
    found = [
        by_content(one, grid, block, lexicon)
        for one in with_times_of_wholes(in_months(found, grid, block))
    ]
    found = _in_the_same_unit(found, grid, block, lexicon)
    found = [
        in_its_unit(one, units[one.place].unit if one.place in units else "", lexicon)
        for one in found
    ]
    return labels(_settle(_without_pairs(_without_parts_of_people(found))), grid, block, lexicon)


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
    stated = bool(meaning.unit or (unit and unit.unit))
    column = replace(column, scale=scale, stated=stated, time=meaning.time)
    # 本月 and 合计 are no part of a name.
    core = tuple(part for part in path if _names(part, lexicon))
    if meaning.kept_out or (unit and unit.kept_out):
        shares = meaning.unit in SHARES or (unit and unit.unit in SHARES)
        if (item := lexicon.name(core)) and not shares:
            return replace(column, role="item", item=item, why="name")
        of = lexicon.item(meaning.ideas) if meaning.kept_out == "visitors" else None
        of = of or (lexicon.item(meaning.ideas) if shares else None)
        return replace(column, role=meaning.kept_out or "computed", others=(of,) if of else ())
    whole = lexicon.name(core) or (None if meaning.unknown else lexicon.item(meaning.ideas))
    last = path[-1:]
    alone = lexicon.meaning(last)
    clear = not alone.unknown and not alone.kept_out
    own = lexicon.name(last) or (lexicon.item(alone.ideas) if clear else None)
    full = bool(alone.ideas - MODIFIERS) or not alone.ideas
    if len(path) > 1 and lexicon.apart(alone.ideas, lexicon.meaning(path[:-1]).ideas):
        if own and full and carried and not alone.among:
            # 结婚对数 right of the columns of 出生人数 is not below it, blank cells or not; 死亡
            # may be of those who were born.
            above = lexicon.meaning(path[:-1]).ideas
            born = "deaths" in alone.ideas and lexicon.of_births(above)
            return replace(
                column, role="item", item=own, why="apart" if born else "words", path=last
            )
        return replace(column, others=(own,) if own else ())
    if own and own != whole and len(path) > 1 and full and (carried or whole is None):
        if narrowed(lexicon.meaning(path[:-1]), alone):
            if whole is not None and lexicon.meaning(path[:-1]).ideas <= MODIFIERS:
                # 男 above 出生人数: what is understood whole is that.
                return replace(column, role="item", item=whole, why="words")
            return replace(column, others=(own,), why="narrowed")
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

    `whole` is the last column that named a subject: what only narrows is a part of it. `last` is
    what such a column was of, with others between or without. Behind several orders of birth,
    其中：男 may be of the last or of all: that is not understood, unless it stands beside the
    heading above them all, of which it then is.
    """
    whole: frozenset[str] = frozenset()
    orders, scale, stated = Orders(), 1, False
    narrowed: frozenset[str] = frozenset()
    subject = _about(found, lexicon, about)
    last: Ideas = frozenset()
    for column in found:
        meaning = lexicon.meaning(column.path)
        ideas = meaning.ideas
        if column.role not in ("item", "unknown") or meaning.unknown:
            if column.role not in ("computed", "earlier", "planned", "visitors"):
                whole = narrowed = frozenset()
            yield column
            continue
        before, last = last, subject_of(ideas) or last
        if column.item and of_no_birth(ideas, before, about.ideas, lexicon):
            whole = narrowed = frozenset()
            yield replace(column, role="unknown", item=None, others=(column.item,))
            continue
        if _is_apart(column.path, whole or subject, lexicon):
            others = (column.item,) if column.item else column.others
            yield replace(column, role="unknown", item=None, others=others)
            continue
        if ideas and ideas <= MODIFIERS and (meaning.among or column.item is None or narrowed):
            of = orders.whole(whole, meaning, column.path, lexicon)
            if of is None:
                yield replace(column, role="unknown", item=None)
                continue
            joined = lexicon.item(of | ideas) if of else None
            if joined is not None:
                narrowed = ideas
                orders.take(ideas, column.path)
                others = (column.item,) if column.item and column.item != joined else ()
                own = (column.scale, True) if meaning.unit else (scale, stated)
                column = replace(column, scale=own[0], stated=own[1])
                yield replace(column, role="item", item=joined, why="beside", others=others)
                continue
        narrowed = frozenset()
        if column.item is None and (ideas <= MODIFIERS) and subject and _plain(meaning):
            item = lexicon.item(subject | ideas)
            if item is not None:
                yield replace(column, role="item", item=item, why="title")
                continue
        if ideas and not ideas & SEXES:
            whole, scale, stated = ideas, column.scale, column.stated
        orders.take(ideas, column.path)
        yield column


def _is_apart(path: tuple[str, ...], before: frozenset[str], lexicon: Lexicon) -> bool:
    """Tell whether a column is said to be a part of what it cannot be: 其中：出生 behind 迁入.

    漏报 need not say 其中 to be what was missed of the deaths that stand before it.
    """
    said = [lexicon.meaning((part,)) for part in path]
    at = next((at for at, one in enumerate(said) if one.among), None)
    ideas = lexicon.meaning(path[at or 0 :]).ideas
    if at is None and not (ideas and ideas <= CHECKED):
        return False
    above = lexicon.meaning(path[: at or 0]).ideas
    return lexicon.apart(ideas, above or before)


def _about(found: Sequence[Column], lexicon: Lexicon, about: Meaning) -> frozenset[str]:
    """Return what the title says that the numbers are, for columns that do not say it.

    人口 stands in nearly every title: where headings name other subjects, it tells nothing.
    """
    kept = {"infant", "wed"} if "childbearing_age" in about.ideas else {"infant"}
    subject = about.ideas - (MODIFIERS - kept)
    named = {idea for one in found if one.item for idea in lexicon.meaning(one.path).ideas}
    return frozenset() if subject == {"population"} and named - MODIFIERS - subject else subject


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
        if same and one.scale == 1 and _has_fractions(content(grid, block, one.place)):
            fitted.append(replace(one, scale=scales[subject]))
        else:
            fitted.append(one)
    return fitted


def _without_parts_of_people(found: Sequence[Column]) -> list[Column]:
    """Leave out 户籍出生 where 流动出生 stands beside it: which of them counts, the form must say.

    总人口 and 户籍人口 beside 流动人口 are another thing: they are what is always counted.
    """
    visited = {item for one in found if one.role == "visitors" for item in one.others}
    return [
        replace(one, role="visitors", item=None, others=(one.item,))
        if one.item and one.item in visited - {"population"} and _RESIDENT.search(one.heading)
        else one
        for one in found
    ]


def _without_pairs(found: Sequence[Column]) -> list[Column]:
    """Leave out 初婚 where 再婚 stands beside it: marriages that are parted so count no women."""
    parted = any(_AGAIN.search(one.heading) for one in found)
    return [
        replace(one, role="unknown", item=None, others=(one.item,))
        if parted and one.item == "first_marriages_women" and not _WOMEN.search(one.heading)
        else one
        for one in found
    ]


def _has_fractions(cells: Sequence[str]) -> bool:
    return any("." in squeezed(cell) for cell in cells)


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
