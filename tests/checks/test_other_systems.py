"""The defects of other systems: reproduced under their names, and not ours."""

import pytest

from fpstats import stats

from .conftest import found, series

SIXTY = [3] * 11 + [60]
FORTY = [10, 12, 9, 11, 10, 13, 9, 12, 11, 10, 12, 40]


def outliers(checked):
    return [(row["period"], row["left"]) for row in found(checked, "unlike_other_months")]


def births(values):
    return ["area,period,births", *series(values)]


def test_of_eleven_threes_and_a_sixty_ours_finds_the_sixty_and_only_it(check):
    checked = check(births(SIXTY))
    (row,) = found(checked, "unlike_other_months")
    assert (row["period"], row["left"]) == ("2023-12", 60)
    # 33 births in 334 days: 3.06 in the 31 of December.
    assert (row["right"], round(row["events"])) == (3.1, 57)
    assert row["probability"] < 1e-9


def test_dhis2_finds_nothing_where_the_median_deviation_is_zero(check):
    assert outliers(check(births(SIXTY), preset="dhis2_modified")) == []
    assert outliers(check(births(SIXTY), preset="who_modified")) == []


def test_cd2030_finds_one_birth_above_three_and_ours_does_not(check):
    values = [3] * 23 + [4]
    assert outliers(check(births(values), preset="cd2030")) == [("2024-12", 4)]
    assert outliers(check(births(values))) == []


@pytest.mark.parametrize(
    ("preset", "score"),
    [("dhis2", "3.2798"), ("who", "3.1402"), ("dhis2_modified", "19.5605"),
     ("who_modified", "19.5605")],
)  # fmt: skip
def test_the_published_scores_are_reproduced_and_say_whose_they_are(check, preset, score):
    (row,) = found(check(births(FORTY), preset=preset), "unlike_other_months")
    assert row["left"] == 40
    assert f"score {score}" in row["message"]
    assert f"by the rule of {preset}" in row["message"]


@pytest.mark.parametrize(
    ("preset", "right", "said"),
    [  # FORTY sums to 159 over its 12 months; its middle two are 11 and 11.
        ("dhis2", 13.25, "mean of all months 13.25"),
        ("who", 13.25, "level 2 (1 moderate, from 2 on; 2 extreme, from 3 on)"),
        ("dhis2_modified", 11, "median of all months 11"),
        ("who_modified", 11, "level 2 (1 moderate, from 3.5 on; 2 extreme, from 5 on)"),
    ],
)
def test_the_middle_is_the_one_from_which_the_rule_measures(check, preset, right, said):
    (row,) = found(check(births(FORTY), preset=preset), "unlike_other_months")
    assert (row["right"], row["difference"], row["events"]) == (right, 40 - right, 40 - right)
    assert said in row["message"]


def test_cd2030_measures_from_the_months_before_the_last_twelve(check):
    (row,) = found(check(births([3] * 12 + [5] * 11 + [3]), preset="cd2030"),
                   "unlike_other_months")[:1]  # fmt: skip
    assert (row["left"], row["right"], row["events"]) == (5, 3, 2)
    # One year has no months before the last twelve.
    assert outliers(check(births(SIXTY), preset="cd2030")) == []


def test_with_nine_months_no_value_can_score_three_and_ours_is_found_all_the_same(check):
    values = [3] * 8 + [60]
    assert stats.dhis2_z_score([0] * 8 + [10**6]).score.max() < 3
    assert outliers(check(births(values), preset="dhis2")) == []
    assert outliers(check(births(values), preset="who")) == [("2023-09", 60)]  # 2.67: moderate
    assert outliers(check(births(values))) == [("2023-09", 60)]


def test_who_s_extreme_is_beyond_reach_with_ten_months_or_fewer(check):
    (row,) = found(check(births([3] * 9 + [600]), preset="who"), "unlike_other_months")
    assert "level 1" in row["message"]


def test_the_tested_month_is_no_part_of_what_it_is_compared_with(check):
    (row,) = found(check(births([20] * 11 + [80])), "unlike_other_months")
    # 220 in 334 days: 20.4 in 31. With it, 300 in 365 days would be 25.5.
    assert row["right"] == 20.4


def test_a_fall_is_found_as_well_as_a_rise(check):
    assert outliers(check(births([30] * 11 + [2]))) == [("2023-12", 2)]
    assert outliers(check(births([30] * 11 + [0]))) == [("2023-12", 0)]


def test_all_alike_is_no_outlier_and_nor_is_a_township_without_births(check):
    assert outliers(check(births([3] * 24))) == []
    assert outliers(check(births([0] * 24))) == []
    assert outliers(check(births([0] * 23 + [1]))) == []


def test_too_short_a_history_is_not_judged_and_that_is_counted(check):
    checked = check(births([3, 3, 3, 3, 60]))
    (result,) = [one for one in checked.results if one.check.id == "unlike_other_months"]
    assert result.judged == 0
    (result,) = [
        one for one in check(births([3, 4, 3, 2, 3, 4])).results
        if one.check.id == "unlike_other_months"
    ]  # fmt: skip
    assert result.judged == 6


def test_the_numbers_themselves_are_never_changed(check):
    checked = check(births(SIXTY))
    panel = checked.material.panel
    assert panel.value["births"][0].tolist() == SIXTY


AREAS = """
    name,opened,closed
    甲镇,,
    乙镇,2024-06,
    丙镇,,2024-05
"""


def test_completeness_is_not_clipped_and_nothing_of_nothing_is_not_known(check, saved):
    checked = check(
        """
        area,period,births
        甲镇,2024-05,5
        乙镇,2024-05,6
        丙镇,2024-05,7
        甲镇,2024-06,5
        """,
        areas=saved("areas.csv", AREAS),
    )
    rows = {(row["scope"], row["name"]): row for row in checked.completeness.to_pylist()}
    # In May 甲镇 and 丙镇 were due, and three reported: all that were due, and one that was not.
    may, june, whole = (rows["period", "2024-05"], rows["period", "2024-06"], rows["all", ""])
    assert (may["expected"], may["received"], may["unexpected"]) == (2, 3, 1)
    assert (may["completeness"], june["completeness"]) == (100, 50)
    # A ratio of sums, to which the one that was not due adds nothing: 3 of 4.
    assert (whole["received"], whole["missing"], whole["completeness"]) == (4, 1, 75)
    late = check(
        "area,period,births\n乙镇,2024-05,6\n甲镇,2024-05,5\n丙镇,2024-05,6",
        areas=saved("areas.csv", AREAS),
    )
    (second,) = [row for row in late.completeness.to_pylist() if row["name"] == "乙镇"]
    assert (second["expected"], second["received"], second["completeness"]) == (0, 1, None)


def test_an_item_is_as_complete_below_as_above(check):
    checked = check("""
        area,period,births,births_male,births_female
        甲镇,2024-05,3,,
        乙镇,2024-05,3,2,1
    """)
    rows = {row["name"]: row for row in checked.completeness.to_pylist()}
    # Two items of one return do not make two returns of it.
    assert (rows["births"]["expected"], rows["births"]["received"]) == (2, 2)
    assert (rows["births_male"]["expected"], rows["births_male"]["received"]) == (2, 1)
    assert rows["甲镇"]["completeness"] == 100


def test_every_finding_prints_the_threshold_that_was_used(check):
    checked = check([
        "area,period,births,births_male,births_female",
        *(f"甲镇,2023-{month:02d},3,2,1" for month in range(1, 12)),
        "甲镇,2023-12,60,30,31",
    ])  # fmt: skip
    for row in checked.table.to_pylist():
        assert ("passes" in row["message"]) or ("rate 0.0" in row["message"]), row["message"]


def test_headings_are_those_of_the_schema(check):
    from fpstats import schema

    assert check(births(SIXTY)).table.column_names == schema.CHECKED.names
