"""The two laws by which counts vary: parts of a whole, and events over person-time.

For each the exact comparison of two counts, the variation from month to month, and the trends.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from fpstats import stats
from fpstats.stats.series import proportions_over_time, rates_over_time
from fpstats.watching.slopes import Slope, slope_of_proportions, slope_of_rates

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Law(Struct, frozen=True):
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
    slope
        Of years: how likely so steep a slope is if there were none.
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
    slope: Callable[[Numbers, Numbers], Slope]
    marker: Callable[[Numbers, Numbers], stats.TrendMarker]
    most: Callable[[Numbers], Numbers]
    highest: float


PROPORTIONS: Final = Law(
    valid=proportions_over_time,
    tails=stats.fisher_tails,
    spread=stats.laney_sigma_of_proportions,
    variance=lambda level: np.asarray(level * (1 - level)),
    slope=slope_of_proportions,
    marker=stats.trend_marker_of_proportion,
    most=lambda total: total,
    highest=1.0,
)
RATES: Final = Law(
    valid=rates_over_time,
    tails=stats.rate_ratio_test,
    spread=stats.laney_sigma_of_rates,
    variance=lambda level: level,
    slope=slope_of_rates,
    marker=stats.trend_marker_of_rate,
    most=lambda exposure: np.full_like(exposure, 2.0**40),
    highest=math.inf,
)
