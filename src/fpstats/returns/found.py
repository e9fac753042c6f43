"""What a scan of one sheet's XML has found so far; and the two ways in which it may end early."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from msgspec import Struct, field

from fpstats.returns import limits
from fpstats.returns.facts import Place, Range


class OddError(ValueError):
    """The XML is not written as spreadsheet programs write it."""


class BeyondError(Exception):
    """The sheet is larger than a sheet may be.

    `far` tells that its grid is, not its cells; `hollow` that too many of those hold nothing.
    `rows` and `columns` are those that were seen up to here.
    """

    def __init__(self, found: Found) -> None:
        """Keep how large the sheet is."""
        super().__init__(found.rows, found.columns)
        self.rows, self.columns = found.rows, found.columns
        self.hollow = found.hollow
        self.far = found.cells <= limits.MOST_CELLS and len(found.merged) <= limits.MOST_MERGED


class Found(Struct):
    """What a sheet has: the fields of `SheetFacts` as they come, and how large it is.

    `rows` and `columns` are those up to the outermost cell; of the `cells`, `filled` are those that
    hold something, or a few more; `strings` counts the cells that point to shared texts, and
    `used` says which, where the scan had to look at each. `styled` are the styles that were asked
    for, by their cells. `margins` are the texts of page headers and footers, `listed` what cells
    may be filled with, as formulas.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    filled: int = 0
    strings: int = 0
    used: Counter[int] | None = None
    errors: dict[Place, str] = field(default_factory=dict)
    unstored: set[Place] = field(default_factory=set)
    styled: dict[Place, int] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)

    def extend(
        self, rows: Collection[int], columns: Collection[int], cells: int, filled: int
    ) -> None:
        """Take in so many cells in these rows and columns, counted from 1, and how many are filled.

        Raises
        ------
        OddError
            A row has the number 0.
        BeyondError
            There are more cells than a sheet may have, or one lies further out than any may.
        """
        if not cells:
            return
        if min(rows) < 1:
            raise OddError
        self.rows = max(self.rows, *rows)
        self.columns = max(self.columns, *columns)
        self.cells += cells
        self.filled += filled
        if self.cells > limits.MOST_CELLS or self.area > limits.MOST_GRID or self.hollow:
            raise BeyondError(self)

    def merge(self, ranges: Iterable[Range]) -> None:
        """Take in merged ranges.

        Raises
        ------
        BeyondError
            There are more than a sheet may have.
        """
        self.merged.extend(ranges)
        if len(self.merged) > limits.MOST_MERGED:
            raise BeyondError(self)

    @property
    def area(self) -> int:
        """How many cells the grid spans up to the outermost."""
        return self.rows * self.columns

    @property
    def hollow(self) -> bool:
        """Whether too many cells hold nothing, and too few hold something."""
        empty = self.cells - self.filled
        return empty > limits.MOST_HOLLOW and self.cells > limits.MOST_SPREAD * self.filled

    def whole(self) -> Found:
        """Return it, now that all of the sheet was seen.

        Raises
        ------
        BeyondError
            The grid is large for the few cells that are in it.
        """
        if self.area > max(limits.MOST_EMPTY, limits.MOST_SPREAD * self.cells):
            raise BeyondError(self)
        return self
