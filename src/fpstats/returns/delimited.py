"""CSV and TSV as sheets: what parts the cells, what ends the lines, and where quotes do not close.

A parser of types reads them where it can; where it stumbles, Python's own reads them line by line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns import encoding as encodings
from fpstats.returns.sheet import BEYOND, HEAD_LINES, Sheet, frame

HEAD_BYTES: Final = 65_536
DELIMITERS: Final = (",", "\t", ";", "|")
_LONE_RETURN: Final = re.compile(r"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class TextSheet:
    """A CSV or TSV file, as UTF-8: where it lies, or its bytes once they are decoded."""

    path: str
    name: str | None
    encoding: str | None
    data: Path | bytes
    delimiter: str
    first_lines: tuple[tuple[str, ...], ...]

    def head(self) -> list[list[str]]:  # noqa: D102
        return [list(line) for line in self.first_lines]

    def scan(self, first: int, schema: dict[str, Any]) -> pl.LazyFrame:
        """Plan to read the lines from `first` on with these types.

        `beyond` is the cell after the last of them. Without it a line that is too long would go
        unnoticed: the parser skips what is not asked for.
        """
        source = self.data if isinstance(self.data, Path) else io.BytesIO(self.data)
        return pl.scan_csv(
            source,
            has_header=False,
            separator=self.delimiter,
            skip_rows=first,
            schema={**schema, BEYOND: pl.String},
            missing_columns="insert",
        )

    def columns(self, first: int, width: int, wanted: Sequence[int]) -> pl.DataFrame:  # noqa: D102
        schema = {f"c{column}": pl.String for column in range(width)}
        try:
            plan = self.scan(first, schema).with_row_index("row", offset=first + 1)
            read = plan.select("row", *(f"c{column}" for column in wanted), BEYOND).collect()
        except pl.exceptions.PolarsError:
            return frame(self._lines()[first:], first, width, wanted)
        if read[BEYOND].null_count() < len(read):
            return frame(self._lines()[first:], first, width, wanted)
        return read.drop(BEYOND)

    def _lines(self) -> list[list[str]]:
        """Read a file with lines of uneven length, or with another encoding further down."""
        data = self.data.read_bytes() if isinstance(self.data, Path) else self.data
        text, _ = encodings.decode(data, self.path)
        # Strict, because an open quote would swallow every line that follows it.
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter, strict=True)
        lines: list[list[str]] = []
        start = 1
        try:
            for line in reader:
                lines.append(line)
                start = reader.line_num + 1
        except csv.Error as error:
            given = {"path": self.path, "line": start, "reason": error}
            raise FpstatsError(say("error", "no_table_from", **given)) from None
        return lines


def text_sheet(path: str, data: Path | bytes, encoding: str | None) -> TextSheet:
    """Open a CSV or TSV: decode it, and find its delimiter."""
    if isinstance(data, Path):
        with data.open("rb") as file:
            start = file.read(HEAD_BYTES)
    else:
        start = data[:HEAD_BYTES]
    used = "UTF-8"
    if encoding is None and encodings.begins_as_utf8(start):
        head = start.decode("utf-8-sig", errors="ignore")
    else:
        text, used = encodings.decode(_all(data), path, encoding)
        head, data = text[:HEAD_BYTES], text.encode()
    if _LONE_RETURN.search(head.removesuffix("\r")):
        # Lines of an old Macintosh, which the fast parser would take for one line.
        text = encodings.decode(_all(data), path)[0]
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        head, data = text[:HEAD_BYTES], text.encode()
    if len(start) == HEAD_BYTES:
        head = head.rpartition("\n")[0]
    delimiter = _delimiter(head)
    lines = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        first = tuple(tuple(line) for _, line in zip(range(HEAD_LINES), lines, strict=False))
    except csv.Error as error:
        raise FpstatsError(say("error", "no_table_inside", path=path, reason=error)) from None
    if not any(cell.strip() for line in first for cell in line):
        raise FpstatsError(say("error", "empty_file", path=path))
    return TextSheet(path, None, used, data, delimiter, first)


def _all(data: Path | bytes) -> bytes:
    return data.read_bytes() if isinstance(data, Path) else data


def _delimiter(head: str) -> str:
    """Return the mark that stands in most lines; among equals the one that stands most often."""
    lines = head.splitlines()

    def weight(mark: str) -> tuple[int, int, int]:
        often = [line.count(mark) for line in lines]
        return sum(map(bool, often)), sum(often), -DELIMITERS.index(mark)

    return max(DELIMITERS, key=weight)


def text(path: str, data: Path | bytes, encoding: str | None) -> Iterator[Sheet]:
    """Yield the one sheet of a text file."""
    yield text_sheet(path, data, encoding)
