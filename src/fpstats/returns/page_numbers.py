"""Numbers below a table: of pages that came into the file with it, and what strayed there."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from fpstats.patterns import pattern
from fpstats.returns.lines import Reading

_MARK: Final = r"[-—–·•.．*\s]"
_MARKED: Final = pattern(
    rf"{_MARK}+\d{{1,4}}{_MARK}+|第\s*\d{{1,4}}\s*页.*|\d{{1,4}}\s*/\s*\d{{1,4}}|(?i:p(?:age)?)\.?\s*\d{{1,4}}"
)
"""- 47 - · 第3页 共5页 · 3/5 · p. 47."""
_BARE: Final = r"^\s*[0-9,]+(\.[0-9]+)?\s*$"


def without_page_numbers(one: Reading, lines: pl.DataFrame) -> pl.DataFrame:
    """Make notes of the lines without an area on which nothing but the number of a page stands.

    A number without any mark may be one where a blank line parts it from the table and nothing of
    the table follows: it is of no line, and is told as a number that strayed.
    """
    open_ = (pl.col("kind") == "no_area") | pl.col("area").str.contains(_BARE)
    nameless = lines.filter(open_)["row"].to_list()
    if not nameless or not one.match.columns:
        return lines
    written = [[cell.strip() for cell in line if cell.strip()] for line in one.sheet.lines()]
    alone = [row for row in nameless if row <= len(written) and len(written[row - 1]) == 1]
    pages = [row for row in alone if _MARKED.fullmatch(written[row - 1][0])]
    body = lines.filter(~pl.col("kind").is_in(["blank", "note_row"]))["row"].to_list()
    last = max((row for row in body if row not in alone), default=0)
    numbers = [row for row in alone if re.fullmatch(_BARE, written[row - 1][0])]
    apart = [row for row in numbers if row > max(last, 1) and not written[row - 2]]
    kind = (
        pl.when(pl.col("row").is_in(pages))
        .then(pl.lit("note_row"))
        .when(pl.col("row").is_in(apart))
        .then(pl.lit("stray_number"))
        .otherwise("kind")
    )
    return lines.with_columns(kind=kind)


def stray(one: Reading, row: int) -> tuple[int, str]:
    """Return the column and the text of the only cell that is filled in a line, from 1."""
    line = one.sheet.lines()[row - 1]
    return next((at, cell.strip()) for at, cell in enumerate(line) if cell.strip())
