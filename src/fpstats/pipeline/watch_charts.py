"""The series that signals speak of, as charts: each once, the least likely first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fpstats.pipeline.watching import Watched
from fpstats.watching.drift import MONTHS as AVERAGED
from fpstats.watching.drift import moving_average
from fpstats.watching.years import RULES as YEARLY
from fpstats.write.charts import SeriesChart

MOST: Final = 24
"""How many series are drawn: a page with more is not looked at."""

MONTHS: Final = 36
"""How many months of a series are drawn, the last ones."""


class Told(NamedTuple):
    """What a signal says of a series: by which rule, and of which periods."""

    rule: str
    since: str
    period: str


def charts(watched: Watched) -> list[SeriesChart]:
    """Draw the first `MOST` series that stand out, by months or by years as they do."""
    places = {one.id: place for place, one in enumerate(watched.indicators)}
    areas = {name: place for place, name in enumerate(watched.monthly.areas)}
    spoken: dict[tuple[int, int, bool], list[Told]] = {}
    for row in watched.table.to_pylist():
        key = places[row["indicator"]], areas[row["area"]], row["rule"] in YEARLY
        spoken.setdefault(key, []).append(Told(row["rule"], row["since"], row["period"]))
    return [
        (_years if yearly else _months)(watched, index, area, told)
        for (index, area, yearly), told in list(spoken.items())[:MOST]
    ]


def _months(watched: Watched, index: int, area: int, told: Sequence[Told]) -> SeriesChart:
    """Draw months with the limits that the same months before give them."""
    series, beside = watched.monthly, watched.found.compared[index]
    width = len(series.labels)
    first = max(0, width - MONTHS)
    one = beside.flat(np.arange(area * width + first, (area + 1) * width))
    low, high = one.limits()
    average = np.full(one.count.shape, np.nan)
    if any(each.rule == "drift" for each in told):
        last = np.arange(max(0, width - AVERAGED), width)
        average[last - first] = moving_average(beside.flat(area * width + last[None, :]))[0]
    numbers = (
        series.shown(index, level, one.under)
        for level in (one.count / one.under, one.expected, low, high, average)
    )
    return _chart(watched, index, area, series.labels[first:], told, *numbers)


def _years(watched: Watched, index: int, area: int, told: Sequence[Told]) -> SeriesChart:
    """Draw years, which have no limits."""
    series = watched.yearly
    none = np.full(len(series.labels), np.nan)
    values = series.values(index)[area]
    first = int(np.flatnonzero(~np.isnan(values))[0])
    told_of = series.labels[first:]
    return _chart(watched, index, area, told_of, told, values[first:], *[none[first:]] * 4)


def _chart(
    watched: Watched,
    index: int,
    area: int,
    labels: Sequence[str],
    told: Sequence[Told],
    *numbers: NDArray[np.float64],
) -> SeriesChart:
    indicator = watched.indicators[index]
    title, unit = indicator.title.of(watched.lang), indicator.unit_of(watched.lang)
    value, expected, lower, upper, average = (
        [None if np.isnan(one) else float(one) for one in line] for line in numbers
    )
    return SeriesChart(
        title=f"{watched.monthly.areas[area]} {title}",
        measure=unit,
        labels=labels,
        value=value,
        expected=expected,
        lower=lower,
        upper=upper,
        average=average,
        marked=[any(one.since <= label <= one.period for one in told) for label in labels],
    )
