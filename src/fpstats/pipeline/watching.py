"""`watch`: what has left its ordinary range over time, since when, and how unlikely that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from fpstats import arrow, schema, watching
from fpstats.areas import Areas
from fpstats.catalogue import Catalogue, Indicator
from fpstats.errors import ConfigurationError, carrying
from fpstats.estimates.diagnose import diagnose
from fpstats.estimates.estimate import estimate
from fpstats.estimates.stocks import Carried, carried
from fpstats.estimates.tally import Tallies
from fpstats.locale import say, several
from fpstats.periods import Calendar, Span, month_label
from fpstats.pipeline.asked import asked
from fpstats.pipeline.estimating import Estimated, estimated, panel_of, rows_of
from fpstats.pipeline.settings import (
    Settings,
    areas_of,
    catalogue_of,
    open_returns,
    run_record,
    settings_of,
)
from fpstats.returns.opening import Returns
from fpstats.watching.years import MOST
from fpstats.write.signals import with_words

HISTORY: Final = 5
"""With the same months of how many years before a month is compared."""

CHANCE: Final = 0.05
"""How large a share of the signals may be chance."""

MONTHS: Final = 12
"""How many months are watched, unless told otherwise: the last ones."""


class Watched(Struct, frozen=True, kw_only=True):
    """What a watch gave.

    Attributes
    ----------
    table
        SIGNALS, the least likely first.
    looked
        LOOKED: how much was looked at, by rule.
    issues
        ISSUES: everything that was found in the returns.
    indicators
        The indicators that were watched.
    left_out
        Those that the returns have and that cannot be watched, or say the same as another.
    stand_ins
        The rates that lack what they are over, and the counts that are watched in their place.
    carried
        The stocks that stand on a line between two that were reported.
    months
        The first and the last month that was watched.
    by_months
        Whether there are single months at all, and not only longer periods.
    monthly, yearly
        The series, and `found` what was found in them.
    """

    table: pa.Table
    looked: pa.Table
    issues: pa.Table
    indicators: Sequence[Indicator]
    left_out: Sequence[Indicator]
    stand_ins: Sequence[watching.StandIn]
    carried: Sequence[Carried]
    months: tuple[str, str]
    by_months: bool
    monthly: watching.Series
    yearly: watching.Series
    found: watching.Watch
    first: int
    history: int
    chance: float
    catalogue: Catalogue
    lang: str
    run: Mapping[str, Any]
    refused: int = 0
    errors: int = 0

    def to_pandas(self) -> Any:
        """Return SIGNALS as a pandas table."""
        return arrow.pandas_frame(self.table)


def watch(
    source: Any, *, history: int = HISTORY, chance: float = CHANCE, **options: Any
) -> Watched:
    """Look for months and years that have left their ordinary range.

    Months are compared with the same months of the years before, so that a season is no signal;
    whole years are looked at for trends, also where there are no months. Rates are those of a year.
    A stock that was not reported stands on a line between the month ends at which it was; where
    that cannot be, a rate is watched by its counts.

    Parameters
    ----------
    source
        A path, folder or glob, several of them, or a pandas, Polars or Arrow table.
    history
        With how many years before a month is compared; it needs two of them.
    chance
        How large a share of the signals may be chance: those of one rule and indicator are
        adjusted for how many points were looked at.
    options
        Fields of `Settings`; `period` is the months that are watched, the last twelve if not given.

    Raises
    ------
    FpstatsError
        A file cannot be read or fits no layout, an option is wrong, or nothing in the returns can
        be watched.
    """
    settings = replace(settings_of(options), annualise=True, every=None)
    if history < 2 or not 0 < chance <= 1:
        raise ConfigurationError(say("error", "watching"))
    catalogue, calendar = catalogue_of(settings), Calendar(settings.year_start)
    within, _ = asked(settings, calendar)
    areas = areas_of(settings) or Areas()
    returns = open_returns(source, settings, catalogue, areas)
    with carrying(lambda: returns.issues(calendar, settings.lang)):
        panel = panel_of(returns, areas, settings, calendar)
        stocks = [item for item in panel.known if catalogue.items[item].type == "stock"]
        panel, lines = carried(panel, stocks)
        _note_carried(returns, lines, calendar)
        every = "month" if panel.months else "year"
        run = estimated(panel, returns, areas, settings, calendar, None, every)
        chosen = _chosen(run, catalogue, settings)
        span = _watched(run, within, every)
        rows = rows_of(run.done, settings.by)
    instead = list[watching.StandIn]()
    if panel.months:
        known = catalogue.indicators.values()
        instead = watching.stand_ins(run.done, chosen, known, catalogue.items, span, history)
    chosen = sorted({*chosen, *(one.count for one in instead if one.count)}, key=lambda one: one.id)
    done = estimate(chosen, run.tallies, run.done.tree, run.done.labels, settings.confidence)
    monthly = watching.month_series(done, chosen, rows, span.end)
    yearly = _yearly(run, chosen, rows, span, calendar, areas, settings)
    first = span.start - monthly.spans[0].start
    found = watching.watch(monthly, yearly, first, history=history, share=chance)
    judged = [place for place, one in enumerate(run.done.spans) if span.covers(one)]
    diagnose(run.done, run.tallies, judged, calendar, areas, returns, settings.lang)
    return Watched(
        table=with_words(found.signals, catalogue, settings.lang),
        looked=schema.conform(found.looked.to_arrow(), schema.LOOKED),
        issues=returns.issues(calendar, settings.lang),
        indicators=chosen,
        left_out=[one for one in run.done.indicators if one not in chosen],
        stand_ins=instead,
        carried=lines,
        by_months=panel.months > 0,
        months=(month_label(span.start), month_label(span.end)),
        monthly=monthly,
        yearly=yearly,
        found=found,
        first=first,
        history=history,
        chance=chance,
        catalogue=catalogue,
        lang=settings.lang,
        run=run_record(settings, catalogue, returns)
        | {"watch": {"history": history, "chance": chance}},
        refused=returns.refused,
        errors=returns.findings.count("error"),
    )


def _chosen(run: Estimated, catalogue: Catalogue, settings: Settings) -> list[Indicator]:
    """Return the indicators that can be watched.

    Raises
    ------
    ConfigurationError
        There is none.
    """
    computed = run.done.indicators
    chosen = watching.watchable(computed, catalogue.items, counts=bool(settings.indicators))
    if not chosen:
        names = catalogue.titles(settings.lang)
        told = several(say("error", "entry", id=one.id, title=names[one.id]) for one in computed)
        raise ConfigurationError(say("error", "nothing_watched", indicators=told))
    return chosen


def _note_carried(returns: Returns, lines: Sequence[Carried], calendar: Calendar) -> None:
    """Tell of the month ends at which a stock stands on a line."""
    for one in lines:
        returns.findings.add(
            "carried_stock",
            area=one.area,
            period=calendar.label(one.span),
            item=one.item,
            value=one.number,
        )


def _watched(run: Estimated, within: Span | None, every: str) -> Span:
    """Return the months that are watched: those asked for, or the last twelve.

    Raises
    ------
    ConfigurationError
        Nothing was reported in any month asked for.
    """
    first, last = run.done.spans[run.periods[0]].start, run.done.spans[run.periods[-1]].end
    if within is None:
        return Span(max(first, last - MONTHS + 1), last)
    if within.start > last or within.end < first:
        given = {
            "every": say("period_kind", every),
            "first": month_label(first),
            "last": month_label(last),
        }
        raise ConfigurationError(say("error", "no_such_period", **given))
    return Span(max(first, within.start), min(last, within.end))


def _yearly(
    run: Estimated,
    chosen: Sequence[Indicator],
    rows: watching.Places,
    span: Span,
    calendar: Calendar,
    areas: Areas,
    settings: Settings,
) -> watching.Series:
    """Return the series of the last whole years that end with the months watched, or before."""
    last = calendar.year_of(span.end)
    last -= calendar.year(last).end > span.end
    years = [calendar.year(year) for year in range(last - MOST + 1, last + 1)]
    panel, items = run.tallies.panel, run.tallies.items
    tallies = Tallies(panel, years, items, calendar, areas, annualise=settings.annualise)
    labels = [calendar.label(year, "year") for year in years]
    done = estimate(chosen, tallies, run.done.tree, labels, settings.confidence)
    return watching.year_series(done, chosen, rows, MOST)
