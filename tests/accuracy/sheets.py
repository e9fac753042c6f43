"""What a generator builds: cells on sheets in files, and beside them the truth and the faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from .figures import Span
from .numerals import Content
from .places import County

At = tuple[int, int]
"""The row and column of a cell, counted from 0."""
PLAIN: Final = "plain"


@dataclass(slots=True)
class Cell:
    """What stands in a cell. Kinds: plain, date, bool, error, uncached (a formula without a value).

    A `formula` beside a plain content is one whose value is stored.
    """

    content: Content
    kind: str = PLAIN
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """One number that a return states: what it means and where it stands.

    `value` is None where the cell says that it is not known. `heading` and `label` are the cells
    that say which item, and which area or period it is: what is said of them is said of it.
    `extra` marks what may be left out if that is said: figures beside those of the month.
    """

    area: str
    span: Span
    item: str
    value: float | None
    at: At
    heading: frozenset[At]
    label: frozenset[At]
    extra: bool = False


@dataclass(slots=True)
class Sheet:
    """One sheet, and what its cells are.

    By their cells: `totals` are stated sums (total or subtotal, and how much), `areas` and
    `periods` the labels of lines, `unknown` the headings that no item has.
    """

    name: str
    cells: dict[At, Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    known: list[Known] = field(default_factory=list)
    totals: dict[At, tuple[str, int]] = field(default_factory=dict)
    areas: dict[At, str] = field(default_factory=dict)
    periods: dict[At, Span] = field(default_factory=dict)
    unknown: set[At] = field(default_factory=set)
    free: set[At] = field(default_factory=set)
    """Cells that are no number of any area, but may rightly be read as one of the county."""

    def put(self, at: At, content: Content, kind: str = PLAIN, formula: str = "") -> None:
        """Write a cell; None leaves it blank."""
        if content is not None or kind != PLAIN:
            self.cells[at] = Cell(content, kind, formula)

    def merge(self, first: At, last: At) -> None:
        """Merge a range of more than one cell."""
        if first != last:
            self.merges.append((*first, *last))

    @property
    def bottom(self) -> int:
        """The first row below everything."""
        return 1 + max((at[0] for at in self.cells), default=-1)

    @property
    def right(self) -> int:
        """The first column right of everything."""
        return 1 + max((at[1] for at in self.cells), default=-1)


@dataclass(slots=True)
class File:
    """One file. Containers: csv, tsv, xlsx, xlsx_inline, xlsx_openpyxl, xls."""

    name: str
    container: str
    encoding: str
    sheets: list[Sheet]


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault: in any of these cells of a file, or (no cells) anywhere in it.

    `bad` are the cells whose number is no longer known because of it.
    """

    name: str
    file: str
    sheet: str
    cells: frozenset[At]
    bad: frozenset[At]


@dataclass(slots=True)
class Return:
    """All that one office hands in, and what is true of it."""

    county: County
    files: list[File]
    features: dict[str, str]
    faults: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing was planted."""
        return not self.faults


def address(at: At) -> str:
    """Write a place as spreadsheets do.

    >>> address((0, 27))
    'AB1'
    """
    row, column = at
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
