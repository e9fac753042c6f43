"""The judge: what fpstats reads of a return, beside what is true of it."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import fpstats

from . import spans
from .faults import speaks
from .sheets import At, Fault, File, Known, Return, Sheet, address

Row = dict[str, Any]


@dataclass(slots=True)
class Verdict:
    """What came of one return.

    `wrong` are sentences on numbers that are silently wrong; `differences` on what is not exact;
    `alarms` are the errors and warnings that a sound return was given.
    """

    exact: bool = False
    refused: str = ""
    crashed: str = ""
    wrong: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    reported: dict[Fault, bool] = field(default_factory=dict)
    alarms: list[str] = field(default_factory=list)
    extra_read: int = 0
    extra_known: int = 0


def judge(given: Return, path: Path, areas: Path) -> Verdict:
    """Read a return with fpstats, and compare."""
    try:
        found = fpstats.read(str(path), areas=str(areas))
    except fpstats.FpstatsError as refusal:
        return _refused(given, str(refusal))
    except Exception:  # an unforeseen error is a defect of its own, and must not end the run
        verdict = _refused(given, "")
        verdict.crashed = traceback.format_exc(limit=-3)
        return verdict
    return compare(given, found.table.to_pylist(), found.issues.to_pylist())


def compare(given: Return, readings: list[Row], issues: list[Row]) -> Verdict:
    """Compare what was read, and the issues found, with what is true."""
    return _Comparing(given, readings, issues).verdict()


def _refused(given: Return, message: str) -> Verdict:
    """A refusal reports a fault where it names its cell, or that the file has no one period."""
    verdict = Verdict(refused=message or "—", differences=[f"refused: {message}"])
    for fault in given.faults:
        named = any(re.search(rf"\b{address(at)}\b", message) for at in fault.cells)
        of_period = not fault.cells and re.search("期|月|period|month", message)
        verdict.reported[fault] = named or bool(of_period)
    return verdict


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something stands: a file by its name, a sheet (empty for text), and a cell."""

    file: str
    sheet: str
    cell: str


WHOLE_SHEET: Final = ("sheet_left_out", "no_period", "no_area", "period")
"""Parts of codes of issues that may have no cell, and then speak of all cells of a sheet."""


class _Comparing:
    def __init__(self, given: Return, readings: list[Row], issues: list[Row]) -> None:
        self._given = given
        self._readings = readings
        self._issues: dict[_Place, list[Row]] = {}
        for issue in issues:
            self._issues.setdefault(self._place(issue), []).append(issue)
        self._all_issues = issues

    def _place(self, row: Row) -> _Place:
        file = Path(row["source"] or "").name
        # A source may be named with its sheet behind it.
        file = next((one.name for one in self._given.files if file.startswith(one.name)), file)
        return _Place(file, row["sheet"] or "", row["cell"] or "")

    def _at(self, file: File, sheet: Sheet | str, at: At | None) -> _Place:
        name = sheet if isinstance(sheet, str) else sheet.name
        text = file.container in ("csv", "tsv")
        return _Place(file.name, "" if text else name, "" if at is None else address(at))

    def verdict(self) -> Verdict:
        verdict = Verdict()
        read: dict[_Place, list[Row]] = {}
        for row in self._readings:
            if row["value"] is not None:
                read.setdefault(self._place(row), []).append(row)
        for file in self._given.files:
            for sheet in file.sheets:
                self._sheet(file, sheet, read, verdict)
        for place, rows in read.items():
            for row in rows:
                self._stray(place, row, verdict)
        for fault in self._given.faults:
            verdict.reported[fault] = self._reported(fault)
        verdict.exact = not verdict.differences
        verdict.alarms = [
            f"{one['code']} {one['sheet'] or ''} {one['cell'] or ''} {one['value'] or ''}"
            for one in self._all_issues
            if one["severity"] != "info" and one["code"] != "blank_value"
        ]
        return verdict

    def _sheet(
        self, file: File, sheet: Sheet, read: dict[_Place, list[Row]], verdict: Verdict
    ) -> None:
        bad = {
            at
            for fault in self._given.faults
            if (fault.file, fault.sheet) == (file.name, sheet.name)
            for at in fault.bad
        }
        extras_left_out = True
        lost: list[str] = []
        for known in sheet.known:
            rows = read.pop(self._at(file, sheet, known.at), [])
            told = self._told(file, sheet, known, rows)
            if known.at in bad:
                if rows and not told:
                    verdict.wrong.append(self._sentence(file, sheet, known, rows, "bad"))
                continue
            verdict.extra_known += known.extra
            verdict.extra_read += known.extra and bool(rows)
            if known.extra and rows:
                extras_left_out = False
            if self._right(known, rows):
                continue
            sentence = self._sentence(file, sheet, known, rows, "told" if told else "SILENT")
            if not told:
                verdict.wrong.append(sentence)
            (lost if known.extra and not rows and told else verdict.differences).append(sentence)
        if not extras_left_out:
            verdict.differences += lost
        for at in sheet.free:
            read.pop(self._at(file, sheet, at), None)

    def _right(self, known: Known, rows: list[Row]) -> bool:
        if known.value is None:
            return not rows
        if len(rows) != 1:
            return False
        row = rows[0]
        return (
            (row["area"], row["item"], row["value"]) == (known.area, known.item, known.value)
            and spans.months(row["period"]) == known.span
        )  # fmt: skip

    def _told(self, file: File, sheet: Sheet, known: Known, rows: list[Row]) -> bool:
        """Tell whether an issue speaks of the cell.

        It may stand there, at the labels or headings, speak of the whole sheet, or name the area
        that was read.
        """
        here = self._issues.get(self._at(file, sheet, known.at), [])
        labels = [
            issue for at in known.label for issue in self._issues.get(self._at(file, sheet, at), [])
        ]
        heading = [
            issue
            for at in known.heading
            for issue in self._issues.get(self._at(file, sheet, at), [])
        ]
        whole = [
            issue
            for issue in (
                *self._issues.get(self._at(file, sheet, None), []),
                *self._issues.get(_Place(file.name, "", ""), []),
            )
            if any(part in issue["code"] for part in (*WHOLE_SHEET, "refused_file"))
            or {issue["area"], issue["value"]} & {row["area"] for row in rows}
        ]
        grave = [one for one in (*here, *labels, *whole) if one["severity"] != "info"]
        return bool(grave or heading)

    def _stray(self, place: _Place, row: Row, verdict: Verdict) -> None:
        """A number was read where none of any area stands."""
        sentence = (
            f"{place.file}[{place.sheet}]!{place.cell}: read {row['area']} {row['period']} "
            f"{row['item']} = {row['value']}, where no number of an area stands"
        )
        verdict.differences.append(sentence)
        if not any(one["severity"] != "info" for one in self._issues.get(place, [])):
            verdict.wrong.append(sentence)

    def _sentence(self, file: File, sheet: Sheet, known: Known, rows: list[Row], why: str) -> str:
        found = [(row["area"], row["period"], row["item"], row["value"]) for row in rows]
        cell = sheet.cells.get(known.at)
        return (
            f"{file.name}[{sheet.name}]!{address(known.at)} ({why}): true {known.area} "
            f"{known.span} {known.item} = {known.value}; in the cell "
            f"{cell.content if cell else None!r}; read {found}"
        )

    def _reported(self, fault: Fault) -> bool:
        file = next(one for one in self._given.files if one.name == fault.file)
        if not fault.cells:
            return any(
                speaks(fault.name, one["code"], one["severity"])
                and self._place(one).file in (fault.file, "")
                for one in self._all_issues
            )
        return any(
            speaks(fault.name, one["code"], one["severity"])
            for at in fault.cells
            for one in self._issues.get(self._at(file, fault.sheet, at), [])
        )
