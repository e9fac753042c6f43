"""Columns that hold no item, whatever they are called: of words and days, and of households."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from fpstats.periods import read_day
from fpstats.returns.recognition.words import squeezed

_HOUSEHOLDS: Final = re.compile(r"(?:总|全|家庭|一般)*(?:户数?|世[帯带]数?)(?:\(户\))?")
"""低保户数 says of whom, and may be an item."""
_NUMBER: Final = re.compile("[0-9]|^[〇零一二三四五六七八九十百千万]+$")
"""Digits, or a number in words."""


def holds_no_item(heading: str, cells: Iterable[str]) -> bool:
    """Tell whether a column that is not understood counts households, or holds no number at all.

    A column of nothing but days, with their hours or not, holds none.
    """
    if _HOUSEHOLDS.fullmatch(squeezed(heading)):
        return True
    texts = [cell for cell in cells if cell.strip()]
    return bool(texts) and not any(
        _NUMBER.search(squeezed(text)) and read_day(text.strip().split()[0]) is None
        for text in texts
    )
