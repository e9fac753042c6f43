"""What must hold between the items of one line of a form: a whole is its parts, a part is no more.

The part of the checks that a blank return can carry as formulas.
"""

from __future__ import annotations

import functools

from msgspec import Struct

from fpstats.catalogue import load
from fpstats.catalogue.checks import CheckKind
from fpstats.catalogue.checks_parse import load_checks


class Sum(Struct, frozen=True, kw_only=True):
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
    """Return all of them, in the order of the checks; sums come before limits."""
    exact, limits = [], []
    for check in load_checks(load()).values():
        if {*check.left.values(), *check.right.values()} != {1} or check.tolerance:
            continue
        if check.kind is CheckKind.EQUAL and len(check.left) == 1:
            exact.append(Sum(whole=next(iter(check.left)), parts=tuple(check.right), exact=True))
        elif check.kind is CheckKind.AT_MOST and len(check.right) == 1:
            limits.append(Sum(whole=next(iter(check.right)), parts=tuple(check.left), exact=False))
    return (*exact, *limits)
