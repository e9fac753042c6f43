"""How a cell shows its number: as a percentage, or a day as its month and no more.

A cell that holds 2024-05-01 and shows 2024年5月人口报表 is a title, and says a month.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from fpstats.patterns import pattern

_PERCENTAGES: Final = frozenset({9, 10})
_MONTHS: Final = {17: "mmm-yy", 57: 'yyyy"年"m"月"'}
"""The numbers of formats that every workbook has without saying them; 57 as in Chinese."""

_PIECE: Final = pattern(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[[^\]]*\]|(?P<token>[a-z]+|%)|(?P<plain>.)',
    re.IGNORECASE | re.DOTALL,
)
_YEAR: Final = pattern("y+|e")
_MONTH: Final = pattern("m{1,4}")
_UNIT: Final = pattern("^月份?")


class ShownMonth(NamedTuple):
    """The words that a cell shows before and behind the month of its day."""

    before: str
    behind: str

    def of(self, day: datetime.date) -> str:
        """Return what is seen of a day."""
        return f"{self.before}{day.year}年{day.month}月{self.behind}"


def is_percentage(number: int, code: str | None) -> bool:
    """Tell whether a format, by its number and by what the workbook says of it, has a %."""
    if code is None:
        return number in _PERCENTAGES
    return "%" in {found["token"] for found in _PIECE.finditer(code)}


def shown_month(number: int, code: str | None) -> ShownMonth | None:
    """Return what a format shows of a day where that is its year and its month; or None.

    >>> shown_month(164, 'yyyy"年"m"月人口报表"')
    ShownMonth(before='', behind='人口报表')
    >>> shown_month(165, "yyyy-mm-dd") is None
    True
    """
    pieces = list(_pieces(_MONTHS.get(number, "") if code is None else code))
    tokens = [at for at, (kind, _) in enumerate(pieces) if kind == "token"]
    names = sorted(_kind(pieces[at][1]) for at in tokens)
    if names != ["month", "year"]:
        return None
    before = "".join(text for _, text in pieces[: tokens[0]])
    behind = "".join(text for _, text in pieces[tokens[-1] + 1 :])
    return ShownMonth(before, _UNIT.sub("", behind))


def _pieces(code: str) -> Iterator[tuple[str, str]]:
    """Yield the tokens and the words of the first section, which is that of positive numbers."""
    for found in _PIECE.finditer(code):
        if found["plain"] == ";":
            return
        if found["token"]:
            yield "token", found["token"].lower()
        else:
            yield "word", found["quoted"] or found["escaped"] or found["plain"] or ""


def _kind(token: str) -> str:
    if _YEAR.fullmatch(token):
        return "year"
    return "month" if _MONTH.fullmatch(token) else token
