"""CELLS to ESTIMATES: the value of every indicator, area and period, with its interval.

Held as arrays, indicators × areas × periods, all sorted by key; `table` writes them as ESTIMATES.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from msgspec import Struct, field
from numpy.typing import NDArray

from fpstats import schema, stats
from fpstats.catalogue import GROUPED, SUMS, Indicator, Kind
from fpstats.estimates.clusters import Clusters, clusters_of
from fpstats.estimates.columns import numbers, repeated, same, texts, whole
from fpstats.estimates.drawn import drawn
from fpstats.estimates.groups import Singly, value_of_groups
from fpstats.estimates.impossible import more_on_both
from fpstats.estimates.limits import endless, frame_of, limits_of
from fpstats.estimates.panel import Numbers
from fpstats.estimates.placing import Flags
from fpstats.estimates.rollup import Tree
from fpstats.estimates.tally import Tallies, Tally
from fpstats.estimates.two_lists import all_there_are
from fpstats.periods import Span

METHODS_USED = ("", *sorted(name for name, method in stats.METHODS.items() if method.kinds))
"""The methods by number, as the arrays hold them; 0 is none."""

EACH = slice(None)
"""All indicators, one after the other."""


class Estimates(Struct, kw_only=True):
    """Arrays of indicators × areas × periods; NaN where not known.

    `tallies` has what each indicator was made of, and `counted` the returns behind them. `faulty`
    tells which values have a return in them in which a part is above its whole, and `uneven` which
    are of samples that together are none.
    """

    indicators: list[Indicator]
    tree: Tree
    spans: list[Span]
    labels: list[str]
    confidence: float
    numerator: Numbers
    denominator: Numbers
    value: Numbers
    lower: Numbers
    upper: Numbers
    method: NDArray[np.int8]
    months_used: Numbers
    months_expected: Numbers
    areas_used: Numbers
    areas_expected: Numbers
    faulty: Flags
    uneven: Flags
    counted: Tallies
    tallies: list[Tally] = field(default_factory=list)

    @property
    def back(self) -> int:
        """How many months lie between a period and the one it is compared with."""
        return self.counted.back

    @property
    def shape(self) -> tuple[int, int, int]:
        """How many indicators, areas and periods."""
        return (len(self.indicators), len(self.tree.names), len(self.spans))

    def standing(self, index: int | slice = EACH) -> Numbers:
        """Where values lie: each as it is, and endless where a ratio has nothing to divide by.

        Of one indicator, or of each, as those below.
        """
        sides = self.numerator[index], self.denominator[index]
        none_below = endless(self._of_kind(Kind.RATIO, index), *sides)
        return np.where(none_below, np.inf, self.value[index])

    def withheld(self, index: int | slice = EACH) -> Flags:
        """Which values have no interval because of what a return in them says, or how it was drawn.

        The former of areas that report; of areas above, which have others in them, they are told.
        """
        return np.asarray((self.faulty[index] & (self.tree.own >= 0)[:, None]) | self.uneven[index])

    def unjudged(self, index: int | slice = EACH) -> Flags:
        """Which values have neither verdict nor rank: what cannot be, and what has that in it."""
        return np.asarray(self.withheld(index) | self.impossible(index))

    def impossible(self, index: int | slice = EACH) -> Flags:
        """Which proportions are of a part above its whole."""
        above = self.numerator[index] > self.denominator[index]
        return np.asarray(above & self._of_kind(Kind.PROPORTION, index))

    def _of_kind(self, kind: Kind, index: int | slice) -> Flags:
        """Tell which indicators are of a kind, to go with their areas and periods."""
        kinds = np.array([one.kind is kind for one in self.indicators], dtype=bool)
        return kinds[:, None, None][index]

    def limits(
        self,
        index: int,
        confidence: float,
        areas: NDArray[np.int64],
        periods: NDArray[np.int64],
    ) -> stats.Interval:
        """Return the intervals of one indicator at another confidence, areas × periods."""
        chosen, indicator = np.ix_(areas, periods), self.indicators[index]
        plus = self.numerator[index][chosen]
        minus = np.zeros_like(plus)
        if indicator.kind is Kind.BALANCE:
            tally = self.tallies[index]
            plus, minus = (self.tree.total(side)[chosen] for side in (tally.plus, tally.minus))
        below, value = self.denominator[index][chosen], self.value[index][chosen]
        total = totals_of(self.tree, self.tallies[index])
        clusters = self.clusters(index)
        found = limits_of(
            indicator, plus, minus, below, value, confidence,
            lambda item: total(item)[chosen],
            frame_of(indicator, total, self.shape[1:])[chosen],
            clusters and Clusters(*(each[chosen] for each in clusters)),
        )  # fmt: skip
        withheld = self.withheld(index)[chosen]
        return stats.Interval(*(np.where(withheld, np.nan, end) for end in found))

    def clusters(self, index: int) -> Clusters | None:
        """Return the design effects of an indicator, where they are estimated."""
        return clusters_of(self.indicators[index], self.tree, self.tallies[index])

    def table(self, periods: Sequence[int], areas: NDArray[np.int64]) -> pa.Table:
        """Write these periods and areas as ESTIMATES."""
        return pa.table(self.columns(periods, areas), schema=schema.ESTIMATES)

    def columns(self, periods: Sequence[int], areas: NDArray[np.int64]) -> dict[str, pa.Array]:
        """Return the columns of ESTIMATES, sorted by indicator, area and period."""
        indicators, rows = len(self.indicators), len(areas) * len(periods)
        chosen = self.places(areas, periods)
        columns = {
            "indicator": pa.concat_arrays([same(one.id, rows) for one in self.indicators]),
            "area": repeated(texts(np.repeat(areas, len(periods)), self.tree.names), indicators),
            "period": repeated(texts(np.tile(periods, len(areas)), self.labels), indicators),
        }
        for name in ("numerator", "denominator", "value", "lower", "upper"):
            found = getattr(self, name).take(chosen)
            columns[name] = numbers(np.where(np.isinf(found), np.nan, found))
        columns["confidence"] = numbers(np.full(chosen.size, self.confidence))
        columns["method"] = texts(self.method.take(chosen) - 1, METHODS_USED[1:])
        for name in ("months_used", "months_expected", "areas_used", "areas_expected"):
            columns[name] = whole(getattr(self, name).take(chosen))
        return columns

    def places(self, areas: NDArray[np.int64], periods: Sequence[int]) -> NDArray[np.int64]:
        """Return where these areas and periods stand in the arrays, as `take` asks for it.

        By one number an element they are copied in a fifth of the time that three take.
        """
        wanted = np.ix_(np.arange(self.shape[0]), areas, np.asarray(periods, dtype=np.int64))
        return np.ravel_multi_index(wanted, self.shape)


def estimate(
    indicators: Sequence[Indicator],
    tallies: Tallies,
    tree: Tree,
    labels: Sequence[str],
    confidence: float,
    taken: Mapping[str, Tally] | None = None,
) -> Estimates:
    """Divide, and put an interval around what was divided.

    `taken` has the tally of each indicator by its id, where that is not the whole one.
    """
    ordered = sorted(indicators, key=lambda one: one.id)
    shape = (len(ordered), len(tree.names), len(labels))
    done = Estimates(
        indicators=ordered,
        tree=tree,
        spans=list(tallies.spans),
        labels=list(labels),
        confidence=confidence,
        counted=tallies,
        numerator=np.empty(shape),
        denominator=np.empty(shape),
        value=np.empty(shape),
        lower=np.empty(shape),
        upper=np.empty(shape),
        method=np.empty(shape, dtype=np.int8),
        months_used=np.empty(shape),
        months_expected=np.empty(shape),
        areas_used=np.empty(shape),
        areas_expected=np.empty(shape),
        faulty=np.zeros(shape, dtype=bool),
        uneven=np.zeros(shape, dtype=bool),
    )
    # Below, what is empty here is filled for one indicator after the other.
    for index, indicator in enumerate(ordered):
        tally = _tally(indicator, tallies) if taken is None else taken[indicator.id]
        done.tallies.append(tally)
        used, owed = tree.most(tally.used), tree.total(tally.owed.astype(np.float64))
        done.months_used[index] = used
        done.months_expected[index] = tree.most(tally.expected)
        done.areas_used[index] = tree.total(tally.complete.astype(np.float64))
        # An area that reports is its own whole, whatever months others have.
        leaf = tree.own >= 0
        done.areas_used[index][leaf] = tally.usable[tree.own[leaf]]
        done.areas_expected[index] = owed
        plus, minus = tree.total(tally.plus), tree.total(tally.minus)
        below = tree.total(tally.denominator)
        there = used > 0
        singly = totals_of(tree, tally)
        top = _above(indicator, plus, minus, below)
        if indicator.kind is Kind.TWO_LISTS:
            # Where nothing is on both there may be no total, and nothing to divide by.
            below = np.nan_to_num(all_there_are(indicator, singly, confidence).total)
            below = np.where(more_on_both(indicator, singly), np.nan, below)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = indicator.per * top / below
        if indicator.kind in SUMS:
            # A sum that lacks a month or an area is no total: only the numerator shows it.
            whole = (used >= done.months_expected[index]) & (done.areas_used[index] >= owed)
            value = np.where(whole & there, top / indicator.over, np.nan)
            below = np.full_like(top, np.nan)
        elif indicator.kind in GROUPED:
            value = np.where(there, value_of_groups(indicator, singly), np.nan)
            # Not a quotient of two numbers: nothing stands below, or the nobody that is in a group.
            below = np.where(np.isnan(value), 0.0, np.nan)
        else:
            value = np.where(there & (below > 0), value, np.nan)
        done.numerator[index] = np.where(there, top, np.nan)
        done.denominator[index] = np.where(there, below, np.nan)
        done.value[index] = value
        lower, upper = limits_of(
            indicator, plus, minus, below, value, confidence, singly,
            frame_of(indicator, singly, value.shape), done.clusters(index),
        )  # fmt: skip
        for one in tally.beyond:
            done.faulty[index] |= tree.total(tallies.over(one.returns)) > 0
        if indicator.frame:
            done.uneven[index] = drawn(indicator, tree, tally).uneven
        if tally.beyond or indicator.frame:
            withheld = (done.faulty[index] & leaf[:, None]) | done.uneven[index]
            lower, upper = (np.where(withheld, np.nan, end) for end in (lower, upper))
        method = _method(indicator, plus - minus, below, value, lower)
        done.lower[index], done.upper[index], done.method[index] = lower, upper, method
    return done


def totals_of(tree: Tree, tally: Tally) -> Singly:
    """Return what gives the sums of a single item."""
    return lambda item: tree.total(tally.singly[item])


def _tally(indicator: Indicator, tallies: Tallies) -> Tally:
    """Return what is divided; of a growth, over the areas and months that both periods have."""
    plain = tallies.take(indicator)
    if indicator.kind is not Kind.GROWTH:
        return plain
    from fpstats.estimates.matched import Growth  # here, because few indicators are a growth

    return Growth.of(tallies, indicator).tally(plain)


def _above(indicator: Indicator, plus: Numbers, minus: Numbers, below: Numbers) -> Numbers:
    """Return what stands above the line, so that value = per × above ÷ below."""
    match indicator.kind:
        case Kind.ERROR:
            return np.abs(plus - minus)
        case Kind.ACCURACY:
            return below - np.abs(plus - minus)
        case Kind.GROWTH:
            return plus - below
        case _:
            return plus - minus


def _method(
    indicator: Indicator, count: Numbers, below: Numbers, value: Numbers, lower: Numbers
) -> NDArray[np.int8]:
    """Return the number of the method of the limits, row by row; 0 where there are none."""
    name = indicator.interval
    if name is None:
        return np.zeros(value.shape, dtype=np.int8)
    method = np.full(value.shape, METHODS_USED.index(name), dtype=np.int8)
    if name == "poisson":
        count = np.where(np.isnan(value), np.nan, count)
        exposure = np.ones_like(count) if indicator.kind is Kind.COUNT else below
        used = stats.poisson_method(count, exposure)
        for each in ("exact_poisson", "byar"):
            method[used == each] = METHODS_USED.index(each)
    method[np.isnan(lower)] = 0
    return method
