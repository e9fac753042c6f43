"""Files: the sheets of a return written as text or as a workbook."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
from pathlib import Path
from typing import Any, Final

import openpyxl
import xlsxwriter
import xlwt

from .sheets import Cell, File, Return, Sheet

MARKS: Final = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
ERRORS: Final = {"#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#N/A": 0x2A}
"""The codes of error cells in a workbook of the old kind."""
DATE_FORMAT: Final = 'm"月"d"日"'


def write(given: Return, folder: Path) -> Path:
    """Write all files into a folder; return what is to be read: the file, or the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in given.files:
        path = folder / file.name
        if file.container in ("csv", "tsv"):
            path.write_bytes(_delimited(file))
        elif file.container == "xls":
            _xls(file, path)
        elif file.container == "xlsx_openpyxl":
            _openpyxl(file, path)
        else:
            _xlsx(file, path, inline=file.container == "xlsx_inline")
    return folder / given.files[0].name if len(given.files) == 1 else folder


def _delimited(file: File) -> bytes:
    (sheet,) = file.sheets
    text = io.StringIO()
    writer = csv.writer(
        text,
        delimiter="\t" if file.container == "tsv" else ",",
        lineterminator="\n" if len(file.name) % 2 else "\r\n",
    )
    ragged = len(sheet.cells) % 3 == 0
    for row in range(sheet.bottom):
        cells = [sheet.cells.get((row, column)) for column in range(sheet.right)]
        texts = ["" if one is None or one.content is None else str(one.content) for one in cells]
        while ragged and texts and not texts[-1]:
            texts.pop()
        writer.writerow(texts)
    return MARKS.get(file.encoding, b"") + text.getvalue().encode(file.encoding)


def _date(cell: Cell) -> datetime.datetime:
    return datetime.datetime.fromisoformat(str(cell.content))


def _xlsx(file: File, path: Path, *, inline: bool) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": inline}) as book:
        dated = book.add_format({"num_format": DATE_FORMAT})
        for sheet in file.sheets:
            page = book.add_worksheet(sheet.name)
            if not inline:
                for merge in sheet.merges:
                    page.merge_range(*merge, "")
            # In constant memory rows must come in order.
            for at, cell in sorted(sheet.cells.items()):
                if at[0] in sheet.hidden_rows:
                    page.set_row(at[0], None, None, {"hidden": True})
                _write_xlsx(page, at, cell, dated)


def _write_xlsx(page: Any, at: tuple[int, int], cell: Cell, dated: Any) -> None:
    if cell.kind == "error":
        page.write_formula(*at, "=1/0", None, cell.content)
    elif cell.kind == "uncached":
        page.write_formula(*at, cell.formula, None, "")
    elif cell.kind == "date":
        page.write_datetime(*at, _date(cell), dated)
    elif cell.kind == "bool":
        page.write_boolean(*at, cell.content)
    elif cell.formula:
        page.write_formula(*at, cell.formula, None, cell.content)
    elif isinstance(cell.content, str):
        page.write_string(*at, cell.content)
    else:
        page.write_number(*at, cell.content)


def _openpyxl(file: File, path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in file.sheets:
        page = book.create_sheet(sheet.name)
        for (row, column), cell in sheet.cells.items():
            place = page.cell(row + 1, column + 1)
            if cell.kind == "uncached":
                place.value = cell.formula
            elif cell.kind == "date":
                place.value = _date(cell)
                place.number_format = DATE_FORMAT
            else:
                place.value = cell.content
                # openpyxl takes a text that looks like an error for one, and = for a formula.
                if cell.kind != "error" and isinstance(cell.content, str):
                    place.data_type = "s"
        for top, left, bottom, right in sheet.merges:
            page.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        for row in sheet.hidden_rows:
            page.row_dimensions[row + 1].hidden = True
    book.save(path)


def _xls(file: File, path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    dated = xlwt.easyxf(num_format_str=DATE_FORMAT)
    for sheet in file.sheets:
        page = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        _fill_xls(page, sheet, dated)
        for row in sheet.hidden_rows:
            page.row(row).hidden = True
    book.save(str(path))


def _fill_xls(page: Any, sheet: Sheet, dated: Any) -> None:
    for (row, column), cell in sheet.cells.items():
        if cell.kind == "error":
            page.row(row).set_cell_error(column, ERRORS[str(cell.content)])
        elif cell.kind == "date":
            page.write(row, column, _date(cell), dated)
        else:
            page.write(row, column, cell.content)
    for top, left, bottom, right in sheet.merges:
        page.merge(top, bottom, left, right)
