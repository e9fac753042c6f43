"""A sheet that was turned: its columns are the lines of the sheet beneath it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from fpstats.returns.facts import SheetFacts
from fpstats.returns.sheet import Sheet, frame


@dataclass(frozen=True, slots=True)
class Turned:
    """A sheet whose columns are the lines of another, from line `top` on."""

    sheet: Sheet
    cells: list[list[str]]
    top: int
    facts: SheetFacts

    @property
    def path(self) -> str:  # noqa: D102
        return self.sheet.path

    @property
    def name(self) -> str | None:  # noqa: D102
        return self.sheet.name

    @property
    def encoding(self) -> str | None:  # noqa: D102
        return self.sheet.encoding

    def head(self) -> list[list[str]]:  # noqa: D102
        return self.cells

    def lines(self) -> list[list[str]]:  # noqa: D102
        return self.cells

    @property
    def cut(self) -> bool:  # noqa: D102
        return False

    def picked(self, rows: Collection[int]) -> dict[int, Sequence[Any]]:  # noqa: D102
        return self.sheet.picked(rows)

    def columns(self, first: int, width: int, wanted: Sequence[int]) -> pl.DataFrame:  # noqa: D102
        return frame(self.cells[first:], first, width, wanted)

    def address(self, column: int, row: int) -> str:
        """Return where the cell stands in the sheet as it lies."""
        return self.sheet.address(row - 1, self.top + column + 1)
