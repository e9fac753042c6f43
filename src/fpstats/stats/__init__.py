"""Statistics on arrays: numpy in, numpy out, and nothing else of ours.

Every interval is a pure function of counts; where the question has no answer it answers NaN, and
it never warns. scipy is loaded by the two exact methods only, when they are called.
"""

from fpstats.stats.border import Interval
from fpstats.stats.differences import mover, natural_growth, newcombe, poisson_difference
from fpstats.stats.intervals import (
    byar,
    clopper_pearson,
    exact_poisson,
    poisson,
    poisson_method,
    poisson_score,
    sex_ratio,
    wilson,
)
from fpstats.stats.methods import METHODS, Method
from fpstats.stats.rounding import exact_text, rounded

__all__ = [
    "METHODS",
    "Interval",
    "Method",
    "byar",
    "clopper_pearson",
    "exact_poisson",
    "exact_text",
    "mover",
    "natural_growth",
    "newcombe",
    "poisson",
    "poisson_difference",
    "poisson_method",
    "poisson_score",
    "rounded",
    "sex_ratio",
    "wilson",
]
