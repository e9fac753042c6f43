"""Person-years of a period longer than a year: the sum of those of its years.

Each year counts with the population it had. Where that is not known at the end of a year inside
the period, it is taken on the straight line between the nearest month ends at which it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fpstats.catalogue.standing import Rule, month_ends
from fpstats.estimates.month_ends import Stocks
from fpstats.estimates.panel import Numbers, Panel
from fpstats.estimates.placing import Flags, Indices
from fpstats.periods import Span

YEAR = 12


def years_of(span: Span) -> list[Span]:
    """Return the years of a period, which end where it ends; what is left over comes first.

    >>> [(year.start, year.end) for year in years_of(Span(1, 30))]
    [(1, 6), (7, 18), (19, 30)]
    """
    ends = range(span.end, span.start - 1, -YEAR)
    return [Span(max(end - YEAR + 1, span.start), end) for end in reversed(ends)]


class PersonYears:
    """Person-years of the periods among these that are longer than a year."""

    def __init__(self, panel: Panel, spans: Sequence[Span]) -> None:
        """Part the periods into their years."""
        self.long = [place for place, span in enumerate(spans) if span.months > YEAR]
        self.parts = {place: years_of(spans[place]) for place in self.long}
        self.years = sorted({year for parts in self.parts.values() for year in parts})
        self.stocks = _Continued(panel, self.years)

    def fill(self, amounts: Numbers, item: str, rule: Rule, days: Numbers) -> None:
        """Put the person-years of long periods in their places among the amounts of all periods.

        `days` are those reported of each of `years`, for each area that reports.
        """
        each = self.stocks.by_rule(item, rule) * share(days, self.years)
        place = {year: index for index, year in enumerate(self.years)}
        for period, parts in self.parts.items():
            amounts[:, period] = each[:, [place[year] for year in parts]].sum(axis=1)

    def weights(
        self, item: str, rule: Rule, period: int, days: Numbers, leaves: Indices
    ) -> dict[int, Numbers]:
        """Return how often the stock at each month end counts in the person-years of a period.

        `days` are those reported of each year of the period, by area; so are the weights.
        """
        years, found = self.parts[period], dict[int, Numbers]()
        for year, part in zip(years, share(days, years).T, strict=True):
            for month, mean in month_ends(rule, year).items():
                found[month] = found.get(month, 0.0) + mean * part
        known, ends = self.stocks.by_month_end(item)[1][leaves], np.array(self.stocks.ends)
        before, after, way = nearest(known, ends)
        rows = np.arange(len(leaves))
        for month in [month for month in found if month in self.stocks.ends]:
            at = self.stocks.ends.index(month)
            first, second = before[:, at], after[:, at]
            drawn = ~known[:, at] & known[rows, first] & known[rows, second]
            moved = np.where(drawn, found[month], 0.0)
            found[month] = found[month] - moved
            for row in np.flatnonzero(drawn):
                parts = {first[row]: 1 - way[row, at], second[row]: way[row, at]}
                for end, times in parts.items():
                    there = found.setdefault(int(ends[end]), np.zeros(len(leaves)))
                    there[row] += times * moved[row]
        return dict(sorted(found.items()))

    def unknown(self, item: str, period: int) -> dict[int, Flags]:
        """Return the months at whose end, inside a period, a stock is not known of some areas."""
        inside = [year.end for year in self.parts.get(period, [])[:-1]]
        known = self.stocks.by_month_end(item)[1]
        place = {end: index for index, end in enumerate(self.stocks.ends)}
        lacking = {end: ~known[:, place[end]] for end in inside}
        return {end: flags for end, flags in lacking.items() if flags.any()}


def share(days: Numbers, years: Sequence[Span]) -> Numbers:
    """Return how much of twelve months was reported in each of these years.

    Exactly so many twelfths where all of its days were: no rounding enters there.
    """
    whole = np.array([year.days for year in years], dtype=np.float64)
    months = np.array([year.months for year in years], dtype=np.float64)
    return np.where(days == whole, months / YEAR, days * months / (whole * YEAR))


class _Continued(Stocks):
    """Stocks that between two months at whose ends they are known lie on a straight line."""

    def __init__(self, panel: Panel, spans: Sequence[Span]) -> None:
        """Have a place for every month end that is asked for."""
        super().__init__(panel, spans)
        asked = (month for span in spans for month in (span.start - 1, span.end))
        self.ends = sorted({*self.ends, *asked})

    def by_month_end(self, item: str) -> tuple[Numbers, Flags]:
        """Return a stock by month end, drawn on where it is not known; and where it is."""
        fresh = item not in self._stocks
        value, known = super().by_month_end(item)
        if fresh and not known.all():
            before, after, part = nearest(known, np.array(self.ends))
            rows = np.arange(len(value))[:, None]
            drawn = value[rows, before] + part * (value[rows, after] - value[rows, before])
            self._stocks[item] = np.where(known, value, drawn), known
        return self._stocks[item]


def nearest(
    known: Flags, ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Numbers]:
    """Return for each place the nearest known before it and after it, and its part of the way.

    At a known place, and before the first and behind the last, all three are of no meaning.
    """
    places = np.arange(known.shape[1])
    before = np.maximum.accumulate(np.where(known, places, 0), axis=1)
    last = known.shape[1] - 1
    after = np.minimum.accumulate(np.where(known, places, last)[:, ::-1], axis=1)[:, ::-1]
    way = np.maximum(ends[after] - ends[before], 1)
    return before, after, np.asarray((ends - ends[before]) / way)
