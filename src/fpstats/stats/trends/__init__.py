"""Trends: does a series go up or down, more than chance would make it?

`counts` models the events, `order` looks only at what is larger than what, `marker` is the rule
of Fingertips for five years, and `sides` finds that something changed without asking which way.
"""

from fpstats.stats.trends.counts import (
    CochranArmitage,
    PoissonTrend,
    cochran_armitage,
    poisson_trend,
)
from fpstats.stats.trends.marker import (
    TrendMarker,
    trend_marker,
    trend_marker_of_proportion,
    trend_marker_of_rate,
)
from fpstats.stats.trends.order import MannKendall, mann_kendall, seasonal_mann_kendall
from fpstats.stats.trends.sen import sen_slope
from fpstats.stats.trends.sides import Runs, runs

__all__ = [
    "CochranArmitage",
    "MannKendall",
    "PoissonTrend",
    "Runs",
    "TrendMarker",
    "cochran_armitage",
    "mann_kendall",
    "poisson_trend",
    "runs",
    "seasonal_mann_kendall",
    "sen_slope",
    "trend_marker",
    "trend_marker_of_proportion",
    "trend_marker_of_rate",
]
