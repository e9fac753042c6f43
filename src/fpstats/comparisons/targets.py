"""Values against targets: what the numbers say, and whether chance alone could say it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from fpstats.catalogue import Indicator, Kind
from fpstats.comparisons.chance import chance_of_value, counts_of, left_to_chance
from fpstats.estimates.estimate import Estimates
from fpstats.issues import Findings
from fpstats.locale import several
from fpstats.targets import Targets

Numbers = NDArray[np.float64]
Codes = NDArray[np.int8]

VERDICTS: Final = ("met", "missed", "not distinguishable", "no data")
_MET, _MISSED, _NEITHER, _NOTHING = range(4)

_YEAR: Final = 12

_ADDING_UP: Final = frozenset({Kind.COUNT, Kind.WEIGHTED, Kind.STOCK_CHANGE})
"""Kinds whose values add up over time, so that those of a year are of a year alone."""

_COUNTED: Final = frozenset({Kind.COUNT, Kind.PROPORTION, Kind.RATE, Kind.BALANCE, Kind.ERROR})
"""Kinds whose numerator is a number of events, so that a gap can be told in events."""


class Against(Struct, frozen=True, kw_only=True):
    """Values against targets: arrays of indicators × areas × periods.

    Where there is no target, codes are −1 and bounds NaN.
    """

    target: NDArray[np.int64]
    low: Numbers
    high: Numbers
    written: Sequence[str]
    gap: Numbers
    events: Numbers
    verdict: Codes
    by_value: Codes

    def bounds(
        self, indicator: Indicator, index: int, periods: NDArray[np.int64]
    ) -> tuple[Numbers, Numbers]:
        """Return the bounds of the target or, where there is none, those of the normal range."""
        low, high = self.low[index][:, periods], self.high[index][:, periods]
        if indicator.bounds is None:
            return low, high
        none = self.target[index][:, periods] < 0
        least, most = indicator.bounds
        return np.where(none, least, low), np.where(none, most, high)


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
    _note_unlike_a_year(done, targets, periods, findings)
    if not written:
        none, nothing = np.full(shape, -1, dtype=np.int8), np.full(shape, np.nan)
        return Against(
            target=code, low=low, high=high, written=written,
            gap=nothing, events=nothing, verdict=none, by_value=none,
        )  # fmt: skip
    some, stands, value = code >= 0, done.standing(), done.value
    below, above = stands < low, stands > high
    gap = np.where(below, value - low, np.where(above, value - high, 0.0))
    one_sided = np.isinf(low) | np.isinf(high)
    bound = np.where(np.isinf(low), high, low)
    gap = np.where(one_sided, value - bound, gap)
    gap = np.where(some, gap, np.nan)
    judged = some & ~(done.unjudged() & ~np.isnan(value))
    known = judged & ~np.isnan(stands)
    by_value = np.where(below | above, _MISSED, _MET).astype(np.int8)
    surely_in = (done.lower >= low) & (done.upper <= high)
    surely_out = (done.upper < low) | (done.lower > high)
    sure = surely_in | surely_out

    def test(index: int, some: NDArray[np.bool_]) -> Numbers:
        counts = counts_of(done, index, np.arange(shape[2])).of(some)
        bounds = (np.where(np.isinf(one), np.nan, one)[index][some] for one in (low, high))
        return np.fmax(*(chance_of_value(done.indicators[index], counts, one) for one in bounds))

    sure &= ~left_to_chance(done, sure, test)
    sure |= np.isnan(done.lower)
    verdict = np.where(sure, by_value, _NEITHER).astype(np.int8)
    return Against(
        target=code,
        low=low,
        high=high,
        written=written,
        gap=np.where(known, gap, np.nan),
        events=_events(done, low, high, known & (below | above), known),
        verdict=np.where(known, verdict, np.where(judged, _NOTHING, -1)).astype(np.int8),
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
    yearly = np.flatnonzero(~_unlike_a_year(done, index))
    mine = [one for one in targets if one.indicator == done.indicators[index].id]
    mine.sort(key=lambda one: (one.area is not None, one.period is not None))
    for target in mine:
        area = slice(None) if target.area is None else areas.get(target.area)
        time = yearly if target.period is None else times.get(target.period)
        if area is None or time is None:
            continue
        text = str(target)
        if text not in written:
            written.append(text)
        code[index, area, time] = written.index(text)
        low[index, area, time], high[index, area, time] = target.bounds


def _unlike_a_year(done: Estimates, index: int) -> NDArray[np.bool_]:
    """Tell the periods whose values a target of a year means nothing to.

    A count grows with the length of the period, and so does a rate, of events over a population,
    of a part of a year that is not annualised.
    """
    indicator, items = done.indicators[index], done.counted.items
    if indicator.kind in _ADDING_UP:
        return np.array([span.months != _YEAR for span in done.spans], dtype=bool)
    events = any(items[item].type == "flow" for item in indicator.items)
    people = any(items[item].type == "stock" for item in indicator.denominator)
    grows = events and people and not done.counted.annualise
    return np.array([grows and span.months < _YEAR for span in done.spans], dtype=bool)


def _note_unlike_a_year(
    done: Estimates, targets: Targets, periods: Sequence[int], findings: Findings
) -> None:
    """Tell once an indicator that targets which name no period judge those of a year alone."""
    anytime = {target.indicator for target in targets if target.period is None}
    for index, indicator in enumerate(done.indicators):
        unlike = _unlike_a_year(done, index)
        labels = [done.labels[place] for place in periods if unlike[place]]
        if indicator.id in anytime and labels:
            period = labels[0] if len(labels) == 1 else f"{labels[0]} – {labels[-1]}"
            more = {"saying": "target_of_whole_year"} if indicator.kind in _ADDING_UP else {}
            findings.add("target_of_year", indicator=indicator.id, period=period, **more)


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
