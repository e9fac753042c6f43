"""Report → one row an area and period, one column an indicator: the form offices print.

Behind each value stand the columns that were named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from fpstats.write import small
from fpstats.write.apart import decimals_in
from fpstats.write.fields import decimals_of, of_indicator
from fpstats.write.grid import Column, Section
from fpstats.write.narrow import from_the_right
from fpstats.write.numbers import fixed, value_texts
from fpstats.write.order import Order
from fpstats.write.report import Report
from fpstats.write.whole import WHOLE, part_notes, parts
from fpstats.write.words import Rows, Words
from fpstats.write.working import Links

_KEYS = ("indicator", "area", "period")

_PART: Final = "*"
"""Stands behind a value of which months or areas are missing, and where a count is not known."""


def section(report: Report, lang: str, names: Sequence[str] = ()) -> Section:
    """Return the areas down, totals first in each period, and the indicators across.

    `names` are those of the columns of the report that stand behind each value.
    """
    words, order = Words(lang, report.catalogue), Order(report)
    # What a verdict says of the value and of its parts, of limits their confidence, and of small
    # values what one event changes.
    needed = dict.fromkeys((*_KEYS, "numerator", "denominator", "value", "target", *names,
                            "confidence", "verdict_by_value", *WHOLE, "one_event", "reliable",
                            "like_areas"))  # fmt: skip
    columns: dict[str, list[Any]] = {name: report.table[name].to_pylist() for name in needed}
    rows = {key: row for row, key in enumerate(zip(*(columns[n] for n in _KEYS), strict=True))}
    places = sorted(
        {(period, area) for _, area, period in rows}, key=lambda key: (key[0], order.area(key[1]))
    )
    links = Links.of(report, words)
    across: list[Column] = []
    captions = [words.say("wide_part", mark=_PART)] if any(parts(columns)) else []
    several = len({period for period, _ in places}) > 1
    named = [f"{area} {period}" if several else area for period, area in places]
    for key in sorted(dict.fromkeys(columns["indicator"]), key=order.indicator):
        found = [rows.get((key, area, period)) for period, area in places]
        taken = {
            name: [None if row is None else values[row] for row in found]
            for name, values in columns.items()
        }
        keys = [(key, area, period) for period, area in places]
        across += _Across(key, taken, keys, words, links).columns(names)
        captions += small.named_with_change(key, named, taken, words)
    area = Column(words.heading("area"), [area for _, area in places])
    period = Column(words.heading("period"), [period for period, _ in places])
    return Section(
        words.say("results"), (area, period, *from_the_right(across)), tuple(captions), keys=2
    )


class _Across(Struct, frozen=True):
    """The columns of one indicator; nothing where an area and period has none."""

    key: str
    rows: Rows
    keys: Sequence[tuple[str, str, str]]
    words: Words
    links: Links | None

    def columns(self, names: Sequence[str]) -> Iterator[Column]:
        value = self._value()
        yield value
        for name in names:
            column = of_indicator(name, self.key, self.rows, self.words)
            heading = f"{value.heading} · {column.heading}"
            yield replace(column, heading=heading, formulas=self._formulas(name))

    def _value(self) -> Column:
        words, rows = self.words, self.rows
        indicator, decimals = words.indicator(self.key), decimals_of(self.key, words)
        counts = (rows["numerator"], rows["denominator"], rows["value"])
        shown = (
            value_texts(indicator, *counts, rows["target"])
            if indicator
            else fixed(rows["value"], decimals)
        )
        partly = zip(shown, parts(rows), strict=True)
        mark = words.mark(indicator) if indicator else ""
        return Column(
            f"{words.title(self.key)}{mark}",
            rows["value"],
            right=True,
            decimals=decimals_in(shown),
            shown=[f"{text}{_PART}" if part else text for text, part in partly],
            formulas=self._formulas("value"),
            notes=_joined(part_notes(rows, words), small.notes(self.key, rows, words)),
        )

    def _formulas(self, name: str) -> Sequence[str | None]:
        """Return the formulas that lead to the working, of columns that stand there too."""
        if self.links is None or name not in ("numerator", "denominator", "value"):
            return ()
        return self.links.column(name, self.keys, self.rows[name])


def _joined(*notes: Sequence[str | None]) -> list[str | None]:
    """Return what is noted of each row, one sentence below the other."""
    return ["\n".join(filter(None, each)) or None for each in zip(*notes, strict=True)]
