"""Orders of birth beside women, couples or certificates: 一孩 has one child, and is no birth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from fpstats.patterns import pattern
from fpstats.returns.column import Column
from fpstats.returns.recognition.orders import ORDERS
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import Lexicon, Meaning

BY_CHILDREN: Final = frozenset(
    {"childbearing_age", "wed", "contraception", "examination", "one_child_certificate"}
    | {"marriage", "first_marriage", "divorce", "intent"}
    | {"male_sterilisation", "female_sterilisation", "iud", "implant", "pill", "condom"}
)
"""Who is counted by the children they have."""

_CHILDLESS: Final = pattern("[无零0]孩|未[生育]育?|没有孩子")
_NO_PEOPLE: Final = pattern("户|面积|村|组|邮编|电话")
"""Columns that are not understood, and whose counts have no orders."""


def without_parity(cols: Sequence[Column], about: Meaning, lexicon: Lexicon) -> list[Column]:
    """Leave out 一孩 where what stands before it, or the title, is no birth: 已婚育龄妇女, 生育证.

    It is of births again behind a column of births; a heading of its own that names them is clear.
    What only the title explains is of the same as the title.
    """
    childless = any(_CHILDLESS.search(squeezed(one.heading)) for one in cols)
    births = lexicon.of_births(about.ideas)
    women = childless or (bool(about.ideas & BY_CHILDREN) and not births)
    found: list[Column] = []
    for one in cols:
        ideas = lexicon.meaning(one.path).ideas
        ordered = one.item is not None and bool(ideas & ORDERS)
        clear = lexicon.of_births(ideas - ORDERS)
        if one.role == "item" and ordered and not clear and women:
            one = replace(one, role="unknown", item=None, others=(str(one.item),), why="parity")
        elif one.role == "item" and not (ordered and not clear) and one.why != "title":
            women = bool(ideas & BY_CHILDREN) and not clear
        elif one.role == "visitors" or (one.role == "unknown" and not _is_aside(one, ideas)):
            women = True
        found.append(one)
    return found


def _is_aside(one: Column, ideas: Iterable[str]) -> bool:
    return bool(_NO_PEOPLE.search(squeezed(one.heading))) or bool(ORDERS & set(ideas))
