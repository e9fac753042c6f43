"""What one value is made of: the numbers of areas and months, each with its weight.

The weights are built up from the definition of the indicator and not taken from `tally`, so that
the sum of the parts is a second way to the same numerator and denominator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

import numpy as np
import polars as pl
from msgspec import Struct

from fpstats.catalogue import Indicator, Kind
from fpstats.catalogue.standing import Rule, month_ends, rule_of
from fpstats.estimates.covering import counted
from fpstats.estimates.matched import Growth
from fpstats.estimates.panel import Numbers, open_months
from fpstats.estimates.placing import Flags, Indices
from fpstats.estimates.tally import Tallies, Tally
from fpstats.periods import Span

SCHEMA: Final = {
    "above": pl.Boolean,
    "item": pl.String,
    "leaf": pl.Int64,
    "start": pl.Int64,
    "end": pl.Int64,
    "weight": pl.Float64,
    "number": pl.Float64,
    "why": pl.String,
}
"""A part: side of the line, item, place of the area among those that report, the months of its
return (or the month that is lacking; of longer returns all), weight, number (null where it is not
known), and why it is not counted: `unknown`, `month` (another item of it is not known), `like` (of
a growth: its months are not known in the other period), `held` (of its months other returns count),
`area` (of the area something else is not known); null where it is counted."""


class _Term(Struct, frozen=True, kw_only=True):
    """One side of the line over one period; a growth has three of them, others two.

    `tallies` and `tally` are those of the period, or of the one before it in the same place.
    """

    tallies: Tallies
    tally: Tally
    above: bool
    period: int
    times: float
    weights: Mapping[str, int]


def parts(
    indicator: Indicator, tallies: Tallies, tally: Tally, period: int, leaves: Indices
) -> pl.DataFrame:
    """Return the parts of one value, of the areas in it, as `SCHEMA` says.

    Parameters
    ----------
    tally
        That of the indicator.
    period
        The place of the period among those of the tallies.
    leaves
        The places of the areas among those that report.
    """
    found = [pl.DataFrame(schema=SCHEMA)]
    for term in _terms(indicator, tallies, tally, period):
        maker = _Maker(indicator, term, leaves)
        for item, weight in term.weights.items():
            if tallies.items[item].type == "flow":
                found += maker.flow(item, weight * term.times)
            else:
                found += maker.stock(item, weight * term.times)
    return pl.concat(found)


def _terms(indicator: Indicator, tallies: Tallies, tally: Tally, period: int) -> Iterator[_Term]:
    above, below = indicator.added, indicator.denominator
    now = partial(_Term, tallies=tallies, tally=tally, period=period)
    yield now(above=True, times=1.0, weights=above)
    if indicator.kind is not Kind.GROWTH:
        yield now(above=False, times=1.0, weights=below)
        return
    both = Growth.of(tallies, indicator)
    before = partial(_Term, tallies=both.before, tally=both.then, period=period)
    yield before(above=True, times=-1.0, weights=above)
    yield before(above=False, times=1.0, weights=above)


class _Maker:
    """Makes the parts of one term."""

    def __init__(self, indicator: Indicator, term: _Term, leaves: Indices) -> None:
        """Find the returns inside the period, and where every flow is known."""
        tallies, tally = term.tallies, term.tally
        self.indicator, self.tallies, self.leaves = indicator, tallies, leaves
        self.panel, self.span, self.above = tallies.panel, tallies.spans[term.period], term.above
        self.usable: Flags = tally.usable[leaves, term.period]
        self.owed: Flags = tally.owed[leaves, term.period]
        names = [self.panel.leaves[leaf] for leaf in leaves]
        months = [Span(month, month) for month in range(self.span.start, self.span.end + 1)]
        self.open: Flags = open_months(names, months, tallies.areas) > 0
        slots = self.panel.slots
        self.slots = [place for place, slot in enumerate(slots) if self.span.covers(slot)]
        flows = [item for item in indicator.items if tallies.items[item].type == "flow"]
        self.all_known = tally.together
        known = [self.panel.known[item][leaves][:, self.slots] for item in flows]
        whole = np.logical_and.reduce([np.ones((len(leaves), len(self.slots)), bool), *known])
        together = tally.together[leaves][:, self.slots]
        # Of a growth: what is known, but not in the months of the other period.
        self.like: Flags = whole & ~together
        self.together = counted(together, [slots[place] for place in self.slots])
        self.held = together & ~self.together
        self.share = np.ones(len(leaves))
        self.timed = bool(flows) and not term.above
        self.years = tallies.person_years.parts.get(term.period) if self.timed else None
        self.period = term.period
        if self.timed:
            # Exposure is the stock times the part of the period (or of the year) reported.
            days = self.together @ np.array([slots[place].days for place in self.slots], dtype=int)
            self.share = days / tallies.whole[term.period]

    def flow(self, item: str, weight: float) -> Iterator[pl.DataFrame]:
        """Yield the numbers of a flow: those of each return inside the period, and the lacking."""
        held = np.zeros((len(self.leaves), self.span.months), dtype=bool)
        for column, place in enumerate(self.slots):
            slot, there = self.panel.slots[place], (self.together | self.like)[:, column]
            first = slot.start - self.span.start
            held[:, first : first + slot.months] |= there[:, None]
        for column, place in enumerate(self.slots):
            slot, together = self.panel.slots[place], self.together[:, column]
            known = self.panel.known[item][self.leaves, place]
            # A longer return counts for nothing where its months are there.
            there = known | (self._lacking(held, slot.start) if slot.months == 1 else True)
            lacking = np.where(self.like[:, column], "like", "month")
            why = np.where(together & self.usable, "", np.where(together, "area", lacking))
            why = np.where(self.held[:, column], "held", why)
            yield self._rows(item, slot, weight, there, np.where(known, why, "unknown"), place)
        single = {self.panel.slots[place].start for place in self.slots
                  if self.panel.slots[place].months == 1}  # fmt: skip
        for month in range(self.span.start, self.span.end + 1):
            if month not in single:
                lacking = self._lacking(held, month)
                unknown = np.full(len(lacking), "unknown")
                yield self._rows(item, Span(month, month), weight, lacking, unknown, None)

    def _lacking(self, held: Flags, month: int) -> Flags:
        """Tell which areas should have reported a month and have no return that counts for it."""
        place = month - self.span.start
        found: Flags = self.open[:, place] & ~held[:, place]
        return found

    def stock(self, item: str, weight: float) -> Iterator[pl.DataFrame]:
        """Yield the numbers of a stock at the month ends at which it enters."""
        rule = rule_of(self.indicator, above=self.above)
        due = {month for span in self.years or [self.span] for month in month_ends(rule, span)}
        for month, weights in self._standing(item, rule).items():
            # Another month end enters only where it stands in for one that is not known.
            free = np.full(len(self.leaves), month in due) | (weights > 0)
            for one, place in self._stating(item, month):
                known = self.panel.stated(one)[self.leaves, place] & free
                why = np.where(self.usable, "", "area")
                slot = self.panel.slots[place]
                yield self._rows(one, slot, weight * weights, known, why, place)
                free &= ~known
            unknown = np.full(len(self.leaves), "unknown")
            there = free & self.owed
            at = Span(month, month)
            yield self._rows(item, at, weight * weights, there, unknown, None)

    def _stating(self, item: str, month: int) -> Iterator[tuple[str, int]]:
        """Yield the items and slots that say what a stock is at the end of a month, in turn."""
        slots = self.panel.slots
        yield from ((item, place) for place, slot in enumerate(slots) if slot.end == month)
        for one in self.panel.known:
            if self.tallies.items[one].opens == item:
                starting = (place for place, slot in enumerate(slots) if slot.start - 1 == month)
                yield from ((one, place) for place in starting)

    def _standing(self, item: str, rule: Rule) -> dict[int, Numbers]:
        """Return the month ends at which a stock enters, with its weight for each area."""
        if self.years is None:
            ends = month_ends(rule, self.span)
            return {month: mean * self.share for month, mean in ends.items()}
        each = (self.tallies.days_within(year, self.all_known) for year in self.years)
        days = np.stack([one[self.leaves] for one in each], axis=1)
        found = self.tallies.person_years
        return found.weights(item, rule, self.period, days, self.leaves)

    def _rows(
        self,
        item: str,
        span: Span,
        weight: float | Numbers,
        there: Flags,
        why: np.ndarray,
        place: int | None,
    ) -> pl.DataFrame:
        """Return one item of one return as parts, of the areas where it is there."""
        scale = 100.0 if self.tallies.items[item].decimals else 1.0
        numbers = np.full(len(self.leaves), np.nan)
        if place is not None:
            value = self.panel.value[item][self.leaves, place] / scale
            numbers = np.where(self.panel.known[item][self.leaves, place], value, np.nan)
        count = int(there.sum())
        columns = {
            "above": [self.above] * count,
            "item": [item] * count,
            "leaf": self.leaves[there],
            "start": [span.start] * count,
            "end": [span.end] * count,
            "weight": np.broadcast_to(weight, len(self.leaves))[there],
            "number": pl.Series(numbers[there], nan_to_null=True, dtype=pl.Float64),
            "why": [one or None for one in why[there].tolist()],
        }
        return pl.DataFrame(columns, schema=SCHEMA)
