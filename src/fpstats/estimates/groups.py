"""Weighted sums of the rates of groups, such as the total fertility rate over groups of age.

Each item of the numerator has a rate over the item of the denominator that stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from fpstats import stats
from fpstats.catalogue import Indicator, Kind
from fpstats.estimates.panel import Numbers

Singly: TypeAlias = Callable[[str], Numbers]
"""From an item to its sums, areas × periods."""


def value_of_groups(indicator: Indicator, singly: Singly) -> Numbers:
    """Return the values; NaN where a group has nobody."""
    compute = (
        stats.directly_standardised
        if indicator.kind is Kind.STANDARDISED_RATE
        else stats.total_fertility
    )
    return np.asarray(indicator.per * compute(*_groups(indicator, singly)))


def one_event_of_groups(indicator: Indicator, singly: Singly) -> Numbers:
    """Return by how much one more event changes the values: that of the group that weighs most."""
    _, over, weights = _groups(indicator, singly)
    each = stats.one_event(over, indicator.per) * weights
    if indicator.kind is Kind.STANDARDISED_RATE:
        each = each / weights.sum()
    return np.asarray(np.max(each, axis=-1))


def of_groups(
    indicator: Indicator,
    singly: Singly,
    method: Callable[..., stats.Interval],
    confidence: float,
) -> stats.Interval:
    """Return the limits before they are multiplied by what the value is stated per."""
    return stats.Interval(*method(*_groups(indicator, singly), confidence))


def _groups(indicator: Indicator, singly: Singly) -> tuple[Numbers, Numbers, NDArray[np.int64]]:
    """Return events, what they are over, and weights: groups along the last axis."""
    events, over = (
        np.stack([singly(item) for item in side], axis=-1)
        for side in (indicator.numerator, indicator.denominator)
    )
    return events, over, np.array(list(indicator.numerator.values()))
