"""What can be read and may yet mislead is told: nothing of it is added in silently."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import fpstats

ROWS = [("东山镇", 10, 6), ("河口镇", 20, 11), ("合兴镇", 30, 14), ("月山镇", 7, 3)]


@pytest.fixture
def book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    table = book.active
    assert isinstance(table, Worksheet)
    for line in (("青禾县2023年5月出生情况表",), ("乡镇", "出生人数", "死亡人数"), *ROWS):
        table.append(line)
    return book


def read(
    book: openpyxl.Workbook, folder: Path
) -> tuple[dict[str, float | None], list[tuple[str, ...]]]:
    path = folder / "a.xlsx"
    book.save(path)
    found = fpstats.read(str(path))
    values = {row["cell"]: row["value"] for row in found.table.to_pylist()}
    return values, [(one["code"], one["cell"] or "") for one in found.issues.to_pylist()]


def test_nothing_is_told_of_a_plain_table(book: openpyxl.Workbook, tmp_path: Path) -> None:
    values, told = read(book, tmp_path)
    assert len(values) == 8
    assert told == [("recognised", "")]


def test_a_line_that_is_the_sum_of_the_others(book: openpyxl.Workbook, tmp_path: Path) -> None:
    # 10 + 20 + 30 + 7 = 67 and 6 + 11 + 14 + 3 = 34, under a name that is no word for a total.
    book.active.append(("青禾", 67, 34))
    assert ("looks_like_total", "A7") in read(book, tmp_path)[1]


def test_a_line_that_is_not_quite_the_sum(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.active.append(("青禾", 67, 33))
    assert read(book, tmp_path)[1] == [("recognised", "")]


def test_a_hundred_per_cent_is_not_one_birth(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.active["B3"] = 1
    book.active["B3"].number_format = "0%"
    values, told = read(book, tmp_path)
    assert values["B3"] is None
    assert ("not_a_number", "B3") in told


def test_a_number_merged_over_two_townships_is_of_neither(
    book: openpyxl.Workbook, tmp_path: Path
) -> None:
    book.active.merge_cells("B4:B5")
    values, told = read(book, tmp_path)
    assert (values["B4"], values["B5"]) == (None, None)
    assert ("merged_number", "B4") in told


@pytest.mark.parametrize("written", ["#REF!", "#N/A"])
def test_an_error_is_no_area(book: openpyxl.Workbook, tmp_path: Path, written: str) -> None:
    book.active["A4"] = written
    book.active["A4"].data_type = "e"
    values, told = read(book, tmp_path)
    assert not {"B4", "C4"} & values.keys()
    assert ("error_cell", "A4") in told


def test_a_hidden_sheet_is_not_added_in(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.copy_worksheet(book.active).sheet_state = "hidden"
    values, told = read(book, tmp_path)
    assert len(values) == 8
    assert ("hidden_sheet", "") in told


def test_a_hidden_line_is_read_and_told(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.active.row_dimensions[4].hidden = True
    values, told = read(book, tmp_path)
    assert values["B4"] == 20
    assert ("hidden_read", "") in told
