"""Old workbooks (.xls) as sheets, read by xlrd.

It is slower than a parser in Rust, and it is Python: over a damaged file it raises an error and
cannot exhaust the memory; it gives error cells, which others give as blank; and it reads the first
columns of files of the nineties rightly. `docs/decisions` has the reasons.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns import limits
from fpstats.returns.facts import SheetFacts, with_facts
from fpstats.returns.number_formats import is_percentage, shown_month
from fpstats.returns.sheet import Sheet
from fpstats.returns.workbooks import GridSheet

_STATES: Final = ("visible", "hidden", "veryHidden")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_DAMAGED: Final = ("file size", "inconsistency", "corruption", "truncated", "expected", "beyond")


def old_workbook(path: str, data: Path | bytes, encoding: str | None) -> Iterator[Sheet]:  # noqa: ARG001
    """Yield the sheets of an .xls that have something in them.

    Raises
    ------
    FpstatsError
        The file is damaged, encrypted, or too large.
    """
    size = data.stat().st_size if isinstance(data, Path) else len(data)
    if size > limits.MOST_OLD:
        most = limits.MOST_OLD // 2**20
        raise FpstatsError(_refused(path, "too_large", most=most))
    raw = data.read_bytes() if isinstance(data, Path) else data
    if _ENCRYPTED in raw:
        raise FpstatsError(_refused(path, "encrypted"))
    book = _opened(path, raw)
    for sheet in book.sheets():
        facts = _facts(book, sheet)
        cells = with_facts(_cells(book, sheet), facts)
        if any(cell != "" for line in cells for cell in line):
            yield GridSheet(path, sheet.name, cells, facts=facts)


def _refused(path: str, key: str, **fields: object) -> str:
    return say("error", "refused_workbook", path=path, reason=say("workbook", key, **fields))


def _opened(path: str, raw: bytes) -> Any:
    import xlrd

    log = io.StringIO()
    try:
        book = xlrd.open_workbook(
            file_contents=raw, logfile=log, formatting_info=True, ragged_rows=True
        )
    except xlrd.XLRDError as error:
        key = "encrypted" if "encrypted" in str(error) else "damaged"
        raise FpstatsError(_refused(path, key, reason=error)) from None
    except Exception as error:
        # What it meets in a damaged file it meets unprepared: an index, a structure, an assertion.
        reason = type(error).__name__
        raise FpstatsError(_refused(path, "damaged", reason=reason)) from None
    said = next((line for line in log.getvalue().splitlines() if line.strip()), "")
    if any(word in said for word in _DAMAGED):
        raise FpstatsError(_refused(path, "damaged", reason=said.strip("* ")))
    return book


def _cells(book: Any, sheet: Any) -> list[list[Any]]:
    import xlrd

    def value(kind: int, content: Any) -> Any:
        if kind == xlrd.XL_CELL_DATE:
            try:
                return xlrd.xldate.xldate_as_datetime(content, book.datemode)
            except (ValueError, OverflowError):
                return content
        if kind == xlrd.XL_CELL_BOOLEAN:
            return bool(content)
        if kind == xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(content, "#VALUE!")
        return content

    return [
        list(map(value, sheet.row_types(row), sheet.row_values(row))) for row in range(sheet.nrows)
    ]


def _facts(book: Any, sheet: Any) -> SheetFacts:
    import xlrd

    codes = [
        (one.format_key, getattr(book.format_map.get(one.format_key), "format_str", None))
        for one in book.xf_list
    ]
    shown = {style for style, code in enumerate(codes) if is_percentage(*code)}
    dated = {style: month for style, code in enumerate(codes) if (month := shown_month(*code))}
    errors, percent, months = {}, set(), {}
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == xlrd.XL_CELL_ERROR:
                code = sheet.cell_value(row, column)
                errors[row, column] = xlrd.error_text_from_code.get(code, "#VALUE!")
            elif (
                shown and kind == xlrd.XL_CELL_NUMBER and sheet.cell_xf_index(row, column) in shown
            ):
                percent.add((row, column))
            elif kind == xlrd.XL_CELL_DATE and sheet.cell_xf_index(row, column) in dated:
                months[row, column] = dated[sheet.cell_xf_index(row, column)]
    return SheetFacts(
        errors=errors,
        percent=frozenset(percent),
        months=months,
        merged=tuple(
            (top, left, bottom - 1, right - 1)
            for top, bottom, left, right in sheet.merged_cells[: limits.MOST_MERGED]
        ),
        state=_STATES[sheet.visibility] if 0 <= sheet.visibility < 3 else "visible",
        hidden_rows=frozenset(row for row, one in sheet.rowinfo_map.items() if one.hidden),
        hidden_columns=tuple(
            (column, column) for column, one in sorted(sheet.colinfo_map.items()) if one.hidden
        ),
        comments={place: str(note.text) for place, note in sheet.cell_note_map.items()},
    )
