"""Runs: does a series stay on one side of its centre longer than a coin would?"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fpstats.stats.border import Floats
from fpstats.stats.exact_tests import binomial_test
from fpstats.stats.series import median_over, numbers_over_time


class Runs(NamedTuple):
    """What `runs` finds: arrays without the axis of time.

    Attributes
    ----------
    useful
        Values that lie on either side of the centre; those on it are left out.
    longest
        The most values in a row on one side.
    longest_since
        The index of the first value of that run, the last such run if several; -1 if none.
    crossings
        How often neighbouring useful values lie on different sides.
    p_longest
        Probability of a run as long or longer, of either side, in so many tosses of a coin.
    p_crossings
        Probability of as few crossings or fewer.
    """

    useful: Floats
    longest: Floats
    longest_since: NDArray[np.intp]
    crossings: Floats
    p_longest: Floats
    p_crossings: Floats


def runs(values: ArrayLike, centre: ArrayLike | None = None) -> Runs:
    """Look for runs on one side of the centre, and for too few crossings of it.

    The two tests of the Anhøj rules, with their probabilities in place of fixed limits. They see
    a lasting shift that no single point shows. The probabilities are those of a centre known
    beforehand; around the series' own median they are a little too large.

    Parameters
    ----------
    values
        The series, time along the last axis; what is missing is left out.
    centre
        What the series should vary around: one number, or one for each value. The median of
        the series, if not given.

    Returns
    -------
    Runs
        Probabilities are NaN where nothing is useful, that of crossings also where one is.

    References
    ----------
    Anhøj J, Olesen AV (2014). Run charts revisited: a simulation study of run chart rules for
    detection of non-random variation in health care processes. PLoS ONE 9:e113825.

    Examples
    --------
    >>> found = runs([4, 5, 4, 6, 9, 8, 9, 9, 10, 8], 7)
    >>> int(found.longest), int(found.longest_since), int(found.crossings)
    (6, 4, 1)
    >>> float(found.p_longest.round(4)), float(found.p_crossings.round(4))
    (0.0938, 0.0195)
    """
    values = numbers_over_time(values)
    if centre is None:
        centre = median_over(values)[..., None]
    side = np.sign(values - np.asarray(centre, dtype=np.float64))
    side = np.where(np.isnan(side), 0.0, side)
    before, length, began = (np.zeros(side.shape[:-1]) for _ in range(3))
    useful, longest, crossings = (np.zeros(side.shape[:-1]) for _ in range(3))
    since = np.full(side.shape[:-1], -1, dtype=np.intp)
    for time in range(side.shape[-1]):
        now = side[..., time]
        there = now != 0
        crossed = there & (before * now < 0)
        started = there & (crossed | (before == 0))
        length = np.where(started, 1, length + there)
        began = np.where(started, time, began)
        since = np.where(there & (length >= longest), began, since).astype(np.intp)
        longest = np.maximum(longest, length)
        crossings, useful = crossings + crossed, useful + there
        before = np.where(there, now, before)
    few = binomial_test(crossings, np.where(useful > 1, useful - 1, np.nan), 0.5).less
    useful, longest, crossings = (np.asarray(part) for part in (useful, longest, crossings))
    return Runs(useful, longest, since, crossings, _so_long(longest, useful), few)


def _so_long(longest: Floats, useful: Floats) -> Floats:
    """Look up the probability of a longest run, by the number of useful values."""
    p = np.full(longest.shape, np.nan)
    for number in np.unique(useful[useful > 0]):
        here = useful == number
        p[here] = np.array(_run_probabilities(int(number)))[longest[here].astype(np.intp)]
    return p


@lru_cache(maxsize=256)
def _run_probabilities(tosses: int) -> tuple[float, ...]:
    """Return the probability of a run of 0, 1, 2 ... or longer, of either side of a coin."""
    # A run of k tosses alike is a run of k - 1 neighbours alike among one neighbour fewer.
    return (1.0, *(_alike(run - 1, tosses - 1) for run in range(1, tosses + 1)))


def _alike(run: int, neighbours: int) -> float:
    """Return the probability of so many heads in a row, by the toss at which they end."""
    if run == 0:
        return 1.0
    ended = [0.0] * run + [0.5**run]
    for toss in range(run + 1, neighbours + 1):
        ended.append(ended[-1] + (1 - ended[toss - run - 1]) * 0.5 ** (run + 1))
    return ended[neighbours]
