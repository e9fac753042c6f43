"""What each method is computed by, when to use it and when not: a file a family, as data."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from msgspec import Struct


class Guide(Struct, frozen=True):
    """What to know before choosing a method, in plain English.

    Attributes
    ----------
    formula
        What it computes, in words.
    use, avoid
        When to use it; when not, and what to use instead.
    golden
        The files of reference values that its tests read, without suffix.
    """

    formula: str
    use: str
    avoid: str
    golden: tuple[str, ...] = ()


@cache
def guides_of(family: str) -> dict[str, Guide]:
    """Read the guides of one family of methods, by their names."""
    text = resources.files(__package__).joinpath(f"{family}.toml").read_text("utf-8")
    return {
        name: Guide(**entry | {"golden": tuple(entry.get("golden", ()))})
        for name, entry in tomllib.loads(text).items()
    }
