"""A sheet whose cells were laid anew: lists below one another, lines of items beside one another.

Every cell keeps the place at which it stands in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from fpstats.returns.facts import Place, Range, SheetFacts
from fpstats.returns.moved import Moved
from fpstats.returns.sheet import HEAD_LINES, Sheet, frame


class Cell(NamedTuple):
    """What stands in a cell, and where it stands in the file; a cell that was put in, nowhere."""

    text: str = ""
    place: Place | None = None


Lines = list[list[Cell]]


def as_it_lies(grid: Sequence[Sequence[str]], row: int) -> list[Cell]:
    """Return a line of a sheet, each cell at its place."""
    return [Cell(text, (row, column)) for column, text in enumerate(grid[row] or [""])]


class Relaid(Moved, frozen=True):
    """A sheet made of the cells of another; `headings` are lines that head it in the file."""

    laid: Lines
    headings: tuple[int, ...] = ()

    def head(self) -> list[list[str]]:
        """Return the first lines as they were laid."""
        return self.lines()[:HEAD_LINES]

    def lines(self) -> list[list[str]]:
        """Return the lines as they were laid."""
        return [[cell.text for cell in line] for line in self.laid]

    def columns(self, first: int, width: int, wanted: Sequence[int]) -> pl.DataFrame:
        """Return the wanted columns of what was laid, from line `first` on."""
        return frame(self.lines()[first:], first, width, wanted)

    def address(self, column: int, row: int) -> str:
        """Return where a cell stands in the file; of one that stands nowhere, where its line is."""
        line = self.laid[row - 1]
        own = line[column].place if column < len(line) else None
        down, across = own or _first(line) or (row - 1, column)
        return self.sheet.address(across, down + 1)

    def line(self, row: int) -> int:
        """Return in which line of the file a line begins; both from 0."""
        down, _ = _first(self.laid[row]) or (row, 0)
        return down

    def found(self, place: Place) -> Place | None:
        """Return where a cell of the file was laid."""
        return places(self.laid).get(place)


def relaid(sheet: Sheet, laid: Lines, headings: Sequence[int] = ()) -> Relaid:
    """Lay the cells of a sheet anew, with what is known of those that are still there.

    Of one that was laid anew already they keep their places in the file.
    """
    if isinstance(sheet, Relaid):
        before = sheet.laid
        laid = [[Cell(cell.text, _place(before, cell.place)) for cell in line] for line in laid]
        headings = sheet.headings
        sheet = sheet.sheet
    where = places(laid)
    facts = SheetFacts(
        percent=frozenset(where[place] for place in sheet.facts.percent if place in where),
        merged=tuple(one for one in (_moved(one, where) for one in sheet.facts.merged) if one),
    )
    return Relaid(sheet, facts, laid, tuple(headings))


def _place(laid: Lines, place: Place | None) -> Place | None:
    if place is None or place[1] >= len(laid[place[0]]):
        return None
    return laid[place[0]][place[1]].place


def _first(line: Sequence[Cell]) -> Place | None:
    return next((cell.place for cell in line if cell.place is not None), None)


def places(laid: Lines) -> dict[Place, Place]:
    """Return for each place in the file where it is laid."""
    return {
        cell.place: (row, column)
        for row, line in enumerate(laid)
        for column, cell in enumerate(line)
        if cell.place is not None
    }


def _moved(one: Range, where: dict[Place, Place]) -> Range | None:
    """Return a merged range as it is laid, if its cells still stand together."""
    top, left, bottom, right = one
    first, last = where.get((top, left)), where.get((bottom, right))
    whole = (
        first and last and (last[0] - first[0], last[1] - first[1]) == (bottom - top, right - left)
    )
    return (*first, *last) if first and last and whole else None
