"""Parts in each other's place: a screen for columns such as 男 and 女 that were exchanged."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

import numpy as np
from msgspec import Struct

from fpstats import stats
from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Result
from fpstats.checks.material import Flags, Material
from fpstats.checks.series import Times
from fpstats.estimates.panel import Numbers

TWO: Final = 2
"""Of two months one may be exchanged, and they do not tell which."""


class _Pair(Struct, frozen=True, kw_only=True):
    """Two items side by side, areas down and months across; `alone` was judged by other areas."""

    items: tuple[str, str]
    first: Numbers
    second: Numbers
    found: stats.Exchanged
    alone: Flags


def exchanged(material: Material, check: Check) -> Result:
    """Find parts that are usual only once they are changed back.

    Each month is compared with the area's other months; where there are too few, with the other
    areas in the same month. All pairs, areas and months are one family. Any two of `items` are a
    pair, whose shares areas do not have in common: of these only other months tell.
    """
    result, times = Result(check), Times.of(material)
    known = [items for items in _pairs(check) if {*items} <= material.monthly.known.keys()]
    if not times.spans or not known:
        return result
    pairs = [_judged(material, check, times, items) for items in known]
    p = np.stack([pair.found.p for pair in pairs])
    adjusted = stats.benjamini_hochberg(p.ravel()).reshape(p.shape)
    result.judged = int((~np.isnan(p)).sum())
    for pair, chance in zip(pairs, adjusted, strict=True):
        result.findings += _findings(material, check, times, pair, chance)
    return result


def _pairs(check: Check) -> list[tuple[str, str]]:
    if check.items:
        return list(itertools.combinations(check.items, 2))
    return [(next(iter(check.left)), next(iter(check.right)))]


def _judged(material: Material, check: Check, times: Times, items: tuple[str, str]) -> _Pair:
    """Judge two items in every area and month."""
    first, second = (times.series(material, item) for item in items)
    if check.items:
        found = stats.exchanged_stocks(first, second, fewest=check.history)
        few = np.sum(~np.isnan(first + second), axis=-1, keepdims=True) <= TWO
        found = found._replace(p=np.where(few, np.nan, found.p))
        alone = np.zeros(first.shape, dtype=bool)
    else:
        steady = material.catalogue.items[items[0]].type == "stock"
        found, alone = (_stocks if steady else _events)(first, second, check)
    return _Pair(items=items, first=first, second=second, found=found, alone=alone)


def _findings(
    material: Material, check: Check, times: Times, pair: _Pair, adjusted: Numbers
) -> Iterator[Finding]:
    """Yield what is found of two items."""
    level = check.level or 0.01
    share, history, p, after = pair.found
    unusual = (adjusted <= level) & (after >= level)
    # Where most areas have it in one month, the headings are exchanged, and not many numbers.
    many = 2 * unusual.sum(axis=0) > (~np.isnan(p)).sum(axis=0)
    panel = material.monthly
    for place in map(tuple, np.argwhere(unusual)):
        area, month = place
        left, right = float(pair.first[place]), float(pair.second[place])
        yield Finding(
            check=check,
            key="exchanged_beside" if pair.alone[place] else check.kind,
            area=panel.leaves[area],
            span=times.spans[month],
            operands=material.operands(panel, pair.items, area, int(times.slot[month])),
            lefts=1,
            together=(times.spans[month], *pair.items) if many[month] else None,
            left=left,
            right=right,
            events=abs(left - right),
            probability=float(adjusted[place]),
            words={
                "first": [pair.items[0]],
                "second": [pair.items[1]],
                "share": round(100 * left / (left + right), 1),
                "usual": round(100 * float(share[place]), 1),
                "history": int(history[place]),
            },
        )


def _events(first: Numbers, second: Numbers, check: Check) -> tuple[stats.Exchanged, Flags]:
    """Judge counts of events by the other months, or where these are too few by the other areas.

    The flags tell which were judged by other areas.
    """
    own = stats.exchanged_parts(first, second, fewest=check.history)
    alone = np.isnan(own.p) & ~np.isnan(first + second)
    beside = stats.exchanged_parts(first.T, second.T, fewest=check.history)
    return _either(own, beside, alone), alone


def _stocks(first: Numbers, second: Numbers, check: Check) -> tuple[stats.Exchanged, Flags]:
    """Judge stocks by the area's own months; of a single one the other areas tell.

    Two months tell that one of them is exchanged, and the other areas which.
    """
    own = stats.exchanged_stocks(first, second, fewest=check.history)
    known = ~np.isnan(first + second)
    number = known.sum(axis=-1, keepdims=True)
    alone = known & (number <= TWO)
    beside = stats.exchanged_shares(first.T, second.T, fewest=check.history)
    found = _either(own, beside, alone)
    two, over = alone & (number == TWO), found.p < 1
    return found._replace(
        p=np.where(two, np.where(over, own.p, found.p), found.p),
        after=np.where(two, own.after, found.after),
    ), alone


def _either(own: stats.Exchanged, beside: stats.Exchanged, alone: Flags) -> stats.Exchanged:
    """Return what was found over areas where a month stands alone, else what over time was."""
    return stats.Exchanged(
        *(np.where(alone, other.T, mine) for mine, other in zip(own, beside, strict=True))
    )
