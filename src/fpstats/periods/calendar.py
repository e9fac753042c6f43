"""Months, longer periods, and calendars whose year may start in any month.

A month is a whole number (year × 12 + month − 1), so arithmetic on periods is arithmetic on
numbers. Knows its own labels (2024-05, 2024-Q2); how people write periods is in `written`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from fpstats.errors import ConfigurationError
from fpstats.locale import say

EVERY: Final = ("month", "quarter", "half", "year", "ytd")
LENGTH: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""How many months the kinds of a fixed length have."""


class Span(Struct, frozen=True, order=True):
    """A run of whole months, both ends included."""

    start: int
    end: int

    @property
    def months(self) -> int:
        """How many months it has."""
        return self.end - self.start + 1

    @property
    def days(self) -> int:
        """How many days it has, leap years right."""
        return (first_day(self.end + 1) - first_day(self.start)).days

    def shift(self, months: int) -> Span:
        """Return the span so many months later."""
        return Span(self.start + months, self.end + months)

    def covers(self, other: Span) -> bool:
        """Tell whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


def month(year: int, number: int) -> int:
    """Return the month's index: `month(2024, 1)` is 24288."""
    return year * 12 + number - 1


def first_day(index: int) -> datetime.date:
    """Return the first day of a month."""
    return datetime.date(index // 12, index % 12 + 1, 1)


def month_label(index: int) -> str:
    """Write a month as `2024-05`."""
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def months_label(span: Span) -> str:
    """Write months of which each is meant by itself, the first and the last: `2024-01:2024-03`.

    As one period the same three would be the quarter `2024-Q1`.
    """
    first, last = month_label(span.start), month_label(span.end)
    return first if first == last else f"{first}:{last}"


class Calendar(Struct, frozen=True):
    """A year that starts in the given month and is named by the calendar year in which it ends.

    The family-planning year runs October to September: `Calendar(10)`, whose 2024 is
    2023-10 to 2024-09.
    """

    year_start: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.year_start <= 12:
            raise ConfigurationError(say("error", "year_start", month=self.year_start))

    def year(self, label: int) -> Span:
        """Return the statistical year of that name."""
        start = month(label, self.year_start) - (12 if self.year_start > 1 else 0)
        return Span(start, start + 11)

    def year_of(self, index: int) -> int:
        """Name the statistical year that a month lies in."""
        return index // 12 + (1 if self.year_start > 1 and index % 12 + 1 >= self.year_start else 0)

    def containing(self, index: int, every: str) -> Span:
        """Return the period of the given kind that a month lies in (year to date: up to it)."""
        year = self.year(self.year_of(index))
        if every == "ytd":
            return Span(year.start, index)
        length = LENGTH[every]
        start = year.start + (index - year.start) // length * length
        return Span(start, start + length - 1)

    def label(self, span: Span, every: str | None = None) -> str:
        """Write a period: 2024-05, 2024-Q2, 2024-H1, 2024 or 2024-05-ytd; else both ends."""
        for kind in (every,) if every else EVERY:
            if span != self.containing(span.end, kind):
                continue
            year = self.year_of(span.end)
            place = (span.start - self.year(year).start) // LENGTH.get(kind, 12) + 1
            match kind:
                case "month":
                    return month_label(span.end)
                case "quarter":
                    return f"{year:04d}-Q{place}"
                case "half":
                    return f"{year:04d}-H{place}"
                case "year":
                    return f"{year:04d}"
                case "ytd":
                    return f"{month_label(span.end)}-ytd"
        return f"{month_label(span.start)}:{month_label(span.end)}"

    def labelled(self, text: str) -> tuple[Span, str] | None:
        """Read a label, and return the period with its kind; None where it is none of ours."""
        found = re.fullmatch(r"(\d{4})(?:-(?:(\d{1,2})(-ytd)?|Q([1-4])|H([12])))?", text)
        if found is None:
            return None
        year, number, to_date, quarter, half = found.groups()
        if number is not None:
            if not 1 <= int(number) <= 12:
                return None
            kind = "ytd" if to_date else "month"
            return self.containing(month(int(year), int(number)), kind), kind
        kind = "quarter" if quarter else "half" if half else "year"
        place = int(quarter or half or 1) - 1
        start = self.year(int(year)).start + place * LENGTH[kind]
        return Span(start, start + LENGTH[kind] - 1), kind

    def list(self, every: str, months: Iterable[int], within: Span | None = None) -> list[Span]:
        """List the periods of a kind that hold any of the months and lie inside `within`.

        A year to date lies inside where its last month does, because it always starts earlier.
        """
        found = {self.containing(index, every) for index in months}
        if within is not None:
            found = {
                span
                for span in found
                if within.covers(Span(span.end, span.end) if every == "ytd" else span)
            }
        return sorted(found)


def kind_of(span: Span, calendar: Calendar) -> str:
    """Name the kind of a period; year to date where no other fits."""
    for kind in EVERY:
        if span == calendar.containing(span.end, kind):
            return kind
    return "ytd"
