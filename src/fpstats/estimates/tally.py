"""Counts over periods: what an indicator's numerator and denominator are in each area and period.

A month counts for an indicator only where every flow it needs is known; a stock counts where the
rule of the indicator finds it. Everything here is sums; nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fpstats.areas import Areas
from fpstats.catalogue import GROUPED, ITEMWISE, Indicator, Item, Kind
from fpstats.catalogue.standing import Rule, rule_of
from fpstats.estimates.panel import Numbers, Panel, open_months
from fpstats.estimates.placing import Flags
from fpstats.estimates.stocks import by_month_end
from fpstats.periods import Calendar, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One indicator before division: arrays of reporting areas down and periods across.

    `plus` and `minus` are the two sides of the numerator; `used` and `expected` count months;
    `usable` tells where numerator and denominator are both known, `complete` where moreover no
    month is lacking that other areas have; `missing` tells, for each item, where it is the reason
    that they are not known. `singly` holds the sums of single items, where a value or its interval
    is not made of numerator and denominator alone.
    """

    plus: Numbers
    minus: Numbers
    denominator: Numbers
    used: Numbers
    expected: Numbers
    usable: Flags
    complete: Flags
    missing: Mapping[str, Flags]
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
        self.back = back
        starts = np.array([slot.start for slot in panel.slots[: panel.months]])
        self.low = np.searchsorted(starts, [span.start for span in spans])
        self.high = np.searchsorted(starts, [span.end for span in spans], side="right")
        self.longer = [
            (slot, [p for p, span in enumerate(spans) if span.covers(panel.slots[slot])])
            for slot in range(panel.months, len(panel.slots))
        ]
        self.months = np.array([span.months for span in spans], dtype=np.float64)
        self.owed = open_months(panel.leaves, spans, areas)
        self.open = open_months(panel.leaves, panel.slots, areas) > 0
        self.days = np.array([span.days for span in spans], dtype=np.float64)
        years = [calendar.year(calendar.year_of(span.end)).days for span in spans]
        # As offices print them, rates of part of a year are not annualised unless asked for; over
        # more than a year they always are, by the mean length of its years.
        whole = np.array(years, dtype=np.float64) if annualise else self.days
        self.whole = np.where(self.months > 12, self.days * 12 / self.months, whole)
        self.ends = sorted({slot.end for slot in panel.slots})
        self._stocks: dict[str, tuple[Numbers, Flags]] = {}

    def take(self, indicator: Indicator) -> Tally:
        """Return the tally of an indicator."""
        flows = [item for item in indicator.items if self.items[item].type == "flow"]
        stocks = [item for item in indicator.items if self.items[item].type == "stock"]
        shape = (len(self.panel.leaves), len(self.spans))
        usable = np.ones(shape, dtype=bool)
        missing: dict[str, Flags] = {}
        if flows:
            together = np.logical_and.reduce([self.panel.known[item] for item in flows])
            used, share = self._reported(together)
            expected = self.owed
            complete = self._complete(together)
            usable &= used > 0
            if not usable.all():
                for item in flows:
                    missing[item] = self._over(self.panel.known[item]) == 0
                # Where each is known in some month, only never all of them together:
                found = np.logical_or.reduce(list(missing.values()))
                missing[flows[-1]] |= ~usable & ~found
        else:
            together = np.ones((shape[0], len(self.panel.slots)), dtype=bool)
            expected, complete = np.ones(shape), usable.copy()
            used, share = np.ones(shape), np.broadcast_to(self.days, shape)
        for item in stocks:
            known = self._stock_known(item, indicator)
            missing[item] = ~known
            usable &= known
        plus, minus = self._numerator(indicator, together)
        below = np.zeros(shape)
        singly: dict[str, Numbers] = {}
        for item, weight in indicator.denominator.items():
            if item in stocks:
                stock = self._stock(item, rule_of(indicator, above=False))
                amount = stock * self._share(share) if flows else stock
            else:
                amount = self._flow(item, together)
            below += weight * amount
            if indicator.kind in GROUPED:
                singly[item] = np.where(usable, amount, 0)
        for item in indicator.numerator if indicator.kind in ITEMWISE else indicator.frame:
            singly[item] = np.where(usable, self._flow(item, together), 0)
        if not flows:
            used = usable.astype(np.float64)
        return Tally(
            plus=np.where(usable, plus, 0),
            minus=np.where(usable, minus, 0),
            denominator=np.where(usable, below, 0),
            used=np.where(usable, used, 0),
            expected=expected,
            usable=usable,
            complete=usable & complete,
            missing=missing,
            singly=singly,
        )

    def _complete(self, together: Flags) -> Flags:
        """Tell where an area lacks no month that others have; a longer return has all of its."""
        lacking = ~together & self.open & together.any(axis=0)
        lacking[:, self.panel.months :] = False
        whole = np.ones(self.owed.shape, dtype=bool)
        if lacking.any():
            whole = np.asarray(self._over(lacking) == 0)
        for period in sorted({period for _, periods in self.longer for period in periods}):
            whole[:, period] = self._complete_with_longer(together, period)
        return whole

    def _complete_with_longer(self, together: Flags, period: int) -> Flags:
        """Tell the same of one period in which longer returns lie, month by month."""
        span = self.spans[period]
        held = np.zeros((len(together), span.months), dtype=bool)
        slots = [*range(self.low[period], self.high[period])]
        slots += [slot for slot, periods in self.longer if period in periods]
        for place in slots:
            slot = self.panel.slots[place]
            held[:, slot.start - span.start : slot.end - span.start + 1] |= together[:, [place]]
        each = [Span(month, month) for month in range(span.start, span.end + 1)]
        owed = open_months(self.panel.leaves, each, self.areas) > 0
        lacking: Flags = owed & held.any(axis=0) & ~held
        return np.logical_not(lacking.any(axis=1))

    def _share(self, days_used: Numbers) -> Numbers:
        """Return which part of the period (or, annualised, of the year) was reported."""
        # Exactly 1, or so many years, where the whole period is in: no rounding enters there.
        share = np.where(days_used == self.whole, 1.0, days_used / self.whole)
        return np.where((days_used == self.days) & (self.months > 12), self.months / 12, share)

    def _over(self, values: Numbers | Flags, weights: Numbers | None = None) -> Numbers:
        """Add (weighted) slots over each period."""
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
        for slot, periods in self.longer:
            total[:, periods] += weighted[:, [slot]]
        return total

    def _reported(self, together: Flags) -> tuple[Numbers, Numbers]:
        """Return the months and the days of each period in which everything was reported."""
        months = np.array([slot.months for slot in self.panel.slots], dtype=np.float64)
        # Where nothing is missing, one line serves for all areas.
        flags = together[:1] if together.all() else together
        shape = (len(together), len(self.spans))
        used, days = self._over(flags, months), self._over(flags, self.panel.days)
        return np.broadcast_to(used, shape), np.broadcast_to(days, shape)

    def _flow(self, item: str, together: Flags) -> Numbers:
        scale = 100.0 if self.items[item].decimals else 1.0
        value = self.panel.value[item]
        total = self._over(value if together.all() else np.where(together, value, 0))
        return total / scale if scale != 1 else total

    def _numerator(self, indicator: Indicator, together: Flags) -> tuple[Numbers, Numbers]:
        plus = np.zeros((len(self.panel.leaves), len(self.spans)))
        minus, rule = np.zeros_like(plus), rule_of(indicator, above=True)
        for item, weight in indicator.added.items():
            if self.items[item].type == "flow":
                amount = self._flow(item, together)
            elif rule == "change":
                plus += weight * self.at(item, 0)[0]
                minus += weight * self.at(item, -1)[0]
                continue
            else:
                amount = self._stock(item, rule)
            if weight > 0:
                plus += weight * amount
            else:
                minus -= weight * amount
        return plus, minus

    # --- stocks --------------------------------------------------------------------------------

    def _by_month_end(self, item: str) -> tuple[Numbers, Flags]:
        """Return a stock by the month at whose end it stands."""
        if item in self._stocks:
            return self._stocks[item]
        self._stocks[item] = by_month_end(self.panel, item, self.ends)
        return self._stocks[item]

    def at(self, item: str, which: int) -> tuple[Numbers, Flags]:
        """Return a stock at the end (0) or the start (-1) of each period."""
        value, known = self._by_month_end(item)
        place = {end: index for index, end in enumerate(self.ends)}
        wanted = [span.end if which == 0 else span.start - 1 for span in self.spans]
        there = np.array([end in place for end in wanted])
        index = np.array([place.get(end, 0) for end in wanted])
        return value[:, index] * there, known[:, index] & there

    def _stock(self, item: str, rule: Rule) -> Numbers:
        if rule == "end_of_period":
            return self.at(item, 0)[0]
        ends = (self.at(item, -1)[0] + self.at(item, 0)[0]) / 2
        if rule == "mean_of_ends":
            return ends
        value, _ = self._by_month_end(item)
        low, high = self._month_ends()
        running = np.concatenate([np.zeros((len(value), 1)), np.cumsum(value, axis=1)], axis=1)
        inside = running[:, high] - running[:, low]
        # Half weights at both ends: P0/2 + P1 + … + P11 + P12/2, over 12.
        mean: Numbers = (inside - ends) / self.months
        return mean

    def _month_ends(self) -> tuple[Sequence[int], Sequence[int]]:
        low = np.searchsorted(self.ends, [span.start - 1 for span in self.spans])
        high = np.searchsorted(self.ends, [span.end for span in self.spans], side="right")
        return low.tolist(), high.tolist()

    def _stock_known(self, item: str, indicator: Indicator) -> Flags:
        in_numerator_only = item not in indicator.denominator
        rule = indicator.population or "end_of_period"
        if indicator.kind is Kind.STOCK:
            return self.at(item, 0)[1]
        both = self.at(item, 0)[1] & self.at(item, -1)[1]
        if indicator.kind is Kind.STOCK_CHANGE and in_numerator_only:
            return both
        needs_start = indicator.kind is Kind.STOCK_CHANGE or rule != "end_of_period"
        if rule == "mean_of_month_ends":
            _, known = self._by_month_end(item)
            low, high = self._month_ends()
            running = np.concatenate([np.zeros((len(known), 1)), np.cumsum(known, axis=1)], axis=1)
            both &= running[:, high] - running[:, low] == self.months + 1
        return both if needs_start else self.at(item, 0)[1]
