"""What a value means, on tables small enough to work out by hand; the sums are in the comments.

One file, to be read from top to bottom: kind by kind, then periods, then what is compared.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fpstats


def returns(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None)


def value_of(outcome: fpstats.Outcome, indicator: str, area: str, period: str) -> dict[str, Any]:
    rows = [
        row
        for row in outcome.report.table.to_pylist()
        if (row["indicator"], row["area"], row["period"]) == (indicator, area, period)
    ]
    assert len(rows) == 1
    return rows[0]


def codes(outcome: fpstats.Outcome) -> set[str]:
    return set(outcome.issues["code"].to_pylist())


def month(area: str, period: str, **items: Any) -> dict[str, Any]:
    return {"area": area, "period": period, **items}


class TestAProportion:
    def test_pools_counts_over_months_and_areas(self) -> None:
        table = returns(
            [
                month("甲", "2024-01", births=10, births_in_policy=9),
                month("甲", "2024-02", births=30, births_in_policy=30),
                month("乙", "2024-01", births=60, births_in_policy=45),
                month("乙", "2024-02", births=20, births_in_policy=20),
            ]
        )
        outcome = fpstats.compute(
            table, period="2024", indicators=["policy_compliance_rate"], lang="en"
        )
        # 甲: 39 of 40 = 97.5; 乙: 65 of 80 = 81.25; both: 104 of 120 = 86.66…, not the mean 89.375
        assert value_of(outcome, "policy_compliance_rate", "甲", "2024")["value"] == 97.5
        assert value_of(outcome, "policy_compliance_rate", "乙", "2024")["value"] == 81.25
        total = value_of(outcome, "policy_compliance_rate", "Total", "2024")
        assert (total["numerator"], total["denominator"]) == (104, 120)
        assert total["value"] == pytest.approx(100 * 104 / 120, rel=1e-15)
        assert (total["months_used"], total["months_expected"]) == (2, 12)

    def test_a_month_counts_only_where_all_items_are_there(self) -> None:
        table = returns(
            [
                month("甲", "2024-01", births=10, births_in_policy=9),
                month("甲", "2024-02", births=30, births_in_policy=None),
                month("甲", "2024-03", births=None, births_in_policy=20),
            ]
        )
        outcome = fpstats.compute(table, period="2024-Q1", indicators=["policy_compliance_rate"])
        row = value_of(outcome, "policy_compliance_rate", "甲", "2024-Q1")
        # Only January has both: 9 of 10.
        assert (row["numerator"], row["denominator"], row["value"]) == (9, 10, 90)
        assert (row["months_used"], row["months_expected"]) == (1, 3)
        assert {"blank_value", "months_missing"} <= codes(outcome)

    def test_above_its_denominator_keeps_the_value_and_loses_the_interval(self) -> None:
        table = returns([month("甲", "2024-01", births=10, births_in_policy=12)])
        outcome = fpstats.compute(table, indicators=["policy_compliance_rate"])
        row = value_of(outcome, "policy_compliance_rate", "甲", "2024-01")
        assert row["value"] == 120
        assert row["lower"] is row["upper"] is row["method"] is None
        assert "above_denominator" in codes(outcome)

    def test_a_part_above_its_whole_in_one_month_is_told_though_the_year_hides_it(self) -> None:
        table = returns(
            [
                month("甲", "2024-01", births=10, births_in_policy=12),
                month("甲", "2024-02", births=10, births_in_policy=2),
            ]
        )
        outcome = fpstats.compute(table, period="2024", indicators=["policy_compliance_rate"])
        assert value_of(outcome, "policy_compliance_rate", "甲", "2024")["value"] == 70
        told = [i for i in outcome.issues.to_pylist() if i["code"] == "above_denominator"]
        assert [(i["area"], i["period"]) for i in told] == [("甲", "2024-01")]

    def test_of_nothing_is_not_known(self) -> None:
        table = returns([month("甲", "2024-01", births=0, births_in_policy=0)])
        outcome = fpstats.compute(table, indicators=["policy_compliance_rate"])
        row = value_of(outcome, "policy_compliance_rate", "甲", "2024-01")
        assert row["value"] is None
        assert (row["numerator"], row["denominator"]) == (0, 0)
        assert "zero_denominator" in codes(outcome)


class TestACount:
    def test_that_lacks_a_month_is_no_total(self) -> None:
        table = returns([month("甲", f"2024-0{m}", births=m) for m in (1, 2)])
        outcome = fpstats.compute(table, period="2024-Q1", indicators=["births"])
        row = value_of(outcome, "births", "甲", "2024-Q1")
        assert (row["numerator"], row["value"]) == (3, None)

    def test_that_lacks_an_area_is_no_total(self) -> None:
        table = returns(
            [
                month("甲", "2024-01", births=1),
                month("甲", "2024-02", births=2),
                month("乙", "2024-01", births=4),
            ]
        )
        outcome = fpstats.compute(table, indicators=["births"], lang="en")
        assert value_of(outcome, "births", "Total", "2024-01")["value"] == 5
        row = value_of(outcome, "births", "Total", "2024-02")
        assert (row["value"], row["numerator"]) == (None, 2)
        assert (row["areas_used"], row["areas_expected"]) == (1, 2)
        missing = [i for i in outcome.issues.to_pylist() if i["code"] == "missing_return"]
        assert [(i["area"], i["period"]) for i in missing] == [("乙", "2024-02")]


YEAR = [
    month("甲", "2023-12", births=1, deaths=1, population=1000),
    *(month("甲", f"2024-{m:02d}", births=2, deaths=1, population=1000 + m) for m in range(1, 13)),
]


class TestARate:
    def test_uses_the_mean_of_both_ends(self) -> None:
        outcome = fpstats.compute(returns(YEAR), period="2024")
        row = value_of(outcome, "crude_birth_rate", "甲", "2024")
        # 24 births over (1000 + 1012) / 2 = 1006
        assert (row["numerator"], row["denominator"]) == (24, 1006)
        assert row["value"] == pytest.approx(24_000 / 1006, rel=1e-15)
        growth = value_of(outcome, "natural_growth_rate", "甲", "2024")
        assert growth["value"] == pytest.approx(12_000 / 1006, rel=1e-15)

    def test_of_part_of_a_year_is_not_annualised_unless_asked(self) -> None:
        plain = fpstats.compute(returns(YEAR), period="2024-H1")
        row = value_of(plain, "crude_birth_rate", "甲", "2024-H1")
        # 12 births over (1000 + 1006) / 2
        assert row["value"] == pytest.approx(12_000 / 1003, rel=1e-15)
        assert "not_annualised" in codes(plain)
        yearly = fpstats.compute(returns(YEAR), period="2024-H1", annualise=True)
        row = value_of(yearly, "crude_birth_rate", "甲", "2024-H1")
        # January to June 2024 has 182 days of 366: person-years 1003 × 182 / 366
        assert row["denominator"] == pytest.approx(1003 * 182 / 366, rel=1e-15)
        assert row["value"] == pytest.approx(12_000 / (1003 * 182 / 366), rel=1e-14)

    def test_a_missing_month_leaves_numerator_and_denominator_together(self) -> None:
        rows = [row for row in YEAR if row["period"] != "2024-05"]
        row = value_of(
            fpstats.compute(returns(rows), period="2024"), "crude_birth_rate", "甲", "2024"
        )
        # 22 births in 366 − 31 = 335 of 366 days
        assert row["numerator"] == 22
        assert row["denominator"] == pytest.approx(1006 * 335 / 366, rel=1e-15)
        assert (row["months_used"], row["months_expected"]) == (11, 12)

    def test_without_a_stock_at_one_end_is_not_known(self) -> None:
        outcome = fpstats.compute(returns(YEAR[1:]), period="2024")
        row = value_of(outcome, "crude_birth_rate", "甲", "2024")
        assert row["value"] is None
        told = [i for i in outcome.issues.to_pylist() if i["code"] == "stock_missing"]
        assert told[0]["item"] == "population"
        assert "2023-12" in told[0]["message"]
        assert "2024-12" not in told[0]["message"]

    def test_zero_births_are_a_rate_of_zero(self) -> None:
        rows = [dict(row, births=0) for row in YEAR]
        row = value_of(
            fpstats.compute(returns(rows), period="2024"), "crude_birth_rate", "甲", "2024"
        )
        assert (row["value"], row["lower"], row["method"]) == (0, 0, "exact_poisson")
        # −ln(0.025) events are the upper limit of none seen.
        assert row["upper"] == pytest.approx(3.6888794541139363 / 1006 * 1000, rel=1e-12)


class TestAStatisticalYear:
    def test_from_october_is_named_by_the_year_it_ends_in(self) -> None:
        months = [f"2023-{m:02d}" for m in (9, 10, 11, 12)] + [
            f"2024-{m:02d}" for m in range(1, 11)
        ]
        table = returns([month("甲", p, births=1) for p in months])
        outcome = fpstats.compute(table, every="year", year_start=10, indicators=["births"])
        by_period = {row["period"]: row for row in outcome.comparisons.to_pylist()}
        assert list(by_period) == ["2023", "2024", "2025"]
        assert by_period["2024"]["value"] == 12
        assert (by_period["2023"]["months_used"], by_period["2025"]["months_used"]) == (1, 1)

    def test_to_date_grows_from_its_first_month(self) -> None:
        table = returns([month("甲", f"2023-{m}", births=m) for m in (10, 11, 12)])
        outcome = fpstats.compute(table, every="ytd", year_start=10, indicators=["births"])
        assert [(r["period"], r["value"]) for r in outcome.comparisons.to_pylist()] == [
            ("2023-10-ytd", 10),
            ("2023-11-ytd", 21),
            ("2023-12-ytd", 33),
        ]


class TestStocks:
    def test_stand_at_the_end_and_are_never_added(self) -> None:
        rows = [
            month("甲", f"2024-0{m}", births=1, married_women_15_49=100, contraceptive_users=70 + m)
            for m in (1, 2, 3)
        ]
        outcome = fpstats.compute(returns(rows), period="2024-Q1")
        row = value_of(outcome, "contraceptive_prevalence", "甲", "2024-Q1")
        assert (row["numerator"], row["denominator"]) == (73, 100)
        assert (row["months_used"], row["months_expected"]) == (1, 1)

    def test_mean_of_month_ends_weighs_both_ends_by_half(self, tmp_path: Any) -> None:
        own = tmp_path / "own.toml"
        own.write_text("[indicators.crude_birth_rate]\npopulation = 'mean_of_month_ends'\n")
        people = {"2023-12": 100, "2024-01": 200, "2024-02": 400, "2024-03": 700}
        rows = [month("甲", p, births=3, population=n) for p, n in people.items()]
        outcome = fpstats.compute(returns(rows), period="2024-Q1", catalogue=own)
        row = value_of(outcome, "crude_birth_rate", "甲", "2024-Q1")
        # (100/2 + 200 + 400 + 700/2) / 3 = 1000 / 3
        assert row["denominator"] == pytest.approx(1000 / 3, rel=1e-15)


class TestComparisons:
    def table(self) -> pl.DataFrame:
        this = {"甲": (19, 20), "乙": (18, 20), "丙": (18, 20), "丁": (300, 400), "戊": (0, 0)}
        last = {"甲": (10, 20), "乙": (18, 20), "丙": (20, 20), "丁": (200, 400), "戊": (1, 1)}
        return returns(
            [
                month(area, year, births=n, births_in_policy=x)
                for year, counts in (("2023-05", last), ("2024-05", this))
                for area, (x, n) in counts.items()
            ]
        )

    @pytest.fixture
    def outcome(self, tmp_path: Any) -> fpstats.Outcome:
        targets = tmp_path / "targets.csv"
        targets.write_text(
            "indicator,area,period,kind,value,upper\n"
            "policy_compliance_rate,all,all,at_least,95,\n"
            "policy_compliance_rate,乙,all,at_most,5,\n"
            "sex_ratio_at_birth,all,all,within,103,107\n"
        )
        return fpstats.compute(
            self.table(), period="2024-05", targets=targets, indicators=["policy_compliance_rate"],
            lang="en",
        )  # fmt: skip

    def row(self, outcome: fpstats.Outcome, area: str) -> dict[str, Any]:
        return value_of(outcome, "policy_compliance_rate", area, "2024-05")

    def test_gap_in_points_and_in_events(self, outcome: fpstats.Outcome) -> None:
        # 95 % of 20 is 19 births; 甲 has them to the birth.
        met = self.row(outcome, "甲")
        assert (met["gap"], met["gap_events"], met["verdict_by_value"]) == (0, 0, "met")
        # 丙 has 18 of 20: one short. 丁 has 300 of 400, needs 380: 80 short.
        assert (self.row(outcome, "丙")["gap"], self.row(outcome, "丙")["gap_events"]) == (-5, 1)
        assert (self.row(outcome, "丁")["gap"], self.row(outcome, "丁")["gap_events"]) == (-20, 80)

    def test_verdict_says_whether_chance_could_explain_it(self, outcome: fpstats.Outcome) -> None:
        # Wilson: 18 of 20 is 69.9–97.2, which holds 95; 300 of 400 is 70.5–79.0, which does not.
        assert self.row(outcome, "丙")["verdict"] == "not distinguishable"
        assert self.row(outcome, "丙")["verdict_by_value"] == "missed"
        assert self.row(outcome, "丁")["verdict"] == "missed"
        assert self.row(outcome, "戊")["verdict"] == "no data"

    def test_the_particular_target_wins(self, outcome: fpstats.Outcome) -> None:
        row = self.row(outcome, "乙")
        assert (row["target"], row["verdict"]) == ("at_most 5", "missed")
        # At most 5 % of 20 is 1 birth; it has 18: 17 too many.
        assert (row["gap"], row["gap_events"]) == (85, 17)

    def test_change_since_the_same_month_last_year(self, outcome: fpstats.Outcome) -> None:
        row = self.row(outcome, "丁")
        assert (row["previous"], row["change"], row["change_verdict"]) == (50, 25, "up")
        assert row["change_lower"] < 25 < row["change_upper"]
        assert self.row(outcome, "乙")["change_verdict"] == "not distinguishable"

    def test_ranks_share_the_better_place(self, outcome: fpstats.Outcome) -> None:
        places = {area: self.row(outcome, area)["rank"] for area in "甲乙丙丁戊"}
        assert places == {"甲": 1, "乙": 2, "丙": 2, "丁": 4, "戊": None}
        assert self.row(outcome, "甲")["rank_of"] == 4
        told = [i for i in outcome.issues.to_pylist() if i["code"] == "not_ranked"]
        assert [i["area"] for i in told] == ["戊"]

    def test_the_area_above_stands_beside(self, outcome: fpstats.Outcome) -> None:
        # 19 + 18 + 18 + 300 of 460
        assert self.row(outcome, "甲")["parent"] == "Total"
        assert self.row(outcome, "甲")["parent_value"] == pytest.approx(100 * 355 / 460)


@pytest.mark.parametrize(
    ("direction", "places"),
    [
        ('direction = "higher"', {"甲": 1, "乙": 2, "丙": 3}),
        ('direction = "lower"', {"甲": 3, "乙": 2, "丙": 1}),
        ('direction = "range"\nbounds = [45, 55]', {"甲": 3, "乙": 1, "丙": 2}),
    ],
)
def test_direction_is_configuration(tmp_path: Any, direction: str, places: dict[str, int]) -> None:
    own = tmp_path / "own.toml"
    own.write_text(f"[indicators.first_birth_share]\n{direction}\n")
    shares = {"甲": 90, "乙": 50, "丙": 30}
    rows = [month(area, "2024-01", births=100, births_first=n) for area, n in shares.items()]
    outcome = fpstats.compute(returns(rows), catalogue=own, indicators=["first_birth_share"])
    found = {r["area"]: r["rank"] for r in outcome.comparisons.to_pylist() if r["area"] in shares}
    assert found == places


def test_growth_of_spending_is_over_the_same_period_of_last_year() -> None:
    rows = [month("甲", "2023-01", spending=100.10), month("甲", "2024-01", spending=150.15)]
    outcome = fpstats.compute(returns(rows), indicators=["spending_growth"])
    row = value_of(outcome, "spending_growth", "甲", "2024-01")
    # 150.15 / 100.10 − 1 = 50 %; of 2023 there is no year before.
    assert row["value"] == pytest.approx(50, rel=1e-12)
    assert value_of(outcome, "spending_growth", "甲", "2023-01")["value"] is None


def test_an_area_that_reports_for_itself_and_below_is_not_added_twice(tmp_path: Any) -> None:
    areas = tmp_path / "areas.csv"
    areas.write_text("name,level,parent\n县,county,\n甲,township,县\n乙,township,县\n")
    rows = [month(area, "2024-01", births=n) for area, n in {"县": 99, "甲": 1, "乙": 2}.items()]
    outcome = fpstats.compute(returns(rows), areas=areas, indicators=["births"])
    assert value_of(outcome, "births", "县", "2024-01")["value"] == 3
    assert "parent_return" in codes(outcome)


def test_a_township_that_opens_in_the_year_owes_only_the_months_since(tmp_path: Any) -> None:
    areas = tmp_path / "areas.csv"
    areas.write_text(
        "name,level,parent,opened,closed\n县,county,,,\n甲,township,县,,\n乙,township,县,2024-03,\n"
    )
    rows = [month("甲", f"2024-{m:02d}", births=1) for m in range(1, 13)]
    rows += [month("乙", f"2024-{m:02d}", births=10) for m in range(3, 13)]
    outcome = fpstats.compute(returns(rows), areas=areas, period="2024", indicators=["births"])
    # 甲 has 12, 乙 100 in its ten months; nothing is missing.
    new = value_of(outcome, "births", "乙", "2024")
    assert (new["value"], new["months_used"], new["months_expected"]) == (100, 10, 10)
    county = value_of(outcome, "births", "县", "2024")
    assert (county["value"], county["areas_used"], county["areas_expected"]) == (112, 2, 2)
    assert codes(outcome) <= {"not_computed"}


def test_areas_that_open_and_close_are_expected_only_meanwhile(tmp_path: Any) -> None:
    areas = tmp_path / "areas.csv"
    areas.write_text(
        "name,level,parent,opened,closed\n县,county,,,\n甲,township,县,,2024-01\n乙,township,县,2024-02,\n"
    )
    rows = [month("甲", "2024-01", births=1), month("乙", "2024-02", births=2)]
    outcome = fpstats.compute(returns(rows), areas=areas, indicators=["births"])
    for period, births in (("2024-01", 1), ("2024-02", 2)):
        row = value_of(outcome, "births", "县", period)
        assert (row["value"], row["areas_used"], row["areas_expected"]) == (births, 1, 1)
    assert "missing_return" not in codes(outcome)


CLOSED = """name,level,parent,opened,closed
县,county,,,
甲,township,县,,
乙,township,县,,2024-03
"""


def test_the_end_of_a_year_owes_nothing_to_a_township_that_closed_in_it(tmp_path: Any) -> None:
    areas = tmp_path / "areas.csv"
    areas.write_text(CLOSED)
    of = {"population": 1000, "married_women_15_49": 200, "contraceptive_users": 160, "births": 1}
    rows = [month("甲", f"2024-{m:02d}", **of) for m in range(1, 13)]
    rows += [month("乙", f"2024-{m:02d}", **of) for m in range(1, 4)]
    asked = ["population", "contraceptive_prevalence", "births"]
    outcome = fpstats.compute(returns(rows), areas=areas, period="2024", indicators=asked)
    # At the end of the year 乙 is no more: 1000 people, and 160 of 200. Its births are of the year.
    for indicator, value, there in (("population", 1000, 1), (asked[1], 80, 1), ("births", 15, 2)):
        row = value_of(outcome, indicator, "县", "2024")
        assert (row["value"], row["areas_used"], row["areas_expected"]) == (value, there, there)
    assert codes(outcome) <= {"not_computed"}
    # Of what is no more there is no row; of what happened in its months there is.
    rest = {row["indicator"] for row in outcome.comparisons.to_pylist() if row["area"] == "乙"}
    assert rest == {"births"}
    later = fpstats.compute(returns(rows), areas=areas, period="2024-12", indicators=asked)
    assert {*later.comparisons["area"].to_pylist()} == {"县", "甲"}
    told = fpstats.explain(
        returns(rows), area="县", indicator="population", period="2024", areas=areas
    )
    assert told.table["used"].to_pylist() == [True]
