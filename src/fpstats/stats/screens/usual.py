"""One proportion against the others of its series, without those that are unlike the rest."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Flags, Floats
from fpstats.stats.multiplicity import benjamini_hochberg
from fpstats.stats.screens.aside import settled, worst
from fpstats.stats.screens.others import FEWEST
from fpstats.stats.series import median_over, proportions_over_time, quotient
from fpstats.stats.urn import hypergeometric_tails

_VERY_FAR = 5.0
"""Standard deviations from the median from which one is left out of the first comparison."""


class Usual(NamedTuple):
    """Each proportion against the usual ones: arrays in the shape of the series, or NaN.

    Attributes
    ----------
    expected
        The count that the others lead one to expect.
    excess
        The count less that: the events at stake.
    history
        How many others it was compared with.
    p
        Two-sided exact probability of a count so far out.
    adjusted
        The same, adjusted for how many proportions were tested.
    """

    expected: Floats
    excess: Floats
    history: Floats
    p: Floats
    adjusted: Floats


def binomial_against_usual(
    count: ArrayLike, total: ArrayLike, *, level: float = 0.01, fewest: int = FEWEST
) -> Usual:
    """Test each proportion against the others of its series that are not found unlike them.

    Fisher's exact test of one period against the rest, as `binomial_against_others`; but what is
    found at the level is set aside, and everything is tested anew without it, until the same is
    found again. One total with a digit too many makes no other period look wrong.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, time along the last axis.
    level
        The share of false findings that is allowed, over all proportions given.
    fewest
        Others there must be.

    Returns
    -------
    Usual
        Expected counts and probabilities. NaN where the value or enough others are missing.

    Raises
    ------
    ValueError
        Where fewest is less than one, or the level is no probability.

    References
    ----------
    Fisher RA (1935). The logic of inductive inference. Journal of the Royal Statistical Society
    98:39-82.

    Examples
    --------
    >>> found = binomial_against_usual([9] * 11 + [9], [10] * 11 + [999])
    >>> (found.adjusted <= 0.01).tolist() == [False] * 11 + [True]
    True
    >>> float(found.expected[0].round(6)), float(found.expected[-1].round(6))
    (9.0, 899.1)
    """
    if fewest < 1 or not 0 < level < 1:
        raise ValueError("fewest must be one or more, and level between 0 and 1")
    count, total = proportions_over_time(count, total)

    def tested(aside: Flags) -> tuple[Usual, Floats]:
        found = _tested(count, total, aside, fewest)
        # Of equally unlikely ones, those with more events at stake.
        scores = -found.p + 1e-12 * np.abs(found.excess)
        return found, np.where(found.adjusted <= level, scores, -np.inf)

    return settled(tested, worst(_far_out(count, total)))


def _far_out(count: Floats, total: Floats) -> Floats:
    """Return how far out each proportion is, where that is very far; else minus infinity.

    Half an event more and less, so that where all others are full one less is not far out.
    """
    share = (count + 0.5) / (total + 1)
    middle = median_over(share)[..., None]
    apart = np.abs(share - middle)
    chance = np.sqrt(middle * (1 - middle) / (total + 1))
    spread = np.maximum(1.4826 * median_over(apart)[..., None], chance)
    # Where all others are full and huge, what is not is infinitely far out.
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(apart > _VERY_FAR * spread, apart / spread, -np.inf)


def _tested(count: Floats, total: Floats, aside: Flags, fewest: int) -> Usual:
    """Test every proportion against those others that are not set aside."""
    there = ~np.isnan(count)
    used = there & ~aside
    others, beside, history = (
        np.where(there, np.sum(kept, axis=-1, keepdims=True) - kept, np.nan)
        for kept in (np.where(used, count, 0.0), np.where(used, total, 0.0), used.astype(float))
    )
    enough = history >= fewest
    others, beside = (np.where(enough, part, np.nan) for part in (others, beside))
    tails = hypergeometric_tails(count, total, count + others, total + beside)
    p = np.asarray(np.minimum(1.0, 2 * np.minimum(tails[0], tails[1])))
    expected = others * quotient(total, beside)
    adjusted = benjamini_hochberg(p.ravel()).reshape(p.shape)
    return Usual(expected, count - expected, history, p, adjusted)
