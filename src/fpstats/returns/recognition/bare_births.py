"""Of what bare words for children are: 婴儿 and 男孩 behind 死亡人数 died, and were not born."""

from __future__ import annotations

from typing import Final

from fpstats.returns.recognition.orders import ORDERS, SEXES, Ideas
from fpstats.returns.recognition.parity import BY_CHILDREN
from fpstats.returns.recognition.words import Lexicon

_CHILDREN: Final = frozenset({"infant", "boy", "girl"})
_BARE: Final = _CHILDREN | ORDERS | SEXES


def subject_of(ideas: Ideas) -> Ideas:
    """Return what a heading says beside such words; nothing where it says no more."""
    return ideas - _BARE


def of_no_birth(ideas: Ideas, before: Ideas, about: Ideas, lexicon: Lexicon) -> bool:
    """Tell whether a heading of such words alone is of something else than births.

    That is so where the last subject to its left (`before`), or else the title (`about`), is.
    """
    if not ideas <= _BARE or not ideas & _CHILDREN:
        return False
    whole = before or about
    women = bool(whole & BY_CHILDREN) and not lexicon.of_births(about)
    return women or lexicon.apart(ideas, whole)
