"""Months, longer periods, and calendars whose year may start in any month.

A month is a whole number (year × 12 + month − 1), so arithmetic on periods is arithmetic on
numbers. Knows how periods are written by people; knows nothing of returns.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fpstats.errors import ConfigurationError
from fpstats.locale import say

EVERY: Final = ("month", "quarter", "half", "year", "ytd")
_LENGTH: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True, order=True)
class Span:
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


@dataclass(frozen=True, slots=True)
class Calendar:
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
        length = _LENGTH[every]
        start = year.start + (index - year.start) // length * length
        return Span(start, start + length - 1)

    def label(self, span: Span, every: str | None = None) -> str:
        """Write a period: 2024-05, 2024-Q2, 2024-H1, 2024 or 2024-05-ytd; else both ends."""
        for kind in (every,) if every else EVERY:
            if span != self.containing(span.end, kind):
                continue
            year = self.year_of(span.end)
            place = (span.start - self.year(year).start) // _LENGTH.get(kind, 12) + 1
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

    def parse(self, text: str) -> tuple[Span, str]:
        """Read our own way of writing a period; return it with its kind.

        Raises
        ------
        ConfigurationError
            The text is not a period.
        """
        text = text.strip()
        if found := re.fullmatch(r"(\d{4})(?:-(?:(\d{1,2})(-ytd)?|Q([1-4])|H([12])))?", text):
            year, number, to_date, quarter, half = found.groups()
            if number is not None and 1 <= int(number) <= 12:
                index = month(int(year), int(number))
                kind = "ytd" if to_date else "month"
                return self.containing(index, kind), kind
            if number is None:
                kind = "quarter" if quarter else "half" if half else "year"
                place = int(quarter or half or 1) - 1
                start = self.year(int(year)).start + place * _LENGTH[kind]
                return Span(start, start + _LENGTH[kind] - 1), kind
        if (written := read_period(text, self)) is not None:
            return written, kind_of(written, self)
        raise ConfigurationError(say("error", "not_a_period", text=text))

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


_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR: Final = r"(?P<era>民国|民國)?(?P<year>\d{2,4})"
_TO: Final = r"[-—–~至到]"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        _YEAR + r"[-/.](?P<month>\d{1,2})(?:[-/.]\d{1,2}(?:T00:00(?::00(?:\.0+)?)?)?)?",
        _YEAR + rf"年度?(?:(?P<first>\d{{1,2}})月?{_TO})?"
        r"(?P<month>\d{1,2})月份?(?:(?P<total>累计|累計)|止|\d{1,2}[日号])?",
        _YEAR + rf"年(?P<first>\d{{1,2}})月{_TO}(?P<until>\d{{2,4}})年(?P<month>\d{{1,2}})月份?",
        _YEAR + r"年度?第?(?P<quarter>[1-4])季度?",
        _YEAR + r"年度?前(?P<quarters>[1-3两])个?季度",
        _YEAR + r"年度?(?P<half>[上下])半年",
        r"(?P<year>\d{4})(?P<month>\d{2})",
        r"(?P<era>)(?P<year>1\d{2})(?P<month>\d{2})",
        r"(?P<era>)(?P<year>0\d{2})(?P<month>\d{2})",
        _YEAR + r"(?:年度?)?",
    )
)


_JAPANESE: Final = re.compile(
    r"(?P<era>令和|平成|昭和)(?P<year>\d{1,2}|元)年(?P<fiscal>度)?(?:(?P<month>\d{1,2})月(?:\d{1,2}日|分|末)?)?"
)
_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925}


def _read_japanese(text: str) -> Span | None:
    """Read 令和3年, 令和4年1月, 平成16年度: a fiscal year runs from April to March."""
    found = _JAPANESE.fullmatch(unicodedata.normalize("NFKC", "".join(text.split())))
    if found is None:
        return None
    year = _ERAS[found["era"]] + (1 if found["year"] == "元" else int(found["year"]))
    if found["month"]:
        at = month(year, int(found["month"]))
        return Span(at, at) if 1 <= int(found["month"]) <= 12 and not found["fiscal"] else None
    start = month(year, 4 if found["fiscal"] else 1)
    return Span(start, start + 11)


def _plain(text: str) -> str:
    """Drop full-width forms and needless spaces, and turn 二〇二三年十二月 into 2023年12月."""
    text = unicodedata.normalize("NFKC", text).strip().replace(" 00:00:00", "")
    # A space between digits parts two numbers; any other is there for looks.
    text = re.sub(r"(\d)\s+(?=\d)", r"\1\0", text)
    text = "".join(text.split()).replace("\0", " ")
    text = re.sub(r"(?<![一二三四五六七八九])十(?=[一二三四五六七八九])", "1", text)
    text = re.sub(r"(?<![一二三四五六七八九])十", "10", text)
    return text.translate(_DIGITS)


def read_period(text: str, calendar: Calendar | None = None, *, roc: bool = False) -> Span | None:
    """Read a period the way people write it; None where it is none.

    Understands 2024-05, 2024/5, 2024.5, 2024年5月, 202405, 2024年1—5月, 2024年5月累计,
    2023年10月至2024年5月, 2024年第二季度, 2024年上半年, 二〇二四年五月, 11305 and 民國113年5月
    (years of the Republic), 令和3年 and 平成16年度, 2024-05-31, and our own labels. With `roc` a
    year of two or three digits, and a month of four or five, are of the Republic.
    """
    calendar = calendar or Calendar()
    if (japanese := _read_japanese(text)) is not None:
        return japanese
    text = _plain(text)
    if roc and re.fullmatch(r"\d{4}", text):
        text = f"0{text}"
    for form in _FORMS:
        if (found := form.fullmatch(text)) is None:
            continue
        parts = found.groupdict()
        hundred = len(parts["year"]) == 3 and parts["year"] >= "100" and len(parts) > 2
        republic = roc or bool(parts.get("era")) or hundred
        year = _year(parts["year"], republic=republic)
        until = _year(parts.get("until") or parts["year"], republic=republic)
        if year is None or until is None:
            return None
        whole = Calendar() if republic else calendar
        if parts.get("quarter") or parts.get("half"):
            kind = "quarter" if parts.get("quarter") else "half"
            place = int(parts.get("quarter") or "上下".index(parts["half"]) + 1)
            return whole.containing(whole.year(year).start + (place - 1) * _LENGTH[kind], kind)
        if parts.get("quarters"):
            start = whole.year(year).start
            return Span(start, start + 3 * int(parts["quarters"].replace("两", "2")) - 1)
        if "month" not in parts:
            return whole.year(year)
        last = int(parts["month"])
        first = int(parts.get("first") or last)
        if not (1 <= first <= 12 and 1 <= last <= 12) or month(year, first) > month(until, last):
            return None
        if parts.get("total") and not parts.get("first"):
            return whole.containing(month(year, last), "ytd")
        return Span(month(year, first), month(until, last))
    if re.fullmatch(r"\d{4}-(?:Q[1-4]|H[12]|\d{2}-ytd)", text):
        return calendar.parse(text)[0]
    if found := re.fullmatch(r"(\d{4})-(\d\d):(\d{4})-(\d\d)", text):
        ends = [read_period(f"{found[i]}-{found[i + 1]}") for i in (1, 3)]
        if ends[0] and ends[1] and ends[0] <= ends[1]:
            return Span(ends[0].start, ends[1].end)
    return None


def _year(text: str, *, republic: bool) -> int | None:
    """Return a year of our calendar, within reason."""
    year = int(text)
    if len(text) < 4:
        if not republic or year >= 200:
            return None
        year += 1911
    return year if 1900 <= year <= 2200 else None


_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")


def read_day(text: str) -> datetime.date | None:
    """Read a day the way people write it; None where it is none.

    >>> read_day("2024年6月5日"), read_day("2024-6-31")
    (datetime.date(2024, 6, 5), None)
    """
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    try:
        return datetime.date(*map(int, found.groups()))
    except ValueError:
        return None


def last_day(text: str, calendar: Calendar | None = None) -> datetime.date | None:
    """Read a day, or the last day of a period; None where it is neither.

    >>> last_day("2024-02"), last_day("2024-02-10")
    (datetime.date(2024, 2, 29), datetime.date(2024, 2, 10))
    """
    if (day := read_day(text)) is not None:
        return day
    span = read_period(text, calendar)
    return None if span is None else first_day(span.end + 1) - datetime.timedelta(days=1)
