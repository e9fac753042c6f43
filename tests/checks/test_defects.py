"""Defects of other systems that concern more than a check; and the page that lists all of them."""

import re

import pytest

import fpstats
from fpstats import stats

from .conftest import found, series


@pytest.fixture
def compute(tmp_path):
    """Give a function that computes from lines of a tidy table."""

    def compute(text, **options):
        path = tmp_path / "returns.csv"
        path.write_text(
            "\n".join(line.strip() for line in text.strip().splitlines()) + "\n", "utf-8"
        )
        outcome = fpstats.compute(path, **{"lang": "en", **options})
        return {(row["area"], row["period"]): row for row in outcome.comparisons.to_pylist()}

    return compute


def test_every_test_that_the_page_names_exists(root):
    page = (root / "docs" / "explanation" / "other-systems.md").read_text("utf-8")
    named = re.findall(r"`(tests/[a-z_/]+\.py)::(test_[a-z0-9_]+)`", page)
    rows = [line for line in page.splitlines() if line.startswith("| ")][2:]
    assert len(named) == len(rows) >= 20
    for path, name in named:
        assert f"def {name}(" in (root / path).read_text("utf-8"), name


def test_a_sum_with_a_part_missing_is_not_known(compute):
    rows = compute(
        """
        area,period,births,births_in_policy
        甲镇,2024-01,100,90
        乙镇,2024-01,100,
        """,
        indicators=["policy_compliance_rate"],
    )
    # Ninety of a hundred, and not of two hundred.
    assert rows["Total", "2024-01"]["value"] == 90
    assert rows["乙镇", "2024-01"]["value"] is None


def test_a_leap_year_has_its_day(compute):
    rows = compute(
        """
        area,period,population,births
        甲镇,2024-01,23395,
        甲镇,2024-02,23395,25
        """,
        indicators=["crude_birth_rate"],
        annualise=True,
    )
    # 25 births in the 29 of 366 days, where DHIS2 prints 13.449676.
    assert round(rows["甲镇", "2024-02"]["value"], 6) == 13.486525


def test_a_year_to_date_begins_where_the_year_does(check):
    lines = """
        area,period,births
        甲镇,2023-10,4
        甲镇,2023-11,5
        甲镇,2023-12,6
        甲镇,2024-ytd,99
    """
    lines = lines.replace("2024-ytd", "2023-12-ytd")
    (row,) = found(check(lines, year_start=10), "year_to_date")
    # October to December: 4 + 5 + 6.
    assert (row["left"], row["right"]) == (99, 15)
    # From January on nine months are not known, and nothing is compared with their sum.
    assert not found(check(lines), "year_to_date")


def test_the_threshold_that_is_told_is_the_one_that_is_used(check):
    checked = check(["area,period,births", *series([10] * 11 + [40])])
    (row,) = found(checked, "unlike_other_months")
    (result,) = [one for one in checked.results if one.check.id == "unlike_other_months"]
    assert f"rate {result.check.level:g}" in row["message"]
    assert row["probability"] <= result.check.level
    assert "false-discovery rate" in result.check.threshold("en")


def test_the_mean_deviation_is_the_mean_one():
    # 0.79788 × 57 over the mean deviation of 57 / 12.
    assert stats.modified_z_score([3] * 11 + [60])[-1] == pytest.approx(0.79788 * 57 / (57 / 12))
    assert stats.who_modified_z_score([3] * 11 + [60]).score[-1] == 0


def test_months_of_zero_are_compared_with(check):
    (row,) = found(check(["area,period,births", *series([0] * 11 + [9])]), "unlike_other_months")
    # Eleven months of nothing lead one to expect nothing.
    assert (row["left"], row["right"]) == (9, 0)
    assert "11 other months" in row["message"]


def test_one_area_without_a_denominator_stops_no_other(compute):
    rows = compute(
        """
        area,period,births,births_in_policy
        甲镇,2024-01,0,0
        乙镇,2024-01,10,9
        """,
        indicators=["policy_compliance_rate"],
    )
    assert rows["甲镇", "2024-01"]["value"] is None
    assert rows["乙镇", "2024-01"]["value"] == rows["Total", "2024-01"]["value"] == 90


def test_a_rate_above_is_a_ratio_of_sums(compute):
    rows = compute(
        """
        area,period,births,births_in_policy
        甲镇,2024-01,4,2
        乙镇,2024-01,300,90
        """,
        indicators=["policy_compliance_rate"],
    )
    # 92 of 304; the mean of 50 and 30 would be 40.
    assert round(rows["Total", "2024-01"]["value"], 2) == 30.26


def test_what_is_suppressed_is_not_known_and_no_zero(compute):
    rows = compute(
        """
        area,period,births,births_in_policy
        甲镇,2024-01,100,90
        乙镇,2024-01,100,*
        """,
        indicators=["policy_compliance_rate"],
    )
    assert rows["Total", "2024-01"]["value"] == 90
    assert (rows["乙镇", "2024-01"]["value"], rows["乙镇", "2024-01"]["numerator"]) == (None, None)
