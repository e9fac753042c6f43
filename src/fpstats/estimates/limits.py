"""The interval of an indicator by its own method, at any confidence."""

from __future__ import annotations

import numpy as np

from fpstats import stats
from fpstats.catalogue import GROUPED, ITEMWISE, Indicator, Kind
from fpstats.estimates.clusters import Clusters
from fpstats.estimates.groups import Singly, of_groups
from fpstats.estimates.panel import Numbers
from fpstats.estimates.placing import Flags
from fpstats.estimates.two_lists import completeness_limits


def limits_of(
    indicator: Indicator,
    plus: Numbers,
    minus: Numbers,
    below: Numbers,
    value: Numbers,
    confidence: float,
    singly: Singly | None = None,
    frame: Numbers | float = np.inf,
    clusters: Clusters | None = None,
) -> stats.Interval:
    """Return the limits in the unit of the value; NaN where there are none.

    `plus` and `minus` are the two sides of the numerator, `below` is what they are divided by,
    `frame` how many there are of what was counted among. `singly` gives the sum of a single item,
    which rates of groups need: without it these have no limits. Nor has a sample of clusters whose
    design effect is to be estimated, without the `clusters`.
    """
    name = indicator.interval
    if name is None or (indicator.kind in ITEMWISE and singly is None):
        none = np.full_like(value, np.nan)
        return stats.Interval(none, none)
    known = ~np.isnan(value)
    count = np.where(known, plus - minus, np.nan)
    if singly is not None and indicator.kind in GROUPED:
        found = of_groups(indicator, singly, stats.METHODS[name].function, confidence)
    elif singly is not None and indicator.kind is Kind.TWO_LISTS:
        found = completeness_limits(indicator, singly, count, confidence)
    elif name in ("hypergeometric", "wilson_finite"):
        effect = _design_effect(indicator, clusters, confidence)
        found = _of_sample(indicator, count, below, frame, confidence, effect)
    elif name == "natural_growth":
        found = stats.natural_growth(np.where(known, plus, np.nan), minus, below, confidence)
        found = _of_size(indicator, found)
    elif name == "sex_ratio":
        # Boys and no girl make no value, and an interval that has no end.
        count = np.where(known | endless(indicator.kind is Kind.RATIO, plus, below), plus, np.nan)
        return stats.sex_ratio(count, below, confidence, indicator.per)
    elif indicator.kind is Kind.COUNT:
        return stats.Interval(*stats.METHODS[name].function(count, 1, confidence))
    else:
        found = stats.METHODS[name].function(count, below, confidence)
    return stats.Interval(indicator.per * found.lower, indicator.per * found.upper)


def endless(ratio: Flags | bool, above: Numbers, below: Numbers) -> Flags:
    """Tell which ratios have something to count and nothing to divide by: above any number."""
    return np.asarray(ratio & (above > 0) & (below == 0))


def frame_of(indicator: Indicator, singly: Singly, shape: tuple[int, ...]) -> Numbers:
    """Return how many there are of what was counted among; endless where that is not known."""
    if not indicator.frame:
        return np.full(shape, np.inf)
    return np.asarray(np.sum([singly(item) for item in indicator.frame], axis=0))


def _design_effect(
    indicator: Indicator, clusters: Clusters | None, confidence: float
) -> Numbers | float:
    """Return the design effect that is written down, or that of the clusters."""
    if clusters is not None:
        return clusters.at(confidence)
    return np.nan if indicator.design_effect == "areas" else indicator.design_effect


def _of_sample(
    indicator: Indicator,
    count: Numbers,
    sample: Numbers,
    frame: Numbers | float,
    confidence: float,
    effect: Numbers | float,
) -> stats.Interval:
    """Return the limits of a sample: exact, or with room for a design effect."""
    if indicator.interval == "hypergeometric":
        return stats.hypergeometric(count, sample, frame, confidence)
    return stats.wilson_finite(count, sample, frame, confidence, effect)


def _of_size(indicator: Indicator, difference: stats.Interval) -> stats.Interval:
    """Return the limits of the size of a difference, or of what it leaves of one."""
    if indicator.kind is Kind.BALANCE:
        return difference
    ends = np.abs(difference.lower), np.abs(difference.upper)
    # Where the difference may have either sign there may be none.
    either = (difference.lower < 0) & (difference.upper > 0)
    least, most = np.where(either, 0.0, np.minimum(*ends)), np.maximum(*ends)
    if indicator.kind is Kind.ACCURACY:
        least, most = 1 - most, 1 - least
    return stats.Interval(least, most)
