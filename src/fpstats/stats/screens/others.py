"""One value against the other values of its own series, exactly, however small the counts.

The tested value is never part of what it is compared with. In a baseline that holds it, it hides
itself: among twelve months no single one can lie more than 3.3 standard deviations out.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, checked_number
from fpstats.stats.exact_tests import binomial_test
from fpstats.stats.series import proportions_over_time, rates_over_time
from fpstats.stats.urn import hypergeometric_tails

FEWEST: Final = 5
"""Other values that a comparison needs, unless told otherwise."""


class Against(NamedTuple):
    """Each value against the others: arrays in the shape of the series, NaN where undefined.

    Attributes
    ----------
    expected
        The count that the others lead one to expect.
    excess
        The count less that: the events at stake.
    history
        How many other values there are to compare with.
    less, greater
        Exact probabilities of as many or fewer, and of as many or more, if the value came from
        where the others came from.
    """

    expected: Floats
    excess: Floats
    history: Floats
    less: Floats
    greater: Floats

    @property
    def two_sided(self) -> Floats:
        """Twice the smaller tail, at most 1."""
        return np.asarray(np.minimum(1.0, 2 * np.minimum(self.less, self.greater)))


def poisson_against_others(
    count: ArrayLike, exposure: ArrayLike = 1, season: int = 1, fewest: int = FEWEST
) -> Against:
    """Test each count against the sum of the others of its series.

    Given how many events there were in all, those of one period are binomial, with its part of
    the exposure: the exact test of two Poisson rates. Sixty after eleven months of three is
    found, and four is not; both where the median deviation is zero and every rule that divides
    by it fails. Series that vary more than Poisson counts (`poisson_dispersion`) give too many
    findings: judge them with a false-discovery rate, and by the events at stake.

    Parameters
    ----------
    count, exposure
        Events and what they are over, time along the last axis. With that of
        `seasonal_exposure` a season is allowed for.
    season
        Only values a whole number of seasons apart are compared: 12 for months with the same
        months of other years.
    fewest
        Others there must be.

    Returns
    -------
    Against
        Probabilities and expected counts. NaN where the value or enough others are missing.

    Raises
    ------
    ValueError
        Where a season, or the fewest, is less than one.

    References
    ----------
    Przyborowski J, Wilenski H (1940). Homogeneity of results in testing samples from Poisson
    series. Biometrika 31:313-323.

    Examples
    --------
    >>> found = poisson_against_others([3] * 11 + [60])
    >>> float(found.expected[-1]), float(found.excess[-1]), bool(found.greater[-1] < 1e-9)
    (3.0, 57.0, True)
    >>> float(poisson_against_others([3] * 11 + [4]).greater[-1].round(3))
    0.372
    """
    count, exposure = rates_over_time(count, exposure)
    other, history = _others(count, season, fewest)
    beside, _ = _others(exposure, season, fewest)
    share = exposure / (exposure + beside)
    tails = binomial_test(count, count + other, share)
    # Where nothing happened anywhere, nothing is what was to be expected.
    nothing = count + other == 0
    less, greater = (np.where(nothing, 1.0, part) for part in (tails.less, tails.greater))
    expected = other * (exposure / beside)
    return Against(expected, count - expected, history, less, greater)


def binomial_against_others(
    count: ArrayLike, total: ArrayLike, season: int = 1, fewest: int = FEWEST
) -> Against:
    """Test each proportion against all the others of its series together.

    Fisher's exact test of one period against the rest: given how many there were in all, those
    of one period are hypergeometric.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, time along the last axis.
    season
        Only values a whole number of seasons apart are compared.
    fewest
        Others there must be.

    Returns
    -------
    Against
        Probabilities and expected counts. NaN where the value or enough others are missing.

    Raises
    ------
    ValueError
        Where a season, or the fewest, is less than one.

    References
    ----------
    Fisher RA (1935). The logic of inductive inference. Journal of the Royal Statistical Society
    98:39-82.

    Examples
    --------
    >>> found = binomial_against_others([9, 10, 9, 10, 8, 2], 10)
    >>> float(found.expected[-1].round(2)), float(found.less[-1].round(6))
    (9.2, 8e-06)
    """
    count, total = proportions_over_time(count, total)
    other, history = _others(count, season, fewest)
    beside, _ = _others(total, season, fewest)
    less, greater, _ = hypergeometric_tails(count, total, count + other, total + beside)
    expected = other * (total / beside)
    return Against(expected, count - expected, history, less, greater)


def _others(values: Floats, season: int, fewest: int) -> tuple[Floats, Floats]:
    """Sum for each value those a whole number of seasons away, and count them."""
    checked_number(season, "season")
    checked_number(fewest, "fewest")
    there = ~np.isnan(values)
    sums, numbers = np.zeros(values.shape), np.zeros(values.shape)
    for start in range(min(season, values.shape[-1])):
        part = (..., slice(start, None, season))
        known = np.where(there[part], values[part], 0.0)
        sums[part] = np.sum(known, axis=-1, keepdims=True) - known
        numbers[part] = np.sum(there[part], axis=-1, keepdims=True) - there[part]
    history = np.where(there, numbers, np.nan)
    return np.where(history >= fewest, sums, np.nan), history
