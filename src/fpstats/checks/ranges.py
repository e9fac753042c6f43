"""Plausible ranges of indicators: a finding only where the whole interval lies outside."""

from __future__ import annotations

from typing import Final

import numpy as np

from fpstats import locale
from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Operand, Result
from fpstats.checks.material import Material
from fpstats.estimates.estimate import Estimates, estimate
from fpstats.estimates.rollup import Tree
from fpstats.estimates.tally import Tallies
from fpstats.periods import Span

LENGTHS: Final = {3: "quarter", 6: "half"}
"""Periods between a month and a year that are looked at where returns are of such."""


def outside(material: Material, check: Check) -> Result:
    """Compare an indicator of every area, return by return and year by year, with its range.

    Rates are annualised by days. A month or a year counts only where nothing of it is missing, and
    a value only where chance at the check's level does not explain it.
    """
    result, bounds = Result(check), check.bounds or (0.0, 0.0)
    level = check.level or 0.01
    done, each = estimated(material, check.indicator or "", 1 - level)
    if done is not None:
        # The level is for all values together: among ten thousand, chance has ten thousand chances.
        number = int((~np.isnan(done.value[0])).sum())
        done, each = estimated(material, check.indicator or "", 1 - level / max(number, 1))
    if done is None:
        return result
    value, lower, upper = done.value[0], done.lower[0], done.upper[0]
    lower, upper = (np.where(np.isnan(limit), value, limit) for limit in (lower, upper))
    judged = ~np.isnan(value) & (done.months_used[0] == done.months_expected[0])
    result.judged = int(judged.sum())
    low, high = bounds
    per = done.indicators[0].per
    for area, period in np.argwhere(judged & ((upper < low) | (lower > high))):
        below = bool(upper[area, period] < low)
        nearest = low if below else high
        denominator = done.denominator[0][area, period]
        numerator = done.numerator[0][area, period]
        name = done.tree.names[area]
        result.findings.append(
            Finding(
                check=check,
                key=check.kind,
                area=name,
                span=each[period],
                indicator=check.indicator,
                operands=_operands(material, done, name, each[period]),
                left=float(value[area, period]),
                right=nearest,
                events=abs(float(numerator - nearest * denominator / per)),
                words={
                    "lower": float(lower[area, period]),
                    "upper": float(upper[area, period]),
                    "low": low,
                    "high": high,
                },
            )
        )
    return result


def estimated(
    material: Material, indicator: str, confidence: float
) -> tuple[Estimates | None, list[Span]]:
    """Return an indicator of all areas over months and whole years; None where it has no items."""
    one = material.catalogue.indicators[indicator]
    panel = material.monthly
    if any(item not in panel.known or not panel.known[item].any() for item in one.items):
        return None, []
    months = {month for span in panel.slots for month in range(span.start, span.end + 1)}
    kinds = ["month", *(LENGTHS[one] for one in material.lengths if one in LENGTHS), "year"]
    spans = [span for every in kinds for span in material.calendar.list(every, months)]
    tallies = Tallies(
        panel, spans, material.catalogue.items, material.calendar, material.areas, annualise=True
    )
    tree = Tree.over(panel.leaves, material.areas, locale.text("en", "area", "total"))
    labels = [material.calendar.label(span) for span in spans]
    return estimate([one], tallies, tree, labels, confidence), spans


def _operands(material: Material, done: Estimates, name: str, span: Span) -> tuple[Operand, ...]:
    """Return the items of the value, where they stand in one return."""
    panel = material.monthly
    if name not in panel.leaves or span not in panel.slots:
        return ()
    place = panel.leaves.index(name), panel.slots.index(span)
    return material.operands(panel, done.indicators[0].items, *place)
