"""How well chance alone explains that two numbers differ, if both had one true value."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, all_known, counts_among, counts_over
from fpstats.stats.densities import binomial_log
from fpstats.stats.exact_tests import Tails, binomial_likelihood_test, binomial_test
from fpstats.stats.probabilities import TIE, first_whole
from fpstats.stats.urn import hypergeometric_tails

MOST: Final = 1e9
"""Beyond this total the tables of `fisher_test` are too many to be added up."""


def rate_ratio_test(
    count1: ArrayLike, exposure1: ArrayLike, count2: ArrayLike, exposure2: ArrayLike
) -> Tails:
    """Compute exact tails of one rate against another.

    Given how many events there were together, how many were the first's is a proportion. Twice
    the smaller tail goes with `rate_ratio_exact`: below 0.05 where that leaves out 1.

    Parameters
    ----------
    count1, count2
        Events: whole numbers, of any shapes that broadcast.
    exposure1, exposure2
        Person-years, or whatever the rates are over.

    Returns
    -------
    Tails
        Probabilities that the first has as many events or fewer, as many or more, and exactly as
        many; all 1 where there was no event. NaN where either count is negative, not whole or
        missing, or its exposure not positive and finite.

    References
    ----------
    Przyborowski J, Wilenski H (1940). Homogeneity of results in testing samples from Poisson
    series. Biometrika 31:313-323.

    Examples
    --------
    >>> float(rate_ratio_test(12, 5000, 9, 4800).two_sided.round(4))
    0.7336
    """
    count, total, share = _conditional(count1, exposure1, count2, exposure2)
    tails = binomial_test(count, total, share)
    return Tails(*(np.where(total == 0, 1.0, tail) for tail in tails))


def rate_ratio_likelihood_test(
    count1: ArrayLike, exposure1: ArrayLike, count2: ArrayLike, exposure2: ArrayLike
) -> Floats:
    """Compute the exact two-sided p-value of two rates that R's `poisson.test` prints.

    It adds up all outcomes no likelier than this one. An exact interval goes with
    `rate_ratio_test` instead.

    Parameters
    ----------
    count1, count2
        Events: whole numbers, of any shapes that broadcast.
    exposure1, exposure2
        Person-years, or whatever the rates are over.

    Returns
    -------
    numpy.ndarray
        Probabilities; 1 where there was no event. NaN where either count is negative, not whole
        or missing, or its exposure not positive and finite.

    References
    ----------
    Przyborowski J, Wilenski H (1940). Homogeneity of results in testing samples from Poisson
    series. Biometrika 31:313-323.

    Examples
    --------
    >>> float(rate_ratio_likelihood_test(12, 5000, 9, 4800).round(4))
    0.665
    """
    count, total, share = _conditional(count1, exposure1, count2, exposure2)
    return np.where(total == 0, 1.0, binomial_likelihood_test(count, total, share))


def pearson_test(
    count1: ArrayLike, total1: ArrayLike, count2: ArrayLike, total2: ArrayLike
) -> Floats:
    """Compute the chi-square p-value of two proportions, without correction.

    For some five expected events or more on every side; below that `fisher_test`.

    Parameters
    ----------
    count1, total1, count2, total2
        How many of how many, twice: whole numbers, of any shapes that broadcast.

    Returns
    -------
    numpy.ndarray
        Two-sided probabilities. NaN where a count is no part of its total, or where both
        proportions are 0 or both are 1.

    References
    ----------
    Pearson K (1900). Philosophical Magazine 50:157-175.

    Examples
    --------
    >>> float(pearson_test(56, 70, 48, 80).round(4))
    0.008
    """
    from scipy import special  # here, because intervals need it not

    x1, n1, x2, n2 = all_known(*counts_among(count1, total1), *counts_among(count2, total2))
    both, together = x1 + x2, n1 + n2
    some = np.where((both > 0) & (both < together), both, np.nan)
    # Divided before they are multiplied: four large counts have a product beyond any float.
    variance = some / together * ((together - some) / together) * (1 / n1 + 1 / n2)
    return np.asarray(special.erfc(np.abs(x1 / n1 - x2 / n2) / np.sqrt(2 * variance)))


def fisher_test(
    count1: ArrayLike, total1: ArrayLike, count2: ArrayLike, total2: ArrayLike
) -> Floats:
    """Compute Fisher's exact p-value of two proportions.

    It adds up all tables with these margins no likelier than this one, as R's `fisher.test`. Its
    work grows with the root of the counts; for totals in the millions use `pearson_test`.

    Parameters
    ----------
    count1, total1, count2, total2
        How many of how many, twice: whole numbers, of any shapes that broadcast.

    Returns
    -------
    numpy.ndarray
        Two-sided probabilities. NaN where a count is no part of its total, or where the totals
        together exceed a thousand million.

    References
    ----------
    Fisher RA (1935). The logic of inductive inference. Journal of the Royal Statistical Society
    98:39-82.

    Examples
    --------
    >>> float(fisher_test(56, 70, 48, 80).round(4))
    0.0125
    """
    x, n1, x2, n2 = all_known(*counts_among(count1, total1), *counts_among(count2, total2))
    x, n1, x2, n2 = (np.where(n1 + n2 <= MOST, each, np.nan) for each in (x, n1, x2, n2))
    drawn = x + x2
    share = drawn / (n1 + n2)

    def log_probability(k: Floats) -> Floats:
        """Compute it from three binomials, which need no factorial of a large number."""
        first, second = binomial_log(k, n1, share), binomial_log(drawn - k, n2, share)
        return np.asarray(first + second - binomial_log(drawn, n1 + n2, share))

    lowest, highest = np.maximum(0.0, drawn - n2), np.minimum(n1, drawn)
    limit = log_probability(x) + TIE
    peak = np.clip(np.floor((n1 + 1) * (drawn + 1) / (n1 + n2 + 2)), lowest, highest)
    # From the peak outwards probabilities only fall: find on each side where they are no likelier.
    up = first_whole(
        lambda k: (log_probability(np.minimum(peak + k, highest)) <= limit) | (peak + k > highest),
        np.abs(x - peak),
        highest + 1 - peak,
    )
    down = first_whole(
        lambda k: (log_probability(np.maximum(peak - k, lowest)) <= limit) | (peak - k < lowest),
        np.abs(x - peak),
        peak + 1 - lowest,
    )
    above, below = peak + up, peak - down
    rest = n2 - drawn
    p = np.zeros_like(drawn)
    for start, end, step in ((above, highest, 1.0), (below, lowest, -1.0)):
        inside = (start <= end) if step > 0 else (start >= end)
        k = np.where(inside, start, end)
        term = np.where(inside, np.exp(log_probability(k)), 0.0)
        while np.any(term > p * 1e-17):
            p = p + term
            if step > 0:
                ratio = (n1 - k) / (k + 1) * ((drawn - k) / np.maximum(rest + k + 1, 1.0))
            else:
                ratio = k / (n1 - k + 1) * ((rest + k) / (drawn - k + 1))
            k, term = k + step, term * np.maximum(ratio, 0.0)
    commonest = log_probability(peak) <= limit
    return np.where(np.isnan(drawn), np.nan, np.where(commonest, 1.0, np.minimum(p, 1.0)))


def fisher_tails(
    count1: ArrayLike, total1: ArrayLike, count2: ArrayLike, total2: ArrayLike
) -> Tails:
    """Compute exact tails of one proportion against another.

    Given how many there were together, how many were the first's is hypergeometric. Twice the
    smaller tail is the doubled p-value of Fisher's test, which rises and falls with the count; for
    that of R's `fisher.test` see `fisher_test`.

    Parameters
    ----------
    count1, total1, count2, total2
        How many of how many, twice: whole numbers, of any shapes that broadcast.

    Returns
    -------
    Tails
        Probabilities that the first has as many or fewer, as many or more, and exactly as many.
        NaN where a count is no part of its total.

    References
    ----------
    Fisher RA (1935). The logic of inductive inference. Journal of the Royal Statistical Society
    98:39-82.

    Examples
    --------
    >>> float(fisher_tails(56, 70, 48, 80).greater.round(4))
    0.0063
    """
    x, n1, x2, n2 = all_known(*counts_among(count1, total1), *counts_among(count2, total2))
    return Tails(*hypergeometric_tails(x, n1, x + x2, n1 + n2))


def _conditional(
    count1: ArrayLike, exposure1: ArrayLike, count2: ArrayLike, exposure2: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Return the first count, both together, and the share of the first were the rates equal."""
    x1, e1, x2, e2 = all_known(*counts_over(count1, exposure1), *counts_over(count2, exposure2))
    # Halved before they are added: two exposures near the largest number would overflow.
    return x1, x1 + x2, e1 / 2 / (e1 / 2 + e2 / 2)
