"""The recent-trend marker of Fingertips: five yearly values, one word."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import LARGEST, Flags, Floats, measured, normal_quantile
from fpstats.stats.intervals import poisson
from fpstats.stats.series import (
    numbers_over_time,
    proportions_over_time,
    quotient,
    rates_over_time,
    total_over,
)
from fpstats.stats.trends.counts import cochran_armitage

POINTS: Final = 5
"""How many values the marker looks at: the last ones."""

CRITICAL: Final = 9.5495
"""Chi-square with one degree of freedom at 99.8 %, to the digits that Fingertips prints."""


class TrendMarker(NamedTuple):
    """What a marker says: arrays without the axis of time, but for `leave_one_out`.

    Attributes
    ----------
    marker
        1 increasing, -1 decreasing, 0 no significant change, NaN cannot be calculated.
    slope, chisquare
        Change a unit of time, of proportions that of the logit; and the chi-square of the trend
        with one degree of freedom.
    leave_one_out
        The slopes without the first, the second ... of the five values, along the last axis.
    outlier
        True where the chi-square is significant but the slope does not keep its sign with any
        one value left out, so that the marker is 0.
    """

    marker: Floats
    slope: Floats
    chisquare: Floats
    leave_one_out: Floats
    outlier: Flags


def trend_marker(value: ArrayLike, error: ArrayLike, time: ArrayLike | None = None) -> TrendMarker:
    """Mark the trend of the last five values, each with its standard error.

    A regression weighted by the errors, significant at 99.8 %, and only where no single value
    makes the trend. For yearly values: months, quarters and rolling periods are not independent.

    Parameters
    ----------
    value
        The series, time along the last axis.
    error
        The standard error of each value: positive. From limits at 95 %, half their distance
        over 1.96.
    time
        When; 0, 1, 2 ... if not given.

    Returns
    -------
    TrendMarker
        NaN where one of the last five values is missing, or fewer than five were given.

    References
    ----------
    Office for Health Improvement and Disparities. Fingertips: technical guidance, trend markers.

    Examples
    --------
    >>> found = trend_marker([7.1, 7.5, 8.0, 8.4, 9.0], 0.5 / 1.96)
    >>> float(found.marker), float(found.slope.round(2)), float(found.chisquare.round(2))
    (1.0, 0.47, 33.94)
    """
    value = numbers_over_time(value)
    value, error, when = measured(value, error, _times(time, value.shape[-1]))
    value, error, when = (_last(part) for part in (value, error, when))
    there = (error >= 1 / LARGEST) & ~np.isnan(value + when)
    whole = np.all(there, axis=-1, keepdims=True)
    value, error, when = (np.where(whole, part, np.nan) for part in (value, error, when))
    weight = 1 / np.square(error)
    slope, spread = _regression(value, weight, when)
    with np.errstate(over="ignore"):
        chisquare = np.square(slope) * spread
    chisquare = np.where(np.isfinite(chisquare), chisquare, np.nan)
    others = [_regression(value, _without(weight, place), when)[0] for place in range(POINTS)]
    return _marked(slope, chisquare, np.stack(others, axis=-1))


def trend_marker_of_rate(
    count: ArrayLike,
    exposure: ArrayLike,
    time: ArrayLike | None = None,
    confidence: float = 0.95,
) -> TrendMarker:
    """Mark the trend of the last five rates.

    `trend_marker` with the errors that the intervals of `poisson` imply.

    Parameters
    ----------
    count, exposure
        Events and what they are over: time along the last axis.
    time
        When; 0, 1, 2 ... if not given.
    confidence
        Of the intervals that the errors are taken from; it hardly matters.

    Returns
    -------
    TrendMarker
        With slopes per unit of exposure. NaN where one of the last five rates is missing.

    References
    ----------
    Office for Health Improvement and Disparities. Fingertips: technical guidance, trend markers.

    Examples
    --------
    >>> births = [4497, 4300, 4100, 3950, 3888]
    >>> float(trend_marker_of_rate(births, [713293, 714000, 715000, 716000, 716450]).marker)
    -1.0
    """
    count, exposure = rates_over_time(count, exposure)
    limits = poisson(count, exposure, confidence)
    error = (limits.upper - limits.lower) / 2 / normal_quantile(confidence)
    return trend_marker(count / exposure, error, time)


def trend_marker_of_proportion(
    count: ArrayLike, total: ArrayLike, time: ArrayLike | None = None
) -> TrendMarker:
    """Mark the trend of the last five proportions.

    The chi-square is that of `cochran_armitage`, the slope that of a regression of the logits,
    unweighted, as Fingertips has them. Where one of the years is 0 % or 100 %, the logits have no
    slope, and the direction is that of the proportions.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, time along the last axis.
    time
        When; 0, 1, 2 ... if not given.

    Returns
    -------
    TrendMarker
        With slopes of the logit, NaN where one of the proportions is 0 % or 100 %. All NaN where
        one of the last five is missing, or all are 0 %, or all 100 %.

    References
    ----------
    Office for Health Improvement and Disparities. Fingertips: technical guidance, trend markers.

    Examples
    --------
    >>> float(trend_marker_of_proportion([1, 3, 6, 10, 15], 100).marker)
    1.0
    """
    count, total = proportions_over_time(count, total)
    when = _last(np.broadcast_to(_times(time, count.shape[-1]), count.shape))
    count, total = _last(count), _last(total)
    count = np.where(np.isnan(count).any(axis=-1, keepdims=True), np.nan, count)
    found = cochran_armitage(count, total, when)
    each = range(POINTS)
    plain = np.stack(
        [cochran_armitage(_without(count, place), total, when).slope for place in each], axis=-1
    )
    slope = _slope_of_logits(count, total, when, None)
    others = np.stack([_slope_of_logits(count, total, when, place) for place in each], axis=-1)
    others = np.where(np.isnan(found.chisquare)[..., None], np.nan, others)
    way, ways = _known(slope, found.slope), _known(others, plain)
    marked = _marked(way, found.chisquare, ways)
    return marked._replace(slope=slope, leave_one_out=others)


def _known(slope: Floats, otherwise: Floats) -> Floats:
    return np.asarray(np.where(np.isnan(slope), otherwise, slope))


def _slope_of_logits(count: Floats, total: Floats, time: Floats, left_out: int | None) -> Floats:
    """Return the plain regression slope of the logits; NaN where one of them is infinite."""
    inside = (count > 0) & (count < total)
    with np.errstate(divide="ignore", invalid="ignore"):
        logit = np.log(np.where(inside, count, np.nan) / (total - count))
    weight = np.ones_like(logit)
    if left_out is not None:
        weight[..., left_out] = np.nan
    whole = np.all(inside | np.isnan(weight), axis=-1)
    slope, _ = _regression(logit, weight, time)
    return np.asarray(np.where(whole, slope, np.nan))


def _times(time: ArrayLike | None, length: int) -> Floats:
    return np.asarray(np.arange(length) if time is None else time, dtype=np.float64)


def _last(values: Floats) -> Floats:
    """Return the last five values, the missing ones before them as NaN."""
    short = max(0, POINTS - values.shape[-1])
    widths = [(0, 0)] * (values.ndim - 1) + [(short, 0)]
    return np.pad(values[..., -POINTS:], widths, constant_values=np.nan)


def _without(values: Floats, place: int) -> Floats:
    others = values.copy()
    others[..., place] = np.nan
    return others


def _regression(value: Floats, weight: Floats, time: Floats) -> tuple[Floats, Floats]:
    """Return the weighted slope, and what its inverse square error is."""
    whole = total_over(weight)
    time = time - total_over(weight * time) / whole
    spread = total_over(weight * np.square(time))
    # From the first value on, so that values that are all alike give exactly no slope.
    there = np.where(np.isnan(weight), np.nan, value)
    first = np.take_along_axis(there, np.argmin(np.isnan(there), axis=-1)[..., None], axis=-1)
    moment = total_over(weight * (there - first) * time)
    slope = quotient(moment, np.where(spread > 0, spread, np.nan))
    return np.asarray(slope[..., 0]), np.asarray(spread[..., 0])


def _marked(slope: Floats, chisquare: Floats, others: Floats) -> TrendMarker:
    """Put the rule into a number: significant, and the same way without any one value."""
    significant = chisquare > CRITICAL
    steady = np.all(np.sign(others) == np.sign(slope)[..., None], axis=-1)
    marker = np.where(significant & steady, np.sign(slope), 0.0)
    marker = np.where(np.isnan(chisquare), np.nan, marker)
    outlier = np.asarray(significant & ~steady)
    return TrendMarker(marker, slope, np.asarray(chisquare), others, outlier)
