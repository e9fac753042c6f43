"""Parts above their wholes: numbers that cannot be, in a single return or in a sum of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce

import numpy as np
from msgspec import Struct

from fpstats.catalogue import Indicator, Kind
from fpstats.estimates.groups import Singly
from fpstats.estimates.panel import Numbers, Panel
from fpstats.estimates.placing import Flags


class Bound(Struct, frozen=True):
    """What an indicator takes for a part, and what for the whole of it; `code` says it is not."""

    code: str
    part: Mapping[str, int]
    whole: Mapping[str, int]


class Beyond(Struct, frozen=True):
    """A bound, and the returns in which its part is above its whole: reporting areas × slots."""

    bound: Bound
    returns: Flags


def bounds_on(indicator: Indicator) -> list[Bound]:
    """Return what must hold for an indicator to be what it is called."""
    found = []
    if indicator.kind is Kind.PROPORTION:
        found.append(Bound("above_denominator", indicator.numerator, indicator.denominator))
    if indicator.kind is Kind.TWO_LISTS:
        first, second, both = ({item: 1} for item in indicator.numerator)
        found += [Bound("more_on_both", both, one) for one in (first, second)]
    return found


def beyond(indicator: Indicator, panel: Panel, flows: bool) -> Iterator[Beyond]:
    """Find the single returns; of stocks, which have one value a period anyway, none."""
    bounds = bounds_on(indicator)
    if not (bounds and flows):
        return
    known = np.logical_and.reduce([panel.known[item] for item in indicator.items])
    for bound in bounds:
        part, whole = (summed(panel.value, side) for side in (bound.part, bound.whole))
        returns = known & (part > whole)
        if returns.any():
            yield Beyond(bound, returns)


def summed(values: Mapping[str, Numbers], side: Mapping[str, int]) -> Numbers:
    """Add up items, each with its weight."""
    weighted = (
        values[item] if weight == 1 else values[item] * weight for item, weight in side.items()
    )
    return reduce(np.add, weighted)


def more_on_both(indicator: Indicator, singly: Singly) -> Flags:
    """Tell where more are on both lists than on one of them, areas × periods."""
    first, second, both = (singly(item) for item in indicator.numerator)
    return np.asarray(both > np.minimum(first, second))
