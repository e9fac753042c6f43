"""Containers: what kind of file it is, and its sheets as lines of cells.

Knows suffixes and first bytes; knows nothing of forms. A sheet gives its first lines, for a layout
to be recognised, and then the columns that the layout asks for, each cell with its line.
"""

from __future__ import annotations

import glob
import io
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl
from msgspec import Struct

from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.locale import reason, say, several
from fpstats.returns import kinds
from fpstats.returns.delimited import TextSheet, text
from fpstats.returns.facts import NOTHING, SheetFacts
from fpstats.returns.old_workbooks import old_workbook
from fpstats.returns.sheet import Sheet, address, panicked
from fpstats.returns.workbooks import workbook

__all__ = ["CONTAINERS", "FrameSheet", "Sheet", "TextSheet", "expand", "sheets"]

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


def expand(inputs: Iterable[str | Path]) -> list[str]:
    """Turn paths, folders and globs into files: sorted, each once. `-` is standard input.

    In folders and globs, files of other kinds and hidden ones are passed over.

    Raises
    ------
    ConfigurationError
        A path is not there, a folder holds no returns, or a suffix is not known.
    """
    found: dict[Path | str, str] = {}
    for one in map(str, inputs):
        path = Path(one)
        if one == "-":
            found.setdefault(one, one)
        elif path.is_dir() or not path.exists():
            for file in _matching(one):
                found.setdefault(file.resolve(), str(file))
        elif path.suffix.lower() in CONTAINERS:
            found.setdefault(path.resolve(), one)
        else:
            key = "unknown_suffix" if path.suffix else "no_suffix"
            given = {"path": one, "suffix": path.suffix, "known": several(CONTAINERS)}
            raise ConfigurationError(say("error", key, **given))
    return list(found.values())


def _matching(one: str) -> list[Path]:
    """Return the files in a folder, or those that a glob matches."""
    folder = Path(one)
    matched = [folder] if folder.is_dir() else map(Path, glob.glob(one, recursive=True))  # noqa: PTH207
    roots = [root for root in matched if root.exists()]
    if not roots:
        raise ConfigurationError(say("error", "no_file", path=one))
    inside = {
        file: None
        for root in roots
        for file in (root.rglob("*") if root.is_dir() else [root])
        if file.suffix.lower() in CONTAINERS
        and not any(part.startswith(("~$", ".")) for part in _below(file, root))
        and file.is_file()
    }
    if not inside:
        known = several(CONTAINERS)
        raise ConfigurationError(say("error", "no_files_inside", path=one, known=known))
    return sorted(inside, key=str)


def _below(file: Path, root: Path) -> tuple[str, ...]:
    return file.relative_to(root).parts if file != root else (file.name,)


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
