"""The parts that every shape of a return is put together from: files, sheets, tables on them."""

from __future__ import annotations

from random import Random
from typing import Final

from . import spans
from .figures import Figures, Span
from .headings import Column
from .lists import choose_items, list_table
from .places import COUNTIES, County, Township
from .placing import Placing
from .plan import Plan
from .sheets import File, Sheet
from .surroundings import lines as lines_above
from .surroundings import put_above, put_notes, titles
from .tables import Table

SUFFIX: Final = {"csv": ".csv", "tsv": ".tsv", "xls": ".xls"}


class Builder:
    """Builds one return by its plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rng = Random(f"return {plan.seed}")
        self.county = self._county()
        self.year = self.rng.randint(2017, 2024)
        first = 2 if plan.over in ("ytd", "both_below", "both_above") else 1
        self.month = self.rng.randint(first, 12)
        self.figures = Figures(Random(f"figures {plan.seed}"))
        self.items = choose_items(plan, self.rng)

    def _county(self) -> County:
        needs_groups = self.plan.group or self.plan.subtotals != "none"
        return self.rng.choice([one for one in COUNTIES if one.groups or not needs_groups])

    # Parts ──────────────────────────────────────────────────────────────────────────────────────

    def span(self, month: int, kind: str = "month") -> Span:
        """Return a period of the year of this return."""
        return spans.span(self.year, month, kind)

    def period(self, month: int) -> Span:
        """Return what the return is for, in a month."""
        return self.span(month, "ytd" if self.plan.over == "ytd" else "month")

    def file(self, sheets: list[Sheet], month: int, named: str = "") -> File:
        """Make a file, with the period in its name where the plan says so."""
        name = named or self.rng.choice(
            ["报表", "上报表", f"{self.county.name}报表", "统计表（定稿）"]
        )
        if "file" in self.plan.place or ("year" in self.plan.place and self.rng.random() < 0.3):
            form = self.plan.month_form if "title" not in self.plan.place else spans.PLAIN
            said = spans.text(self.span(self._said("file", month)), form)
            if "year" in self.plan.place:
                said = f"{self.year}年"
            alone = f"{name}（{said}）" if named else said
            name = self.rng.choice([f"{said}{name}", f"{name}{said}", alone])
        suffix = SUFFIX.get(self.plan.container, ".xlsx")
        return File(name + suffix, self.plan.container, self.plan.encoding, sheets)

    def sheet(self, month: int, named: str = "") -> Sheet:
        """Make an empty sheet, with the period in its name where the plan says so."""
        name = named or self.rng.choice(["Sheet1", "月报表", "表1", "汇总表"])
        if "sheet" in self.plan.place:
            form = self.plan.month_form if self.plan.place == "sheet" else spans.PLAIN
            name = spans.text(self.span(self._said("sheet", month)), form)
            if self.plan.place == "year+sheet":
                name = f"{month}月"
        return Sheet(name)

    def _said(self, where: str, month: int) -> int:
        """The month that a name says: another one where that is the fault."""
        return month % 12 + 1 if "two_periods" in self.plan.faults else month

    def put(self, sheet: Sheet, table: Table, place: str, period: Span, *, left: int = 0,
            top: int | None = None, bare: bool = False) -> int:  # fmt: skip
        """Put a table with what stands above it, or `bare`; return its first heading row."""
        plan = self.plan
        left += 1 if plan.blanks == "left" else 0
        gap = plan.seed % 3 + 1 if sheet.cells else 0
        start = sheet.bottom + gap if top is None else top
        width = len(table.lines) + table.depth if table.on_side else len(table.columns)
        heads = [] if bare else titles(plan, place, period, self.rng)
        rows = [[one] for one in heads]
        rows += [] if bare else lines_above(plan, place, period, self.rng)
        below = put_above(sheet, start, left, width, plan, rows, len(heads))
        below += 1 if plan.blanks == "above_heading" and not bare else 0
        Placing(table, sheet, (below, left), plan, self.rng).place(self.figures)
        return below

    def finish(self, sheet: Sheet) -> Sheet:
        """Put the notes, and hide a row."""
        left = 1 if self.plan.blanks == "left" else 0
        right = sheet.right
        put_notes(sheet, left, right - left, self.plan)
        if self.plan.hidden == "rows" and sheet.known:
            sheet.hidden_rows.add(self.rng.choice(sheet.known).at[0])
        return sheet

    def township_list(
        self,
        month: int,
        items: list[Column] | None = None,
        townships: list[Township] | None = None,
    ) -> Table:
        """Make the list of townships of a month."""
        return list_table(
            self.plan, self.rng, self.county, self.span(month), self.span(month, "ytd"),
            items or self.items, townships,
        )  # fmt: skip

    def months(self) -> list[int]:
        """Take a few months in a row, the last that of the return."""
        first = max(1, self.month - self.rng.randint(1, 3))
        return list(range(first, self.month + 1))
