"""Series for the tests: every month from the first to the last, the seasons, and the exposure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fpstats import stats
from fpstats.checks.material import Material
from fpstats.estimates.panel import Numbers, Panel
from fpstats.periods import Span

YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Every month from the first to the last; `slot` is where in the panel it is, −1 nowhere."""

    spans: list[Span]
    slot: np.ndarray

    @classmethod
    def of(cls, panel: Panel) -> Months:
        """Return the months of a panel without gaps."""
        slots = {span.start: place for place, span in enumerate(panel.slots[: panel.months])}
        if not slots:
            return cls(spans=[], slot=np.empty(0, dtype=np.int64))
        months = range(min(slots), max(slots) + 1)
        return cls(
            spans=[Span(month, month) for month in months],
            slot=np.array([slots.get(month, -1) for month in months]),
        )

    def series(self, material: Material, item: str) -> Numbers:
        """Return an item, areas down and months across; NaN where it is not known."""
        values = material.values(material.monthly, item)
        return np.where(self.slot >= 0, values[:, self.slot], np.nan)

    def exposure(self, values: Numbers) -> Numbers:
        """Return the days of each month, times how busy it is as a rule in its time of the year.

        The season is that of all areas together, each month left out of its own.
        """
        days = np.array([span.days for span in self.spans], dtype=np.float64)
        return stats.seasonal_exposure(values, days, YEAR)
