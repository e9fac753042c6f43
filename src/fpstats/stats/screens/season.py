"""The season that many areas and years show together, for each value without that value.

One wrong month must not make its own season, nor that of its neighbours. What lies very far out is
set aside, and the rest is drawn towards no season by as much as chance could have made it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, checked_number
from fpstats.stats.screens.aside import far_out, worst
from fpstats.stats.series import median_over, quotient, rates_over_time, total_over

AREA_YEARS: Final = 6
"""Values of one time of the year that a season needs: with fewer, one fault would be a season."""


def seasonal_exposure(
    count: ArrayLike, exposure: ArrayLike = 1, season: int = 12, fewest: int = AREA_YEARS
) -> Floats:
    """Compute the exposure times how busy its time of the year is in all series together.

    For each time of the year it is events over those expected without a season, of all series
    and whole years, without the value itself and without what lies very far out. Both are
    increased by the same number, so that the factor is drawn to 1: by much where the times of the
    year differ no more than chance makes them, and by little where they differ by more.

    Parameters
    ----------
    count, exposure
        Events and what they are over, series down and time along the last axis. Whole years are
        used, the last ones: of half a year more, a trend would look like a season.
    season
        Periods in a year.
    fewest
        Values that each time of the year must have; with fewer the exposure is left as it is.

    Returns
    -------
    numpy.ndarray
        In the shape of the series; NaN where a value is missing.

    Raises
    ------
    ValueError
        Where a season is less than one period.

    References
    ----------
    Breslow NE, Day NE (1987). Statistical Methods in Cancer Research, volume II. IARC, Lyon
    (indirect standardisation, here by month).
    Clayton D, Kaldor J (1987). Empirical Bayes estimates of age-standardized relative risks.
    Biometrics 43:671-681 (the shrinkage).

    Examples
    --------
    >>> seasonal_exposure([[60] * 23 + [0]])[0, [11, 23]].tolist()
    [1.0, 1.0]
    >>> seasonal_exposure([[300, 100, 300, 100]] * 8, season=2)[0].round(2).tolist()
    [1.5, 0.5, 1.5, 0.5]
    """
    checked_number(season, "season")
    count, exposure = rates_over_time(count, exposure)
    number = count.shape[-1]
    whole = number // season * season
    if whole < 2 * season:
        return exposure
    time = (np.arange(number) - number) % season
    recent = np.arange(number) >= number - whole
    usual = _usual(count, exposure, time, recent, season)
    used = ~np.isnan(count) & ~worst(far_out(count, exposure * usual[time])) & recent
    level = quotient(total_over(count, used), total_over(exposure, used))
    used &= level > 0
    events, without = (np.where(used, values, 0.0) for values in (count, level * exposure))
    above, below, values = (
        np.stack([part[..., time == one].sum() for one in range(season)])
        for part in (events, without, used)
    )
    if values.min() < fewest:
        return exposure
    drawn = _drawn(events, without, above / below, below, time)
    busy = (above[time] - events + drawn) / (below[time] - without + drawn)
    return np.asarray(exposure * busy)


def _usual(
    count: Floats, exposure: Floats, time: np.ndarray, recent: np.ndarray, season: int
) -> Floats:
    """Return for each time of the year the median of values over the median of their series."""
    rate = np.where(recent, count / exposure, np.nan)
    ratio = quotient(rate, median_over(rate)[..., None])
    usual = np.array([float(median_over(ratio[..., time == one].ravel())) for one in range(season)])
    return np.where(usual > 0, usual, 1.0)


def _drawn(
    events: Floats, without: Floats, factor: Floats, below: Floats, time: np.ndarray
) -> float:
    """Return how many events without a season weigh as much as what was seen."""
    expected = without * factor[time]
    there = expected > 0
    spread = max(1.0, float(np.mean(np.square(events - expected)[there] / expected[there])))
    chance = spread * float(np.mean(1 / below))
    variance = float(np.mean(np.square(factor - 1))) - chance
    # With no more than chance the factor is 1 as near as numbers tell.
    return spread / max(variance, 1e-12)
