"""How far a value lies from the middle of its series, by the scores that outlier rules use."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fpstats.stats.border import Floats
from fpstats.stats.series import (
    mean_over,
    median_over,
    number_over,
    numbers_over_time,
    quotient,
    total_over,
)

QUARTILE: Final = 0.6745
"""The upper quartile of a standard normal, to the four digits in all these systems."""

MEAN_DEVIATION: Final = 0.79788
"""Its mean absolute deviation, likewise."""


class Outliers(NamedTuple):
    """What a rule says: arrays in the shape of the series.

    Attributes
    ----------
    score
        The rule's measure of distance; NaN where the rule has none.
    level
        0 unremarkable, 1 an outlier (a moderate one for WHO), 2 an extreme one (WHO alone).
    """

    score: Floats
    level: NDArray[np.int8]


def modified_z_score(values: ArrayLike) -> Floats:
    """Compute the modified z-score, with the mean deviation where the median one is zero.

    Parameters
    ----------
    values
        The series, time along the last axis; what is missing is left out.

    Returns
    -------
    numpy.ndarray
        Scores with their signs, in the shape of the series: 0 where all values are equal.

    References
    ----------
    Iglewicz B, Hoaglin DC (1993). How to Detect and Handle Outliers. ASQC Quality Press.

    Examples
    --------
    >>> modified_z_score([3] * 11 + [60])[-1].round(2).item()
    9.57
    """
    values = numbers_over_time(values)
    apart = values - median_over(values)[..., None]
    middle, mean = median_over(np.abs(apart))[..., None], mean_over(np.abs(apart))
    fallback = np.where(apart == 0, 0.0, MEAN_DEVIATION * quotient(apart, mean))
    return np.where(middle > 0, QUARTILE * quotient(apart, middle), fallback)


def standardised(values: Floats, lost: int) -> Floats:
    """Return |x - mean| over the standard deviation, with so many degrees of freedom lost."""
    apart = values - mean_over(values)
    variance = quotient(total_over(np.square(apart)), np.maximum(number_over(values) - lost, 0.0))
    return quotient(np.abs(apart), np.sqrt(variance))


def from_median(values: Floats) -> Floats:
    """Return |x - median| over the median absolute deviation, on the scale of a z-score."""
    apart = np.abs(values - median_over(values)[..., None])
    return QUARTILE * quotient(apart, median_over(apart)[..., None])


def zero_where_none(score: Floats, values: Floats) -> Floats:
    """Put 0 where there is a value but no score."""
    return np.where(np.isnan(score) & ~np.isnan(values), 0.0, score)


def levelled(score: Floats, *reached: NDArray[np.bool_]) -> Outliers:
    """Return the scores, and how many of the thresholds each has reached."""
    return Outliers(score, np.sum(np.stack(reached), axis=0, dtype=np.int8))
