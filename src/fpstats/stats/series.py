"""Series with time along the last axis: sums and ratios in which a missing month is skipped.

Missing is NaN. It is never zero: it adds nothing to a sum, and it is not counted.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Flags, Floats, counts_among, counts_over, measured


def proportions_over_time(count: ArrayLike, total: ArrayLike) -> tuple[Floats, Floats]:
    """Return count and total, both NaN wherever they make no proportion.

    Raises
    ------
    ValueError
        Where there is no axis along which time could run.
    """
    count, total = counts_among(count, total)
    return _along_time(count), np.where(np.isnan(count), np.nan, total)


def rates_over_time(count: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    """Return count and exposure, both NaN wherever they make no rate.

    Raises
    ------
    ValueError
        Where there is no axis along which time could run.
    """
    count, exposure = counts_over(count, exposure)
    return _along_time(count), np.where(np.isnan(count), np.nan, exposure)


def numbers_over_time(values: ArrayLike) -> Floats:
    """Return the values as floats; what is infinite, or beyond all measures, is missing.

    Raises
    ------
    ValueError
        Where there is no axis along which time could run.
    """
    (found,) = measured(values)
    return _along_time(found)


def total_over(values: Floats, used: Flags | None = None) -> Floats:
    """Sum along time what is there (and used), keeping the axis; NaN where nothing is.

    Examples
    --------
    >>> total_over(np.array([[1, 2, np.nan], [np.nan, np.nan, np.nan]])).tolist()
    [[3.0], [nan]]
    """
    there = ~np.isnan(values) if used is None else used & ~np.isnan(values)
    total = np.sum(np.where(there, values, 0.0), axis=-1, keepdims=True)
    return np.where(there.any(axis=-1, keepdims=True), total, np.nan)


def mean_over(values: Floats, used: Flags | None = None) -> Floats:
    """Average along time what is there (and used), keeping the axis; NaN where nothing is.

    Examples
    --------
    >>> mean_over(np.array([1, 2, np.nan])).tolist()
    [1.5]
    """
    there = ~np.isnan(values) if used is None else used & ~np.isnan(values)
    number = np.sum(there, axis=-1, keepdims=True)
    return np.asarray(total_over(values, there) / np.maximum(number, 1))


def median_over(values: Floats) -> Floats:
    """Return the median along time of what is there, without the axis; NaN of nothing.

    Examples
    --------
    >>> median_over(np.array([[1, 2, 4, np.nan], [np.nan] * 4])).tolist()
    [2.0, nan]
    """
    ordered = np.sort(values, axis=-1)  # NaN comes last
    number = np.sum(~np.isnan(values), axis=-1, keepdims=True)
    if values.shape[-1] == 0:
        return np.full(values.shape[:-1], np.nan)
    middle = (
        np.take_along_axis(ordered, np.maximum(place, 0), axis=-1)[..., 0]
        for place in ((number - 1) // 2, np.minimum(number // 2, values.shape[-1] - 1))
    )
    low, high = middle
    return np.asarray(low + (high - low) / 2)


def sum_of_all(values: Floats) -> Floats:
    """Sum along the last axis; NaN where any part is missing, or there is none.

    Raises
    ------
    ValueError
        Where there is no axis along which the parts could stand.

    Examples
    --------
    >>> sum_of_all(np.array([[1, 2], [1, np.nan]])).tolist()
    [3.0, nan]
    """
    if values.ndim == 0:
        raise ValueError("a sum needs an axis. Hint: give an array with a number for each group")
    nothing = 0.0 if values.shape[-1] else np.nan
    return np.asarray(np.sum(values, axis=-1) + nothing)


def number_over(values: Floats) -> Floats:
    """Count along time what is there, keeping the axis."""
    return np.asarray(np.sum(~np.isnan(values), axis=-1, keepdims=True), dtype=np.float64)


def quotient(numerator: Floats, denominator: Floats) -> Floats:
    """Divide; NaN, and no warning, where the denominator is zero or too small for an answer.

    Examples
    --------
    >>> quotient(np.array([1.0, 0.0]), np.array([0.0, 2.0])).tolist()
    [nan, 0.0]
    """
    with np.errstate(over="ignore"):
        found = numerator / np.where(denominator == 0, np.nan, denominator)
    return np.where(np.isfinite(found), found, np.nan)


def _along_time(values: Floats) -> Floats:
    if values.ndim == 0:
        raise ValueError("a series needs an axis for time. Hint: give an array, not one number")
    return values
