"""What targets judge: a year by that of a year, not a part of one; and nothing impossible."""

from __future__ import annotations

from typing import Any

import pytest

import fpstats

BIRTHS = """area,period,births,population
甲镇,2023-12,,10000
甲镇,2024-01,9,10000
甲镇,2024-02,8,10000
甲镇,2024-03,9,10000
"""


@pytest.fixture
def judged(tmp_path):
    """Give what a table and one target give: rows by area and period, and findings by code."""

    def judged(table: str, target: str, **options: Any) -> tuple[dict[Any, Any], list[Any]]:
        returns, targets = tmp_path / "returns.csv", tmp_path / "targets.csv"
        returns.write_text(table, "utf-8")
        targets.write_text(f"indicator,area,period,kind,value,upper\n{target}\n", "utf-8")
        done = fpstats.compute(returns, targets=targets, lang="en", detail=True, **options)
        rows = {(row["area"], row["period"]): row for row in done.report.table.to_pylist()}
        return rows, done.issues.to_pylist()

    return judged


def test_a_target_without_a_period_judges_no_rate_of_a_month_and_says_so_once(judged):
    rate = {"indicators": "crude_birth_rate", "every": "month"}
    rows, found = judged(BIRTHS, "crude_birth_rate,all,all,within,6,12", **rate)
    for month in ("2024-01", "2024-02", "2024-03"):
        row = rows["甲镇", month]
        assert [row[name] for name in ("target", "gap", "gap_events", "verdict")] == [None] * 4
        assert row["verdict_by_value"] is None
    told = [(r["indicator"], r["period"]) for r in found if r["code"] == "target_of_year"]
    assert told == [("crude_birth_rate", "2024-01 – 2024-03")]


def test_annualised_it_is_judged(judged):
    # 9 / (10000 × 31/366) = 10.63 per 1,000, within 6 and 12.
    rate = {"indicators": "crude_birth_rate", "every": "month", "annualise": True}
    rows, found = judged(BIRTHS, "crude_birth_rate,all,all,within,6,12", **rate)
    assert rows["甲镇", "2024-01"]["verdict_by_value"] == "met"
    assert "target_of_year" not in {row["code"] for row in found}


@pytest.mark.parametrize(
    "target",
    [
        # 0.9 per 1,000 in January is above 0.8; February has no target.
        "crude_birth_rate,all,2024-01,at_most,0.8,",
        "births,all,2024-01,at_least,10,",
    ],
    ids=["a rate", "a count"],
)
def test_a_target_that_names_the_month_judges_it_alone(judged, target):
    asked = {"indicators": target.partition(",")[0], "every": "month"}
    rows, found = judged(BIRTHS, target, **asked)
    assert rows["甲镇", "2024-01"]["verdict_by_value"] == "missed"
    assert rows["甲镇", "2024-02"]["target"] is None
    assert "target_of_year" not in {row["code"] for row in found}


@pytest.mark.parametrize(
    "options",
    [
        {"every": "month"},
        {"every": "ytd"},
        {"every": "month", "annualise": True},
        {"every": "year", "window": "3y"},
    ],
    ids=["months", "years to date", "annualised rates", "three years"],
)
def test_a_target_without_a_period_judges_no_count_of_another_time_than_a_year(judged, options):
    months = [f"{year}-{month:02}" for year in (2022, 2023, 2024) for month in range(1, 13)]
    if options["every"] == "ytd":
        months = months[:-1]
    table = "area,period,births\n" + "".join(f"甲镇,{month},100\n" for month in months)
    last = {"month": "2024-01", "ytd": "2024-11-ytd", "year": "2024"}[options["every"]]
    births = {"indicators": "births", "period": last, **options}
    rows, found = judged(table, "births,all,all,at_least,1200,", **births)
    assert rows
    for row in rows.values():
        assert [row[name] for name in ("target", "gap", "gap_events", "verdict")] == [None] * 4
    told = [(r["severity"], r["indicator"]) for r in found if r["code"] == "target_of_year"]
    assert told == [("warning", "births")]


def test_the_count_of_a_year_is_judged_by_a_target_without_a_period(judged):
    table = "area,period,births\n" + "".join(
        f"甲镇,2024-{month:02},{99 + month}\n" for month in range(1, 13)
    )
    for options in ({"every": "year"}, {"every": "month", "period": "2024-12", "window": "12m"}):
        births = {"indicators": "births", **options}
        rows, found = judged(table, "births,all,all,at_least,1200,", **births)
        # 100 + 101 + … + 111 = 1266
        assert {row["verdict_by_value"] for row in rows.values()} == {"met"}
        assert "target_of_year" not in {row["code"] for row in found}


def test_the_growth_of_a_month_is_not_judged_by_the_target_of_a_year(judged):
    table = "area,period,population\n甲镇,2023-12,10000\n甲镇,2024-01,10010\n"
    growth = {"indicators": "population_growth_rate", "every": "month", "annualise": True}
    rows, found = judged(table, "population_growth_rate,all,all,at_most,8,", **growth)
    assert rows["甲镇", "2024-01"]["target"] is None
    assert "target_of_year" in {row["code"] for row in found}


def test_shares_of_a_month_are_judged_by_a_target_without_a_period(judged):
    table = "area,period,births,births_in_policy\n甲镇,2024-01,20,20\n乙镇,2024-01,20,10\n"
    share = {"indicators": "policy_compliance_rate"}
    rows, _ = judged(table, "policy_compliance_rate,all,all,at_least,95,", **share)
    assert rows["甲镇", "2024-01"]["verdict_by_value"] == "met"
    assert rows["乙镇", "2024-01"]["verdict_by_value"] == "missed"


def test_a_part_above_its_whole_has_neither_rank_nor_verdict(judged):
    table = "area,period,births,births_in_policy\n甲镇,2024-01,10,11\n乙镇,2024-01,100,100\n"
    share = {"indicators": "policy_compliance_rate"}
    rows, found = judged(table, "policy_compliance_rate,all,all,at_least,95,", **share)
    # 11/10 = 110 %, and 111/110 = 100.9 % of both together.
    for area, value in (("甲镇", 110), ("Total", 100 * 111 / 110)):
        row = rows[area, "2024-01"]
        assert row["value"] == pytest.approx(value, rel=1e-12)
        names = ("lower", "gap", "verdict", "verdict_by_value", "rank", "rank_of", "tier")
        assert [row[name] for name in names] == [None] * len(names)
    assert (rows["乙镇", "2024-01"]["rank"], rows["乙镇", "2024-01"]["rank_of"]) == (1, 1)
    told = [(r["area"], r["message"]) for r in found if r["code"] == "not_ranked"]
    assert [area for area, _ in told] == ["甲镇"]
    assert "its numerator is above its denominator" in told[0][1]
