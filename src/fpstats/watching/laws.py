"""The two laws by which counts vary: parts of a whole, and events over person-time.

For each the exact comparison of two counts, the variation from month to month, and the trends.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fpstats import stats
from fpstats.stats.series import proportions_over_time, rates_over_time
from fpstats.stats.significance import student_two_sided

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Law:
    """How counts vary, as functions of a count and of what it is among or over.

    Attributes
    ----------
    valid
        What may be a count, and what it is among or over; NaN elsewhere.
    tails
        Two counts: how likely the first is, or one further out, if both had one true level.
    spread
        How much a series varies from month to month beyond chance.
    variance
        Of one event: of a level, that of a count is so much times what it is among or over.
    trend
        Of years: the probability of so steep a slope if there were none.
    marker
        Of five years: the marker of Fingertips.
    most
        The greatest count there can be.
    highest
        The highest level there can be.
    """

    valid: Callable[[Numbers, Numbers], tuple[Numbers, Numbers]]
    tails: Callable[[Numbers, Numbers, Numbers, Numbers], stats.Tails]
    spread: Callable[[Numbers, Numbers], stats.Spread]
    variance: Callable[[Numbers], Numbers]
    trend: Callable[[Numbers, Numbers], Numbers]
    marker: Callable[[Numbers, Numbers], stats.TrendMarker]
    most: Callable[[Numbers], Numbers]
    highest: float


def _proportion_trend(count: Numbers, total: Numbers) -> Numbers:
    """Test for a slope by Cochran and Armitage; where years scatter around it, by their scatter.

    What is left of the chi-square of all years, over its degrees of freedom, is the dispersion.
    """
    found = stats.cochran_armitage(count, total)
    there = ~np.isnan(count) & ~np.isnan(total)
    events, among = (
        np.sum(np.where(there, part, 0.0), axis=-1, keepdims=True) for part in (count, total)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = events / among
        each = np.square(count - total * share) / (total * share * (1 - share))
        freedom = np.sum(there, axis=-1) - 2.0
        left = np.sum(np.where(there, each, 0.0), axis=-1) - found.chisquare
        dispersion = left / np.where(freedom > 0, freedom, np.nan)
        scattered = student_two_sided(found.z / np.sqrt(np.fmax(dispersion, 1.0)), freedom)
    return np.where(dispersion > 1, np.fmax(found.p, scattered), found.p)


def _rate_trend(count: Numbers, exposure: Numbers) -> Numbers:
    """Test for a slope by Poisson regression; where years scatter around it, by their scatter."""
    found = stats.poisson_trend(count, exposure)
    return np.where(found.dispersion > 1, np.fmax(found.p, found.p_quasi), found.p)


PROPORTIONS: Final = Law(
    valid=proportions_over_time,
    tails=stats.fisher_tails,
    spread=stats.laney_sigma_of_proportions,
    variance=lambda level: np.asarray(level * (1 - level)),
    trend=_proportion_trend,
    marker=stats.trend_marker_of_proportion,
    most=lambda total: total,
    highest=1.0,
)
RATES: Final = Law(
    valid=rates_over_time,
    tails=stats.rate_ratio_test,
    spread=stats.laney_sigma_of_rates,
    variance=lambda level: level,
    trend=_rate_trend,
    marker=stats.trend_marker_of_rate,
    most=lambda exposure: np.full_like(exposure, 2.0**40),
    highest=math.inf,
)
