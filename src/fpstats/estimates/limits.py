"""The interval of an indicator by its own method, at any confidence."""

from __future__ import annotations

import numpy as np

from fpstats import stats
from fpstats.catalogue import Indicator, Kind
from fpstats.estimates.panel import Numbers


def limits_of(
    indicator: Indicator,
    plus: Numbers,
    minus: Numbers,
    below: Numbers,
    value: Numbers,
    confidence: float,
) -> stats.Interval:
    """Return the limits in the unit of the value; NaN where there are none.

    `plus` and `minus` are the two sides of the numerator, `below` is what they are divided by.
    """
    name = indicator.interval
    if name is None:
        none = np.full_like(value, np.nan)
        return stats.Interval(none, none)
    known = ~np.isnan(value)
    count = np.where(known, plus - minus, np.nan)
    if name == "natural_growth":
        found = stats.natural_growth(np.where(known, plus, np.nan), minus, below, confidence)
    elif name == "sex_ratio":
        return stats.sex_ratio(count, below, confidence, indicator.per)
    elif indicator.kind is Kind.COUNT:
        return stats.Interval(*stats.METHODS[name].function(count, 1, confidence))
    else:
        found = stats.METHODS[name].function(count, below, confidence)
    return stats.Interval(indicator.per * found.lower, indicator.per * found.upper)
