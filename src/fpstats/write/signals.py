"""What each signal says, in one sentence that a bulletin can print as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
import pyarrow as pa

from fpstats import schema
from fpstats.catalogue import Catalogue, Indicator, Kind
from fpstats.locale import text
from fpstats.write.numbers import fixed, shortest

_ATTACHED: Final = frozenset({"%", "‰", "/万"})
"""Units that stand right behind a number; others are in the title already."""

_SMALLEST: Final = 0.001
"""A smaller probability is not worth its digits."""


def with_words(signals: pl.DataFrame, catalogue: Catalogue, lang: str) -> pa.Table:
    """Return signals as `schema.SIGNALS`: with a sentence each, and null for what is not known."""
    frame = signals.with_columns(pl.col(pl.Float64).fill_nan(None))
    words = [
        sentence(row, catalogue.indicators[row["indicator"]], lang) for row in frame.to_dicts()
    ]
    told = frame.with_columns(words=pl.Series(words, dtype=pl.String))
    return schema.conform(told.to_arrow(), schema.SIGNALS)


def sentence(row: Mapping[str, Any], indicator: Indicator, lang: str) -> str:
    """Return what a row of SIGNALS says.

    A value that is better or worse is called so only where the indicator has a direction.
    """
    rule = "months" if row["rule"] == "month" and row["periods"] > 1 else row["rule"]
    unit = indicator.unit_of(lang) if indicator.unit in _ATTACHED else ""
    decimals = printed_decimals(indicator)

    # What was counted is whole; what it is compared with, and an average, need not be.
    counted = row["rule"] != "drift" and indicator.kind is Kind.COUNT

    def number(value: float | None, *, whole: bool = False) -> str:
        return fixed([value], indicator.decimals if whole else decimals)[0]

    def measured(value: float | None, *, whole: bool = False) -> str:
        shown = number(value, whole=whole)
        return f"{shown}{unit}" if shown else ""

    said = text(
        lang, "signal", rule,
        area=_apart(row["area"], lang),
        title=indicator.title.of(lang),
        since=since_text(row, lang),
        period=period_text(row["period"], lang),
        periods=row["periods"],
        history=row["history"],
        way=text(lang, "signal", f"{row['way']}_{row['rule']}"),
        value=measured(row["value"], whole=counted),
        expected=measured(row["expected"]),
        limits=limits_text(measured(row["lower"]), measured(row["upper"]), lang),
        slope=_change(number(abs(row["slope"] or 0.0)), indicator, lang),
        p=probability(row["p"], lang),
    )  # fmt: skip
    meaning = "" if row["meaning"] is None else text(lang, "signal", row["meaning"])
    return text(lang, "signal", "sentence", said=said, meaning=meaning)


def _apart(area: str, lang: str) -> str:
    """Return a name that no figure behind it runs into: 乡04 2024年8月, but 晴禾镇2024年8月."""
    runs_on = lang == "zh" and area[-1:].isascii() and area[-1:].isalnum()
    return f"{area} " if runs_on else area


def printed_decimals(indicator: Indicator) -> int:
    """Return how many decimals a series has: a count has one, because it stands beside means."""
    if indicator.kind is Kind.COUNT:
        return max(indicator.decimals, 1)
    return min(indicator.decimals, 1) if indicator.kind is Kind.RATIO else indicator.decimals


def period_text(label: str, lang: str) -> str:
    """Write a month or a year as it stands in a sentence.

    >>> period_text("2024-05", "zh"), period_text("2024", "zh"), period_text("2024-05", "en")
    ('2024年5月', '2024年', '2024-05')
    """
    year, _, month = label.partition("-")
    if lang != "zh":
        return label
    return f"{year}年{int(month)}月" if month else f"{year}年"


def since_text(row: Mapping[str, Any], lang: str) -> str:
    """Write since when a signal stands, and that it may be older where nobody can tell."""
    since = period_text(row["since"], lang)
    return text(lang, "signal", "or_before", since=since) if row["may_be_older"] else since


def limits_text(lower: str, upper: str, lang: str) -> str:
    """Write limits of which one may be open."""
    if lower and upper:
        return text(lang, "sentence", "range", lower=lower, upper=upper)
    return lower or upper


def probability(p: float, lang: str) -> str:
    """Write a probability as it stands in a sentence.

    >>> probability(0.0123, "en"), probability(0.0001, "en")
    ('p = 0.012', 'p < 0.001')
    """
    if p < _SMALLEST:
        return text(lang, "signal", "p_below", p=shortest(_SMALLEST))
    return text(lang, "signal", "p", p=fixed([p], 3)[0])


def small(p: float) -> str:
    """Write a probability with three decimals, or that it is smaller than they can say.

    >>> small(0.0123), small(0.0001)
    ('0.012', '<0.001')
    """
    return f"<{shortest(_SMALLEST)}" if p < _SMALLEST else fixed([p], 3)[0]


def _change(number: str, indicator: Indicator, lang: str) -> str:
    unit = indicator.change_unit_of(lang)
    return text(lang, "sentence", "points", number=number, unit=unit)
