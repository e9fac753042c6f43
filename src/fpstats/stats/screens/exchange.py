"""Two parts in each other's place: could male and female have been exchanged?"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Flags, Floats
from fpstats.stats.exact_tests import binomial_test
from fpstats.stats.screens.others import FEWEST, binomial_against_others
from fpstats.stats.series import (
    median_over,
    numbers_over_time,
    proportions_over_time,
    quotient,
)
from fpstats.stats.significance import student_two_sided

NEAR: Final = 18
"""So many values before and after one are near it."""

_MOVED: Final = 0.001
"""The share of a stock that moves from one time to the next, at the least."""


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
    first, total = _of_both(first, second)
    found = binomial_against_others(first, total, fewest=fewest)
    share = quotient(found.expected, total)
    toward = np.where(share > 0.5, found.less, found.greater)
    after = binomial_test(total - first, total, share).two_sided
    return _decided(first, total, share, found.history, toward, after)


def exchanged_shares(
    first: ArrayLike, second: ArrayLike, fewest: int = FEWEST, near: int = NEAR
) -> Exchanged:
    """Test whether two parts whose shares hardly differ stand in each other's place.

    As men and women of neighbouring areas in one month. The share is compared with the median of
    those near by, the value itself left out, and with how far these are from it (the median of
    it, times 1.4826, but never less than if one in a thousand had been drawn anew).

    Parameters
    ----------
    first, second
        The two parts: whole numbers, along the last axis.
    fewest
        Others there must be.
    near
        How many before and after each are compared with it.

    Returns
    -------
    Exchanged
        An exchange explains the parts where `p` is very small and `after` is not. Probabilities
        are those of Student's t, with one degree of freedom less than others.

    Raises
    ------
    ValueError
        Where the fewest is less than two, or the nearest less than one.

    References
    ----------
    Iglewicz B, Hoaglin DC (1993). How to Detect and Handle Outliers. ASQC (median deviations).

    Examples
    --------
    >>> found = exchanged_shares([51, 102, 153, 207, 51, 98], [49, 99, 147, 195, 49, 102], near=5)
    >>> bool(found.p[-1] < 0.01), bool(found.after[-1] > 0.1), float(found.p[0])
    (True, True, 1.0)
    """
    if fewest < 2 or near < 1:
        raise ValueError("fewest must be two or more, and near one or more")
    first, total = _of_both(first, second)
    shares = quotient(first, total)
    share, spread, history = _usual(shares, near)
    enough = ~np.isnan(shares) & (history >= fewest)
    share, history = (np.where(enough, part, np.nan) for part in (share, history))
    least = np.sqrt(quotient(share * (1 - share) * _MOVED, total))
    scale = np.fmax(1.4826 * spread, least)
    side, back = (
        student_two_sided(quotient(value - share, scale), history - 1)
        for value in (shares, 1 - shares)
    )
    return _decided(first, total, share, history, side / 2, back)


def exchanged_stocks(
    first: ArrayLike, second: ArrayLike, fewest: int = FEWEST, near: int = NEAR
) -> Exchanged:
    """Test whether two parts of a stock, such as men and women, stand in each other's place.

    A stock is not drawn anew each month: its parts hardly move. As `exchanged_shares`; moreover
    both numbers must be nearer to the usual ones once they are changed back, by half or more: who
    comes or goes for good changes one of them.

    Parameters
    ----------
    first, second
        The two parts: whole numbers, time along the last axis.
    fewest
        Others there must be.
    near
        How many before and after each are compared with it.

    Returns
    -------
    Exchanged
        As that of `exchanged_shares`; `p` is 1 where changing back brings them no nearer.

    Raises
    ------
    ValueError
        Where the fewest is less than two, or the nearest less than one.

    References
    ----------
    Iglewicz B, Hoaglin DC (1993). How to Detect and Handle Outliers. ASQC (median deviations).

    Examples
    --------
    >>> found = exchanged_stocks([510, 511, 509, 512, 510, 490], [490, 491, 489, 490, 489, 510])
    >>> bool(found.p[-1] < 1e-4), bool(found.after[-1] > 0.1), float(found.p[0])
    (True, True, 1.0)
    >>> exchanged_stocks([510] * 7 + [510] * 5, [490] * 7 + [530] * 5).p.min()
    np.float64(1.0)
    """
    found = exchanged_shares(first, second, fewest, near)
    one, total = _of_both(first, second)
    other = total - one
    (usual, *_), (beside, *_) = _usual(one, near), _usual(other, near)
    stands = np.abs(one - usual) + np.abs(other - beside)
    back = np.abs(other - usual) + np.abs(one - beside)
    return found._replace(
        p=np.where(2 * back > stands, np.where(np.isnan(found.p), np.nan, 1.0), found.p)
    )


def _usual(values: Floats, near: int) -> tuple[Floats, Floats, Floats]:
    """Return the median of the others near each value, their median distance from it, and how
    many they are.
    """
    middle, apart, number = (np.full(values.shape, np.nan) for _ in range(3))
    for place in range(values.shape[-1]):
        others = np.delete(values, place, axis=-1)[..., max(0, place - near) : place + near]
        middle[..., place] = median_over(others)
        apart[..., place] = median_over(np.abs(others - middle[..., place, None]))
        number[..., place] = np.sum(~np.isnan(others), axis=-1)
    return middle, apart, number


def _of_both(first: ArrayLike, second: ArrayLike) -> tuple[Floats, Floats]:
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
