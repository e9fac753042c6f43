"""`compute`: returns to indicators, compared with targets, last year and one another."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from fpstats import comparisons, locale, schema
from fpstats.areas import Areas, plain
from fpstats.catalogue import Catalogue, Indicator
from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.estimates.diagnose import diagnose
from fpstats.estimates.estimate import Estimates, estimate
from fpstats.estimates.gather import Gatherer
from fpstats.estimates.panel import Panel, build
from fpstats.estimates.rollup import Tree
from fpstats.estimates.tally import Tallies
from fpstats.issues import where
from fpstats.locale import say, several
from fpstats.periods import Calendar, Span
from fpstats.pipeline.asked import asked, spans_of
from fpstats.pipeline.settings import (
    SHOWN,
    Settings,
    areas_of,
    catalogue_of,
    open_returns,
    run_record,
    settings_of,
    titles,
)
from fpstats.pipeline.workings import workings
from fpstats.returns import tables
from fpstats.returns.opening import Returns
from fpstats.targets import Targets
from fpstats.write.page import fragment
from fpstats.write.report import Report
from fpstats.write.sentences import with_words


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Outcome:
    """What a run gives: the report, and what the exit code depends on."""

    report: Report
    refused: int = 0
    errors: int = 0
    missed: int = 0

    @property
    def comparisons(self) -> pa.Table:
        """COMPARISONS, the table of results."""
        return self.report.table.select(schema.COMPARISONS.names)

    @property
    def estimates(self) -> pa.Table:
        """ESTIMATES: the same without targets, changes and ranks."""
        return self.report.table.select(schema.ESTIMATES.names)

    @property
    def issues(self) -> pa.Table:
        """ISSUES: everything that was found."""
        return self.report.issues

    def __repr__(self) -> str:
        table = self.report.table
        return (
            f"<fpstats.Outcome: {table.num_rows} rows, {_distinct(table, 'indicator')} indicators, "
            f"{_distinct(table, 'area')} areas, {_distinct(table, 'period')} periods, "
            f"{self.issues.num_rows} issues, of which {self.errors} errors>"
        )

    def _repr_html_(self) -> str:
        """Show the first results in a notebook."""
        return fragment(self.report, self.report.lang, SHOWN)

    def to_pandas(self) -> Any:
        """Return COMPARISONS as a pandas table."""
        return self.comparisons.to_pandas()


def _distinct(table: pa.Table, column: str) -> int:
    return len(table[column].unique())


def compute(source: Any, **options: Any) -> Outcome:
    """Turn returns into indicators, compared with targets, last year and one another.

    Parameters
    ----------
    source
        A path, folder or glob, several of them, or a pandas, Polars or Arrow table.
    options
        Fields of `Settings`.

    Raises
    ------
    FpstatsError
        A file cannot be read or fits no layout, or an option is wrong.
    """
    settings = settings_of(options)
    catalogue = catalogue_of(settings)
    calendar = Calendar(settings.year_start)
    targets = Targets()
    if settings.targets is not None:
        targets = tables.targets_table(settings.targets, catalogue, calendar)
    within, every = asked(settings, calendar)
    areas = areas_of(settings) or Areas()
    returns = open_returns(source, settings, catalogue)
    gatherer = Gatherer(returns, areas, calendar, settings.engine)
    # The cells are let go as soon as they stand in the panel: they are the largest table of a run.
    panel = build(gatherer.gather(_items(settings, catalogue, returns)), areas, returns, calendar)
    chosen = _indicators(settings, catalogue, panel, returns)
    spans, every = spans_of(panel, catalogue, calendar, every, within, returns.findings)
    done, tallies = _estimate(settings, calendar, catalogue, areas, panel, chosen, spans, every)
    periods = [done.spans.index(span) for span in spans]
    findings = returns.findings
    diagnose(done, tallies, periods, calendar, areas, returns, settings.lang)
    targets = targets.meant(lambda written: areas.find(plain(written)))
    table = comparisons.compare(
        done,
        targets,
        periods,
        _rows(done, settings.by),
        findings,
        rank_confidence=settings.rank_confidence,
        evidence=settings.detail,
    )
    if settings.detail:
        table = with_words(table, catalogue, settings.lang)
    notes = _notes(settings, done, periods, findings)
    report = Report(
        table=table,
        issues=findings.table(settings.lang, titles(catalogue, settings.lang)),
        catalogue=catalogue,
        run=run_record(settings, catalogue, returns),
        lang=settings.lang,
        notes=tuple(notes),
        areas=tuple(area.name for area in areas) if areas.given else (),
        workings=workings(done, tallies, periods, calendar, areas, returns)
        if settings.formulas
        else None,
    )
    return Outcome(
        report=report,
        refused=returns.refused,
        errors=findings.count("error"),
        missed=int((pl.Series(table["verdict_by_value"]) == "missed").sum()),
    )


def _items(settings: Settings, catalogue: Catalogue, returns: Returns) -> list[str]:
    """Return the items to add up: of the indicators asked for, or all that the files have."""
    there = returns.items
    if not settings.indicators:
        return there
    asked = [catalogue.indicator(name) for name in settings.indicators]
    needed = {item for one in asked for item in one.items}
    return [item for item in there if item in needed] or there


def _indicators(
    settings: Settings, catalogue: Catalogue, panel: Panel, returns: Returns
) -> list[Indicator]:
    """Return those asked for, or all that the items give; say of the others what they lack."""
    found = []
    asked = [catalogue.indicator(name) for name in settings.indicators]
    wanted = asked or [one for one in catalogue.indicators.values() if one.status != "archive"]
    reported = {item for item, known in panel.known.items() if known.any()}
    names, there = titles(catalogue, settings.lang), set(returns.items)
    for indicator in dict.fromkeys(wanted):
        lacking = [item for item in indicator.items if item not in reported]
        if not lacking:
            found.append(indicator)
            continue
        absent = [item for item in lacking if item not in there]
        told = absent or lacking
        returns.findings.add(
            "not_computed" if absent else "nothing_usable",
            indicator=indicator.id,
            item=told[0],
            value=several(names[item] for item in told),
        )
    if not found:
        raise _nothing(wanted, reported, returns, names, settings.lang)
    return found


def _nothing(
    wanted: Sequence[Indicator],
    reported: Container[str],
    returns: Returns,
    names: Mapping[str, str],
    lang: str,
) -> FpstatsError:
    """Return the error that nothing can be computed: the question's fault, or that of the data."""
    there = set(returns.items)
    lacking = sorted({item for one in wanted for item in one.items if item not in reported})
    refused = all(any(item not in there for item in one.items) for one in wanted)
    told = [item for item in lacking if (item not in there) is refused]
    items = several(say("error", "entry", id=one, title=names[one]) for one in told[:8])
    if refused:
        return ConfigurationError(say("error", "nothing_computed", items=items))
    message = say("error", "nothing_usable", items=items)
    return FpstatsError("\n".join([message, *_gravest(returns, names, lang)]))


def _gravest(returns: Returns, names: Mapping[str, str], lang: str) -> list[str]:
    """Return the first errors that were found, as lines with their places."""
    rows = returns.findings.table(lang, names).to_pylist()
    grave = [row for row in rows if row["severity"] == "error"] or rows
    return [f"- {where(row)}{row['message']}" for row in grave[:5] if row["severity"] != "info"]


def _estimate(
    settings: Settings,
    calendar: Calendar,
    catalogue: Catalogue,
    areas: Areas,
    panel: Panel,
    chosen: Sequence[Indicator],
    spans: Sequence[Span],
    every: str,
) -> tuple[Estimates, Tallies]:
    """Estimate the periods asked for and, where the files go back so far, those a year before."""
    months = {slot.end for slot in panel.slots} | {slot.start for slot in panel.slots}
    earliest = min(slot.start for slot in panel.slots) if months else 0
    before = [span.shift(-12) for span in spans if span.shift(-12).end >= earliest]
    both = sorted({*spans, *before})
    tallies = Tallies(panel, both, catalogue.items, calendar, areas, annualise=settings.annualise)
    tree = Tree.over(panel.leaves, areas, locale.text(settings.lang, "area", "total"))
    labels = [calendar.label(span, every) for span in both]
    return estimate(chosen, tallies, tree, labels, settings.confidence), tallies


def _rows(done: Estimates, by: str | None) -> Any:
    levels = np.array(done.tree.levels)
    if by is None:
        return np.arange(len(levels))
    rows = np.flatnonzero(levels == by)
    if not len(rows):
        known = several(dict.fromkeys(done.tree.levels))
        raise ConfigurationError(say("error", "no_such_level", level=by, known=known))
    return rows


def _notes(settings: Settings, done: Estimates, periods: Sequence[int], findings: Any) -> list[str]:
    """Return what belongs under every print of these results."""
    notes = []
    part = [done.labels[index] for index in periods if done.spans[index].months < 12]
    rates = any(one.population in ("mean_of_ends", "mean_of_month_ends") for one in done.indicators)
    if rates and part and not settings.annualise:
        key = part[0] if len(part) == 1 else f"{part[0]} – {part[-1]}"
        findings.add("not_annualised", period=key)
        notes.append(locale.text(settings.lang, "issue", "not_annualised", period=key))
    if rates and settings.annualise:
        notes.append(locale.text(settings.lang, "note", "annualised"))
    if settings.formulas:
        notes.append(locale.text(settings.lang, "note", "formulas"))
    notes.append(locale.text(settings.lang, "note", "intervals", confidence=settings.confidence))
    if any(one.interval for one in done.indicators) and len(done.tree.names) > 1:
        confidence = 100 * settings.rank_confidence
        notes.append(locale.text(settings.lang, "note", "ranks", confidence=confidence))
    return notes
