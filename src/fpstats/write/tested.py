"""Rows whose interval says more than their verdict, because an exact test did not agree.

Of few events an interval is narrower than it should be, and the test decides. Who sees both in one
row is told why.
"""

from __future__ import annotations

from fpstats.write.words import CHANCE, Rows, Words


def tested(rows: Rows, words: Words) -> tuple[str, ...]:
    """Say that the test decides, where the limits of a value or a change lie on one side."""
    asked = ("verdict", "lower", "upper", "value", "gap")
    values = zip(*(rows[name] for name in asked), strict=True)
    changes = zip(rows["change_verdict"], rows["change_lower"], rows["change_upper"], strict=True)
    some = any(
        verdict == CHANCE and gap and _aside(lower, upper, value - gap)
        for verdict, lower, upper, value, gap in values
    ) or any(verdict == CHANCE and _aside(lower, upper, 0.0) for verdict, lower, upper in changes)
    return (words.say("tested"),) if some else ()


def _aside(lower: float | None, upper: float | None, bound: float) -> bool:
    return lower is not None and upper is not None and not lower <= bound <= upper
