"""Periods and days as people write them.

Knows every way of writing that our readers use: 2024年1—5月, 二〇二四年五月, 民國113年5月, 令和3年.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Final

from fpstats.errors import ConfigurationError
from fpstats.locale import say
from fpstats.patterns import pattern
from fpstats.periods.calendar import LENGTH, Calendar, Span, first_day, kind_of, month
from fpstats.periods.english import read_english

_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR: Final = r"(?P<era>民国|民國)?(?P<year>\d{2,4})"
_TO: Final = r"[-—–~至到]"
_FORMS: Final = tuple(
    pattern(form)
    for form in (
        _YEAR + r"(?P<mark>[-/.])(?P<month>\d{1,2})"
        r"(?:(?P=mark)\d{1,2}(?:T00:00(?::00(?:\.0+)?)?)?)?",
        _YEAR + rf"[.](?P<first>\d{{1,2}}){_TO}(?P<month>\d{{1,2}})月?份?(?:(?P<total>累计)|止)?",
        _YEAR + rf"年度?(?:(?P<first>\d{{1,2}})月?{_TO})?"
        r"(?P<month>\d{1,2})月份?(?:[(]?(?P<total>累计|累計)[)]?|止|\d{1,2}[日号])?",
        _YEAR + r"年度?(?P<first>\d{1,2})月?(?P<beside>[、和及与])(?P<month>\d{1,2})月份?",
        _YEAR + rf"[年./-](?P<first>\d{{1,2}})月?{_TO}"
        r"(?P<until>\d{2,4})[年./-](?P<month>\d{1,2})月?份?",
        rf"(?P<year>\d{{4}})(?P<first>\d{{2}}){_TO}(?P<until>\d{{4}})(?P<month>\d{{2}})",
        rf"(?P<year>\d{{4}})(?P<first>\d{{2}}){_TO}(?P<month>\d{{2}})",
        _YEAR + r"年度?第?(?P<quarter>[1-4])季度?",
        _YEAR + r"年?[Qq](?P<quarter>[1-4])",
        _YEAR + r"年度?前(?P<quarters>[1-3两])个?季度",
        _YEAR + r"年度?(?P<half>[上下])半年",
        _YEAR + r"年度?(?P<total>截[至止])(?P<month>\d{1,2})月份?(?:底|末|\d{1,2}[日号])?止?",
        _YEAR + r"年度?[前头](?P<months>\d{1,2})个月",
        r"(?P<year>\d{4})(?P<month>\d{2})",
        r"(?P<era>)(?P<year>1\d{2})(?P<month>\d{2})",
        r"(?P<era>)(?P<year>0\d{2})(?P<month>\d{2})",
        _YEAR + r"(?:年度?)?",
    )
)


_FIGURES: Final = _FORMS[-4:]
"""Those that have no sign between their figures."""

_QUARTERS: Final = pattern(
    rf"{_YEAR}年度?第?(?P<first>[1-4])(?:季度?)?(?:{_TO}|(?P<beside>[、,和及与]))第?(?P<last>[1-4])季度?"
)
_ENDS: Final = pattern(
    rf"(?P<start>\d{{4}}年度?(?:第?[1-4]季度?|[上下]半年)){_TO}"
    r"(?P<end>(?P<year>\d{4}年度?)?(?:第?[1-4]季度?|[上下]半年))"
)
_DAYS: Final = pattern(
    rf"(?P<year>\d{{4}})(?P<mark>[年./-])(?P<first>\d{{1,2}})[月./-](?P<from>\d{{1,2}})[日号]?{_TO}"
    r"(?:(?P<until>\d{4})[年./-])?(?:(?P<month>\d{1,2})[月./-])?(?P<day>\d{1,2})[日号]?止?"
)
_BETWEEN: Final = frozenset("-—–~至到、,和及与")
"""What stands between the ends of a period."""

_LEAST: Final = 20
"""The least day that may end the month of an office: of so many days it is named."""


def _read_ends(text: str, calendar: Calendar) -> Span | None:
    """Read what names both its ends: quarters, halves, or days that begin and end months."""
    if _BETWEEN.isdisjoint(text):
        return None
    if found := _QUARTERS.fullmatch(text):
        first, last = int(found["first"]), int(found["last"])
        fits = last == first + 1 if found["beside"] else first <= last
        ends = [read_period(f"{found['year']}年{one}季度", calendar) for one in (first, last)]
        return Span(ends[0].start, ends[1].end) if fits and ends[0] and ends[1] else None
    if found := _ENDS.fullmatch(text):
        end = found["end"] if found["year"] else found["start"][:5] + found["end"]
        ends = [read_period(one, calendar) for one in (found["start"], end)]
        fits = ends[0] is not None and ends[1] is not None and ends[0] < ends[1]
        return Span(ends[0].start, ends[1].end) if fits and ends[0] and ends[1] else None
    if found := _DAYS.fullmatch(text):
        year, first = int(found["year"]), int(found["first"])
        until, last = int(found["until"] or year), int(found["month"] or first)
        if not (1 <= first <= 12 and 1 <= last <= 12 and 1900 <= year <= until <= 2200):
            return None
        span = Span(month(year, first), month(until, last))
        day, last_day = int(found["day"]), (first_day(span.end + 1) - first_day(span.end)).days
        if int(found["from"]) == day + 1 and _LEAST <= day < last_day:
            span = Span(span.start + 1, span.end)
        elif int(found["from"]) != 1 or day != last_day:
            return None
        return span if span.start <= span.end else None
    return None


def of_odd_days(text: str) -> bool:
    """Tell whether a period runs from a day within a month to the day before, months later.

    >>> of_odd_days("2024年4月26日—5月25日"), of_odd_days("2024年5月1日—5月31日")
    (True, False)
    """
    found = _DAYS.fullmatch(_plain(text))
    return found is not None and int(found["from"]) == int(found["day"]) + 1


_JAPANESE: Final = pattern(
    r"(?P<era>令和|平成|昭和)(?P<year>\d{1,2}|元)年(?P<fiscal>度)?"
    r"(?:(?P<month>\d{1,2})月(?:\d{1,2}日|分|末)?)?"
)
_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925}


def _read_japanese(text: str) -> Span | None:
    """Read 令和3年, 令和4年1月, 平成16年度: a fiscal year runs from April to March."""
    plain = unicodedata.normalize("NFKC", "".join(text.split()))
    found = _JAPANESE.fullmatch(plain) if plain[:1] in ("令", "平", "昭") else None
    if found is None:
        return None
    year = _ERAS[found["era"]] + (1 if found["year"] == "元" else int(found["year"]))
    if found["month"]:
        at = month(year, int(found["month"]))
        return Span(at, at) if 1 <= int(found["month"]) <= 12 and not found["fiscal"] else None
    start = month(year, 4 if found["fiscal"] else 1)
    return Span(start, start + 11)


_HUNDREDS: Final = pattern(
    "一百(?:[〇零]?(?P<one>[一二三四五六七八九])|(?P<tens>[一二三四五六七八九])十(?P<ones>[一二三四五六七八九]?))?(?=年)"
)
"""A year of the Republic that is counted in words: 一百一十二年."""


_LIKE_ZERO: Final = pattern("(?<=[〇零一二三四五六七八九])[oO0○](?=[〇零oO0○一二三四五六七八九])")


def with_zeros(text: str) -> str:
    """Return 二〇二四 for 二O二四, which is typed where 〇 is not at hand."""
    return _LIKE_ZERO.sub("〇", text)


def _in_digits(found: re.Match[str]) -> str:
    tens, ones = found["tens"] or "〇", found["one"] or found["ones"] or "〇"
    return f"1{tens}{ones}"


def _plain(text: str) -> str:
    """Drop full-width forms and needless spaces, and turn 二〇二三年十二月 into 2023年12月."""
    text = unicodedata.normalize("NFKC", text).strip().replace(" 00:00:00", "")
    # A space between digits parts two numbers; any other is there for looks.
    text = re.sub(r"(\d)\s+(?=\d)", r"\1\0", text)
    text = "".join(text.split()).replace("\0", " ")
    if text.isascii():
        return text
    text = with_zeros(text.replace("元月", "1月"))
    if "百" in text:
        text = _HUNDREDS.sub(_in_digits, text)
    if "十" in text:
        text = re.sub(r"(?<![一二三四五六七八九])十(?=[一二三四五六七八九])", "1", text)
        text = re.sub(r"(?<![一二三四五六七八九])十", "10", text)
    return text.translate(_DIGITS)


def _read_plainest(text: str) -> Span | None:
    """Read 2024-05, as we write months ourselves and as most tables do."""
    year, month_of = text[:4], text[5:]
    if len(text) != 7 or text[4] != "-" or not (year + month_of).isdecimal() or not text.isascii():
        return None
    if not (1900 <= int(year) <= 2200 and 1 <= int(month_of) <= 12):
        return None
    at = month(int(year), int(month_of))
    return Span(at, at)


def read_period(text: str, calendar: Calendar | None = None, *, roc: bool = False) -> Span | None:
    """Read a period the way people write it; None where it is none.

    Understands 2024-05, 2024/5, 2024.5, 2024年5月, 202405, 2024年1—5月, 2024年5月累计,
    2024年截至5月底, 2024年前五个月, 2023年10月至2024年5月, 2024年第二季度, 2024年上半年,
    2024年一至三季度, 2023年第四季度至2024年第一季度, 2024年5月1日至5月31日,
    2024年4月26日至5月25日 (May, as an office counts that closes its books on the 25th),
    二〇二四年五月, 11305 and 民國113年5月 (years of the Republic), 令和3年 and 平成16年度,
    2024-05-31, May 2024, and our own labels. With `roc` a year of two or three digits, and a
    month of four or five, are of the Republic.
    """
    if (at := _read_plainest(text)) is not None:
        return at
    calendar = calendar or Calendar()
    if (other := _read_japanese(text) or read_english(text)) is not None:
        return other
    text = _plain(text)
    if (both := _read_ends(text, calendar)) is not None:
        return both
    if roc and re.fullmatch(r"\d{4}", text):
        text = f"0{text}"
    for form in _FIGURES if text.isdecimal() else _FORMS:
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
            return whole.containing(whole.year(year).start + (place - 1) * LENGTH[kind], kind)
        if parts.get("quarters"):
            start = whole.year(year).start
            return Span(start, start + 3 * int(parts["quarters"].replace("两", "2")) - 1)
        if parts.get("months"):
            start, count = whole.year(year).start, int(parts["months"])
            return Span(start, start + count - 1) if 1 <= count <= 12 else None
        if "month" not in parts:
            return whole.year(year)
        last = int(parts["month"])
        first = int(parts.get("first") or last)
        if not (1 <= first <= 12 and 1 <= last <= 12) or month(year, first) > month(until, last):
            return None
        if parts.get("beside") and last != first + 1:
            return None
        if parts.get("total") and not parts.get("first"):
            return whole.containing(month(year, last), "ytd")
        return Span(month(year, first), month(until, last))
    if (own := calendar.labelled(text)) is not None:
        return own[0]
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


def parse_period(text: str, calendar: Calendar) -> tuple[Span, str]:
    """Read a period that was asked for, and return it with its kind.

    Raises
    ------
    ConfigurationError
        The text is not a period.
    """
    text = text.strip()
    if (own := calendar.labelled(text)) is not None:
        return own
    if (written := read_period(text, calendar)) is not None:
        return written, kind_of(written, calendar)
    raise ConfigurationError(say("error", "not_a_period", text=text))


_DAY: Final = pattern(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")


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
