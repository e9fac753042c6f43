"""Lines whose numbers are not used; whoever handed one in is expected all the same.

A total that such a line is not in must not look whole, so the area of the line stays.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import polars as pl

from fpstats.issues import Findings
from fpstats.returns.layout import NOTES, PLACE
from fpstats.returns.lines import Reading
from fpstats.returns.sheet import BEYOND

_UNDATED: Final = ("no_period", "doubtful_period")
"""The kinds of lines of which nobody can tell what month they are of."""

_NUMBER: Final = r"^\s*[0-9.,]*\s*$"
"""What stands in the column of areas where a line has shifted, and is the name of none."""

_NOTE: Final = pl.col("area").str.contains(NOTES) & ~pl.col("area").str.contains(PLACE)
_NAMED: Final = (~pl.col("area").str.contains(_NUMBER) & ~_NOTE).fill_null(value=False)
"""Tells lines that name an area."""


def too_long(one: Reading, texts: pl.DataFrame, findings: Findings) -> list[int]:
    """Return the lines with more cells than there are headings: their numbers may have shifted."""
    if BEYOND not in texts.columns:
        return []
    beyond = pl.col(BEYOND).fill_null("").str.strip_chars()
    long = texts.filter(beyond.ne("")).select(pl.col("row").cast(pl.Int64), content=beyond)
    for row, content in long.rows():
        findings.add(
            "too_many_cells",
            source=one.sheet.path,
            sheet=one.sheet.name,
            cell=one.address(one.match.width, row),
            value=content,
        )
    return long["row"].to_list()


def without_numbers(
    lines: pl.DataFrame, rows: Collection[int], columns: Sequence[str]
) -> pl.DataFrame:
    """Return the lines with nothing known in these columns of these rows."""
    if not rows:
        return lines
    theirs = pl.col("row").is_in(list(rows))
    return lines.with_columns(pl.when(~theirs).then(pl.col(name)).alias(name) for name in columns)


def counting(
    lines: pl.DataFrame, long: Collection[int], values: Sequence[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the lines that are returns, and apart those that say only who handed something in.

    Lines have their `kind`; of the `long` ones no number is used. The second have no number and no
    period.
    """
    shifted = pl.col("row").is_in(list(long))
    written = shifted | pl.any_horizontal(pl.lit(False), pl.col(values).is_not_null())
    own = lines.filter((pl.col("kind") == "return") & (~shifted | _NAMED))
    undated = lines.filter(pl.col("kind").is_in(_UNDATED) & written & _NAMED)
    unknown = (pl.lit(None, lines.schema[name]).alias(name) for name in ["period", *values])
    return own.drop("kind"), undated.drop("kind").with_columns(unknown)


def of_unknown_categories(
    one: Reading, texts: pl.DataFrame, lines: pl.DataFrame, findings: Findings
) -> list[int]:
    """Return the lines whose category the layout does not list."""
    found: list[int] = []
    for name, column in one.match.categories.items():
        listed = list(one.match.layout.categories[name])
        text = pl.col(f"c{column}").str.strip_chars()
        strange = texts.filter(~text.is_in(listed)).select(
            pl.col("row").cast(pl.Int64), category=text
        )
        fresh = lines.filter(~pl.col("row").is_in(found))
        for row, category in fresh.join(strange, on="row").select("row", "category").rows():
            found.append(row)
            findings.add(
                "unknown_category",
                source=one.sheet.path,
                sheet=one.sheet.name,
                cell=one.address(column, row),
                value=category,
            )
    return found
