"""Placing: a table put on a sheet, upright or on its side, and the truth noted beside it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Final

from .figures import PAIRS, STOCKS, Figures, Span
from .headings import Column
from .numerals import MISSING, Content, number
from .plan import Plan
from .sheets import At, Known, Sheet, address
from .tables import Line, Table

LETTERS: Final = "甲乙丙丁戊己"
LEANING: Final = ("其中", "#", "＃", "男", "女")
GAPS: Final = {"none": 0.0, "few": 0.03, "many": 0.15, "lines": 0.01}
"""The share of numbers that are not known; with `lines`, a whole line besides."""


class Placing:
    """Puts one table on a sheet with its upper left corner at a place."""

    def __init__(self, table: Table, sheet: Sheet, top_left: At, plan: Plan, rng: Random) -> None:
        self._table, self._sheet, self._plan, self._rng = table, sheet, plan, rng
        self._top, self._left = top_left
        # A heading that leans on its neighbour says nothing alone in the bottom row.
        leans = any(
            len(one.path) == 1 and one.path[0].strip().startswith(LEANING) for one in table.columns
        )
        self._fill = "blank" if plan.fill == "bottom" and leans else plan.fill
        self._extra_rows = [
            row
            for row, wanted in (("numbers", plan.numbers_row != "none"), ("units", plan.units_row))
            if wanted
        ]
        gap = 1 if plan.blanks == "below_heading" and not table.on_side else 0
        self._first_line = table.depth + len(self._extra_rows) + gap
        data = [index for index, line in enumerate(table.lines) if line.role == "data"]
        self._silent = rng.choice(data) if plan.gaps == "lines" and len(data) > 2 else None

    def place(self, figures: Figures) -> None:
        """Put everything."""
        self._headings()
        self._rows_below()
        lines = list(enumerate(self._table.lines))
        for index, line in lines:
            self._labels(index, line)
        # Totals last, because they add up what the other lines say.
        for role in ("data", "total"):
            for index, line in lines:
                if line.role == role:
                    for j, column in enumerate(self._table.columns):
                        self._number(index, line, j, column, figures)
        for role, first, last in self._table.runs:
            self._run(role, first, last)

    def _at(self, i: int, j: int) -> At:
        return (self._top + j, self._left + i) if self._table.on_side else (
            self._top + i, self._left + j
        )  # fmt: skip

    def _merge(self, first: At, last: At) -> None:
        if self._plan.workbook and self._fill == "merged":
            self._sheet.merge(first, last)

    # Headings ───────────────────────────────────────────────────────────────────────────────────

    def _headings(self) -> None:
        columns, depth = self._table.columns, self._table.depth
        for j, column in enumerate(columns):
            path = column.path
            for level, word in enumerate(path):
                leaf = level == len(path) - 1
                before = columns[j - 1].path[: level + 1] if j else ()
                begins = leaf or before != path[: level + 1]
                if begins or self._fill == "repeated":
                    down = depth - len(path) if leaf and self._fill == "bottom" else 0
                    self._sheet.put(self._at(level + down, j), word)
                if begins and not leaf:
                    self._merge(self._at(level, j), self._at(level, self._parent_end(j, level)))
            if path and len(path) < depth:
                leaf_at = len(path) - 1
                if self._fill == "repeated":
                    for level in range(len(path), depth):
                        self._sheet.put(self._at(level, j), path[-1])
                self._merge(self._at(leaf_at, j), self._at(depth - 1, j))

    def _parent_end(self, j: int, level: int) -> int:
        columns = self._table.columns
        prefix = columns[j].path[: level + 1]
        while j + 1 < len(columns) and (
            columns[j + 1].path[: level + 1] == prefix and len(columns[j + 1].path) > level + 1
        ):
            j += 1
        return j

    def _heading_cells(self, j: int) -> frozenset[At]:
        """The heading cells of a column: its own, and those of the parents it shares."""
        columns, found = self._table.columns, set()
        for level in range(self._table.depth):
            found.add(self._at(level, j))
            first = j
            prefix = columns[j].path[: level + 1]
            while first and columns[first - 1].path[: level + 1] == prefix:
                first -= 1
                found.add(self._at(level, first))
        return frozenset(found)

    def _rows_below(self) -> None:
        """Put the row of column numbers and the row of units."""
        letters, numbers = iter(LETTERS), iter(range(1, 200))
        for offset, row in enumerate(self._extra_rows):
            i = self._table.depth + offset
            for j, column in enumerate(self._table.columns):
                if column.role != "blank":
                    self._sheet.put(self._at(i, j), self._below(row, j, letters, numbers))

    def _below(self, row: str, j: int, letters: Iterator[str], numbers: Iterator[int]) -> Content:
        column = self._table.columns[j]
        label = column.role not in ("item", "rate", "unknown", "remark")
        if row == "units":
            if self._table.on_side and label:
                return "计量单位" if column.role == "area" else None
            return None if label or column.role == "remark" else unit_of(column)
        if self._table.on_side and label:
            return "行次" if column.role == "area" else None
        if label:
            return next(letters)
        count = next(numbers)
        style = self._plan.numbers_row
        parts = [one.item for one in self._table.columns[j + 1 : j + 3]]
        if style == "sums" and parts == [f"{column.item}_male", f"{column.item}_female"]:
            return f"{count}={count + 1}+{count + 2}"
        return (
            f"（{count}）" if style == "brackets" else count if style == "numbers" else str(count)
        )

    # Lines ──────────────────────────────────────────────────────────────────────────────────────

    def _labels(self, index: int, line: Line) -> None:
        for j, column in enumerate(self._table.columns):
            if column.role not in line.texts:
                continue
            at = self._at(self._first_line + index, j)
            content = line.texts[column.role]
            date = column.role == "period" and self._plan.month_form == "date"
            dated = date and self._plan.workbook and self._plan.place == "column"
            self._sheet.put(at, content, "date" if dated else "plain")
            if column.role == "area" and line.role == "data":
                self._sheet.areas[at] = line.area
            elif column.role == "period" and line.role == "data":
                self._sheet.periods[at] = line.span

    def _run(self, role: str, first: int, last: int) -> None:
        j = next(j for j, one in enumerate(self._table.columns) if one.role == role)
        i = self._first_line
        self._merge(self._at(i + first, j), self._at(i + last, j))
        if self._fill == "repeated":
            cell = self._sheet.cells[self._at(i + first, j)]
            for index in range(first + 1, last + 1):
                self._sheet.put(self._at(i + index, j), cell.content)

    def _label_cells(self, index: int) -> frozenset[At]:
        found = set()
        for j, column in enumerate(self._table.columns):
            if column.role in ("area", "period", "group", "sequence", "code"):
                found.add(self._at(self._first_line + index, j))
                found |= {
                    self._at(self._first_line + first, j)
                    for role, first, last in self._table.runs
                    if role == column.role and first <= index <= last
                }
        return frozenset(found)

    # Numbers ────────────────────────────────────────────────────────────────────────────────────

    def _number(self, index: int, line: Line, j: int, column: Column, figures: Figures) -> None:
        at = self._at(self._first_line + index, j)
        if column.role == "unknown":
            self._sheet.put(at, self._rng.randint(0, 400))
            self._sheet.unknown |= self._heading_cells(j)
        elif column.role == "rate":
            self._rate(at, line, column, figures)
        elif column.role == "item" and line.role == "data":
            self._figure(at, index, line, j, column, figures)
        elif column.role == "item":
            self._total(at, line, j, column, figures)

    def _figure(
        self, at: At, index: int, line: Line, j: int, column: Column, figures: Figures
    ) -> None:
        span = self._span(line, column)
        value: int | None = figures.of(line.area, span, column.item)
        if self._rng.random() < GAPS[self._plan.gaps] or index == self._silent:
            value = None
            self._sheet.put(at, MISSING[self._plan.missing])
        else:
            self._write(at, value or 0, column)
        self._sheet.known.append(
            Known(
                line.area, span, column.item, value, at,
                self._heading_cells(j), self._label_cells(index), extra=column.over == "ytd",
            )
        )  # fmt: skip

    def _span(self, line: Line, column: Column) -> Span:
        """The period of a number: a stock below 2023年1—5月 is that of the end of May."""
        span = self._table.span(line, column)
        running = self._plan.over == "ytd" and column.item in STOCKS
        return (span[1], span[1]) if running else span

    def _write(self, at: At, value: int, column: Column, formula: str = "") -> None:
        content = number(value, column.item, column.scale, self._plan.numbers, self._rng)
        plain = isinstance(content, int | float)
        if self._plan.formulas and plain and not formula and self._rng.random() < 0.3:
            formula = f"={content}+0"
        self._sheet.put(at, content, formula=formula if self._plan.formulas and plain else "")

    def _total(self, at: At, line: Line, j: int, column: Column, figures: Figures) -> None:
        members = {self._at(self._first_line + index, j) for index in line.of}
        known = [one for one in self._sheet.known if one.at in members]
        total = sum(int(one.value) for one in known if one.value is not None)
        cells = "+".join(sorted(address(one.at) for one in known))
        self._write(at, total, column, formula=f"={cells}")
        whole = len(line.of) == sum(one.role == "data" for one in self._table.lines)
        self._sheet.totals[at] = ("total" if whole else "subtotal", total)
        self._sheet.free.add(at)

    def _rate(self, at: At, line: Line, column: Column, figures: Figures) -> None:
        above, below, per = column.parts
        lines = [self._table.lines[index] for index in line.of] or [line]
        parts = [
            sum(figures.of(one.area, self._table.span(one, column), item) for one in lines)
            for item in (above, below)
        ]
        if parts[1] == 0:
            kind = "error" if self._plan.workbook else "plain"
            self._sheet.put(at, "#DIV/0!" if self._plan.workbook else "—", kind)
            return
        rate = round(parts[0] / parts[1] * int(per), 2)
        text = self._plan.numbers in ("text", "suffix", "mixed") and "率" in column.path[-1]
        self._sheet.put(at, f"{rate}%" if text else rate)


def unit_of(column: Column) -> str:
    """The unit that a form prints for a column."""
    if column.role == "rate":
        return "‰" if column.parts[2] == "1000" else "%"
    if column.item == "spending":
        return "万元" if column.scale > 1 else "元"
    return "对" if column.item in PAIRS else "人"
