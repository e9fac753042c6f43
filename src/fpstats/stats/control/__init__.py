"""Control charts: has a series left its ordinary range, and since when?

`shewhart` asks it of each point alone, `memory` of each point with those before it.
"""

from fpstats.stats.control.chart import Chart
from fpstats.stats.control.memory import Cusum, cusum, ewma, ewma_proportion, ewma_rate
from fpstats.stats.control.shewhart import laney_p_chart, laney_u_chart, p_chart, u_chart

__all__ = [
    "Chart",
    "Cusum",
    "cusum",
    "ewma",
    "ewma_proportion",
    "ewma_rate",
    "laney_p_chart",
    "laney_u_chart",
    "p_chart",
    "u_chart",
]
