"""Parts in each other's place: a screen for columns such as 男 and 女 that were exchanged."""

from __future__ import annotations

import numpy as np

from fpstats import stats
from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Result
from fpstats.checks.material import Flags, Material
from fpstats.checks.series import Months
from fpstats.estimates.panel import Numbers


def exchanged(material: Material, check: Check) -> Result:
    """Find parts that are usual only once they are changed back.

    Each month is compared with the area's other months; where there are too few, with the other
    areas in the same month. All areas and months are one family.
    """
    result, months = Result(check), Months.of(material.monthly)
    items = (*check.left, *check.right)
    if not months.spans or any(item not in material.monthly.known for item in items):
        return result
    first, second = (months.series(material, item) for item in items)
    steady = material.catalogue.items[items[0]].type == "stock"
    judge = _stocks if steady else _events
    found, alone = judge(first, second, check)
    share, history, p, after = found
    level = check.level or 0.01
    adjusted = stats.benjamini_hochberg(p.ravel()).reshape(p.shape)
    result.judged = int((~np.isnan(p)).sum())
    unusual = (adjusted <= level) & (after >= level)
    # Where most areas have it in one month, the headings are exchanged, and not many numbers.
    many = 2 * unusual.sum(axis=0) > (~np.isnan(p)).sum(axis=0)
    for place in map(tuple, np.argwhere(unusual)):
        area, month = place
        left, right = float(first[place]), float(second[place])
        result.findings.append(
            Finding(
                check=check,
                key="exchanged_beside" if alone[place] else check.kind,
                area=material.monthly.leaves[area],
                span=months.spans[month],
                operands=material.operands(material.monthly, items, area, int(months.slot[month])),
                lefts=1,
                together=(months.spans[month],) if many[month] else None,
                left=left,
                right=right,
                events=abs(left - right),
                probability=float(adjusted[place]),
                words={
                    "first": list(items[:1]),
                    "second": list(items[1:]),
                    "share": round(100 * left / (left + right), 1),
                    "usual": round(100 * float(share[place]), 1),
                    "history": int(history[place]),
                },
            )
        )
    return result


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
    alone = known & (number <= 2)
    beside = stats.exchanged_shares(first.T, second.T, fewest=check.history)
    found = _either(own, beside, alone)
    two, over = alone & (number == 2), found.p < 1
    return found._replace(
        p=np.where(two, np.where(over, own.p, found.p), found.p),
        after=np.where(two, own.after, found.after),
    ), alone


def _either(own: stats.Exchanged, beside: stats.Exchanged, alone: Flags) -> stats.Exchanged:
    """Return what was found over areas where a month stands alone, else what over time was."""
    return stats.Exchanged(
        *(np.where(alone, other.T, mine) for mine, other in zip(own, beside, strict=True))
    )
