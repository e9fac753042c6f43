"""Lists of the items of one township: what stands across them, or above them, names no area."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import fpstats

Put = Callable[..., str]
TITLE = "石桥乡2024年5月人口统计表"


def told(path: str) -> set[tuple[str, str, float, str]]:
    rows = fpstats.read(path).table.to_pylist()
    assert {row["area"] for row in rows} == {"石桥乡"}
    return {(row["period"], row["item"], row["value"], row["cell"]) for row in rows}


@pytest.mark.parametrize(
    ("lines", "column"),
    [
        ("指标,本月,上年同期,备注\n出生人数,5,6,\n死亡人数,3,7,", "B"),
        ("指标,计量单位,数量,备注\n出生人数,人,5,\n死亡人数,人,3,", "C"),
        ("项目,数值,说明\n出生人数,5,含补报\n死亡人数,3,", "B"),
        ("指标,计量单位,计划,实际,完成率\n出生人数,人,9,5,55.6\n死亡人数,人,3,3,100", "D"),
        ("指标,数量,占比\n出生人数,5,62\n死亡人数,3,38", "B"),
    ],
)
def test_of_the_columns_of_a_township_those_are_read_that_count(put: Put, lines, column):
    found = told(put(f"{TITLE}\n{lines}\n"))
    assert found == {
        ("2024-05", "births", 5, f"{column}3"),
        ("2024-05", "deaths", 3, f"{column}4"),
    }


def test_the_year_to_date_stands_beside_the_month(put: Put):
    lines = "指标,上年同期,本月,累计,备注\n出生人数,6,5,9,\n死亡人数,7,3,8,\n"
    assert told(put(f"{TITLE}\n{lines}")) == {
        ("2024-05", "births", 5, "C3"),
        ("2024-05", "deaths", 3, "C4"),
        ("2024-05-ytd", "births", 9, "D3"),
        ("2024-05-ytd", "deaths", 8, "D4"),
    }


@pytest.mark.parametrize("heads", ["合计,男,女", "合计,其中：男,其中：女"])
def test_sexes_across_are_parts_of_the_items(put: Put, heads: str):
    found = told(put(f"{TITLE}\n项目,{heads}\n出生人数,9,5,4\n死亡人数,7,3,4\n"))
    assert {(item, value) for _, item, value, _ in found} == {
        ("births", 9), ("births_male", 5), ("births_female", 4),
        ("deaths", 7), ("deaths_male", 3), ("deaths_female", 4),
    }  # fmt: skip


def test_notes_numbering_and_blank_lines_are_none_of_the_items(put: Put):
    lines = (
        "项目,合计,男,女\n甲,1,2,3\n出生人数,9,5,4\n\n死亡人数,7,3,4\n备注：略\n审核人：略,,日期：,"
    )
    path = put(f"{TITLE}\n{lines}\n")
    assert len(told(path)) == 6
    issues = fpstats.read(path).issues.to_pylist()
    assert not [row for row in issues if row["severity"] != "info"]
    (account,) = fpstats.inspect(path).sheets
    kinds = {kind: count for kind, count in account["lines"].items() if count}
    assert kinds == {"read": 8, "title": 1, "heading": 2, "data": 2, "blank": 1, "note": 2}


def test_a_number_that_strayed_beside_a_list_is_told_at_its_cell(put: Put):
    path = put(f"{TITLE}\n项目,合计,男,女,,\n出生人数,9,5,4,,777\n死亡人数,7,3,4,,\n")
    assert len(told(path)) == 6
    rows = fpstats.read(path).issues.to_pylist()
    assert [(row["code"], row["cell"]) for row in rows if row["severity"] != "info"] == [
        ("stray_number", "F3")
    ]


def test_orders_across_are_parts_of_the_items(put: Put):
    found = told(put(f"{TITLE}\n项目,一孩,二孩,多孩,合计\n出生人数,5,4,1,10\n政策内出生,5,3,0,8\n"))
    births = {"births_first": 5, "births_second": 4, "births_third_plus": 1, "births": 10}
    planned = {"births_in_policy": 8, "births_in_policy_first": 5, "births_in_policy_second": 3}
    expected = births | planned | {"births_in_policy_third_plus": 0}
    assert {item: value for _, item, value, _ in found} == expected


def test_the_sum_of_months_across_is_no_time_of_its_own(put: Put):
    lines = "项目,1月,2月,合计\n出生人数,5,6,11\n死亡人数,3,7,10\n"
    found = told(put(f"石桥乡2024年人口统计表\n{lines}"))
    assert {period for period, *_ in found} == {"2024-01", "2024-02"}


def test_a_sum_beside_remarks_is_the_number_of_the_place(put: Put):
    lines = "项目,合计,备注\n出生人数,5,\n死亡人数,3,\n"
    assert {(item, value) for _, item, value, _ in told(put(f"{TITLE}\n{lines}"))} == {
        ("births", 5), ("deaths", 3),
    }  # fmt: skip


@pytest.mark.parametrize("heads", ["城关镇,马店镇", "城关,马店"])
def test_townships_across_stay_areas(put: Put, heads: str):
    path = put(f"清水县2024年5月人口统计表\n指标,{heads},备注\n出生人数,5,6,\n死亡人数,3,7,\n")
    rows = fpstats.read(path).table.to_pylist()
    assert {row["area"] for row in rows} == set(heads.split(","))


@pytest.mark.parametrize(
    "answers",
    [
        "填报单位,石桥乡,负责人,李四",
        "填报单位,石桥乡,填表人,张三丰",
        "填报单位,石桥乡,单位,人",
        "填报单位,石桥乡,填报日期,2024年6月3日",
        "填报单位,石桥乡,审核人,",
        "表号,卫统3表,填报单位,石桥乡",
    ],
)
def test_a_line_of_labels_and_answers_heads_nothing(put: Put, answers: str):
    listed = "指标名称,计量单位,数量\n出生人数,人,9\n死亡人数,人,4\n"
    assert told(put(f"2024年5月人口统计表\n{answers}\n{listed}")) == {
        ("2024-05", "births", 9, "C4"),
        ("2024-05", "deaths", 4, "C5"),
    }


def test_the_period_may_be_an_answer(put: Put):
    lines = "人口统计表\n填报单位,石桥乡,报告期,2024年5月\n指标名称,数量\n出生人数,9\n死亡人数,4\n"
    assert {period for period, *_ in told(put(lines))} == {"2024-05"}


def test_answers_above_townships_or_villages_are_no_headings(put: Put):
    path = put(
        "人口统计表\n填报单位,清水县,,报告期,2024年5月\n乡镇,出生人数,死亡人数\n甲镇,1,2\n乙镇,2,1\n"
    )
    done = fpstats.read(path)
    rows = [(row["area"], row["period"], row["value"]) for row in done.table.to_pylist()]
    assert sorted(rows) == sorted(
        [(area, "2024-05", value) for area in ("甲镇", "乙镇") for value in (1, 2)]
    )
    assert not [row for row in done.issues.to_pylist() if row["severity"] != "info"]
