"""Rules over small tables worked out by hand: every number on both sides is named with its cell."""

import pytest

from .conftest import codes, found


def test_a_sum_names_both_sides_their_cells_and_the_events_at_stake(check):
    checked = check("""
        area,period,births,births_male,births_female
        甲镇,2024-05,20,11,8
        乙镇,2024-05,20,11,9
    """)
    (row,) = found(checked, "births_by_sex")
    # 20 against 11 + 8 = 19.
    assert (row["left"], row["right"], row["difference"], row["events"]) == (20, 19, 1, 1)
    assert (row["area"], row["period"], row["severity"]) == ("甲镇", "2024-05", "error")
    assert row["cell"] == "C2"
    for part in ("births 2024-05 20 (", "!C2)", "male births 2024-05 11 (", "!D2)", "!E2)"):
        assert part in row["cells"]
    assert "births = male births + female births" in row["message"]
    assert "a difference up to 0 passes" in row["message"]


def test_findings_are_sorted_by_the_events_at_stake(check):
    checked = check("""
        area,period,births,births_male,births_female
        甲镇,2024-05,20,11,8
        乙镇,2024-05,40,11,9
        丙镇,2024-05,25,11,9
    """)
    assert [row["events"] for row in found(checked, "births_by_sex")] == [20, 5, 1]


def test_a_part_may_be_the_whole_and_no_more(check):
    checked = check("""
        area,period,births,births_in_policy
        甲镇,2024-05,20,20
        乙镇,2024-05,20,21
    """)
    (row,) = found(checked, "policy_births_within_births")
    assert (row["area"], row["left"], row["right"], row["events"]) == ("乙镇", 21, 20, 1)


def test_what_is_not_known_is_neither_judged_nor_shown_as_zero(check):
    checked = check("""
        area,period,births,births_male,births_female
        甲镇,2024-05,20,,8
        乙镇,2024-05,20,12,8
    """)
    assert not found(checked, "births_by_sex")
    (row,) = found(checked, "births_with_sexes")
    assert "male births 2024-05 not known" in row["cells"]
    assert "male births 2024-05 0" not in row["cells"]
    assert row["left"] is None


def test_a_zero_is_a_number(check):
    checked = check("""
        area,period,births,births_male,births_female
        甲镇,2024-05,3,0,0
        乙镇,2024-05,0,0,0
    """)
    (row,) = found(checked, "births_by_sex")
    assert (row["area"], row["right"]) == ("甲镇", 0)
    (item,) = [one for one in checked.completeness.to_pylist() if one["name"] == "births"]
    assert (item["received"], item["zeros"]) == (2, 1)


MONEY = """
    [checks.spent_as_decided]
    title = { zh = "经费", en = "spending" }
    kind = "equal"
    severity = "warning"
    left = { spending = 1 }
    right = { fee_amount_collected = 1 }
    tolerance = 1
    percent = 2
"""


@pytest.mark.parametrize(
    ("spent", "collected", "wrong"),
    # The larger of 1 yuan and 2 % of the right side passes: 1 of 10, and 2 of 100.
    [("11", "10", False), ("11.01", "10", True), ("102", "100", False), ("102.01", "100", True)],
)
def test_a_tolerance_is_absolute_or_in_per_cent_and_its_edge_passes(
    check, saved, spent, collected, wrong
):
    checked = check(
        f"area,period,spending,fee_amount_collected\n甲镇,2024-05,{spent},{collected}",
        checks=saved("checks.toml", MONEY),
    )
    assert bool(found(checked, "spent_as_decided")) is wrong


def test_a_missing_part_counts_as_zero_only_where_the_rule_says_so(check, saved):
    rule = """
        [checks.births_by_order]
        missing = "zero"
    """
    table = """
        area,period,births,births_first,births_second,births_third_plus
        甲镇,2024-05,20,12,7,
        乙镇,2024-05,20,12,8,
        丙镇,2024-05,20,,,
    """
    assert not found(check(table), "births_by_order")
    (row,) = found(check(table, checks=saved("checks.toml", rule)), "births_by_order")
    assert (row["area"], row["left"], row["right"]) == ("甲镇", 20, 19)


BALANCE = """
    area,period,population,births,deaths,migrants_in,migrants_out
    甲镇,2024-04,1000,3,2,1,0
    甲镇,2024-05,1006,5,2,4,1
    甲镇,2024-06,1010,5,2,4,1
"""


def test_a_stock_is_that_of_the_month_before_and_what_happened_between(check):
    (row,) = found(check(BALANCE), "population_balance")
    # 1006 + 5 - 2 + 4 - 1 = 1012, and 1010 stands there; May is right: 1000 + 5 - 2 + 4 - 1.
    assert (row["period"], row["left"], row["right"], row["events"]) == ("2024-06", 1010, 1012, 2)
    # Both month ends are named with their cells.
    assert "population 2024-06 1010" in row["cells"]
    assert "population 2024-05 1006" in row["cells"]
    assert "!C4)" in row["cells"]
    assert "!C3)" in row["cells"]


def test_a_balance_over_a_month_that_is_not_there_is_not_judged(check):
    without_may = "\n".join(one for one in BALANCE.splitlines() if "2024-05" not in one)
    checked = check(without_may)
    assert not found(checked, "population_balance")


def test_the_opening_is_the_closing_of_the_month_before(check):
    checked = check("""
        area,period,population_opening,population
        甲镇,2024-04,990,1000
        甲镇,2024-05,1000,1006
        甲镇,2024-06,1005,1010
    """)
    (row,) = found(checked, "opening_is_closing")
    assert (row["period"], row["left"], row["right"]) == ("2024-06", 1005, 1006)
    assert "!C4)" in row["cells"]
    assert "!D3)" in row["cells"]


def test_a_year_to_date_never_falls_and_is_the_sum_of_its_months(check):
    checked = check("""
        area,period,births
        甲镇,2024-01,5
        甲镇,2024-02,6
        甲镇,2024年2月累计,12
        甲镇,2024年3月累计,10
        乙镇,2024-01,5
        乙镇,2024-02,6
        乙镇,2024年2月累计,11
        乙镇,2024年3月累计,11
    """)
    rows = found(checked, "year_to_date")
    assert {(row["area"], row["period"], row["left"], row["right"]) for row in rows} == {
        ("甲镇", "2024-02-ytd", 12, 11),
        ("甲镇", "2024-Q1", 10, 12),  # from January to March is a quarter, too
    }


def test_a_total_above_is_the_sum_of_the_areas_below(check, saved):
    areas = saved(
        "areas.csv",
        """
        name,parent,level
        示例县,,county
        甲镇,示例县,town
        乙镇,示例县,town
        """,
    )
    checked = check(
        """
        area,period,births
        示例县,2024-05,31
        甲镇,2024-05,10
        乙镇,2024-05,20
        示例县,2024-06,31
        甲镇,2024-06,11
        示例县,2024-07,9
        甲镇,2024-07,11
        """,
        areas=areas,
    )
    # Of June nothing can be said, 乙镇 is not known; in July 甲镇 alone has more than the county.
    july, may = sorted(found(checked, "area_above"), key=lambda row: row["left"])
    assert (may["area"], may["period"], may["left"], may["right"]) == ("示例县", "2024-05", 31, 30)
    assert may["cells"].count("births 2024-05") == 3
    assert (july["period"], july["left"], july["right"], july["events"]) == ("2024-07", 9, 11, 2)
    assert "1 more are not known" in july["message"]


def test_a_range_is_left_only_when_chance_cannot_explain_it(check):
    table = """
        area,period,births_male,births_female
        甲镇,2024-05,9,4
        乙镇,2024-05,900,400
    """
    # 9 : 4 is 225 and may be chance; 900 : 400 may not.
    rows = {row["area"]: row for row in found(check(table), "sex_ratio_range")}
    assert rows.keys() == {"乙镇", "Total"}
    row = rows["乙镇"]
    assert row["indicator"] == "sex_ratio_at_birth"
    assert (row["left"], row["right"]) == (225, 140)
    # 900 less 140 % of 400 are 340 boys too many.
    assert row["events"] == 340


def test_a_check_can_be_graded_and_left_out(check, saved):
    table = "area,period,births,births_male,births_female\n甲镇,2024-05,20,11,8"
    graded = saved("a.toml", '[checks.births_by_sex]\nseverity = "warning"')
    assert check(table, checks=graded).count("error") == 0
    assert check(table, checks=graded).count("warning") == 1
    off = saved("b.toml", '[checks.births_by_sex]\nseverity = "off"')
    assert not codes(check(table, checks=off))
    blank = saved("c.toml", '[checks.blank_value]\nseverity = "error"')
    assert check("area,period,births,deaths\n甲镇,2024-05,,1", checks=blank).count("error") == 1


def test_villages_that_err_and_cancel_out_are_found_line_by_line(tmp_path):
    import fpstats

    heading = "統計年月,區域別,村里,出生數,出生數-男,出生數-女"
    heading += ",死亡數,死亡數-男,死亡數-女,結婚對數,離婚對數"
    lines = ["10305,新北市板橋區,甲里,5,3,1,0,0,0,0,0", "10305,新北市板橋區,乙里,4,3,2,0,0,0,0,0"]
    path = tmp_path / "villages.csv"
    path.write_text("\n".join([heading, *lines]) + "\n", "utf-8")
    checked = fpstats.check(path, lang="en")
    rows = found(checked, "births_by_sex")
    # The township adds up: 9 = 6 + 3.
    assert {(row["cell"], row["left"], row["right"]) for row in rows} == {
        ("D2", 5, 4),
        ("D3", 4, 5),
    }
    assert {row["message"].partition(":")[0] for row in rows} == {
        "新北市板橋區 2014-05, line 2", "新北市板橋區 2014-05, line 3",
    }  # fmt: skip


def test_what_is_at_stake_is_written_with_one_figure_at_most(check):
    from fpstats.pipeline.replies import document

    lines = [f"甲镇,2023-{month:02d},{value}" for month, value in enumerate([3] * 11 + [60], 1)]
    (first, *_) = document(check(["area,period,births", *lines])).sections
    (value,) = first.columns[0].values
    # About 60 less 3.1: the value stays as it is, and people read 56.9.
    assert value != round(value, 1)
    assert list(first.columns[0].texts()) == ["56.9"]
