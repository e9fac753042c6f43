"""Funnels: which areas lie farther from a common value than chance takes areas of their size.

The numbers of a funnel plot, area by area: its centre, its limits at 95 and 99.8 %, and the flag.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fpstats import stats
from fpstats.catalogue import Distribution, Indicator, Kind
from fpstats.comparisons.chance import (
    ALIKE,
    STANDINGS,
    STRICT,
    USUAL,
    Codes,
    Counts,
    Numbers,
    countable,
    counts_of,
)
from fpstats.comparisons.targets import Against
from fpstats.estimates.estimate import Estimates
from fpstats.stats.funnels.spread import ENOUGH_AREAS
from fpstats.stats.significance import normal_two_sided

FORMS: Final = ("exact", "widened", "phe")
"""Exact limits, limits widened by what areas differ beyond chance, and those of PHE."""

_PHE: Final = ("Low (0.001)", "Low (0.025)", "Not significant", "High (0.025)", "High (0.001)")
_FUNNELLED: Final = frozenset({Distribution.BINOMIAL, Distribution.POISSON})


class Funnel(NamedTuple):
    """Arrays of indicators × areas × periods: NaN, and code −1, where there is no funnel.

    Limits are in the unit of the value. `phi` is 1 where areas differ by no more than chance.
    """

    centre: Numbers
    lower_998: Numbers
    lower_95: Numbers
    upper_95: Numbers
    upper_998: Numbers
    p: Numbers
    q: Numbers
    phi: Numbers
    tau2: Numbers
    standing: Codes
    form: Codes


def funnel(done: Estimates, against: Against, around: str, periods: NDArray[np.int64]) -> Funnel:
    """Lay funnels over the areas of each level, around what is asked for.

    Around the pooled value they are widened where ten areas or more are shown to differ beyond
    chance; around a target they never are, because that all areas miss it is no excuse for one.
    Widening takes the roots of counts for normal, which those of a few events are not: the limits
    are never narrower, and the probability never smaller, than the exact ones. Within a range the
    lower limits lie around its lower end and the upper ones around its upper.
    """
    count = len(Funnel._fields) - 2
    found = Funnel(*(np.full(done.shape, np.nan) for _ in range(count)),
                   *(np.full(done.shape, -1, dtype=np.int8) for _ in range(2)))  # fmt: skip
    for index, indicator in enumerate(done.indicators):
        if indicator.distribution not in _FUNNELLED or indicator.kind is Kind.COUNT:
            continue
        counts = counts_of(done, index, periods)
        sure = countable(done, index, periods)
        ends = against.bounds(indicator, index, periods)
        for level in done.tree.each_level():
            for column, period in enumerate(periods):
                rows = level[sure[level, column]]
                if rows.size < (1 if around == "target" else 2):
                    continue
                here = _Areas.of(indicator, Counts(*(each[rows, column] for each in counts)))
                if around == "target":
                    low, high = (end[rows, column] for end in ends)
                    one = here.around_target(low, high)
                else:
                    one = here.as_phe() if around == "phe" else here.around_pooled()
                arrays: tuple[NDArray[Any], ...] = found
                parts: tuple[NDArray[Any], ...] = one
                for array, part in zip(arrays, parts, strict=True):
                    array[index, rows, period] = part
    return found


class _Areas(NamedTuple):
    """The areas of one level in one period: events, among or over what, and the unit they have."""

    indicator: Indicator
    events: Numbers
    total: Numbers

    @classmethod
    def of(cls, indicator: Indicator, counts: Counts) -> _Areas:
        """Take a ratio for the proportion that the first count is of both."""
        total = counts.over + counts.under if indicator.kind is Kind.RATIO else counts.under
        return cls(indicator, counts.over, total)

    @property
    def shares(self) -> bool:
        return self.indicator.distribution is Distribution.BINOMIAL

    def around_target(self, low: Numbers, high: Numbers) -> Funnel:
        """Lay exact funnels around one bound, or around each of two."""
        single = np.isinf(low) | np.isinf(high)
        bound = np.where(np.isinf(low), high, low)
        low, high = (np.where(single, bound, end) for end in (low, high))
        return self._exact(self._share(low), self._share(high))

    def around_pooled(self) -> Funnel:
        """Lay a funnel around the common value, widened where the areas differ beyond chance."""
        centre = np.full_like(self.events, stats.pooled(self.events, self.total))
        if self.shares:
            deviation = stats.arcsine_deviation(self.events, self.total, centre)
        else:
            deviation = stats.root_ratio_deviation(self.events, centre * self.total)
        spread = stats.overdispersion(deviation)
        if spread.used == 0:
            return self._exact(centre, centre)._replace(phi=self._phi(spread))
        error = np.sqrt(np.square(deviation.error) + spread.used)
        tails = self._tails(centre).two_sided
        p = np.maximum(tails, normal_two_sided(deviation.difference / error))
        below = deviation.difference < 0
        strict, usual = p <= 1 - STRICT, p <= 1 - USUAL
        codes = np.select([strict & below, usual & below, strict, usual], [0, 1, 4, 3], ALIKE)
        limits = {
            confidence: _wider(
                self._limits(centre, confidence), self._widened(centre, spread.used, confidence)
            )
            for confidence in (USUAL, STRICT)
        }
        return self._funnel(
            centre, limits, p, codes, form="widened", phi=self._phi(spread), tau2=spread.used
        )

    def as_phe(self) -> Funnel:
        """Lay the funnel of PHEindicatormethods; of rates it has flags, and limits of no area."""
        centre = np.full_like(self.events, stats.pooled(self.events, self.total))
        none = np.full_like(self.events, np.nan)
        if self.shares:
            said = stats.phe_proportion_significance(self.events, self.total)
            limits = {
                confidence: stats.phe_proportion_funnel(self.total, centre, confidence)
                for confidence in (USUAL, STRICT)
            }
        else:
            said = stats.phe_rate_significance(self.events, self.total)
            limits = dict.fromkeys((USUAL, STRICT), stats.Interval(none, none))
        codes = np.select([said == name for name in _PHE], range(len(_PHE)), -1)
        return self._funnel(centre, limits, none, codes, form="phe")

    def _exact(self, low: Numbers, high: Numbers) -> Funnel:
        """Lay the exact lower limits around one value and the upper ones around another."""
        below, above = (self._tails(end) for end in (low, high))
        tails = stats.Tails(below.less, above.greater, above.point)
        said = stats.funnel_flag(tails)
        codes = np.select([said == name for name in STANDINGS], range(len(STANDINGS)), -1)
        limits = {
            confidence: stats.Interval(
                self._limits(low, confidence).lower, self._limits(high, confidence).upper
            )
            for confidence in (USUAL, STRICT)
        }
        centre = np.where(low == high, low, np.nan)
        return self._funnel(centre, limits, tails.two_sided, codes, form="exact")

    def _tails(self, centre: Numbers) -> stats.Tails:
        if self.shares:
            return stats.binomial_test(self.events, self.total, centre)
        return stats.poisson_test(self.events, centre * self.total)

    def _limits(self, centre: Numbers, confidence: float) -> stats.Interval:
        if self.shares:
            # Around none or all there is nothing that chance could move.
            inside = np.where((centre > 0) & (centre < 1), centre, np.nan)
            return stats.binomial_funnel(self.total, inside, confidence)
        ratios = stats.poisson_funnel(centre * self.total, confidence)
        return stats.Interval(*(centre * ratio for ratio in ratios))

    def _widened(self, centre: Numbers, tau2: Numbers, confidence: float) -> stats.Interval:
        if self.shares:
            return stats.widened_arcsine_funnel(self.total, centre, tau2, confidence)
        ratios = stats.widened_ratio_funnel(centre * self.total, tau2, confidence)
        return stats.Interval(*(centre * ratio for ratio in ratios))

    def _phi(self, spread: stats.Overdispersion) -> Numbers:
        """Return how much areas differ; fewer than ten do not tell."""
        enough = spread.areas >= ENOUGH_AREAS
        return np.asarray(np.where(enough, spread.phi, np.nan))

    def _funnel(
        self,
        centre: Numbers,
        limits: dict[float, stats.Interval],
        p: Numbers,
        codes: Numbers | Codes,
        *,
        form: str,
        phi: Numbers | float = np.nan,
        tau2: Numbers | float = np.nan,
    ) -> Funnel:
        usual, strict = (
            [self._value(end) for end in limits[confidence]] for confidence in (USUAL, STRICT)
        )
        known = codes >= 0
        return Funnel(
            centre=self._value(centre),
            lower_998=strict[0],
            lower_95=usual[0],
            upper_95=usual[1],
            upper_998=strict[1],
            p=p,
            q=stats.benjamini_hochberg(p),
            phi=np.where(known, phi, np.nan),
            tau2=np.where(known, tau2, np.nan),
            standing=codes.astype(np.int8),
            form=np.where(known, FORMS.index(form), -1).astype(np.int8),
        )

    def _share(self, value: Numbers) -> Numbers:
        """Return a value as a proportion, or as a rate per one."""
        if self.indicator.kind is Kind.RATIO:
            return np.asarray(value / (value + self.indicator.per))
        return np.asarray(value / self.indicator.per)

    def _value(self, share: Numbers) -> Numbers:
        """Return a proportion, or a rate per one, in the unit of the indicator."""
        if self.indicator.kind is not Kind.RATIO:
            return np.asarray(self.indicator.per * share)
        whole = share < 1  # where all could be boys, no ratio is too high
        return np.where(whole, self.indicator.per * share / np.where(whole, 1 - share, 1), np.nan)


def _wider(one: stats.Interval, other: stats.Interval) -> stats.Interval:
    return stats.Interval(np.minimum(one.lower, other.lower), np.maximum(one.upper, other.upper))
