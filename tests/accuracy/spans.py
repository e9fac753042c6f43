"""Periods: how clerks write them, and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from .figures import Span

_HAN: Final = "〇一二三四五六七八九"


def _han_year(year: int, zero: str = "〇") -> str:
    return "".join(_HAN[int(digit)] for digit in str(year)).replace("〇", zero)


def _han_month(month: int) -> str:
    return _HAN[month] if month < 10 else "十" + (_HAN[month - 10] if month > 10 else "")


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isdigit() else c for c in text)


MONTHS: Final[dict[str, Callable[[int, int], str]]] = {
    "2023年5月": lambda y, m: f"{y}年{m}月",
    "2023年05月": lambda y, m: f"{y}年{m:02d}月",
    "2023年5月份": lambda y, m: f"{y}年{m}月份",
    "2023 年 5 月": lambda y, m: f"{y} 年 {m} 月",
    "２０２３年５月": lambda y, m: _wide(f"{y}年{m}月"),
    "二〇二三年五月": lambda y, m: f"{_han_year(y)}年{_han_month(m)}月",
    "二○二三年五月份": lambda y, m: f"{_han_year(y, '○')}年{_han_month(m)}月份",
    "民國112年5月": lambda y, m: f"民國{y - 1911}年{m}月",
    "202305": lambda y, m: f"{y}{m:02d}",
    "2023.5": lambda y, m: f"{y}.{m}",
    "2023.05": lambda y, m: f"{y}.{m:02d}",
    "2023-05": lambda y, m: f"{y}-{m:02d}",
    "2023-5": lambda y, m: f"{y}-{m}",
    "2023/5": lambda y, m: f"{y}/{m}",
    "11205": lambda y, m: f"{y - 1911}{m:02d}",
    "date": lambda y, m: f"{y}-{m:02d}-01",
}
TO_DATE: Final[dict[str, Callable[[int, int], str]]] = {
    "2023年1—5月": lambda y, m: f"{y}年1—{m}月",
    "2023年1-5月": lambda y, m: f"{y}年1-{m}月",
    "2023年1～5月份": lambda y, m: f"{y}年1～{m}月份",
    "2023年1至5月累计": lambda y, m: f"{y}年1至{m}月累计",
    "2023年1—5月累计": lambda y, m: f"{y}年1—{m}月累计",
    "2023年5月累计": lambda y, m: f"{y}年{m}月累计",
    "二〇二三年一至五月": lambda y, m: f"{_han_year(y)}年一至{_han_month(m)}月",
}
RUNNING: Final = (
    "2023年5月", "2023年05月", "2023年5月份", "2023 年 5 月", "２０２３年５月",
    "二〇二三年五月", "二○二三年五月份", "民國112年5月",
)  # fmt: skip
"""Forms that may stand inside a sentence; the others stand alone, or in brackets."""
BRACKETED: Final = (*RUNNING, "202305", "2023.5", "2023.05", "2023-05", "2023-5", "2023/5")
"""Forms that may stand in brackets behind a title."""
NAMES: Final = tuple(one for one in MONTHS if "/" not in one and one != "date")
"""Forms that the name of a file or sheet may have."""
PLAIN: Final = "2023年5月"


def span(year: int, month: int, kind: str) -> Span:
    """Return the months of a period."""
    last = year * 12 + month - 1
    return (year * 12, last) if kind == "ytd" else (last, last)


def text(period: Span, form: str) -> str:
    """Write a period; a form for months is taken for a month only."""
    year, month = divmod(period[1], 12)
    forms = MONTHS if period[0] == period[1] else TO_DATE
    return forms.get(form, next(iter(forms.values())))(year, month + 1)


_LABELS: Final[tuple[tuple[str, Callable[[int, int], Span]], ...]] = (
    (r"(\d{4})-(\d\d)-ytd", lambda y, m: (y * 12, y * 12 + m - 1)),
    (r"(\d{4})-(\d\d)", lambda y, m: (y * 12 + m - 1, y * 12 + m - 1)),
    (r"(\d{4})-Q(\d)", lambda y, q: (y * 12 + q * 3 - 3, y * 12 + q * 3 - 1)),
    (r"(\d{4})-H(\d)", lambda y, h: (y * 12 + h * 6 - 6, y * 12 + h * 6 - 1)),
    (r"(\d{4})()", lambda y, _: (y * 12, y * 12 + 11)),
)


def months(label: str) -> Span:
    """Return the months that a label of the tool means."""
    for form, meaning in _LABELS:
        if found := re.fullmatch(form, label):
            return meaning(int(found[1]), int(found[2] or 0))
    first, _, last = label.partition(":")
    return months(first)[0], months(last)[1]
