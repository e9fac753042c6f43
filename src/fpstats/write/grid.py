"""The one intermediate form of everything that people read: sections of typed columns.

Terminal, Markdown, HTML and workbook are four ways to draw it; none of them knows an indicator.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from fpstats.write.numbers import Numbers, Value, fixed, shortest, telling

Decimals = int | Sequence[int] | None


class Column(Struct, frozen=True):
    """One column: what a spreadsheet holds, and how people read it.

    Attributes
    ----------
    decimals
        Of the numbers, one figure or one a row; None writes as many as a number has.
    signed
        Whether a positive number has a sign, as differences have.
    shown
        The texts, where they are not simply the values.
    styles
        A style a row: `met`, `missed`, `chance` or nothing.
    formulas
        What a workbook computes the values with, where they are not plain values.
    notes
        What a workbook says of a cell, in a comment on it.
    spare
        How early it gives way where a screen is narrow, the highest first; 0 stays.
    """

    heading: str
    values: Sequence[Value]
    right: bool = False
    decimals: Decimals = None
    signed: bool = False
    shown: Sequence[str] | None = None
    styles: Sequence[str] = ()
    formulas: Sequence[str | None] = ()
    notes: Sequence[str | None] = ()
    spare: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is in it."""
        return all(value is None or value == "" for value in self.values)

    def texts(self) -> Sequence[str]:
        """Return what people read, row by row."""
        if self.shown is not None:
            return self.shown
        if isinstance(self.decimals, int):
            return fixed(cast(Numbers, self.values), self.decimals, signed=self.signed)
        return [shortest(value) for value in self.values]

    def head(self, rows: int) -> Column:
        """Return the column with its first rows only."""
        shown = None if self.shown is None else self.shown[:rows]
        return replace(self, values=self.values[:rows], shown=shown, styles=self.styles[:rows])


def number(
    heading: str, values: Sequence[Value], decimals: Decimals = 0, *, signed: bool = False
) -> Column:
    """Return a column of numbers."""
    return Column(heading, values, right=True, decimals=decimals, signed=signed)


def difference(heading: str, values: Numbers, decimals: int, *, signed: bool = False) -> Column:
    """Return a column of differences, none of which seems to be none where there is one."""
    shown = telling(values, decimals, signed=signed)
    return replace(number(heading, values, decimals, signed=signed), shown=shown)


class Section(Struct, frozen=True):
    """One table with its title and what is said under it; the first `keys` columns stay in view."""

    title: str
    columns: tuple[Column, ...]
    captions: tuple[str, ...] = ()
    keys: int = 0

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.columns[0].values) if self.columns else 0

    def filled(self) -> Section:
        """Return the section without the columns that hold nothing; headings alone stay."""
        filled = tuple(column for column in self.columns if not column.empty)
        return replace(self, columns=filled) if filled else self

    def head(self, rows: int) -> Section:
        """Return the section with its first rows only."""
        return replace(self, columns=tuple(column.head(rows) for column in self.columns))


def first_rows(sections: Iterable[Section], limit: int | None) -> Iterator[Section]:
    """Yield sections until they have `limit` rows together; what follows is never built."""
    for section in sections:
        if limit is None:
            yield section
            continue
        if limit <= 0:
            return
        yield section.head(limit) if section.rows > limit else section
        limit -= section.rows
