"""Two parts in each other's place: could male and female have been exchanged?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Flags, Floats
from fpstats.stats.exact_tests import binomial_test
from fpstats.stats.screens.others import FEWEST, binomial_against_others
from fpstats.stats.series import numbers_over_time, proportions_over_time, quotient
from fpstats.stats.significance import student_two_sided


class Exchanged(NamedTuple):
    """Two parts as they stand, and exchanged: arrays in the shape of the series, or NaN.

    Attributes
    ----------
    share
        The first part's share of both that the others lead one to expect.
    history
        How many others there are.
    p
        Probability of a share so far over on the other side of one half, or farther, if nothing
        was exchanged; 1 where the share is on the side on which it is expected.
    after
        Two-sided probability of the parts as they are once they are changed back.
    """

    share: Floats
    history: Floats
    p: Floats
    after: Floats


def exchanged_parts(first: ArrayLike, second: ArrayLike, fewest: int = FEWEST) -> Exchanged:
    """Test whether two counts of events, such as boys and girls, stand in each other's place.

    By the exact test of one period against all others: only large counts, or very unequal parts,
    can be decided.

    Parameters
    ----------
    first, second
        The two parts: whole numbers, time along the last axis.
    fewest
        Others there must be.

    Returns
    -------
    Exchanged
        An exchange explains the parts where `p` is very small and `after` is not.

    Raises
    ------
    ValueError
        Where the fewest is less than one.

    References
    ----------
    Fisher RA (1935). The logic of inductive inference. Journal of the Royal Statistical Society
    98:39-82.

    Examples
    --------
    >>> found = exchanged_parts([600] * 6 + [400], [400] * 6 + [600])
    >>> bool(found.p[-1] < 1e-15), float(found.after[-1].round(2)), float(found.p[0])
    (True, 1.0, 1.0)
    """
    first, total = of_both(first, second)
    found = binomial_against_others(first, total, fewest=fewest)
    # Of counts, so that one half is one half to the last digit.
    others = (np.nansum(part, axis=-1, keepdims=True) - part for part in (first, total))
    share = np.where(found.history > 0, quotient(*others), np.nan)
    toward = np.where(share > 0.5, found.less, found.greater)
    after = binomial_test(total - first, total, share).two_sided
    return _decided(first, total, share, found.history, toward, after)


def exchanged_shares(first: ArrayLike, second: ArrayLike, fewest: int = FEWEST) -> Exchanged:
    """Test whether two parts whose shares hardly differ stand in each other's place.

    As men and women of the areas of a county in one month. Areas differ: the share is compared
    with the mean of the others', and with how far these lie apart, but never less than what that
    leaves for differences between areas together with the chance of so small a population.

    Parameters
    ----------
    first, second
        The two parts: whole numbers, along the last axis.
    fewest
        Others there must be.

    Returns
    -------
    Exchanged
        An exchange explains the parts where `p` is very small and `after` is not. Probabilities
        are those of Student's t, with one degree of freedom less than others.

    Raises
    ------
    ValueError
        Where the fewest is less than two.

    References
    ----------
    DerSimonian R, Laird N (1986). Meta-analysis in clinical trials. Controlled Clinical Trials
    7:177-188 (differences between areas, by moments).

    Examples
    --------
    >>> men, women = [5100, 5120, 5110, 5130, 5090, 4880], [4900, 4880, 4890, 4870, 4910, 5120]
    >>> found = exchanged_shares(men, women)
    >>> bool(found.p[-1] < 0.01), bool(found.after[-1] > 0.1), float(found.p[0])
    (True, True, 1.0)
    """
    if fewest < 2:
        raise ValueError("fewest must be two or more")
    first, total = of_both(first, second)
    shares = quotient(first, total)
    there = ~np.isnan(shares)
    values, chance = (
        np.where(there, part, 0.0) for part in (shares, 0.25 * quotient(np.ones_like(total), total))
    )
    history = np.where(there, there.sum(axis=-1, keepdims=True) - 1.0, np.nan)
    history = np.where(history >= fewest, history, np.nan)
    # About one half, so that squares of tiny differences are not lost.
    about = np.where(there, values - 0.5, 0.0)
    mean = (about.sum(axis=-1, keepdims=True) - about) / history
    squares = np.square(about).sum(axis=-1, keepdims=True) - np.square(about)
    variance = np.maximum(squares - history * np.square(mean), 0.0) / (history - 1)
    usual = (chance.sum(axis=-1, keepdims=True) - chance) / history
    between = np.maximum(variance - usual, 0.0)
    scale = np.sqrt(np.maximum(variance, between + chance) * (1 + 1 / history))
    share = mean + 0.5
    side, back = (
        student_two_sided(quotient(value - share, scale), history - 1)
        for value in (shares, 1 - shares)
    )
    return _decided(first, total, share, history, side / 2, back)


def of_both(first: ArrayLike, second: ArrayLike) -> tuple[Floats, Floats]:
    """Return the first part and both together; NaN where either is not finite."""
    first, second = (numbers_over_time(one) for one in np.broadcast_arrays(first, second))
    return proportions_over_time(first, first + second)


def _decided(
    first: Floats, total: Floats, share: Floats, history: Floats, toward: Floats, after: Floats
) -> Exchanged:
    """Return what was found; what is on its own side of one half was never exchanged."""
    known = ~np.isnan(toward) & ~np.isnan(share)
    over: Flags = (first - total / 2) * (share - 0.5) < 0
    p = np.where(known, np.where(over, toward, 1.0), np.nan)
    return Exchanged(share, np.where(known, history, np.nan), p, np.where(known, after, np.nan))
