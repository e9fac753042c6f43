"""Stocks from month to month: a number of people does not leap by a fifth, or by a digit."""

from __future__ import annotations

from typing import Final

import numpy as np

from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Result
from fpstats.checks.material import Flags, Material
from fpstats.checks.series import Times
from fpstats.estimates.panel import Numbers

TENFOLD: Final = 0.05
"""So near to ten times as much, or a tenth, a digit too many or too few is the likely cause."""

USUAL: Final = 3.0
"""A leap is more than so many times what the stock changes as a rule, up or down."""


def steady(material: Material, check: Check) -> Result:
    """Find stocks that changed by more than so many per cent a month since they were last known.

    Both ways alike: from 120 to 100 is as far as from 100 to 120. Of a number that is unlike both
    its neighbours, which are like one another, only that number is a finding. What changes much as
    a rule, as the number of those who are away, must leap by more than that.
    """
    result, times = Result(check), Times.of(material)
    for item in material.stocks(check) if times.spans else ():
        values = times.series(material, item)
        before, after = _known_before(values), _known_before(values[:, ::-1])
        after = np.where(after >= 0, len(times.spans) - 1 - after, -1)[:, ::-1]
        leaps = _leaps(values, before, check, times.length)
        result.judged += int((~np.isnan(values) & (before >= 0)).sum())
        told: set[tuple[int, int]] = set()
        for area, month in np.argwhere(leaps).tolist():
            earlier, later = int(before[area, month]), int(after[area, month])
            outer = int(before[area, earlier])
            if (area, earlier) in told and not _far(
                values[area], outer, month, check, times.length
            ):
                continue  # It comes back from a number that is told already.
            told.add((area, month))
            places = [month, earlier]
            alone = later >= 0 and leaps[area, later]
            if alone and not _far(values[area], earlier, later, check, times.length):
                places.append(later)
            result.findings.append(_finding(material, check, times, item, area, places))
    return result


def _known_before(values: Numbers) -> np.ndarray:
    """Return for each month the last one before it with a number; -1 where there is none."""
    place = np.where(np.isnan(values), -1, np.arange(values.shape[1]))
    last = np.maximum.accumulate(place, axis=1)
    return np.hstack([np.full((len(values), 1), -1), last[:, :-1]])


def _leaps(values: Numbers, before: np.ndarray, check: Check, length: int) -> Flags:
    """Tell which numbers are too far from the one before, by the months that lie between."""
    earlier = np.where(before >= 0, np.take_along_axis(values, np.maximum(before, 0), 1), np.nan)
    apart = length * (np.arange(values.shape[1]) - before)
    low, high = np.minimum(values, earlier), np.maximum(values, earlier)
    leaps = (high >= check.least) & (high - low > check.percent / 100 * apart * low)
    unlike = np.any(leaps, axis=1)  # Most never leap, and of these nothing more is asked.
    leaps[unlike] &= _unusual(low[unlike], high[unlike], apart[unlike], check)
    return np.asarray(leaps)


def _unusual(low: Numbers, high: Numbers, apart: np.ndarray, check: Check) -> Flags:
    """Tell which changes are more than the series has as a rule, where enough others tell that."""
    change = np.log((high + 0.5) / (low + 0.5)) / np.maximum(apart, 1)
    number = np.sum(~np.isnan(change), axis=1, keepdims=True)
    usual = np.nanmedian(change, axis=1, keepdims=True)
    return np.asarray((number <= check.history) | (change > USUAL * usual))


def _far(values: Numbers, one: int, other: int, check: Check, length: int) -> bool:
    """Tell whether two numbers of a series are too far from each other."""
    low, high = sorted((float(values[one]), float(values[other])))
    return high - low > check.percent / 100 * length * (other - one) * low


def _finding(
    material: Material, check: Check, times: Times, item: str, area: int, places: list[int]
) -> Finding:
    """Return what is told of a leap; `places` are its month, the one before, and that after."""
    operands = tuple(
        operand
        for month in places
        for operand in material.operands(material.monthly, [item], area, int(times.slot[month]))
    )
    now, before = float(operands[0].value or 0), float(operands[1].value or 0)
    low, high = sorted((now, before))
    tenfold = low > 0 and abs(high / low / 10 - 1) <= TENFOLD
    return Finding(
        check=check,
        key=f"{check.kind}_tenfold" if tenfold else check.kind,
        area=material.monthly.leaves[area],
        span=times.spans[places[0]],
        operands=operands,
        lefts=1,
        left=now,
        right=before,
        events=high - low,
        words={"earlier": times.spans[places[1]]},
    )
