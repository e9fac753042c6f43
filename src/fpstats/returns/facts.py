"""What a workbook says of its sheets beside the values: facts that a reader of values loses.

Places are pairs of row and column, both counted from 0, as `GridSheet.cells` has them.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Final, Literal

from msgspec import Struct, field

from fpstats.patterns import pattern
from fpstats.returns.number_formats import ShownMonth

Place = tuple[int, int]
"""Row and column of a cell, from 0."""

Range = tuple[int, int, int, int]
"""Top row, left column, bottom row, right column; from 0, both ends within."""

UNSTORED: Final = "=?"
"""What stands in the grid for a formula whose value was never stored."""


_ADDRESS: Final = pattern(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class SheetFacts(Struct, frozen=True):
    """What is known of one sheet beside its values.

    Attributes
    ----------
    errors
        The cells that hold an error, with its text, such as `#DIV/0!`.
    unstored
        The cells whose formula has no stored value.
    percent
        The cells whose number is shown as a percentage: they hold 0.05 and show 5%.
    months
        The cells whose day is shown as its month, and the words that are shown around it.
    merged
        The merged ranges; the value stands in the top left cell.
    state
        How the sheet is shown: `veryHidden` cannot be undone from the menu.
    hidden_rows, hidden_columns
        Rows from 0; spans of columns, both ends within.
    comments
        Comments and notes.
    margins, listed, defined
        What page headers and footers say; what cells may be filled with, as formulas; and what
        names of the workbook stand for. Like comments, these are looked at for data about persons
        and for nothing else.
    """

    errors: Mapping[Place, str] = field(default_factory=dict)
    unstored: frozenset[Place] = frozenset()
    percent: frozenset[Place] = frozenset()
    months: Mapping[Place, ShownMonth] = field(default_factory=dict)
    merged: tuple[Range, ...] = ()
    state: Literal["visible", "hidden", "veryHidden"] = "visible"
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    comments: Mapping[Place, str] = field(default_factory=dict)
    margins: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    defined: tuple[str, ...] = ()


NOTHING: Final = SheetFacts()
"""What is known of a sheet that says nothing beside its values."""


def with_facts(cells: list[list[Any]], facts: SheetFacts) -> list[list[Any]]:
    """Return the grid with errors as their text and unstored formulas as `UNSTORED`.

    A day that is shown as its month is what is shown. The grid grows where an error or such a
    formula lies outside it.
    """
    for (row, column), text in (
        *facts.errors.items(),
        *((place, UNSTORED) for place in facts.unstored),
    ):
        while len(cells) <= row:
            cells.append([])
        line = cells[row]
        line += [""] * (column + 1 - len(line))
        line[column] = text
    for (row, column), month in facts.months.items():
        day = cells[row][column] if row < len(cells) and column < len(cells[row]) else None
        if isinstance(day, datetime.date):
            cells[row][column] = month.of(day)
    return cells


def place(address: str) -> Place:
    """Return the place of an address such as B7.

    Raises
    ------
    ValueError
        The text is no address.

    Examples
    --------
    >>> place("B7"), place("AA1")
    ((6, 1), (0, 26))
    """
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(address)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def span(reference: str) -> Range:
    """Return the range of a reference such as A1:C2, or of one cell."""
    first, _, last = reference.replace("$", "").partition(":")
    (top, left), (bottom, right) = place(first), place(last or first)
    return top, left, bottom, right
