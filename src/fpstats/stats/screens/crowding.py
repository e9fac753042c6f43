"""Values that just reach a target: more of them than the areas themselves lead one to expect."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, all_known, counts_among
from fpstats.stats.shrinkage.likelihood import BetaFit, beta_binomial_fit

ROUNDING: Final = 1e-9
"""So much less than a target still reaches it: 0.57 of 100 are 57, and no hair more."""


class Bunching(NamedTuple):
    """What `bunching` finds: numbers, as arrays without shape.

    Attributes
    ----------
    above, below
        How many values lie in the band that just reaches the target, and in the one just short.
    expected
        How many of them together are to be expected in the band that reaches it.
    p
        Probability of so many there or more. NaN where no value of the bands could be in either.
    """

    above: Floats
    below: Floats
    expected: Floats
    p: Floats


def bunching(count: ArrayLike, total: ArrayLike, target: float, width: float) -> Bunching:
    """Test whether proportions crowd just above a target, at the expense of those just below.

    Honest values need not be as many on both sides: where most areas are better than the target,
    more are above. The beta distribution that best explains all areas says, for an area of each
    size, how likely a value near the target is to reach it; what is near is taken as given.

    Parameters
    ----------
    count, total
        How many of how many, of many areas: one-dimensional; those without a proportion are left
        out, and so are those of a size with which only one of the two bands can be reached.
    target
        What the proportions should reach, 0 to 1.
    width
        Of each band: from the target on, and up to below it. Choose it before looking.

    Returns
    -------
    Bunching
        The numbers in both bands, what was to be expected, and a one-sided exact probability.

    Raises
    ------
    ValueError
        Where the width is not positive and finite.

    References
    ----------
    McCrary J (2008). Manipulation of the running variable in the regression discontinuity
    design: a density test. Journal of Econometrics 142:698-714 (the idea, here without curves).

    Examples
    --------
    >>> found = bunching([95, 95, 95, 96, 95, 94, 95], [100] * 7, 0.95, width=0.01)
    >>> int(found.above), int(found.below), round(float(found.expected), 2)
    (5, 1, 3.27)
    """
    if not 0 < width < math.inf:
        raise ValueError(f"width must be a positive finite number, not {width!r}")
    count, total = (np.ravel(each) for each in all_known(*counts_among(count, total)))
    low, at, high = (
        np.clip(np.ceil(share * total - ROUNDING), 0, total + 1)
        for share in (target - width, target, target + width)
    )
    near = (low <= count) & (count < high) & (low < at) & (at < high)
    fit = beta_binomial_fit(count, total)
    chance = np.full(count.shape, np.nan)
    for size in np.unique(total[near]):
        mine = near & (total == size)
        first = np.flatnonzero(mine)[0]
        chance[mine] = _reaching(low[first], at[first], high[first], size, fit, count, total)
    used = near & ~np.isnan(chance)
    above = float(np.sum(used & (count >= at)))
    p = _at_least(int(above), chance[used]) if used.any() else np.nan
    found = (above, float(np.sum(used)) - above, float(np.sum(chance[used])), p)
    return Bunching(*(np.asarray(one, dtype=np.float64) for one in found))


def _reaching(
    low: float, at: float, high: float, size: float, fit: BetaFit, count: Floats, total: Floats
) -> float:
    """Return how likely a count from `low` on and below `high` is not below `at`."""
    from scipy import special  # here, because only a screen needs it

    here = np.arange(low, high)
    logs = -special.gammaln(here + 1) - special.gammaln(size - here + 1)
    if np.isfinite(fit.alpha) and fit.alpha > 0:
        logs = logs + special.betaln(fit.alpha + here, fit.beta + size - here)
    elif np.isinf(fit.alpha):
        common = np.nansum(count) / np.nansum(total)
        logs = logs + special.xlogy(here, common) + special.xlog1py(size - here, -common)
    else:
        return math.nan
    if not np.isfinite(logs).any():
        return math.nan
    weights = np.exp(logs - np.max(logs))
    return float(np.sum(weights[here >= at]) / np.sum(weights))


def _at_least(number: int, chances: Floats) -> float:
    """Return the probability that so many events or more happen, each with its own chance."""
    ways = np.ones(1)
    for chance in chances:
        ways = np.convolve(ways, [1 - chance, chance])
    return float(min(1.0, np.sum(ways[number:])))
