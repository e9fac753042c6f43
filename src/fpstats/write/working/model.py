"""What the values of a report were made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from fpstats.periods import Span

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Made(Struct, frozen=True, kw_only=True):
    """One indicator: arrays of areas (those that report, then those above) by periods.

    `above` and `below` are the weighted sums before anything is divided, or what is estimated to be
    below; `whole` counts the areas that are in for every month; `each` has the sums of single items
    for a value that takes them one by one. NaN is not known. `aside` tells for a period in which
    longer returns lie, of areas that report by slots, which are not added because others hold their
    months; or, of a growth, because the other period lacks them. `before` tells of a growth which
    are added of the period before.
    """

    used: Numbers
    expected: Numbers
    whole: Numbers
    owed: Numbers
    above: Numbers
    below: Numbers
    value: Numbers
    each: tuple[Numbers, ...] = ()
    aside: Mapping[Span, Flags] = field(default_factory=dict)
    before: Mapping[Span, Flags] = field(default_factory=dict)

    def added(self, span: Span, slots: Sequence[int], leaf: int) -> list[int]:
        """Return those of the slots in a period that are added for an area that reports."""
        aside = self.aside.get(span)
        return [place for place in slots if aside is None or not aside[leaf, place]]

    def added_before(self, span: Span, leaf: int) -> list[int]:
        """Return the slots that are added for an area of what a growth is measured from."""
        found: list[int] = np.flatnonzero(self.before[span][leaf]).tolist()
        return found


class Workings(Struct, frozen=True, kw_only=True):
    """The counts as they were used, and the sums and values that were made of them.

    Attributes
    ----------
    leaves
        The areas that report, so ordered that each area above is made of neighbours.
    above
        The areas above: name, and the first and the last of the leaves it is made of.
    slots
        The periods of returns, months first, and how each is called.
    values
        By item, areas that report by slots; NaN where it is not known. Money is in whole units.
    open
        Where an area should report: areas that report by months, from the first of any slot on.
    sources
        The file of each, in the same shape; None where there was no return.
    spans
        The periods of the report, earlier ones that it is compared with among them, and how each
        is called.
    wanted
        Which of them are in the report.
    days
        What the days of a period are divided by for person-time: its own, or those of the year.
    made
        By indicator.
    """

    leaves: tuple[str, ...]
    above: tuple[tuple[str, int, int], ...]
    slots: Mapping[Span, str]
    values: Mapping[str, Numbers]
    open: Flags
    sources: Sequence[Sequence[str | None]]
    spans: Mapping[Span, str]
    wanted: tuple[int, ...]
    days: Numbers
    made: Mapping[str, Made]

    @property
    def areas(self) -> tuple[str, ...]:
        """All areas: those that report, then those above."""
        return (*self.leaves, *(name for name, _, _ in self.above))

    @property
    def first(self) -> int:
        """The first month of any slot."""
        return min(slot.start for slot in self.slots)

    def slots_of(self, span: Span) -> list[int]:
        """Return the slots that lie in a period."""
        return [place for place, slot in enumerate(self.slots) if span.covers(slot)]

    def due(self, span: Span) -> Numbers:
        """Count for each area that reports the months of a period in which it should."""
        counted: Numbers = self.open[:, self.months_of(span)].sum(axis=1)
        return counted

    def months_of(self, span: Span) -> slice:
        """Return the columns of `open` that lie in a period."""
        ends = (span.start - self.first, span.end + 1 - self.first)
        return slice(*(max(end, 0) for end in ends))

    def standing(self, item: str, leaf: int, month: int) -> int | None:
        """Return the slot from which a stock at the end of a month was taken."""
        ending = [place for place, slot in enumerate(self.slots) if slot.end == month]
        known = [place for place in ending if not np.isnan(self.values[item][leaf, place])]
        return next(iter(known or ending), None)


def none_for_nan(values: NDArray[Any]) -> list[float | None]:
    """Return numbers as the cells of a column; NaN is nothing."""
    return [None if number != number else number for number in values.ravel().tolist()]
