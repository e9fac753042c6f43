"""Every time that a text mentions, read or not: 2024年4月, 5月份, 一、二季度, 5月10日至6月9日.

Knows where they stand in the text; which of them counts is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from fpstats.patterns import pattern
from fpstats.periods import Span, read_period

_HAN: Final = "[〇○零一二三四五六七八九]"
_YEAR: Final = (
    rf"(?:民[国國](?:\d{{2,3}}|{_HAN}{{2,3}})|(?<!\d)(?:(?:19|20)\d\d|1\d\d)(?=年)"
    rf"|[一二]{_HAN}{{3}}(?=年)|(?<!{_HAN})一{_HAN}{{2}}(?=年))"
    r"(?:年度?|(?:统计|计划生育|计生)年度)"
)
_NUMBER: Final = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_DAY: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]"
_TO: Final = "[-—–−~至到]"
_MONTH: Final = rf"{_NUMBER}月份?(?:{_DAY})?"
_QUARTER: Final = "第?[一二三四1-4]季度?"
_WITHIN: Final = (
    rf"(?:(?<!附件)(?<!附表){_NUMBER}月?{_TO}|(?:{_NUMBER}月?[、,和及与])+){_MONTH}"
    rf"|(?:第?[一二三四1-4]季?度?(?:{_TO}|[、,和及与]))+{_QUARTER}"
    rf"|[前头近后](?:{_NUMBER}|两)个?(?:月|季度)|截[至止]{_MONTH}[底末]?"
    rf"|{_MONTH}(?:[上中下]旬)?|{_QUARTER}|[上下]半年"
)
_DOTTED: Final = r"(?<![\d.])(?:19|20)\d\d[./-](?:1[0-2]|0?[1-9])(?:[./-]\d{1,2})?(?![\d.])"
_SIX: Final = r"(?<!\d)(?:20\d\d(?:0[1-9]|1[0-2])|1\d\d(?:0[1-9]|1[0-2]))(?!\d)"
_ERA: Final = r"(?:令和|平成|昭和)(?:\d{1,2}|元)年度?(?:\d{1,2}月分?)?"
_ONE: Final = rf"(?:{_ERA}|{_DOTTED}|{_SIX}|{_YEAR}(?:(?:{_WITHIN}))?|(?<![\d年]){_WITHIN})"
_MENTION: Final = pattern(
    rf"(?:(?<!\d)(?:19|20)\d\d(?:[、,和及与]|{_TO})(?={_YEAR}))?{_ONE}(?:{_TO}(?:{_ONE}|(?:{_DAY}|(?:1[0-2]|0?[1-9])(?![\d.])))|[、,和及与]{_ONE})*"
    r"(?:[(]?累[计計][)]?|止|至今|以来)?"
)
_OWN_YEAR: Final = pattern(rf"{_ERA}|{_DOTTED}|{_SIX}|{_YEAR}")
_UP_TO: Final = pattern("[(]?累[计計][)]?$|止$")
_ONE_DAY: Final = pattern(rf"(?:{_YEAR})?{_NUMBER}月{_DAY}")
_WHOLE_YEAR: Final = pattern(_YEAR)


class Mention(Struct, frozen=True):
    """A time in a text, from `start` to before `end`.

    `year` is what is written of its year; nothing where it names none.
    """

    text: str
    start: int
    end: int
    year: str

    @property
    def is_day(self) -> bool:
        """Tell whether it is one day, on which something was done."""
        return _ONE_DAY.fullmatch(self.text) is not None

    @property
    def is_year(self) -> bool:
        """Tell whether it is a year and no more."""
        return _WHOLE_YEAR.fullmatch(self.text) is not None

    def span(self, year: int) -> Span | None:
        """Return its months, in that year where it names none; None where it is no period."""
        text = self.text if self.year else f"{year}年{self.text}"
        return read_period(text) or read_period(_UP_TO.sub("", text))


def mentions(text: str) -> Iterator[Mention]:
    """Yield the times that a text mentions, from the left; the text is squeezed."""
    for found in _MENTION.finditer(text):
        year = _OWN_YEAR.search(found[0])
        yield Mention(found[0], found.start(), found.end(), year[0] if year else "")
