"""Containers: what kind of file it is, and its sheets as lines of cells.

Knows suffixes and bytes; knows nothing of forms. A sheet gives its first lines, for a layout to be
recognised, and then the columns that the layout asks for, each cell with its line.
"""

from __future__ import annotations

import csv
import datetime
import glob
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import polars as pl

from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.returns import encoding as encodings

HEAD_BYTES: Final = 65_536
HEAD_LINES: Final = 30
DELIMITERS: Final = (",", "\t", ";", "|")


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

    def head(self) -> list[list[str]]:
        """Return the first lines as text."""
        ...

    def columns(self, first: int, width: int, wanted: Sequence[int]) -> pl.DataFrame:
        """Return the wanted columns from line `first` (from 0) on.

        A column is called `c` and its number; `row` is the line, counted from 1.
        """
        ...


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
        """Plan to read the lines from `first` on with these types; too long a line is an error."""
        source = self.data if isinstance(self.data, Path) else io.BytesIO(self.data)
        return pl.scan_csv(
            source,
            has_header=False,
            separator=self.delimiter,
            skip_rows=first,
            schema=schema,
        )

    def columns(self, first: int, width: int, wanted: Sequence[int]) -> pl.DataFrame:  # noqa: D102
        schema = {f"c{column}": pl.String for column in range(width)}
        try:
            frame = self.scan(first, schema).with_row_index("row", offset=first + 1)
            return frame.select("row", *(f"c{column}" for column in wanted)).collect()
        except pl.exceptions.PolarsError:
            return self._columns_slowly(first, wanted)

    def _columns_slowly(self, first: int, wanted: Sequence[int]) -> pl.DataFrame:
        """Read a file with lines of uneven length, or with another encoding further down."""
        data = self.data.read_bytes() if isinstance(self.data, Path) else self.data
        text, _ = encodings.decode(data, self.path)
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter))[first:]
        return _frame(lines, first, wanted)


@dataclass(frozen=True, slots=True)
class GridSheet:
    """A sheet of a workbook, cell by cell."""

    path: str
    name: str | None
    cells: list[list[Any]]
    encoding: str | None = None

    def head(self) -> list[list[str]]:  # noqa: D102
        return [[written(cell) for cell in line] for line in self.cells[:HEAD_LINES]]

    def columns(self, first: int, width: int, wanted: Sequence[int]) -> pl.DataFrame:  # noqa: ARG002, D102
        lines = ([written(cell) for cell in line] for line in self.cells[first:])
        return _frame(list(lines), first, wanted)


@dataclass(frozen=True, slots=True)
class FrameSheet:
    """A table that already has columns: Parquet, Arrow, or a frame handed in from Python."""

    path: str
    name: str | None
    frame: pl.DataFrame
    encoding: str | None = None

    def head(self) -> list[list[str]]:  # noqa: D102
        return [self.frame.columns]

    def columns(self, first: int, width: int, wanted: Sequence[int]) -> pl.DataFrame:  # noqa: ARG002, D102
        chosen = self.frame.select(
            pl.nth(column).alias(f"c{column}") for column in dict.fromkeys(wanted)
        )
        return chosen.with_row_index("row", offset=2)


def _frame(lines: list[list[str]], first: int, wanted: Sequence[int]) -> pl.DataFrame:
    texts = {
        f"c{column}": [line[column] if column < len(line) else "" for line in lines]
        for column in wanted
    }
    schema = {"row": pl.UInt32} | dict.fromkeys(texts, pl.String)
    rows = range(first + 1, first + 1 + len(lines))
    return pl.DataFrame({"row": rows, **texts}, schema=schema)


def written(cell: object) -> str:
    """Return a cell as a person would write it: 12.0 is 12, a date is 2024-05-31."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 1e16:
            return str(int(cell))
        case datetime.datetime() if cell.time() == datetime.time():
            return cell.date().isoformat()
        case _:
            return str(cell)


# --- opening ----------------------------------------------------------------------------------


def text_sheet(path: str, data: Path | bytes, encoding: str | None) -> TextSheet:
    """Open a CSV or TSV: decode it, and find its delimiter."""
    if isinstance(data, Path):
        with data.open("rb") as file:
            start = file.read(HEAD_BYTES)
    else:
        start = data[:HEAD_BYTES]
    used: str | None = "UTF-8"
    if encoding is None and encodings.begins_as_utf8(start):
        head = start.decode("utf-8-sig", errors="ignore")
    else:
        whole = data.read_bytes() if isinstance(data, Path) else data
        text, used = encodings.decode(whole, path, encoding)
        head, data = text[:HEAD_BYTES], text.encode()
        start = head.encode()
    if len(start) == HEAD_BYTES:
        head = head.rpartition("\n")[0]
    delimiter = max(DELIMITERS, key=lambda mark: (head.count(mark), -DELIMITERS.index(mark)))
    lines = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        first = tuple(tuple(line) for _, line in zip(range(HEAD_LINES), lines, strict=False))
    except csv.Error as error:
        raise FpstatsError(f"{path} cannot be read as a table: {error}") from None
    if not any(map(any, first)):
        raise FpstatsError(f"{path} is empty")
    return TextSheet(path, None, used, data, delimiter, first)


def _text(path: str, data: Path | bytes, encoding: str | None) -> Iterator[Sheet]:
    yield text_sheet(path, data, encoding)


def _workbook(path: str, data: Path | bytes, encoding: str | None) -> Iterator[Sheet]:  # noqa: ARG001
    import python_calamine

    try:
        source = data if isinstance(data, Path) else io.BytesIO(data)
        book = python_calamine.load_workbook(source)
        for name in book.sheet_names:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(cell != "" for line in cells for cell in line):
                yield GridSheet(path, name, cells)
    except python_calamine.CalamineError as error:
        raise FpstatsError(
            f"{path} cannot be opened as a workbook: {error}\n"
            "Hint: open it in a spreadsheet program and save it as .xlsx"
        ) from None


def _columnar(read: Callable[[Any], pl.DataFrame]) -> Callable[..., Iterator[Sheet]]:
    def sheets(path: str, data: Path | bytes, encoding: str | None) -> Iterator[Sheet]:  # noqa: ARG001
        try:
            yield FrameSheet(path, None, read(data if isinstance(data, Path) else io.BytesIO(data)))
        except (pl.exceptions.PolarsError, OSError) as error:
            raise FpstatsError(f"{path} cannot be read: {error}") from None

    return sheets


CONTAINERS: Final[dict[str, Callable[[str, Path | bytes, str | None], Iterator[Sheet]]]] = {
    ".csv": _text,
    ".tsv": _text,
    ".txt": _text,
    ".xlsx": _workbook,
    ".xls": _workbook,
    ".parquet": _columnar(pl.read_parquet),
    ".arrow": _columnar(pl.read_ipc),
}
"""Suffix → sheets of the file."""

_MAGIC: Final = {
    b"PK\x03\x04": ".xlsx",
    b"\xd0\xcf\x11\xe0": ".xls",
    b"PAR1": ".parquet",
    b"ARROW1": ".arrow",
}


def expand(inputs: Iterable[str | Path]) -> list[str]:
    """Turn paths, folders and globs into files: sorted, each once. `-` is standard input.

    Raises
    ------
    ConfigurationError
        A path is not there, a folder holds no returns, or a suffix is not known.
    """
    found: dict[str, None] = {}
    for one in map(str, inputs):
        path = Path(one)
        if one == "-":
            found[one] = None
        elif path.is_dir():
            inside = sorted(
                str(file)
                for file in path.rglob("*")
                if file.suffix.lower() in CONTAINERS and not file.name.startswith(("~$", "."))
            )
            if not inside:
                raise ConfigurationError(
                    f"{one} holds no files that can be read ({' '.join(CONTAINERS)})"
                )
            found |= dict.fromkeys(inside)
        elif path.exists():
            if path.suffix.lower() not in CONTAINERS:
                raise ConfigurationError(
                    f"{one}: files called {path.suffix or 'without a suffix'} are not read; "
                    f"known are {' '.join(CONTAINERS)}"
                )
            found[one] = None
        elif matched := sorted(glob.glob(one, recursive=True)):  # noqa: PTH207
            found |= dict.fromkeys(matched)
        else:
            raise ConfigurationError(f"{one}: no such file")
    return list(found)


def sheets(path: str, encoding: str | None = None) -> Iterator[Sheet]:
    """Open one file and yield its sheets.

    Raises
    ------
    FpstatsError
        The file cannot be read.
    """
    if path != "-":
        file = Path(path)
        try:
            yield from CONTAINERS[file.suffix.lower()](path, file, encoding)
        except OSError as error:
            raise FpstatsError(f"{path} cannot be read: {error.strerror}") from None
        return
    data = sys.stdin.buffer.read()
    suffix = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), ".csv")
    yield from CONTAINERS[suffix](path, data, encoding)
