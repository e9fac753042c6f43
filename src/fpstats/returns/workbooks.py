"""Workbooks as sheets: .xlsx and .xls, cell by cell, each cell as a person would write it."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns.sheet import HEAD_LINES, Sheet, frame, panicked

MOST_CELLS: Final = 20_000_000
"""A larger sheet does not fit into memory cell by cell."""

MOST_EMPTY: Final = 1_000_000
"""A sheet may span so many cells even where few of them hold anything."""

_CELL: Final = re.compile(rb'<(?:\w+:)?(?:row|c)\b[^>]*?\sr="([A-Z]*)(\d+)"')


@dataclass(frozen=True, slots=True)
class GridSheet:
    """A sheet of a workbook, cell by cell."""

    path: str
    name: str | None
    cells: list[list[Any]]
    encoding: str | None = None

    def head(self) -> list[list[str]]:  # noqa: D102
        return [[written(cell) for cell in line] for line in self.cells[:HEAD_LINES]]

    def columns(self, first: int, width: int, wanted: Sequence[int]) -> pl.DataFrame:  # noqa: D102
        lines = [[written(cell) for cell in line] for line in self.cells[first:]]
        return frame(lines, first, width, wanted)


def written(cell: object) -> str:
    """Return a cell as a person would write it: 12.0 is 12, a date is 2024-05-31."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 1e22:
            return str(int(cell))
        case datetime.datetime() if cell.time() == datetime.time():
            return cell.date().isoformat()
        case _:
            return str(cell)


def workbook(path: str, data: Path | bytes, encoding: str | None) -> Iterator[Sheet]:  # noqa: ARG001
    """Yield the sheets that have something in them."""
    import zipfile

    import python_calamine

    source = data if isinstance(data, Path) else io.BytesIO(data)
    try:
        _refuse_giants(path, source)
        book = python_calamine.load_workbook(source)
        for name in book.sheet_names:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(cell != "" for line in cells for cell in line):
                yield GridSheet(path, name, cells)
    except BaseException as error:
        known = (python_calamine.CalamineError, zipfile.BadZipFile)
        if not isinstance(error, known) and not panicked(error):
            raise
        raise FpstatsError(say("error", "damaged_workbook", path=path, reason=error)) from None


def _refuse_giants(path: str, source: Path | io.BytesIO) -> None:
    """Refuse a sheet with a cell so far out that the grid up to it would fill the memory."""
    import zipfile

    zipped = zipfile.is_zipfile(source)
    if isinstance(source, io.BytesIO):
        source.seek(0)
    if not zipped:  # an .xls, whose sheets cannot be large
        return
    with zipfile.ZipFile(source) as archive:
        for part in archive.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", part):
                continue
            cells = _CELL.findall(archive.read(part))
            column = max((_number(letters) for letters, _ in cells), default=0)
            row = max((int(row) for _, row in cells), default=0)
            area = row * column
            if area > MOST_CELLS or area > max(MOST_EMPTY, 20 * len(cells)):
                given = {"path": path, "part": part, "row": row, "column": column}
                raise FpstatsError(say("error", "giant_sheet", **given))
    if isinstance(source, io.BytesIO):
        source.seek(0)


def _number(letters: bytes) -> int:
    """Return the number of a column: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
