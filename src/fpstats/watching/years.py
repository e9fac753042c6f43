"""Trends of whole years: by the counts, by their order, and by the rule of Fingertips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from msgspec.structs import replace

from fpstats import stats
from fpstats.stats.significance import normal_two_sided
from fpstats.watching.found import Found, unknown
from fpstats.watching.laws import Numbers
from fpstats.watching.series import Series

FEWEST: Final = 5
"""Whole years that a trend needs."""

MOST: Final = 10
"""The last whole years that a trend is looked for in."""


def trends(series: Series, index: int) -> Found:
    """Test the events of the years for a slope; by their scatter where they have one."""
    count, under = series.count[index], series.under[index]
    return _found(series, index, series.law(index).slope(count, under).allowed_for)


def orders(series: Series, index: int) -> Found:
    """Test whether later years are higher, or lower, whatever by: Mann and Kendall."""
    found = stats.mann_kendall(series.values(index))
    return _found(series, index, np.where(np.isnan(found.p_exact), found.p, found.p_exact))


def markers(series: Series, index: int) -> Found:
    """Mark the last five years by the rule of Fingertips; what it does not mark has p 1.

    The marker takes years to scatter by chance alone. Where they scatter more around a slope, its
    probability is no smaller than that of the slope by the scatter.
    """
    law, last = series.law(index), _last(series, FEWEST)
    found = law.marker(series.count[index], series.under[index])
    scattered = law.slope(last.count[index], last.under[index]).allowed_for
    marked = np.fmax(normal_two_sided(np.sqrt(found.chisquare)), scattered)
    p = np.where(found.marker == 0, 1.0, marked)
    return _found(last, index, np.where(np.isnan(found.marker), np.nan, p))


RULES: Final[Mapping[str, Callable[[Series, int], Found]]] = {
    "trend": trends,
    "order": orders,
    "marker": markers,
}


def _last(series: Series, most: int) -> Series:
    """Return the series with NaN before its last years, so that its places stay."""
    early = np.arange(len(series.spans)) < len(series.spans) - most
    count, under = (np.where(early, np.nan, part) for part in (series.count, series.under))
    return replace(series, count=count, under=under)


def _found(series: Series, index: int, p: Numbers) -> Found:
    count, under = series.count[index], series.under[index]
    known = ~np.isnan(count)
    number = np.sum(known, axis=1, keepdims=True).astype(np.float64)
    first = np.argmax(known, axis=1)[:, None]
    last = known.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)[:, None]
    steepness = stats.sen_slope(series.values(index)).slope[:, None]
    some, among = (np.nansum(part, axis=1, keepdims=True) for part in (count, under))
    p = np.where(number >= FEWEST, p[:, None], np.nan)
    none = unknown(p)
    return Found(
        p=p,
        value=np.take_along_axis(count, last, axis=1) / np.take_along_axis(under, last, axis=1),
        expected=some / np.where(among > 0, among, np.nan),
        limits=lambda chosen: (none.ravel()[chosen], none.ravel()[chosen]),
        above=steepness > 0,
        since=first,
        older=np.zeros(first.shape, dtype=np.bool_),
        until=last,
        times=number,
        history=number,
        spread=none,
        slope=steepness,
    )
