"""Whether two values are made of the same areas and months, so that only like is compared.

A county that lacks a township is another county: its value moves though nobody's did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from fpstats.catalogue import Indicator, Kind
from fpstats.comparisons.recounted import names
from fpstats.estimates.estimate import Estimates
from fpstats.estimates.panel import open_months
from fpstats.estimates.placing import Flags
from fpstats.estimates.tally import Tallies, Tally
from fpstats.issues import Findings
from fpstats.locale import say
from fpstats.periods import Span


class _Composition:
    """Which of the areas that report are in each value, and with which months."""

    def __init__(self, tallies: Tallies) -> None:
        """Lay the months of all periods and returns side by side."""
        self.tallies, self.spans, self.slots = tallies, tallies.spans, tallies.panel.slots
        every = [*self.spans, *self.slots]
        self.first = min(span.start for span in every)
        months = range(self.first, max(span.end for span in every) + 1)
        self.open: Flags = (
            open_months(tallies.panel.leaves, [Span(one, one) for one in months], tallies.areas) > 0
        )

    def differs(self, indicator: Indicator, tally: Tally, earlier: NDArray[np.int64]) -> Flags:
        """Tell which areas have other months in a period than in the one it is compared with.

        Only months in which the area should have reported in both count: an area that was opened
        in between lacks nothing. Stocks alone have no months: they stand at the end of a period.

        Parameters
        ----------
        earlier
            The place of the period that each is compared with, −1 for none.

        Returns
        -------
        Areas that report × periods.
        """
        known = np.flatnonzero(earlier >= 0)
        found = np.zeros(tally.usable.shape, dtype=bool)
        both = tally.owed[:, known] & tally.owed[:, earlier[known]]
        found[:, known] = both & (tally.usable[:, known] != tally.usable[:, earlier[known]])
        if all(self.tallies.items[item].type == "stock" for item in indicator.items):
            return found
        for shift, periods in self._shifts(known, earlier):
            unlike = self._unlike_months(tally.together, shift)
            if not unlike.any():
                continue
            running = np.zeros((len(unlike), unlike.shape[1] + 1), dtype=np.int64)
            np.cumsum(unlike, axis=1, out=running[:, 1:])
            ends = ((self.spans[place].start, self.spans[place].end + 1) for place in periods)
            start, after = (np.array(end) - self.first for end in zip(*ends, strict=True))
            found[:, periods] |= running[:, after] > running[:, start]
        return found

    def _shifts(
        self, known: NDArray[np.int64], earlier: NDArray[np.int64]
    ) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """Yield how many months lie between periods and those before, and which periods."""
        spans = self.spans
        shifts = np.array([spans[one].start - spans[earlier[one]].start for one in known], int)
        # A set, because numpy loads its masked arrays for the distinct values of an array.
        for shift in sorted(set(shifts.tolist())):
            yield shift, known[shifts == shift]

    def _unlike_months(self, together: Flags, shift: int) -> Flags:
        """Tell which months of an area are there, and not so many months before, or the reverse."""
        held: Flags = np.zeros(self.open.shape, dtype=bool)
        for place, slot in enumerate(self.slots):
            held[:, slot.start - self.first : slot.end + 1 - self.first] |= together[:, [place]]
        unlike = np.zeros_like(held)
        last = held.shape[1] - shift
        differs = held[:, shift:] != held[:, :last]
        unlike[:, shift:] = differs & self.open[:, shift:] & self.open[:, :last]
        return unlike


def _named(done: Estimates, _index: int, area: int, _period: int) -> str:
    return done.tree.names[area]


def _counted(done: Estimates, index: int, area: int, period: int) -> str:
    """Say over how many areas and months of areas a growth of an area is counted."""
    tally, total = done.tallies[index], done.tree.total
    numbers = (tally.usable.astype(np.float64), tally.used, tally.expected)
    areas, months, due = (int(total(one)[area, period]) for one in numbers)
    return say(
        "area", "recounted", area=done.tree.names[area], areas=areas,
        owed=int(done.areas_expected[index, area, period]), months=months, due=due,
    )  # fmt: skip


class Unlike(Struct, frozen=True):
    """Where values are made of other areas or months than what they are compared with.

    `leaves` has for each indicator the areas that report × periods, `areas` indicators × areas ×
    periods: whether any that reports below an area is unlike.
    """

    leaves: list[Flags]
    areas: Flags

    @classmethod
    def of(cls, done: Estimates, earlier: NDArray[np.int64]) -> Unlike:
        """Compare each period with the one at this place, −1 for none."""
        made, areas = _Composition(done.counted), np.zeros(done.shape, dtype=bool)
        # A growth is counted over what both periods have: what it lacks, its items tell.
        leaves = [
            made.differs(one, done.counted.take(one) if one.kind is Kind.GROWTH else tally, earlier)
            for one, tally in zip(done.indicators, done.tallies, strict=True)
        ]
        for index, some in enumerate(leaves):
            if some.any():
                areas[index] = done.tree.total(some.astype(np.float64)) > 0
        return cls(leaves, areas)

    def note_growths(self, done: Estimates, periods: Sequence[int], findings: Findings) -> None:
        """Tell of growths that are counted over what both periods have, which is not all."""
        kinds = np.array([one.kind is Kind.GROWTH for one in done.indicators])
        if kinds.any():
            told = ~np.isnan(done.value) & kinds[:, None, None]
            self.note(done, told, periods, findings, code="growth_recounted", counted=_counted)

    def note(
        self,
        done: Estimates,
        told: Flags,
        periods: Sequence[int],
        findings: Findings,
        *,
        code: str = "change_not_judged",
        counted: Callable[[Estimates, int, int, int], str] = _named,
    ) -> None:
        """Tell of each indicator and period whose changes are not judged, and who is the reason.

        `told` tells of which areas there is a change that could have been, and `counted` what is
        said of each, from the places of indicator, area and period.
        """
        some = self.areas & told
        for index, period in np.argwhere(some.any(axis=1)):
            if period not in periods:
                continue
            reasons = [done.counted.panel.leaves[leaf]
                       for leaf in np.flatnonzero(self.leaves[index][:, period])]  # fmt: skip
            areas = [
                counted(done, int(index), int(area), int(period))
                for area in np.flatnonzero(some[index, :, period])
            ]
            findings.add(
                code,
                indicator=done.indicators[index].id,
                area=reasons[0] if len(reasons) == 1 else None,
                period=done.labels[period],
                value=names(reasons),
                expected=names(areas),
            )
