"""On which day returns were received: from a table, or from a column of the returns themselves."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Final

import polars as pl

from fpstats.areas import Areas, plain
from fpstats.issues import Findings
from fpstats.locale import say
from fpstats.patterns import pattern
from fpstats.periods import Calendar, Span, first_day, read_day, read_period
from fpstats.returns.lines import Reading, area_of, period_of
from fpstats.returns.names import resolve
from fpstats.returns.opening import Returns
from fpstats.returns.receipt import is_receipt
from fpstats.returns.tables import Table, in_line, name_of, rows

COLUMNS: Final = ("area", "period", "received")
"""The headings of a table of receipts."""

Received = dict[tuple[str, Span], datetime.date]


CALLED: Final = {
    "单位": "area", "单位名称": "area", "地区": "area", "乡镇": "area",
    "期别": "period", "月份": "period", "报表期": "period", "时期": "period",
    "收到日期": "received", "收表日期": "received", "报送日期": "received", "上报日期": "received",
}  # fmt: skip
"""How the headings are called in Chinese."""

_CLOSE: Final = pattern(r"(\d{4})(\d{2})(\d{2})")


def received_table(table: Table, areas: Areas, calendar: Calendar, findings: Findings) -> Received:
    """Read on which day each return was received: area, period, received.

    A line that says nothing usable is a finding, and its day is not known.

    Raises
    ------
    ConfigurationError
        It cannot be read, or lacks one of its columns.
    """
    found: Received = {}
    for number, row in rows(table, COLUMNS, COLUMNS, CALLED):
        name = areas.find(plain(row["area"]))
        span, day = read_period(row["period"], calendar), _day(row["received"])
        place = {"area": name, "period": span and calendar.label(span), "source": name_of(table)}
        for key, known, wrong, blank in (
            ("area", name, "not_area", "blank_area"),
            ("period", span, "not_period", "blank_period"),
            ("received", day, "not_received", "blank_received"),
        ):
            if known is None:
                fault = say("fault", wrong if row[key] else blank, text=row[key])
                findings.add("receipt_unused", value=in_line(number, fault), **place)
        if name is not None and span is not None and day is not None:
            _take(found, (name, span), day, place, findings)
    return found


def _day(text: str) -> datetime.date | None:
    """Read a day, which may be written without anything between, as 20240605."""
    close = _CLOSE.fullmatch(text.strip())
    return read_day("-".join(close.groups()) if close else text)


def _take(
    found: Received,
    key: tuple[str, Span],
    day: datetime.date,
    place: Mapping[str, object],
    findings: Findings,
) -> None:
    """Take a day of receipt; what was handed in again counts by the day on which it first came.

    A return cannot come before its period is over: such a day is not known.
    """
    end = first_day(key[1].end + 1) - datetime.timedelta(days=1)
    if day < end:
        findings.add("early_receipt", value=day, expected=end, **place)
    else:
        found[key] = min(day, found.get(key, day))


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
        place = {
            "area": name, "period": calendar.label(key[1]), "source": one.sheet.path,
            "sheet": one.sheet.name, "cell": one.address(_column(one) or 0, row),
        }  # fmt: skip
        if (day := _day(text)) is not None:
            _take(found, key, day, place, returns.findings)
        elif text.strip():
            returns.findings.add("no_receipt_day", value=text, **place)
    return found


def _column(one: Reading) -> int | None:
    """Return the column of a sheet that is headed as one of days of receipt."""
    headed = dict(one.match.headings)
    headed |= {column.place: column.heading for column in one.match.columns}
    return next((place for place, text in headed.items() if is_receipt(text)), None)
