"""`check`: everything wrong or odd in returns, by severity and by what is at stake."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from fpstats.areas import Areas
from fpstats.catalogue import Catalogue
from fpstats.catalogue.checks import Check, CheckKind
from fpstats.catalogue.checks_parse import load_checks
from fpstats.checks import accumulation, completeness, outliers, to_date
from fpstats.checks import table as tables
from fpstats.checks.causes import find_causes
from fpstats.checks.finding import Result
from fpstats.checks.hints import note_hints
from fpstats.checks.lengths import lengths
from fpstats.checks.material import Material, wholes, within
from fpstats.checks.not_run import not_run
from fpstats.checks.places import Places
from fpstats.checks.received import received_column, received_table
from fpstats.checks.run import run
from fpstats.checks.waivers import Waivers, span_of, waivers_table
from fpstats.errors import ConfigurationError, carrying
from fpstats.estimates.gather import Gatherer
from fpstats.estimates.overlapping import prefer_months
from fpstats.estimates.panel import Panel, build_all
from fpstats.issues import CODES, Findings
from fpstats.locale import say, several, texts
from fpstats.periods import Calendar, Span, first_day, last_day
from fpstats.pipeline.asked import asked
from fpstats.pipeline.checked import Checked
from fpstats.pipeline.running_totals import refuse_some
from fpstats.pipeline.settings import (
    Settings,
    areas_of,
    catalogue_of,
    open_returns,
    run_record,
    settings_of,
)
from fpstats.returns.late_births import late_births
from fpstats.returns.tables import targets_table
from fpstats.targets import Targets

OURS: Final = "fpstats"
"""The name of our own rule for outliers, among the presets."""

MOST_DAYS: Final = 365


def check(
    source: Any,
    *,
    checks: str | Path | None = None,
    waivers: Any = None,
    received: Any = None,
    due: int = completeness.DUE,
    preset: str = OURS,
    as_of: str | None = None,
    **options: Any,
) -> Checked:
    """Look for everything wrong or odd in returns.

    Parameters
    ----------
    source
        A path, folder or glob, several of them, or a pandas, Polars or Arrow table.
    checks
        A file of checks of your own, over the shipped ones.
    waivers
        A table of explanations on file, as a path or a frame: check, area, period, reason,
        office, until.
    received
        A table of the days of receipt: area, period, received.
    due
        By which day of the following month a return is due.
    preset
        Whose rule finds outliers: `fpstats`, `who`, `who_modified`, `dhis2`, `dhis2_modified` or
        `cd2030`.
    as_of
        The day on which waivers are judged; else the end of the last month reported.
    options
        Fields of `Settings`; with `period` only what is found in it is told.

    Raises
    ------
    FpstatsError
        A file cannot be read or fits no layout, months and years to date are mixed, or an option
        is wrong.
    """
    settings = settings_of(options)
    _one_of("preset", preset, (OURS, *outliers.PRESETS))
    if not 1 <= due <= MOST_DAYS:
        raise ConfigurationError(say("error", "due", most=MOST_DAYS))
    catalogue, calendar = catalogue_of(settings), Calendar(settings.year_start)
    known = load_checks(catalogue, [Path(path) for path in (settings.catalogue, checks) if path])
    within, _ = asked(settings, calendar)
    material, turned, as_totals = _material(source, settings, catalogue, calendar, known)
    if within is not None:
        late = [one for one in material.late_births if _meet(one.reported, within)]
        material = replace(material, late_births=late)
    returns, areas = material.returns, material.areas
    days = received_column(returns, areas, calendar)
    if received is not None:
        days |= received_table(received, areas, calendar, returns.findings)
    who = completeness.reported(material, days, due, within)
    completeness.note_missing(who, days, calendar, returns.findings)
    results = [*run(material, known.values(), preset), *turned]
    _note_not_run(material, results, settings.lang)
    results += [
        completeness.late(one, who, days, due)
        for one in known.values()
        if one.kind is CheckKind.LATE and one.severity != "off"
    ]
    day = _day(as_of, calendar, material.panel)
    filed = waivers_table(Path(waivers), areas, calendar, {*known, *CODES}) if waivers else []
    waivers = Waivers(filed, day)
    rows = _rows(material, results, known, within, waivers, day, settings.lang, as_totals=as_totals)
    return Checked(
        table=tables.table(rows),
        completeness=completeness.table(material, who),
        rows=rows,
        results=results,
        material=material,
        checks=known,
        as_totals=as_totals,
        lang=settings.lang,
        run=run_record(settings, catalogue, returns)
        | {"check": {"preset": preset, "due": due, "as_of": str(day)}},
    )


def _note_not_run(material: Material, results: Sequence[Result], lang: str) -> None:
    """Note which checks over time could not be carried out, and of what returns."""
    times = texts(lang)["returns_of"]
    for length, checks in not_run(material, results).items():
        material.returns.findings.add(
            "checks_not_run",
            times=times[str(length)],
            value=several(check.title.of(lang) for check in checks),
        )


def _one_of(option: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise ConfigurationError(say("error", "one_of", option=option, known=several(known)))


def _material(
    source: Any,
    settings: Settings,
    catalogue: Catalogue,
    calendar: Calendar,
    known: Mapping[str, Check],
) -> tuple[Material, list[Result], bool]:
    """Read the returns, add them up, and settle whether they are months or years to date."""
    areas = areas_of(settings) or Areas()
    targets = Targets()
    if settings.targets is not None:
        targets = targets_table(settings.targets, catalogue, calendar)
    returns = open_returns(source, settings, catalogue, areas)
    with carrying(lambda: returns.issues(calendar, settings.lang)):
        cells = Gatherer(returns, areas, calendar, settings.engine).gather(returns.items)
        panel, above = build_all(cells, areas, returns, calendar)
        sums = wholes(known.values())
        turned: list[Result] = []
        cumulative = settings.cumulative
        rules = (one for one in known.values() if one.kind is CheckKind.ACCUMULATION)
        for one in rules:
            if one.severity != "off" and cumulative == "auto":
                looked = accumulation.look(panel, one, catalogue, calendar, sums)
                turned.append(looked.result)
                cumulative = looked.reported
                refuse_some(panel, returns, areas, calendar, looked, one.level or 0.001)
                for year in looked.untold:
                    period = calendar.label(calendar.year(year))
                    returns.findings.add("untold_months", period=period)
        if cumulative == "ytd":
            panel = to_date.as_totals(panel, calendar)
            accumulation.refuse_other_years(
                panel, accumulation.looked_at(panel, catalogue, sums)[1], calendar
            )
    monthly = to_date.months_within(panel, catalogue, calendar)
    # What differs between months and longer returns is told by a check, not here.
    prefer_months(monthly, replace(returns, findings=Findings()), calendar)
    material = Material(
        returns=returns,
        catalogue=catalogue,
        areas=areas,
        calendar=calendar,
        panel=panel,
        monthly=monthly,
        above=above,
        targets=targets,
        wholes=sums,
        within=within(known.values()),
        late_births=late_births(returns, areas, calendar),
        lengths=lengths(panel, calendar),
    )
    return material, turned, cumulative == "ytd"


def _rows(
    material: Material,
    results: Sequence[Result],
    known: Mapping[str, Check],
    within: Span | None,
    waivers: Waivers,
    day: datetime.date,
    lang: str,
    *,
    as_totals: bool,
) -> list[tables.Row]:
    """Write down what was found, in the order in which people should look at it."""
    calendar, returns = material.calendar, material.returns
    words = tables.Words(catalogue=material.catalogue, calendar=calendar, lang=lang)
    places = Places(returns, material.areas, calendar, called_months=as_totals)
    found = [
        one
        for result in results
        for one in result.findings
        if within is None or one.span is None or _meet(one.span, within)
    ]
    rows = tables.rows_of(found, places, words)
    issues = returns.issues(calendar, lang)
    for row in tables.from_issues(issues, known, places, words):
        span = span_of(row.values["period"] or "", calendar)
        if within is None or span is None or _meet(span, within):
            rows.append(row)
    tables.waived(rows, waivers, calendar)
    rows = tables.ordered([*rows, *tables.waiver_rows(waivers, day, words)])
    note_hints(rows, find_causes(rows, material, known), places, words)
    return rows


def _meet(span: Span, within: Span) -> bool:
    return span.start <= within.end and within.start <= span.end


def _day(as_of: str | None, calendar: Calendar, panel: Panel) -> datetime.date:
    """Return the day on which waivers are judged: never that of the clock."""
    if as_of is None:
        return first_day(max(span.end for span in panel.slots) + 1) - datetime.timedelta(days=1)
    day = last_day(as_of, calendar)
    if day is None:
        raise ConfigurationError(say("error", "as_of", text=as_of))
    return day
