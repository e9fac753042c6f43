"""Containers: what kind of file it is, and its sheets as lines of cells.

Knows suffixes and first bytes; knows nothing of forms. A sheet gives its first lines, for a layout
to be recognised, and then the columns that the layout asks for, each cell with its line.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl
from msgspec import Struct

from fpstats.errors import FpstatsError
from fpstats.locale import reason, say
from fpstats.returns import kinds
from fpstats.returns.delimited import TextSheet, text
from fpstats.returns.facts import NOTHING, SheetFacts
from fpstats.returns.old_workbooks import old_workbook
from fpstats.returns.sheet import Sheet, address, panicked
from fpstats.returns.workbooks import workbook

__all__ = ["CONTAINERS", "FrameSheet", "Sheet", "TextSheet", "sheets"]

_MOST_LINES: Final = 400
"""So many lines of a table that has columns are looked at to recognise it."""


class FrameSheet(Struct, frozen=True):
    """A table that already has columns: Parquet, Arrow, or a frame handed in from Python."""

    path: str
    name: str | None
    frame: pl.DataFrame
    encoding: str | None = None
    facts: SheetFacts = NOTHING

    address = staticmethod(address)

    def head(self) -> list[list[str]]:  # noqa: D102
        return [self.frame.columns]

    def lines(self) -> list[list[str]]:  # noqa: D102
        texts = self.frame.head(_MOST_LINES).cast(pl.String).fill_null("")
        return [self.frame.columns, *map(list, texts.rows())]

    @property
    def cut(self) -> bool:  # noqa: D102
        return len(self.frame) > _MOST_LINES

    def picked(self, rows: Collection[int]) -> dict[int, Sequence[Any]]:  # noqa: D102
        below = [row for row in sorted(rows) if 0 < row <= len(self.frame)]
        chosen = self.frame.fill_nan(None)[[row - 1 for row in below]].rows()
        return {0: self.frame.columns} | dict(zip(below, chosen, strict=True))

    def columns(self, first: int, width: int, wanted: Sequence[int]) -> pl.DataFrame:  # noqa: ARG002, D102
        chosen = self.frame.select(
            pl.nth(column).alias(f"c{column}") for column in dict.fromkeys(wanted)
        )
        return chosen.with_row_index("row", offset=2)


def _columnar(read: Callable[[Any], pl.DataFrame]) -> Callable[..., Iterator[Sheet]]:
    def sheets(path: str, data: Path | bytes, encoding: str | None) -> Iterator[Sheet]:  # noqa: ARG001
        try:
            yield FrameSheet(path, None, read(data if isinstance(data, Path) else io.BytesIO(data)))
        except BaseException as error:
            if not isinstance(error, pl.exceptions.PolarsError | OSError) and not panicked(error):
                raise
            raise FpstatsError(say("error", "unreadable", path=path, reason=error)) from None

    return sheets


def _arrow(source: Path | io.BytesIO) -> pl.DataFrame:
    """Read an Arrow file, or the stream that is called the same."""
    try:
        return pl.read_ipc(source)
    except pl.exceptions.ComputeError:
        if isinstance(source, io.BytesIO):
            source.seek(0)
        return pl.read_ipc_stream(source)


CONTAINERS: Final[dict[str, Callable[[str, Path | bytes, str | None], Iterator[Sheet]]]] = {
    ".csv": text,
    ".tsv": text,
    ".txt": text,
    ".xlsx": workbook,
    ".xls": old_workbook,
    ".parquet": _columnar(pl.read_parquet),
    ".arrow": _columnar(_arrow),
}
"""Suffix → sheets of the file."""


def sheets(path: str, encoding: str | None = None) -> Iterator[Sheet]:
    """Open one file and yield its sheets.

    Raises
    ------
    FpstatsError
        The file cannot be read.
    """
    if path == "-":
        if sys.stdin is None:
            raise FpstatsError(say("error", "stdin_closed"))
        data = sys.stdin.buffer.read()
        kind = kinds.kind("stdin", data[: kinds.FIRST], ".csv")
        yield from CONTAINERS[kind]("stdin", data, encoding)
        return
    file = Path(path)
    try:
        with file.open("rb") as opened:
            start = opened.read(kinds.FIRST)
        kind = kinds.kind(path, start, file.suffix.lower())
        yield from CONTAINERS[kind](path, file, encoding)
    except OSError as error:
        message = say("error", "unreadable", path=path, reason=reason(error))
        raise FpstatsError(message) from None
