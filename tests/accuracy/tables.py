"""One table: its columns, its lines, and what its numbers are of."""

from __future__ import annotations

from dataclasses import dataclass, field

from .figures import Span
from .headings import Column
from .numerals import Content


@dataclass(slots=True)
class Line:
    """One line of a table: what its label columns say, and what its numbers are of.

    Roles: data, total, section (a label and nothing else), blank. `of` are the lines a total adds.
    """

    role: str
    texts: dict[str, Content] = field(default_factory=dict)
    area: str = ""
    span: Span = (0, 0)
    of: tuple[int, ...] = ()


@dataclass(slots=True)
class Table:
    """Columns and lines; `corner` is what stands above the heading words of a table on its side.

    `runs` are labels merged over several lines: the role, the first line and the last.
    """

    columns: list[Column]
    lines: list[Line]
    month: Span
    to_date: Span
    on_side: bool = False
    corner: str = ""
    runs: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """How many heading rows there are."""
        return max(len(one.path) for one in self.columns)

    def span(self, line: Line, column: Column) -> Span:
        """The period of a number."""
        if column.over and column.over.isdigit():
            month = self.to_date[0] + int(column.over) - 1
            return month, month
        return {"month": self.month, "ytd": self.to_date}.get(column.over or "", line.span)
