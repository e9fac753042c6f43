"""How strong the evidence is that a value differs from its target, its parent, or its past.

For each an exact p-value, the same after Benjamini and Hochberg over the areas of a level, and
where the value stands at 95 and 99.8 %; and of each value how much it can carry at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fpstats import stats
from fpstats.catalogue import Indicator, Kind
from fpstats.comparisons.since import year_before
from fpstats.comparisons.targets import Against
from fpstats.estimates.estimate import Estimates

Numbers = NDArray[np.float64]
Codes = NDArray[np.int8]

STANDINGS: Final = ("below (99.8)", "below (95)", "not different", "above (95)", "above (99.8)")
_ALIKE: Final = STANDINGS.index("not different")

USUAL: Final = 0.95
STRICT: Final = 0.998
"""The two confidences of a standing, whatever that of the intervals printed."""

_EVENTS: Final = frozenset(
    {Kind.COUNT, Kind.PROPORTION, Kind.RATE, Kind.RATIO, Kind.BALANCE, Kind.ERROR, Kind.ACCURACY}
)
"""Kinds whose numerator counts events, so that one more changes the value by so much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One comparison of all values: arrays of indicators × areas × periods; codes are −1 for none.

    `p` is exact and two-sided, `q` the same adjusted for how many areas of a level are compared.
    """

    p: Numbers
    q: Numbers
    standing: Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The evidence on all values, and how firm each is: NaN where that is not known."""

    target: Evidence
    parent: Evidence
    change: Evidence
    one_event: Numbers
    reliable: Numbers


def weigh(done: Estimates, against: Against, above: Numbers, periods: NDArray[np.int64]) -> Weighed:
    """Weigh the values of these periods against their target, the area above and the year before.

    Where there is no target, an indicator that has a normal range of its own is compared with it.
    The value above is taken as it is, as Fingertips takes its benchmarks. A balance has no exact
    test: its p is not known, its standing is.
    """
    shape = done.shape
    found = {
        name: (np.full(shape, np.nan), np.full(shape, -1, dtype=np.int8))
        for name in ("target", "parent", "change")
    }
    one, firm = np.full(shape, np.nan), np.full(shape, np.nan)
    areas = np.arange(shape[1])
    earlier = year_before(done)[periods]
    for index, indicator in enumerate(done.indicators):
        value = done.value[index][:, periods]
        under = _under(done, index, periods)
        if indicator.kind in _EVENTS:
            changed = stats.one_event(under, indicator.per)
            one[index][:, periods] = np.where(np.isnan(value), np.nan, changed)
        if indicator.interval is None:
            continue
        usual, strict = (done.limits(index, how, areas, periods) for how in (USUAL, STRICT))
        over = done.numerator[index][:, periods]
        if indicator.kind is not Kind.BALANCE:
            known = ~np.isnan(usual.lower)
            firm[index][:, periods] = np.where(known, stats.reliable(over, value, usual), np.nan)
        stands = partial(_standing, usual, strict)
        tested = partial(_tested, indicator, over, under)
        low, high = _bounds(indicator, against, index, periods)
        written = {
            "target": _within(tested, stands, value, low, high),
            "parent": (tested(above[index][:, periods]), stands(above[index][:, periods])),
            "change": _since(done, index, periods, earlier, usual, strict),
        }
        for name, (p, codes) in written.items():
            found[name][0][index][:, periods] = p
            found[name][1][index][:, periods] = codes
    made = {name: _adjusted(done, p, codes) for name, (p, codes) in found.items()}
    return Weighed(**made, one_event=one, reliable=firm)


def _under(done: Estimates, index: int, periods: NDArray[np.int64]) -> Numbers:
    """Return what the events are counted among or over; 1 for a count."""
    if done.indicators[index].kind is Kind.COUNT:
        return np.ones((done.shape[1], len(periods)))
    under: Numbers = done.denominator[index][:, periods]
    return under


def _bounds(
    indicator: Indicator, against: Against, index: int, periods: NDArray[np.int64]
) -> tuple[Numbers, Numbers]:
    """Return the bounds of the target or, where there is none, those of the normal range."""
    low, high = against.low[index][:, periods], against.high[index][:, periods]
    if indicator.bounds is None:
        return low, high
    none = against.target[index][:, periods] < 0
    least, most = indicator.bounds
    return np.where(none, least, low), np.where(none, most, high)


def _within(
    tested: Callable[[Numbers], Numbers],
    stands: Callable[[Numbers], Codes],
    value: Numbers,
    low: Numbers,
    high: Numbers,
) -> tuple[Numbers, Codes]:
    """Weigh values against bounds: against the nearer one, and within a range against neither."""
    single = np.isinf(low) | np.isinf(high)
    bound = np.where(np.isinf(low) | (value > high), high, low)
    inside = ~single & (value >= low) & (value <= high)
    p, codes = tested(bound), stands(bound)
    some = codes >= 0
    return (
        np.where(inside & ~np.isnan(p), 1.0, p),
        np.where(inside & some, _ALIKE, codes).astype(np.int8),
    )


def _tested(indicator: Indicator, over: Numbers, under: Numbers, reference: Numbers) -> Numbers:
    """Return the exact two-sided p of counts against a reference value."""
    match indicator.kind:
        case Kind.PROPORTION:
            return stats.binomial_test(over, under, reference / indicator.per).two_sided
        case Kind.RATIO:
            return stats.sex_ratio_test(over, under, reference, indicator.per).two_sided
        case Kind.BALANCE:
            return np.full_like(over, np.nan)
        case _:
            return stats.poisson_test(over, reference * under / indicator.per).two_sided


def _standing(usual: stats.Interval, strict: stats.Interval, reference: Numbers) -> Codes:
    said = stats.standing(usual, strict, reference)
    return np.select([said == name for name in STANDINGS], range(len(STANDINGS)), -1).astype(
        np.int8
    )


def _since(
    done: Estimates,
    index: int,
    periods: NDArray[np.int64],
    earlier: NDArray[np.int64],
    usual: stats.Interval,
    strict: stats.Interval,
) -> tuple[Numbers, Codes]:
    """Weigh values against those of the year before, which chance has a part in as well."""
    indicator, areas, known = done.indicators[index], np.arange(done.shape[1]), earlier >= 0

    def before(values: Numbers) -> Numbers:
        return np.where(known, values, np.nan)

    value, previous = done.value[index][:, periods], before(done.value[index][:, earlier])
    changes = (
        stats.mover(
            value,
            now,
            previous,
            stats.Interval(*(before(end) for end in done.limits(index, how, areas, earlier))),
        )
        for now, how in ((usual, USUAL), (strict, STRICT))
    )
    over, under = done.numerator[index][:, periods], _under(done, index, periods)
    over_before = before(done.numerator[index][:, earlier])
    under_before = before(_under(done, index, earlier))
    change, strict_change = changes
    codes = _standing(change, strict_change, np.zeros_like(value))
    return _tested_since(indicator, over, under, over_before, under_before), codes


def _tested_since(
    indicator: Indicator, over: Numbers, under: Numbers, over_before: Numbers, under_before: Numbers
) -> Numbers:
    """Return the exact two-sided p of two counts, if both had one true value."""
    match indicator.kind:
        case Kind.PROPORTION:
            return stats.fisher_test(over, under, over_before, under_before)
        case Kind.RATIO:
            both, both_before = over + under, over_before + under_before
            return stats.fisher_test(over, both, over_before, both_before)
        case Kind.BALANCE:
            return np.full_like(over, np.nan)
        case _:
            return stats.rate_ratio_test(over, under, over_before, under_before).two_sided


def _adjusted(done: Estimates, p: Numbers, codes: Codes) -> Evidence:
    """Adjust the p-values of the areas of one level, in one indicator and period, together."""
    q = np.full_like(p, np.nan)
    levels = np.array(done.tree.levels)
    for level in dict.fromkeys(done.tree.levels):
        rows = levels == level
        q[:, rows] = stats.benjamini_hochberg(p[:, rows], axis=1)
    return Evidence(p=p, q=q, standing=codes)
