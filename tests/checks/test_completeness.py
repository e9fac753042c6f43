"""Who should have reported, who did, and when.

One file, because who owes a return decides what is late, missing or too much.
"""

import datetime

import polars as pl
import pytest

import fpstats
from fpstats.errors import ConfigurationError
from fpstats.pipeline.replies import document

from .conftest import found

AREAS = "name,opened,closed\n甲镇,,\n乙镇,,\n丙镇,2024-06,"
RETURNS = """
    area,period,births,births_late_registered
    甲镇,2024-05,5,1
    乙镇,2024-05,6,0
    甲镇,2024-06,5,2
    丙镇,2024-06,4,
"""
RECEIVED = """
    area,period,received
    甲镇,2024-05,2024-06-05
    乙镇,2024-05,2024-06-08
    甲镇,2024-06,2024年7月4日
"""


def rows_of(checked):
    return {(row["scope"], row["name"]): row for row in checked.completeness.to_pylist()}


def test_who_is_missing_and_who_is_not_open_yet(check, saved):
    checked = check(RETURNS, areas=saved("areas.csv", AREAS))
    missing = {(row["area"], row["period"]) for row in found(checked, "missing_return")}
    # 丙镇 opens in June.
    assert missing == {("乙镇", "2024-06")}
    rows = rows_of(checked)
    assert (rows["all", ""]["expected"], rows["all", ""]["received"]) == (5, 4)
    assert rows["all", ""]["completeness"] == 80
    assert rows["area", "丙镇"]["expected"] == 1


def test_who_is_late_by_how_many_days(check, saved):
    checked = check(
        RETURNS, areas=saved("areas.csv", AREAS), received=saved("received.csv", RECEIVED)
    )
    (row,) = found(checked, "late_return")
    assert (row["area"], row["period"]) == ("乙镇", "2024-05")
    assert "due by 2024-06-05" in row["message"]
    assert "days late: 3" in row["message"]
    whole = rows_of(checked)["all", ""]
    assert (whole["dated"], whole["on_time"], whole["late"]) == (3, 2, 1)
    # 2 of the 3 whose day is known; of the fourth that came nothing is said.
    assert (whole["undated"], whole["timeliness"]) == (1, pytest.approx(200 / 3))


def test_the_day_on_which_a_return_is_due_can_be_set(check, saved):
    received = saved("received.csv", RECEIVED)
    assert not found(check(RETURNS, received=received, due=8), "late_return")
    assert len(found(check(RETURNS, received=received, due=3), "late_return")) == 3
    with pytest.raises(ConfigurationError, match="1 to 365"):
        check(RETURNS, due=0)


def test_without_a_day_nothing_is_said_of_lateness(check):
    whole = rows_of(check(RETURNS))["all", ""]
    assert (whole["dated"], whole["late"], whole["timeliness"]) == (0, 0, None)


def test_the_day_may_stand_in_the_returns_themselves(check):
    checked = check("""
        area,period,births,收到日期
        甲镇,2024-05,5,2024-06-04
        乙镇,2024-05,6,2024/6/7
    """)
    (row,) = found(checked, "late_return")
    assert row["area"] == "乙镇"


def test_what_is_no_day_of_receipt_is_told_with_its_cell(check):
    checked = check("""
        单位,统计月份,出生人数,收到日期
        甲镇,2024年5月,5,昨天
        乙镇,2024年5月,6,2024/6/7
        丙镇,2024年5月,6,
    """)
    (row,) = found(checked, "no_receipt_day")
    assert (row["severity"], row["area"], row["cell"]) == ("warning", "甲镇", "D2")
    assert "昨天" in row["message"]
    assert found(checked, "late_return")
    # The column is understood: it is no item, and it was read.
    assert not found(checked, "unknown_column")
    assert rows_of(checked)["all", ""]["dated"] == 1


def test_a_return_handed_in_again_counts_by_its_first_day(check, saved):
    again = RECEIVED + "    乙镇,2024-05,2024-06-02\n"
    assert not found(check(RETURNS, received=saved("received.csv", again)), "late_return")


def test_the_days_may_be_a_table_as_a_register_of_receipts_gives_it(check, saved):
    days = pl.DataFrame(
        {
            "area": ["乙镇", "甲镇", "乙镇"],
            "period": ["2024-05", "2024-05", "2024-05"],
            "received": [datetime.date(2024, 6, 9), datetime.date(2024, 6, 5),
                         datetime.date(2024, 6, 8)],
        }
    )  # fmt: skip
    for table in (days, days.to_arrow(), days.to_pandas()):
        (row,) = found(check(RETURNS, received=table), "late_return")
        # 乙镇 sent it twice: on the eighth, three days late, and again on the ninth.
        assert (row["area"], row["period"]) == ("乙镇", "2024-05")
        assert "2024-06-08" in row["message"]


def test_births_of_earlier_years_are_kept_apart(check):
    rows = rows_of(check(RETURNS))
    assert rows["all", ""]["late_registered"] == 3
    assert rows["area", "甲镇"]["late_registered"] == 3
    assert rows["period", "2024-06"]["late_registered"] == 2
    # Not known is not zero.
    assert rows["area", "丙镇"]["late_registered"] is None
    assert rows["area", "乙镇"]["late_registered"] == 0
    # They are no part of the births.
    assert rows["item", "births"]["received"] == 4


def test_months_that_were_asked_for_and_that_nobody_sent_are_due(check, saved):
    checked = check(RETURNS, areas=saved("areas.csv", AREAS), period="2024-06:2024-07")
    rows = rows_of(checked)
    assert rows["period", "2024-07"]["expected"] == 3
    assert rows["period", "2024-07"]["received"] == 0
    assert ("period", "2024-05") not in rows


def test_a_month_that_nobody_sent_is_told_and_chased(check, saved):
    gap = """
        area,period,births
        甲镇,2024-01,5
        乙镇,2024-01,6
        甲镇,2024-02,5
        乙镇,2024-02,6
        甲镇,2024-04,4
        乙镇,2024-04,7
    """
    checked = check(gap)
    (row,) = found(checked, "missing_period")
    assert (row["severity"], row["area"], row["period"]) == ("warning", None, "2024-03")
    (chase,) = [one for one in document(checked).sections if one.title == "To chase"]
    assert [column.values for column in chase.columns] == [["every area (2)"], ["2024-03"]]
    # Asked for, too: the next month, and one that is mistyped.
    for period in ("2024-03", "2024-05", "2204-02"):
        (row,) = found(check(gap, period=period), "missing_period")
        assert row["period"] == period
    assert not found(check(gap, period="2024-04"), "missing_period")


def test_a_return_that_came_late_is_not_chased(check, saved):
    checked = check(RETURNS, received=saved("received.csv", RECEIVED))
    (chase,) = [one for one in document(checked).sections if one.title == "To chase"]
    # 乙镇 of May came three days late; 乙镇 of June and 丙镇 of May did not.
    assert [column.values for column in chase.columns] == [
        ["丙镇", "乙镇"], ["2024-05", "2024-06"]
    ]  # fmt: skip


def test_item_by_item(check):
    rows = rows_of(check(RETURNS))
    late = rows["item", "births_late_registered"]
    # Three areas in two months, and two returns did not come.
    assert (late["expected"], late["received"], late["zeros"]) == (6, 3, 1)
    assert late["completeness"] == 50


def test_due_days():
    from fpstats.checks.completeness import due_day
    from fpstats.periods import Span, month

    december = Span(month(2024, 12), month(2024, 12))
    assert due_day(december, 5) == datetime.date(2025, 1, 5)


def test_the_sample_county(samples):
    checked = fpstats.check(samples / "tidy", areas=samples / "areas.csv", lang="en")
    whole = rows_of(checked)["all", ""]
    assert (whole["expected"], whole["received"]) == (24 * 36, 24 * 36 - 1)


def test_returns_of_an_area_that_is_not_open_are_told_once_for_all_their_months(check, saved):
    areas = saved("areas.csv", "name,closed\n甲镇,2023-12\n乙镇,")
    lines = [f"{area},2024-{month:02d},{5 + month % 3}" for area in ("甲镇", "乙镇")
             for month in (1, 2, 3, 6, 7)]  # fmt: skip
    rows = found(check(["area,period,births", *lines], areas=areas), "not_open")
    # January to March are three returns, and not one of a quarter; April and May did not come.
    assert [row["period"] for row in rows] == ["2024-01:2024-03", "2024-06:2024-07"]
    assert "(months: 3)" in rows[0]["message"]
    asked = check(["area,period,births", *lines], areas=areas, period="2024-07")
    assert [row["period"] for row in found(asked, "not_open")] == ["2024-06:2024-07"]


def test_an_unknown_area_is_not_missed_before_it_was_ever_met(check, saved):
    areas = saved("areas.csv", "name,level\n甲镇,township\n乙镇,township")
    lines = [f"甲镇,2024-0{month},{5 + month % 3}" for month in range(1, 7)]
    lines += [f"乙镇,2024-0{month},{7 + month % 3}" for month in (1, 2, 3)]
    # From April on under a new name, of which May is missing.
    lines += [f"新乙镇,2024-0{month},8" for month in (4, 6)]
    checked = check(["area,period,births", *lines], areas=areas)
    missing = [(row["area"], row["period"]) for row in found(checked, "missing_return")]
    assert sorted(missing) == [
        ("乙镇", "2024-04"), ("乙镇", "2024-05"), ("乙镇", "2024-06"), ("新乙镇", "2024-05"),
    ]  # fmt: skip


def test_quarters_under_the_names_of_months_are_told_once(check):
    lines = [f"{area},2023-{month:02d},{60 + month}" for area in ("甲镇", "乙镇")
             for month in (3, 6, 9, 12)]  # fmt: skip
    checked = check(["area,period,births", *lines])
    (row,) = found(checked, "regular_gaps")
    assert row["period"] == "2023-03:2023-12"
    assert "once in 3 months" in row["message"]
    assert not found(checked, "missing_period")
    # Two months tell of no rule, and a month more breaks it.
    assert len(found(check(["area,period,births", *lines[:2]]), "missing_period")) == 2
    assert not found(check(["area,period,births", *lines, "甲镇,2023-04,5"]), "regular_gaps")


def test_a_return_that_was_handed_in_twice_is_one_finding(check):
    checked = check("""
        area,period,births,deaths,marriages
        甲镇,2024-05,5,6,7
        甲镇,2024-05,8,9,7
    """)
    (row,) = found(checked, "duplicate_return")
    assert row["item"] == "births,deaths"
    assert row["message"].endswith("Keep one; and 1 more items of this return")


QUARTERS = """
    area,period,births
    甲镇,2024-Q1,30
    甲镇,2024-Q2,31
    甲镇,2024-Q3,33
    乙镇,2024-Q1,30
    乙镇,2024-Q3,35
"""


def test_a_quarterly_return_is_one_return_and_not_three(check, saved):
    checked = check(
        QUARTERS,
        received=saved(
            "received.csv", "area,period,received\n甲镇,2024-Q2,2024-07-05\n甲镇,2024-Q3,2024-10-06"
        ),
    )
    rows = rows_of(checked)
    whole = rows["all", ""]
    # Of June it is due on the fifth of July, and of September on the fifth of October.
    assert (whole["expected"], whole["received"], whole["late"]) == (6, 5, 1)
    assert rows["area", "甲镇"]["completeness"] == 100
    assert rows["area", "乙镇"]["completeness"] == pytest.approx(200 / 3)
    assert rows["item", "births"]["expected"] == 6
    (row,) = found(checked, "missing_return")
    assert (row["area"], row["period"]) == ("乙镇", "2024-Q2")
    assert not found(checked, "missing_period")


@pytest.mark.parametrize(("period", "expected", "received"), [
    ("2024-Q2", 2, 1), ("2024-05", 2, 1), ("2023-Q4:2024-Q1", 4, 2), ("2025-Q1", 2, 0),
])  # fmt: skip
def test_quarters_that_were_asked_for(check, period, expected, received):
    checked = check(QUARTERS, period=period)
    whole = rows_of(checked)["all", ""]
    assert (whole["expected"], whole["received"]) == (expected, received)


def test_totals_to_date_every_quarter_are_quarters(check):
    checked = check("""
        area,period,births
        甲镇,2024-03-ytd,30
        甲镇,2024-06-ytd,61
        甲镇,2024-09-ytd,94
        乙镇,2024-03-ytd,20
        乙镇,2024-09-ytd,70
    """)
    # What is reported to September holds the second quarter.
    whole = rows_of(checked)["all", ""]
    assert (whole["expected"], whole["received"]) == (6, 6)


def test_where_some_send_months_months_are_due_and_a_quarter_holds_three(check):
    lines = [f"甲镇,2024-{month:02d},{9 + month}" for month in range(1, 7)]
    checked = check(["area,period,births", *lines, "乙镇,2024-Q1,30"])
    rows = rows_of(checked)
    assert (rows["area", "甲镇"]["expected"], rows["area", "甲镇"]["received"]) == (6, 6)
    assert (rows["area", "乙镇"]["expected"], rows["area", "乙镇"]["received"]) == (6, 3)


def test_quarters_under_the_names_of_months_are_whole_without_the_months_between(check):
    lines = [f"{area},2023-{month:02d},{60 + month}" for area in ("甲镇", "乙镇")
             for month in (3, 6, 9, 12)]  # fmt: skip
    rows = rows_of(check(["area,period,births", *lines[:-1]]))
    assert (rows["all", ""]["expected"], rows["all", ""]["received"]) == (8, 7)
    assert ("period", "2023-04") not in rows
