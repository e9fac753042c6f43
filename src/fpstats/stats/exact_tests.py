"""How well chance alone explains a number, if what it is compared with were true.

One number against a value: a target, a national rate, a normal sex ratio. No approximation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, all_known, as_floats, checked_per, counts_among, is_count
from fpstats.stats.densities import binomial_log, poisson_log
from fpstats.stats.outcome import binomial_tails
from fpstats.stats.probabilities import (
    TIE,
    binomial_at_least,
    binomial_at_most,
    first_whole,
    poisson_at_least,
    poisson_at_most,
)


class Tails(NamedTuple):
    """The probabilities of an outcome and of all beyond it, on either side.

    Attributes
    ----------
    less
        The probability of as many or fewer: the exact p-value against "not below".
    greater
        The probability of as many or more: the exact p-value against "not above".
    point
        The probability of exactly as many, which both contain.
    """

    less: Floats
    greater: Floats
    point: Floats

    @property
    def two_sided(self) -> Floats:
        """Twice the smaller tail, at most 1: the p-value that goes with an exact interval."""
        return np.asarray(np.minimum(1.0, 2 * np.minimum(self.less, self.greater)))

    @property
    def mid(self) -> Tails:
        """The tails with half the outcome's own probability: nearer to the level, not below it."""
        half = self.point / 2
        return Tails(np.asarray(self.less - half), np.asarray(self.greater - half), self.point)


def binomial_test(count: ArrayLike, total: ArrayLike, share: ArrayLike) -> Tails:
    """Compute exact tails of a proportion against a value, such as a target.

    Use them beside a verdict: how often would a township whose true share is the target show
    this or worse? They are exact at any size, and never too small.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, of any shapes that broadcast.
    share
        The value compared with, 0 to 1.

    Returns
    -------
    Tails
        Probabilities of as many or fewer, as many or more, and exactly as many. NaN where the
        count is no part of the total, or the share not between 0 and 1.

    References
    ----------
    Clopper CJ, Pearson ES (1934). The use of confidence or fiducial limits illustrated in the
    case of the binomial. Biometrika 26:404-413.

    Examples
    --------
    >>> tails = binomial_test([90, 900], [100, 1000], 0.92)
    >>> tails.less.round(4).tolist(), tails.two_sided.round(4).tolist()
    ([0.278, 0.0135], [0.556, 0.027])
    """
    count, total, share = _binomial(count, total, share)
    return Tails(*binomial_tails(count, total, share))


def binomial_likelihood_test(count: ArrayLike, total: ArrayLike, share: ArrayLike) -> Floats:
    """Compute the exact two-sided p-value that adds up all outcomes no likelier than this one.

    What R's `binom.test` and scipy's `binomtest` print. It may disagree with an exact interval,
    which goes with twice the smaller tail (`binomial_test`); use it to compare with those.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, of any shapes that broadcast.
    share
        The value compared with, 0 to 1.

    Returns
    -------
    numpy.ndarray
        Probabilities. NaN where the count is no part of the total, or the share not between 0
        and 1.

    References
    ----------
    Sterne TE (1954). Some remarks on confidence or fiducial limits. Biometrika 41:275-278.

    Examples
    --------
    >>> float(binomial_likelihood_test(213, 215, 0.95).round(6))
    0.002495
    """
    count, total, share = _binomial(count, total, share)
    return _by_likelihood(
        count,
        total * share,
        total,
        lambda x: binomial_log(x, total, share),
        lambda x: binomial_at_most(x, total, share),
        lambda x: binomial_at_least(x, total, share),
    )


def poisson_test(count: ArrayLike, expected: ArrayLike) -> Tails:
    """Compute exact tails of a number of events against the number expected.

    A rate is compared with another by what it would give: expected = rate x exposure.

    Parameters
    ----------
    count
        Events: whole numbers.
    expected
        How many the value compared with would give: 0 or more; any shape that broadcasts.

    Returns
    -------
    Tails
        Probabilities of as many or fewer, as many or more, and exactly as many. NaN where the
        count is negative, not whole or missing, or the expected number negative or above 2^53.
        Where none is expected any event is impossible.

    References
    ----------
    Garwood F (1936). Fiducial limits for the Poisson distribution. Biometrika 28:437-442.

    Examples
    --------
    >>> tails = poisson_test(3, 8.5)
    >>> [round(float(p), 4) for p in (tails.less, tails.two_sided)]
    [0.0301, 0.0602]
    """
    count, expected = _poisson(count, expected)
    return Tails(
        poisson_at_most(count, expected),
        poisson_at_least(count, expected),
        np.asarray(np.exp(poisson_log(count, expected))),
    )


def poisson_likelihood_test(count: ArrayLike, expected: ArrayLike) -> Floats:
    """Compute the exact two-sided p-value that adds up all counts no likelier than this one.

    What R's `poisson.test` prints. An exact interval goes with `poisson_test` instead.

    Parameters
    ----------
    count
        Events: whole numbers.
    expected
        How many the value compared with would give: 0 or more; any shape that broadcasts.

    Returns
    -------
    numpy.ndarray
        Probabilities. NaN where the count is negative, not whole or missing, or the expected
        number negative or above 2^53.

    References
    ----------
    Sterne TE (1954). Some remarks on confidence or fiducial limits. Biometrika 41:275-278.

    Examples
    --------
    >>> float(poisson_likelihood_test(3, 8.5).round(4))
    0.0575
    """
    count, expected = _poisson(count, expected)
    # No count beyond e times the mean is likelier than none, by Stirling's formula.
    most = np.ceil(np.maximum(count, 3 * expected)) + 10
    return _by_likelihood(
        count,
        expected,
        most,
        lambda x: poisson_log(x, expected),
        lambda x: poisson_at_most(x, expected),
        lambda x: poisson_at_least(x, expected),
    )


def sex_ratio_test(
    males: ArrayLike, females: ArrayLike, ratio: ArrayLike, per: float = 100
) -> Tails:
    """Compute exact tails of a sex ratio against a value, such as 107.

    The exact test of the male share that the value stands for, ratio / (per + ratio).

    Parameters
    ----------
    males, females
        Births of each sex: whole numbers, of any shapes that broadcast.
    ratio
        The value compared with, males per `per` females: positive.
    per
        The ratio is stated as males to this many females.

    Returns
    -------
    Tails
        Probabilities of as many males or fewer, as many or more, and exactly as many. NaN where
        nobody was born, a count is negative, not whole or missing, or the ratio not positive.

    References
    ----------
    Clopper CJ, Pearson ES (1934). The use of confidence or fiducial limits illustrated in the
    case of the binomial. Biometrika 26:404-413.

    Examples
    --------
    >>> float(sex_ratio_test(120, 95, 107).two_sided.round(4))
    0.2535
    """
    share = _share_of_ratio(ratio, checked_per(per))
    males, females = (np.where(is_count(n), n, np.nan) for n in as_floats(males, females))
    return binomial_test(males, males + females, share)


def _share_of_ratio(ratio: ArrayLike, per: float) -> Floats:
    (ratio,) = as_floats(ratio)
    ratio = np.where((ratio > 0) & (ratio < np.inf), ratio, np.nan)
    return np.asarray(ratio / (per + ratio))


def _binomial(
    count: ArrayLike, total: ArrayLike, share: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    count, total = counts_among(count, total)
    (shares,) = as_floats(share)
    shares = np.where((shares >= 0) & (shares <= 1), shares, np.nan)
    count, total, shares = all_known(count, total, shares)
    return count, total, shares


def _poisson(count: ArrayLike, expected: ArrayLike) -> tuple[Floats, Floats]:
    count, expected = as_floats(count, expected)
    valid = is_count(count) & (expected >= 0) & (expected <= 2.0**53)
    return np.where(valid, count, np.nan), np.where(valid, expected, np.nan)


def _by_likelihood(
    count: Floats,
    mean: Floats,
    last: Floats,
    log_probability: Callable[[Floats], Floats],
    at_most: Callable[[Floats], Floats],
    at_least: Callable[[Floats], Floats],
) -> Floats:
    """Add to the tail beyond a count the outcomes on the other side that are no likelier."""
    # The farther from the mean the less likely: one search finds where they begin.
    limit = log_probability(count) + TIE
    centre_up, centre_down = np.ceil(mean), np.floor(mean)
    mirrored = 2 * mean - count
    # Above: the first as unlikely, counted from the mean; one beyond the last where there is none.
    beyond = first_whole(
        lambda steps: (
            (log_probability(np.minimum(centre_up + steps, last)) <= limit)
            | (centre_up + steps > last)
        ),
        mirrored - centre_up,
        last + 1 - centre_up,
    )
    # Below: the first, counted from zero, that is likelier than the outcome.
    likelier = first_whole(
        lambda x: (log_probability(np.minimum(x, centre_down)) > limit) | (x > centre_down),
        mirrored,
        centre_down + 1,
    )
    low = at_most(count) + at_least(centre_up + beyond)
    high = at_least(count) + at_most(likelier - 1)
    p = np.where(count < mean, low, np.where(count > mean, high, 1.0))
    return np.where(np.isnan(count), np.nan, np.minimum(p, 1.0))
