"""All rules over all series: one table of what stands out, and how much was looked at.

A point is conspicuous at the level of its rule. It is a signal where it also stands after adjusting
for all points of its rule and indicator, so that only a small share of the signals is chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import polars as pl
from msgspec import Struct

from fpstats import stats
from fpstats.catalogue import Indicator
from fpstats.watching.compared import LEVEL, Compared, compared
from fpstats.watching.drift import MONTHS, drifts
from fpstats.watching.found import Found
from fpstats.watching.laws import Flags, Numbers
from fpstats.watching.months import in_a_row, months_apart
from fpstats.watching.series import Series
from fpstats.watching.years import RULES as YEARLY

LEVELS: Final[Mapping[str, float]] = {
    "month": LEVEL,
    "drift": LEVEL,
    "trend": 0.05,
    "order": 0.05,
    "marker": LEVEL,
}
"""The rules, and the probability from which on each finds a point conspicuous."""

RULES: Final = tuple(LEVELS)

_TYPES: Final = (
    dict.fromkeys(("indicator", "area", "rule", "since", "period", "way", "meaning"), pl.String)
    | dict.fromkeys(("periods", "history"), pl.Int64)
    | {"may_be_older": pl.Boolean}
)
"""The columns of SIGNALS that hold no fraction."""

_ORDER: Final = ("q", "p", "indicator", "area", "rule", "since")


class Watch(Struct, frozen=True, kw_only=True):
    """What was found.

    Attributes
    ----------
    signals
        The columns of SIGNALS but for the words, the least likely first.
    looked
        The columns of LOOKED.
    compared
        Of each indicator, every month beside the same months before.
    unwatched
        The indicators of which no area has a month watched with enough of the same months before.
    """

    signals: pl.DataFrame
    looked: pl.DataFrame
    compared: list[Compared]
    unwatched: list[Indicator]


def watch(monthly: Series, yearly: Series, first: int, *, history: int, share: float) -> Watch:
    """Look at all series by all rules.

    Parameters
    ----------
    monthly, yearly
        The same indicators and areas, by months and by years.
    first
        The place of the first month that is watched; those before it are history.
    history
        With how many years before a month is compared.
    share
        How large a share of the signals may be chance.
    """
    rows, looked, beside, unwatched = [], [], [], []
    for index in range(len(monthly.indicators)):
        months = _beside(monthly, index, first, history)
        beside.append(months)
        for rule, found in _found(months, yearly, index, first):
            series = yearly if rule in YEARLY else monthly
            told = _told(series, index, rule, found, share)
            rows.append(told)
            looked.append(_counted(rule, found, told.height))
            if rule == "month" and np.isnan(found.p).all():
                unwatched.append(monthly.indicators[index])
    counted = pl.concat(looked).group_by("rule", "level", maintain_order=True).sum()
    return Watch(
        signals=pl.concat(rows).sort(_ORDER),
        looked=counted,
        compared=beside,
        unwatched=unwatched,
    )


def _beside(monthly: Series, index: int, first: int, history: int) -> Compared:
    """Put months beside those before, with the spread that they had before any was watched."""
    months = compared(monthly, index, history)
    base = slice(max(0, first - 12 * history), first)
    spread = months.law.spread(months.count[:, base], months.under[:, base]).used
    return months.varying(np.where(np.isnan(spread), 1.0, spread))


def _found(months: Compared, yearly: Series, index: int, first: int) -> Iterator[tuple[str, Found]]:
    """Yield what each rule finds in the series of an indicator."""
    yield "month", months_apart(months.within(slice(first, None)), first)
    start = max(0, months.count.shape[1] - MONTHS)
    yield "drift", drifts(months.within(slice(start, None)), start)
    for rule, look in YEARLY.items():
        yield rule, look(yearly, index)


def _told(series: Series, index: int, rule: str, found: Found, share: float) -> pl.DataFrame:
    """Return what stands after adjusting, as rows; conspicuous months in a row are one."""
    p = found.p.ravel()
    q = stats.benjamini_hochberg(p)
    hits = (p <= LEVELS[rule]) & (q <= share)
    at, run = in_a_row(hits.reshape(found.p.shape), found.above)
    # Of each run the least likely point speaks; of equally unlikely ones the first.
    order = np.lexsort((at, p[at], run))
    _, starts = np.unique(run, return_index=True)
    peak = at[order][starts]
    area, until = peak // max(found.p.shape[1], 1), found.until.ravel()[peak]
    under, above = series.under[index][area, until], found.above.ravel()[peak]
    value, expected, lower, upper = (
        series.shown(index, level, under)
        for level in (found.value.ravel()[peak], found.expected.ravel()[peak], *found.limits(peak))
    )
    averaged = rule == "drift"
    times = np.bincount(run, found.times.ravel()[at], len(peak)).astype(np.int64)
    up, down = ("up", "down") if rule in YEARLY else ("above", "below")
    columns = {
        "indicator": np.full(len(peak), series.indicators[index].id),
        "area": np.array(series.areas)[area],
        "rule": np.full(len(peak), rule),
        "since": np.array(series.labels)[found.since.ravel()[at[starts]]],
        "period": np.array(series.labels)[until],
        "periods": times,
        "may_be_older": found.older.ravel()[at[starts]] & (times > 1),
        "way": np.where(above, up, down),
        "meaning": _meaning(series.indicators[index], value, expected, above),
        "numerator": np.where(averaged, np.nan, series.count[index][area, until]),
        "denominator": np.where(averaged, np.nan, under),
        "value": value,
        "expected": expected,
        "lower": lower,
        "upper": upper,
        "slope": found.slope.ravel()[peak],
        "p": p[peak],
        "q": q[peak],
        "spread": found.spread.ravel()[peak],
        "history": found.history.ravel()[peak].astype(np.int64),
    }
    return pl.DataFrame(
        {
            name: pl.Series(list(values), dtype=_TYPES.get(name, pl.Float64))
            for name, values in columns.items()
        }
    )


def _meaning(
    indicator: Indicator, value: Numbers, expected: Numbers, above: Flags
) -> list[str | None]:
    """Say of each change whether it is for the better or the worse; None where it is neither."""
    match indicator.direction:
        case "higher" | "lower":
            good = above == (indicator.direction == "higher")
            return ["better" if one else "worse" for one in good]
        case "range":
            low, high = indicator.bounds or (-np.inf, np.inf)
            away, before = (np.fmax(np.fmax(low - one, one - high), 0) for one in (value, expected))
            worse, better = away > before, away < before
            return [
                "worse" if bad else "better" if good else None
                for bad, good in zip(worse, better, strict=True)
            ]
        case _:
            return [None] * len(value)


def _counted(rule: str, found: Found, signals: int) -> pl.DataFrame:
    """Return how much a rule looked at in the series of an indicator."""
    looked = ~np.isnan(found.p)
    points = int(looked.sum())
    return pl.DataFrame(
        {
            "rule": [rule],
            "level": [LEVELS[rule]],
            "series": [int(looked.any(axis=1).sum())],
            "points": [points],
            "by_chance": [points * LEVELS[rule]],
            "conspicuous": [int((found.p <= LEVELS[rule]).sum())],
            "signals": [signals],
        }
    )
