"""Years to date: one that is wrong is found once, where the fault begins."""

import pytest

from fpstats.errors import FpstatsError

from .conftest import found, series

FALLING = [20, 42, 59, 84, 103, 124, 150, 171, 190, 60, 233, 255]
"""To date; October should be somewhere between 190 and 233."""


def told(checked):
    return [(row["period"], row["left"], row["right"], row["events"])
            for row in found(checked, "year_to_date")]  # fmt: skip


@pytest.mark.parametrize("cumulative", ["auto", "ytd"])
def test_one_total_that_falls_is_one_finding(check, cumulative):
    checked = check(["area,period,births", *series(FALLING)], cumulative=cumulative)
    # 190 − 60: with no more than the last one before it.
    assert told(checked) == [("2023-10-ytd", 60, 190, 130)]


def test_of_a_total_that_is_too_large_it_is_the_one_that_is_found(check):
    # 1710 for 171 in August: September to December are all below it, and none of them is wrong.
    totals = [*FALLING[:7], 1710, 190, 210, 233, 255]
    checked = check(["area,period,births", *series(totals)], cumulative="ytd")
    assert told(checked) == [("2023-08-ytd", 1710, 190, 1520)]
    assert "above the 190 of 2023-09-ytd after it" in found(checked, "year_to_date")[0]["message"]


def test_two_that_fall_are_two(check):
    totals = [*FALLING[:4], 13, *FALLING[5:]]
    checked = check(["area,period,births", *series(totals)], cumulative="ytd")
    assert sorted(told(checked)) == [("2023-05-ytd", 13, 84, 71), ("2023-10-ytd", 60, 190, 130)]


def test_a_total_beside_its_months_is_compared_with_the_one_before(check):
    checked = check("""
        area,period,births
        甲镇,2024-01,5
        甲镇,2024-02,6
        甲镇,2024-03,7
        甲镇,2024-04,8
        甲镇,2024年2月累计,11
        甲镇,2024年3月累计,17
        甲镇,2024年4月累计,25
        乙镇,2024-01,5
        乙镇,2024年2月累计,11
        乙镇,2024-04,8
        乙镇,2024年4月累计,18
    """)
    rows = {row["area"]: row for row in found(checked, "year_to_date")}
    # 11 + 7 = 18, and not 17; April follows: 17 + 8. Of 乙镇 March is not known: 11 + 8 are more
    # than 18, whatever March was.
    assert (rows["甲镇"]["period"], rows["甲镇"]["left"], rows["甲镇"]["right"]) == (
        "2024-Q1",
        17,
        18,
    )
    assert (rows["乙镇"]["left"], rows["乙镇"]["right"]) == (18, 19)
    assert (
        "11 of 2024-02-ytd and 1 months since, and others are not known" in rows["乙镇"]["message"]
    )
    assert len(found(checked, "year_to_date")) == 2


def test_a_typing_error_in_the_middle_has_one_cause_with_both_sums_that_it_breaks(check):
    months = [5, 6, 7, 8]
    to_date = [5, 11, 81, 26]  # 81 for 18
    lines = [f"甲镇,2024-{m:02d},{n}" for m, n in enumerate(months, 1)]
    lines += [f"甲镇,2024年{m}月累计,{n}" for m, n in enumerate(to_date, 1) if m > 1]
    checked = check(["area,period,births", *lines])
    assert len(found(checked, "year_to_date")) == 2
    assert checked.count("error") == 1
    assert {"were it 18" in row["hint"] or "it is 18" in row["hint"]
            for row in found(checked, "year_to_date")} == {True}  # fmt: skip


def test_the_wrong_start_of_the_year_is_named_whoever_says_that_they_are_to_date(check):
    # A year from October on, 20 a month, in three townships and two years.
    lines = [
        f"{area},{2022 + (9 + month) // 12}-{(9 + month) % 12 + 1:02d},{20 * (month % 12 + 1)}"
        for area in ("甲镇", "乙镇", "丙镇")
        for month in range(24)
    ]
    for cumulative in ("auto", "ytd"):
        with pytest.raises(FpstatsError, match=r"month 10[^\n]*\nHint: give --year-start 10"):
            check(["area,period,births", *lines], cumulative=cumulative)
    assert told(check(["area,period,births", *lines], cumulative="ytd", year_start=10)) == []
