"""CSV and TSV: for programs, and with `excel` for the double click."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import IO, cast

import polars as pl
import pyarrow as pa

from fpstats import arrow
from fpstats.write.guard import GUARDED, NUMERAL, STARTS, guarded
from fpstats.write.letters import holds, holds_empty, is_text, starts_with
from fpstats.write.report import Options, What
from fpstats.write.rows import as_json, data_table, nested, slices


def csv(what: What, options: Options) -> Iterator[bytes]:
    """Yield comma-separated values; `excel` adds the byte-order mark and CRLF."""
    return _delimited(what, options, ",")


def tsv(what: What, options: Options) -> Iterator[bytes]:
    """Yield tab-separated values; `excel` as for CSV."""
    return _delimited(what, options, "\t")


class _Chunks(list[bytes]):
    """A file that keeps what is written to it as it comes, some megabytes at a time."""

    def write(self, chunk: bytes) -> int:
        self.append(chunk)
        return len(chunk)


def _delimited(what: What, options: Options, separator: str) -> Iterator[bytes]:
    table = _flat(data_table(what, options))
    for place, part in enumerate(slices(table)):
        chunks, frame, quoted = _Chunks(), _guarded(part), _quoted(part, separator)
        (frame if quoted else _joined(frame, separator)).write_csv(
            cast("IO[bytes]", chunks),
            separator=separator,
            quote_style="necessary" if quoted else "never",
            include_header=place == 0,
            include_bom=options.excel and place == 0,
            line_terminator="\r\n" if options.excel else "\n",
        )
        yield from chunks


def _joined(frame: pl.DataFrame, separator: str) -> pl.DataFrame:
    """Return the frame with neighbours that say the same in every row as one column of text.

    It has their cells, and its heading theirs, with separators between them: to be written without
    quotes. Often half of the columns are such, and a number takes its time in every cell anew.
    """
    if frame.is_empty():
        return frame
    same = frame.select(pl.all().eq_missing(pl.all().first()).all()).row(0)
    alike = [name for name, one in zip(frame.columns, same, strict=True) if one]
    if not alike:
        return frame
    row = frame.select(alike).head(1).write_csv(
        include_header=False, separator=separator, quote_style="never", line_terminator=""
    )  # fmt: skip
    cells = dict(zip(alike, row.split(separator), strict=True))
    order: list[str] = []
    for fixed, some in groupby(frame.columns, key=cells.__contains__):
        names = [*some]
        if fixed:
            text = separator.join(cells[name] for name in names)
            names = [separator.join(names)]
            frame = frame.with_columns(pl.lit(text).alias(names[0]))
        order += names
    return frame.select(order)


def _quoted(table: pa.Table, separator: str) -> bool:
    """Tell whether a heading or a cell may need quotes; else no cell is looked at for them."""
    special = (separator, '"', "\n", "\r")
    if any(not name or any(one in name for one in special) for name in table.column_names):
        return True
    texts = [one for one in table.columns if not pa.types.is_primitive(one.type)]
    return any(not is_text(one.type) or holds_empty(one) or holds(one, special) for one in texts)


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
    frame, number = arrow.frame(table), pl.col(pl.Float64, pl.Float32)
    live = [
        name
        for name, column in zip(table.column_names, table.columns, strict=True)
        if frame.schema[name] == pl.String
        and (not is_text(column.type) or starts_with(column, [*STARTS, "'"]))
    ]
    whole = frame.select((number == number.floor()) & (number.abs() < 1e15))
    harmless = frame.with_columns(
        *(_as_text(name) for name in live),
        *(_without_point(one.name, all_whole=one.all()) for one in whole if one.any()),
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
