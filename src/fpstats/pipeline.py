"""The flow from end to end, as functions: `read` and `compute`.

What the commands do, for notebooks and scripts: the same names, the same options, the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

import fpstats
from fpstats import catalogue as catalogues
from fpstats import comparisons, locale, schema
from fpstats.areas import Areas
from fpstats.catalogue import Catalogue, Indicator
from fpstats.errors import ConfigurationError
from fpstats.estimates.diagnose import diagnose
from fpstats.estimates.estimate import Estimates, estimate
from fpstats.estimates.gather import ENGINES, Cells, gather
from fpstats.estimates.panel import Panel, build, expected
from fpstats.estimates.rollup import Tree
from fpstats.estimates.tally import Tallies
from fpstats.periods import EVERY, Calendar, Span, kind_of
from fpstats.returns import layout as layouts
from fpstats.returns import tables
from fpstats.returns.opening import Returns, from_frame, scan
from fpstats.returns.readings import readings
from fpstats.targets import Targets
from fpstats.write.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to read and what to compute; every field is an option of the command line.

    Paths may be text. `period` is P or P:P; `every` is month, quarter, half, year or ytd, and
    follows from `period` where it is not given.
    """

    layout: str | Path | None = None
    encoding: str | None = None
    areas: str | Path | None = None
    by: str | None = None
    every: str | None = None
    period: str | None = None
    year_start: int = 1
    indicators: Sequence[str] = ()
    catalogue: str | Path | None = None
    targets: str | Path | None = None
    confidence: float = 0.95
    annualise: bool = False
    engine: str = "polars"
    keep_going: bool = False
    digests: bool = True
    lang: str = locale.DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
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

    def to_pandas(self) -> Any:
        """Return COMPARISONS as a pandas table."""
        return self.comparisons.to_pandas()


def _open(source: Any, settings: Settings, catalogue: Catalogue) -> Returns:
    known = layouts.layouts(catalogue.items, settings.layout)
    if isinstance(source, str | Path):
        source = [source]
    if isinstance(source, Iterable) and not hasattr(source, "columns"):
        return scan(
            source,
            known,
            catalogue,
            encoding=settings.encoding,
            keep_going=settings.keep_going,
        )
    return from_frame(source, "table", known, catalogue)


def _catalogue(settings: Settings) -> Catalogue:
    return catalogues.load(Path(settings.catalogue) if settings.catalogue else None)


def _areas(settings: Settings) -> Areas | None:
    return tables.areas_table(Path(settings.areas)) if settings.areas else None


def titles(catalogue: Catalogue, lang: str) -> dict[str, str]:
    """Return what items and indicators are called, by id."""
    items = {one.id: one.title.of(lang) for one in catalogue.items.values()}
    return items | {one.id: one.title.of(lang) for one in catalogue.indicators.values()}


# --- read -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read: READINGS or RETURNS, and the issues."""

    table: pa.Table
    issues: pa.Table
    refused: int = 0
    errors: int = 0
    run: Mapping[str, Any] = field(default_factory=dict)


def read(source: Any, *, shape: str = "long", **options: Any) -> Read:
    """Read returns into one table.

    Parameters
    ----------
    source
        A path, folder or glob, several of them, or a pandas, Polars or Arrow table.
    shape
        `long` gives READINGS (a line a number), `wide` RETURNS (a line a line).
    options
        Fields of `Settings`.

    Raises
    ------
    FpstatsError
        A file cannot be read or fits no layout, or an option is wrong.
    """
    settings = _settings(options)
    catalogue = _catalogue(settings)
    returns = _open(source, settings, catalogue)
    calendar = Calendar(settings.year_start)
    table = readings(returns, _areas(settings), calendar, shape)
    return Read(
        table=table,
        issues=returns.findings.table(settings.lang, titles(catalogue, settings.lang)),
        refused=returns.refused,
        errors=returns.findings.count("error"),
        run=_run(settings, catalogue, returns),
    )


def recognised(source: Any, **options: Any) -> pa.Table:
    """Return SOURCES: which layout fits each sheet, and which column each item comes from."""
    settings = _settings(options)
    returns = _open(source, settings, _catalogue(settings))
    rows = returns.sources(digests=settings.digests)
    for row, one in zip(rows, returns.readings, strict=True):
        row["columns"] = one.columns
    return schema.conform(pa.Table.from_pylist(rows, schema=schema.SOURCES), schema.SOURCES)


# --- compute ----------------------------------------------------------------------------------


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
    settings = _settings(options)
    catalogue = _catalogue(settings)
    calendar = Calendar(settings.year_start)
    targets = Targets()
    if settings.targets:
        targets = tables.targets_table(Path(settings.targets), catalogue, calendar)
    within, every = _periods(settings, calendar)
    areas = _areas(settings)
    returns = _open(source, settings, catalogue)
    cells = gather(returns, areas, calendar, settings.engine)
    panel = build(cells, returns, calendar)
    chosen = _indicators(settings, catalogue, panel, returns)
    spans = _spans(panel, calendar, every, within, catalogue)
    done, owed, tallies = _estimate(
        settings, calendar, catalogue, cells, panel, chosen, spans, every
    )
    periods = [done.spans.index(span) for span in spans]
    findings = returns.findings
    diagnose(done, tallies, periods, owed, calendar, findings, settings.lang)
    table = comparisons.compare(done, targets, periods, _rows(done, settings.by), findings)
    notes = _notes(settings, done, periods, findings)
    report = Report(
        table=table,
        issues=findings.table(settings.lang, titles(catalogue, settings.lang)),
        catalogue=catalogue,
        run=_run(settings, catalogue, returns),
        lang=settings.lang,
        notes=tuple(notes),
        areas=tuple(area.name for area in cells.areas) if cells.given else (),
    )
    missed = sum(value == "missed" for value in table["verdict_by_value"].to_pylist())
    return Outcome(
        report=report, refused=returns.refused, errors=findings.count("error"), missed=missed
    )


def _settings(options: Mapping[str, Any]) -> Settings:
    unknown = options.keys() - Settings.__dataclass_fields__.keys()
    if unknown:
        raise ConfigurationError(
            f"no such option: {', '.join(sorted(unknown))}\n"
            f"Hint: the options are {', '.join(Settings.__dataclass_fields__)}"
        )
    settings = Settings(**options)
    if settings.lang not in locale.LANGUAGES:
        raise ConfigurationError(f"lang is one of {', '.join(locale.LANGUAGES)}")
    if settings.engine not in ENGINES:
        raise ConfigurationError(f"engine is one of {', '.join(ENGINES)}")
    if settings.every is not None and settings.every not in EVERY:
        raise ConfigurationError(f"every is one of {', '.join(EVERY)}")
    if not 0 < settings.confidence < 1:
        raise ConfigurationError("confidence lies between 0 and 1, such as 0.95")
    return settings


def _periods(settings: Settings, calendar: Calendar) -> tuple[Span | None, str]:
    """Return the months that are asked for, and the kind of period."""
    if settings.period is None:
        return None, settings.every or "month"
    first, _, last = settings.period.partition(":")
    low, kind = calendar.parse(first)
    high, _ = calendar.parse(last) if last else (low, kind)
    if high.end < low.start:
        raise ConfigurationError(f"the period {settings.period} ends before it starts")
    every = settings.every or kind
    start = low.end if kind == "ytd" else low.start
    return Span(start, high.end), every


def _indicators(
    settings: Settings, catalogue: Catalogue, panel: Panel, returns: Returns
) -> list[Indicator]:
    """Return those asked for, or all that the items give; say of the others what they lack."""
    found = []
    asked = [catalogue.indicator(name) for name in settings.indicators]
    wanted = asked or [one for one in catalogue.indicators.values() if one.status != "archive"]
    reported = {item for item, known in panel.known.items() if known.any()}
    for indicator in dict.fromkeys(wanted):
        lacking = [item for item in indicator.items if item not in reported]
        if not lacking:
            found.append(indicator)
        else:
            names = titles(catalogue, settings.lang)
            returns.findings.add(
                "not_computed",
                indicator=indicator.id,
                item=lacking[0],
                value="、".join(names[item] for item in lacking),
            )
    if not found:
        lacking = sorted({item for one in wanted for item in one.items} - reported)
        raise ConfigurationError(
            "nothing can be computed: the files have none of the items needed\n"
            f"Hint: missing are {', '.join(lacking[:8])}; `fpstats catalogue show ID` "
            "names what an indicator needs"
        )
    return found


def _spans(
    panel: Panel, calendar: Calendar, every: str, within: Span | None, catalogue: Catalogue
) -> list[Span]:
    """List the periods in which something happened (stocks alone make no period)."""
    flows = [item for item in panel.known if catalogue.items[item].type == "flow"]
    alive = [
        slot
        for index, slot in enumerate(panel.slots)
        if any(panel.known[item][:, index].any() for item in flows or panel.known)
    ]
    months: set[int] = set()
    for slot in alive:
        whole = slot.months == 1 or every in ("year", "ytd") or kind_of(slot, calendar) == every
        months |= {slot.end} if whole else set()
    spans = calendar.list(every, months, within)
    if not spans:
        have = ", ".join(calendar.label(slot) for slot in (alive[:1] + alive[-1:]))
        raise ConfigurationError(
            f"no period of the kind {every} lies in what was asked for\n"
            f"Hint: the files go from {have.replace(', ', ' to ')}"
        )
    return spans


def _estimate(
    settings: Settings,
    calendar: Calendar,
    catalogue: Catalogue,
    cells: Cells,
    panel: Panel,
    chosen: Sequence[Indicator],
    spans: Sequence[Span],
    every: str,
) -> tuple[Estimates, Any, Tallies]:
    """Estimate the periods asked for and, where the files go back so far, those a year before."""
    months = {slot.end for slot in panel.slots} | {slot.start for slot in panel.slots}
    earliest = min(slot.start for slot in panel.slots) if months else 0
    before = [span.shift(-12) for span in spans if span.shift(-12).end >= earliest]
    both = sorted({*spans, *before})
    tallies = Tallies(panel, both, catalogue.items, calendar, annualise=settings.annualise)
    owed = expected(panel.leaves, both, cells)
    tree = Tree.over(panel.leaves, cells.areas, locale.text(settings.lang, "area", "total"))
    labels = [calendar.label(span, every) for span in both]
    return estimate(chosen, tallies, tree, labels, owed, settings.confidence), owed, tallies


def _rows(done: Estimates, by: str | None) -> Any:
    levels = np.array(done.tree.levels)
    if by is None:
        return np.arange(len(levels))
    rows = np.flatnonzero(levels == by)
    if not len(rows):
        raise ConfigurationError(
            f"no area is of the level {by!r}\n"
            f"Hint: the levels are {', '.join(dict.fromkeys(done.tree.levels))}"
        )
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
    notes.append(locale.text(settings.lang, "note", "intervals", confidence=settings.confidence))
    return notes


def _run(settings: Settings, catalogue: Catalogue, returns: Returns) -> dict[str, Any]:
    """Return the run record: all that another run needs to give the same numbers."""
    options = {
        key: str(value) if isinstance(value, Path) else value
        for key, value in asdict(settings).items()
        if value not in (None, ()) and key != "digests"
    }
    return {
        "program": "fpstats",
        "version": fpstats.__version__,
        "catalogue": catalogue.digest,
        "options": options,
        "inputs": returns.sources(digests=settings.digests),
    }
