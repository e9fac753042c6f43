"""A sheet: lines of cells, wherever they come from. What every container gives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final, Protocol

import polars as pl

from fpstats.returns.facts import SheetFacts

HEAD_LINES: Final = 30
"""How many lines from the top a layout may look at."""

BEYOND: Final = "beyond"
"""The column with what stands to the right of the last heading; there only where something does."""


class Sheet(Protocol):
    """One table of lines and columns, wherever it comes from."""

    @property
    def path(self) -> str:
        """The file, as it was named."""
        ...

    @property
    def name(self) -> str | None:
        """The sheet of a workbook."""
        ...

    @property
    def encoding(self) -> str | None:
        """The encoding that was used, of a text file."""
        ...

    @property
    def facts(self) -> SheetFacts:
        """What is known of a sheet of a workbook beside its values."""
        ...

    def head(self) -> list[list[str]]:
        """Return the first lines as text."""
        ...

    def lines(self) -> list[list[str]]:
        """Return all lines as text; of a text file too large for that, the first."""
        ...

    @property
    def cut(self) -> bool:
        """Tell whether there are more lines than `lines` gives."""
        ...

    def picked(self, rows: Collection[int]) -> dict[int, Sequence[Any]]:
        """Return some lines by their numbers from 0, each cell as it stands, and where it lies."""
        ...

    def address(self, column: int, row: int) -> str:
        """Write a cell as a spreadsheet does; columns are counted from 0, rows from 1."""
        ...

    def columns(self, first: int, width: int, wanted: Sequence[int]) -> pl.DataFrame:
        """Return the wanted columns from line `first` (from 0) on.

        A column is called `c` and its number; `row` is the line, counted from 1. Where lines are
        longer than `width`, which is that of the headings, `beyond` has what is written there.
        """
        ...


def full_name(path: str, sheet: str | None) -> str:
    """Return how messages name a sheet: by its file and, of a workbook, which one of it.

    >>> full_name("a.csv", None), full_name("a.xlsx", "五月")
    ('a.csv', 'a.xlsx[五月]')
    """
    return f"{path}[{sheet}]" if sheet else path


def letters(column: int) -> str:
    """Return the letters of a column counted from 0: A, B, … Z, AA."""
    text = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def address(column: int, row: int) -> str:
    """Write a cell as a spreadsheet does; columns are counted from 0, rows from 1."""
    return f"{letters(column)}{row}"


def panicked(error: BaseException) -> bool:
    """Tell whether a parser written in Rust lost its head over a damaged file.

    It is no Exception, and no module has its class: only its name tells.
    """
    return type(error).__name__ == "PanicException"


def frame(
    lines: Sequence[Sequence[str]], first: int, width: int, wanted: Sequence[int]
) -> pl.DataFrame:
    """Return the wanted columns of lines of text, of which the first is line `first` (from 0)."""
    columns: dict[str, list[str]] = {
        f"c{column}": [line[column] if column < len(line) else "" for line in lines]
        for column in wanted
    }
    if any(len(line) > width for line in lines):
        beyond = [" ".join(" ".join(line[width:]).split()) for line in lines]
        if any(beyond):
            columns[BEYOND] = beyond
    schema = {"row": pl.UInt32} | dict.fromkeys(columns, pl.String)
    rows = range(first + 1, first + 1 + len(lines))
    return pl.DataFrame({"row": rows, **columns}, schema=schema)
