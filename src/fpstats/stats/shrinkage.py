"""Small areas drawn towards the common value, by as much as chance blurs them.

A shrunken value is the better guess of what lies behind a small number; it is never the number
itself, and is shown beside it, not in its place.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import (
    Floats,
    Interval,
    as_floats,
    counts_among,
    counts_over,
    tail_probability,
)

STEPS: Final = 200
"""A bound only: Newton's method settles in some ten."""


class Shrunk(NamedTuple):
    """Values drawn together.

    Attributes
    ----------
    value
        One an area, between its own value and the common one.
    between
        What the areas differ by: an array without shape. Marshall's is the variance between
        true rates, at least 0; Martuzzi and Elliott's that between the proportions seen.
    common
        The pooled value, an array without shape.
    """

    value: Floats
    between: Floats
    common: Floats


class BetaFit(NamedTuple):
    """The beta distribution that best explains the proportions of all areas.

    Attributes
    ----------
    alpha, beta
        Its parameters, arrays without shape. Infinite where the areas differ by no more than
        chance, 0 where each has all or none, and NaN with fewer than two areas.
    log_likelihood
        Of the counts, the number of ways to arrange them included.
    """

    alpha: Floats
    beta: Floats
    log_likelihood: Floats


def marshall(count: ArrayLike, exposure: ArrayLike) -> Shrunk:
    """Compute shrunken rates by moments: Marshall's global empirical Bayes.

    For rates of areas of one kind. Where the areas differ by no more than chance every area gets
    the common rate.

    Parameters
    ----------
    count, exposure
        Events, and person-years or whatever the rates are over; one-dimensional.

    Returns
    -------
    Shrunk
        Rates per unit of exposure. NaN where the count has no rate; such an area is left out of
        the rest.

    References
    ----------
    Marshall RJ (1991). Mapping disease and mortality rates using empirical Bayes estimators.
    Journal of the Royal Statistical Society C 40:283-294.

    Examples
    --------
    >>> shrunk = marshall([4, 30, 10], [1000, 1500, 2000])
    >>> (shrunk.value * 1000).round(2).tolist(), float((shrunk.common * 1000).round(2))
    ([5.02, 18.73, 5.46], 9.78)
    """
    x, e = as_floats(*counts_over(count, exposure))
    known = ~np.isnan(x)
    areas, over = np.count_nonzero(known), np.sum(e, where=known)
    if not areas:
        return Shrunk(np.full_like(x, np.nan), np.asarray(np.nan), np.asarray(np.nan))
    common = np.sum(x, where=known) / over
    seen = np.sum(e * np.square(x / e - common), where=known) / over
    between = max(0.0, float(seen - common / (over / areas)))
    noise = common / e
    total = np.where(between + noise > 0, between + noise, 1.0)  # nobody anywhere: all are 0
    value = common + between * (x / e - common) / total
    return Shrunk(np.where(known, value, np.nan), np.asarray(between), np.asarray(common))


def martuzzi_elliott(count: ArrayLike, total: ArrayLike) -> Shrunk:
    """Compute shrunken proportions by moments: Martuzzi and Elliott's empirical Bayes.

    For proportions of areas of one kind. The weight of an area's own value is held between 0 and
    1, which the formula alone does not do.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, one-dimensional.

    Returns
    -------
    Shrunk
        Proportions (0 to 1). NaN where the count is no part of the total; such an area is left
        out of the rest.

    References
    ----------
    Martuzzi M, Elliott P (1996). Empirical Bayes estimation of small area prevalence of
    non-rare conditions. Statistics in Medicine 15:1867-1873.

    Examples
    --------
    >>> martuzzi_elliott([0, 45, 160], [4, 50, 200]).value.round(3).tolist()
    [0.629, 0.88, 0.8]
    """
    x, n = as_floats(*counts_among(count, total))
    known = ~np.isnan(x)
    areas, over = np.count_nonzero(known), np.sum(n, where=known)
    if not areas:
        return Shrunk(np.full_like(x, np.nan), np.asarray(np.nan), np.asarray(np.nan))
    common, mean = np.sum(x, where=known) / over, over / areas
    seen = np.sum(n * np.square(x / n - common), where=known) / over
    chance = common * (1 - common)
    above = n * seen - n / mean * chance
    below = (n - 1) * seen + (mean - n) / mean * chance
    # With a negative variance between areas, an area's own value has no weight.
    weight = np.clip(np.where(below > 0, above / np.where(below > 0, below, 1.0), 0.0), 0, 1)
    value = common + weight * (x / n - common)
    return Shrunk(np.where(known, value, np.nan), np.asarray(seen), np.asarray(common))


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
        Infinite parameters where the areas differ by no more than chance.

    References
    ----------
    Griffiths DA (1973). Maximum likelihood estimation for the beta-binomial distribution.
    Biometrics 29:637-648.

    Examples
    --------
    >>> fit = beta_binomial_fit([90, 160, 190, 120], [100, 200, 200, 150])
    >>> [round(float(number), 2) for number in fit]
    [23.19, 3.7, -15.0]
    """
    from scipy import special  # here, because moments need it not

    x, n = (np.ravel(each) for each in as_floats(*counts_among(count, total)))
    known = ~np.isnan(x)
    x, y, n = x[known], (n - x)[known], n[known]
    nothing, infinite = np.asarray(np.nan), np.asarray(np.inf)
    if x.size < 2:
        return BetaFit(nothing, nothing, nothing)
    ways = np.sum(special.gammaln(n + 1) - special.gammaln(x + 1) - special.gammaln(y + 1))
    common = float(x.sum() / n.sum())
    # The slope of the likelihood at the binomial: not positive where areas differ by chance alone.
    chance = common * (1 - common)
    extra = np.sum(np.square(x - n * common) - n * chance - (1 - 2 * common) * (x - n * common))
    if chance == 0 or extra <= 0:
        plain = ways + np.sum(special.xlogy(x, common) + special.xlog1py(y, -common))
        return BetaFit(infinite, infinite, np.asarray(plain))
    if np.all((x == 0) | (y == 0)):
        none = float(np.mean(x == 0))
        return BetaFit(
            np.asarray(0.0),
            np.asarray(0.0),
            np.asarray(np.log(np.where(x == 0, none, 1 - none)).sum()),
        )

    def likelihood(point: Floats) -> float:
        a, b = np.exp(point)
        return float(np.sum(special.betaln(a + x, b + y) - special.betaln(a, b)))

    point = np.log([common, 1 - common]) + np.log(_first_size(x, n, common))
    best = likelihood(point)
    for _ in range(STEPS):
        step = _newton(point, x, y, n)
        while likelihood(point + step) < best and np.max(np.abs(step)) > 1e-12:
            step = step / 2
        point = point + step
        best = likelihood(point)
        if np.max(np.abs(step)) <= 1e-12:
            break
    a, b = np.exp(point)
    return BetaFit(np.asarray(a), np.asarray(b), np.asarray(ways + best))


def beta_binomial(
    count: ArrayLike,
    total: ArrayLike,
    alpha: ArrayLike,
    beta: ArrayLike,
    confidence: float = 0.95,
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

    Returns
    -------
    numpy.ndarray, Interval
        Means and limits of the proportions (0 to 1). NaN where the count is no part of the total,
        or alpha or beta is not positive and finite.

    References
    ----------
    Gelman A et al. (2013). Bayesian Data Analysis, third edition, chapter 5.

    Examples
    --------
    >>> mean, (lower, upper) = beta_binomial([0, 45], [4, 50], 16.49, 2.47)
    >>> mean.round(3).tolist(), lower.round(3).tolist(), upper.round(3).tolist()
    ([0.718, 0.892], [0.523, 0.809], [0.878, 0.953])
    """
    from scipy import special

    tail = tail_probability(confidence)
    x, n = counts_among(count, total)
    x, n, a, b = as_floats(x, n, alpha, beta)
    valid = (a > 0) & (b > 0) & (a < np.inf) & (b < np.inf)
    a, b = np.where(valid, a, np.nan) + x, np.where(valid, b, np.nan) + (n - x)
    limits = Interval(
        np.asarray(special.betaincinv(a, b, tail)), np.asarray(special.betainccinv(a, b, tail))
    )
    return np.asarray(a / (a + b)), limits


def _first_size(x: Floats, n: Floats, common: float) -> float:
    """Guess alpha + beta by moments, within bounds from which Newton's method finds home."""
    spread = np.sum(n * np.square(x / n - common)) / (common * (1 - common)) - (n.size - 1)
    left = n.sum() - np.square(n).sum() / n.sum() - (n.size - 1)
    share = spread / left if left > 0 else 0.0
    return float(1 / np.clip(share, 1e-6, 0.9) - 1)


def _newton(point: Floats, x: Floats, y: Floats, n: Floats) -> Floats:
    """Return a step uphill for the logarithms of alpha and beta."""
    from scipy import special

    a, b = np.exp(point)
    whole = np.sum(special.psi(a + b) - special.psi(a + b + n))
    slope_a = np.sum(special.psi(a + x) - special.psi(a)) + whole
    slope_b = np.sum(special.psi(b + y) - special.psi(b)) + whole

    def bend(z: float, more: Floats) -> float:
        return float(np.sum(special.polygamma(1, z + more) - special.polygamma(1, z)))

    both = -bend(a + b, n)
    gradient = np.array([a * slope_a, b * slope_b])
    hessian = np.array(
        [
            [a * a * (bend(a, x) + both) + gradient[0], a * b * both],
            [a * b * both, b * b * (bend(b, y) + both) + gradient[1]],
        ]
    )
    # Turned downhill curvature into uphill where the likelihood is not yet rounded like a hill.
    values, vectors = np.linalg.eigh(hessian)
    step = vectors @ (vectors.T @ gradient / np.maximum(np.abs(values), 1e-12))
    return np.asarray(step * min(1.0, 2.0 / max(float(np.max(np.abs(step))), 1e-300)))
