"""What must hold between the items of one return: a whole is its parts, a part is no more.

Stands as data in `sums.toml`.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A whole and its parts, by item; `exact` where they add up to it, else they are at most it."""

    whole: str
    parts: tuple[str, ...]
    exact: bool

    @property
    def items(self) -> tuple[str, ...]:
        """The items it speaks of, the whole first."""
        return (self.whole, *self.parts)


@functools.cache
def sums() -> tuple[Sum, ...]:
    """Return all of them, as they stand in the file."""
    raw = tomllib.loads(Path(__file__).with_name("sums.toml").read_text("utf-8"))
    exact = (Sum(whole=one["whole"], parts=tuple(one["parts"]), exact=True) for one in raw["sums"])
    limits = (Sum(whole=one["most"], parts=(one["part"],), exact=False) for one in raw["limits"])
    return (*exact, *limits)
