"""CSV and TSV: for programs, and with `excel` for the double click."""

from __future__ import annotations

import io
from collections.abc import Iterator

import polars as pl
import pyarrow as pa

from fpstats import arrow
from fpstats.write.guard import GUARDED, NUMERAL, STARTS, guarded
from fpstats.write.report import Options, What
from fpstats.write.rows import as_json, data_table, nested, slices


def csv(what: What, options: Options) -> Iterator[bytes]:
    """Yield comma-separated values; `excel` adds the byte-order mark and CRLF."""
    return _delimited(what, options, ",")


def tsv(what: What, options: Options) -> Iterator[bytes]:
    """Yield tab-separated values; `excel` as for CSV."""
    return _delimited(what, options, "\t")


def _delimited(what: What, options: Options, separator: str) -> Iterator[bytes]:
    table = _flat(data_table(what, options))
    for place, part in enumerate(slices(table)):
        buffer = io.BytesIO()
        _guarded(part).write_csv(
            buffer,
            separator=separator,
            include_header=place == 0,
            include_bom=options.excel and place == 0,
            line_terminator="\r\n" if options.excel else "\n",
        )
        yield buffer.getvalue()


def _flat(table: pa.Table) -> pa.Table:
    """Return the table with lists and maps as JSON, which a cell can hold."""
    for name in nested(table):
        values = table[name].to_pylist(maps_as_pydicts="strict")
        texts = [None if value is None else as_json(value) for value in values]
        table = table.set_column(
            table.column_names.index(name), name, pl.Series(texts, dtype=pl.String).to_arrow()
        )
    return table


def _guarded(table: pa.Table) -> pl.DataFrame:
    """Return the frame with live text made harmless, and whole floats without their `.0`.

    What every column holds is asked first, because most columns need nothing done.
    """
    frame = arrow.frame(table)
    text, number = pl.col(pl.String), pl.col(pl.Float64, pl.Float32)
    whole = (number == number.floor()) & (number.abs() < 1e15)
    some = frame.select(text.str.slice(0, 1).is_in([*STARTS, "'"]).any(), whole.any())
    touched = [name for name in some.columns if some[name].any()]
    every = frame.select(whole.all())
    harmless = frame.with_columns(
        _without_point(name, all_whole=every[name].all())
        if name in every.columns
        else _as_text(name)
        for name in touched
    )
    return harmless.rename({name: guarded(name) for name in frame.columns})


def _as_text(name: str) -> pl.Expr:
    """Return text that no spreadsheet takes for a formula: an apostrophe before what it might."""
    text = pl.col(name)
    live = text.str.contains(GUARDED) & ~text.str.contains(NUMERAL)
    return pl.when(live).then(pl.lit("'") + text).otherwise(text).alias(name)


def _without_point(name: str, *, all_whole: bool) -> pl.Expr:
    """Return whole numbers without `.0`; where all are whole, integers are the fastest way."""
    column = pl.col(name)
    return column.cast(pl.Int64) if all_whole else column.cast(pl.String).str.strip_suffix(".0")
