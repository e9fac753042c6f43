"""Years of two digits, which nobody can read alone: 98年 is 1998, or the 98th of the Republic."""

from __future__ import annotations

import unicodedata
from typing import Final, NamedTuple

from fpstats.patterns import pattern

_FORM: Final = pattern(
    r"(?<![\d国國])0?(?P<year>\d\d)(?P<rest>年度?(?:第?[一二三四1-4]季度?|[上下]半年"
    r"|(?:\d{1,2}月?[-—–~至到])?\d{1,2}月份?(?:累[计計])?)?)(?!\d)"
)
_TURN: Final = 50
"""Two digits from here on are of the century before."""


class ShortYear(NamedTuple):
    """A period whose year has two digits: as it stands, and both ways to write it out."""

    text: str
    western: str
    republic: str
    year: int
    """Which year of our calendar the one of the Republic is."""


def short_year(text: str) -> ShortYear | None:
    """Return the first period in a text that has a year of two digits; None where none has.

    >>> short_year("98年5月人口情况")
    ShortYear(text='98年5月', western='1998年5月', republic='民国98年5月', year=2009)
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = _FORM.search(plain)
    if found is None:
        return None
    year, rest = int(found["year"]), found["rest"]
    western = year + (1900 if year >= _TURN else 2000)
    return ShortYear(found[0], f"{western}{rest}", f"民国{year}{rest}", 1911 + year)
