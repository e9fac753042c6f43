"""Copied returns: how likely is it that the same numbers come twice by chance?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import LARGEST, Floats, as_floats


def equal_poisson(mean1: ArrayLike, mean2: ArrayLike) -> Floats:
    """Compute the probability that two independent Poisson counts are equal.

    Parameters
    ----------
    mean1, mean2
        The two means: 0 or more, of any shapes that broadcast.

    Returns
    -------
    numpy.ndarray
        The probability. NaN where a mean is negative, infinite or missing.

    References
    ----------
    Skellam JG (1946). The frequency distribution of the difference between two Poisson variates
    belonging to different populations. Journal of the Royal Statistical Society 109:296.

    Examples
    --------
    >>> equal_poisson([0, 1, 20], [0, 1, 20]).round(4).tolist()
    [1.0, 0.3085, 0.0633]
    """
    return np.asarray(np.exp(_log_equal(*as_floats(mean1, mean2))))


def repeat_surprise(mean1: ArrayLike, mean2: ArrayLike | None = None) -> Floats:
    """Compute how surprising it is that one vector of counts comes twice.

    7 means one in ten million, for one pair of returns; among a million pairs it is to be
    expected one time in ten. The fields must be independent, and counts of events: not sums of
    others among them, and not stocks, which stay the same because nothing happened.

    Parameters
    ----------
    mean1
        What each field is expected to be, fields along the last axis: the count itself will do.
        Missing fields are left out, and empty ones (0) add nothing.
    mean2
        The same for the other return; equal to the first, if not given.

    Returns
    -------
    numpy.ndarray
        Minus the decimal logarithm of the probability, without the axis of fields. NaN where no
        field is known.

    References
    ----------
    Skellam JG (1946). Journal of the Royal Statistical Society 109:296.

    Examples
    --------
    >>> float(repeat_surprise([20] * 6).round(1))
    7.2
    """
    mean1, mean2 = as_floats(mean1, mean1 if mean2 is None else mean2)
    if mean1.ndim == 0:
        raise ValueError("a vector needs an axis for its fields. Hint: give an array")
    logs = _log_equal(mean1, mean2)
    known = ~np.isnan(logs)
    total = np.sum(np.where(known, logs, 0.0), axis=-1)
    surprise = np.abs(total) / np.log(10)
    return np.where(np.any(known, axis=-1), surprise, np.nan)


def repeats_together(count: ArrayLike, expected: ArrayLike) -> Floats:
    """Compute how surprising it is that so many repeat themselves at once.

    Each by its own chance and independently of the others; the probability of so many or more is
    at most exp(count - expected) (expected / count)^count, whatever the single chances are.

    Parameters
    ----------
    count
        How many repeat themselves, of any shape.
    expected
        The sum of their chances to.

    Returns
    -------
    numpy.ndarray
        Minus the decimal logarithm of that bound; 0 where no more do than are expected. NaN where
        either is negative or missing.

    References
    ----------
    Chernoff H (1952). A measure of asymptotic efficiency for tests of a hypothesis based on the
    sum of observations. Annals of Mathematical Statistics 23:493-507.

    Examples
    --------
    >>> repeats_together([24, 1], [0.24, 2]).round(1).tolist()
    [37.7, 0.0]
    """
    from scipy import special  # here, because only a screen needs it

    count, expected = as_floats(count, expected)
    valid = (count >= 0) & (expected >= 0) & (count < np.inf) & (expected < np.inf)
    more = valid & (count > expected)
    k, mean = np.where(more, count, 0.0), np.where(more, expected, 0.0)
    return np.where(valid, (special.rel_entr(k, mean) - k + mean) / np.log(10), np.nan)


def _log_equal(mean1: Floats, mean2: Floats) -> Floats:
    """Return the logarithm of exp(-(root a - root b)^2) times the scaled Bessel function."""
    from scipy import special  # here, because only a screen needs a Bessel function

    valid = (mean1 >= 0) & (mean2 >= 0) & (mean1 <= LARGEST) & (mean2 <= LARGEST)
    root1, root2 = (np.sqrt(np.where(valid, mean, np.nan)) for mean in (mean1, mean2))
    return np.asarray(np.log(special.ive(0, 2 * root1 * root2)) - np.square(root1 - root2))
