"""Intervals for one number, by family: `binomial` for a count among a total, `events` for a rate.

Each function takes arrays and gives an `Interval` of arrays: one method, one function.
"""

from fpstats.stats.border import Interval
from fpstats.stats.intervals.binomial import clopper_pearson, jeffreys, sex_ratio, wilson
from fpstats.stats.intervals.events import (
    byar,
    exact_poisson,
    poisson,
    poisson_method,
    poisson_score,
)

__all__ = [
    "Interval",
    "byar",
    "clopper_pearson",
    "exact_poisson",
    "jeffreys",
    "poisson",
    "poisson_method",
    "poisson_score",
    "sex_ratio",
    "wilson",
]
