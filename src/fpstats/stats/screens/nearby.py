"""One value against those near it in its series, where counts vary more than chance alone.

The tested value is never part of what it is compared with, and what has been found to be unlike
the others is no part of what they are compared with either: one wrong month makes no other look
wrong.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Flags, Floats
from fpstats.stats.exact_tests import binomial_test
from fpstats.stats.multiplicity import benjamini_hochberg
from fpstats.stats.screens.aside import far_out, settled, worst
from fpstats.stats.screens.others import FEWEST
from fpstats.stats.series import rates_over_time

REACH: Final = 18
"""How many periods before and after a value it is compared with, unless told otherwise."""

_TRIMMED: Final = 0.1
_FAR: Final = 2.0
"""Standard deviations below which no tail is computed: no finding can be that near."""


class Nearby(NamedTuple):
    """Each value against those near it: arrays in the shape of the series, NaN where undefined.

    Attributes
    ----------
    expected
        The count that the values near it lead one to expect.
    excess
        The count less that: the events at stake.
    history
        How many other values it was compared with.
    spread
        How many times the variance of a Poisson count the series has, 1 or more.
    p
        Two-sided probability of a count so far out; 1 where it is within two standard deviations.
    adjusted
        The same, adjusted for how many values were tested: of those at 0.01 or below, one in a
        hundred is expected to be chance.
    """

    expected: Floats
    excess: Floats
    history: Floats
    spread: Floats
    p: Floats
    adjusted: Floats


def counts_nearby(
    count: ArrayLike,
    exposure: ArrayLike = 1,
    *,
    level: float = 0.01,
    reach: int = REACH,
    fewest: int = FEWEST,
) -> Nearby:
    """Test each count against those near it, allowing for series that vary more than Poisson ones.

    With a spread of one it is the exact conditional test of two Poisson rates; with more, the tail
    of a negative binomial of that spread. The spread of a series is the trimmed mean of its squared
    residuals, so that the values that are looked for do not set it. What is found at the level is
    set aside, and everything is tested anew without it, until the same is found again; what lies
    very far from the median is set aside from the start.

    Parameters
    ----------
    count, exposure
        Events and what they are over, time along the last axis.
    level
        The share of false findings that is allowed, over all values given.
    reach
        Periods before and after a value with which it is compared: far ones would make a trend
        look like a fault.
    fewest
        Others there must be.

    Returns
    -------
    Nearby
        Expected counts and probabilities. NaN where the value or enough others are missing.

    Raises
    ------
    ValueError
        Where reach or fewest is less than one, or the level is no probability.

    References
    ----------
    Przyborowski J, Wilenski H (1940). Homogeneity of results in testing samples from Poisson
    series. Biometrika 31:313-323.
    Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate. Journal of the Royal
    Statistical Society B 57:289-300.

    Examples
    --------
    >>> found = counts_nearby([3] * 11 + [60])
    >>> (found.adjusted <= 0.01).tolist() == [False] * 11 + [True]
    True
    >>> float(found.expected[-1]), float(found.excess[-1])
    (3.0, 57.0)
    """
    if reach < 1 or fewest < 1 or not 0 < level < 1:
        raise ValueError("reach and fewest must be one or more, and level between 0 and 1")
    count, exposure = rates_over_time(count, exposure)

    def tested(aside: Flags) -> tuple[Nearby, Floats]:
        found = _tested(count, exposure, aside, reach, fewest)
        # Of equally unlikely ones, those with more events at stake.
        scores = -found.p + 1e-12 * np.abs(found.excess)
        return found, np.where(found.adjusted <= level, scores, -np.inf)

    return settled(tested, worst(far_out(count, exposure)))


def _tested(count: Floats, exposure: Floats, aside: Flags, reach: int, fewest: int) -> Nearby:
    """Test every value against those near it that are not set aside."""
    used = ~np.isnan(count) & ~aside
    other = near_by(np.where(used, count, 0.0), reach)
    beside = near_by(np.where(used, exposure, 0.0), reach)
    history = np.where(np.isnan(count), np.nan, near_by(used.astype(np.float64), reach))
    enough = (history >= fewest) & (beside > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.where(enough, other * exposure / beside, np.nan)
        widened = 1 + exposure / beside
        residual = np.square(count - expected) / (expected * widened)
    spread = _spread(np.where(used & (expected > 0), residual, np.nan))
    p = _tails(count, expected, other, exposure, beside, spread, spread * widened)
    adjusted = benjamini_hochberg(p.ravel()).reshape(p.shape)
    return Nearby(
        expected, count - expected, history, np.where(enough, spread, np.nan), p, adjusted
    )


def near_by(values: Floats, reach: int) -> Floats:
    """Sum for each value those up to `reach` before and after it, without itself."""
    number = values.shape[-1]
    running = np.zeros((*values.shape[:-1], number + 1))
    np.cumsum(values, axis=-1, out=running[..., 1:])
    place = np.arange(number)
    after, before = np.minimum(place + reach + 1, number), np.maximum(place - reach, 0)
    return np.asarray(running[..., after] - running[..., before] - values)


def _spread(residual: Floats) -> Floats:
    """Return the trimmed mean of squared residuals, as a multiple of what chance makes it."""
    from scipy import special  # here, because only this needs it

    ordered = np.sort(residual, axis=-1)  # NaN comes last
    number = np.sum(~np.isnan(residual), axis=-1, keepdims=True)
    kept = number - np.ceil(_TRIMMED * number)
    inside = np.arange(residual.shape[-1]) < kept
    total = np.sum(np.where(inside, ordered, 0.0), axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = kept / number
        quantile = special.chdtri(1.0, 1 - share)
        usual = special.chdtr(3.0, quantile) / share
        spread = total / kept / usual
    return np.broadcast_to(np.maximum(np.where(kept > 1, spread, 1.0), 1.0), residual.shape)


def _tails(
    count: Floats,
    expected: Floats,
    other: Floats,
    exposure: Floats,
    beside: Floats,
    spread: Floats,
    factor: Floats,
) -> Floats:
    """Return twice the smaller tail where a count lies far out, 1 where it does not."""
    from scipy import special

    p = np.where(np.isnan(expected), np.nan, 1.0)
    far = np.abs(count - expected) > _FAR * np.sqrt(expected * factor)
    plain = far & ((spread <= 1) | (expected <= 0))
    wide = far & ~plain
    if plain.any():
        x, rest = count[plain], other[plain]
        share = exposure[plain] / (exposure[plain] + beside[plain])
        p[plain] = binomial_test(x, np.round(x + rest), share).two_sided
    if wide.any():
        x, mean, times = count[wide], expected[wide], factor[wide]
        size = mean / (times - 1)
        less = special.betainc(size, x + 1, 1 / times)
        greater = np.where(x > 0, special.betainc(np.maximum(x, 1), size, 1 - 1 / times), 1.0)
        p[wide] = np.minimum(1.0, 2 * np.minimum(less, greater))
    return p
