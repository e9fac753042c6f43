"""What may enter a formula, and what comes out; holds no formula itself.

Every interval passes its arguments through here once, so that the formulas can assume valid
input. A bad *argument* raises `ValueError`; a bad *element* becomes NaN, which then flows
through any formula without a warning.
"""

from __future__ import annotations

import sys
from numbers import Real
from statistics import NormalDist
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


SMALLEST: Final = 1e-130
"""The smallest exposure: over less, the square of a rate could be too large for a float."""

LARGEST: Final = 1e60
"""The largest number that is measured and not counted: of more, products could be too large."""


class Interval(NamedTuple):
    """The two limits of an interval: arrays of one shape, NaN where there is no limit."""

    lower: Floats
    upper: Floats


def tail_probability(confidence: float) -> float:
    """Return the probability left outside the interval at each end.

    Raises
    ------
    ValueError
        Where the confidence is no number, or does not lie strictly between 0 and 1.

    Examples
    --------
    >>> round(tail_probability(0.95), 6)
    0.025
    >>> tail_probability(95)
    Traceback (most recent call last):
    ValueError: confidence must lie strictly between 0 and 1, not 95. Hint: 95 % is written 0.95
    """
    if not isinstance(confidence, Real):
        raise ValueError(f"confidence must be one number, such as 0.95, and not {confidence!r}")
    if not 0 < confidence < 1:
        raise ValueError(
            f"confidence must lie strictly between 0 and 1, not {confidence!r}. "
            "Hint: 95 % is written 0.95"
        )
    return (1 - float(confidence)) / 2


def normal_quantile(confidence: float) -> float:
    """Return z, the distance in standard errors that a two-sided interval reaches.

    Raises
    ------
    ValueError
        Where the confidence does not lie strictly between 0 and 1.

    Examples
    --------
    >>> round(normal_quantile(0.95), 6)
    1.959964
    """
    # From the tail, because 0.5 + confidence / 2 loses digits close to 1. Never quite zero: the
    # formulas divide by z where nothing was counted.
    return max(-NormalDist().inv_cdf(tail_probability(confidence)), sys.float_info.epsilon)


def checked_number(number: int, name: str) -> None:
    """Check a number of periods or of values that is asked for.

    Raises
    ------
    ValueError
        Where it is less than one.
    """
    if not isinstance(number, Real) or number < 1:
        raise ValueError(f"{name} must be one or more, not {number!r}")


def checked_per(per: float) -> float:
    """Return the number a value is stated per, such as 100 or 1000.

    Raises
    ------
    ValueError
        Where it is not positive, or beyond all measures.
    """
    if not isinstance(per, Real) or not 1 / LARGEST <= per <= LARGEST:
        raise ValueError(f"per must be a positive finite number, not {per!r}")
    return per


def as_floats(*values: ArrayLike) -> tuple[Floats, ...]:
    """Return the values as float64 arrays of one common shape; None becomes NaN."""
    arrays = (np.asarray(value, dtype=np.float64) for value in values)
    return tuple(np.broadcast_arrays(*arrays))


def measured(*values: ArrayLike) -> tuple[Floats, ...]:
    """Return the values as `as_floats` does; NaN where one is infinite or beyond all measures."""
    return tuple(np.where(np.abs(one) <= LARGEST, one, np.nan) for one in as_floats(*values))


def can_divide(values: Floats) -> Flags:
    """Say which values are positive, and neither so small nor so large that a formula fails."""
    found: Flags = (values >= SMALLEST) & (values <= LARGEST)
    return found


def is_count(values: Floats) -> Flags:
    """Say which values are whole numbers from zero to the last that a float counts exactly."""
    found: Flags = (values >= 0) & (values <= 2.0**53) & (np.floor(values) == values)
    return found


def counts_among(count: ArrayLike, total: ArrayLike) -> tuple[Floats, Floats]:
    """Return both as arrays; the count is NaN where it cannot be a part of the total."""
    count, total = as_floats(count, total)
    valid = is_count(count) & is_count(total) & (count <= total) & (total > 0)
    return np.where(valid, count, np.nan), total


def counts_over(count: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    """Return both as arrays; the count is NaN where it has no rate over the exposure."""
    count, exposure = as_floats(count, exposure)
    exposure = np.where((exposure <= 0) | can_divide(exposure), exposure, np.nan)
    return np.where(is_count(count) & (exposure > 0), count, np.nan), exposure


def counts_beside(count: ArrayLike, other: ArrayLike) -> tuple[Floats, Floats]:
    """Return both as arrays; the count is NaN where there is none of either, or either is none."""
    count, other = as_floats(count, other)
    valid = is_count(count) & is_count(other) & ((count > 0) | (other > 0))
    return np.where(valid, count, np.nan), other


def all_known(*values: Floats) -> tuple[Floats, ...]:
    """Return arrays of one shape with NaN in all of them wherever one has it.

    What stands beside a count that is not one may be infinite, which would warn.
    """
    arrays = np.broadcast_arrays(*values)
    missing = np.any(np.isnan(arrays), axis=0)
    return tuple(np.where(missing, np.nan, array) for array in arrays)
