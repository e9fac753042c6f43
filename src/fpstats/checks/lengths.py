"""How long returns are: of months, or of quarters, half-years or years that follow one another."""

from __future__ import annotations

from typing import Final

from fpstats.estimates.panel import Panel
from fpstats.periods import Calendar, Span

LONGER: Final = (3, 6, 12)
"""Months of a quarter, a half-year and a year."""


def is_of(span: Span, length: int, calendar: Calendar) -> bool:
    """Tell whether a span is a period of so many months, in its place within the year."""
    year = calendar.year(calendar.year_of(span.start))
    return span.months == length and (span.start - year.start) % length == 0


def lengths(panel: Panel, calendar: Calendar) -> tuple[int, ...]:
    """Return how many months the returns of a panel have, so that they can be compared in time.

    The first quarter is as long as the year to date in March: it is a quarter where another one is
    there, or nothing else. So are the first half and the year. What is of no such length is a
    month, or a year to date, of which months are made.
    """
    found = []
    for length in LONGER:
        mine = [span for span in panel.slots if is_of(span, length, calendar)]
        inside = any(calendar.containing(s.start, "year").start != s.start for s in mine)
        if inside or (mine and len(mine) == len(panel.slots)):
            found.append(length)
    others = [span for span in panel.slots if span.months not in found]
    return (1, *found) if others or not found else tuple(found)
