"""Stocks that stand still: a screen for numbers that are sent again while people come and go."""

from __future__ import annotations

import numpy as np

from fpstats import stats
from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Result
from fpstats.checks.material import Material
from fpstats.checks.series import Times
from fpstats.estimates.panel import Numbers


def unchanged(material: Material, check: Check) -> Result:
    """Find for each area the months in which a stock repeats itself although events change it.

    A month is judged where its own stock and the one before are known, and those of the events
    that are known do not make up for one another.
    """
    result, times = Result(check), Times.of(material)
    known = material.monthly.known
    (item,) = check.left
    reported = [one for one in check.right if one in known]
    if not times.spans or item not in known or not reported:
        return result
    stock = times.series(material, item)
    flows = np.stack([np.nan_to_num(times.series(material, one)) for one in reported])
    net: Numbers = np.tensordot([check.right[one] for one in reported], flows, axes=1)
    events: Numbers = flows.sum(axis=0)
    moved = np.where(net != 0, np.diff(stock, axis=-1, prepend=np.nan), np.nan)
    found = stats.standing_still(moved, events)
    adjusted = stats.benjamini_hochberg(found.p)
    result.judged = int((~np.isnan(found.p)).sum())
    long = found.last - found.first + 1 >= check.history
    for area in np.flatnonzero(long & (adjusted <= (check.level or 0.01))):
        run = range(int(found.first[area]) - 1, int(found.last[area]) + 1)
        result.findings.append(
            Finding(
                check=check,
                key=check.kind,
                area=material.monthly.leaves[area],
                span=times.spans[run[-1]],
                operands=tuple(
                    operand
                    for month in run
                    for operand in material.operands(
                        material.monthly, [item], int(area), int(times.slot[month])
                    )
                ),
                left=float(stock[area, run[-1]]),
                right=float(stock[area, run[-1]] + net[area, run[1:]].sum()),
                events=abs(float(net[area, run[1:]].sum())),
                probability=float(adjusted[area]),
                words={
                    "earlier": times.spans[run[1]],
                    "count": len(run) - 1,
                    "flows": reported,
                    "moves": float(events[area, run[1:]].sum()),
                },
            )
        )
    return result
