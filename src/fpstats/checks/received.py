"""On which day returns were received: from a table, or from a column of the returns themselves."""

from __future__ import annotations

import datetime
from typing import Final

import polars as pl

from fpstats.areas import Areas, plain
from fpstats.errors import ConfigurationError
from fpstats.issues import Findings
from fpstats.locale import listed, say
from fpstats.periods import Calendar, Span, read_day, read_period
from fpstats.returns.lines import Reading, area_of, period_of
from fpstats.returns.names import resolve
from fpstats.returns.opening import Returns
from fpstats.returns.receipt import is_receipt
from fpstats.returns.tables import Table, in_line, name_of, rows

COLUMNS: Final = ("area", "period", "received")
"""The headings of a table of receipts."""

Received = dict[tuple[str, Span], datetime.date]


def received_table(table: Table, areas: Areas, calendar: Calendar) -> Received:
    """Read on which day each return was received: area, period, received.

    Raises
    ------
    ConfigurationError
        It cannot be read, or says something impossible; every fault is listed.
    """
    faults: list[str] = []
    found: Received = {}
    for number, row in rows(table, COLUMNS, COLUMNS):
        name = areas.find(plain(row["area"]))
        span, day = read_period(row["period"], calendar), read_day(row["received"])
        for key, known in (("area", name), ("period", span), ("received", day)):
            if known is None:
                fault = say("fault", f"not_{key}", text=row[key])
                faults.append(in_line(number, fault))
        if name is not None and span is not None and day is not None:
            # What was handed in again counts by the day on which it first came.
            found[name, span] = min(day, found.get((name, span), day))
    if faults:
        raise ConfigurationError(listed(name_of(table), faults))
    return found


def received_column(returns: Returns, areas: Areas, calendar: Calendar) -> Received:
    """Read the day of receipt from the returns that have a column of it.

    What is written there and is no day is a finding, and that day is not known.
    """
    tables = []
    for index, one in enumerate(returns.readings):
        column = _column(one)
        if column is None:
            continue
        match = one.match
        wanted = sorted({column, *match.used})
        texts = one.sheet.columns(match.first, match.width, wanted)
        if match.last is not None:
            texts = texts.filter(pl.col("row") <= match.last)
        tables.append(
            texts.select(
                pl.lit(index, pl.UInt32).alias("source"),
                area_of(match).cast(pl.String),
                period_of(match).cast(pl.String),
                pl.col("row").cast(pl.Int64),
                day=pl.col(f"c{column}").cast(pl.String),
            )
        )
    if not tables:
        return {}
    named = resolve(pl.concat(tables), returns.readings, areas, calendar, Findings())
    found: Received = {}
    given = named.drop_nulls(["name", "start", "day"]).sort("source", "row")
    for name, start, end, source, row, text in given.select(
        "name", "start", "end", "source", "row", "day"
    ).rows():
        key, one = (name, Span(start, end)), returns.readings[source]
        if (day := read_day(text)) is not None:
            found[key] = min(day, found.get(key, day))
        elif text.strip():
            returns.findings.add(
                "no_receipt_day", area=name, period=calendar.label(key[1]),
                source=one.sheet.path, sheet=one.sheet.name,
                cell=one.address(_column(one) or 0, row), value=text,
            )  # fmt: skip
    return found


def _column(one: Reading) -> int | None:
    """Return the column of a sheet that is headed as one of days of receipt."""
    headed = dict(one.match.headings)
    headed |= {column.place: column.heading for column in one.match.columns}
    return next((place for place, text in headed.items() if is_receipt(text)), None)
