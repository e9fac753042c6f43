"""The same numbers in any container."""

from __future__ import annotations

import datetime
import io
import sys
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
import xlwt

import fpstats
from fpstats.errors import FpstatsError
from fpstats.returns.containers import CONTAINERS, _columnar
from fpstats.returns.workbooks import written

ROWS = [
    ["area", "period", "births", "deaths"],
    ["东乡", "2024-01", 5, 3],
    ["西乡", "2024-01", 4, 0],
    ["东乡", "2024-02", 7, None],
]
WANTED = [
    ("东乡", "2024-01", "births", 5, "C2"),
    ("东乡", "2024-01", "deaths", 3, "D2"),
    ("东乡", "2024-02", "births", 7, "C4"),
    ("东乡", "2024-02", "deaths", None, "D4"),
    ("西乡", "2024-01", "births", 4, "C3"),
    ("西乡", "2024-01", "deaths", 0, "D3"),
]
FRAME = pl.DataFrame(ROWS[1:], schema=ROWS[0], orient="row")


def write_csv(path: Path) -> None:
    FRAME.write_csv(path)


def write_tsv(path: Path) -> None:
    FRAME.write_csv(path, separator="\t")


def write_xlsx(path: Path, rows: list[list[object]] = ROWS) -> None:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm"}) as book:
        sheet = book.add_worksheet("报表")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(number, column, cell)
                elif cell is not None:
                    sheet.write(number, column, cell)


def write_xls(path: Path, rows: list[list[object]] = ROWS) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("报表")
    day = xlwt.easyxf(num_format_str="yyyy-mm")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime.date):
                sheet.write(number, column, cell, day)
            elif cell is not None:
                sheet.write(number, column, cell)
    book.save(str(path))


def write_parquet(path: Path) -> None:
    FRAME.write_parquet(path)


def write_arrow(path: Path) -> None:
    FRAME.write_ipc(path)


WRITERS = {
    ".csv": write_csv,
    ".tsv": write_tsv,
    ".txt": write_csv,
    ".xlsx": write_xlsx,
    ".xls": write_xls,
    ".parquet": write_parquet,
    ".arrow": write_arrow,
}


def cells(source: object) -> list[tuple[object, ...]]:
    """Return what was read, with the address of each number."""
    rows = fpstats.read(source, lang="en").table.to_pylist()
    return [(r["area"], r["period"], r["item"], r["value"], r["cell"]) for r in rows]


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_container_gives_the_same_numbers_at_the_same_addresses(put, suffix):
    path = Path(put("", f"returns{suffix}"))
    WRITERS[suffix](path)
    assert cells(path) == WANTED
    issues = fpstats.read(path, lang="en").issues.to_pylist()
    assert [(row["code"], row["cell"], row["value"]) for row in issues] == [
        ("blank_value", "D4", None)
    ]


def test_a_stream_of_arrow_is_read_as_its_file_is(put, monkeypatch):
    FRAME.write_ipc_stream(path := Path(put("", "stream.arrow")))
    assert cells(path) == WANTED
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    assert cells("-") == WANTED


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_container_computes_the_same(put, suffix):
    reference, other = Path(put("", "reference.csv")), Path(put("", f"returns{suffix}"))
    write_csv(reference)
    WRITERS[suffix](other)
    tables = [fpstats.compute(path, lang="en").comparisons for path in (reference, other)]
    assert tables[0].equals(tables[1])


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_bytes_know_it_better_than_the_name(put, suffix, monkeypatch):
    WRITERS[suffix](Path(put("", f"right{suffix}")))
    raw = Path(f"right{suffix}").read_bytes()
    if suffix not in (".csv", ".tsv", ".txt"):
        assert cells(put(raw, "wrong.csv")) == WANTED
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert cells("-") == WANTED


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.parquet", "a.arrow"])
def test_a_file_that_was_cut_off_is_refused(put, name):
    path = Path(put("", name))
    WRITERS[path.suffix](path)
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(FpstatsError, match=r"a\.(xlsx|xls|parquet|arrow)"):
        cells(path)


@pytest.mark.parametrize("suffix", [".arrow", ".xlsx"])
def test_a_parser_that_panics_on_a_damaged_file_is_a_refusal(put, monkeypatch, suffix):
    """What Rust raises there is no Exception, so that `except Exception` would let it through."""
    panic = type("PanicException", (BaseException,), {})

    def lose_head(*_: object, **__: object) -> None:
        raise panic("range end index 124 out of range for slice of length 123")

    path = Path(put("", f"a{suffix}"))
    WRITERS[suffix](path)
    if suffix == ".xlsx":
        monkeypatch.setattr("python_calamine.load_workbook", lose_head)
    else:
        monkeypatch.setitem(CONTAINERS, ".arrow", _columnar(lose_head))
    with pytest.raises(FpstatsError, match="out of range for slice"):
        cells(path)


# --- workbooks ----------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [write_xlsx, write_xls], ids=["xlsx", "xls"])
def test_dates_and_whole_floats_in_a_workbook(put, write):
    path = Path(put("", "a.xlsx" if write is write_xlsx else "a.xls"))
    write(path, [ROWS[0], ["东乡", datetime.date(2024, 1, 31), 5.0, 3], ["西乡", 202401, 4, 0]])
    assert cells(path) == [*WANTED[:2], *WANTED[4:]]


def test_every_sheet_is_read_and_named(put):
    put("")
    with xlsxwriter.Workbook("a.xlsx") as book:
        for name, month, births in (("一月", "2024-01", 5), ("二月", "2024-02", 7)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["area", "period", "births"])
            sheet.write_row(1, 0, ["东乡", month, births])
        book.add_worksheet("空")
    rows = fpstats.read("a.xlsx", lang="en").table.to_pylist()
    assert [(row["sheet"], row["period"], row["value"]) for row in rows] == [
        ("一月", "2024-01", 5),
        ("二月", "2024-02", 7),
    ]


def test_a_sheet_of_explanations_is_passed_over_and_told(put):
    put("")
    with xlsxwriter.Workbook("a.xlsx") as book:
        book.add_worksheet("填表说明").write(0, 0, "请于每月五日前报送")
        sheet = book.add_worksheet("报表")
        sheet.write_row(0, 0, ["area", "period", "births"])
        sheet.write_row(1, 0, ["东乡", "2024-01", 5])
    done = fpstats.read("a.xlsx", lang="en")
    assert done.table.num_rows == 1
    (issue,) = done.issues.to_pylist()
    assert (issue["code"], issue["severity"]) == ("sheet_of_text", "info")
    assert issue["sheet"] == "填表说明"


def test_a_table_that_starts_in_the_middle_of_the_sheet_has_true_addresses(put):
    put("")
    with xlsxwriter.Workbook("a.xlsx") as book:
        sheet = book.add_worksheet("报表")
        sheet.write_row("C5", ["area", "period", "births"])
        sheet.write_row("C6", ["东乡", "2024-01", "x"])
    (issue,) = fpstats.read("a.xlsx", lang="en").issues.to_pylist()
    assert (issue["code"], issue["cell"]) == ("not_a_number", "E6")


@pytest.mark.parametrize("cell", ["XFD1048576", "CV200000", "A1048576"])
def test_a_cell_far_out_is_refused_before_it_fills_the_memory(put, cell):
    put("")
    with xlsxwriter.Workbook("a.xlsx") as book:
        sheet = book.add_worksheet("报表")
        sheet.write_row(0, 0, ["area", "period", "births"])
        sheet.write_row(1, 0, ["东乡", "2024-01", 5])
        sheet.write(cell, "x")
    with pytest.raises(FpstatsError, match=r"goes to line \d+ and column \d+\nHint: delete"):
        fpstats.read("a.xlsx", lang="en")


def test_a_sheet_that_is_merely_long_is_read(put):
    put("")
    rows = [ROWS[0], *([f"乡{n}", "2024-01", n, 0] for n in range(3000))]
    write_xlsx(Path("a.xlsx"), rows)
    assert len(cells("a.xlsx")) == 6000


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("", ""),
        (12.0, "12"),
        (12.5, "12.5"),
        (1e15, "1000000000000000"),
        (True, "TRUE"),
        (datetime.date(2024, 5, 31), "2024-05-31"),
        (datetime.datetime(2024, 5, 31), "2024-05-31"),
        (datetime.datetime(2024, 5, 31, 8, 30), "2024-05-31 08:30:00"),
    ],
)
def test_a_cell_is_written_as_a_person_would(cell, text):
    assert written(cell) == text
