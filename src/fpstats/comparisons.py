"""ESTIMATES to COMPARISONS: beside each value its target, the year before, and its place.

Every comparison asks two things: what the numbers say, and whether chance alone could say it.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fpstats import schema, stats
from fpstats.catalogue import Indicator, Kind
from fpstats.estimates.columns import numbers, texts, whole
from fpstats.estimates.estimate import Estimates
from fpstats.issues import Findings
from fpstats.locale import several
from fpstats.targets import Targets

Numbers = NDArray[np.float64]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]

VERDICTS: Final = ("met", "missed", "not distinguishable", "no data")
CHANGES: Final = ("up", "down", "not distinguishable")
_MET, _MISSED, _NEITHER, _NOTHING = range(4)

_COUNTED: Final = frozenset({Kind.COUNT, Kind.PROPORTION, Kind.RATE, Kind.BALANCE, Kind.ERROR})
"""Kinds whose numerator is a number of events, so that a gap can be told in events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """Values against targets: arrays of indicators × areas × periods; codes are −1 for none."""

    target: NDArray[np.int64]
    written: Sequence[str]
    gap: Numbers
    events: Numbers
    verdict: Codes
    by_value: Codes


def against_targets(
    done: Estimates, targets: Targets, periods: Sequence[int], findings: Findings
) -> Against:
    """Compare every value with its target."""
    shape = done.shape
    code = np.full(shape, -1, dtype=np.int64)
    low, high = np.full(shape, np.nan), np.full(shape, np.nan)
    written: list[str] = []
    for index, indicator in enumerate(done.indicators):
        if indicator.id in targets.indicators:
            _place(done, index, targets, periods, code, low, high, written)
    _note_unmatched(done, targets, periods, findings)
    some, value = code >= 0, done.value
    below, above = value < low, value > high
    gap = np.where(below, value - low, np.where(above, value - high, 0.0))
    one_sided = np.isinf(low) | np.isinf(high)
    bound = np.where(np.isinf(low), high, low)
    gap = np.where(one_sided, value - bound, gap)
    gap = np.where(some, gap, np.nan)
    known = some & ~np.isnan(value)
    by_value = np.where(below | above, _MISSED, _MET).astype(np.int8)
    surely_in = (done.lower >= low) & (done.upper <= high)
    surely_out = (done.upper < low) | (done.lower > high)
    sure = surely_in | surely_out | np.isnan(done.lower)
    verdict = np.where(sure, by_value, _NEITHER).astype(np.int8)
    return Against(
        target=code,
        written=written,
        gap=np.where(known, gap, np.nan),
        events=_events(done, low, high, known & (below | above), known),
        verdict=np.where(known, verdict, np.where(some, _NOTHING, -1)).astype(np.int8),
        by_value=np.where(known, by_value, -1).astype(np.int8),
    )


def _place(
    done: Estimates,
    index: int,
    targets: Targets,
    periods: Sequence[int],
    code: NDArray[np.int64],
    low: Numbers,
    high: Numbers,
    written: list[str],
) -> None:
    """Put the targets of one indicator in their places, the particular ones last."""
    areas = {name: place for place, name in enumerate(done.tree.names)}
    times = {done.labels[place]: place for place in periods}
    mine = [one for one in targets if one.indicator == done.indicators[index].id]
    mine.sort(key=lambda one: (one.area is not None, one.period is not None))
    for target in mine:
        area = slice(None) if target.area is None else areas.get(target.area)
        time = slice(None) if target.period is None else times.get(target.period)
        if area is None or time is None:
            continue
        text = str(target)
        if text not in written:
            written.append(text)
        code[index, area, time] = written.index(text)
        low[index, area, time], high[index, area, time] = target.bounds


def _note_unmatched(
    done: Estimates, targets: Targets, periods: Sequence[int], findings: Findings
) -> None:
    indicators = {one.id for one in done.indicators}
    names, labels = done.tree.names, {done.labels[place] for place in periods}
    for target in targets:
        # A target for an indicator that was not asked for is no finding.
        if target.indicator not in indicators:
            continue
        place = {"indicator": target.indicator, "area": target.area, "period": target.period}
        if target.area is not None and target.area not in names:
            near = difflib.get_close_matches(target.area, names, n=3, cutoff=0.5)
            hint = several(near)
            findings.add("unknown_target", **place, value=target, near=hint and f" ({hint}?)")
        elif target.period is not None and target.period not in labels:
            findings.add("unknown_target", saying="target_period", **place, value=target)


def _events(
    done: Estimates,
    low: Numbers,
    high: Numbers,
    missed: NDArray[np.bool_],
    known: NDArray[np.bool_],
) -> Numbers:
    """Return how many events would have had to differ for the target to be met."""
    found = np.full(done.shape, np.nan)
    for index, indicator in enumerate(done.indicators):
        if indicator.kind not in _COUNTED or not known[index].any():
            continue
        top = done.numerator[index]
        below = np.ones_like(top) if indicator.kind is Kind.COUNT else done.denominator[index]
        found[index] = np.where(known[index], 0.0, np.nan)
        short = missed[index] & (done.value[index] < low[index])
        beyond = missed[index] & (done.value[index] > high[index])
        more = _fewest(indicator, top, below, low[index], 1)
        fewer = _fewest(indicator, top, below, high[index], -1)
        found[index] = np.where(short, more, np.where(beyond, fewer, found[index]))
    return found


def _fewest(
    indicator: Indicator, top: Numbers, below: Numbers, bound: Numbers, sign: int
) -> Numbers:
    """Return the fewest events, added (1) or taken away (−1), that bring a value to its bound."""
    with np.errstate(invalid="ignore", divide="ignore"):
        guess = np.ceil(sign * (bound * below / indicator.per - top))
        best = np.full_like(top, np.nan)
        # The product may be off by a rounding; the value, computed as it is printed, decides.
        for events in (guess + 1, guess, guess - 1):
            value = indicator.per * (top + sign * events) / below
            meets = value >= bound if sign > 0 else value <= bound
            best = np.where(meets & (events >= 0), events, best)
    return best


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """Values against the same period of the year before."""

    previous: Numbers
    change: Numbers
    lower: Numbers
    upper: Numbers
    verdict: Codes


def since_last_year(done: Estimates) -> Since:
    """Subtract the value of the same period of the year before, with the interval of the change.

    The interval squares and adds the distances of both values to their limits (MOVER), which for
    proportions with Wilson's limits is Newcombe's.
    """
    place = {span: index for index, span in enumerate(done.spans)}
    earlier = np.array([place.get(span.shift(-12), -1) for span in done.spans], dtype=np.int64)
    known = earlier >= 0

    def before(values: Numbers) -> Numbers:
        return np.where(known, values[:, :, earlier], np.nan)

    previous = before(done.value)
    limits = stats.mover(
        done.value,
        stats.Interval(done.lower, done.upper),
        previous,
        stats.Interval(before(done.lower), before(done.upper)),
    )
    verdict = np.where(limits.lower > 0, 0, np.where(limits.upper < 0, 1, 2))
    return Since(
        previous=previous,
        change=done.value - previous,
        lower=limits.lower,
        upper=limits.upper,
        verdict=np.where(np.isnan(limits.lower), -1, verdict).astype(np.int8),
    )


def ranks(done: Estimates) -> tuple[Numbers, Numbers]:
    """Rank the areas of each level: 1, 2, 2, 4; best first, and how many were ranked.

    Higher or lower first as the indicator says; within a range, the nearer to it; where no
    direction is good, the highest first, as offices print.
    """
    rank, of = np.full(done.shape, np.nan), np.full(done.shape, np.nan)
    levels = np.array(done.tree.levels)
    for level in dict.fromkeys(done.tree.levels):
        rows = np.flatnonzero(levels == level)
        for index, indicator in enumerate(done.indicators):
            place, count = _ranked(_order_key(indicator, done.value[index][rows]))
            rank[index, rows], of[index, rows] = place, count
    return rank, of


def _order_key(indicator: Indicator, value: Numbers) -> Numbers:
    if indicator.direction == "range" and indicator.bounds is not None:
        low, high = indicator.bounds
        return np.maximum(np.maximum(low - value, value - high), 0.0)
    return value if indicator.direction == "lower" else -value


def _ranked(key: Numbers) -> tuple[Numbers, Numbers]:
    """Rank each column, smallest key first; ties share the better place, NaN has none."""
    order = np.argsort(key, axis=0, kind="stable")
    ordered = np.take_along_axis(key, order, axis=0)
    fresh = np.ones(key.shape, dtype=bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    position = np.arange(1, len(key) + 1, dtype=np.float64)[:, None]
    places = np.maximum.accumulate(np.where(fresh, position, 0), axis=0)
    found = np.empty_like(key)
    np.put_along_axis(found, order, places, axis=0)
    missing = np.isnan(key)
    count = np.broadcast_to((~missing).sum(axis=0).astype(np.float64), key.shape)
    return np.where(missing, np.nan, found), np.where(missing, np.nan, count)


def compare(
    done: Estimates,
    targets: Targets,
    periods: Sequence[int],
    areas: NDArray[np.int64],
    findings: Findings,
) -> pa.Table:
    """Return these periods and areas as COMPARISONS, with the columns of DETAIL behind them."""
    against = against_targets(done, targets, periods, findings)
    since = since_last_year(done)
    rank, of = ranks(done)
    parent = done.tree.parent
    above = np.where((parent >= 0)[None, :, None], done.value[:, parent], np.nan)
    chosen = np.ix_(np.arange(done.shape[0]), areas, np.asarray(periods, dtype=np.int64))
    area_codes = np.broadcast_to(np.arange(done.shape[1])[None, :, None], done.shape)
    levels = list(dict.fromkeys(done.tree.levels))
    level_codes = np.array([levels.index(level) for level in done.tree.levels])
    nothing = np.full(done.shape, np.nan)
    columns = done.columns(periods, areas) | {
        "target": texts(against.target[chosen], against.written or [""]),
        "gap": numbers(against.gap[chosen]),
        "gap_events": whole(against.events[chosen]),
        "verdict": texts(against.verdict[chosen], VERDICTS),
        "previous": numbers(since.previous[chosen]),
        "change": numbers(since.change[chosen]),
        "change_verdict": texts(since.verdict[chosen], CHANGES),
        "rank": whole(rank[chosen]),
        "rank_of": whole(of[chosen]),
        "rank_low": whole(nothing[chosen]),
        "rank_high": whole(nothing[chosen]),
        "tier": whole(nothing[chosen]),
        "level": texts(level_codes[area_codes][chosen], levels),
        "parent": texts(parent[area_codes][chosen], done.tree.names),
        "parent_value": numbers(above[chosen]),
        "change_lower": numbers(since.lower[chosen]),
        "change_upper": numbers(since.upper[chosen]),
        "verdict_by_value": texts(against.by_value[chosen], VERDICTS),
    }
    return pa.table(columns, schema=schema.DETAILED)
