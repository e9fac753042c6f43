"""Periods that a number cannot say: 2024.1 is January, or October that was typed 2024.10."""

from __future__ import annotations

import polars as pl

from fpstats.returns.containers import FrameSheet
from fpstats.returns.lines import Reading
from fpstats.returns.workbooks import GridSheet

_FIRST, _LAST = 1900, 2200


def doubtful_periods(one: Reading) -> list[int]:
    """Return the lines, from 1, whose period is a number of a year and one tenth.

    A text says what was typed; only a number drops the zero of 2024.10.
    """
    column, sheet = one.match.period, one.sheet
    if column is None:
        return []
    if isinstance(sheet, FrameSheet):
        series = sheet.columns(one.match.first, one.match.width, [column])
    elif isinstance(sheet, GridSheet):
        cells = [line[column] if column < len(line) else None for line in sheet.cells]
        numbers = [cell if isinstance(cell, float) else None for cell in cells]
        series = pl.DataFrame({f"c{column}": pl.Series(numbers, dtype=pl.Float64)})
        series = series.with_row_index("row", offset=1)
    else:
        return []
    value = series[f"c{column}"]
    if not value.dtype.is_float():
        return []
    tenths = value.cast(pl.Float64) * 10
    doubtful = (
        value.is_between(_FIRST, _LAST)
        & ((tenths - tenths.round()).abs() < 1e-6)
        & (tenths.round() % 10 == 1)
    )
    found: list[int] = series.filter(doubtful.fill_null(value=False))["row"].to_list()
    return found
