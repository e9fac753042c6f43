"""A fault in a cell: an issue with file, sheet and cell, a null, and nothing else changed.

The same form is written as CSV, as GBK and as a workbook; what is found must be the same.
"""

from __future__ import annotations

from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter

import fpstats

LAYOUT = """
totals = ["合计"]
heading.rows = 2
period.title = true
area.columns = ["单位"]
[items]
births = ["出生人数/合计"]
births_male = ["出生人数/男"]
births_female = ["出生人数/女"]
deaths = ["死亡人数"]
"""

FORM = [
    ["某县2024年2月月报表", "", "", "", "", ""],
    ["单位", "出生人数", "", "", "死亡人数", "备注"],
    ["", "合计", "男", "女", "", ""],
    ["东乡", 5, 3, 2, 4, "迁入较多"],
    ["西乡", 4, 2, 2, 3, ""],
    ["南乡", 7, 4, 3, 1, ""],
    ["合计", 16, 9, 7, 8, ""],
    ["注：不含流动人口", "", "", "", "", ""],
    ["制表人：某某  联系电话：略", "", "", "", "", ""],
]

Write = Callable[[list[list[object]]], str]


def text_of(rows: list[list[object]]) -> str:
    quoted = (f'"{cell}"' if "," in str(cell) else str(cell) for row in rows for cell in row)
    cells = list(quoted)
    width = len(rows[0])
    lines = [",".join(cells[i : i + width]) for i in range(0, len(cells), width)]
    return "\r\n".join(lines) + "\r\n"


@pytest.fixture(params=["csv", "gbk", "xlsx"])
def write(request, put) -> Write:
    """Give a writer of the form in one of three containers."""
    put(LAYOUT, "form.toml")

    def write(rows: list[list[object]]) -> str:
        if request.param != "xlsx":
            return put(text_of(rows).encode("utf-8" if request.param == "csv" else "gb18030"))
        with xlsxwriter.Workbook("returns.xlsx") as book:
            sheet = book.add_worksheet("二月")
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(number, column, cell)
        return "returns.xlsx"

    return write


def with_cell(address: str, cell: object) -> list[list[object]]:
    """Return the form with another content of one cell."""
    rows = [list(row) for row in FORM]
    rows[int(address[1:]) - 1]["ABCDEF".index(address[0])] = cell
    return rows


def findings(path: str, way: str) -> list[dict[str, object]]:
    """Return what `read` or `compute` found, besides what is left out and the encoding.

    That a total does not agree where a cell is blank is told as well, and tested elsewhere.
    """
    run = {"read": fpstats.read, "compute": fpstats.compute}[way]
    rows = run(path, layout="form.toml", lang="en").issues.to_pylist()
    told = [row for row in rows if row["code"] != "total_with_blanks"]
    return [row for row in told if row["cell"] and row["severity"] != "info"]


def read(path: str) -> dict[tuple[str, str], float | None]:
    """Return the value of each area and item."""
    rows = fpstats.read(path, layout="form.toml", lang="en").table.to_pylist()
    return {(row["area"], row["item"]): row["value"] for row in rows}


def test_the_form_without_a_fault(write):
    path = write(FORM)
    assert findings(path, "read") == findings(path, "compute") == []
    assert read(path) == {
        ("东乡", "births"): 5, ("东乡", "births_male"): 3, ("东乡", "births_female"): 2,
        ("东乡", "deaths"): 4,
        ("西乡", "births"): 4, ("西乡", "births_male"): 2, ("西乡", "births_female"): 2,
        ("西乡", "deaths"): 3,
        ("南乡", "births"): 7, ("南乡", "births_male"): 4, ("南乡", "births_female"): 3,
        ("南乡", "deaths"): 1,
    }  # fmt: skip


FAULTS = [
    ("B5", "", "blank_value", None),
    ("B5", "  ", "blank_value", "  "),
    ("B5", "四", "not_a_number", "四"),
    ("B5", "4岁", "not_a_number", "4岁"),
    ("B5", "-", "blank_value", "-"),
    ("C6", -4, "negative_count", "-4"),
    ("D4", 2.5, "not_whole", "2.5"),
    ("E6", 1234567890123456, "too_many_digits", "1234567890123456"),
    ("E6", "1,23", "not_a_number", "1,23"),
]


@pytest.mark.parametrize("way", ["read", "compute"])
@pytest.mark.parametrize(
    ("cell", "content", "code", "value"), FAULTS, ids=[f"{f[0]} {f[1]!r}" for f in FAULTS]
)
def test_a_fault_is_an_issue_with_its_address(write, way, cell, content, code, value):
    path = write(with_cell(cell, content))
    (issue,) = findings(path, way)
    place = {"B": "births", "C": "births_male", "D": "births_female", "E": "deaths"}
    area = {"4": "东乡", "5": "西乡", "6": "南乡"}[cell[1]]
    assert (issue["code"], issue["cell"], issue["area"]) == (code, cell, area)
    assert (issue["item"], issue["period"]) == (place[cell[0]], "2024-02")
    assert issue["source"] == path
    assert issue["sheet"] == ("二月" if path.endswith(".xlsx") else None)
    # A cell of blanks is as good as empty: what is shown of it does not matter.
    assert (issue["value"] or "").strip() == (value or "").strip()
    assert issue["severity"] == ("warning" if code == "blank_value" else "error")


@pytest.mark.parametrize(("cell", "content", "code", "value"), FAULTS[2:3] + FAULTS[5:8])
def test_the_value_is_null_and_no_other_is_touched(write, cell, content, code, value):
    sound = read(write(FORM))
    faulty = read(write(with_cell(cell, content)))
    changed = {key for key in sound if sound[key] != faulty[key]}
    assert len(changed) == 1
    assert faulty.keys() == sound.keys()
    assert [faulty[key] for key in changed] == [None]


@pytest.mark.parametrize("content", ["1,204", "１２０４", " 1204 ", "1204.0", "+1204"])
def test_a_number_written_in_another_way_is_that_number(write, content):
    assert read(write(with_cell("B5", content)))["西乡", "births"] == 1204


@pytest.mark.parametrize(
    "name",
    ["合计", "合　计", " 合 计 ", "总计", "小计", "全县合计", "合计（全县）", "TOTAL", "合計"],
)
def test_a_line_of_totals_is_no_area_whatever_it_is_called(write, name):
    rows = with_cell("A7", name)
    path = write(rows)
    assert {area for area, _ in read(path)} == {"东乡", "西乡", "南乡"}
    for run in (fpstats.read, fpstats.compute):
        issues = run(path, layout="form.toml", lang="en").issues.to_pylist()
        told = [(row["cell"], row["value"]) for row in issues if row["code"] == "total_row"]
        assert told == [("A7", name.strip())]


def test_totals_do_not_count_twice(write):
    done = fpstats.compute(
        write(FORM), layout="form.toml", indicators=["births"], lang="en"
    ).comparisons.to_pylist()
    assert {row["area"]: row["value"] for row in done} == {
        "Total": 16, "东乡": 5, "西乡": 4, "南乡": 7,
    }  # fmt: skip


def test_notes_and_signatures_are_no_areas_and_no_name_is_repeated(write):
    issues = fpstats.read(write(FORM), layout="form.toml", lang="en").issues.to_pylist()
    notes = [(row["cell"], row["message"]) for row in issues if row["code"] == "note_row"]
    assert [cell for cell, _ in notes] == ["A8", "A9"]
    assert not any("某某" in message for _, message in notes)


@pytest.mark.parametrize("note", ["以上数据来自统计科", "共3个乡", "单位公章", "附：填表要求"])
def test_what_stands_below_the_totals_without_a_number_is_a_note(write, note):
    path = write(with_cell("A8", note))
    assert {area for area, _ in read(path)} == {"东乡", "西乡", "南乡"}
    total = fpstats.compute(path, layout="form.toml", indicators=["births"], lang="en")
    assert total.comparisons.to_pylist()[0]["value"] == 16


def test_numbers_without_an_area_are_an_error(write):
    path = write(with_cell("A5", ""))
    for way in ("read", "compute"):
        (issue,) = findings(path, way)
        assert (issue["code"], issue["cell"], issue["expected"]) == ("no_area", "A5", "A")


def test_a_column_that_is_no_item_is_told_once(write):
    issues = fpstats.read(write(FORM), layout="form.toml", lang="en").issues.to_pylist()
    told = [(row["cell"], row["value"]) for row in issues if row["code"] == "unused_column"]
    assert told == [("F", "备注")]


def test_every_line_with_a_number_is_read_or_told(write):
    """Row accounting: lines of numbers = lines read + lines that an issue names."""
    rows = [list(row) for row in FORM]
    rows[4] = ["", 4, 2, 2, 3, ""]  # no area
    rows[5] = ["南乡", "x", "y", "z", "", ""]  # an area, and no number that can be read
    rows.insert(6, ["全县小计", 5, 3, 2, 4, ""])
    rows.insert(7, ["北乡", 0, 0, 0, 0, ""])
    path = write(rows)
    outcome = fpstats.read(path, layout="form.toml", lang="en", shape="wide")
    lines = {row["row"] for row in outcome.table.to_pylist()}
    told = {int("".join(filter(str.isdigit, row["cell"]))) for row in outcome.issues.to_pylist()
            if row["cell"] and row["cell"] != "F"}  # fmt: skip
    with_numbers = {
        number for number, row in enumerate(rows[3:], 4) if any(str(c).isdigit() for c in row[1:5])
    }
    assert with_numbers == {4, 5, 7, 8, 9}
    assert with_numbers <= lines | told
    assert {5, 6, 7, 9} <= told
    assert lines >= {4, 8}


def test_a_missing_period_is_an_error_with_its_cell(put, found, values):
    path = put("area,period,births\n东乡,2024-01,5\n西乡,,4\n南乡,2024-1x,7\n")
    assert values(path) == [("东乡", "2024-01", "births", 5)]
    for issues in (found(path), fpstats.read(path, lang="en").issues.to_pylist()):
        told = {(row["cell"], row["value"], row["area"]) for row in issues
                if row["code"] == "no_period"}  # fmt: skip
        assert told == {("B3", None, "西乡"), ("B4", "2024-1x", "南乡")}


def test_a_refused_cell_is_unknown_and_does_not_become_zero(put, computed):
    path = put("area,period,births\n东乡,2024-01,x\n西乡,2024-01,4\n")
    assert computed(path) == {
        ("东乡", "2024-01"): None,
        ("西乡", "2024-01"): 4,
        ("Total", "2024-01"): None,
    }


def test_where_nothing_is_left_the_reasons_are_given(put):
    path = put("area,period,births\n东乡,2024-01,x\n")
    with pytest.raises(fpstats.FpstatsError, match=r"C2.*«x» is not a number") as error:
        fpstats.compute(path, lang="en", indicators=["births"])
    assert error.value.exit_code == 1


def test_an_error_in_an_excel_cell_is_not_read_as_a_number(put):
    with xlsxwriter.Workbook("returns.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["area", "period", "births"])
        sheet.write_row(1, 0, ["东乡", "2024-01", 5])
        sheet.write_row(2, 0, ["西乡", "2024-01"])
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
    rows = fpstats.read("returns.xlsx", lang="en").table.to_pylist()
    assert {row["area"]: row["value"] for row in rows} == {"东乡": 5, "西乡": None}


def test_names_of_those_who_signed_are_no_return_and_no_fault(put, values, issues):
    form = "2024年5月人口报表,,\n乡镇,出生人数,死亡人数\n东山镇,6,4\n"
    path = put(form + "负责人：某甲,,制表：某乙\n")
    assert {row[0] for row in values(path)} == {"东山镇"}
    assert "not_a_number" not in {code for code, _, _ in issues(path)}
    # A line of numbers is a return, whatever it begins with.
    assert len({row[0] for row in values(put(form + "负责人：某甲,7,2\n"))}) == 2


def test_a_total_that_cannot_be_read_is_told_at_its_cell(put):
    with xlsxwriter.Workbook("returns.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["2024年5月人口报表"])
        sheet.write_row(1, 0, ["乡镇", "出生人数", "死亡人数", "结婚对数", "离婚对数"])
        sheet.write_row(2, 0, ["东山镇", 6, 4, 3, 1])
        sheet.write_row(3, 0, ["西山镇", 5, 2, 1, 0])
        # 4l for 11, an error, and a blank, which states nothing.
        sheet.write_row(4, 0, ["合计", "4l"])
        sheet.write_formula("C5", "=C99", None, "#REF!")
        sheet.write_row(4, 3, ["", 1])
    rows = fpstats.read("returns.xlsx", lang="en").issues.to_pylist()
    told = [(row["severity"], row["cell"], row["item"], row["value"]) for row in rows
            if row["code"] == "total_illegible"]  # fmt: skip
    assert sorted(told) == [
        ("warning", "B5", "births", "4l"),
        ("warning", "C5", "deaths", "#REF!"),
    ]


def test_formulas_of_a_total_without_results_are_told_once(put):
    book = openpyxl.Workbook()
    for line in (["2024年5月人口报表"], ["乡镇", "出生人数", "死亡人数"], ["东山镇", 6, 4],
                 ["西山镇", 5, 2], ["合计", "=SUM(B3:B4)", "=SUM(C3:C4)"]):  # fmt: skip
        book.active.append(line)
    book.save("returns.xlsx")
    rows = fpstats.read("returns.xlsx", lang="en").issues.to_pylist()
    (told,) = [row for row in rows if row["code"] == "total_unstored"]
    assert (told["severity"], told["cell"]) == ("info", "B5")
