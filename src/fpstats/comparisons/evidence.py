"""How strong the evidence is that a value differs from its target, its neighbours, or its past.

For each an exact p-value, the same after Benjamini and Hochberg over the areas of a level, and
where the value stands at 95 and 99.8 % by its interval and the p-value both.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from fpstats import stats
from fpstats.catalogue import Indicator, Kind
from fpstats.comparisons.above import comparable_above, value_above
from fpstats.comparisons.chance import (
    ALIKE,
    STRICT,
    USUAL,
    Codes,
    Counts,
    Numbers,
    Standing,
    borne_out,
    chance_of_difference,
    chance_of_value,
    countable,
    counts_of,
)
from fpstats.comparisons.rest import rest_of_group
from fpstats.comparisons.since import Since, year_before
from fpstats.comparisons.targets import Against
from fpstats.estimates.estimate import Estimates

COMPARED: Final = ("target", "parent", "group", "change")
"""What values are compared with: their target, the area above, its other areas, the year before."""

POWER: Final = 0.8
"""How likely a difference is to be found, where it is said how many that takes."""


class Evidence(Struct, frozen=True, kw_only=True):
    """One comparison of all values: arrays of indicators × areas × periods; codes are −1 for none.

    `p` is exact and two-sided, `q` the same adjusted for how many areas of a level are compared.
    """

    p: Numbers
    q: Numbers
    standing: Codes


class Weighed(Struct, frozen=True, kw_only=True):
    """The evidence on all values, and how many it would take: NaN where that is not known."""

    compared: dict[str, Evidence]
    group_value: Numbers
    needed: Numbers


def weigh(done: Estimates, against: Against, since: Since, periods: NDArray[np.int64]) -> Weighed:
    """Weigh the values of these periods against their target, their neighbours and their past.

    Where there is no target, an indicator that has a normal range of its own is compared with it.
    The value above is taken as it is, as Fingertips takes its benchmarks; the other areas of the
    group, and the year before, have a part in chance as the value itself has.
    """
    shape = done.shape
    p = {name: np.full(shape, np.nan) for name in COMPARED}
    codes = {name: np.full(shape, -1, dtype=np.int8) for name in COMPARED}
    group, needed = (np.full(shape, np.nan) for _ in range(2))
    earlier, above = year_before(done)[periods], value_above(done)
    standing, withheld = done.standing(), done.withheld()
    for index, indicator in enumerate(done.indicators):
        if indicator.interval is None:
            continue
        counts, value = counts_of(done, index, periods), standing[index][:, periods]
        counts = counts.where(~(np.isnan(value) | withheld[index][:, periods]))
        here = _standing(done, index, periods)
        low, high = against.bounds(indicator, index, periods)
        effect = _effect(done, index, periods)
        sampled = np.where(done.uneven[index][:, periods], np.nan, value)
        needed[index][:, periods] = _needed(indicator, counts, sampled, low, high, effect)
        # What is unlike is weighed by what both periods have, below.
        past = ~(np.isnan(since.change[index]) | since.unlike.areas[index])[:, periods]
        past &= ~withheld[index][:, earlier]
        before = counts_of(done, index, earlier).where(past)
        # Of areas that together are no sample, those but one are none either.
        even = ~done.uneven[index][done.tree.parent][:, periods]
        pooled = counts_of(done, index, periods).where(even & countable(done, index, periods))
        others = rest_of_group(done.tree, indicator, pooled)
        rest = Standing.of(indicator, others)
        group[index][:, periods] = np.where(np.isinf(rest.value), np.nan, rest.value)
        then = _standing(done, index, earlier)
        fair = comparable_above(done, index, periods)
        parent = np.where(fair, above[index][:, periods], np.nan)
        tested = partial(chance_of_value, indicator, counts)
        both = partial(chance_of_difference, indicator, counts)
        found = {
            "target": _within(tested, here.against, value, low, high),
            "parent": (tested(parent), here.against(parent)),
            "group": (both(others), here.beside(rest, indicator.per)),
            "change": (both(before), here.beside(then.where(past), indicator.per)),
        }
        for name, (probability, stands) in found.items():
            p[name][index][:, periods] = probability
            codes[name][index][:, periods] = borne_out(stands, probability)
    _weigh_again(since, periods, p["change"], codes["change"])
    return Weighed(
        compared={name: _adjusted(done, p[name], codes[name]) for name in COMPARED},
        group_value=group,
        needed=needed,
    )


def _weigh_again(since: Since, periods: NDArray[np.int64], p: Numbers, codes: Codes) -> None:
    """Put the evidence of changes that were counted anew in its place, of these periods."""
    again = since.again
    if again is None:
        return
    places = np.arange(len(again.periods))
    asked = np.isin(again.periods, periods)
    for row, (index, indicator) in enumerate(
        zip(again.indicators, again.now.indicators, strict=True)
    ):
        if indicator.interval is None:
            continue
        some = again.counted[row] & asked & ~again.then.withheld(row) & ~again.now.withheld(row)
        now, then = (counts_of(one, row, places).where(some) for one in (again.now, again.then))
        here, before = (_standing(one, row, places) for one in (again.now, again.then))
        stands = here.where(some).beside(before.where(some), indicator.per)
        chance = chance_of_difference(indicator, now, then)
        for whole, values in ((p, chance), (codes, borne_out(stands, chance))):
            mine = whole[index][:, again.periods]
            whole[index][:, again.periods] = np.where(some, values, mine)


def _standing(done: Estimates, index: int, periods: NDArray[np.int64]) -> Standing:
    """Return the values of one indicator in these periods with their limits."""
    areas = np.arange(done.shape[1])
    limits = (done.limits(index, confidence, areas, periods) for confidence in (USUAL, STRICT))
    return Standing(done.standing(index)[:, periods], *limits)


def _nearer(value: Numbers, low: Numbers, high: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
    """Return the bound that a value is compared with, and whether it lies between two of them."""
    single = np.isinf(low) | np.isinf(high)
    bound = np.where(np.isinf(low) | (value > high), high, low)
    return bound, ~single & (value >= low) & (value <= high)


def _within(
    tested: Callable[[Numbers], Numbers],
    stands: Callable[[Numbers], Codes],
    value: Numbers,
    low: Numbers,
    high: Numbers,
) -> tuple[Numbers, Codes]:
    """Weigh values against bounds: against the nearer one, and within a range against neither."""
    bound, inside = _nearer(value, low, high)
    p, codes = tested(bound), stands(bound)
    some = codes >= 0
    return (
        np.where(inside & ~np.isnan(p), 1.0, p),
        np.where(inside & some, ALIKE, codes).astype(np.int8),
    )


def _effect(done: Estimates, index: int, periods: NDArray[np.int64]) -> Numbers:
    """Return the design effects, estimated or as they are written down."""
    clusters = done.clusters(index)
    if clusters is not None:
        return clusters.effect[:, periods]
    return np.asarray(done.indicators[index].design_effect, dtype=np.float64)


def _needed(
    indicator: Indicator,
    counts: Counts,
    value: Numbers,
    low: Numbers,
    high: Numbers,
    effect: Numbers,
) -> Numbers:
    """Return how many must be counted to tell such a true value from its bound, NaN for none.

    Drawn from a known number it takes fewer, and never more than there are.
    """
    bound, inside = _nearer(value, low, high)
    bound = np.where(inside, np.nan, bound)
    match indicator.kind:
        case Kind.RATIO:
            needed = stats.births_needed(value, bound, POWER, per=indicator.per)
        case Kind.PROPORTION:
            needed = stats.total_needed(value / indicator.per, bound / indicator.per, POWER)
            needed = np.ceil(_drawn(needed * effect, counts.frame))
        case _:
            return np.full_like(value, np.nan)
    return np.where(np.isfinite(needed), needed, np.nan)


def _drawn(endless: Numbers, frame: Numbers) -> Numbers:
    """Return how many drawn from a frame tell as much as so many drawn from an endless one.

    n drawn of N have the variance of n (N − 1) ÷ (N − n).
    """
    known = np.isfinite(frame) & np.isfinite(endless)
    share = frame / np.where(known, frame - 1 + endless, 1.0)
    return np.where(known, endless * share, endless)


def _adjusted(done: Estimates, p: Numbers, codes: Codes) -> Evidence:
    """Adjust the p-values of the areas of one level, in one indicator and period, together."""
    q = np.full_like(p, np.nan)
    for rows in done.tree.each_level():
        q[:, rows] = stats.benjamini_hochberg(p[:, rows], axis=1)
    return Evidence(p=p, q=q, standing=codes)
