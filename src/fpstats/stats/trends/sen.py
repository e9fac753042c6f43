"""How steep a trend is, by the median of the slopes between all pairs."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats
from fpstats.stats.series import median_over, numbers_over_time

AT_ONCE: Final = 2_000_000
"""Slopes in memory at one time: some 16 MB."""


class SenSlope(NamedTuple):
    """The line of `sen_slope`: arrays without the axis of time, NaN where undefined.

    Attributes
    ----------
    slope
        Change a period; with a season, change from one season to the next.
    intercept
        The value of the line at the first period.
    """

    slope: Floats
    intercept: Floats


def sen_slope(values: ArrayLike, season: int = 1) -> SenSlope:
    """Compute Sen's slope, the median of the slopes between all pairs of values.

    Goes with `mann_kendall`: how much, where that says whether. A third of the values may be
    wild without moving it far.

    Parameters
    ----------
    values
        The series, time along the last axis; what is missing is left out.
    season
        Only pairs a whole number of seasons apart are compared: 12 for months, and the slope
        is then that of a year.

    Returns
    -------
    SenSlope
        The slope, and the intercept that leads the line through the two medians. NaN where no
        pair can be compared.

    Raises
    ------
    ValueError
        Where a season is less than one period.

    References
    ----------
    Sen PK (1968). Estimates of the regression coefficient based on Kendall's tau. Journal of
    the American Statistical Association 63:1379-1389.

    Examples
    --------
    >>> line = sen_slope([2, 1, 3, 4])
    >>> float(line.slope.round(4)), float(line.intercept)
    (0.8333, 1.25)
    """
    if season < 1:
        raise ValueError(f"a season has one period or more, not {season!r}. Hint: 12 for months")
    values = numbers_over_time(values)
    length = values.shape[-1]
    rows = values.reshape(math.prod(values.shape[:-1]), length)
    # The later and the earlier of each pair, and how many seasons lie between.
    lags = range(season, length, season)
    early = np.concatenate([np.arange(0), *(np.arange(length - lag) for lag in lags)])
    apart = np.concatenate([np.arange(0), *(np.full(length - lag, lag) for lag in lags)])
    step = max(1, AT_ONCE // max(1, early.size))
    slopes = [
        median_over((part[:, early + apart] - part[:, early]) / (apart / season))
        for part in (rows[start : start + step] for start in range(0, len(rows), step))
    ]
    slope = np.concatenate([np.empty(0), *slopes]).reshape(values.shape[:-1])
    times = np.where(np.isnan(values), np.nan, np.arange(length))
    intercept = median_over(values) - median_over(times) * slope / season
    return SenSlope(np.asarray(slope), np.asarray(intercept))
