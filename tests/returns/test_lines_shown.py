"""`read` shows lines and adds nothing up: of which village each is, and which stand twice."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import fpstats
from fpstats.schema import READINGS, READINGS_IN_DETAIL

TITLE = ["临河县2024年5月人口报表"]
TOWNS = [TITLE, ["乡镇", "出生人数"], ["马店镇", 5], ["高桥乡", 6]]
OTHERS = [TITLE, ["乡镇", "出生人数"], ["马店镇", 5], ["高桥乡", 7]]


@pytest.fixture
def book(put):
    """Give a writer of workbooks: the rows of each sheet."""

    def write(sheets: dict[str, list[list[Any]]], name: str = "may.xlsx") -> str:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)
        kept = io.BytesIO()
        workbook.save(kept)
        return put(kept.getvalue(), name)

    return write


def shown(done: fpstats.Read) -> list[tuple[Any, ...]]:
    names = ("area", "value", "cell", "part")
    return [tuple(row[name] for name in names) for row in done.table.to_pylist()]


def twice(done: fpstats.Read) -> list[tuple[Any, ...]]:
    names = ("code", "area", "value", "sheet", "cell")
    wanted = ("duplicate_return", "same_return")
    return [
        tuple(row[name] for name in names)
        for row in done.issues.to_pylist()
        if row["code"] in wanted
    ]


def test_each_line_says_its_village(book):
    rows = [
        ["2024年5月人口报表"],
        ["乡镇", "村", "出生人数"],
        ["马店镇", " 东村", 5],
        ["马店镇", "西村", 6],
        ["高桥乡", "东村", 4],
        ["高桥乡", "南村", 6],
    ]
    done = fpstats.read(book({"A": rows}), detail=True)
    assert shown(done) == [
        ("马店镇", 5, "C3", "东村"),
        ("马店镇", 6, "C4", "西村"),
        ("高桥乡", 4, "C5", "东村"),
        ("高桥乡", 6, "C6", "南村"),
    ]
    assert twice(done) == []


def test_the_part_stands_behind_the_columns_that_are_always_there(book):
    plain, detailed = (fpstats.read(book({"A": TOWNS}), detail=one).table for one in (False, True))
    names = ["area", "period", "item", "value", "source", "sheet", "cell"]
    assert plain.column_names == READINGS.names == names
    assert detailed.column_names == READINGS_IN_DETAIL.names == [*names, "part"]
    assert set(detailed["part"].to_pylist()) == {None}
    assert detailed.drop_columns("part").equals(plain)


def test_a_category_is_a_part_only_where_several_lines_make_a_number(put):
    put(
        'period.columns = ["年"]\narea.columns = ["乡镇"]\nlong.value = "人数"\n'
        'long.categories = { "性别" = ["男", "女"] }\n'
        'long.where = { births = {}, births_male = { "性别" = ["男"] } }\n',
        "sexes.toml",
    )
    path = put("乡镇,年,性别,人数\n东乡,2023,男,3\n东乡,2023,女,2\n")
    assert shown(fpstats.read(path, layout="sexes.toml", detail=True)) == [
        ("东乡", 3, "D2", "男"),
        ("东乡", 2, "D3", "女"),
        ("东乡", 3, "D2", "男"),
    ]
    # In what `read` writes each line is one item: that column parts no area.
    long = put("area,period,item,value\n东乡,2024-01,births,5\n东乡,2024-01,deaths,2\n", "l.csv")
    assert {part for *_, part in shown(fpstats.read(long, detail=True))} == {None}


SAME = ("same_return", "马店镇", None, "B", None)
UNLIKE = "duplicate_return", "高桥乡", "6 / 7"


def test_the_same_number_on_two_sheets_is_told(book):
    done = fpstats.read(book({"A": TOWNS, "B": TOWNS}))
    assert twice(done) == [SAME, ("same_return", "高桥乡", None, "B", None)]
    assert done.table.num_rows == 4  # both lines are shown


def test_different_numbers_on_two_sheets_are_an_error_at_the_later_cell(book):
    assert twice(fpstats.read(book({"A": TOWNS, "B": OTHERS}))) == [(*UNLIKE, "B", "B4"), SAME]


def test_different_numbers_in_two_tables_of_a_sheet_are_an_error(book):
    done = fpstats.read(book({"A": [*TOWNS, [], *OTHERS]}))
    assert twice(done)[0] == (*UNLIKE, "A", "B9")


def test_what_is_told_is_what_compute_tells(book):
    path = book({"A": TOWNS, "B": OTHERS})
    assert twice(fpstats.read(path)) == twice(fpstats.compute(path, indicators=["births"]))


def test_a_village_that_stands_twice_is_told(put):
    put(
        'period.columns = ["月份"]\narea.columns = ["乡镇"]\narea.parts = ["村"]\n'
        'items.births = ["出生"]\n',
        "villages.toml",
    )
    lines = "乡镇,村,月份,出生\n东乡,甲村,2024-01,2\n东乡,乙村,2024-01,2\n东乡,甲村,2024-01,3\n"
    done = fpstats.read(put(lines), layout="villages.toml")
    assert twice(done) == [("duplicate_return", "东乡", "2 / 3", None, "D4")]


WRONG = [TITLE, ["乡镇", "出生人数"], ["马店镇", "x"], ["高桥乡", "y"]]


def test_a_file_of_which_no_number_can_be_read_is_refused(book, run, tmp_path):
    bad, good = book({"A": WRONG}, "bad.xlsx"), book({"A": TOWNS}, "good.xlsx")
    ran = run("read", bad, good, "--issues", "issues.csv", "-o", "out.csv", cwd=tmp_path)
    assert (ran.code, ran.out) == (1, b"")
    assert "bad.xlsx" in ran.err
    assert not Path("out.csv").exists()
    assert "B3" in Path("issues.csv").read_text("utf-8")
    ran = run("read", bad, good, "--keep-going", "--format", "csv", cwd=tmp_path)
    assert ran.code == 4
    assert "高桥乡,2024-05,births,6,good.xlsx,A,B4\n" in ran.out.decode()


def test_a_form_that_is_not_filled_in_yet_is_not_refused(book):
    blank = [TITLE, ["乡镇", "出生人数"], ["马店镇", None], ["高桥乡", None]]
    assert fpstats.read(book({"A": blank})).unread == []


def test_a_sheet_left_out_is_a_warning_and_under_strict_a_refusal(book, run, tmp_path):
    other = [TITLE, ["乡镇", "甲项"], ["马店镇", 5], ["高桥乡", 6]]
    path = book({"A": TOWNS, "B": other})
    assert run("read", path, cwd=tmp_path).code == 0
    ran = run("read", path, "--strict", cwd=tmp_path)
    assert (ran.code, ran.out) == (1, b"")
    assert "may.xlsx[B]" in ran.err
