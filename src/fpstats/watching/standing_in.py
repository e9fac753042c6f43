"""Counts that are watched in place of a rate, in months for which what it is over is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct

from fpstats import stats
from fpstats.catalogue import Indicator, Item, Kind
from fpstats.estimates.estimate import Estimates
from fpstats.estimates.placing import Flags
from fpstats.periods import Span
from fpstats.watching.compared import FEWEST


class StandIn(Struct, frozen=True):
    """A rate, the stocks that it lacks, and the plain count of its events where there is one."""

    rate: Indicator
    lacking: Sequence[str]
    count: Indicator | None


def stand_ins(
    done: Estimates,
    rates: Iterable[Indicator],
    known: Iterable[Indicator],
    items: Mapping[str, Item],
    watched: Span,
    history: int,
) -> list[StandIn]:
    """Return the rates that lack a denominator, and only that, to be watched.

    In some month that could be compared by its events no area that reports has the denominator, or
    too few of the same months before have it, of all months that are watched.
    """
    counts = {tuple(one.numerator.items()): one for one in known if one.kind is Kind.COUNT}
    found = []
    for rate in rates:
        stocks = [item for item in rate.denominator if items[item].type == "stock"]
        if not stocks or rate.kind is Kind.COUNT:
            continue
        missing = done.tallies[done.indicators.index(rate)].missing
        happened = ~_any([missing[one] for one in missing if one not in stocks], like=missing)
        lacking = [one for one in stocks if (happened & missing[one]).any()]
        there = happened & ~_any([missing[one] for one in stocks], like=missing)
        (_, events), (now, both) = (
            _in_months(flags, done.spans, watched, history) for flags in (happened, there)
        )
        if np.any(events & ~now) or (events.any() and not both.any()):
            found.append(StandIn(rate, lacking, counts.get(tuple(rate.numerator.items()))))
    return found


def _any(flags: Sequence[Flags], *, like: Mapping[str, Flags]) -> Flags:
    """Tell where any of them is true; of none, nowhere."""
    none = np.zeros(next(iter(like.values())).shape, dtype=bool)
    return np.asarray(np.logical_or.reduce([none, *flags]))


def _in_months(
    known: Flags, spans: Sequence[Span], watched: Span, history: int
) -> tuple[Flags, Flags]:
    """Tell the watched months that some area knows, and those with enough of the same before."""
    first, last = spans[0].start, max(watched.end, spans[-1].end)
    level = np.full((len(known), last - first + 1), np.nan)
    level[:, [span.start - first for span in spans]] = np.where(known, 1.0, np.nan)
    before, _ = stats.same_months_before(level, years=history, fewest=FEWEST)
    now = ~np.isnan(level[:, watched.start - first : watched.end - first + 1])
    beside = ~np.isnan(before[:, watched.start - first : watched.end - first + 1])
    return np.any(now, axis=0), np.any(now & beside, axis=0)
