"""Pooled windows: so many months or years that end where a period ends, added up as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from fpstats.errors import ConfigurationError
from fpstats.issues import Findings
from fpstats.locale import say
from fpstats.periods import Calendar, Span, month_label

LONGEST: Final = 240


def months_of(written: str) -> int:
    """Return how many months a window has, which is written 12m or 3y.

    Raises
    ------
    ConfigurationError
        It is written otherwise, or is shorter than two months or longer than twenty years.
    """
    found = re.fullmatch(r"(\d{1,3})([my])", written.strip().lower())
    months = int(found[1]) * (12 if found[2] == "y" else 1) if found else 0
    if not 2 <= months <= LONGEST:
        raise ConfigurationError(say("error", "window", window=written))
    return months


def year_before(months: int | None) -> int:
    """Return how many months lie between a period or window and the one it is compared with.

    Whole years, because of the season; as many as a window has, so that the two share no month.
    """
    return 12 * -(-(months or 12) // 12)


def windows(
    spans: Sequence[Span], months: int, first: int, calendar: Calendar, findings: Findings
) -> list[Span]:
    """Return the windows that end where these periods end, and begin no earlier than the returns.

    Raises
    ------
    ConfigurationError
        The returns do not go back far enough for any.
    """
    found = sorted({Span(span.end - months + 1, span.end) for span in spans})
    whole = [window for window in found if window.start >= first]
    if not whole:
        given = {"months": months, "first": month_label(first), "last": month_label(found[-1].end)}
        raise ConfigurationError(say("error", "no_window", **given))
    if len(whole) < len(found):
        early = found[: len(found) - len(whole)]
        label = calendar.label(Span(early[0].end, early[-1].end))
        findings.add("window_too_early", period=label, expected=months, value=month_label(first))
    return whole


def window_label(span: Span) -> str:
    """Write a window by its two ends, whatever else it may be called."""
    return f"{month_label(span.start)}:{month_label(span.end)}"
