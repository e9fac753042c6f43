"""Where the numbers of a finding stand: file, sheet and cell of each."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import polars as pl

from fpstats.areas import Areas
from fpstats.checks.finding import Operand
from fpstats.issues import Findings
from fpstats.periods import Calendar, Span
from fpstats.returns import facts
from fpstats.returns.names import resolve
from fpstats.returns.opening import Returns
from fpstats.returns.outside import line_at


class Place(NamedTuple):
    """One number's place; no cell where several lines make it up. `lines` are counted from 1."""

    reading: int
    source: str
    sheet: str | None
    cell: str | None
    lines: tuple[int, ...]

    def __str__(self) -> str:
        sheet = f"[{self.sheet}]" if self.sheet else ""
        return f"{self.source}{sheet}{f'!{self.cell}' if self.cell else ''}"


class Places:
    """Finds the places of numbers; each sheet is looked through once."""

    def __init__(
        self,
        returns: Returns,
        areas: Areas,
        calendar: Calendar,
        *,
        called_months: bool = False,
    ) -> None:
        """Begin with no sheet looked through.

        `called_months` says that years to date stand under the names of their last months.
        """
        self.called_months = called_months
        self.returns, self.areas, self.calendar = returns, areas, calendar
        self._lines: dict[int, dict[tuple[str, Span], list[int]]] = {}
        self._whose: dict[int, dict[int, tuple[str, Span]]] = {}
        self._sheets: dict[tuple[str, str | None], list[int]] = defaultdict(list)
        for number, one in enumerate(returns.readings):
            self._sheets[one.sheet.path, one.sheet.name].append(number)
        self._filled: dict[tuple[int, str], frozenset[int]] = {}

    def of(self, operand: Operand) -> Place | None:
        """Return the place of a number; None where no sheet is known to have it."""
        for reading in self._candidates(operand):
            one = self.returns.readings[reading]
            if operand.row is None and one.match.additive:
                return Place(reading, one.sheet.path, one.sheet.name, None, ())
            rows = [operand.row] if operand.row is not None else self._rows(reading, operand)
            if operand.item not in one.match.items and one.match.value is not None:
                rows = [row for row in rows if row in self._with(reading, operand.item)]
            if not rows or not one.match.columns_of(operand.item):
                continue
            cell = one.cell(operand.item, rows[0]) if len(rows) == 1 else None
            return Place(reading, one.sheet.path, one.sheet.name, cell, tuple(rows))
        return None

    def whose(self, path: str, sheet: str | None, cell: str) -> tuple[str, Span] | None:
        """Return the area and period of the line in which a cell stands; None where it has none."""
        place = facts.place(cell.split("+")[0])
        for reading in self._sheets[path, sheet]:
            row = line_at(self.returns.readings[reading].sheet, place)
            owner = self._owners(reading).get(row) if row is not None else None
            if owner is not None:
                return owner
        return None

    def _owners(self, reading: int) -> dict[int, tuple[str, Span]]:
        """Return whose each line is, of a sheet that was read cell by cell."""
        if reading not in self._whose:
            careful = reading in self.returns.careful
            index = self._index(reading) if careful else {}
            self._whose[reading] = {row: owner for owner, rows in index.items() for row in rows}
        return self._whose[reading]

    def _candidates(self, operand: Operand) -> list[int]:
        """Return the sheets that may have it: the one known first, then those that have the item
        and, as far as their titles tell, the period.
        """
        has = self.returns.has(operand.item)
        first = [operand.source] if operand.source is not None and has[operand.source] else []
        if first and self._may_have(first[0], operand):
            return first
        return [index for index, there in enumerate(has) if there and
                self._may_have(index, operand)]  # fmt: skip

    def _may_have(self, reading: int, operand: Operand) -> bool:
        match = self.returns.readings[reading].match
        if operand.row is not None or match.additive:
            return operand.source is None or operand.source == reading
        return bool(self._rows(reading, operand))

    def _rows(self, reading: int, operand: Operand) -> list[int]:
        lines, span = self._index(reading), operand.span
        rows = lines.get((operand.area, span), [])
        if rows or not self.called_months:
            return rows
        return lines.get((operand.area, Span(span.end, span.end)), [])

    def _index(self, reading: int) -> dict[tuple[str, Span], list[int]]:
        if reading not in self._lines:
            self.returns.look_closely([reading])
            lines = self.returns.careful[reading].select("source", "area", "period", "row")
            # Whatever is odd about the names has been told when the returns were added up.
            named = resolve(lines, self.returns.readings, self.areas, self.calendar, Findings())
            found: dict[tuple[str, Span], list[int]] = defaultdict(list)
            known = named.drop_nulls(["name", "start"]).select("name", "start", "end", "row")
            for name, start, end, row in known.rows():
                found[name, Span(start, end)].append(row)
            self._lines[reading] = dict(found)
        return self._lines[reading]

    def _with(self, reading: int, item: str) -> frozenset[int]:
        """Return the lines of a sheet of categories that give an item."""
        if (reading, item) not in self._filled:
            lines = self.returns.careful[reading]
            filled = (
                lines.filter(pl.col(item).is_not_null()) if item in lines.columns else lines.clear()
            )
            self._filled[reading, item] = frozenset(filled["row"])
        return self._filled[reading, item]
