"""Numbers of pages that were printed below a table and came into the file with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from fpstats.returns.lines import Reading

_MARK: Final = r"[-—–·•.．*\s]"
_MARKED: Final = re.compile(
    rf"{_MARK}+\d{{1,4}}{_MARK}+|第\s*\d{{1,4}}\s*页.*|\d{{1,4}}\s*/\s*\d{{1,4}}|(?i:p(?:age)?)\.?\s*\d{{1,4}}"
)
"""- 47 - · 第3页 共5页 · 3/5 · p. 47."""
_BARE: Final = re.compile(r"\d{1,4}(?:\.0)?")


def without_page_numbers(one: Reading, lines: pl.DataFrame) -> pl.DataFrame:
    """Make notes of the lines without an area on which nothing but the number of a page stands.

    A number without any mark is one only where a blank line parts it from the table and nothing
    but blank lines follow.
    """
    nameless = lines.filter(kind="no_area")["row"].to_list()
    if not nameless or not one.match.columns:
        return lines
    written = [[cell.strip() for cell in line if cell.strip()] for line in one.sheet.lines()]
    last = max((at for at, cells in enumerate(written, 1) if cells), default=0)
    # What is apart from the table, and the last of all.
    apart = {last} if last > 1 and not written[last - 2] else set[int]()
    pages = [
        row for row in nameless if row <= last and _is_page(written[row - 1], apart=row in apart)
    ]
    kind = pl.when(pl.col("row").is_in(pages)).then(pl.lit("note_row")).otherwise("kind")
    return lines.with_columns(kind=kind)


def _is_page(cells: Sequence[str], *, apart: bool) -> bool:
    if len(cells) != 1:
        return False
    return bool(_MARKED.fullmatch(cells[0]) or (apart and _BARE.fullmatch(cells[0])))
