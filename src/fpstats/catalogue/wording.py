"""The words of the catalogue: texts in two languages, units, and how each kind is computed.

Knows nothing of indicators or items.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct


class Text(Struct, frozen=True, kw_only=True):
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def of(self, lang: str) -> str:
        """Return the words of one language, `zh` or `en`."""
        return {"zh": self.zh, "en": self.en}[lang]


UNITS: Final[Mapping[str, Text]] = {
    "%": Text(zh="%", en="%"),
    "‰": Text(zh="‰", en="‰"),
    "/万": Text(zh="/万", en="per 10,000"),
    "女=100": Text(zh="女=100", en="per 100 females"),
    "元/人": Text(zh="元/人", en="yuan a head"),
    "人": Text(zh="人", en="persons"),
    "人次": Text(zh="人次", en="visits"),
    "对": Text(zh="对", en="couples"),
    "例": Text(zh="例", en="cases"),
    "份": Text(zh="份", en="papers"),
    "题": Text(zh="题", en="answers"),
    "元": Text(zh="元", en="yuan"),
    "个": Text(zh="个", en="children a woman"),
    "夫妇年": Text(zh="夫妇年", en="couple-years"),
}
"""The units in both languages; an indicator's unit that is not here is printed as written."""

CHANGE_UNITS: Final[Mapping[str, Text]] = {
    "%": Text(zh="百分点", en="percentage points"),
    "‰": Text(zh="千分点", en="points per 1,000"),
    "/万": Text(zh="万分点", en="points per 10,000"),
    "女=100": Text(zh="比点", en="ratio points"),
}
"""The units of differences; any other value differs in its own unit."""

UNIT_PER: Final[Mapping[str, int]] = {"%": 100, "‰": 1000, "/万": 10_000, "女=100": 100}
"""What a value in one of these units must be multiplied by."""

NOTES: Final[Mapping[str, Text]] = {
    "mean_of_ends": Text(zh="期初期末平均", en="mean of start and end"),
    "mean_of_month_ends": Text(zh="各月末平均", en="mean of month ends"),
    "end_of_period": Text(zh="期末", en="end of period"),
    "start_of_period": Text(zh="期初", en="start of period"),
}
"""How a stock enters, in words: printed with every formula, because offices differ."""

_QUOTIENT: Final = Text(zh="{above} ÷ {below}", en="{above} ÷ {below}")
FORMULAS: Final[Mapping[str, Text]] = {
    "count": Text(zh="{sum}", en="{sum}"),
    "proportion": _QUOTIENT,
    "rate": _QUOTIENT,
    "ratio": _QUOTIENT,
    "balance": _QUOTIENT,
    "error": Text(zh="|{sum}| ÷ {below}", en="|{sum}| ÷ {below}"),
    "accuracy": Text(zh="（{below} − |{sum}|） ÷ {below}", en="({below} − |{sum}|) ÷ {below}"),
    "mean": _QUOTIENT,
    "stock_change": Text(zh="（{end} − {start}） ÷ {below}", en="({end} − {start}) ÷ {below}"),
    "growth": Text(
        zh="（本期{above} ÷ 上年同期{above} − 1）",
        en="({above} ÷ {above} of the year before − 1)",
    ),
    "stock": Text(zh="{end}", en="{end}"),
    "total_rate": Text(zh="{pairs}", en="{pairs}"),
    "standardised_rate": Text(zh="（{pairs}） ÷ {weights}", en="({pairs}) ÷ {weights}"),
    "weighted": Text(zh="{above} ÷ {over}", en="{above} ÷ {over}"),
    "two_lists": Text(
        zh="（{sum}） ÷ 由两册推算的总数",
        en="({sum}) ÷ all there are, as estimated from both lists",
    ),
}
"""How each kind is computed, by its name."""


def operand(terms: str, several: bool, note: str, lang: str) -> str:
    """Write one side of a line, in brackets where it has several terms, with a note beside it."""
    opening, closing, space = ("（", "）", "") if lang == "zh" else ("(", ")", " ")
    text = f"{opening}{terms}{closing}" if several else terms
    return f"{text}{space}{opening}{note}{closing}" if note else text
