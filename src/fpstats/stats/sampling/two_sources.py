"""Two lists of the same events: how many there are that neither has.

From three counts that offices match among themselves: on the first list, on the second, on both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import (
    Flags,
    Floats,
    as_floats,
    is_count,
    normal_quantile,
    tail_probability,
)
from fpstats.stats.probabilities import first_whole
from fpstats.stats.urn import SAME, tails_of_any

LIMITS: Final = ("log", "normal")

MOST: Final = 2.0**53
"""So many events a float counts exactly."""


class TwoSources(NamedTuple):
    """How many events there are: arrays of one shape, NaN where undefined.

    Attributes
    ----------
    total
        The estimate of all events, on a list or not.
    variance
        Of the estimate.
    lower, upper
        Its limits.
    """

    total: Floats
    variance: Floats
    lower: Floats
    upper: Floats


def chapman(
    first: ArrayLike,
    second: ArrayLike,
    both: ArrayLike,
    confidence: float = 0.95,
    limits: Literal["log", "normal"] = "log",
) -> TwoSources:
    """Estimate all events from two lists, by Chapman's formula.

    Nearly unbiased, with an answer where no event is on both. Its limits are far too narrow where
    the lists lack little: those of `chapman_exact` hold. All these formulas assume that being on
    one list makes being on the other no more likely. Where it does, as with births in
    hospital, the estimate is too low: split by sex, order and place before adding up.

    Parameters
    ----------
    first, second, both
        Events on the first list, on the second, and on both: whole numbers, of any shapes that
        broadcast.
    confidence
        Strictly between 0 and 1.
    limits
        "log": the events on no list lie within a log-normal interval, so that the limits are
        never below what was seen. "normal": the estimate plus and minus, as older texts have it.

    Returns
    -------
    TwoSources
        NaN where a count is none, or more are on both than on one.

    Raises
    ------
    ValueError
        Where the limits are neither.

    References
    ----------
    Chapman DG (1951). Some properties of the hypergeometric distribution with applications to
    zoological sample censuses. University of California Publications in Statistics 1:131-160.

    Chao A (1987). Estimating the population size for capture-recapture data with unequal
    catchability. Biometrics 43:783-791 (the log-normal limits).

    Examples
    --------
    >>> found = chapman(215, 230, 210)
    >>> [round(float(part), 2) for part in found]
    [235.47, 0.53, 235.05, 239.09]
    """
    first, second, both = _matched(first, second, both)
    missed1, missed2 = first - both, second - both
    unseen = missed1 * (missed2 / (both + 1))
    share = ((first + 1) / (both + 1)) * ((second + 1) / (both + 1))
    variance = share * missed1 * (missed2 / (both + 2))
    return _limited(first + missed2, unseen, variance, confidence, limits)


def chapman_exact(
    first: ArrayLike, second: ArrayLike, both: ArrayLike, confidence: float = 0.95
) -> TwoSources:
    """Estimate all events by Chapman's formula, with exact limits.

    The one to use. Given what is on each list, how many are on both is hypergeometric; within the
    limits is every number of all events of which so few, or so many, on both are not too rare.
    They hold at any size, also where the lists lack next to nothing and the limits of `chapman`
    hold only now and then, and there is an upper one where one list has all of the other.

    Parameters
    ----------
    first, second, both
        Events on the first list, on the second, and on both: whole numbers, of any shapes that
        broadcast.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    TwoSources
        The upper limit is infinite where no event is on both, which says nothing of how many there
        are. NaN where a count is none, more are on both than on one, or a limit is above 2^53.

    References
    ----------
    Chapman DG (1951). Some properties of the hypergeometric distribution with applications to
    zoological sample censuses. University of California Publications in Statistics 1:131-160.

    Buonaccorsi JP (1987). A note on confidence intervals for proportions in finite populations.
    The American Statistician 41:215-218 (the limits, where the frame is known).

    Examples
    --------
    >>> found = chapman_exact([215, 66], [230, 72], [210, 66])
    >>> found.lower.tolist(), found.upper.tolist()
    ([235.0, 72.0], [238.0, 73.0])
    """
    tail = tail_probability(confidence)
    total, variance, near, far = chapman(first, second, both, confidence)
    first, second, both = _matched(first, second, both)
    seen = first + second - both

    def often_so_few(unseen: Floats) -> Flags:
        less, _, _ = tails_of_any(both, second, first, seen + np.maximum(unseen, 0))
        return less > tail * (1 + SAME)

    def too_seldom_so_many(unseen: Floats) -> Flags:
        _, greater, _ = tails_of_any(both, second, first, seen + np.maximum(unseen, 0) + 1)
        return greater <= tail * (1 + SAME)

    fewest = _first(often_so_few, near - seen, MOST - seen)
    most = _first(too_seldom_so_many, far - seen, np.where(both > 0, MOST - seen, 0.0))
    # A part of an event is estimated, and whole events are in the limits.
    lower, upper = np.minimum(seen + fewest, total), np.maximum(seen + most, total)
    upper = np.where(both == 0, np.inf, np.where(upper < MOST, upper, np.nan))
    return TwoSources(*(np.asarray(part) for part in (total, variance, lower, upper)))


def chandrasekaran_deming(
    first: ArrayLike,
    second: ArrayLike,
    both: ArrayLike,
    confidence: float = 0.95,
    limits: Literal["log", "normal"] = "log",
) -> TwoSources:
    """Estimate all events from two lists, by Chandrasekaran and Deming's formula.

    The formula of the textbooks on registration, first x second / both. A little high for small
    numbers, and without answer where no event is on both: `chapman` is better.

    Parameters
    ----------
    first, second, both
        Events on the first list, on the second, and on both: whole numbers, of any shapes that
        broadcast.
    confidence
        Strictly between 0 and 1.
    limits
        "log" or "normal", as for `chapman`.

    Returns
    -------
    TwoSources
        NaN where a count is none, more are on both than on one, or none is on both.

    Raises
    ------
    ValueError
        Where the limits are neither.

    References
    ----------
    Chandrasekaran C, Deming WE (1949). On a method of estimating birth and death rates and the
    extent of registration. Journal of the American Statistical Association 44:101-115.

    Examples
    --------
    >>> float(chandrasekaran_deming(10, 12, 3).total)
    40.0
    """
    first, second, both = _matched(first, second, both)
    both = np.where(both > 0, both, np.nan)
    missed1, missed2 = first - both, second - both
    unseen = missed1 * (missed2 / both)
    variance = (first / both) * (second / both) * missed1 * (missed2 / both)
    return _limited(first + missed2, unseen, variance, confidence, limits)


def source_coverage(first: ArrayLike, second: ArrayLike, both: ArrayLike) -> tuple[Floats, Floats]:
    """Estimate how complete each list is: what part of the other it also has.

    One less this is the part left out. Its limits are those of `wilson`, both among the other.

    Parameters
    ----------
    first, second, both
        Events on the first list, on the second, and on both: whole numbers, of any shapes that
        broadcast.

    Returns
    -------
    tuple of numpy.ndarray
        Of the first list, both / second; of the second, both / first (0 to 1). NaN where a
        count is none, more are on both than on one, or the other list is empty.

    References
    ----------
    Chandrasekaran C, Deming WE (1949). Journal of the American Statistical Association
    44:101-115.

    Examples
    --------
    >>> [round(float(part), 4) for part in source_coverage(215, 230, 210)]
    [0.913, 0.9767]
    """
    first, second, both = _matched(first, second, both)
    lists = (np.where(other > 0, other, np.nan) for other in (second, first))
    of_first, of_second = (np.asarray(both / other) for other in lists)
    return of_first, of_second


def _first(reaches: Callable[[Floats], Flags], guess: Floats, end: Floats) -> Floats:
    """Return the first whole number that reaches something, or the end if none before it does."""
    last = np.minimum(2 * np.ceil(guess) + 8, end)
    while np.any(short := ~reaches(last) & (last < end)):
        last = np.where(short, np.minimum(16 * last, end), last)
    return first_whole(lambda place: reaches(place) | (place >= last), guess, last)


def _matched(first: ArrayLike, second: ArrayLike, both: ArrayLike) -> tuple[Floats, Floats, Floats]:
    first, second, both = as_floats(first, second, both)
    valid = is_count(first) & is_count(second) & is_count(both)
    valid &= (both <= first) & (both <= second)
    first, second, both = (np.where(valid, part, np.nan) for part in (first, second, both))
    return first, second, both


def _limited(
    seen: Floats, unseen: Floats, variance: Floats, confidence: float, limits: str
) -> TwoSources:
    if limits not in LIMITS:
        raise ValueError(f"limits must be one of {', '.join(LIMITS)}, not {limits!r}")
    z = normal_quantile(confidence)
    total = seen + unseen
    if limits == "normal":
        lower, upper = total - z * np.sqrt(variance), total + z * np.sqrt(variance)
    else:
        square = np.where(unseen == 0, 1.0, unseen * unseen)
        factor = np.exp(z * np.sqrt(np.log1p(variance / square)))
        lower, upper = seen + unseen / factor, seen + unseen * factor
    return TwoSources(*(np.asarray(part) for part in (total, variance, lower, upper)))
