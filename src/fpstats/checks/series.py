"""Series for the tests: every period from the first to the last, the seasons, and the exposure."""

from __future__ import annotations

from typing import Final

import numpy as np
from msgspec import Struct

from fpstats import stats
from fpstats.checks.lengths import is_of
from fpstats.checks.material import Material
from fpstats.estimates.panel import Numbers
from fpstats.periods import Span

YEAR: Final = 12


class Times(Struct, frozen=True, kw_only=True):
    """Every period of one length from the first to the last, in order.

    Attributes
    ----------
    slot
        Where in the panel each is, −1 nowhere.
    length
        How many months each has: 1, or 3, 6 or 12 where returns are of quarters and so on.
    """

    spans: list[Span]
    slot: np.ndarray
    length: int

    @classmethod
    def of(cls, material: Material) -> Times:
        """Return the periods of the length that the material is looked at, without gaps."""
        panel, length = material.monthly, material.length
        slots = {
            span.start: place
            for place, span in enumerate(panel.slots)
            if (place < panel.months if length == 1 else is_of(span, length, material.calendar))
        }
        starts = range(min(slots), max(slots) + 1, length) if slots else range(0)
        return cls(
            spans=[Span(start, start + length - 1) for start in starts],
            slot=np.array([slots.get(start, -1) for start in starts], dtype=np.int64),
            length=length,
        )

    def series(self, material: Material, item: str) -> Numbers:
        """Return an item, areas down and periods across; NaN where it is not known."""
        values = material.values(material.monthly, item)
        return np.where(self.slot >= 0, values[:, self.slot], np.nan)

    def exposure(self, values: Numbers) -> Numbers:
        """Return the days of each period, times how busy it is as a rule in its time of the year.

        The season is that of all areas together, each period left out of its own.
        """
        days = np.array([span.days for span in self.spans], dtype=np.float64)
        if self.length == YEAR:
            return np.where(np.isnan(values), np.nan, days)
        return stats.seasonal_exposure(values, days, YEAR // self.length)
