"""Columns that hold no item: of words and days, of households, of parts by places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from fpstats.patterns import pattern
from fpstats.periods import read_day
from fpstats.returns.recognition.squeezed import squeezed

_HOUSEHOLDS: Final = pattern(r"(?:总|全|家庭|一般)*(?:户数?|世[帯带]数?)(?:\(户\))?")
"""低保户数 says of whom, and may be an item."""
_CHANGED: Final = pattern("(?:本[月期季年])?(?:增加|减少)(?:人口|人数|数)*/?(?:合计|小计|计)?")
"""By how many people became more or fewer: the sum of what stands beside it."""
_ACROSS: Final = pattern(r".{0,2}(?:[省市县区乡镇国境][内外]|[本外][省市县区乡镇])")
"""From where people came or whither they went."""
_NUMBER: Final = pattern("[0-9]|^[〇零一二三四五六七八九十百千万]+$")
"""Digits, or a number in words."""


def is_part(path: Sequence[str], others: Iterable[Sequence[str]]) -> bool:
    """Tell whether a column parts by places what is read beside it: 省内 beside 迁入/合计.

    `others` are the headings above the columns that are read.
    """
    crossed = len(path) > 1 and _ACROSS.fullmatch(squeezed(path[-1])) is not None
    return crossed and any(tuple(path[:-1]) == tuple(one[:-1]) for one in others)


def holds_no_item(heading: str, cells: Iterable[str]) -> bool:
    """Tell whether a column that is not understood counts households, or holds no number at all.

    A column of nothing but days, with their hours or not, holds none. 本月增加/合计 is no item,
    as it sums up several.
    """
    plain = squeezed(heading)
    if _HOUSEHOLDS.fullmatch(plain) or _CHANGED.fullmatch(plain):
        return True
    texts = [cell for cell in cells if cell.strip()]
    return bool(texts) and not any(
        _NUMBER.search(squeezed(text)) and read_day(text.strip().split()[0]) is None
        for text in texts
    )
