"""Blank returns: what they hold, what they check, and that they are read back as they are."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from recalculating import recalculated

import fpstats
from fpstats.catalogue import load
from fpstats.catalogue.sums import sums
from fpstats.returns import own_form


def book(**options):
    return openpyxl.load_workbook(io.BytesIO(fpstats.form(**options)))


def returns(samples: Path, period: str) -> dict[str, dict[str, str]]:
    with (samples / "tidy" / "returns.csv").open(encoding="utf-8") as file:
        return {row["area"]: row for row in csv.DictReader(file) if row["period"] == period}


def filled(samples: Path, target: Path, rows: dict[str, dict[str, str]], **options) -> Path:
    """Fill a form in as a clerk would, its columns in the order of the sample returns."""
    made = book(areas=samples / "areas.csv", **options)
    sheet = made.worksheets[0]
    items = [key for key in next(iter(rows.values())) if key not in ("area", "period")]
    for row in range(5, sheet.max_row):
        for column, item in enumerate(items, 2):
            value = rows[sheet.cell(row, 1).value][item]
            sheet.cell(row, column).value = int(value) if value else None
    made.save(target)
    return target


def numbers(table) -> set[tuple]:
    keys = ("area", "period", "item", "value")
    return set(zip(*(table[key].to_pylist() for key in keys), strict=True))


def test_a_form_that_is_filled_in_is_read_as_it_is(samples, tmp_path):
    form = filled(samples, tmp_path / "form.xlsx", returns(samples, "2024-08"), period="2024-08")
    mine = fpstats.read(form)
    sample = fpstats.read(samples / "xlsx" / "2024-08.xlsx")
    assert numbers(mine.table) == numbers(sample.table)
    assert len(mine.table) == 24 * 47
    # The line of totals is no return, and what filled the form in computed none of its formulas; of
    # the column of checks and the hidden sheet nothing is said.
    assert sorted(mine.issues["code"].to_pylist()) == ["total_row", "total_unstored"]
    assert [one["layout"] for one in mine.run["inputs"]] == ["county_monthly"]


def test_what_a_spreadsheet_program_makes_of_it_is_read_the_same(samples, tmp_path):
    form = filled(samples, tmp_path / "form.xlsx", returns(samples, "2024-08"), period="2024-08")
    computed = recalculated(form, tmp_path)
    assert numbers(fpstats.read(computed).table) == numbers(fpstats.read(form).table)
    sheet = openpyxl.load_workbook(computed, data_only=True).worksheets[0]
    births = [int(row["births"]) for row in returns(samples, "2024-08").values()]
    assert sheet["E29"].value == sum(births)
    assert [sheet.cell(row, 49).value for row in range(5, 29)] == ["√"] * 24
    assert sheet["AW29"].value == "24/24"


def test_what_does_not_add_up_is_said_and_what_is_blank_is_counted(samples, tmp_path):
    rows = returns(samples, "2024-08")
    rows["柏渚镇"]["population_male"] = "1"
    rows["石笙镇"]["births_in_policy"] = "99"
    rows["蓝堰镇"]["deaths"] = ""
    rows["桐荫镇"] = dict.fromkeys(rows["桐荫镇"], "")
    form = filled(samples, tmp_path / "form.xlsx", rows, period="2024-08")
    sheet = openpyxl.load_workbook(recalculated(form, tmp_path), data_only=True).worksheets[0]
    assert sheet["AW7"].value == "总人口与分项之和不符；"
    assert sheet["AW9"].value == "政策内出生与分项之和不符；政策内出生大于出生人数；"
    assert sheet["AW10"].value == "空白1"
    assert sheet["AW11"].value in ("", None)
    assert sheet["AW29"].value == "20/24"


def test_the_headings_stand_in_two_rows_under_county_and_month(samples):
    sheet = book(areas=samples / "areas.csv", period="2024-10").worksheets[0]
    assert sheet["A1"].value == "示例县2024年10月人口和计划生育月报表"
    assert [sheet.cell(3, column).value for column in (1, 2, 5, 21)] == [
        "单位", "期末总人口", "出生人数", "往年补报出生",
    ]  # fmt: skip
    assert [sheet.cell(4, column).value for column in (2, 3, 4)] == ["合计", "男", "女"]
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"A3:A4", "B3:D3", "U3:U4", "AW3:AW4"} <= merged
    assert sheet["A5"].value == "晴禾街道"
    assert sheet["A28"].value == "微岭乡"
    assert sheet["B29"].value == '=IF(COUNT(B5:B28)=0,"",SUM(B5:B28))'


def test_headings_are_protected_and_cells_take_counts_only(samples):
    sheet = book(areas=samples / "areas.csv", period="2024-10").worksheets[0]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    locked = {
        cell: sheet[cell].protection.locked for cell in ("A1", "A5", "B4", "B5", "AV28", "B29")
    }
    assert locked == {"A1": True, "A5": True, "B4": True, "B5": False, "AV28": False, "B29": True}
    rules = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    rule = rules["B5:B28"]
    assert (rule.type, rule.operator, rule.formula1) == ("whole", None, "0")
    assert "不小于 0 的整数" in rule.error
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$3:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_items_of_indicators_have_their_headings_and_others_their_titles():
    made = book(indicators=["crude_birth_rate", "spending_per_head"], period="2024-Q2")
    sheet = made.worksheets[0]
    assert sheet["A1"].value == "2024年4月至2024年6月人口和计划生育月报表"
    assert [[cell.value for cell in row] for row in sheet["B3:E4"]] == [
        ["期末总人口", "出生人数", "计划生育经费投入", "核对"],
        ["合计", "合计", None, None],
    ]
    assert sheet["D5"].number_format == "0.00"


def test_every_item_can_stand_on_a_form_and_is_read_under_its_own_name(tmp_path):
    items = list(load().items)
    made = book(items=items, period="2024-05")
    sheet = made.worksheets[0]
    sheet["A5"].value = "晴禾街道"
    for column in range(2, len(items) + 2):
        sheet.cell(5, column).value = column
    made.save(tmp_path / "all.xlsx")
    read = fpstats.read(tmp_path / "all.xlsx")
    assert set(read.issues["severity"].to_pylist()) <= {"info"}
    assert set(read.table["item"].to_pylist()) == set(items)
    assert sorted(read.table["value"].to_pylist()) == list(range(2, len(items) + 2))


OWN = """
title = { zh = "某区统计月报（自定）", en = "A district's return" }
[heading]
rows = 1
[period]
columns = ["月份"]
[area]
columns = ["街道名称"]
[items]
births = [["男 婴", "女婴"]]
births_male = ["男 婴"]
population = ["人口（常住）"]
"""


def test_a_layout_of_ones_own_is_drawn_and_needs_no_file_to_be_read(tmp_path):
    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    made = book(layout=tmp_path / "own.toml", period="2024-05")
    sheet = made.worksheets[0]
    assert sheet["A1"].value == "某区统计月报"
    assert [sheet.cell(3, column).value for column in range(1, 7)] == [
        "街道名称", "月份", "男 婴", "女婴", "人口（常住）", "核对",
    ]  # fmt: skip
    assert sheet["B5"].value == "2024年5月"
    for column, value in enumerate(("晴禾街道", "2024年5月", 3, 4, 900), 1):
        sheet.cell(4, column).value = value
    made.save(tmp_path / "filled.xlsx")
    read = fpstats.read(tmp_path / "filled.xlsx")
    values = zip(read.table["item"].to_pylist(), read.table["value"].to_pylist(), strict=True)
    assert dict(values) == {"births": 7, "births_male": 3, "population": 900}
    assert read.run["inputs"][0]["layout"] == "own"


@pytest.mark.parametrize("where", ["births_male", "A1"])
def test_a_hidden_sheet_that_was_changed_is_refused(samples, tmp_path, where):
    made = book(areas=samples / "areas.csv", period="2024-05")
    hidden = made[own_form.SHEET]
    assert hidden.sheet_state == "veryHidden"
    if where == "A1":
        hidden["A1"].value = "表"
    else:
        line = next(one for (one,) in hidden["B1:B90"] if one.value and where in one.value)
        line.value = line.value.replace("男", "女")
    made.save(tmp_path / "changed.xlsx")
    with pytest.raises(fpstats.FpstatsError, match="隐藏工作表"):
        fpstats.read(tmp_path / "changed.xlsx")


def test_a_form_of_an_item_that_is_not_in_the_catalogue_says_so(tmp_path):
    overlay = tmp_path / "own.toml"
    overlay.write_text(
        '[items.visits]\ntitle = { zh = "走访次数", en = "visits" }\n'
        'type = "flow"\nunit = "人次"\n',
        "utf-8",
    )
    form = tmp_path / "form.xlsx"
    form.write_bytes(fpstats.form(items=["visits"], catalogue=overlay, period="2024-05"))
    with pytest.raises(fpstats.ConfigurationError, match="visits"):
        fpstats.read(form)
    assert fpstats.read(form, catalogue=overlay).errors == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"items": ["nonsense"]}, "nonsense"),
        ({"items": ["births"], "layout": "tidy"}, "--items, --layout"),
        ({"layout": "tidy_long"}, "a line a number"),
        ({"layout": "taiwan_monthly"}, "several lines"),
        ({"period": "soon"}, "'soon' is not a period"),
        ({"areas": "data/samples/areas.csv", "area": "nowhere"}, "'nowhere' is not in"),
    ],
)
def test_what_cannot_be_drawn_is_said(options, said, root):
    if "areas" in options:
        options = options | {"areas": root / options["areas"]}
    with pytest.raises(fpstats.ConfigurationError, match=said):
        fpstats.form(lang="en", **options)


def test_areas_that_are_closed_have_no_line(tmp_path):
    table = tmp_path / "areas.csv"
    table.write_text(
        "name,parent,opened,closed\n县,,,\n甲镇,县,,2023-12\n乙镇,县,2024-01,\n丙镇,县,,\n", "utf-8"
    )
    sheet = book(areas=table, period="2024-05").worksheets[0]
    assert [sheet.cell(row, 1).value for row in (5, 6, 7)] == ["乙镇", "丙镇", "合计"]
    table.write_text("name,opened\n甲镇,2024-01\n", "utf-8")
    with pytest.raises(fpstats.ConfigurationError, match="2023年1月"):
        fpstats.form(areas=table, period="2023-01")


def test_names_and_titles_cannot_become_formulas(tmp_path):
    table = tmp_path / "areas.csv"
    table.write_text('name,parent\n=1+1,\n"@SUM(A1)",=1+1\n"-2+3",=1+1\n', "utf-8")
    sheet = book(areas=table, period="2024-05", items=["births"]).worksheets[0]
    texts = [cell for row in sheet["A1:A7"] for cell in row if cell.value]
    assert [cell.value for cell in texts][-3:] == ["@SUM(A1)", "-2+3", "合计"]
    assert {cell.data_type for cell in texts} == {"s"}


def test_the_sums_hold_in_the_samples_but_for_what_is_planted(samples):
    known, broken = load().items, set()
    with (samples / "tidy" / "returns.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for one in sums():
        assert set(one.items) <= set(known)
        for row in rows:
            cells = [row.get(item, "") for item in one.items]
            if all(cells):
                whole, *parts = map(int, cells)
                if whole != sum(parts) if one.exact else whole < sum(parts):
                    broken.add((row["area"], row["period"], one.whole, one.parts[0]))
    assert broken == {
        ("禾笠镇", "2024-02", "births_in_policy", "births_in_policy_first"),
        ("禾笠镇", "2024-02", "births", "births_in_policy"),
    }


def test_the_same_form_is_the_same_bytes(samples):
    options = {"areas": samples / "areas.csv", "period": "2024-05"}
    assert fpstats.form(**options) == fpstats.form(**options)
