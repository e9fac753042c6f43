"""The workbook, read again by a reader that is not ours."""

from __future__ import annotations

import io
import time

import openpyxl
import pyarrow as pa
import pytest
from msgspec.structs import replace

from fpstats import schema
from fpstats.errors import OutputError
from fpstats.write import render, workbook


def opened(what, **options):
    return openpyxl.load_workbook(io.BytesIO(b"".join(render(what, "xlsx", **options))))


def values(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_sheets_in_both_languages(report, english):
    assert opened(report).sheetnames == ["结果", "问题", "定义与来源"]
    assert opened(english).sheetnames == ["Results", "Issues", "Definitions and sources"]
    assert opened(report, lang="en").sheetnames == opened(english).sheetnames


def plain(report):
    """Return a report of which no evidence was asked for."""
    return replace(report, table=report.table.select(schema.JUDGED.names))


def test_results_are_one_flat_table(report):
    sheet = opened(plain(report))["结果"]
    head, *rows = values(sheet)
    assert head == [
        "指标", "期", "地区", "级别", "上级", "位次", "参加排位", "最好位次", "最差位次", "档次",
        "数值", "下限（95%）", "上限（95%）", "分子", "分母", "多一例变动", "可靠",
        "实有月数", "应有月数", "实有单位", "应有单位", "目标", "差距单位", "差距", "差距（例）",
        "判定", "上年同期", "同比", "同比下限（95%）", "同比上限（95%）", "同比判定",
        "上级数值", "方法",
    ]  # fmt: skip
    assert len(rows) == report.table.num_rows
    assert [row[2] for row in rows] == [
        "示例县", "微岭乡", "晴禾街道", "示例县", "微岭乡", "晴禾街道", "霜堰乡",
    ]  # fmt: skip
    assert rows[0][:3] == ["出生率（‰）", "2024", "示例县"]
    assert dict(zip(head, rows[3], strict=True))["判定"] == "达标（偶然可解释）〔部分〕"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions


def test_what_one_event_changes_stands_beside_small_values(report):
    head, *rows = values(opened(plain(report))["结果"])
    places = [head.index(name) for name in ("地区", "多一例变动", "可靠", "差距单位")]
    # 1 of 900 is 1.11 a thousand and 0.11 %, 1 of 400 is 0.25 %; 1 of 80,000 is a hundredth.
    assert [[row[place] for place in places] for row in rows[:5]] == [
        ["示例县", None, None, "千分点"],
        ["微岭乡", pytest.approx(10 / 9), "否", "千分点"],
        ["晴禾街道", None, None, None],
        ["示例县", pytest.approx(1 / 9), None, "百分点"],
        ["微岭乡", 0.25, None, "百分点"],
    ]
    about = values(opened(plain(report))["定义与来源"])
    assert any("“多一例变动”是多一例使数值变动多少" in str(row[0]) for row in about)


def test_with_the_evidence_it_stands_beside_all_values(report):
    head, *rows = values(opened(report)["结果"])
    assert [row[head.index("多一例变动")] for row in rows[:3]] == pytest.approx(
        [1000 / 100000.5, 10 / 9, 0.0125]
    )
    assert [row[head.index("可靠")] for row in rows[:3]] == ["是", "否", "是"]


def test_a_wide_sheet_has_it_in_comments(report):
    sheet = opened(report, shape="wide")["结果"]
    said = {(sheet.cell(cell.row, 1).value, sheet.cell(1, cell.column).value): cell.comment.text
            for row in sheet.iter_rows() for cell in row if cell.comment}  # fmt: skip
    assert said == {
        ("微岭乡", "出生率（‰）"): "多一例，此值变动1.11（千分点）",
        (
            "示例县",
            "计划生育率（%）〔历史指标〕",
        ): "只就已报部分：月数 11/12，单位数 2/3\n多一例，此值变动0.11（百分点）",
        ("霜堰乡", "计划生育率（%）〔历史指标〕"): "只就已报部分：月数 11/12，单位数 1/1",
        ("晴禾街道", "计划生育率（%）〔历史指标〕"): "多一例，此值变动0.25（百分点）",
        ("微岭乡", "计划生育率（%）〔历史指标〕"): "多一例，此值变动0.25（百分点）",
    }


def test_numbers_are_numbers_with_their_formats(report):
    sheet = opened(report)["结果"]
    head = [cell.value for cell in sheet[1]]
    county = dict(zip(head, sheet[2], strict=True))
    assert (county["数值"].data_type, county["数值"].number_format) == ("n", "#,##0.00")
    assert county["数值"].value == pytest.approx(900 / 100000.5 * 1000)
    assert county["分子"].number_format == "#,##0"
    assert county["分母"].number_format == "#,##0.0"
    assert county["同比"].number_format == "+#,##0.00;-#,##0.00;#,##0.00"
    assert county["目标"].value is None
    assert county["期"].data_type == "s"


def test_counts_of_one_indicator_have_the_same_decimals(report):
    sheet = opened(report)["结果"]
    head = [cell.value for cell in sheet[1]]
    formats: dict[str, set[str]] = {}
    for row in sheet.iter_rows(min_row=2):
        cells = dict(zip(head, row, strict=True))
        if cells["分母"].value is not None:
            formats.setdefault(cells["指标"].value, set()).add(cells["分母"].number_format)
    assert formats
    assert all(len(each) == 1 for each in formats.values())


def test_a_sheet_prints_sideways_one_page_wide_with_its_headings_on_each(report):
    book = opened(report)
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.center.text
    assert {sheet.title: sheet.print_title_rows for sheet in book} == {
        "结果": "$1:$1", "问题": "$1:$1", "定义与来源": None,
    }  # fmt: skip


def test_long_sentences_wrap(report):
    words = "很长的一句话，" * 20
    told = report.issues.set_column(2, "message", pa.array([words] * report.issues.num_rows))
    sheet = opened(replace(report, issues=told.cast(report.issues.schema)))["问题"]
    assert sheet["C2"].alignment.wrap_text
    assert not sheet["A2"].alignment.wrap_text
    assert sheet.column_dimensions["C"].width < 70


def test_verdicts_are_coloured_by_what_they_say(report):
    sheet = opened(plain(report))["结果"]
    (rules,) = sheet.conditional_formatting
    assert str(rules.sqref) == "Z2:Z8"
    colours = {
        "达标": "FFDDF2E0",
        "未达标": "FFFBE3E1",
        "无法区分": "FFFFF3CD",
        "达标（偶然可解释）": "FFFFF3CD",
        "未达标（偶然可解释）": "FFFFF3CD",
    }
    assert {rule.formula[0]: rule.dxf.fill.bgColor.rgb for rule in rules.rules} == {
        f'"{said}{mark}"': colour for said, colour in colours.items() for mark in ("", "〔部分〕")
    }


def test_wide_has_the_areas_down_and_the_indicators_across(english):
    sheet = opened(english, shape="wide")["Results"]
    assert values(sheet)[:3] == [
        ["Area", "Period", "birth rate (‰)", "compliance rate (%) [historical]"],
        ["示例县", "2024", pytest.approx(8.999955000224999), 95],
        ["晴禾街道", "2024", 10, 50.25],
    ]
    assert sheet.freeze_panes == "C2"
    assert sheet["C2"].number_format == "#,##0.00"


def test_findings_and_definitions_and_sources(report, english):
    book = opened(report)
    head, first, *_ = values(book["问题"])
    assert head[:5] == ["程度", "代码", "说明", "地区", "期"]
    titles = [(head[place], head[place + 1]) for place in (5, 7)]
    assert titles == [("项目", "项目标识"), ("指标", "指标标识")]
    assert first[5:7] == ["出生人数", "births"]
    # The two titles are columns of their own.
    assert len(head) == len(report.issues.column_names) + 2
    assert first[:4] == [
        "错误", "negative_count", "-3 小于零，按未知处理。请更正该单元格", "微岭乡",
    ]  # fmt: skip
    assert first[10:13] == ["报表", "D6", "-3"]
    about = [[cell for cell in row if cell is not None] for row in values(book["定义与来源"])]
    assert about[2] == [
        "出生率", "crude_birth_rate", "‰", "千分点", "出生人数 ÷ 总人口（期初期末平均） × 1000",
        "出生率的定义。", "期初期末平均", "Byar 近似", "现行", "不分好坏", "2007年统计制度",
    ]  # fmt: skip
    assert ["版本", "0.1.0"] in about
    assert ["月报/2024-09.csv", "ab" * 32, "township-monthly"] in about
    assert ["率未按年折算。"] in about
    words = [row[0] for row in values(opened(english)["Definitions and sources"])]
    assert {"Definitions", "Run record", "Input files", "Notes"} <= set(words)


def test_what_is_complete_has_no_column_and_is_said(report, with_rows):
    book = opened(with_rows(*report.table.slice(0, 3).to_pylist()))
    assert "实有月数" not in values(book["结果"])[0]
    assert ["各单位、各月数据齐全。"] in [row[:1] for row in values(book["定义与来源"])]


def test_widths_know_chinese(report):
    widths = opened(report)["结果"].column_dimensions
    assert widths["A"].width > 16  # 计划生育率（%） takes fifteen figures
    assert widths["B"].width < 10


def test_plain_tables_have_one_sheet(written):
    table = pa.table({"id": ["001", None], "n": [3, 10**17], "x": [0.5, None]})
    book = opened(table)
    assert book.sheetnames == ["数据"]
    assert values(book["数据"]) == [["标识", "n", "x"], ["001", 3, 0.5], [None, str(10**17), None]]


def test_no_rows(with_rows):
    for shape in ("long", "wide"):
        sheet = opened(with_rows(), shape=shape)["结果"]
        assert sheet.max_row == 1
        assert sheet.freeze_panes is not None


@pytest.mark.parametrize("most", [10**6, 0])
def test_the_same_input_gives_the_same_bytes(report, monkeypatch, most):
    monkeypatch.setattr(workbook, "_IN_MEMORY", most)
    first = b"".join(render(report, "xlsx"))
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert b"".join(render(report, "xlsx")) == first
    assert values(openpyxl.load_workbook(io.BytesIO(first))["结果"])[0][0] == "指标"


def test_more_rows_than_a_sheet_holds_are_refused(report, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 6)
    with pytest.raises(OutputError, match=r"holds 6 rows, and there are 7\nHint: write csv"):
        b"".join(render(report, "xlsx"))
