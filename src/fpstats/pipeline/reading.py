"""`read`: the returns as one table; and which layout fits each sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pyarrow as pa
from msgspec import Struct, field
from msgspec.structs import replace

from fpstats import locale, schema
from fpstats.areas import Areas
from fpstats.catalogue import Catalogue
from fpstats.errors import carrying
from fpstats.periods import Calendar
from fpstats.pipeline.handed_in_again import note_again
from fpstats.pipeline.settings import (
    SHOWN,
    Settings,
    areas_of,
    catalogue_of,
    open_returns,
    run_record,
    settings_of,
)
from fpstats.returns import late_births
from fpstats.returns.opening import Returns
from fpstats.returns.readings import returned_lines, stand_again, table
from fpstats.write.page import fragment


class Read(Struct, frozen=True, kw_only=True):
    """What was read: READINGS or RETURNS, the issues, and births of earlier years apart.

    `late_births` is LATE_BIRTHS: by month of birth and by month of report. `unread` are the files
    of which no number could be read, because of errors that are among the issues.
    """

    table: pa.Table
    issues: pa.Table
    late_births: pa.Table
    refused: int = 0
    unread: Sequence[str] = ()
    errors: int = 0
    run: Mapping[str, Any] = field(default_factory=dict)
    lang: str = locale.DEFAULT

    def __repr__(self) -> str:
        return (
            f"<fpstats.Read: {self.table.num_rows} rows, {len(self.run.get('inputs', ()))} sheets, "
            f"{self.issues.num_rows} issues, of which {self.errors} errors>"
        )

    def _repr_html_(self) -> str:
        """Show the first rows in a notebook."""
        return fragment(self.table, self.lang, SHOWN)


def read(source: Any, *, shape: str = "long", **options: Any) -> Read:
    """Read returns into one table.

    Parameters
    ----------
    source
        A path, folder or glob, several of them, or a pandas, Polars or Arrow table.
    shape
        `long` gives READINGS (a line a number), `wide` RETURNS (a line a line).
    options
        Fields of `Settings`; with `detail` READINGS says of each number its part of the area.

    Raises
    ------
    FpstatsError
        A file cannot be read or fits no layout, or an option is wrong.
    """
    settings = settings_of(options)
    catalogue = catalogue_of(settings)
    areas = areas_of(settings) or Areas()
    returns = open_returns(source, settings, catalogue, areas)
    calendar = Calendar(settings.year_start)
    with carrying(lambda: returns.issues(calendar, settings.lang)):
        lines = returned_lines(returns, areas, calendar)
        if stand_again(lines, returns):
            note_again(returns, areas_of(settings) or Areas(), calendar)
        born = late_births.late_births(returns, areas, calendar)
        late = late_births.table(born, returns, calendar)
        made = table(lines, returns, shape, detail=settings.detail)
    found = _read(made, settings, catalogue, returns, late)
    return replace(found, unread=_unread(returns, lines, found.issues))


def _unread(returns: Returns, lines: pl.DataFrame, issues: pa.Table) -> list[str]:
    """Return the files that give no number, and have an error that says why."""
    items = lines.select(pl.col(lines.columns[lines.columns.index("part") + 1 :]).is_not_null())
    given = lines["source"].filter(items.select(pl.any_horizontal(False, pl.all())).to_series())
    told = issues.select(["severity", "source"]).to_pylist()
    wrong = {row["source"] for row in told if row["severity"] == "error"}
    paths = dict.fromkeys(one.sheet.path for one in returns.readings)
    read = set(given.unique())
    return [path for path in paths if path in wrong and path not in read]


def recognised(source: Any, **options: Any) -> Read:
    """Return SOURCES: which layout fits each sheet, and which column each item comes from."""
    settings = settings_of(options)
    catalogue = catalogue_of(settings)
    returns = open_returns(source, settings, catalogue)
    rows = returns.sources(digests=settings.digests)
    for row, one in zip(rows, returns.readings, strict=True):
        row["columns"] = one.columns
    found = pa.Table.from_pylist(rows, schema=schema.SOURCES)
    none = schema.LATE_BIRTHS.empty_table()
    return _read(schema.conform(found, schema.SOURCES), settings, catalogue, returns, none)


def _read(
    found: pa.Table,
    settings: Settings,
    catalogue: Catalogue,
    returns: Returns,
    late: pa.Table,
) -> Read:
    return Read(
        table=found,
        late_births=late,
        issues=returns.issues(Calendar(settings.year_start), settings.lang),
        refused=returns.refused,
        errors=returns.findings.count("error"),
        run=run_record(settings, catalogue, returns),
        lang=settings.lang,
    )
