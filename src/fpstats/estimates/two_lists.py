"""What two lists have together, over all there are as estimated from what is on both.

The numerator of such an indicator names the one list, the other, and, taken away, what is on both.
"""

from __future__ import annotations

import numpy as np

from fpstats import stats
from fpstats.catalogue import Indicator
from fpstats.estimates.groups import Singly
from fpstats.estimates.panel import Numbers


def all_there_are(indicator: Indicator, singly: Singly, confidence: float) -> stats.TwoSources:
    """Estimate all events and their limits; NaN where more are on both lists than on one."""
    first, second, both = (singly(item) for item in indicator.numerator)
    estimated = stats.METHODS[indicator.interval or ""].function
    found: stats.TwoSources = estimated(first, second, both, confidence)
    return found


def completeness_limits(
    indicator: Indicator, singly: Singly, seen: Numbers, confidence: float
) -> stats.Interval:
    """Return the limits before they are multiplied by what the value is stated per.

    Where one list has all of the other the formulas know no variance, which is no certainty: there
    are no limits but exact ones.
    """
    found = all_there_are(indicator, singly, confidence)
    sure = (found.variance > 0) | (indicator.interval == "chapman_exact")
    lower, upper = (np.where(sure, end, np.nan) for end in (found.lower, found.upper))
    return stats.Interval(seen / upper, seen / lower)
