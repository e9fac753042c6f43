"""Funnels: `exact` ones, `spread` beyond chance, those `widened` by it, and PHE's own (`phe`)."""

from fpstats.stats.funnels.exact import binomial_funnel, funnel_flag, poisson_funnel, pooled
from fpstats.stats.funnels.phe import (
    phe_proportion_funnel,
    phe_proportion_significance,
    phe_rate_funnel,
    phe_rate_significance,
)
from fpstats.stats.funnels.spread import (
    Deviation,
    Overdispersion,
    arcsine_deviation,
    log_ratio_deviation,
    overdispersion,
    proportion_deviation,
    root_ratio_deviation,
)
from fpstats.stats.funnels.widened import (
    RandomEffects,
    dersimonian_laird,
    widened_arcsine_funnel,
    widened_funnel,
    widened_ratio_funnel,
)

__all__ = [
    "Deviation",
    "Overdispersion",
    "RandomEffects",
    "arcsine_deviation",
    "binomial_funnel",
    "dersimonian_laird",
    "funnel_flag",
    "log_ratio_deviation",
    "overdispersion",
    "phe_proportion_funnel",
    "phe_proportion_significance",
    "phe_rate_funnel",
    "phe_rate_significance",
    "poisson_funnel",
    "pooled",
    "proportion_deviation",
    "root_ratio_deviation",
    "widened_arcsine_funnel",
    "widened_funnel",
    "widened_ratio_funnel",
]
