"""Shrunken proportions by likelihood: the beta distribution that best explains all areas."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import (
    Floats,
    Interval,
    all_known,
    as_floats,
    can_divide,
    counts_among,
    tail_probability,
)
from fpstats.stats.quantiles import beta_lower, beta_upper

STEPS: Final = 200
"""A bound only: Newton's method settles in some ten."""

SIZES: Final = (0.1, 3.0, 100.0)
"""Of alpha + beta, where the climb to the likeliest begins."""

SMALL: Final = 1e-12
"""A step in the logarithm of a parameter that changes nothing more."""

LARGE: Final = 14.0
"""The logarithm of a parameter beyond which a beta is no longer told from one value."""

NOISE: Final = 1e-7
"""Differences of the likelihood smaller than this are the rounding of large gamma functions."""


class BetaFit(NamedTuple):
    """The beta distribution that best explains the proportions of all areas.

    Attributes
    ----------
    alpha, beta
        Its parameters, arrays without shape. Infinite where no beta is likelier than one value of
        all areas, 0 where each has all or none, and NaN with fewer than two areas.
    log_likelihood
        Of the counts, the number of ways to arrange them included.
    mean
        Of the distribution: alpha / (alpha + beta). Where the parameters are infinite it is the
        pooled proportion, and where they are 0 the share of areas that have all.
    """

    alpha: Floats
    beta: Floats
    log_likelihood: Floats
    mean: Floats


def beta_binomial_fit(count: ArrayLike, total: ArrayLike) -> BetaFit:
    """Fit the beta distribution that best explains all areas' proportions (maximum likelihood).

    The way to shrunken proportions with an interval (`beta_binomial`). Better than moments where
    sizes differ much.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, one-dimensional. Other areas are left out.

    Returns
    -------
    BetaFit
        Infinite parameters where no beta is likelier than one value of all areas. That is no test:
        one large area may outweigh small ones that differ by more than chance (`homogeneity`).

    References
    ----------
    Griffiths DA (1973). Maximum likelihood estimation for the beta-binomial distribution.
    Biometrics 29:637-648.

    Examples
    --------
    >>> fit = beta_binomial_fit([90, 160, 190, 120], [100, 200, 200, 150])
    >>> [round(float(number), 2) for number in fit]
    [23.19, 3.7, -15.0, 0.86]
    """
    from scipy import special  # here, because moments need it not

    x, n = (np.ravel(each) for each in all_known(*counts_among(count, total)))
    known = ~np.isnan(x)
    x, y, n = x[known], (n - x)[known], n[known]
    if x.size < 2:
        return BetaFit(*(np.asarray(np.nan),) * 4)
    ways = np.sum(special.gammaln(n + 1) - special.gammaln(x + 1) - special.gammaln(y + 1))
    common = float(x.sum() / n.sum())
    plain = float(np.sum(special.xlogy(x, common) + special.xlog1py(y, -common)))
    if 0 < common < 1 and np.all((x == 0) | (y == 0)):
        none = float(np.mean(x == 0))
        split = float(np.sum(np.log(np.where(x == 0, none, 1 - none))))
        end, mean = (0.0, 1 - none) if split > plain + NOISE else (math.inf, common)
        edge = (end, end, max(split, plain), mean)
        return BetaFit(*(np.asarray(number) for number in edge))
    best, point = plain, np.full(2, np.inf)
    # The likelihood may have a hill of its own besides the one that rises without end towards
    # the binomial: the climb begins at several sizes.
    for size in SIZES if 0 < common < 1 else ():
        found, where = _climb(np.log([size * common, size * (1 - common)]), x, y, n)
        if found > best + NOISE:
            best, point = found, where
    a, b = np.exp(point)
    mean = a / (a + b) if np.isfinite(a + b) else common
    return BetaFit(*(np.asarray(number) for number in (a, b, ways + best, mean)))


def beta_binomial(
    count: ArrayLike,
    total: ArrayLike,
    alpha: ArrayLike,
    beta: ArrayLike,
    confidence: float = 0.95,
    mean: ArrayLike = math.nan,
) -> tuple[Floats, Interval]:
    """Compute each area's shrunken proportion and the interval of its likely true one.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, of any shapes that broadcast.
    alpha, beta
        What is believed before: positive, as `beta_binomial_fit` finds it in all areas.
    confidence
        Strictly between 0 and 1.
    mean
        What every area is drawn to where alpha and beta are infinite: `BetaFit.mean`.

    Returns
    -------
    numpy.ndarray, Interval
        Means and limits of the proportions (0 to 1). NaN where the count is no part of the total,
        or alpha or beta not positive, or more than 2^53. Where both are infinite the means are
        `mean`, and there are no limits: nothing tells how far any area is from the rest.

    References
    ----------
    Gelman A et al. (2013). Bayesian Data Analysis, third edition, chapter 5.

    Examples
    --------
    >>> mean, (lower, upper) = beta_binomial([0, 45], [4, 50], 16.49, 2.47)
    >>> mean.round(3).tolist(), lower.round(3).tolist(), upper.round(3).tolist()
    ([0.718, 0.892], [0.523, 0.809], [0.878, 0.953])
    """
    tail = tail_probability(confidence)
    x, n = all_known(*counts_among(count, total))
    x, n, a, b, common = as_floats(x, n, alpha, beta, mean)
    one = np.isposinf(a) & np.isposinf(b) & (common >= 0) & (common <= 1) & ~np.isnan(x)
    valid = can_divide(a) & can_divide(b) & (np.maximum(a, b) <= 2.0**53)
    a, b = np.where(valid, a, np.nan) + x, np.where(valid, b, np.nan) + (n - x)
    found = np.where(one, common, a / (a + b))
    return found, Interval(beta_lower(a, b, tail), beta_upper(a, b, tail))


def _climb(point: Floats, x: Floats, y: Floats, n: Floats) -> tuple[float, Floats]:
    """Return the highest likelihood uphill from logarithms of alpha and beta, and where it is."""
    from scipy import special

    def likelihood(at: Floats) -> float:
        a, b = np.exp(at)
        return float(np.sum(special.betaln(a + x, b + y) - special.betaln(a, b)))

    best, counts = likelihood(point), np.stack([x, y, n])
    for _ in range(STEPS):
        step = _newton(point, counts)
        while likelihood(point + step) < best - NOISE:
            step = step / 2
        point = point + step
        best = max(best, likelihood(point))
        if np.max(np.abs(step)) <= SMALL or point.max() > LARGE:
            break
    return best, point


def _newton(point: Floats, counts: Floats) -> Floats:
    """Return a step uphill for the logarithms of alpha and beta."""
    from scipy import special

    a, b = np.exp(point)
    alone = np.array([[a], [b], [a + b]])
    with_counts = alone + counts
    slope_a, slope_b, whole = np.sum(special.psi(with_counts) - special.psi(alone), axis=1)
    # The trigamma function, in one call where `polygamma` makes three.
    bends = np.sum(special.zeta(2, with_counts) - special.zeta(2, alone), axis=1)
    gradient = np.array([a * (slope_a - whole), b * (slope_b - whole)])
    along = np.array([a * a * (bends[0] - bends[2]), b * b * (bends[1] - bends[2])]) + gradient
    across = -(a * b * bends[2])
    # Turned downhill curvature into uphill where the likelihood is not yet rounded like a hill. The
    # axes by hand, because a library of matrices gives other last digits on other processors.
    middle, half = along.mean(), math.hypot((along[0] - along[1]) / 2, across)
    turn = math.atan2(2 * across, along[0] - along[1]) / 2
    first = np.array([math.cos(turn), math.sin(turn)])
    second = np.array([-first[1], first[0]])
    step = np.zeros(2)
    for axis, curvature in ((first, middle + half), (second, middle - half)):
        step += axis * np.sum(axis * gradient) / max(abs(curvature), 1e-12)
    return np.asarray(step * min(1.0, 2.0 / max(float(np.max(np.abs(step))), 1e-300)))
