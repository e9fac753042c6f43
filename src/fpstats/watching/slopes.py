"""How likely chance alone makes so steep a slope of years, where years scatter as they do.

By chance years scatter around their slope as counts do. Where they scatter more, the probability
follows from how much: years of a few areas tell that badly, those of all areas together well.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fpstats import stats
from fpstats.stats.significance import chi_square_above, student_two_sided

Numbers = NDArray[np.float64]

SHOWN: Final = 0.05
"""The p-value below which the years of all areas are taken to scatter by more than chance."""


class Slope(NamedTuple):
    """Of each area how likely its slope is, and how its years scatter around it.

    Attributes
    ----------
    p
        The probability if they scatter by chance alone.
    scattered
        The probability by their scatter, whatever that is.
    left, freedom
        The chi-square that the slope leaves, and its degrees of freedom.
    """

    p: Numbers
    scattered: Numbers
    left: Numbers
    freedom: Numbers

    @property
    def allowed_for(self) -> Numbers:
        """The larger probability, where an area or all areas together scatter by more."""
        known = ~np.isnan(self.left) & (self.freedom > 0)
        left, freedom = (
            np.asarray(np.sum(part, where=known)) for part in (self.left, self.freedom)
        )
        together = np.where(freedom > 0, chi_square_above(left, freedom), 1.0) < SHOWN
        more = known & (together | (self.left > self.freedom))
        return np.where(more, np.fmax(self.p, self.scattered), self.p)


def slope_of_proportions(count: Numbers, total: Numbers) -> Slope:
    """Test for a slope by Cochran and Armitage."""
    found = stats.cochran_armitage(count, total)
    there = ~np.isnan(count) & ~np.isnan(total)
    events, among = (
        np.sum(np.where(there, part, 0.0), axis=-1, keepdims=True) for part in (count, total)
    )
    freedom = np.sum(there, axis=-1) - 2.0
    with np.errstate(divide="ignore", invalid="ignore"):
        share = events / among
        each = np.square(count - total * share) / (total * share * (1 - share))
        left = np.fmax(np.sum(np.where(there, each, 0.0), axis=-1) - found.chisquare, 0.0)
        t = found.z / np.sqrt(left / np.where(freedom > 0, freedom, np.nan))
    return Slope(found.p, student_two_sided(t, freedom), left, freedom)


def slope_of_rates(count: Numbers, exposure: Numbers) -> Slope:
    """Test for a slope by Poisson regression."""
    found = stats.poisson_trend(count, exposure)
    freedom = np.sum(~np.isnan(count) & ~np.isnan(exposure), axis=-1) - 2.0
    return Slope(found.p, found.p_quasi, found.dispersion * freedom, freedom)
