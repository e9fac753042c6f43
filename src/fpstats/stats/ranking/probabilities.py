"""How likely each area is to hold each rank, by quadrature: exact, and without a seed.

An area's true value is described by what the counts leave open: a beta distribution for a
proportion, a gamma distribution for a rate.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, as_floats
from fpstats.stats.densities import deviance
from fpstats.stats.incomplete import beta_above, gamma_above
from fpstats.stats.quantiles import beta_lower, beta_upper, gamma_lower, gamma_upper
from fpstats.stats.ranking.quadrature import Curves, ranks_of

OUTSIDE: Final = 1e-18
"""What is left out of each distribution at either end."""

LEAST: Final = 0.05
"""A smaller parameter spreads a distribution over more orders of magnitude than floats have."""

MOST: Final = 2.0**53
"""The last number that a float counts exactly."""


class RankChange(NamedTuple):
    """The probabilities that an area's true rank became better, stayed, or became worse."""

    better: Floats
    same: Floats
    worse: Floats


def beta_rank_probabilities(
    alpha: ArrayLike, beta: ArrayLike, *, highest_first: bool = True
) -> Floats:
    """Compute how likely each area's true proportion is to hold each rank.

    For counts alone alpha is count + 1/2 and beta is total - count + 1/2 (Jeffreys); with what
    the other areas say, add the fitted `beta_binomial_fit` instead of the halves.

    Parameters
    ----------
    alpha, beta
        Of each area's beta distribution, one-dimensional: from 0.05 to 2^53.
    highest_first
        Whether the largest proportion has rank 1.

    Returns
    -------
    numpy.ndarray
        One row an area, one column a rank; each row adds up to 1. A row is NaN where alpha or
        beta is missing or outside its range; such an area takes no rank.

    References
    ----------
    Goldstein H, Spiegelhalter DJ (1996). League tables and their limitations. Journal of the
    Royal Statistical Society A 159:385-443.

    Examples
    --------
    >>> beta_rank_probabilities([98.5, 46.5], [2.5, 4.5]).round(4).tolist()
    [[0.9575, 0.0425], [0.0425, 0.9575]]
    """
    from scipy import special  # here, because no interval needs it

    a, b = _positive(alpha, beta, LEAST)
    known = ~np.isnan(a)
    a, b = a[known], b[known]

    def heights(place: Floats) -> tuple[Floats, Floats]:
        t, rest = special.expit(place[:, None]), special.expit(-place[:, None])
        density = np.exp(-deviance(a, (a + b) * t) - deviance(b, (a + b) * rest))
        return density, beta_above(a, b, t, rest)

    def bends(place: Floats) -> tuple[Floats, Floats]:
        t, rest = special.expit(place), special.expit(-place)
        return (a + b) * t * rest, a * rest - b * t

    # On the scale of log odds every beta distribution is smooth and falls off exponentially.
    low, high = (
        np.log(np.maximum(beta_lower(first, second, OUTSIDE), 1e-300))
        - np.log(beta_upper(second, first, OUTSIDE))
        for first, second in ((a, b), (b, a))
    )
    found = ranks_of(Curves(heights, bends), low, -high, highest_first)
    return _placed(found, known)


def gamma_rank_probabilities(
    shape: ArrayLike, exposure: ArrayLike, *, highest_first: bool = True
) -> Floats:
    """Compute how likely each area's true rate is to hold each rank.

    For counts alone the shape is count + 1/2 (Jeffreys).

    Parameters
    ----------
    shape, exposure
        Of each area's gamma distribution, one-dimensional: the shape from 0.05, the exposure from
        2^-53, both to 2^53. Its mean is shape / exposure.
    highest_first
        Whether the largest rate has rank 1.

    Returns
    -------
    numpy.ndarray
        One row an area, one column a rank; each row adds up to 1. A row is NaN where the shape
        or the exposure is missing or outside its range; such an area takes no rank.

    References
    ----------
    Goldstein H, Spiegelhalter DJ (1996). League tables and their limitations. Journal of the
    Royal Statistical Society A 159:385-443.

    Examples
    --------
    >>> gamma_rank_probabilities([12.5, 9.5], [5000, 4800]).round(3).tolist()
    [[0.712, 0.288], [0.288, 0.712]]
    """
    k, e = _positive(shape, exposure, 1 / MOST)
    known = ~np.isnan(k)
    k, e = k[known], e[known]

    def heights(place: Floats) -> tuple[Floats, Floats]:
        mean = e * np.exp(place[:, None])
        return np.exp(-deviance(k, mean)), gamma_above(k, mean)

    def bends(place: Floats) -> tuple[Floats, Floats]:
        mean = e * np.exp(place)
        return mean, k - mean

    low = np.log(np.maximum(gamma_lower(k, OUTSIDE), 1e-300) / e)
    high = np.log(gamma_upper(k, OUTSIDE) / e)
    return _placed(ranks_of(Curves(heights, bends), low, high, highest_first), known)


def expected_rank(probabilities: ArrayLike) -> Floats:
    """Compute the mean rank of each area: seldom a whole number, and never far from the middle.

    Parameters
    ----------
    probabilities
        One row an area, one column a rank.

    Returns
    -------
    numpy.ndarray
        One number an area; NaN for an area without probabilities.

    References
    ----------
    Laird NM, Louis TA (1989). Empirical Bayes ranking methods. Journal of Educational Statistics
    14:29-46.

    Examples
    --------
    >>> expected_rank([[0.75, 0.25], [0.25, 0.75]]).tolist()
    [1.25, 1.75]
    """
    p = _probabilities(probabilities)
    return np.asarray(np.sum(p * np.arange(1.0, p.shape[-1] + 1), axis=-1))


def rank_change(before: ArrayLike, after: ArrayLike) -> RankChange:
    """Compute how likely each area's true rank is to have changed between two periods.

    Sharper than `rank_moves`, which asks for certainty about all areas together; this asks about
    one area at a time. The two periods must be independent.

    Parameters
    ----------
    before, after
        Rank probabilities of the same areas in the same order: one row an area, one column a
        rank.

    Returns
    -------
    RankChange
        Probabilities of a better (smaller), the same and a worse rank, one an area. NaN where
        either period has none.

    References
    ----------
    Goldstein H, Spiegelhalter DJ (1996). League tables and their limitations. Journal of the
    Royal Statistical Society A 159:385-443.

    Examples
    --------
    >>> change = rank_change([[0.2, 0.8]], [[0.9, 0.1]])
    >>> [float(p[0].round(2)) for p in change]
    [0.72, 0.26, 0.02]
    """
    before, after = np.broadcast_arrays(*(_probabilities(one) for one in (before, after)))
    same = np.sum(before * after, axis=-1)
    up_to = np.cumsum(after, axis=-1)
    better = np.sum(before[..., 1:] * up_to[..., :-1], axis=-1)
    worse = np.maximum(0.0, 1 - better - same)
    return RankChange(*(np.asarray(each) for each in (better, same, worse)))


def _probabilities(values: ArrayLike) -> Floats:
    """Return rank probabilities; NaN for an area of which one is no probability.

    Raises
    ------
    ValueError
        Where there is no axis of ranks.
    """
    (p,) = as_floats(values)
    if p.ndim == 0:
        raise ValueError("rank probabilities need an axis of ranks. Hint: give one row an area")
    known = np.all((p >= 0) & (p <= 1), axis=-1, keepdims=True)
    return np.where(known, p, np.nan)


def _positive(first: ArrayLike, second: ArrayLike, least: float) -> tuple[Floats, Floats]:
    first, second = as_floats(first, second)
    if first.ndim != 1:
        raise ValueError(f"areas must be one-dimensional, not of shape {first.shape}")
    valid = (first >= LEAST) & (first <= MOST) & (second >= least) & (second <= MOST)
    return np.where(valid, first, np.nan), np.where(valid, second, np.nan)


def _placed(found: Floats, known: np.ndarray) -> Floats:
    """Put the areas that have probabilities among those that have none."""
    full = np.full((known.size, known.size), np.nan)
    full[known] = 0.0
    full[np.ix_(known, np.arange(known.size) < len(found))] = found
    return full
