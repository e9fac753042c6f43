"""What two periods have in common: tallies of both over the areas and months that both have.

So that a county that lacks a township this year is compared with the same townships of last year.
An area that was open in one of the two periods only lacks nothing: it is in that one alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from fpstats.catalogue import Indicator
from fpstats.estimates.panel import Panel, open_months
from fpstats.estimates.placing import Flags
from fpstats.estimates.tally import Tallies, Tally
from fpstats.periods import Span


class Matched(Struct, frozen=True):
    """Tallies of periods, and of the periods they are compared with, over what both have.

    `now` and `then` have as many periods, each in the place of the one it is compared with.
    """

    now: Tallies
    then: Tallies

    @classmethod
    def of(cls, tallies: Tallies, spans: Sequence[Span], items: Collection[str]) -> Matched:
        """Match these periods with those as many months before as the tallies say, in items."""
        shift = tallies.back
        now, then = _masked(tallies, items, shift)
        before = [span.shift(-shift) for span in spans]
        return cls(tallies.again(now, spans), tallies.again(then, before))

    def take(self, indicator: Indicator) -> tuple[Tally, Tally]:
        """Return both tallies of an indicator: of areas that are owed in both, those in both."""
        now, then = self.now.take(indicator), self.then.take(indicator)
        kept: Flags = ~(now.owed & then.owed) | (now.usable & then.usable)
        return _of(now, kept), _of(then, kept)


class Growth(Struct, frozen=True):
    """A flow in each period and in the one it is compared with, over what both have.

    `before` takes tallies of the periods before, each in the place of the one that follows it.
    """

    now: Tally
    then: Tally
    before: Tallies

    @classmethod
    def of(cls, tallies: Tallies, indicator: Indicator) -> Growth:
        """Match the periods of an indicator that is itself a change."""
        matched = Matched.of(tallies, tallies.spans, indicator.items)
        now, then = matched.take(indicator)
        return cls(now, then, tallies.again(tallies.panel, matched.then.spans))

    def tally(self, plain: Tally) -> Tally:
        """Return the one tally of both: of what grew, over what it grew from.

        What is missing is told of the period itself, as the plain tally has it.
        """
        return replace(self.now, denominator=self.then.plus, missing=plain.missing)


def _of(tally: Tally, kept: Flags) -> Tally:
    """Return the tally of some areas and periods; of the others nothing is counted."""
    return replace(
        tally,
        plus=np.where(kept, tally.plus, 0),
        minus=np.where(kept, tally.minus, 0),
        denominator=np.where(kept, tally.denominator, 0),
        used=np.where(kept, tally.used, 0),
        usable=tally.usable & kept,
        complete=tally.complete & kept,
        singly={item: np.where(kept, each, 0) for item, each in tally.singly.items()},
    )


def _masked(tallies: Tallies, items: Collection[str], shift: int) -> tuple[Panel, Panel]:
    """Return the panel without the months that lack their like so many months before, and after.

    Stocks are as they were: they stand at the ends of periods, not in their months.
    """
    panel, grid = tallies.panel, _Months(tallies)
    now, then = dict(panel.known), dict(panel.known)
    seen: dict[bytes, tuple[Flags, Flags]] = {}
    for item, known in panel.known.items():
        if item in items and tallies.items[item].type == "flow":
            # Items that are reported together are matched once.
            key = known.tobytes()
            if key not in seen:
                seen[key] = grid.matched(known, shift)
            now[item], then[item] = seen[key]
    return replace(panel, known=now), replace(panel, known=then)


class _Months:
    """The months of all returns, side by side."""

    def __init__(self, tallies: Tallies) -> None:
        """Find the months in which each area should report."""
        self.slots, leaves = tallies.panel.slots, tallies.panel.leaves
        self.first = min(slot.start for slot in self.slots)
        last = max(slot.end for slot in self.slots)
        # A year on either side, so that what lies beyond the returns is not there and is owed.
        self.first, last = self.first - tallies.back, last + tallies.back
        months = [Span(one, one) for one in range(self.first, last + 1)]
        self.open: Flags = open_months(leaves, months, tallies.areas) > 0

    def matched(self, known: Flags, shift: int) -> tuple[Flags, Flags]:
        """Return which returns have their like so many months before, and which after."""
        now = then = known
        while True:
            # What a longer return loses its like in it loses whole, and with it that of others.
            fewer = self._kept(now, then, -shift), self._kept(then, now, shift)
            if (fewer[0] == now).all() and (fewer[1] == then).all():
                return now, then
            now, then = fewer

    def _kept(self, known: Flags, other: Flags, shift: int) -> Flags:
        """Return which returns have all of their months among the others, so many months away."""
        width = self.open.shape[1]
        away = np.arange(width) + shift
        inside = (away >= 0) & (away < width)
        place = np.where(inside, away, 0)
        lacking = ~self._held(other)[:, place] & self.open[:, place] & self.open & inside
        dropped: Flags = np.column_stack([
            lacking[:, slot.start - self.first : slot.end + 1 - self.first].any(axis=1)
            for slot in self.slots
        ])  # fmt: skip
        return known & np.logical_not(dropped)

    def _held(self, known: Flags) -> Flags:
        held: Flags = np.zeros(self.open.shape, dtype=bool)
        for place, slot in enumerate(self.slots):
            held[:, slot.start - self.first : slot.end + 1 - self.first] |= known[:, [place]]
        return held
