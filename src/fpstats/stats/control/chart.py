"""What every control chart is made of: points, the centre they vary around, and limits."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import LARGEST, Flags, Floats
from fpstats.stats.series import proportions_over_time, rates_over_time, total_over


class Chart(NamedTuple):
    """A control chart: five arrays of one shape, time along the last axis, NaN where unknown.

    Attributes
    ----------
    value
        What is plotted.
    centre
        What the value varies around while nothing changes.
    lower, upper
        The limits: never beyond what a proportion or a rate can be.
    error
        The standard error of the value around the centre. (value - centre) / error says how far
        out a point lies, in the unit in which the reach of the limits is given.
    """

    value: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    error: Floats


class Points(NamedTuple):
    """The points of a series, its centre (time's axis of length one), and each point's error."""

    value: Floats
    centre: Floats
    error: Floats
    used: Flags


def proportions(count: ArrayLike, total: ArrayLike, baseline: ArrayLike | None) -> Points:
    """Return the proportions, their pooled value over the baseline, and binomial errors."""
    count, total = proportions_over_time(count, total)
    used = _chosen(baseline, count)
    some, among = total_over(count, used), total_over(total, used)
    # Not 1 - centre, which would lose the digits of a proportion close to 1.
    variance = (some / among) * ((among - some) / among)
    return Points(count / total, some / among, np.sqrt(variance / total), used)


def rates(count: ArrayLike, exposure: ArrayLike, baseline: ArrayLike | None) -> Points:
    """Return the rates, their pooled value over the baseline, and Poisson errors."""
    count, exposure = rates_over_time(count, exposure)
    used = _chosen(baseline, count)
    centre = total_over(count, used) / total_over(exposure, used)
    return Points(count / exposure, centre, np.sqrt(centre / exposure), used)


def charted(
    value: Floats,
    centre: Floats,
    error: Floats,
    reach: float,
    lowest: float = -math.inf,
    highest: float = math.inf,
) -> Chart:
    """Draw limits around the centre, and stop them where no value can lie.

    Raises
    ------
    ValueError
        Where the reach is not positive and finite.
    """
    if not 0 < reach <= LARGEST:
        raise ValueError(f"reach must be a positive finite number, not {reach!r}. Hint: 3 is usual")
    lower = np.maximum(centre - reach * error, lowest)
    upper = np.minimum(centre + reach * error, highest)
    there = np.isfinite(value)
    whole = np.broadcast_arrays(value, centre, lower, upper, error)
    return Chart(*(np.where(there, part, np.nan) for part in whole))


def _chosen(baseline: ArrayLike | None, count: Floats) -> Flags:
    flags = np.asarray(True if baseline is None else baseline, dtype=np.bool_)
    return np.broadcast_to(flags, count.shape)
