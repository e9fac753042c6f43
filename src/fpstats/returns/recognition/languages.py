"""Headings in two languages, side by side or below one another: 死亡人数 Deaths.

Each is understood alone; the English of an office may have words that are known to nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from fpstats.patterns import pattern
from fpstats.returns.unseen import seen

_HAN: Final = pattern("[一-鿿]")
_ENGLISH: Final = pattern(r"[(\[]?(?:10[ ,]?000\s+)?[A-Za-z][A-Za-z\s.,'’&/-]*[A-Za-z][.]?[)\]]?")
_LETTERS: Final = 3
"""Fewer are a mark and no word: A, IU."""


def two_languages(path: Sequence[str]) -> tuple[tuple[str, ...], str] | None:
    """Return what headings say in Chinese, and all that they say in English; or None."""
    plain = [unicodedata.normalize("NFKC", seen(part)) for part in path]
    english = " ".join(found for part in plain for found in _ENGLISH.findall(part))
    if len(re.findall("[A-Za-z]", english)) < _LETTERS:
        return None
    chinese = tuple(filter(_HAN.search, (_ENGLISH.sub(" ", part) for part in plain)))
    return (chinese, english) if chinese else None
