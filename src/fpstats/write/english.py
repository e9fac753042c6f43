"""English words for one of what a title has in the plural."""

from __future__ import annotations

from typing import Final

from fpstats.patterns import pattern

_PLURAL: Final = pattern(r"\bwomen\b|\b\w{2,}[^\Ws]s\b")


def singular(title: str) -> str:
    """Return a title of the catalogue for one: its first plural word without its ending.

    >>> [singular(one) for one in ("births in policy", "married women 15–49", "users of pills")]
    ['birth in policy', 'married woman 15–49', 'user of pills']
    """
    return _PLURAL.sub(lambda found: "woman" if found[0] == "women" else found[0][:-1], title, 1)
