"""A sheet that was turned: its columns are the lines of the sheet beneath it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from fpstats.returns.moved import Moved
from fpstats.returns.sheet import frame


class Turned(Moved, frozen=True):
    """A sheet whose columns are the lines of another, from line `top` on."""

    cells: list[list[str]]
    top: int

    def head(self) -> list[list[str]]:
        """Return all lines, because what was turned is whole."""
        return self.cells

    def lines(self) -> list[list[str]]:
        """Return the lines, which were columns."""
        return self.cells

    def columns(self, first: int, width: int, wanted: Sequence[int]) -> pl.DataFrame:
        """Return the wanted columns, which were lines, from line `first` on."""
        return frame(self.cells[first:], first, width, wanted)

    def address(self, column: int, row: int) -> str:
        """Return where the cell stands in the sheet as it lies."""
        return self.sheet.address(row - 1, self.top + column + 1)
