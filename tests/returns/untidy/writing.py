"""Writes the forms of `*.toml` as files: what stands in each cell, as people put it there.

A cell is text as it stands, but for: digits, which are a number in a workbook; `'12`, a number
that is stored as text; `@2024-05-01`, a date, and `@2024-05-01~yyyy-mm`, one that is shown so;
`=A1+B1#3`, a formula and the value stored with it; `#REF!`, an error; and `¶`, a line break within
the cell.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt
from xlsxwriter.utility import xl_cell_to_rowcol

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def write(form: Mapping[str, Any], folder: Path) -> Path:
    """Write one form; return where it lies."""
    path = folder / form["name"]
    path.parent.mkdir(parents=True, exist_ok=True)
    sheets = {name: _lines(text) for name, text in form["sheets"].items()}
    match path.suffix:
        case ".xlsx":
            _workbook(path, sheets, form)
        case ".xls":
            _old_workbook(path, sheets, form)
        case _:
            (lines,) = sheets.values()
            _text(path, lines, form)
    return path


def _lines(text: str) -> list[list[str]]:
    lines = text.removeprefix("\n").removesuffix("\n").split("\n")
    return [[cell.strip(" ").replace("¶", "\n") for cell in line.split("|")] for line in lines]


def _text(path: Path, lines: Sequence[Sequence[str]], form: Mapping[str, Any]) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=form.get("separator", ","), lineterminator="\r\n").writerows(lines)
    path.write_bytes(out.getvalue().encode(form.get("encoding", "utf-8-sig")))


def _workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[str]]], form: Any) -> None:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, cell in enumerate(line):
                    _put(book, sheet, row, column, cell, day)
            for area in form.get("merged", {}).get(name, ()):
                first, last = area.split(":")
                places = *xl_cell_to_rowcol(first), *xl_cell_to_rowcol(last)
                top = lines[places[0]][places[1]] if places[1] < len(lines[places[0]]) else ""
                sheet.merge_range(*places, "")
                _put(book, sheet, places[0], places[1], top, day)
            for row in form.get("hidden_rows", ()):
                sheet.set_row(row - 1, None, None, {"hidden": True})
            for letter in form.get("hidden_columns", ()):
                sheet.set_column(f"{letter}:{letter}", None, None, {"hidden": True})
            for cell, words in form.get("comments", {}).items():
                sheet.write_comment(cell, words)
            if (filtered := form.get("filtered")) is not None:
                sheet.autofilter(filtered)
            if name in form.get("hidden_sheets", ()):
                sheet.hide()
        for name, where in form.get("names", {}).items():
            book.define_name(name, where)


def _put(book: Any, sheet: Any, row: int, column: int, cell: str, day: Any) -> None:
    if _NUMBER.fullmatch(cell):
        sheet.write_number(row, column, float(cell))
    elif cell.startswith("'"):
        sheet.write_string(row, column, cell[1:])
    elif cell.startswith("@"):
        date, _, shown = cell[1:].partition("~")
        style = book.add_format({"num_format": shown}) if shown else day
        sheet.write_datetime(row, column, datetime.datetime.fromisoformat(date), style)
    elif cell.startswith("="):
        formula, _, value = cell.partition("#")
        sheet.write_formula(
            row, column, formula, None, float(value) if _NUMBER.fullmatch(value) else value
        )
    elif cell.startswith("#") and cell.endswith(("!", "?", "A")):
        sheet.write_formula(row, column, "=A1", None, cell)
    elif cell:
        sheet.write_string(row, column, cell)


def _old_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[str]]], form: Any) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for name, lines in sheets.items():
        sheet = book.add_sheet(name, cell_overwrite_ok=True)
        for row, line in enumerate(lines):
            for column, cell in enumerate(line):
                if _NUMBER.fullmatch(cell):
                    sheet.write(row, column, float(cell))
                elif cell.startswith("@"):
                    date, _, shown = cell[1:].partition("~")
                    style = xlwt.easyxf(num_format_str=shown) if shown else day
                    sheet.write(row, column, datetime.datetime.fromisoformat(date), style)
                elif cell:
                    sheet.write(row, column, cell.removeprefix("'"))
        for area in form.get("merged", {}).get(name, ()):
            first, last = area.split(":")
            top, left = xl_cell_to_rowcol(first)
            bottom, right = xl_cell_to_rowcol(last)
            text = lines[top][left]
            number = _NUMBER.fullmatch(text)
            sheet.write_merge(top, bottom, left, right, float(text) if number else text)
    book.save(str(path))
