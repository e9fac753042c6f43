"""Whether what stands above a heading narrows what it counts: 低保户 above 出生, 已婚 above 死亡.

基本情况 above them says nothing, and 出生情况 above 结婚 is of other columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from fpstats.patterns import pattern
from fpstats.returns.column import Column
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.labels import content
from fpstats.returns.recognition.looks import Grid
from fpstats.returns.recognition.qualified import OF_PEOPLE
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import MODIFIERS, Lexicon, Meaning

_SECTION: Final = pattern(
    "基本|主要|综合|常规|基础|有关|相关|生命|工作|业务|事业|信息|资料|数字|概况|部分"
)
"""What a heading is made of that only parts a form."""

_NUMBERED: Final = pattern(r"[一二三四五六七八九十]+[、.]|[(][一二三四五六七八九十\d]+[)]")
_HEADED: Final = pattern(rf"^(?:{_NUMBERED.pattern})|人口[:：]?$|[人户者员民工童][:：]?$")
"""How a line of a list begins or ends that heads those below it: 二、流动人口, 低保户."""
_MOVED: Final = {"增加": frozenset({"births", "in"}), "减少": frozenset({"deaths", "out"})}
"""By what people become more and fewer; 减少 above 出生 compares."""
_OF_ALL: Final = frozenset({"population", "opening", "deaths", "in", "out", "divorce"})
"""What is counted of all people, and is another number of some: of the women of an age."""
_SOME: Final = frozenset({"childbearing_age", "infant", "boy", "girl"})
_OF_WOMEN: Final = frozenset({"first_marriage", "late_marriage"})
_WOMEN: Final = frozenset({"female", "woman"})


def narrowed(above: Meaning, own: Meaning) -> bool:
    """Tell whether headings above one that names an item may say that only some are counted.

    That is so of every word that is not known, of one that only narrows, of 育龄妇女 or 婴儿
    above what is counted of all, and of couples above 初婚, which counts women.
    """
    unknown = _SECTION.sub("", above.unknown)
    if unknown and not own.ideas & _MOVED.get(unknown, frozenset()):
        return True
    over = above.ideas - {"population"}
    if over and over <= MODIFIERS:
        return True
    if over & _SOME and own.ideas & _OF_ALL:
        return True
    return "marriage" in over and bool(own.ideas & _OF_WOMEN) and not own.ideas & _WOMEN


def in_sections(cols: Sequence[Column], grid: Grid, block: Block, lexicon: Lexicon) -> list[Column]:
    """Leave out the items of a list below a line without numbers that may narrow them.

    `cols` are the lines of a form that lies on its side. What such a line heads ends at the next;
    below 政策内出生 it is only what has no subject of its own, such as 一孩.
    """
    found: list[Column] = []
    within = policy = False
    for one in cols:
        heading, meaning = squeezed(one.heading), lexicon.meaning(one.path)
        if one.path and not content(grid, block, one.place):
            heads = _HEADED.search(heading) or OF_PEOPLE.fullmatch(heading)
            strange = one.role == "visitors" or bool(_SECTION.sub("", meaning.unknown))
            within, policy = bool(heads) and strange, "policy" in meaning.ideas
        elif _NUMBERED.match(heading):
            within = policy = False
        part = policy and meaning.ideas <= MODIFIERS - {"policy"}
        if (within or part) and one.role == "item" and one.item:
            one = replace(one, role="unknown", item=None, others=(one.item,), why="narrowed")
        found.append(one)
    return found
