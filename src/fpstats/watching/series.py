"""What is watched: counts of indicators, areas and times at equal steps, NaN where not known.

Of stocks nothing is: the same persons stand in every month, so that months are not independent and
no count of them varies by chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from fpstats.catalogue import Distribution, Indicator, Item, Kind
from fpstats.estimates.estimate import Estimates
from fpstats.periods import Span, month_label
from fpstats.watching.laws import PROPORTIONS, RATES, Flags, Law, Numbers

Places = NDArray[np.int64]

_LAWS: Final[Mapping[Distribution | None, Law]] = {
    Distribution.BINOMIAL: PROPORTIONS,
    Distribution.POISSON: RATES,
}
"""How the counts vary of which series can be watched: a ratio by its part of both together."""


class Series(Struct, frozen=True, kw_only=True):
    """Arrays of indicators × areas × times; the times follow one another without a gap.

    `count` is what happened, `under` what it is among or over: of a ratio both counts together, of
    a plain count the days of the time. `partial` tells where they are left out because some of what
    an area is made of did not report: its level would be that of other townships than before.
    """

    indicators: Sequence[Indicator]
    areas: Sequence[str]
    spans: Sequence[Span]
    labels: Sequence[str]
    count: Numbers
    under: Numbers
    partial: Flags

    def law(self, index: int) -> Law:
        """Return how the counts of an indicator vary."""
        return _LAWS[self.indicators[index].distribution]

    def shown(self, index: int, level: Numbers, under: Numbers) -> Numbers:
        """Turn levels, which are counts over what they are under, into values of the indicator."""
        indicator = self.indicators[index]
        if indicator.kind is Kind.COUNT:
            return level * under
        if indicator.kind is Kind.RATIO:
            with np.errstate(divide="ignore", invalid="ignore"):
                value: Numbers = indicator.per * level / (1 - level)
            return np.where(np.isfinite(value), value, np.nan)
        return indicator.per * level

    def values(self, index: int) -> Numbers:
        """Return the values of an indicator, areas × times."""
        under = self.under[index]
        with np.errstate(divide="ignore", invalid="ignore"):
            level = np.where(under > 0, self.count[index] / under, np.nan)
        return self.shown(index, level, under)


def watchable(
    indicators: Sequence[Indicator], items: Mapping[str, Item], *, counts: bool
) -> list[Indicator]:
    """Return the indicators whose series can be watched.

    Plain counts are among them if asked for, or where there is nothing else: a count rises and
    falls with its rate, and would say everything twice.
    """
    able = [
        one
        for one in indicators
        if one.distribution in _LAWS and all(items[item].type == "flow" for item in one.numerator)
    ]
    others = [one for one in able if one.kind is not Kind.COUNT]
    return able if counts or not others else others


def month_series(done: Estimates, watched: Sequence[Indicator], areas: Places, last: int) -> Series:
    """Put the estimates of months at equal steps, up to the month `last`, of these areas."""
    known = [span for span in done.spans if span.end <= last]
    spans = [Span(month, month) for month in range(min(known).start, max(known).end + 1)]
    return _series(done, watched, areas, spans, [month_label(span.end) for span in spans])


def year_series(done: Estimates, watched: Sequence[Indicator], areas: Places, most: int) -> Series:
    """Put the estimates of years at equal steps, the last `most` of them; parts of years are not.

    A year counts where all its months are there.
    """
    spans = [done.spans[-1].shift(-12 * back) for back in reversed(range(most))]
    labels = dict(zip(done.spans, done.labels, strict=True))
    return _series(done, watched, areas, spans, [labels.get(span, "") for span in spans])


def _series(
    done: Estimates,
    watched: Sequence[Indicator],
    areas: Places,
    spans: Sequence[Span],
    labels: Sequence[str],
) -> Series:
    place = {span: index for index, span in enumerate(done.spans)}
    there = np.array([span in place for span in spans])
    times = np.array([place.get(span, 0) for span in spans])
    rows = [done.indicators.index(one) for one in watched]
    days = np.array([span.days for span in spans], dtype=np.float64)
    shape = (len(rows), len(areas), len(spans))
    chosen = np.ix_(areas, times)
    count, under, partial = np.empty(shape), np.empty(shape), np.empty(shape, dtype=bool)
    whole = (done.months_used >= done.months_expected) & (done.areas_used >= done.areas_expected)
    for at, row in enumerate(rows):
        over, below = done.numerator[row][chosen], done.denominator[row][chosen]
        partial[at] = there & ~np.isnan(over) & ~whole[row][chosen]
        match watched[at].kind:
            case Kind.COUNT:
                below = np.broadcast_to(days, over.shape)
            case Kind.RATIO:
                below = over + below
        over = np.where(there & ~partial[at], over, np.nan)
        count[at], under[at] = _LAWS[watched[at].distribution].valid(over, below)
    return Series(
        indicators=list(watched),
        areas=[done.tree.names[area] for area in areas],
        spans=spans,
        labels=labels,
        count=count,
        under=under,
        partial=partial,
    )
