"""Stocks at the ends of months, and what they come to over periods by the rule of an indicator."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fpstats.catalogue import Indicator, Kind
from fpstats.catalogue.standing import Rule
from fpstats.estimates.panel import Numbers, Panel
from fpstats.estimates.placing import Flags
from fpstats.estimates.stocks import by_month_end
from fpstats.periods import Span


class Stocks:
    """Stocks of reporting areas (down) over one list of periods (across)."""

    def __init__(self, panel: Panel, spans: Sequence[Span]) -> None:
        """Find the month ends at which some return stands."""
        self.panel, self.spans = panel, spans
        self.ends = sorted({slot.end for slot in panel.slots})
        self.months = np.array([span.months for span in spans], dtype=np.float64)
        self._stocks: dict[str, tuple[Numbers, Flags]] = {}

    def by_month_end(self, item: str) -> tuple[Numbers, Flags]:
        """Return a stock by the month at whose end it stands, and where it is known."""
        if item in self._stocks:
            return self._stocks[item]
        self._stocks[item] = by_month_end(self.panel, item, self.ends)
        return self._stocks[item]

    def at(self, item: str, which: int) -> tuple[Numbers, Flags]:
        """Return a stock at the end (0) or the start (-1) of each period."""
        value, known = self.by_month_end(item)
        place = {end: index for index, end in enumerate(self.ends)}
        wanted = [span.end if which == 0 else span.start - 1 for span in self.spans]
        there = np.array([end in place for end in wanted])
        index = np.array([place.get(end, 0) for end in wanted])
        return value[:, index] * there, known[:, index] & there

    def by_rule(self, item: str, rule: Rule) -> Numbers:
        """Return what a stock comes to over each period."""
        if rule == "end_of_period":
            return self.at(item, 0)[0]
        ends = (self.at(item, -1)[0] + self.at(item, 0)[0]) / 2
        if rule == "mean_of_ends":
            return ends
        value, _ = self.by_month_end(item)
        low, high = self._month_ends()
        running = np.concatenate([np.zeros((len(value), 1)), np.cumsum(value, axis=1)], axis=1)
        inside = running[:, high] - running[:, low]
        # Half weights at both ends: P0/2 + P1 + … + P11 + P12/2, over 12.
        mean: Numbers = (inside - ends) / self.months
        return mean

    def known(self, item: str, indicator: Indicator) -> Flags:
        """Tell where a stock is known at all month ends at which the indicator needs it."""
        in_numerator_only = item not in indicator.denominator
        rule = indicator.population or "end_of_period"
        if indicator.kind is Kind.STOCK:
            return self.at(item, 0)[1]
        both = self.at(item, 0)[1] & self.at(item, -1)[1]
        if indicator.kind is Kind.STOCK_CHANGE and in_numerator_only:
            return both
        needs_start = indicator.kind is Kind.STOCK_CHANGE or rule != "end_of_period"
        if rule == "mean_of_month_ends":
            _, known = self.by_month_end(item)
            low, high = self._month_ends()
            running = np.concatenate([np.zeros((len(known), 1)), np.cumsum(known, axis=1)], axis=1)
            both &= running[:, high] - running[:, low] == self.months + 1
        return both if needs_start else self.at(item, 0)[1]

    def _month_ends(self) -> tuple[Sequence[int], Sequence[int]]:
        low = np.searchsorted(self.ends, [span.start - 1 for span in self.spans])
        high = np.searchsorted(self.ends, [span.end for span in self.spans], side="right")
        return low.tolist(), high.tolist()
