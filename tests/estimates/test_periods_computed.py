"""Which periods are computed, and what is told of returns that do not come or do not fit."""

from __future__ import annotations

import io
from typing import Any

import polars as pl
import pytest

import fpstats
from fpstats import catalogue
from fpstats.errors import ConfigurationError


def done(lines: str, headings: str = "area,period,births", **options: Any) -> fpstats.Outcome:
    """Compute the births of a table written as lines of CSV."""
    table = pl.read_csv(io.StringIO(f"{headings}\n{lines}"), infer_schema=False)
    return fpstats.compute(table, lang="en", **{"indicators": ["births"], **options})


def values(outcome: fpstats.Outcome) -> dict[tuple[str, str], float | None]:
    rows = outcome.comparisons.to_pylist()
    return {(row["area"], row["period"]): row["value"] for row in rows}


def told(outcome: fpstats.Outcome, *codes: str) -> list[tuple[str, str | None, str | None]]:
    """Return the findings of these kinds: code, area and period."""
    rows = outcome.issues.to_pylist()
    return [(row["code"], row["area"], row["period"]) for row in rows if row["code"] in codes]


class TestLongerReturns:
    def test_quarters_make_a_half_year(self) -> None:
        outcome = done("甲,2024-Q1,9\n甲,2024-Q2,10\n", every="half")
        assert values(outcome) == {("甲", "2024-H1"): 19}  # 9 + 10

    def test_quarters_make_a_half_year_beside_a_month_of_another(self) -> None:
        outcome = done("甲,2024-Q1,9\n甲,2024-Q2,10\n甲,2024-07,3\n", every="half")
        # The second half has one month of six, which is no total.
        assert values(outcome) == {("甲", "2024-H1"): 19, ("甲", "2024-H2"): None}

    def test_that_fit_no_period_computed_are_told(self) -> None:
        outcome = done("甲,2023,50\n甲,2024-01,9\n乙,2024-01,9\n")
        assert {period for _, period in values(outcome)} == {"2024-01"}
        assert told(outcome, "unused_return") == [("unused_return", "甲", "2023")]
        assert "--every year" in " ".join(outcome.issues["message"].to_pylist())

    def test_outside_the_period_asked_for_are_not_told(self) -> None:
        outcome = done("甲,2023,50\n甲,2024-01,9\n", period="2024-01")
        assert told(outcome, "unused_return") == []

    def test_months_asked_for_beyond_the_last_whole_year_are_told(self) -> None:
        months = "".join(f"甲,{y}-{m:02},1\n" for y in (2023, 2024) for m in range(1, 13))
        outcome = done(months, period="2023:2024-02")
        assert values(outcome) == {("甲", "2023"): 12}
        assert told(outcome, "period_cut") == [("period_cut", None, "2024-01:2024-02")]
        assert told(done(months, period="2023:2024-02", every="month"), "period_cut") == []

    def test_of_calendar_years_lie_in_no_statistical_year(self) -> None:
        with pytest.raises(ConfigurationError, match="leave --year-start out"):
            done("甲,2019-01:2019-12,50\n", year_start=10)

    def test_make_an_area_whole_beside_one_that_reports_by_month(self) -> None:
        outcome = done("甲,2024,50\n乙,2024-01,4\n乙,2024-02,4\n", every="year")
        rows = {row["area"]: row for row in outcome.comparisons.to_pylist()}
        # 甲 has its twelve months by one return; 乙 lacks ten of those that 甲 has.
        assert (rows["Total"]["areas_used"], rows["Total"]["areas_expected"]) == (1, 2)
        assert (rows["Total"]["numerator"], rows["Total"]["months_used"]) == (58, 12)
        assert told(outcome, "missing_return") == []

    def test_that_agree_with_the_months_are_no_error(self) -> None:
        quarter = "甲,2024-01,1\n甲,2024-02,2\n甲,2024-03,3\n"
        codes = ("overlapping_returns", "agreeing_returns")
        same = done(quarter + "甲,2024-Q1,6\n", every="quarter")  # 1 + 2 + 3
        assert values(same) == {("甲", "2024-Q1"): 6}
        assert (same.errors, told(same, *codes)) == (0, [("agreeing_returns", "甲", "2024-Q1")])
        other = done(quarter + "甲,2024-Q1,7\n", every="quarter")
        assert values(other) == {("甲", "2024-Q1"): 6}
        assert (other.errors, told(other, *codes)) == (
            1,
            [("overlapping_returns", "甲", "2024-Q1")],
        )
        (row,) = [row for row in other.issues.to_pylist() if row["severity"] == "error"]
        assert (row["value"], row["expected"]) == ("6", "7")


class TestMissing:
    MONTHS = "甲,2024-01,1\n甲,2024-02,1\n甲,2024-05,1\n"

    def test_a_month_that_nobody_reported_is_told(self) -> None:
        outcome = done(self.MONTHS, period="2024-01:2024-05", every="month")
        assert told(outcome, "missing_period") == [("missing_period", None, "2024-03:2024-04")]

    def test_unless_asked_for_only_what_lies_between_others_is_told(self) -> None:
        assert told(done(self.MONTHS, every="year"), "missing_period") == [
            ("missing_period", None, "2024-03:2024-04")
        ]
        assert told(done(self.MONTHS, period="2024"), "missing_period") == [
            ("missing_period", None, "2024-03:2024-04"),
            ("missing_period", None, "2024-06:2024-12"),
        ]
        assert (
            told(done(self.MONTHS, period="2024-01:2024-02", every="month"), "missing_period") == []
        )

    @pytest.mark.parametrize("cell", ["", "abc"])
    def test_a_return_whose_cell_is_no_number_came_all_the_same(self, cell: str) -> None:
        lines = f"甲,2024-01,1,1\n乙,2024-01,{cell},1\n"
        outcome = done(lines, "area,period,births,deaths")
        assert values(outcome)["乙", "2024-01"] is None
        assert told(outcome, "missing_return") == []

    def test_a_line_with_nothing_in_it_is_no_return(self) -> None:
        outcome = done("甲,2024-01,1,1\n乙,2024-01,,\n", "area,period,births,deaths")
        assert told(outcome, "missing_return") == [("missing_return", "乙", "2024-01")]

    def test_a_month_inside_a_longer_return_is_not_missing(self) -> None:
        outcome = done("甲,2024-01,1\n乙,2024-Q1,9\n", every="quarter")
        assert told(outcome, "missing_return") == []


class TestNothingToCompute:
    def test_what_was_refused_is_the_fault_of_the_data(self) -> None:
        with pytest.raises(fpstats.FpstatsError, match="no number of births") as refused:
            done("甲,2024-01,5\n甲,2024-01,6\n")
        assert refused.value.exit_code == 1
        assert "table!C3: 甲 handed in births" in str(refused.value)

    def test_what_no_file_has_is_the_fault_of_the_question(self) -> None:
        with pytest.raises(fpstats.ConfigurationError, match="missing are deaths") as refused:
            done("甲,2024-01,5\n甲,2024-01,6\n", indicators=["deaths"])
        assert refused.value.exit_code == 2

    def test_beside_what_can_be_computed_both_are_told_apart(self) -> None:
        outcome = done(
            "甲,2024-01,5,x\n", "area,period,births,deaths",
            indicators=["births", "deaths", "marriages"],
        )  # fmt: skip
        rows = {row["code"]: row["indicator"] for row in outcome.issues.to_pylist()}
        assert rows["nothing_usable"] == "deaths"
        assert rows["asked_not_computed"] == "marriages"

    def test_what_nobody_asked_for_is_told_together(self) -> None:
        outcome = done("甲,2024-01,5\n", indicators=[])
        told = [row for row in outcome.issues.to_pylist() if row["code"] == "not_computed"]
        assert [(row["indicator"], row["item"]) for row in told] == [(None, None)]
        computed = set(outcome.comparisons["indicator"].to_pylist())
        offered = [one for one in catalogue.load().indicators.values() if one.status != "archive"]
        lacking = {item for one in offered for item in one.items} - {"births"}
        assert told[0]["value"] == str(len(offered) - len(computed))
        assert len(told[0]["expected"].split(", ")) == len(lacking)

    def test_a_kind_of_period_that_is_longer_than_the_period_is_named(self) -> None:
        with pytest.raises(fpstats.ConfigurationError, match=r"2024-05 .* year"):
            done("甲,2024-05,5\n", period="2024-05", every="year")
