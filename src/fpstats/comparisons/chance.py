"""How likely chance alone explains a difference, and where values then stand, by kind of indicator.

Knows counts and what they are compared with, not what that is: a target, an area, another year.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fpstats import stats
from fpstats.catalogue import Distribution, Indicator, Kind
from fpstats.estimates.estimate import Estimates, totals_of
from fpstats.estimates.limits import endless, frame_of, limits_of

Numbers = NDArray[np.float64]
Codes = NDArray[np.int8]

STANDINGS: Final = ("below (99.8)", "below (95)", "not different", "above (95)", "above (99.8)")
ALIKE: Final = STANDINGS.index("not different")

USUAL: Final = 0.95
STRICT: Final = 0.998
"""The two confidences of a standing, whatever that of the intervals printed."""


def borne_out(standing: Codes, p: Numbers) -> Codes:
    """Draw standings in to what the exact p bears out too: what differs does so by both.

    Where there is no exact test the interval decides alone.
    """
    side = standing - ALIKE
    allowed = np.select([p > 1 - USUAL, p > 1 - STRICT], [0, 1], 2)
    drawn = ALIKE + np.sign(side) * np.minimum(np.abs(side), allowed)
    return np.where(standing >= 0, drawn, standing).astype(np.int8)


class Counts(NamedTuple):
    """What values are made of, areas × periods: the two sides of the numerator, and what is below.

    A count by itself stands over 1. `frame` is how many a sample was drawn from, endless if not
    known.
    """

    plus: Numbers
    minus: Numbers
    under: Numbers
    frame: Numbers

    @property
    def over(self) -> Numbers:
        """The numerator."""
        return self.plus - self.minus

    def of(self, some: NDArray[np.bool_]) -> Counts:
        """Return the counts of some, one behind another."""
        return Counts(*(each[some] for each in self))

    def where(self, known: NDArray[np.bool_]) -> Counts:
        """Return the counts of some; NaN for the others."""
        return Counts(*(np.where(known, each, np.nan) for each in self))


def counts_of(done: Estimates, index: int, periods: NDArray[np.int64]) -> Counts:
    """Return what the values of one indicator are made of in these periods."""
    indicator = done.indicators[index]
    plus, under = done.numerator[index][:, periods], done.denominator[index][:, periods]
    minus = np.zeros_like(plus)
    if indicator.kind is Kind.BALANCE:
        tally, known = done.tallies[index], ~np.isnan(plus)
        sides = (done.tree.total(side)[:, periods] for side in (tally.plus, tally.minus))
        plus, minus = (np.where(known, side, np.nan) for side in sides)
    under = np.ones_like(plus) if indicator.kind is Kind.COUNT else under
    frame = frame_of(indicator, totals_of(done.tree, done.tallies[index]), done.shape[1:])
    return Counts(plus, minus, under, frame[:, periods])


def countable(done: Estimates, index: int, periods: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell whose counts may be added to those of others: areas that have an interval.

    A ratio over nothing has none, and its counts are counts all the same: boys without a girl.
    """
    if done.indicators[index].kind is Kind.RATIO:
        both = done.numerator[index] + done.denominator[index]
        return np.asarray(both[:, periods] > 0)
    return np.asarray(~np.isnan(done.lower[index][:, periods]))


class Standing(NamedTuple):
    """Values with their limits at both confidences."""

    value: Numbers
    usual: stats.Interval
    strict: stats.Interval

    @classmethod
    def of(cls, indicator: Indicator, counts: Counts) -> Standing:
        """Return the values that counts make."""
        with np.errstate(divide="ignore", invalid="ignore"):
            value = indicator.per * counts.over / counts.under
        value = np.where(counts.under > 0, value, np.nan)
        none_below = endless(indicator.kind is Kind.RATIO, counts.over, counts.under)
        value = np.where(none_below, np.inf, value)
        plus, minus, under, frame = counts
        limits = (
            limits_of(indicator, plus, minus, under, value, confidence, frame=frame)
            for confidence in (USUAL, STRICT)
        )
        return cls(value, *limits)

    def where(self, known: NDArray[np.bool_]) -> Standing:
        """Return the values of some; NaN for the others."""
        ends = ([np.where(known, end, np.nan) for end in one] for one in (self.usual, self.strict))
        limits = (stats.Interval(*both) for both in ends)
        return Standing(np.where(known, self.value, np.nan), *limits)

    def against(self, reference: Numbers) -> Codes:
        """Say where the values stand to others that are taken as they are."""
        said = stats.standing(self.usual, self.strict, reference)
        codes = np.select([said == name for name in STANDINGS], range(len(STANDINGS)), -1)
        return codes.astype(np.int8)

    def beside(self, other: Standing, per: float) -> Codes:
        """Say where the values stand to others in which chance has a part as well.

        Where either is endless both are compared as shares, of which the endless one is all.
        """
        far = np.isinf(self.value) | np.isinf(other.value)
        here, there = (one._as_shares(far, per) for one in (self, other))
        usual = stats.mover(here.value, here.usual, there.value, there.usual)
        strict = stats.mover(here.value, here.strict, there.value, there.strict)
        difference = Standing(here.value - there.value, usual, strict)
        return difference.against(np.zeros_like(self.value))

    def _as_shares(self, some: NDArray[np.bool_], per: float) -> Standing:
        """Return some of these ratios as the share that the first count is of both."""

        def shares(ratio: Numbers) -> Numbers:
            finite = np.where(np.isinf(ratio), 0.0, ratio)
            share = np.where(np.isinf(ratio), 1.0, finite / (per + finite))
            return np.where(some, share, ratio)

        ends = ([shares(end) for end in one] for one in (self.usual, self.strict))
        return Standing(shares(self.value), *(stats.Interval(*both) for both in ends))


def chance_of_value(indicator: Indicator, counts: Counts, reference: Numbers) -> Numbers:
    """Return the exact two-sided p of counts against a reference that is taken as it is.

    NaN where no distribution says how the counts vary, as of a total of rates.
    """
    match indicator.distribution:
        case Distribution.BINOMIAL if indicator.kind is Kind.RATIO:
            return stats.sex_ratio_test(
                counts.over, counts.under, reference, indicator.per
            ).two_sided
        case Distribution.BINOMIAL:
            return stats.binomial_test(
                counts.over, counts.under, reference / indicator.per
            ).two_sided
        case Distribution.HYPERGEOMETRIC:
            return stats.hypergeometric_test(
                counts.over, counts.under, counts.frame, reference / indicator.per
            ).two_sided
        case Distribution.SKELLAM:
            expected = reference * counts.under / indicator.per
            return stats.balance_test(counts.plus, counts.minus, expected).two_sided
        case Distribution.POISSON:
            expected = reference * counts.under / indicator.per
            return stats.poisson_test(counts.over, expected).two_sided
        case _:
            return np.full_like(counts.over, np.nan)


def chance_of_difference(indicator: Indicator, counts: Counts, others: Counts) -> Numbers:
    """Return the exact two-sided p of two counts, if both had one true value.

    NaN for two balances and for two samples of known numbers, of which there is no exact test, and
    where no distribution says how the counts vary.
    """
    match indicator.distribution:
        case Distribution.BINOMIAL if indicator.kind is Kind.RATIO:
            both = counts.over + counts.under, others.over + others.under
            return stats.fisher_test(counts.over, both[0], others.over, both[1])
        case Distribution.BINOMIAL:
            return stats.fisher_test(counts.over, counts.under, others.over, others.under)
        case Distribution.POISSON:
            rates = counts.over, counts.under, others.over, others.under
            return stats.rate_ratio_test(*rates).two_sided
        case _:
            return np.full_like(counts.over, np.nan)


def left_to_chance(
    done: Estimates,
    asked: NDArray[np.bool_],
    test: Callable[[int, NDArray[np.bool_]], Numbers],
) -> NDArray[np.bool_]:
    """Tell which of the values asked for an exact test leaves to chance at the run's confidence.

    The interval of a few events is narrower than it should be: of four births one outside policy
    would condemn a township of which nothing can be said. `test` gives the p of those asked for of
    the indicator with this number; what has none goes by its interval.
    """
    found = np.zeros_like(asked)
    for index, indicator in enumerate(done.indicators):
        mine = asked[index]
        if indicator.interval is not None and mine.any():
            found[index][mine] = test(index, mine) > 1 - done.confidence
    return found
