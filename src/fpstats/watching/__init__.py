"""Series over time to SIGNALS: what has left its ordinary range, since when, and how unlikely.

`series` says what is watched, `standing_in` what by its counts only; `laws` and `slopes` say how it
varies by chance, `compared` puts months beside the same months of the years before; `months`,
`drift` and `years` are the rules, and `signals` puts what they find in one table.
"""

from fpstats.watching.series import Places, Series, month_series, watchable, year_series
from fpstats.watching.signals import RULES, Watch, watch
from fpstats.watching.standing_in import StandIn, stand_ins

__all__ = [
    "RULES",
    "Places",
    "Series",
    "StandIn",
    "Watch",
    "month_series",
    "stand_ins",
    "watch",
    "watchable",
    "year_series",
]
