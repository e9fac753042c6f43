"""Months beside the same months of the years before, exactly, and the limits that follow from it.

The comparison holds however small the counts, and takes into account that what a month is compared
with is itself uncertain. Where a series is shown to vary by more than chance, probabilities and
limits are widened by Laney's sigma.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from fpstats import stats
from fpstats.watching.laws import Law, Numbers
from fpstats.watching.series import Places, Series

LEVEL: Final = 0.002
"""The probability outside the limits, on both sides together: those of 99.8 %."""

FEWEST: Final = 2
"""Years before that must have the month."""


class Compared(Struct, frozen=True, kw_only=True):
    """Months of one indicator and what stood in the same months before: arrays of one shape.

    `history` is in how many years before; `sigma` how many times as far as by chance the series
    varies.
    """

    law: Law
    count: Numbers
    under: Numbers
    before: Numbers
    under_before: Numbers
    history: Numbers
    sigma: Numbers

    @property
    def expected(self) -> Numbers:
        """The level of the same months before."""
        return self.before / self.under_before

    @property
    def error(self) -> Numbers:
        """The standard error of a level less the one before."""
        level = (self.count + self.before) / (self.under + self.under_before)
        apart = 1 / self.under + 1 / self.under_before
        return np.asarray(np.sqrt(self.law.variance(level) * apart) * self.sigma)

    def within(self, times: slice) -> Compared:
        """Return some of the months, of all areas."""
        return self._part(lambda values: values[:, times])

    def flat(self, places: Places) -> Compared:
        """Return single months by their places in the flat array."""
        return self._part(lambda values: values.ravel()[places])

    def varying(self, sigma: Numbers) -> Compared:
        """Return the same where each series varies so many times as far as by chance."""
        return replace(self, sigma=np.broadcast_to(sigma[:, None], self.count.shape))

    def _part(self, take: Callable[[Numbers], Numbers]) -> Compared:
        return Compared(
            law=self.law,
            count=take(self.count),
            under=take(self.under),
            before=take(self.before),
            under_before=take(self.under_before),
            history=take(self.history),
            sigma=take(self.sigma),
        )

    def probability(self, count: Numbers) -> Numbers:
        """Return how likely chance alone takes a count of these months so far, either way."""
        tails = self.law.tails(count, self.under, self.before, self.under_before)
        return stats.widened_probability(tails.two_sided, self.sigma)

    def limits(self) -> tuple[Numbers, Numbers]:
        """Return the least and the greatest level that is no signal; NaN where none is known.

        A month lies outside these limits exactly where its probability is at most `LEVEL`.
        """
        known = ~np.isnan(self.probability(self.count))
        under, most = np.where(known, self.under, 1.0), self.law.most(self.under)
        middle = np.where(known, np.minimum(np.floor(self.expected * under), most), 0.0)
        low = self._last_likely(middle, np.full_like(middle, -1.0))
        high = self._last_likely(middle, np.where(known, most + 1, 1.0))
        return np.where(known, low / under, np.nan), np.where(known, high / under, np.nan)

    def _last_likely(self, likely: Numbers, unlikely: Numbers) -> Numbers:
        """Find by halves the last likely count between a likely one and one that is not."""
        while np.any(np.abs(unlikely - likely) > 1):
            half = np.trunc((likely + unlikely) / 2)
            still = self.probability(half) > LEVEL
            likely, unlikely = np.where(still, half, likely), np.where(still, unlikely, half)
        return likely


def compared(series: Series, index: int, years: int) -> Compared:
    """Put every month of an indicator beside the same months of up to so many years before."""
    law, count, under = series.law(index), series.count[index], series.under[index]
    before, history = stats.same_months_before(count, years=years, fewest=FEWEST)
    under_before, _ = stats.same_months_before(under, years=years, fewest=FEWEST)
    return Compared(
        law=law,
        count=count,
        under=under,
        before=before,
        under_before=under_before,
        history=history,
        sigma=np.ones_like(count),
    )
