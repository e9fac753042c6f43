"""Soft screens: what chance would hardly do is told as unusual, and no more than that."""

import numpy as np
import pytest

import fpstats
from fpstats.catalogue.checks import SCREENS

from .conftest import codes, found, series

RANDOM = np.random.default_rng(20240501)


def poisson(mean, size=24):
    return RANDOM.poisson(mean, size).tolist()


def table(columns, area="甲镇"):
    values = list(zip(*columns.values(), strict=True))
    heading = ",".join(["area", "period", *columns])
    return [heading, *series([",".join(map(str, row)) for row in values], area=area)]


def test_a_copied_return_is_named_with_its_original(check):
    # Equal by chance: 1.4 % for each of three counts of 400, so 3 in a million for each of the
    # 276 pairs of months, and less than one in a thousand for any of them.
    columns = {name: poisson(400) for name in ("births_male", "births_female", "deaths_male")}
    for values in columns.values():
        values[17] = values[4]
    (row,) = found(check(table(columns)), "copied_return")
    assert row["severity"] == "info"
    assert (row["area"], row["period"]) == ("甲镇", "2024-06")
    assert "甲镇 2023-05" in row["message"]
    assert "unusual, look" in row["message"]
    # Each number of both returns is named.
    assert row["cells"].count("male births 2023-05") == 2
    assert row["cells"].count("male births 2024-06") == 2


def test_the_same_return_of_two_townships_is_found(check):
    mine = table({name: poisson(400, 6) for name in ("births_male", "births_female", "deaths")})
    other = table({name: poisson(400, 6) for name in ("births_male", "births_female", "deaths")},
                  "乙镇")  # fmt: skip
    other[3] = mine[3].replace("甲镇", "乙镇")
    (row,) = found(check([*mine, *other[1:]]), "copied_return")
    assert row["period"] == "2023-03"


def test_small_numbers_that_repeat_are_no_copies(check):
    columns = {name: poisson(0.4) for name in ("births_male", "births_female", "deaths_male")}
    assert "copied_return" not in codes(check(table(columns)))


def test_one_total_divided_by_twelve_is_too_even(check):
    rows = found(check(["area,period,births", *series([20, 21] * 12)]), "too_even")
    (row,) = rows
    # 12 of 20 and 12 of 21, hardly 0.3 of a degree of freedom in all.
    assert row["left"] < 3
    assert row["right"] == 23


@pytest.mark.parametrize("item", ["births", "marriages", "migrants_in"])
def test_the_same_number_every_month_is_too_even(check, item):
    # The mean is 45, and no month is off it: chi-square 0.
    (row,) = found(check([f"area,period,{item}", *series([45] * 36)]), "too_even")
    assert (row["left"], row["right"]) == (0, 35)


def test_the_same_number_is_too_even_where_others_have_a_season(check):
    lines = ["area,period,births", *series([45] * 36, area="恒镇")]
    for area in range(12):
        values = [RANDOM.poisson(60 if month % 12 in (0, 11) else 20) for month in range(36)]
        lines += series(values, area=f"{area}镇")
    assert [row["area"] for row in found(check(lines), "too_even")] == ["恒镇"]


def test_poisson_counts_are_not_too_even(check):
    assert "too_even" not in codes(check(["area,period,births", *series(poisson(20))]))


def test_everybody_every_time_where_elsewhere_not_everybody(check):
    lines = ["area,period,examinations_due,examinations_done"]
    for place, area in enumerate(["甲镇", "乙镇", "丙镇"]):
        due = [60 + month for month in range(12)]
        done = due if place == 0 else [one - 5 for one in due]
        pairs = [f"{a},{b}" for a, b in zip(due, done, strict=True)]
        lines += series(pairs, area=area)
    (row,) = found(check(lines), "all_full")
    assert row["area"] == "甲镇"


def test_favoured_last_digits_of_large_counts_only(check):
    rounded = [round(value / 10) * 10 for value in poisson(300, 60)]
    assert found(check(["area,period,marriages", *series(rounded)]), "last_digits")
    assert not found(check(["area,period,marriages", *series(poisson(300, 60))]), "last_digits")
    small = [round(value / 5) * 5 for value in poisson(20, 60)]
    assert not found(check(["area,period,marriages", *series(small)]), "last_digits")


def test_a_screen_is_never_an_error_and_how_many_were_run_is_told(check):
    checked = check(["area,period,births", *series([20, 21] * 12)])
    assert checked.count("error") == 0
    for result in checked.results:
        if result.check.kind in SCREENS:
            assert result.check.severity == "info"
    assert checked.screens == sum(
        one.judged for one in checked.results
        if one.check.id in ("unlike_other_months", "too_even", "copied_return", "last_digits",
                            "all_full", "share_unlike_other_months", "just_above_target")
    )  # fmt: skip
    assert checked.screens >= 24


def test_a_second_level_tells_what_is_less_certain_and_nothing_twice(check):
    # Twelve areas with 36 months of about ten; in one month of each the number is doubled, which is
    # certain in some, likely in others, and in the rest within what chance allows.
    random = np.random.default_rng(20240905)
    lines, doubled = ["area,period,births"], set()
    for area in range(12):
        values = random.poisson(10, 36)
        values[3 * area] *= 2
        doubled.add((f"{area}镇", f"{2023 + 3 * area // 12}-{3 * area % 12 + 1:02d}"))
        lines += series(values.tolist(), area=f"{area}镇")
    checked = check(lines)
    sure, perhaps = (
        {(row["area"], row["period"]) for row in found(checked, code)}
        for code in ("unlike_other_months", "perhaps_unlike_other_months")
    )
    assert sure <= doubled
    assert sure
    assert perhaps & doubled
    assert not sure & perhaps
    for row in found(checked, "perhaps_unlike_other_months"):
        assert row["severity"] == "info"
        assert row["probability"] <= 0.2
        assert "unusual, look" in row["message"]
    # Each comparison is counted once.
    (first,) = [one for one in checked.results if one.check.id == "unlike_other_months"]
    assert first.judged == 12 * 36
    assert checked.screens == 12 * 36 + sum(
        one.judged
        for one in checked.results
        if one.check.id in ("copied_return", "too_even", "last_digits")
    )


def test_rules_of_other_systems_have_one_level(check):
    lines = ["area,period,births", *series([3] * 11 + [60])]
    checked = check(lines, preset="who")
    assert [row["code"] for row in checked.table.to_pylist()] == ["unlike_other_months"]


def test_benford_is_not_among_them():
    from fpstats.catalogue import load
    from fpstats.catalogue.checks_parse import load_checks

    assert not [one for one in load_checks(load()) if "benford" in one]
    assert "benford" not in " ".join(vars(fpstats.catalogue)).lower()


def test_a_share_unlike_the_other_months(check):
    columns = {"births": [50] * 12, "births_in_policy": [48] * 11 + [30]}
    rows = found(check(table(columns)), "share_unlike_other_months")
    assert {row["period"] for row in rows} == {"2023-12"}
    # 528 of the 550 others were in policy: 48 of 50.
    assert {row["right"] for row in rows if row["indicator"] == "policy_compliance_rate"} == {48}


def test_one_wrong_total_makes_no_other_share_look_wrong(check):
    columns = {"births": [50] * 35 + [9999], "births_in_policy": [45, 46] * 18}
    rows = found(check(table(columns)), "share_unlike_other_months")
    assert {row["period"] for row in rows} == {"2025-12"}
    # 35 others: 18 of 45 and 17 of 46 make 1,592 of 1,750.
    compliance = [row for row in rows if row["indicator"] == "policy_compliance_rate"]
    assert [row["right"] for row in compliance] == [round(9999 * 1592 / 1750, 1)]


def test_a_season_is_allowed_for(check):
    # Twice as many in every winter, in many areas: no winter month is unlike the others.
    lines = ["area,period,births"]
    for area in range(12):
        values = [RANDOM.poisson(60 if month % 12 in (0, 11) else 20) for month in range(48)]
        lines += series(values, area=f"{area}镇")
    assert not found(check(lines), "unlike_other_months")


def test_an_honest_month_is_not_accused_of_the_fault_of_another_year(check):
    rows = found(check(["area,period,births", *series([60] * 23 + [0])]), "unlike_other_months")
    assert [(row["period"], row["left"]) for row in rows] == [("2024-12", 0)]
    # Sixty in months of 28 to 31 days: hardly more in one of 31.
    assert 59 < rows[0]["right"] < 63


def test_no_probability_is_told_as_none_at_all(check):
    lines = [f"甲镇,2023-{month:02d},{9000 if month == 12 else 3}" for month in range(1, 13)]
    checked = check(["area,period,births", *lines])
    (row,) = [row for row in checked.table.to_pylist() if row["code"] == "unlike_other_months"]
    assert row["probability"] == 1e-300
    assert "adjusted probability below 1e-300" in row["message"]
