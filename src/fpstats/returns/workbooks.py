"""Workbooks as sheets, cell by cell, each cell as a person would write it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from msgspec import Struct

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns.facts import NOTHING, SheetFacts, with_facts
from fpstats.returns.sheet import HEAD_LINES, Sheet, address, frame, panicked


class GridSheet(Struct, frozen=True):
    """A sheet of a workbook, cell by cell."""

    path: str
    name: str | None
    cells: list[list[Any]]
    encoding: str | None = None
    facts: SheetFacts = NOTHING

    address = staticmethod(address)

    def head(self) -> list[list[str]]:  # noqa: D102
        return [[written(cell) for cell in line] for line in self.cells[:HEAD_LINES]]

    def lines(self) -> list[list[str]]:  # noqa: D102
        return [[written(cell) for cell in line] for line in self.cells]

    @property
    def cut(self) -> bool:  # noqa: D102
        return False

    def picked(self, rows: Collection[int]) -> dict[int, Sequence[Any]]:  # noqa: D102
        return {row: self.cells[row] for row in sorted(rows) if row < len(self.cells)}

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
    """Yield the sheets of an .xlsx that have something in them."""
    import python_calamine

    from fpstats.returns.package import look

    source = data if isinstance(data, Path) else io.BytesIO(data)
    facts = look(path, source)
    try:
        book = python_calamine.load_workbook(source)
        for name in book.sheet_names:
            known = facts.get(name, NOTHING)
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            cells = with_facts(cells, known)
            if any(cell != "" for line in cells for cell in line):
                yield GridSheet(path, name, cells, facts=known)
    except BaseException as error:
        if not isinstance(error, python_calamine.CalamineError) and not panicked(error):
            raise
        raise FpstatsError(say("error", "damaged_workbook", path=path, reason=error)) from None
