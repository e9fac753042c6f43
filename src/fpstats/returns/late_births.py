"""Births of earlier years that are reported late: in which month they were, and in which reported.

A form that parts them by month of birth gives both views; in every other form they are one number
of the month of report.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa
from msgspec import Struct

from fpstats import arrow, schema
from fpstats.areas import Areas
from fpstats.issues import Findings
from fpstats.locale import several
from fpstats.periods import Calendar, Span, read_period
from fpstats.returns.fitting import heading
from fpstats.returns.lines import Reading
from fpstats.returns.names import resolve
from fpstats.returns.opening import Returns

ITEM: Final = "births_late_registered"

HEADINGS: Final = frozenset({"出生月份", "出生年月", "出生年份", "born"})
"""How a column with the month, or the year, of birth is headed."""


class LateBirths(Struct, frozen=True, kw_only=True):
    """One line: how many births, when they were (None: not known), and when they were reported."""

    area: str
    born: Span | None
    reported: Span
    births: int
    reading: int
    row: int


def late_births(returns: Returns, areas: Areas, calendar: Calendar) -> list[LateBirths]:
    """Read the lines of all forms that part late births by month of birth.

    A month of birth that cannot be read is a finding; the births count by their month of report.
    """
    tables = []
    for index, one in enumerate(returns.readings):
        column = _column(one)
        if column is not None:
            returns.look_closely([index])
            lines = returns.careful[index].select("source", "area", "period", "row", births=ITEM)
            texts = one.sheet.columns(one.match.first, one.match.width, [column]).select(
                pl.col("row").cast(pl.Int64), born=pl.col(f"c{column}").cast(pl.String)
            )
            tables.append(lines.filter(pl.col("births") > 0).join(texts, on="row", how="left"))
    if not tables:
        return []
    # Whatever is odd about the names is told where the returns are added up.
    named = resolve(pl.concat(tables), returns.readings, areas, calendar, Findings())
    named = named.drop_nulls(["name", "start"]).sort("name", "source", "row")
    found = []
    for name, start, end, births, number, row, text in named.select(
        "name", "start", "end", "births", "source", "row", "born"
    ).rows():
        one = returns.readings[number]
        born = read_period(text or "", calendar, roc=one.match.layout.roc)
        if born is None:
            returns.findings.add(
                "no_birth_month", area=name, period=calendar.label(Span(start, end)), item=ITEM,
                source=one.sheet.path, sheet=one.sheet.name,
                cell=one.address(_column(one) or 0, row), value=text or "",
            )  # fmt: skip
        found.append(
            LateBirths(area=name, born=born, reported=Span(start, end), births=births,
                       reading=number, row=row)
        )  # fmt: skip
    return found


def table(found: Sequence[LateBirths], returns: Returns, calendar: Calendar) -> pa.Table:
    """Return LATE_BIRTHS: by area, month of birth (those not known last) and month of report."""
    last = Span(10**6, 10**6)
    rows = []
    for birth in sorted(found, key=lambda b: (b.area, b.born or last, b.reported)):
        one = returns.readings[birth.reading]
        rows.append(
            {
                "area": birth.area,
                "born": birth.born and calendar.label(birth.born),
                "reported": calendar.label(birth.reported),
                "births": birth.births,
                "source": one.sheet.path,
                "sheet": one.sheet.name,
                "cell": "+".join(_cells(one, birth.row)),
            }
        )
    plain = pa.schema([field.with_nullable(True) for field in schema.LATE_BIRTHS])
    return schema.conform(arrow.table(rows, schema=plain), schema.LATE_BIRTHS)


def by_month_of_birth(one: Reading) -> bool:
    """Tell whether a sheet parts late births by month of birth."""
    return _column(one) is not None


def cells_of(
    readings: Sequence[int],
    returns: Returns,
    areas: Areas,
    calendar: Calendar,
    area: str,
    reported: Span,
) -> str:
    """Return the cells of the births of one area and month of report, in some of the sheets."""
    cells = [
        f"{Path(returns.readings[one.reading].sheet.path).name}!{cell}"
        for one in late_births(returns, areas, calendar)
        if one.reading in readings and (one.area, one.reported) == (area, reported)
        for cell in _cells(returns.readings[one.reading], one.row)
    ]
    return several(cells)


def _cells(one: Reading, row: int) -> list[str]:
    return [one.address(column, row) for column in one.match.items[ITEM]]


def _column(one: Reading) -> int | None:
    """Return the column with the month of birth, among those by which a sheet parts its areas."""
    parts = one.match.parts if ITEM in one.match.items else ()
    headed = one.match.headings
    return next((place for place in parts if heading(headed.get(place, "")) in HEADINGS), None)
