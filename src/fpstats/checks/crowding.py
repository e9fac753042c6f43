"""Values that crowd just above a target: a screen for numbers that are made to reach it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fpstats import stats
from fpstats.areas import plain
from fpstats.catalogue.checks import Check
from fpstats.catalogue.kinds import Kind
from fpstats.checks.finding import Finding, Result
from fpstats.checks.material import Flags, Material
from fpstats.checks.ranges import estimated
from fpstats.estimates.estimate import Estimates
from fpstats.periods import Span
from fpstats.targets import Target, Targets


def bunched(material: Material, check: Check) -> Result:
    """Find targets of shares just above which more areas lie than their own spread explains.

    Each month and each year that is whole is one test; the level is for all of them together.
    """
    result, areas = Result(check), material.areas
    targets = material.targets.meant(lambda written: areas.find(plain(written)))
    tests: list[tuple[Target, Span, stats.Bunching]] = []
    for target in targets:
        one = material.catalogue.indicators[target.indicator]
        named = check.indicator in (None, target.indicator)
        if target.kind != "at_least" or one.kind is not Kind.PROPORTION or not named:
            continue
        done, spans = estimated(material, target.indicator, 0.95)
        if done is None:
            continue
        for period, mine in _whose(done, spans, target, targets, material):
            tested = stats.bunching(
                np.where(mine, done.numerator[0][:, period], np.nan),
                done.denominator[0][:, period],
                target.value / one.per,
                check.percent / 100 * abs(target.value) / one.per,
            )
            if float(tested.above + tested.below) >= check.least and not np.isnan(tested.p):
                tests.append((target, spans[period], tested))
    result.judged = len(tests)
    adjusted = stats.benjamini_hochberg([float(tested.p) for _, _, tested in tests])
    for (target, span, tested), p in zip(tests, adjusted, strict=True):
        if p <= (check.level or 0.01):
            result.findings.append(_finding(check, target, span, tested, float(p)))
    return result


def _whose(
    done: Estimates, spans: list[Span], target: Target, targets: Targets, material: Material
) -> Iterator[tuple[int, Flags]]:
    """Yield the periods of a target, and which areas that report have it and are whole."""
    names = done.tree.names
    for period, span in enumerate(spans):
        label = material.calendar.label(span)
        theirs = [targets.find(target.indicator, name, label) is target for name in names]
        whole = done.months_used[0][:, period] == done.months_expected[0][:, period]
        mine = (done.tree.own >= 0) & whole & np.array(theirs, dtype=bool)
        if mine.any():
            yield period, mine


def _finding(
    check: Check, target: Target, span: Span, tested: stats.Bunching, probability: float
) -> Finding:
    return Finding(
        check=check,
        key=check.kind,
        area=target.area or "",
        span=span,
        indicator=target.indicator,
        left=float(tested.above),
        right=round(float(tested.expected), 1),
        probability=probability,
        words={
            "target": f"{target.value:g}",
            "width": check.percent / 100 * abs(target.value),
            "below": float(tested.below),
        },
    )
