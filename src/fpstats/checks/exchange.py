"""Parts in each other's place: a screen for columns such as 男 and 女 that were exchanged."""

from __future__ import annotations

import numpy as np

from fpstats import stats
from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Result
from fpstats.checks.material import Material
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
    steady = material.catalogue.items[items[0]].type == "stock"
    first, second = (months.series(material, item) for item in items)
    found = _over_time(first, second, check, steady=steady)
    alone = np.isnan(found.p) & ~np.isnan(first + second)
    if alone.any():
        beside = _over_areas(first.T, second.T, check, steady=steady)
        found = stats.Exchanged(
            *(np.where(alone, other.T, own) for own, other in zip(found, beside, strict=True))
        )
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


def _over_time(first: Numbers, second: Numbers, check: Check, *, steady: bool) -> stats.Exchanged:
    test = stats.exchanged_stocks if steady else stats.exchanged_parts
    return test(first, second, fewest=check.history)


def _over_areas(first: Numbers, second: Numbers, check: Check, *, steady: bool) -> stats.Exchanged:
    if steady:
        every = first.shape[-1]
        return stats.exchanged_shares(first, second, fewest=check.history, near=every)
    return stats.exchanged_parts(first, second, fewest=check.history)
