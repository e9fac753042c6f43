"""What parts areas further, such as villages: the texts of lines that name it."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from fpstats.returns.delimited import TextSheet
from fpstats.returns.lines import Reading, parting, period_of, text_of

Texts = Mapping[int, pl.DataFrame]
"""Source → what tells the lines of a text file from one another, as it was read: see `texts_of`."""


def parted(one: Reading) -> bool:
    """Tell whether the lines of a sheet part areas further."""
    return bool(parting(one.match))


def plain_text(text: pl.Expr) -> pl.Expr:
    """Return texts without the spaces and full-width forms that people put into them."""
    return text.cast(pl.String).str.normalize("NFKC").str.replace_all(r"\s", "")


def texts_of(one: Reading, sheet: TextSheet | None = None) -> pl.LazyFrame:
    """Plan to read what tells the lines of a text file, or of its beginning, from one another.

    That is `period`, the area as `c0` where it stands in the first column, and likewise what parts
    areas further.
    """
    match = one.match
    schema = {f"c{column}": pl.String for column in range(match.width)}
    read = (sheet or text_of(one)).scan(match.first, schema)
    columns = sorted({c for c in (match.area, match.period) if c is not None} | {*parting(match)})
    return read.select(*(f"c{column}" for column in columns), period_of(match))


def parts_of(one: Reading, texts: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return `row` and `part`, the texts that part areas; if not given, they are read."""
    match = one.match
    if texts is None:
        texts = one.sheet.columns(match.first, match.width, sorted(set(parting(one.match))))
    return texts.select(pl.col("row").cast(pl.Int64), part=_part(one))


def texts_of_parts(one: Reading, index: int, texts: pl.DataFrame | None) -> pl.LazyFrame:
    """Plan `source`, `area`, `period` and `part` of a text file that is read swiftly.

    Its texts are read, if they are not given.
    """
    read = texts_of(one) if texts is None else texts.lazy()
    source, area = pl.lit(index, pl.UInt32), pl.col(f"c{one.match.area}")
    return read.select("period", source=source, area=area, part=_part(one))


def _part(one: Reading) -> pl.Expr:
    """Return what parts an area further, as one text a line."""
    return pl.concat_str(
        *(plain_text(pl.col(f"c{column}")).fill_null("") for column in parting(one.match)),
        separator="\t",
    )
