"""Counts over periods: what an indicator's numerator and denominator are in each area and period.

A month counts for an indicator only where every flow it needs is known; a stock counts where the
rule of the indicator finds it. Everything here is sums; nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from fpstats.areas import Areas
from fpstats.catalogue import GROUPED, ITEMWISE, Indicator, Item
from fpstats.catalogue.standing import ends_only, rule_of
from fpstats.estimates.covering import counted, set_aside
from fpstats.estimates.impossible import Beyond, beyond
from fpstats.estimates.month_ends import Stocks
from fpstats.estimates.panel import Numbers, Panel, open_months
from fpstats.estimates.person_years import PersonYears
from fpstats.estimates.placing import Flags
from fpstats.periods import Calendar, Span

NONE: Final[Mapping[int, Flags]] = {}


class Tally(Struct, frozen=True, kw_only=True):
    """One indicator before division: arrays of reporting areas down and periods across.

    `plus` and `minus` are the two sides of the numerator; `used` and `expected` count months;
    `owed` tells which areas should be in: of stocks that are taken at the end of a period, those
    that are open then, and of anything else, those that are open in some month of it.
    `usable` tells where numerator and denominator are both known, `complete` where moreover no
    month is lacking that other areas have; `missing` tells, for each item, where it is the reason
    that they are not known; `together`, by slots, where every flow is known; `beyond`, in which
    returns a part is above its whole. `singly` holds the sums of single items, where a value or its
    interval is not made of numerator and denominator alone.
    """

    plus: Numbers
    minus: Numbers
    denominator: Numbers
    used: Numbers
    expected: Numbers
    owed: Flags
    usable: Flags
    complete: Flags
    missing: Mapping[str, Flags]
    together: Flags
    beyond: Sequence[Beyond]
    singly: Mapping[str, Numbers]


class Tallies:
    """Takes tallies of indicators over one list of periods."""

    def __init__(
        self,
        panel: Panel,
        spans: Sequence[Span],
        items: Mapping[str, Item],
        calendar: Calendar,
        areas: Areas,
        *,
        annualise: bool,
        back: int = 12,
    ) -> None:
        """Find for each period the slots that lie inside it, and the month ends at its ends.

        `back` is how many months lie between a period and the one it is compared with.
        """
        self.panel, self.spans, self.items, self.areas = panel, spans, items, areas
        self.back, self.calendar, self.annualise = back, calendar, annualise
        starts = np.array([slot.start for slot in panel.slots[: panel.months]])
        self.low = np.searchsorted(starts, [span.start for span in spans])
        self.high = np.searchsorted(starts, [span.end for span in spans], side="right")
        longer = panel.slots[panel.months :]
        self.with_longer = {
            period: self._inside(span)
            for period, span in enumerate(spans)
            if any(span.covers(slot) for slot in longer)
        }
        self.months = np.array([span.months for span in spans], dtype=np.float64)
        self.owed = open_months(panel.leaves, spans, areas)
        self.open = open_months(panel.leaves, panel.slots, areas) > 0
        ends = [Span(span.end, span.end) for span in spans]
        self.open_at_end = open_months(panel.leaves, ends, areas) > 0
        self.days = np.array([span.days for span in spans], dtype=np.float64)
        years = [calendar.year(calendar.year_of(span.end)).days for span in spans]
        # As offices print them, rates of part of a year are not annualised unless asked for; over
        # more than a year they always are, year by year.
        self.whole = np.array(years, dtype=np.float64) if annualise else self.days
        self.sums: dict[str, Numbers] = {}
        self.stocks, self.person_years = Stocks(panel, spans), PersonYears(panel, spans)

    def again(self, panel: Panel, spans: Sequence[Span]) -> Tallies:
        """Return what takes tallies of other returns, or of other periods, by the same rules."""
        return Tallies(
            panel, spans, self.items, self.calendar, self.areas,
            annualise=self.annualise, back=self.back,
        )  # fmt: skip

    def _inside(self, span: Span) -> list[int]:
        return [place for place, slot in enumerate(self.panel.slots) if span.covers(slot)]

    def counted(self, together: Flags) -> Mapping[int, Flags]:
        """Tell for each period in which longer returns lie which of all inside it count."""
        slots = self.panel.slots
        return {
            period: counted(together[:, inside], [slots[place] for place in inside])
            for period, inside in self.with_longer.items()
        }

    def aside(self, together: Flags, period: int) -> Flags:
        """Tell which returns are set aside in a period, because others hold their months."""
        found = np.zeros(together.shape, dtype=bool)
        inside = self.with_longer.get(period, [])
        spans = [self.panel.slots[place] for place in inside]
        found[:, inside] = set_aside(together[:, inside], spans)
        return found

    def take(self, indicator: Indicator) -> Tally:
        """Return the tally of an indicator."""
        flows = [item for item in indicator.items if self.items[item].type == "flow"]
        stocks = [item for item in indicator.items if self.items[item].type == "stock"]
        shape = (len(self.panel.leaves), len(self.spans))
        usable = np.ones(shape, dtype=bool)
        missing: dict[str, Flags] = {}
        owed = self.owed > 0 if flows or not ends_only(indicator) else self.open_at_end
        if flows:
            together = np.logical_and.reduce([self.panel.known[item] for item in flows])
            counts = self.counted(together)
            used, share = self._reported(together, counts)
            expected = self.owed
            complete = self._complete(together, counts)
            usable &= used > 0
            if not usable.all():
                for item in flows:
                    missing[item] = self.over(self.panel.known[item]) == 0
                # Where each is known in some month, only never all of them together:
                found = np.logical_or.reduce(list(missing.values()))
                missing[flows[-1]] |= ~usable & ~found
        else:
            together = np.broadcast_to(np.True_, (shape[0], len(self.panel.slots)))
            counts = {}
            expected, complete = owed.astype(np.float64), usable.copy()
            used, share = np.ones(shape), np.broadcast_to(self.days, shape)
        for item in stocks:
            known = self.stocks.known(item, indicator)
            missing[item] = ~known
            usable &= known
        plus, minus = self._numerator(indicator, together, counts)
        below = np.zeros(shape)
        singly: dict[str, Numbers] = {}
        for item, weight in indicator.denominator.items():
            if item in stocks:
                amount = self.stocks.by_rule(item, rule_of(indicator, above=False))
                if flows:
                    amount = self._person_time(item, indicator, amount, share, together)
            else:
                amount = self._flow(item, together, counts)
            below += weight * amount
            if indicator.kind in GROUPED:
                singly[item] = np.where(usable, amount, 0)
        for item in indicator.numerator if indicator.kind in ITEMWISE else indicator.frame:
            singly[item] = np.where(usable, self._flow(item, together, counts), 0)
        if not flows:
            used = usable.astype(np.float64)
        return Tally(
            plus=np.where(usable, plus, 0),
            minus=np.where(usable, minus, 0),
            denominator=np.where(usable, below, 0),
            used=np.where(usable, used, 0),
            expected=expected,
            owed=owed,
            usable=usable,
            complete=usable & complete,
            missing=missing,
            together=together,
            beyond=list(beyond(indicator, self.panel, not stocks)),
            singly=singly,
        )

    def _complete(self, together: Flags, counts: Mapping[int, Flags]) -> Flags:
        """Tell where an area lacks no month that others have; a longer return has all of its."""
        whole = np.ones(self.owed.shape, dtype=bool)
        if not together.all():
            lacking = ~together & self.open & together.any(axis=0)
            lacking[:, self.panel.months :] = False
            whole = np.asarray(self.over(lacking) == 0)
        for period, used in counts.items():
            whole[:, period] = self._complete_with_longer(period, used)
        return whole

    def _complete_with_longer(self, period: int, used: Flags) -> Flags:
        """Tell the same of one period in which longer returns lie, month by month."""
        span = self.spans[period]
        held = np.zeros((len(used), span.months), dtype=bool)
        for place, flags in zip(self.with_longer[period], used.T, strict=True):
            slot = self.panel.slots[place]
            held[:, slot.start - span.start : slot.end - span.start + 1] |= flags[:, None]
        each = [Span(month, month) for month in range(span.start, span.end + 1)]
        owed = open_months(self.panel.leaves, each, self.areas) > 0
        lacking: Flags = owed & held.any(axis=0) & ~held
        return np.logical_not(lacking.any(axis=1))

    def _share(self, days_used: Numbers) -> Numbers:
        """Return which part of the period (or, annualised, of the year) was reported."""
        # Exactly 1 where the whole period is in: no rounding enters there.
        return np.where(days_used == self.whole, 1.0, days_used / self.whole)

    def over(
        self,
        values: Numbers | Flags,
        weights: Numbers | None = None,
        counts: Mapping[int, Flags] = NONE,
    ) -> Numbers:
        """Add (weighted) slots over each period, where longer returns lie in it those that count.

        `counts` is what `counted` returns; without it every slot inside a period is added.
        """
        weighted = values if weights is None else values * weights
        total = np.empty((len(weighted), len(self.spans)))
        if (self.high - self.low).sum() <= 2 * self.panel.months:
            for period, (low, high) in enumerate(zip(self.low, self.high, strict=True)):
                weighted[:, low:high].sum(axis=1, dtype=np.float64, out=total[:, period])
        else:
            # Periods that overlap, such as years to date, share one running sum.
            months = self.panel.months
            running = np.zeros((len(weighted), months + 1))
            np.cumsum(weighted[:, :months], axis=1, out=running[:, 1:])
            np.subtract(running[:, self.high], running[:, self.low], out=total)
        for period, inside in self.with_longer.items():
            used = counts.get(period)
            there = weighted[:, inside]
            total[:, period] = (there if used is None else there * used).sum(axis=1)
        return total

    def _reported(self, together: Flags, counts: Mapping[int, Flags]) -> tuple[Numbers, Numbers]:
        """Return the months and the days of each period in which everything was reported."""
        months = np.array([slot.months for slot in self.panel.slots], dtype=np.float64)
        # Where nothing is missing, one line serves for all areas.
        flags = together[:1] if together.all() and not counts else together
        shape = (len(together), len(self.spans))
        used = self.over(flags, months, counts)
        days = self.over(flags, self.panel.days, counts)
        return np.broadcast_to(used, shape), np.broadcast_to(days, shape)

    def _flow(self, item: str, together: Flags, counts: Mapping[int, Flags]) -> Numbers:
        scale = 100.0 if self.items[item].decimals else 1.0
        value = self.panel.value[item]
        if counts or not together.all():
            return self.over(np.where(together, value, 0), counts=counts) / scale
        # Where nothing is missing, a sum is the same for every indicator.
        if item not in self.sums:
            self.sums[item] = self.over(value) / scale
        return self.sums[item]

    def _person_time(
        self, item: str, indicator: Indicator, mean: Numbers, days: Numbers, together: Flags
    ) -> Numbers:
        """Return the mean stock times the part of a year that was reported; of years, their sum."""
        found = mean * self._share(days)
        years = self.person_years
        if years.long:
            reported = np.stack([self.days_within(year, together) for year in years.years], axis=1)
            years.fill(found, item, rule_of(indicator, above=False), reported)
        return found

    def days_within(self, span: Span, together: Flags) -> Numbers:
        """Return the days of a period in which areas reported everything."""
        inside = self._inside(span)
        used = counted(together[:, inside], [self.panel.slots[place] for place in inside])
        return np.asarray(used @ self.panel.days[inside])

    def _numerator(
        self, indicator: Indicator, together: Flags, counts: Mapping[int, Flags]
    ) -> tuple[Numbers, Numbers]:
        plus = np.zeros((len(self.panel.leaves), len(self.spans)))
        minus, rule = np.zeros_like(plus), rule_of(indicator, above=True)
        for item, weight in indicator.added.items():
            if self.items[item].type == "flow":
                amount = self._flow(item, together, counts)
            elif rule == "change":
                plus += weight * self.stocks.at(item, 0)[0]
                minus += weight * self.stocks.at(item, -1)[0]
                continue
            else:
                amount = self.stocks.by_rule(item, rule)
            if weight > 0:
                plus += weight * amount
            else:
                minus -= weight * amount
        return plus, minus
