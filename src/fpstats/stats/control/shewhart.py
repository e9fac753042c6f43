"""Shewhart charts of proportions and rates, plain and with Laney's correction."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats
from fpstats.stats.control.chart import Chart, Points, charted, proportions, rates
from fpstats.stats.series import mean_over, quotient

MEAN_RANGE: Final = 1.128
"""Mean distance of two standard normal numbers, to the three decimals that all charts print."""


def p_chart(
    count: ArrayLike, total: ArrayLike, baseline: ArrayLike | None = None, reach: float = 3
) -> Chart:
    """Compute a p chart: a proportion over time, among totals that vary.

    The limits are normal ones: below some five events and five others a month a point leaves
    them more often than three sigma promise. Use an exact funnel there.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, time along the last axis.
    baseline
        True for the periods that set the centre; all of them, if not given.
    reach
        How many standard errors the limits lie from the centre.

    Returns
    -------
    Chart
        Of the proportion (0 to 1). NaN where there is no proportion, or no baseline.

    References
    ----------
    Montgomery DC (2013). Introduction to Statistical Quality Control, 7th edition, chapter 7.

    Examples
    --------
    >>> chart = p_chart([17, 20, 17, 8], [18, 21, 17, 9])
    >>> chart.lower.round(4).tolist()
    [0.8055, 0.8165, 0.8012, 0.744]
    """
    points = proportions(count, total, baseline)
    return charted(points.value, points.centre, points.error, reach, 0, 1)


def laney_p_chart(
    count: ArrayLike, total: ArrayLike, baseline: ArrayLike | None = None, reach: float = 3
) -> Chart:
    """Compute Laney's p' chart: a p chart whose limits follow the variation there is.

    The limits of `p_chart` times the mean moving range of the standardised values over 1.128.
    Use it where totals are large and the plain limits flag month after month; with fewer than
    some twenty points the correction is itself uncertain. It may narrow the limits as well.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, time along the last axis.
    baseline
        True for the periods that set the centre and the correction; all, if not given.
    reach
        How many standard errors the limits lie from the centre.

    Returns
    -------
    Chart
        As of `p_chart`. The limits are NaN where nothing varies, so that nothing can be said of
        variation. A range counts where both of two neighbouring periods are there.

    References
    ----------
    Laney DB (2002). Improved control charts for attributes. Quality Engineering 14:531-537.

    Examples
    --------
    >>> chart = laney_p_chart([17, 20, 17, 8], [18, 21, 17, 9])
    >>> chart.lower.round(4).tolist()
    [0.8253, 0.8348, 0.8215, 0.772]
    """
    points = proportions(count, total, baseline)
    return charted(points.value, points.centre, points.error * _laney(points), reach, 0, 1)


def u_chart(
    count: ArrayLike, exposure: ArrayLike, baseline: ArrayLike | None = None, reach: float = 3
) -> Chart:
    """Compute a u chart: a rate of events over time, over exposures that vary.

    The limits are normal ones; below some ten events a month use an exact funnel.

    Parameters
    ----------
    count, exposure
        Events and what they are over: time along the last axis.
    baseline
        True for the periods that set the centre; all of them, if not given.
    reach
        How many standard errors the limits lie from the centre.

    Returns
    -------
    Chart
        Of the rate, per unit of exposure. NaN where there is no rate, or no baseline.

    References
    ----------
    Montgomery DC (2013). Introduction to Statistical Quality Control, 7th edition, chapter 7.

    Examples
    --------
    >>> chart = u_chart([18, 21, 17, 9], [23389, 23394, 23399, 23404])
    >>> (1000 * chart.upper).round(4).tolist()
    [1.2115, 1.2115, 1.2114, 1.2114]
    """
    points = rates(count, exposure, baseline)
    return charted(points.value, points.centre, points.error, reach, 0)


def laney_u_chart(
    count: ArrayLike, exposure: ArrayLike, baseline: ArrayLike | None = None, reach: float = 3
) -> Chart:
    """Compute Laney's u' chart: a u chart whose limits follow the variation there is.

    To `u_chart` what `laney_p_chart` is to `p_chart`, with the same cautions.

    Parameters
    ----------
    count, exposure
        Events and what they are over: time along the last axis.
    baseline
        True for the periods that set the centre and the correction; all, if not given.
    reach
        How many standard errors the limits lie from the centre.

    Returns
    -------
    Chart
        As of `u_chart`. The limits are NaN where nothing varies.

    References
    ----------
    Laney DB (2002). Improved control charts for attributes. Quality Engineering 14:531-537.

    Examples
    --------
    >>> chart = laney_u_chart([18, 21, 17, 9], [23389, 23394, 23399, 23404])
    >>> (1000 * chart.upper).round(4).tolist()
    [1.2631, 1.263, 1.263, 1.2629]
    """
    points = rates(count, exposure, baseline)
    return charted(points.value, points.centre, points.error * _laney(points), reach, 0)


def moving_range_sigma(distance: Floats) -> Floats:
    """Return how far neighbours lie apart, as a multiple of what standard normal ones do.

    Examples
    --------
    >>> moving_range_sigma(np.array([0.0, 1.128, 0.0, np.nan])).tolist()
    [1.0]
    """
    return mean_over(np.abs(np.diff(distance, axis=-1))) / MEAN_RANGE


def _laney(points: Points) -> Floats:
    """Return how many times as much the points vary as chance alone would make them."""
    distance = quotient(points.value - points.centre, points.error)
    return moving_range_sigma(np.where(points.used, distance, np.nan))
