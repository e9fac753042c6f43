"""Whether what stands above a heading narrows what it counts: 低保户 above 出生, 已婚 above 死亡.

基本情况 above them says nothing, and 出生情况 above 结婚 is of other columns.
"""

from __future__ import annotations

import re
from typing import Final

from fpstats.returns.recognition.words import MODIFIERS, Meaning

_SECTION: Final = re.compile(
    "基本|主要|综合|常规|基础|有关|相关|生命|工作|业务|事业|信息|资料|数字|概况|部分"
)
"""What a heading is made of that only parts a form."""

_OF_ALL: Final = frozenset({"population", "opening", "deaths", "in", "out", "divorce"})
"""What is counted of all people, and is another number of the women of an age."""
_OF_WOMEN: Final = frozenset({"first_marriage", "late_marriage"})
_WOMEN: Final = frozenset({"female", "woman"})


def narrowed(above: Meaning, own: Meaning) -> bool:
    """Tell whether headings above one that names an item may say that only some are counted.

    That is so of every word that is not known, of one that only narrows, of 育龄妇女 above what is
    counted of all, and of couples above 初婚, which counts women.
    """
    if _SECTION.sub("", above.unknown):
        return True
    over = above.ideas - {"population"}
    if over and over <= MODIFIERS:
        return True
    if "childbearing_age" in over and own.ideas & _OF_ALL:
        return True
    return "marriage" in over and bool(own.ideas & _OF_WOMEN) and not own.ideas & _WOMEN
