"""Over-dispersion: areas that differ by more than chance, and funnels that allow for it.

Additive, as Spiegelhalter advises: to the variance of chance is added one variance between areas.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import (
    LARGEST,
    Floats,
    all_known,
    as_floats,
    counts_among,
    counts_over,
    measured,
)
from fpstats.stats.funnels.exact import pooled
from fpstats.stats.series import quotient
from fpstats.stats.significance import chi_square_above

ENOUGH_AREAS: Final = 10
"""With fewer areas a variance between them is a guess."""

SHOWN: Final = 0.05
"""The p-value below which the areas are taken to differ by more than chance."""


class Deviation(NamedTuple):
    """How far each area lies from the centre, and the standard error of that by chance."""

    difference: Floats
    error: Floats


class Overdispersion(NamedTuple):
    """How much areas differ beyond chance; each number is an array without shape.

    Attributes
    ----------
    phi
        The mean of the squared standardised deviations: 1 by chance alone.
    tau2
        The variance between areas, on the scale of the deviations: at least 0.
    p
        The probability of so large a phi by chance.
    areas
        How many areas there were.
    """

    phi: Floats
    tau2: Floats
    p: Floats
    areas: Floats

    @property
    def used(self) -> Floats:
        """The variance to widen a funnel by: none unless shown, and with ten areas or more."""
        shown = (self.p < SHOWN) & (self.areas >= ENOUGH_AREAS)
        return np.where(shown, self.tau2, 0.0)


def overdispersion(deviation: Deviation, winsorised: float = 0.1) -> Overdispersion:
    """Estimate how much areas differ beyond chance.

    The outermost tenth at either end is drawn in, so that a few true outliers do not widen the
    funnel that is to find them. Use `Overdispersion.used` for a funnel.

    Parameters
    ----------
    deviation
        One-dimensional: what `proportion_deviation` or another gives. Missing areas are left out.
    winsorised
        The share of areas drawn in at each end, 0 to 0.5.

    Returns
    -------
    Overdispersion
        phi, tau2, the p-value of a chi-square test with one degree of freedom fewer than areas,
        and the number of areas. NaN with fewer than two areas.

    References
    ----------
    Spiegelhalter DJ (2005). Handling over-dispersion of performance indicators. Quality and
    Safety in Health Care 14:347-351.

    Examples
    --------
    >>> found = overdispersion(proportion_deviation([90, 160, 190, 120], [100, 200, 200, 150]))
    >>> [round(float(number), 4) for number in found]
    [5.0214, 0.0043, 0.0002, 4.0]
    """
    if not 0 <= winsorised < 0.5:
        raise ValueError(f"winsorised must be from 0 to below 0.5, not {winsorised!r}")
    difference, error = (np.ravel(each) for each in measured(*deviation))
    known = ~np.isnan(difference) & (error >= 1 / LARGEST)
    z, weight = (difference / np.where(known, error, 1.0))[known], 1 / np.square(error[known])
    areas = np.asarray(float(z.size))
    if z.size < 2:
        none = np.asarray(np.nan)
        return Overdispersion(none, none, none, areas)
    z = np.clip(z, *np.quantile(z, [winsorised, 1 - winsorised]))
    phi = np.asarray(np.mean(np.square(z)))
    tau2 = quotient(areas * phi - (areas - 1), without_themselves(weight))
    return Overdispersion(
        phi, np.asarray(np.maximum(tau2, 0.0)), chi_square_above(areas * phi, areas - 1), areas
    )


def without_themselves(weight: Floats) -> Floats:
    """Return the sum of weights less that of their squares over it: each by those of the others.

    The difference itself would be lost where one outweighs all others.
    """
    others = weight.sum() - weight
    heaviest = np.argmax(weight)
    others[heaviest] = np.delete(weight, heaviest).sum()
    return np.asarray(np.sum(weight / weight.sum() * others))


def proportion_deviation(
    count: ArrayLike, total: ArrayLike, centre: ArrayLike | None = None
) -> Deviation:
    """Compute how far each proportion lies from the centre.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, of any shapes that broadcast.
    centre
        The common proportion; the pooled one where none is given.

    Returns
    -------
    Deviation
        Proportion less centre, and its standard error were the centre true. NaN where the count
        is no part of the total.

    References
    ----------
    Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statistics in
    Medicine 24:1185-1202.

    Examples
    --------
    >>> proportion_deviation([9, 48], [10, 50]).difference.round(4).tolist()
    [-0.05, 0.01]
    """
    count, total, middle = _shares(count, total, centre)
    error = np.sqrt(middle * (1 - middle) / total)
    return Deviation(np.asarray(count / total - middle), np.asarray(error))


def arcsine_deviation(
    count: ArrayLike, total: ArrayLike, centre: ArrayLike | None = None
) -> Deviation:
    """Compute how far each proportion lies from the centre on the arcsine scale, as FunnelPlotR.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, of any shapes that broadcast.
    centre
        The common proportion; the pooled one where none is given.

    Returns
    -------
    Deviation
        Differences of the arcsines of square roots, and 1/(2 sqrt(total)). NaN where the count
        is no part of the total.

    References
    ----------
    Spiegelhalter D et al. (2012). Statistical methods for healthcare regulation. Journal of the
    Royal Statistical Society A 175:1-47.

    Examples
    --------
    >>> arcsine_deviation([9, 48], [10, 50]).difference.round(4).tolist()
    [-0.0962, 0.0242]
    """
    count, total, middle = _shares(count, total, centre)
    difference = np.arcsin(np.sqrt(count / total)) - np.arcsin(np.sqrt(middle))
    return Deviation(np.asarray(difference), np.asarray(0.5 / np.sqrt(total)))


def root_ratio_deviation(count: ArrayLike, expected: ArrayLike) -> Deviation:
    """Compute how far each ratio of observed to expected lies from 1 on the root scale, as CQC.

    Parameters
    ----------
    count, expected
        Events, and how many the common rate would give: positive.

    Returns
    -------
    Deviation
        sqrt(count/expected) - 1, and 1/(2 sqrt(expected)). NaN where the count is no count or the
        expected number not positive.

    References
    ----------
    Spiegelhalter D et al. (2012). Statistical methods for healthcare regulation. Journal of the
    Royal Statistical Society A 175:1-47.

    Examples
    --------
    >>> root_ratio_deviation([9, 0], 16).difference.tolist()
    [-0.25, -1.0]
    """
    count, expected = all_known(*counts_over(count, expected))
    error = 0.5 / np.sqrt(expected)
    return Deviation(np.asarray(np.sqrt(count / expected) - 1), np.asarray(error))


def log_ratio_deviation(count: ArrayLike, expected: ArrayLike) -> Deviation:
    """Compute how far each ratio of observed to expected lies from 1 on the log scale, as SHMI.

    An area without any event has no logarithm and is left out; `root_ratio_deviation` keeps it.

    Parameters
    ----------
    count, expected
        Events, and how many the common rate would give: positive.

    Returns
    -------
    Deviation
        log(count/expected), and 1/sqrt(expected). NaN where there is no event, the count is no
        count, or the expected number not positive.

    References
    ----------
    NHS Digital (2023). Summary Hospital-level Mortality Indicator: methodology.

    Examples
    --------
    >>> log_ratio_deviation([8, 0], 16).difference.round(4).tolist()
    [-0.6931, nan]
    """
    count, expected = all_known(*counts_over(count, expected))
    count, expected = all_known(np.where(count > 0, count, np.nan), expected)
    error = 1 / np.sqrt(expected)
    return Deviation(np.asarray(np.log(count / expected)), np.asarray(error))


def _shares(
    count: ArrayLike, total: ArrayLike, centre: ArrayLike | None
) -> tuple[Floats, Floats, Floats]:
    count, total = all_known(*counts_among(count, total))
    centre = pooled(count, total) if centre is None else centre
    count, total, middle = as_floats(count, total, centre)
    return count, total, np.where((middle >= 0) & (middle <= 1), middle, np.nan)
