"""CSV and TSV as sheets: what parts the cells, what ends the lines, and where quotes do not close.

A parser of types reads them where it can; where it stumbles, Python's own reads them line by line.
"""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns import encoding as encodings
from fpstats.returns import intact, limits
from fpstats.returns.facts import NOTHING, SheetFacts
from fpstats.returns.sheet import BEYOND, HEAD_LINES, Sheet, address, frame

HEAD_BYTES: Final = 65_536
_TOP: Final = 8_192
DELIMITERS: Final = (",", "\t", ";", "|")
_Taken = TypeVar("_Taken")


class TextSheet(Struct, frozen=True):
    """A CSV or TSV file, as UTF-8: where it lies, or its bytes once they are decoded."""

    path: str
    name: str | None
    encoding: str | None
    data: Path | bytes
    delimiter: str
    first_lines: tuple[tuple[str, ...], ...]
    looked: intact.Looked
    facts: SheetFacts = NOTHING

    address = staticmethod(address)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.data.stat().st_size if isinstance(self.data, Path) else len(self.data)

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
            # To look for what is not there takes time.
            quote_char='"' if self.looked.quotes else None,
        )

    def beginning(self, share: float) -> TextSheet:
        """Return the beginning of the sheet, somewhat more than a share of it, in memory."""
        data = intact.first_lines(self.data, HEAD_BYTES + int(1.05 * share * self.size))
        return replace(self, data=data)

    def lines(self) -> list[list[str]]:  # noqa: D102
        return self.head() if self.cut else self._lines()

    @property
    def cut(self) -> bool:  # noqa: D102
        return self.size > limits.MOST_BYTES_AS_LINES

    def columns(self, first: int, width: int, wanted: Sequence[int]) -> pl.DataFrame:  # noqa: D102
        schema = {f"c{column}": pl.String for column in range(width)}
        try:
            plan = self.scan(first, schema)
            read = plan.select(*(f"c{column}" for column in wanted), BEYOND).collect()
        except pl.exceptions.PolarsError:
            return frame(self._lines()[first:], first, width, wanted)
        if read[BEYOND].null_count() < len(read):
            return frame(self._lines()[first:], first, width, wanted)
        return read.drop(BEYOND).with_row_index("row", offset=first + 1)

    def picked(self, rows: Collection[int]) -> dict[int, Sequence[str]]:  # noqa: D102
        last = max(rows, default=-1)

        def these(lines: Iterable[list[str]]) -> dict[int, Sequence[str]]:
            numbered = enumerate(islice(lines, last + 1))
            return {row: line for row, line in numbered if row in rows}

        return self._through(these)

    def _lines(self) -> list[list[str]]:
        return self._through(list)

    def _through(self, take: Callable[[Iterator[list[str]]], _Taken]) -> _Taken:
        """Read a file with lines of uneven length, or with another encoding further down.

        An open quote ends the reading where it has swallowed more than a cell may hold, so a file
        is not taken whole into memory first.
        """
        try:
            return take(self._strictly())
        except UnicodeDecodeError:
            text, _ = encodings.decode(intact.whole(self.path, self.data), self.path)
            return take(_lines(self.path, io.StringIO(text, newline=""), self.delimiter))

    def refuse_open_quote(self) -> None:
        """Refuse a file in which a quotation mark is open until it has swallowed too much.

        Raises
        ------
        FpstatsError
            There is one; the message names its line.
        """
        with contextlib.suppress(UnicodeDecodeError):
            for _ in self._strictly():
                pass

    def refuse_swallowed_lines(self) -> None:
        """Refuse a file in which two stray quotation marks make one cell of the lines between.

        Raises
        ------
        FpstatsError
            There is one; the message names its line.
        """
        width = max(map(len, self.first_lines))
        row = 1
        with contextlib.suppress(UnicodeDecodeError):
            for line in self._strictly():
                for place, cell in enumerate(line):
                    within, broken, _ = cell.partition("\n")
                    parted = within.count(self.delimiter)
                    # A line break within a cell is sound; after the rest of a line it is not.
                    if broken and parted and place + parted + 1 == width:
                        why = say("error", "swallowed_lines")
                        given = {"path": self.path, "line": row, "reason": why}
                        raise FpstatsError(say("error", "no_table_from", **given))
                row += 1 + sum(cell.count("\n") for cell in line)

    def _strictly(self) -> Iterator[list[str]]:
        raw = self.data.open("rb") if isinstance(self.data, Path) else io.BytesIO(self.data)
        with io.TextIOWrapper(raw, "utf-8-sig", newline="") as file:
            yield from _lines(self.path, file, self.delimiter)


def _lines(path: str, file: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Yield lines; strict, because an open quote would swallow every line that follows it."""
    reader = csv.reader(encodings.without_nul(file, path), delimiter=delimiter, strict=True)
    start = 1
    try:
        for line in reader:
            yield line
            start = reader.line_num + 1
    except csv.Error as error:
        given = {"path": path, "line": start, "reason": error}
        raise FpstatsError(say("error", "no_table_from", **given)) from None


def text_sheet(path: str, data: Path | bytes, encoding: str | None) -> TextSheet:
    """Open a CSV or TSV: decode it, and find its delimiter."""
    start = intact.beginning(data, HEAD_BYTES)
    as_utf8 = encoding is None and encodings.begins_as_utf8(start)
    if encoding is None and not as_utf8:
        encodings.refuse_beginning(start, path)
    intact.refuse_long_lines(path, data)
    used = "UTF-8"
    if as_utf8:
        head = start.decode("utf-8-sig", errors="ignore")
    else:
        text, used = encodings.decode(intact.whole(path, data), path, encoding)
        head, data = text[:HEAD_BYTES], text.encode()
    if "\r" in head and head.removesuffix("\r").count("\r") > head.count("\r\n"):
        # Lines of an old Macintosh, which the fast parser would take for one line.
        text = encodings.decode(intact.whole(path, data), path)[0]
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        head, data = text[:HEAD_BYTES], text.encode()
    if len(start) == HEAD_BYTES:
        head = head.rpartition("\n")[0] or head
    delimiter = _delimiter(head)
    try:
        first = _first_lines(head, delimiter)
    except csv.Error as error:
        raise FpstatsError(say("error", "no_table_inside", path=path, reason=error)) from None
    if not any(cell.strip() for line in first for cell in line):
        raise FpstatsError(say("error", "empty_file", path=path))
    _refuse_long_cells(path, first)
    looked = intact.look_through(path, data)
    sheet = TextSheet(path, None, used, data, delimiter, first, looked)
    if looked.quotes % 2:
        sheet.refuse_open_quote()
    elif looked.quotes and intact.quotes_go_on(data):
        sheet.refuse_swallowed_lines()
    return sheet


def _first_lines(head: str, delimiter: str) -> tuple[tuple[str, ...], ...]:
    """Return the cells of the first lines, which mostly lie in the first few kilobytes."""
    lines: list[list[str]] = []
    for text in (head[:_TOP], head):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        lines = [*islice(reader, HEAD_LINES + 1)]
        if len(lines) > HEAD_LINES:  # so that the last of them is whole
            break
    return tuple(map(tuple, lines[:HEAD_LINES]))


def _refuse_long_cells(path: str, lines: Sequence[Sequence[str]]) -> None:
    """Refuse a cell in which an open quote has swallowed what follows it."""
    for number, line in enumerate(lines, 1):
        if max(map(len, line), default=0) > limits.LONGEST_CELL:
            why = say("error", "long_cell", most=limits.LONGEST_CELL)
            given = {"path": path, "line": number, "reason": why}
            raise FpstatsError(say("error", "no_table_from", **given))


def _delimiter(head: str) -> str:
    """Return the mark that stands in most lines; among equals the one that stands most often."""
    there = [mark for mark in DELIMITERS if mark in head]
    if len(there) < 2:
        return there[0] if there else DELIMITERS[0]
    lines = head.splitlines()

    def weight(mark: str) -> tuple[int, int, int]:
        often = [line.count(mark) for line in lines]
        return sum(map(bool, often)), sum(often), -DELIMITERS.index(mark)

    return max(there, key=weight)


def text(path: str, data: Path | bytes, encoding: str | None) -> Iterator[Sheet]:
    """Yield the one sheet of a text file."""
    yield text_sheet(path, data, encoding)
