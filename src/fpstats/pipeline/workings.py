"""What a run made its values of, for a workbook in which they are formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from fpstats.areas import Areas
from fpstats.catalogue import ITEMWISE, Indicator, Kind
from fpstats.estimates.estimate import Estimates
from fpstats.estimates.matched import Growth
from fpstats.estimates.panel import open_months
from fpstats.estimates.rollup import Tree
from fpstats.estimates.tally import Tallies, Tally
from fpstats.periods import Calendar, Span
from fpstats.returns.opening import Returns
from fpstats.write.working.model import Flags, Made, Numbers, Workings


def workings(
    done: Estimates,
    tallies: Tallies,
    periods: Sequence[int],
    calendar: Calendar,
    areas: Areas,
    returns: Returns,
) -> Workings:
    """Return the counts, sums and values of a run; `periods` are those of its report."""
    panel, tree = tallies.panel, done.tree
    leaf, above = _order(tree, areas)
    used = _used(done, panel.slots, periods)
    slots = [panel.slots[place] for place in used]
    within = np.ix_(leaf, used)
    # The place in the tree of every line: areas that report, then those above.
    reporting = np.flatnonzero(tree.own >= 0)
    places = dict(zip(tree.own[reporting].tolist(), reporting.tolist(), strict=True))
    lines = np.array([*(places[one] for one in leaf), *(place for place, _, _ in above)])
    names = [one.source for one in returns.readings]
    first, last = min(slot.start for slot in slots), max(slot.end for slot in slots)
    months = [Span(month, month) for month in range(first, last + 1)]
    items = list(dict.fromkeys(item for one in done.indicators for item in one.items))
    known = [item for item in returns.catalogue.items if item in items]
    return Workings(
        leaves=tuple(panel.leaves[one] for one in leaf),
        above=tuple((tree.names[place], first, last) for place, first, last in above),
        slots={slot: calendar.label(slot) for slot in slots},
        values={item: _values(tallies, item)[within] for item in known},
        open=open_months(panel.leaves, months, areas)[leaf] > 0,
        sources=[
            [names[one] if one >= 0 else None for one in line]
            for line in panel.source[within].tolist()
        ],
        spans=dict(zip(done.spans, done.labels, strict=True)),
        wanted=tuple(periods),
        days=tallies.whole,
        made={
            one.id: _made(done, index, lines, _aside(done, tallies, index, within), within)
            for index, one in enumerate(done.indicators)
        },
    )


def _used(done: Estimates, slots: Sequence[Span], periods: Sequence[int]) -> list[int]:
    """Return the slots that anything was taken from: in a period, or at one of its month ends."""
    growing = any(one.kind is Kind.GROWTH for one in done.indicators)
    spans = done.spans if growing else [done.spans[place] for place in periods]
    return [
        place
        for place, slot in enumerate(slots)
        if any(span.covers(slot) or span.start - 1 <= slot.end <= span.end for span in spans)
    ]


def _order(tree: Tree, areas: Areas) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Return the areas that report as each area above is made of neighbours; and those above.

    Of each of those: its place in the tree, and its first and last among the reporting ones.
    """
    given = {area.name: place for place, area in enumerate(areas)} if areas.given else {}
    rank = [given.get(name, len(given) + place) for place, name in enumerate(tree.names)]
    paths = {place: _path(place, tree, rank) for place in range(len(tree.names))}
    reporting = sorted(np.flatnonzero(tree.own >= 0).tolist(), key=paths.__getitem__)
    upper = sorted(np.flatnonzero(tree.own < 0).tolist(), key=paths.__getitem__)
    above = []
    for place in upper:
        inside = [n for n, one in enumerate(reporting)
                  if paths[one][: len(paths[place])] == paths[place]]  # fmt: skip
        above.append((place, inside[0], inside[-1]))
    return [int(tree.own[place]) for place in reporting], above


def _path(place: int, tree: Tree, rank: Sequence[int]) -> tuple[int, ...]:
    """Return where an area stands, from the highest above it down to itself."""
    path = []
    while place >= 0:
        path.append(rank[place])
        place = int(tree.parent[place])
    return tuple(reversed(path))


def _values(tallies: Tallies, item: str) -> Numbers:
    """Return an item in whole units, NaN where it is not known."""
    scale = 100.0 if tallies.items[item].decimals else 1.0
    value = tallies.panel.value[item] / scale
    return np.where(tallies.panel.known[item], value, np.nan)


def _aside(
    done: Estimates, tallies: Tallies, index: int, within: tuple[NDArray[np.int64], ...]
) -> dict[Span, Flags]:
    """Return what is not added of an indicator because other returns hold its months.

    Of a growth, moreover, what is not known in the other period.
    """
    if done.indicators[index].kind is Kind.GROWTH:
        tally = done.tallies[index]
        flags = (_added(tallies, tally, place) for place in range(len(done.spans)))
        return {span: ~one[within] for span, one in zip(done.spans, flags, strict=True)}
    together = done.tallies[index].together
    return {
        done.spans[period]: tallies.aside(together, period)[within]
        for period in tallies.with_longer
    }


def _added(tallies: Tallies, tally: Tally, period: int) -> Flags:
    """Tell which returns are added in a period: by area and slot."""
    inside = np.array([tallies.spans[period].covers(slot) for slot in tallies.panel.slots])
    usable = tally.usable[:, [period]]
    found: Flags = tally.together & ~tallies.aside(tally.together, period) & usable & inside
    return found


def _before(
    done: Estimates, indicator: Indicator, within: tuple[NDArray[np.int64], ...]
) -> dict[Span, Flags]:
    """Return what is added of the periods that a growth is measured from."""
    if indicator.kind is not Kind.GROWTH:
        return {}
    both = Growth.of(done.counted, indicator)
    return {
        span: _added(both.before, both.then, place)[within] for place, span in enumerate(done.spans)
    }


def _made(
    done: Estimates,
    index: int,
    lines: NDArray[np.int64],
    aside: Mapping[Span, Flags],
    within: tuple[NDArray[np.int64], ...],
) -> Made:
    """Return what one indicator was made of, a line an area."""
    tally, tree = done.tallies[index], done.tree
    used = done.months_used[index]
    there = used > 0
    whole = tree.total(tally.complete.astype(np.float64))
    above = np.where(there, tree.total(tally.plus) - tree.total(tally.minus), np.nan)
    below = np.where(there, tree.total(tally.denominator), np.nan)
    indicator = done.indicators[index]
    if indicator.kind is Kind.TWO_LISTS:
        below = done.denominator[index]
    elif not indicator.denominator and indicator.kind is not Kind.GROWTH:
        below = np.full_like(below, np.nan)
    items = (*indicator.numerator, *indicator.denominator)
    singly = items if indicator.kind in ITEMWISE else ()
    each = (np.where(there, tree.total(tally.singly[item]), np.nan) for item in singly)
    return Made(
        used=used[lines],
        expected=done.months_expected[index][lines],
        whole=whole[lines],
        owed=done.areas_expected[index][lines],
        above=above[lines],
        below=below[lines],
        value=done.value[index][lines],
        each=tuple(one[lines] for one in each),
        aside=aside,
        before=_before(done, indicator, within),
    )
