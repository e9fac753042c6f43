"""What an explanation gives people to read: the value, then its operands, areas, cells, and gaps.

Long lists are folded, and it is said how much is folded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl
from msgspec.structs import replace

from fpstats import arrow, schema, stats
from fpstats.catalogue.standing import rule_of
from fpstats.locale import text, texts
from fpstats.pipeline.explaining import Explanation
from fpstats.write.document import Document
from fpstats.write.grid import Column, Section, number
from fpstats.write.numbers import shortest, value_texts
from fpstats.write.words import Words

FOLDED: Final = 20
"""How many rows of a long list are shown unless all are asked for."""

LONG: Final = 30
"""A list is long when it has more rows than this."""

_DIGITS: Final = 12
"""So many digits of a number that is no whole one: more would be noise of its binary form."""


def document(one: Explanation, *, full: bool = True) -> Document:
    """Return the explanation as sections; unless `full`, long lists are folded."""
    page = _Page(one)
    lists = (page.operands(), page.areas(), page.left_out(), page.cells())
    shown = [section if full else page.folded(section) for section in lists if section.rows]
    return Document(
        title=page.say("page"),
        table=one.table,
        sections=[page.value(), *shown],
        notes=tuple(page.notes()),
        run=one.run,
        tables={"estimate": arrow.table([one.estimate], schema=schema.ESTIMATES)},
    )


class _Page:
    def __init__(self, one: Explanation) -> None:
        self.one, self.lang = one, one.lang
        self.words = Words(one.lang, one.catalogue)
        self.rows = pl.DataFrame(one.table)
        self.used = self.rows.filter("used")

    def say(self, key: str, **fields: object) -> str:
        return text(self.lang, "explain", key, **fields)

    def heading(self, key: str) -> str:
        return self.words.heading(key)

    def title(self, item: str) -> str:
        return self.one.catalogue.items[item].title.of(self.lang)

    def side(self, side: str) -> str:
        return self.heading(side)

    def folded(self, section: Section) -> Section:
        """Return the section with its first rows, and how many it has beyond them."""
        if section.rows <= LONG:
            return section
        rest = section.rows - FOLDED
        caption = self.say("folded", shown=FOLDED, rest=rest)
        return replace(section.head(FOLDED), captions=(*section.captions, caption))

    # --- the value ------------------------------------------------------------------------------

    def value(self) -> Section:
        """Return the value, how it was computed, and of how much of what it should be made."""
        one, estimate = self.one.indicator, self.one.estimate
        rows = [(self.heading("value"), self._value()), (self.heading("formula"), self._formula())]
        if estimate["value"] is not None and estimate["denominator"] is not None:
            rows.append((self.say("computation"), self._computation()))
        rows += self._exposure()
        if estimate["lower"] is not None or estimate["upper"] is not None:
            rows.append((self._interval_heading(), self._interval()))
        rows += [
            (self.heading(name), f"{estimate[f'{name}_used']}/{estimate[f'{name}_expected']}")
            for name in ("months", "areas")
        ]
        title = f"{self.words.headline(one.id, estimate['period'])}  {estimate['area']}"
        return _listed(title, (self.heading("setting"), self.heading("content")), rows)

    def _value(self) -> str:
        estimate = self.one.estimate
        if estimate["value"] is None:
            return self.say("no_value")
        exact = value_texts(
            self.one.indicator,
            *([estimate[name]] for name in ("numerator", "denominator", "value")),
        )[0]
        unit = self.one.indicator.unit_of(self.lang)
        full = _plain(estimate["value"])
        return f"{exact} {unit}" + ("" if full == exact else self.say("before", value=full))

    def _formula(self) -> str:
        return self.one.indicator.formula(self.one.catalogue, self.lang)

    def _computation(self) -> str:
        """Return the formula with its numbers in place."""
        estimate, one = self.one.estimate, self.one.indicator
        above, below = (_plain(estimate[name]) for name in ("numerator", "denominator"))
        times = f" × {one.per}" if one.per != 1 else ""
        return f"{above} ÷ {below}{times} = {_plain(estimate['value'])}"

    def _exposure(self) -> Iterator[tuple[str, str]]:
        """Yield how stocks enter, and which part of the period or year counts."""
        one = self.one.indicator
        for above, weights in ((True, one.numerator), (False, one.denominator)):
            stocks = [item for item in weights if self.one.catalogue.items[item].type == "stock"]
            if stocks:
                yield self.say("enters", items="、".join(map(self.title, stocks))
                               if self.lang == "zh" else ", ".join(map(self.title, stocks))), \
                    self.say(f"rule_{rule_of(one, above=above)}")  # fmt: skip
        if self.one.days is not None:
            days = self.one.span.days
            key = "whole_period" if days == self.one.days else "annualised"
            yield self.say("time"), self.say(key, days=days, year=self.one.days)

    def _interval_heading(self) -> str:
        confidence = self.words.confidence([self.one.estimate["confidence"]])
        return self.words.heading("interval", confidence=confidence)

    def _interval(self) -> str:
        estimate, method = self.one.estimate, self.one.estimate["method"]
        limits = self.words.intervals(
            [estimate["lower"]], [estimate["upper"]], self.one.indicator.decimals
        )[0]
        source = stats.METHODS[method].source if method in stats.METHODS else ""
        named = self.words.method(method)
        return self.say("interval", limits=limits, method=named, source=source)

    # --- what it is made of ---------------------------------------------------------------------

    def operands(self) -> Section:
        """Return what each item contributes to each side."""
        sums = self.used.group_by("side", "item", maintain_order=True).agg(
            pl.len().alias("cells"), pl.col("reporting_area").n_unique().alias("areas"),
            pl.col("amount").sum(),
        )  # fmt: skip
        columns = (
            Column(self.heading("side"), [self.side(side) for side in sums["side"]]),
            Column(self.heading("item"), [self.title(item) for item in sums["item"]]),
            number(self.heading("count_cells"), sums["cells"].to_list()),
            number(self.heading("areas"), sums["areas"].to_list()),
            _amounts(self.heading("amount"), sums["amount"].to_list()),
        )
        return Section(self.say("operands"), columns)

    def areas(self) -> Section:
        """Return what each area that reports gave; nothing where there is but one."""
        names = sorted(self.one.owed)
        if len(names) < 2:
            return Section("", ())
        sides = {
            side: dict(
                self.used.filter(side=side).group_by("reporting_area")
                .agg(pl.col("amount").sum()).rows()
            )
            for side in ("numerator", "denominator")
        }  # fmt: skip
        there = [side for side in sides if sides[side]]
        columns = [Column(self.heading("reporting_area"), names)]
        columns += [
            _amounts(self.heading(side), [sides[side].get(name) for name in names])
            for side in there
        ]
        lacking = dict(
            self.rows.filter(~pl.col("used")).group_by("reporting_area").agg(pl.len()).rows()
        )
        left = [lacking.get(name) for name in names]
        columns.append(number(self.heading("left_out"), left))
        return Section(self.say("areas"), tuple(columns)).filled()

    def cells(self) -> Section:
        """Return every cell that is counted."""
        weights = self.used["weight"].to_list()
        columns = (
            *self._keys(self.used),
            _amounts(self.heading("number"), self.used["number"].to_list()),
            Column(self.heading("weight"), weights, right=True,
                   shown=[f"{weight:.6g}" for weight in weights]),
            _amounts(self.heading("amount"), self.used["amount"].to_list()),
            Column(self.heading("place"), _places(self.used)),
        )  # fmt: skip
        return Section(self.say("cells", count=len(self.used)), columns)

    def left_out(self) -> Section:
        """Return what is not counted, and why."""
        left = self.rows.filter(~pl.col("used"))
        columns = (
            *self._keys(left),
            _amounts(self.heading("number"), left["number"].to_list()),
            Column(self.heading("reason"), left["reason"].to_list()),
            Column(self.heading("place"), _places(left)),
        )
        return Section(self.say("left_out", count=len(left)), columns).filled()

    def _keys(self, rows: pl.DataFrame) -> tuple[Column, ...]:
        several = rows["side"].n_unique() > 1
        sides = [self.side(side) for side in rows["side"]]
        return (
            *((Column(self.heading("side"), sides),) if several else ()),
            Column(self.heading("item"), [self.title(item) for item in rows["item"]]),
            Column(self.heading("reporting_area"), rows["reporting_area"].to_list()),
            Column(self.heading("reporting_period"), rows["reporting_period"].to_list()),
        )

    def notes(self) -> Iterator[str]:
        """Yield that the parts were added up, and what was found about the value itself."""
        if len(self.used):
            yield self.say("adds_up")
        estimate = self.one.estimate
        keys = ("indicator", "area", "period")
        for row in self.one.issues.to_pylist():
            if all(row[key] == estimate[key] for key in keys):
                yield f"{texts(self.lang)['severity'][row['severity']]}: {row['message']}"


def _listed(title: str, heads: tuple[str, str], rows: Sequence[tuple[str, str]]) -> Section:
    columns = [Column(head, [row[at] for row in rows]) for at, head in enumerate(heads)]
    return Section(title, tuple(columns))


def _plain(value: float) -> str:
    """Write a number with all its digits but the noise of its binary form."""
    return shortest(float(f"{value:.{_DIGITS}g}"))


def _amounts(heading: str, values: Sequence[Any]) -> Column:
    shown = ["" if value is None else _plain(value) for value in values]
    return Column(heading, values, right=True, shown=shown)


def _places(rows: pl.DataFrame) -> list[str | None]:
    return [
        None if source is None else
        f"{Path(source).name}{f'[{sheet}]' if sheet else ''}{f'!{cell}' if cell else ''}"
        for source, sheet, cell in rows.select("source", "sheet", "cell").rows()
    ]  # fmt: skip
