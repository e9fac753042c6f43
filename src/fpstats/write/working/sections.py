"""The two sheets behind a report whose values are formulas, and the links from it to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from fpstats.catalogue import Indicator
from fpstats.errors import OutputError
from fpstats.locale import say
from fpstats.write.book import MOST_ROWS
from fpstats.write.grid import Column, Section, number
from fpstats.write.order import Order
from fpstats.write.report import Report
from fpstats.write.words import Words
from fpstats.write.working.cells import Cells
from fpstats.write.working.lines import Line, lines, operands
from fpstats.write.working.model import Numbers, Workings, none_for_nan

LONGEST: Final = 8192
"""How many characters a formula has at most."""


def sheets(report: Report, workings: Workings, lang: str) -> dict[str, list[Section]]:
    """Return the sheets of the working and of the data.

    Raises
    ------
    OutputError
        There are more lines than a sheet holds, or a formula is longer than one may be.
    """
    words = Words(lang, report.catalogue)
    indicators = _indicators(report, workings)
    rows = max(
        len(indicators) * len(workings.wanted) * len(workings.areas),
        len(workings.leaves) * len(workings.slots),
    )
    if rows > MOST_ROWS:
        raise OutputError(say("error", "too_many_rows", most=MOST_ROWS, rows=rows))
    return {
        "working": [_working(indicators, workings, words)],
        "data": [_data(workings, words)],
    }


def _indicators(report: Report, workings: Workings) -> list[Indicator]:
    """Return the indicators in the order of the catalogue."""
    order = Order(report)
    keys = sorted(workings.made, key=order.indicator)
    return [report.catalogue.indicators[key] for key in keys]


def _working(indicators: Sequence[Indicator], workings: Workings, words: Words) -> Section:
    """Return the sheet of sums and values: a line an indicator, period and area."""
    cells = Cells(words.say("data_sheet"), len(workings.slots), [*workings.values])
    parts, start = [], 2
    most = max((len(workings.made[one.id].each) for one in indicators), default=0)
    for one in indicators:
        found = list(lines(one, words.catalogue.items, workings, cells, start))
        _refuse_long(one, found, words)
        items = (_item(at, one, found, workings, words) for at in range(most))
        parts.append((*_columns(one, found, workings, words), *items))
        start += len(found)
    together = (_joined(columns) for columns in zip(*parts, strict=True))
    return Section(words.say("working_sheet"), tuple(together), keys=3)


def _columns(
    one: Indicator, found: Sequence[Line], workings: Workings, words: Words
) -> tuple[Column, ...]:
    """Return the lines of one indicator as columns."""
    made, spans = workings.made[one.id], list(workings.wanted)
    labels, count = [*workings.spans.values()], len(workings.areas)

    def numbers(
        name: str, values: Numbers, formulas: Sequence[str | None] = (), decimals: int | None = 0
    ) -> Column:
        column = number(words.heading(name), none_for_nan(values.T[spans]), decimals)
        return replace(column, formulas=formulas)

    reported = [line.reported for line in found]
    days = np.repeat(workings.days[spans], count).tolist()
    timed = [None if line.days is None else day for line, day in zip(found, days, strict=True)]
    return (
        Column(words.heading("indicator"), [words.title(one.id)] * len(found)),
        Column(words.heading("period"), [labels[span] for span in spans for _ in range(count)]),
        Column(words.heading("area"), [*workings.areas] * len(spans)),
        numbers("months_used", made.used, [line.used for line in found]),
        numbers("months_expected", made.expected),
        replace(number(words.heading("days_used"), reported), formulas=[x.days for x in found]),
        number(words.heading("days"), timed),
        numbers("areas_whole", made.whole, [line.whole for line in found]),
        numbers("areas_expected", made.owed),
        numbers("sum_above", made.above, [line.above for line in found], None),
        numbers("sum_below", made.below, [line.below for line in found], None),
        numbers("value", made.value, [line.value for line in found], one.decimals),
    )


def _item(
    at: int, one: Indicator, found: Sequence[Line], workings: Workings, words: Words
) -> Column:
    """Return the sums of a single item; empty where a value does not take its items one by one."""
    each, heading = workings.made[one.id].each, words.heading("sum_of_item", number=at + 1)
    if at >= len(each):
        nothing = [None] * len(found)
        return replace(number(heading, nothing, None), formulas=nothing)
    values = none_for_nan(each[at].T[list(workings.wanted)])
    formulas = [line.each[at] if line.each else None for line in found]
    return replace(number(heading, values, None), formulas=formulas)


def _joined(columns: Sequence[Column]) -> Column:
    """Return the columns of all indicators, one below the other."""
    digits = [one.decimals for one in columns for _ in one.values]
    known = [one for one in digits if isinstance(one, int)]
    return replace(
        columns[0],
        values=list(chain.from_iterable(one.values for one in columns)),
        formulas=list(chain.from_iterable(one.formulas for one in columns)),
        decimals=known if len(known) == len(digits) else None,
    )


def _data(workings: Workings, words: Words) -> Section:
    """Return the sheet of counts as they were used: a line an area and period of its returns."""
    labels, count = [*workings.slots.values()], len(workings.leaves)
    months = [slot.months for slot in workings.slots] * count
    days = [slot.days for slot in workings.slots] * count
    areas = [leaf for leaf in workings.leaves for _ in labels]
    due = [workings.due(slot) for slot in workings.slots]
    items = words.catalogue.items
    columns = (
        Column(words.heading("area"), areas),
        Column(words.heading("period"), labels * count),
        number(words.heading("months"), months),
        number(words.heading("days"), days),
        number(words.heading("open"), np.column_stack(due).ravel().tolist()),
        Column(words.heading("source"), [one for line in workings.sources for one in line]),
        *(
            number(items[key].title.of(words.lang), none_for_nan(values), items[key].decimals)
            for key, values in workings.values.items()
        ),
    )
    return Section(words.say("data_sheet"), columns, keys=2)


def _refuse_long(one: Indicator, found: Sequence[Line], words: Words) -> None:
    longest = max((len(formula) for line in found for formula in (line.above, line.below, line.used)
                   if formula), default=0)  # fmt: skip
    if longest > LONGEST:
        title = words.title(one.id)
        raise OutputError(say("error", "formula_too_long", indicator=title, most=LONGEST))


Key = tuple[str, str, str]
"""Indicator, area and period, as a report names them."""


class Links(Struct, frozen=True):
    """The formulas of the cells of a report: each leads to its line of the working.

    `rows` has for each key the number of its line.
    """

    sheet: str
    rows: Mapping[Key, tuple[Indicator, int]]

    @classmethod
    def of(cls, report: Report, words: Words) -> Links | None:
        """Return the links of a report; None where its values are not formulas."""
        if report.workings is None:
            return None
        indicators = _indicators(report, report.workings)
        rows = dict(_rows(indicators, report.workings))
        return cls(f"'{words.say('working_sheet')}'!", rows)

    def column(
        self, name: str, keys: Sequence[Key], values: Sequence[float | None]
    ) -> list[str | None]:
        """Return the formulas of numerators, denominators or values, one a key.

        What is not known has no formula.
        """
        pairs = zip(keys, values, strict=True)
        return [None if value is None else self._one(name, key) for key, value in pairs]

    def _one(self, name: str, key: Key) -> str:
        indicator, row = self.rows[key]
        if name == "value":
            return f"={self.sheet}L{row}"
        return f"={operands(indicator, row, self.sheet)[name == 'denominator']}"


def _rows(
    indicators: Sequence[Indicator], workings: Workings
) -> Iterator[tuple[Key, tuple[Indicator, int]]]:
    """Yield the number of each line of the working."""
    labels, start = [*workings.spans.values()], 2
    for one in indicators:
        for place in workings.wanted:
            for index, area in enumerate(workings.areas):
                yield (one.id, area, labels[place]), (one, start + index)
            start += len(workings.areas)
