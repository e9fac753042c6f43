"""Control charts: has a series left its ordinary range, and since when?

`shewhart` asks it of each point alone, `memory` of each point with those before it, and
`same_months` beside the same months of the years before.
"""

from fpstats.stats.control.chart import Chart
from fpstats.stats.control.memory import Cusum, cusum, ewma, ewma_proportion, ewma_rate
from fpstats.stats.control.same_months import (
    Spread,
    laney_sigma_of_proportions,
    laney_sigma_of_rates,
    same_months_before,
    widened_probability,
)
from fpstats.stats.control.shewhart import laney_p_chart, laney_u_chart, p_chart, u_chart

__all__ = [
    "Chart",
    "Cusum",
    "Spread",
    "cusum",
    "ewma",
    "ewma_proportion",
    "ewma_rate",
    "laney_p_chart",
    "laney_sigma_of_proportions",
    "laney_sigma_of_rates",
    "laney_u_chart",
    "p_chart",
    "same_months_before",
    "u_chart",
    "widened_probability",
]
