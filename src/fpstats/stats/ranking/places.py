"""Ranks that admit what they do not know: places that chance allows, tiers, and moves.

All from one set of intervals that hold together (`joint_confidence`). Rank 1 is the first; which
end is first the caller says by the sign of what is handed in, or by `highest_first`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, as_floats, tail_probability


class Places(NamedTuple):
    """The best and the worst place that chance allows: arrays of one shape, NaN for no place."""

    best: Floats
    worst: Floats

    def tiers(self) -> Floats:
        """Group the areas so that any two of different groups can be told apart, 1 the first.

        A tier ends after so many areas as have a best place no worse than that: all others are
        behind each of them.
        """
        known = ~np.isnan(self.best)
        best = self.best[known].astype(np.intp)
        up_to = np.cumsum(np.bincount(best, minlength=best.size + 1))
        ended = up_to == np.arange(up_to.size)
        tier = np.full(self.best.shape, np.nan)
        tier[known] = np.cumsum(ended)[best - 1]
        return tier


def joint_confidence(confidence: float, areas: int) -> float:
    """Compute the confidence each interval needs for all of them to hold together.

    Parameters
    ----------
    confidence
        Of the whole set, strictly between 0 and 1.
    areas
        How many independent intervals there are: 1 or more.

    Returns
    -------
    float
        Between the one given and 1.

    Raises
    ------
    ValueError
        Where either is outside its range.

    References
    ----------
    Sidak Z (1967). Rectangular confidence regions for the means of multivariate normal
    distributions. Journal of the American Statistical Association 62:626-633.

    Examples
    --------
    >>> round(joint_confidence(0.9, 20), 6)
    0.994746
    """
    tail_probability(confidence)
    if areas < 1:
        raise ValueError(f"areas must be 1 or more, not {areas!r}")
    return math.exp(math.log(confidence) / areas)


def rank_intervals(lower: ArrayLike, upper: ArrayLike, *, highest_first: bool = True) -> Places:
    """Compute the places that each area may truly have, from intervals that hold together.

    An area is behind another only where its whole interval is. If all intervals hold, with
    `joint_confidence`, so do all these places, together: Klein, Wright and Wieczorek.

    Parameters
    ----------
    lower, upper
        The limits of each area, one-dimensional; of `joint_confidence`.
    highest_first
        Whether the largest value has rank 1.

    Returns
    -------
    Places
        Best and worst rank of each area, 1 to the number of areas that have an interval. NaN for
        an area without one, which takes no place from the others.

    References
    ----------
    Klein M, Wright T, Wieczorek J (2020). A joint confidence region for an overall ranking of
    populations. Journal of the Royal Statistical Society C 69:589-606.

    Examples
    --------
    >>> places = rank_intervals([0.1, 0.3, 0.5], [0.2, 0.6, 0.7])
    >>> places.best.tolist(), places.worst.tolist()
    ([3.0, 1.0, 1.0], [3.0, 2.0, 2.0])
    """
    lower, upper, known = _limits(lower, upper, highest_first)
    best, worst = np.full(known.shape, np.nan), np.full(known.shape, np.nan)
    low, high = lower[known], upper[known]
    best[known] = 1 + _beyond(high, low)
    worst[known] = low.size - _beyond(-low, -high)
    return Places(best, worst)


def tiers(lower: ArrayLike, upper: ArrayLike, *, highest_first: bool = True) -> Floats:
    """Group areas so that any two of different groups can be told apart.

    Areas whose intervals overlap share a tier, and so do those that are linked by others between
    them. Often all areas of a county are one tier: then no ranking of them is more than chance.

    Parameters
    ----------
    lower, upper
        The limits of each area, one-dimensional; of `joint_confidence`.
    highest_first
        Whether the largest values are tier 1.

    Returns
    -------
    numpy.ndarray
        The tier of each area, 1 the first. NaN for an area without an interval.

    References
    ----------
    Klein M, Wright T, Wieczorek J (2020). A joint confidence region for an overall ranking of
    populations. Journal of the Royal Statistical Society C 69:589-606.

    Examples
    --------
    >>> tiers([0.1, 0.3, 0.5], [0.2, 0.6, 0.7]).tolist()
    [2.0, 1.0, 1.0]
    """
    return rank_intervals(lower, upper, highest_first=highest_first).tiers()


def rank_moves(before: Places, after: Places) -> Floats:
    """Say which areas moved from one period to the next beyond chance.

    An area moved where the places that chance allows it in the two periods do not meet. For the
    statement to hold for all areas and both periods together, `joint_confidence` is asked for
    twice as many intervals as there are areas.

    Parameters
    ----------
    before, after
        What `rank_intervals` gives for the same areas, in the same order.

    Returns
    -------
    numpy.ndarray
        1 where the area moved up (towards rank 1), -1 where it moved down, 0 where chance alone
        could have moved it. NaN where it has no place in either period.

    References
    ----------
    Klein M, Wright T, Wieczorek J (2020). A joint confidence region for an overall ranking of
    populations. Journal of the Royal Statistical Society C 69:589-606.

    Examples
    --------
    >>> before = rank_intervals([0.1, 0.3, 0.5], [0.2, 0.4, 0.7])
    >>> after = rank_intervals([0.8, 0.3, 0.4], [0.9, 0.5, 0.7])
    >>> rank_moves(before, after).tolist()
    [1.0, 0.0, -1.0]
    """
    earlier_best, earlier_worst, best, worst = as_floats(*before, *after)
    known = ~(np.isnan(earlier_best) | np.isnan(best))
    moved = (worst < earlier_best).astype(np.float64) - (best > earlier_worst)
    return np.where(known, moved, np.nan)


def _beyond(ends: Floats, others: Floats) -> Floats:
    """Count for each end of an interval how many of the other ends lie above it."""
    # Most intervals overlap all others: only what stands apart is sorted and looked up, in order,
    # because a search that goes on from the one before finds its numbers at hand.
    others = np.sort(others[others > np.min(ends, initial=np.inf)])
    some = np.flatnonzero(ends < np.max(others, initial=-np.inf))
    some = some[np.argsort(ends[some])]
    found = np.zeros(ends.size)
    found[some] = others.size - np.searchsorted(others, ends[some], side="right")
    return found


def _limits(
    lower: ArrayLike, upper: ArrayLike, highest_first: bool
) -> tuple[Floats, Floats, np.ndarray]:
    """Return the limits so that the highest are first, and which areas have both."""
    lower, upper = as_floats(lower, upper)
    if lower.ndim != 1:
        raise ValueError(f"limits must be one-dimensional, not of shape {lower.shape}")
    known = lower <= upper
    return (lower, upper, known) if highest_first else (-upper, -lower, known)
