"""A wrong line of totals is told as fully as a wrong return of the area above."""

import pytest

from .conftest import found

LEFT_OUT = """
    area,period,births,deaths,migrants_in
    东山镇,2024-02,33,32,15
    西河镇,2024-02,8,12,13
    南塘镇,2024-02,29,11,23
    合计,2024-02,62,43,38
"""
"""西河镇 is left out: 70 − 8 = 62, 55 − 12 = 43, 51 − 13 = 38."""

AREAS = """
    name,parent
    示例县,
    东山镇,示例县
    西河镇,示例县
    南塘镇,示例县
"""


def test_a_total_that_leaves_a_township_out_is_one_cause(check):
    checked = check(LEFT_OUT)
    rows = found(checked, "total_differs")
    told = [(row["item"], row["left"], row["right"], row["difference"]) for row in rows]
    # Sorted by the events at stake: 13, 12, 8.
    assert told == [
        ("migrants_in", 38, 51, -13),
        ("deaths", 43, 55, -12),
        ("births", 62, 70, -8),
    ]
    assert {(row["area"], row["period"], row["cause"]) for row in rows} == {("合计", "2024-02", 1)}
    assert {row["hint"] for row in rows} == {"西河镇 may have been left out of 合计"}
    assert rows[0]["cell"] == "E5"
    assert "西河镇 migrants in 2024-02 13 (" in rows[0]["cells"]
    assert checked.count("error") == 1
    assert checked.rows[0].short == "returns.csv!E5 ↔ E2:E4"


def test_it_is_named_by_the_area_that_all_its_lines_lie_below(check, saved):
    rows = found(check(LEFT_OUT, areas=saved("areas.csv", AREAS)), "total_differs")
    assert {row["area"] for row in rows} == {"示例县"}


def test_a_wrong_number_has_one_cause_with_the_total_that_shows_it(check):
    # 东山镇 wrote 43 for 33: neither its own sum 17 + 16 nor the total of 70 comes out.
    checked = check("""
        area,period,births,births_male,births_female
        东山镇,2024-02,43,17,16
        西河镇,2024-02,8,4,4
        南塘镇,2024-02,29,15,14
        合计,2024-02,70,36,34
    """)
    assert {row["code"] for row in checked.table.to_pylist()} == {"births_by_sex", "total_differs"}
    assert checked.count("error") == 1
    assert "were it 33" in checked.table["hint"][0].as_py()


def test_a_total_below_the_lines_that_are_known_is_wrong_whatever_the_blank_is(check):
    lines = LEFT_OUT.replace("东山镇,2024-02,33", "东山镇,2024-02,")
    (row,) = [one for one in found(check(lines.replace(",62,", ",36,")), "total_differs")
              if one["item"] == "births"]  # fmt: skip
    # 8 + 29 = 37 are known: 36 is too few, 62 may be right.
    assert (row["left"], row["right"]) == (36, 37)
    assert "1 more are not known" in row["message"]
    assert [one["item"] for one in found(check(lines), "total_with_blanks")] == ["births"]
    assert "births" not in [one["item"] for one in found(check(lines), "total_differs")]


@pytest.mark.parametrize("total", ["62,43,38", "70,55,51", "78,67,64"])
def test_of_a_line_pasted_twice_the_line_is_told_and_not_every_total(check, total):
    # The total without 西河镇 is wrong; with it once, or twice as the lines stand, it is not.
    lines = f"{LEFT_OUT.rstrip()}\n    西河镇,2024-02,8,12,13".replace("62,43,38", total)
    checked = check(lines)
    assert len(found(checked, "total_differs")) == (3 if total == "62,43,38" else 0)
    rows = found(checked, "area_twice")
    assert [row["cell"] for row in rows] == ["A3", "A6"]
    assert {row["cause"] for row in rows} == {rows[0]["cause"]}
    assert "lines 3, 6 with the same numbers" in rows[0]["message"]


def test_of_a_line_that_stands_again_with_other_numbers_no_total_is_blamed(check):
    lines = f"{LEFT_OUT.rstrip()}\n    西河镇,2024-02,9,12,13".replace("62,43,38", "70,55,51")
    checked = check(lines)
    assert found(checked, "total_differs") == []
    assert [row["item"] for row in found(checked, "duplicate_return")] == ["births"]


def test_a_check_that_is_off_is_not_told_by_the_reading_either(check, saved):
    own = saved("own.toml", '[checks.total_differs]\nseverity = "off"\n')
    assert found(check(LEFT_OUT, checks=own), "total_differs") == []
