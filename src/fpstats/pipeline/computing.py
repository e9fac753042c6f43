"""`compute`: returns to indicators, compared with targets, last year and one another."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from msgspec import Struct

from fpstats import arrow, comparisons, schema
from fpstats.areas import Areas, plain
from fpstats.errors import carrying
from fpstats.estimates.diagnose import diagnose
from fpstats.periods import Calendar
from fpstats.pipeline.asked import asked
from fpstats.pipeline.estimating import estimated, panel_of, rows_of
from fpstats.pipeline.notes import notes
from fpstats.pipeline.settings import (
    SHOWN,
    areas_of,
    catalogue_of,
    open_returns,
    run_record,
    settings_of,
)
from fpstats.pipeline.targets_unjudged import note_unjudged
from fpstats.returns import tables
from fpstats.targets import Targets
from fpstats.write.report import Options, Report
from fpstats.write.rows import data_table


class Outcome(Struct, frozen=True, kw_only=True):
    """What a run gives: the report, and what the exit code depends on."""

    report: Report
    refused: int = 0
    errors: int = 0
    missed: int = 0

    @property
    def comparisons(self) -> pa.Table:
        """COMPARISONS, the table of results.

        Behind it what was asked for: DETAIL with `detail=True`, and what `also`, `funnel` and
        `window` add.
        """
        detail = {*schema.DETAILED.names} <= {*self.report.table.column_names}
        return data_table(self.report, Options(detail=detail))

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
        from fpstats.write.page import fragment

        return fragment(self.report, self.report.lang, SHOWN)

    def to_pandas(self) -> Any:
        """Return `comparisons` as a pandas table."""
        return arrow.pandas_frame(self.comparisons)


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
    returns = open_returns(source, settings, catalogue, areas)
    with carrying(lambda: returns.issues(calendar, settings.lang)):
        panel = panel_of(returns, areas, settings, calendar)
        run = estimated(panel, returns, areas, settings, calendar, within, every)
        rows = rows_of(run.done, settings.by)
        targets = targets.meant(lambda written: areas.find(plain(written)))
    done, tallies, periods = run.done, run.tallies, run.periods
    findings = returns.findings
    diagnose(done, tallies, periods, calendar, areas, returns, settings.lang)
    note_unjudged(targets, run, settings, catalogue, findings)
    table = comparisons.compare(
        done,
        targets,
        periods,
        rows,
        findings,
        rank_confidence=settings.rank_confidence,
        evidence=settings.detail,
        also=settings.also,
        around=settings.funnel,
        window=settings.window is not None,
    )
    if settings.detail:
        from fpstats.write.sentences import with_words

        table = with_words(
            table, catalogue, settings.lang,
            rank_confidence=settings.rank_confidence, around=settings.funnel,
        )  # fmt: skip
    made = None
    if settings.formulas:
        from fpstats.pipeline.workings import workings

        made = workings(done, tallies, periods, calendar, areas, returns)
    said = notes(settings, done, periods, catalogue, findings)
    report = Report(
        table=table,
        issues=returns.issues(calendar, settings.lang),
        catalogue=catalogue,
        run=run_record(settings, catalogue, returns),
        lang=settings.lang,
        notes=tuple(said),
        areas=tuple(area.name for area in areas) if areas.given else (),
        workings=made,
    )
    return Outcome(
        report=report,
        refused=returns.refused,
        errors=findings.count("error"),
        missed=_missed(table),
    )


def _missed(table: pa.Table) -> int:
    verdicts = arrow.frame(table.select(["verdict_by_value"])).to_series()
    return int((verdicts == "missed").sum())
