"""Towns whose names end in a word for people or places of a kind: 韩城镇 is no 城镇人口."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from fpstats.patterns import pattern
from fpstats.returns.recognition.words import Lexicon

_TOWN: Final = pattern(
    # Behind its county or first; one character or, before a date or the end, up to three.
    r"(?<![一-鿿])(?:[一-鿿]{1,8}?[县市区州盟旗])?(?P<name>[一-鿿]|[一-鿿]{2,3}(?=城镇(?:[^一-鿿]|$)))城镇"
)
_KIND: Final = pattern("[县市区州盟旗省全各本我该非分按及与和在小中大型的]$")
"""What stands before 城镇 where it means all the towns of a place, or a kind of town."""


def without_towns(text: str, named: Iterable[str], lexicon: Lexicon) -> str:
    """Return a text without the towns in it that its form and its own words name as such.

    `named` are names of sheets and files, and of what a form was filled in by. Of 临河城镇人口
    nobody can tell whether they live in the town 临河城镇 or in the towns of 临河.
    """
    for name in named:
        if re.fullmatch("[一-鿿]{1,8}城镇", name) and not _is_kind(name[:-2], lexicon):
            text = text.replace(name, " ")
    return _TOWN.sub(lambda one: one[0] if _is_kind(one["name"], lexicon) else " ", text)


def _is_kind(name: str, lexicon: Lexicon) -> bool:
    return _KIND.search(name) is not None or lexicon.meaning((name,)).unknown != name
