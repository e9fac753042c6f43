"""Periods in titles: the month or the span that a title line names, however it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from fpstats.periods import english_month, read_period
from fpstats.returns.unseen import seen

_HAN: Final = "[〇○零一二三四五六七八九]"
_YEAR: Final = (
    rf"(?:民国|民國)?(?<!\d)(?:\d{{2,4}}|{_HAN}{{4}}|(?<=民[国國]){_HAN}{{2,3}}"
    rf"|(?<!{_HAN})一{_HAN}{{2}}|一百[〇零一二三四五六七八九十]{{0,3}})年"
)
_NUMBER: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2}|元(?=月))"
_MONTH: Final = rf"{_NUMBER}月"

_ERA: Final = r"(?:令和|平成|昭和)(?:\d{1,2}|元)年"

_TO: Final = "[-—–−~至到]"

_PART: Final = "(?:第?[一二三四1-4]季度|[上下]半年)"
_DAY: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]"
_DOTTED: Final = r"(?<!\d)\d{4}([./-])\d{1,2}\1\d{1,2}"

_FORMS: Final = (
    rf"{_YEAR}{_MONTH}{_DAY}{_TO}(?:{_YEAR})?(?:{_MONTH})?{_DAY}",
    rf"{_DOTTED}{_TO}\d{{4}}\1\d{{1,2}}\1\d{{1,2}}(?!\d)",
    rf"{_YEAR}度?{_PART}{_TO}(?:{_YEAR}度?)?{_PART}",
    rf"{_YEAR}度?第?[一二三四1-4](?:季度?)?(?:{_TO}|[、,和及与])第?[一二三四1-4]季度",
    r"(?<!\d)\d{4}年?[Qq][1-4](?!\d)",
    rf"(?<!\d)\d{{4}}[./-]\d{{1,2}}{_TO}\d{{4}}[./-]\d{{1,2}}(?![\d./-])",
    rf"(?<!\d)\d{{4}}\.\d{{1,2}}{_TO}\d{{1,2}}月(?:份?累计|止)?",
    rf"(?<!\d)\d{{4}}\.\d{{1,2}}{_TO}\d{{1,2}}(?![\d./日号-])",
    rf"(?<!\d)\d{{6}}{_TO}\d{{6}}(?!\d)",
    rf"(?<!\d)\d{{6}}{_TO}\d{{2}}(?!\d)",
    rf"{_YEAR}{_MONTH}[至到—–~-]{_YEAR}{_MONTH}",
    rf"{_YEAR}度?{_NUMBER}月?[至到—–−~-]{_NUMBER}月(?:份?累计|止)?",
    rf"{_YEAR}度?{_NUMBER}月?[、和及与]{_MONTH}(?!\d)",
    rf"{_YEAR}{_MONTH}份?(?:[(]?累[计計][)]?|止)",
    rf"{_YEAR}度?截[至止]{_MONTH}份?(?:底|末|\d{{1,2}}日)?",
    rf"{_YEAR}度?[前头]{_NUMBER}个月",
    rf"{_YEAR}{_MONTH}(?=\d{{1,2}}日止)",
    rf"(?:(?<=截至)|(?<=截止)){_YEAR}{_MONTH}(?=\d{{1,2}}日)",
    rf"{_YEAR}{_MONTH}(?!\d|[一二三四五六七八九十]{{1,3}}[日号]|份?[上中下]旬)份?",
    rf"{_YEAR}度?(?:前[一二三两1-3]个?季度|第?[一二三四1-4]季度|[上下]半年)",
    r"(?<!\d)\d{4}[.\-/]\d{1,2}(?![\d.\-/])",
    r"(?<!\d)\d{6}(?!\d)",
    rf"{_YEAR}度",
    rf"{_ERA}\d{{1,2}}月(?!\d)(?:分|末)?",
    # A year of a Japanese title; the day of its population may stand before or behind it.
    rf"{_ERA}(?:度|(?!\d{{1,2}}月))",
    rf"^{_YEAR}$",
)
"""From the most particular to the least: a month is meant where a year stands beside it.

A month that a day follows is the date on which the form was filled in, unless 截至 stands before
or 止 behind.
They are compiled when they are first looked for: most returns have no title.
"""


def title_period(lines: Sequence[Sequence[str]]) -> str | None:
    """Return the period that the lines above the headings name, as it is written there."""
    cells = [
        "".join(unicodedata.normalize("NFKC", seen(cell)).split())
        for line in lines
        for cell in line
    ]
    for form in _FORMS:
        for cell in cells:
            for found in re.finditer(form, cell):
                if read_period(found[0]) is not None:
                    return found[0]
    return next(filter(None, map(english_month, cells)), None)
