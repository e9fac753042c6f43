"""Report → one row an area and period, one column an indicator: the form offices print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fpstats.write.grid import Column, Section
from fpstats.write.long import decimals_of
from fpstats.write.numbers import fixed, value_texts
from fpstats.write.order import Order
from fpstats.write.report import Report
from fpstats.write.words import Words
from fpstats.write.working import Links

_NUMBERS = ("numerator", "denominator", "value")


def section(report: Report, lang: str) -> Section:
    """Return the areas down, totals first in each period, and the indicators across."""
    words, order = Words(lang, report.catalogue), Order(report)
    keys = ("indicator", "area", "period")
    columns: dict[str, list[Any]] = {n: report.table[n].to_pylist() for n in (*keys, *_NUMBERS)}
    rows: dict[tuple[str, str, str], int] = {
        key: row for row, key in enumerate(zip(*(columns[name] for name in keys), strict=True))
    }
    places = sorted(
        {(period, area) for _, area, period in rows}, key=lambda key: (key[0], order.area(key[1]))
    )
    indicators = sorted(dict.fromkeys(columns["indicator"]), key=order.indicator)
    links = Links.of(report, words)
    values = (_column(key, rows, places, columns, words, links) for key in indicators)
    area = Column(words.heading("area"), [area for _, area in places])
    period = Column(words.heading("period"), [period for period, _ in places])
    return Section(words.say("results"), (area, period, *values), keys=2)


def _column(
    key: str,
    rows: dict[tuple[str, str, str], int],
    places: Sequence[tuple[str, str]],
    columns: dict[str, list[Any]],
    words: Words,
    links: Links | None,
) -> Column:
    """Return one indicator; nothing where an area and period has none."""
    found = [rows.get((key, area, period)) for period, area in places]
    over, under, values = (
        [None if row is None else columns[name][row] for row in found] for name in _NUMBERS
    )
    indicator, decimals = words.indicator(key), decimals_of(key, words)
    shown = value_texts(indicator, over, under, values) if indicator else fixed(values, decimals)
    mark = words.mark(indicator) if indicator else ""
    keys = [(key, area, period) for period, area in places]
    return Column(
        f"{words.title(key)}{mark}",
        values,
        right=True,
        decimals=decimals,
        shown=shown,
        formulas=links.column("value", keys, values) if links else (),
    )
