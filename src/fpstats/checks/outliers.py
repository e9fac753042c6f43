"""Counts and shares against the other months of their own area; and other systems' rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import numpy as np
from msgspec import Struct, field

from fpstats import stats
from fpstats.catalogue import Indicator, Kind
from fpstats.catalogue.checks import Check
from fpstats.checks.everywhere import together
from fpstats.checks.finding import Finding, Result
from fpstats.checks.material import Material
from fpstats.checks.series import YEAR, Times
from fpstats.estimates.panel import Numbers


def _mean(values: Numbers) -> float:
    return float(np.nanmean(values))


def _median(values: Numbers) -> float:
    return float(np.nanmedian(values))


def _median_before(values: Numbers) -> float:
    return _median(values[:-YEAR])


PRESETS: Final[
    Mapping[str, tuple[Callable[[Numbers], stats.Outliers], Callable[[Numbers], float]]]
] = {
    "dhis2": (stats.dhis2_z_score, _mean),
    "dhis2_modified": (stats.dhis2_modified_z_score, _median),
    "who": (stats.who_z_score, _mean),
    "who_modified": (stats.who_modified_z_score, _median),
    "cd2030": (stats.cd2030_rule, _median_before),
}
"""Rules of other systems, as those have them: reproduced, and no better for it.

Each with the middle of a series from which it measures.
"""


def counts(material: Material, check: Check) -> Result:
    """Test every count of every area against the months near it, all in one family.

    What is odd in most areas at once is one finding.
    """
    result, times = Result(check), Times.of(material)
    items = [item for item in material.flows(check) if material.catalogue.items[item].counted]
    if not times.spans or not items:
        return result
    values = np.stack([times.series(material, item) for item in items])
    exposure = np.stack([times.exposure(one) for one in values])
    found = stats.counts_nearby(
        values, exposure, level=check.level or 0.01, fewest=check.history or 1
    )
    result.judged = int((~np.isnan(found.p)).sum())
    for item, area, month in np.argwhere(found.adjusted <= (check.level or 0.01)):
        place = item, area, month
        result.findings.append(
            Finding(
                check=check,
                key=check.kind,
                area=material.monthly.leaves[area],
                span=times.spans[month],
                operands=material.operands(
                    material.monthly, [items[item]], area, int(times.slot[month])
                ),
                left=float(values[place]),
                right=round(float(found.expected[place]), 1),
                events=abs(float(found.excess[place])),
                probability=float(found.adjusted[place]),
                words={
                    "history": int(found.history[place]),
                    "spread": round(float(found.spread[place]), 2),
                },
            )
        )
    looked = (~np.isnan(found.p)).sum(axis=1)
    number = {
        (items[item], times.spans[month]): int(looked[item, month])
        for item, month in np.argwhere(looked)
    }
    result.findings = together(result.findings, number)
    return result


def by_preset(material: Material, check: Check, preset: str) -> Result:
    """Apply the rule of another system to every series, in place of ours."""
    result, times = Result(check), Times.of(material)
    if not times.spans:
        return result
    rule, middle_of = PRESETS[preset]
    for item in material.flows(check):
        values = times.series(material, item)
        outliers = rule(values)
        result.judged += int((~np.isnan(values)).sum())
        for area, month in np.argwhere(outliers.level > 0):
            score, middle = float(outliers.score[area, month]), middle_of(values[area])
            result.findings.append(
                Finding(
                    check=check,
                    key=f"by_{preset}",
                    area=material.monthly.leaves[area],
                    span=times.spans[month],
                    operands=material.operands(
                        material.monthly, [item], area, int(times.slot[month])
                    ),
                    left=float(values[area, month]),
                    right=middle,
                    events=abs(float(values[area, month] - middle)),
                    words={"preset": preset, "score": f"{score:.4f}",
                           "level": int(outliers.level[area, month])},
                )
            )  # fmt: skip
    return result


class _Shares(Struct):
    """The shares of every proportion, one below the other."""

    indicators: list[str] = field(default_factory=list)
    count: list[Numbers] = field(default_factory=list)
    total: list[Numbers] = field(default_factory=list)


def shares(material: Material, check: Check) -> Result:
    """Test every share of a flow against the other months of its area, all in one family."""
    result, times = Result(check), Times.of(material)
    found = _Shares()
    for one in proportions(material, check):
        count, total = parts(material, times, one)
        found.indicators.append(one.id)
        found.count.append(count)
        found.total.append(total)
    if not times.spans or not found.indicators:
        return result
    count, total = np.stack(found.count), np.stack(found.total)
    level = check.level or 0.01
    tested = stats.binomial_against_usual(count, total, level=level, fewest=check.history or 1)
    result.judged = int((~np.isnan(tested.p)).sum())
    for place in map(tuple, np.argwhere(tested.adjusted <= level)):
        index, area, month = place
        indicator = material.catalogue.indicators[found.indicators[index]]
        result.findings.append(
            Finding(
                check=check,
                key=check.kind,
                area=material.monthly.leaves[area],
                span=times.spans[month],
                indicator=indicator.id,
                operands=material.operands(
                    material.monthly, indicator.items, area, int(times.slot[month])
                ),
                left=float(count[place]),
                right=round(float(tested.expected[place]), 1),
                events=abs(float(tested.excess[place])),
                probability=float(tested.adjusted[place]),
                words={"total": float(total[place]), "history": int(tested.history[place])},
            )
        )
    return result


def proportions(material: Material, check: Check) -> Iterator[Indicator]:
    """Yield the proportions of flows that a check names, or all, as far as they are reported."""
    known = material.monthly.known
    for one in material.catalogue.indicators.values():
        flows = all(material.catalogue.items[item].type == "flow" for item in one.items)
        counted = all(material.catalogue.items[item].counted for item in one.items)
        there = all(item in known for item in one.items)
        if (
            one.kind is Kind.PROPORTION and flows and counted and there
            and check.indicator in (None, one.id) and one.status != "archive"
        ):  # fmt: skip
            yield one


def parts(material: Material, times: Times, one: Indicator) -> tuple[Numbers, Numbers]:
    """Return numerator and denominator, areas down and months across."""
    above, below = (
        np.sum([w * times.series(material, item) for item, w in weights.items()], axis=0)
        for weights in (one.numerator, one.denominator)
    )
    return above, below
