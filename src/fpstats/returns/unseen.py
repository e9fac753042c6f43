"""Characters that nobody sees, which come along when text is copied from a page or a message.

Two headings that look alike are alike.
"""

from __future__ import annotations

from typing import Final

from fpstats.patterns import pattern

UNSEEN: Final = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
"""The pattern of one: of no width, or turning the direction; no line break and no space."""

_UNSEEN: Final = pattern(UNSEEN)


def seen(text: str) -> str:
    r"""Return what is seen of a text.

    >>> seen("出生\u200b人数\ufeff")
    '出生人数'
    """
    return text if text.isprintable() else _UNSEEN.sub("", text)
