"""Pooled windows: counts added up over months and years, worked out by hand."""

from __future__ import annotations

import polars as pl
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fpstats
from fpstats.periods import month_label

FIRST = 2021 * 12  # 2021-01


def returns(months: int, births=lambda place: 10, people=lambda place: 1000, first: int = FIRST):
    """A township with its population at the end of 2020-12, and then so many months of returns."""
    rows = [{"area": "甲", "period": month_label(first - 1), "population": people(-1)}]
    rows += [
        {"area": "甲", "period": month_label(first + place), "births": births(place),
         "births_in_policy": births(place) - 1, "population": people(place)}
        for place in range(months)
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def computed(frame: pl.DataFrame, indicator: str, **options) -> dict[str, dict]:
    outcome = fpstats.compute(frame, indicators=[indicator], **options)
    return {row["period"]: row for row in outcome.report.table.to_pylist()}


def test_twelve_months_roll_on_with_every_month():
    rows = computed(returns(14, lambda place: 10 + place), "births", window="12m")
    assert list(rows) == ["2021-01:2021-12", "2021-02:2022-01", "2021-03:2022-02"]
    # 10 + … + 21 = 186, and each month on drops one and takes one that is 12 more.
    assert [row["value"] for row in rows.values()] == [186, 198, 210]
    (last,) = [row for period, row in rows.items() if period.endswith("2022-02")]
    assert (last["window_start"], last["window_end"]) == ("2021-03-01", "2022-02-28")
    assert (last["months_used"], last["months_expected"]) == (12, 12)


def test_counts_are_added_up_before_they_are_divided():
    # 9 of 10 in the first year's months, 99 of 100 in the second's: 1,296 of 1,320.
    frame = returns(24, lambda place: 10 if place < 12 else 100)
    (row,) = computed(frame, "policy_compliance_rate", window="2y").values()
    assert (row["numerator"], row["denominator"]) == (1296, 1320)
    assert row["value"] == pytest.approx(100 * 1296 / 1320, rel=1e-12)


def test_a_rate_over_years_is_a_rate_a_year():
    # 1,000 people, and 1,600 at the very end: 1,000, 1,000 and 1,300 person-years.
    frame = returns(36, people=lambda place: 1600 if place == 35 else 1000)
    (row,) = computed(frame, "crude_birth_rate", window="3y", period="2023-12").values()
    assert (row["numerator"], row["denominator"]) == (360, 3300)
    assert row["value"] == pytest.approx(1000 * 360 / 3300, rel=1e-12)


def test_a_month_that_is_missing_takes_its_days_with_it():
    frame = returns(36).filter(pl.col("period") != "2022-02")
    (row,) = computed(frame, "crude_birth_rate", window="3y", period="2023-12").values()
    assert (row["numerator"], row["months_used"], row["months_expected"]) == (350, 35, 36)
    # 1,067 of 1,095 days were reported; three years have 365 days each.
    assert row["denominator"] == pytest.approx(1000 * 1067 / 365, rel=1e-12)


def test_a_window_of_a_year_is_that_year():
    frame = returns(24, lambda place: 10 + place, lambda place: 1000 + place)
    for indicator in ("crude_birth_rate", "policy_compliance_rate", "births"):
        (year,) = computed(frame, indicator, period="2022", detail=True).values()
        (window,) = computed(frame, indicator, period="2022", window="12m", detail=True).values()
        assert window.pop("period") == "2022-01:2022-12"
        # In words the window is named.
        for words in ("sentence", "words"):
            assert window.pop(words) != year.pop(words)
        assert {name: window[name] for name in year if name != "period"} == {
            name: value for name, value in year.items() if name != "period"
        }


def test_a_window_of_years_is_compared_with_the_one_before_that_shares_no_month():
    frame = returns(72, lambda place: 10 if place < 36 else 30)
    rows = computed(frame, "births", window="3y", every="year")
    assert rows["2024-01:2026-12"]["previous"] == 360
    assert rows["2023-01:2025-12"]["previous"] is None
    rows = computed(frame, "births", window="15m", every="year", period="2026")
    # Two years before, because of the season: October 2023 to December 2024.
    assert rows["2025-10:2026-12"]["previous"] == 3 * 10 + 12 * 30


def test_what_the_returns_do_not_reach_back_to_is_told():
    outcome = fpstats.compute(
        returns(14), indicators=["births"], window="12m", period="2021-11:2022-01"
    )
    assert outcome.report.table["period"].to_pylist() == ["2021-01:2021-12", "2021-02:2022-01"]
    (found,) = [row for row in outcome.issues.to_pylist() if row["code"] == "window_too_early"]
    assert (found["period"], found["expected"]) == ("2021-11", "12")
    with pytest.raises(fpstats.ConfigurationError, match="36"):
        fpstats.compute(returns(14), indicators=["births"], window="3y")


def test_the_order_of_the_rows_changes_nothing():
    frame = returns(30, lambda place: 10 + place % 7)
    one = fpstats.compute(frame, window="12m", also=["moves"], detail=True).report.table
    other = fpstats.compute(frame.reverse(), window="12m", also=["moves"], detail=True).report.table
    assert one.equals(other)


@pytest.mark.parametrize("window", ["1m", "12", "21y", "y", "0y", "twelve", "12 months"])
def test_a_window_is_written_as_months_or_years(window):
    with pytest.raises(fpstats.ConfigurationError, match="12m"):
        fpstats.compute(returns(3), window=window)


def test_values_of_windows_are_no_formulas():
    with pytest.raises(fpstats.ConfigurationError, match="--formulas"):
        fpstats.compute(returns(14), window="12m", formulas=True)


def test_each_year_of_a_window_counts_with_the_people_it_had():
    # 26,000, 32,000 and 32,000 person-years: 900 births over 90,000 are 10.00 a thousand, as in
    # each of the years (260 over 26,000, 320 over 32,000); not 900 over 3 × (20,000 + 32,000) ÷ 2.
    frame = pl.DataFrame(
        {"area": ["甲"] * 4, "period": ["2021", "2022", "2023", "2024"],
         "births": [200, 260, 320, 320], "population": [20000, 32000, 32000, 32000]}
    )  # fmt: skip
    rows = computed(frame, "crude_birth_rate", window="3y", every="year")
    row = rows["2022-01:2024-12"]
    assert (row["numerator"], row["denominator"], row["value"]) == (900, 90000, 10)


def test_a_population_that_is_not_known_at_a_year_end_inside_is_drawn_on_and_told():
    # 1,000 at the start, 1,300 at the end, and of the two ends between only the second, 1,600: the
    # first lies on the line from 1,000 to 1,600, at 1,300. (1,150 + 1,450 + 1,450) person-years.
    people = {-1: 1000, 23: 1600, 35: 1300}
    frame = returns(36, people=people.get)
    outcome = fpstats.compute(
        frame, indicators=["crude_birth_rate"], window="3y", period="2023-12", lang="en"
    )
    (row,) = outcome.report.table.to_pylist()
    assert row["denominator"] == pytest.approx(4050, rel=1e-12)
    (found,) = [row for row in outcome.issues.to_pylist() if row["code"] == "stock_drawn_on"]
    assert (found["area"], found["period"]) == ("甲", "2021-01:2023-12")
    assert "2021-12" in found["message"]


def test_what_a_window_is_made_of_adds_up_to_it():
    people = {-1: 1000, 10: 1100, 23: 1600, 35: 1300}
    frame = returns(36, people=people.get).filter(pl.col("period") != "2022-02")
    found = fpstats.explain(
        frame, area="甲", indicator="crude_birth_rate", period="2023", window="3y"
    )
    below = pl.DataFrame(found.table).filter(side="denominator", used=True)
    # 2021-12 lies a thirteenth of the way from 2021-11 (1,100) to 2022-12 (1,600): it stands for
    # (1 + 337/365) ÷ 2 years, of which the one has 12/13 and the other 1/13.
    stands = (1 + 337 / 365) / 2
    weights = dict(below.select("reporting_period", "weight").rows())
    assert weights["2020-12"] == pytest.approx(0.5)
    assert weights["2021-11"] == pytest.approx(stands * 12 / 13)
    assert weights["2022-12"] == pytest.approx(stands / 13 + (337 / 365 + 1) / 2)
    assert weights["2023-12"] == pytest.approx(0.5)
    assert below["amount"].sum() == pytest.approx(found.estimate["denominator"], rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(
    people=st.lists(st.integers(100, 50000), min_size=5, max_size=5),
    births=st.lists(st.integers(0, 900), min_size=48, max_size=48),
    lacking=st.sets(st.integers(1, 46), max_size=6),
)
def test_the_rate_of_a_window_lies_between_those_of_its_years(people, births, lacking):
    ends = {12 * year - 1: people[year] for year in range(5)}
    frame = returns(48, births.__getitem__, ends.get).drop("births_in_policy")
    none = pl.col("period").is_in([month_label(FIRST + place) for place in lacking])
    frame = frame.with_columns(births=pl.when(~none).then("births"))
    frame = frame.with_columns(spending="births")
    asked = ["crude_birth_rate", "spending_per_head"]
    years = fpstats.compute(frame, indicators=asked, every="year", period="2021:2024").estimates
    windows = fpstats.compute(frame, indicators=asked, window="4y", period="2024-12").estimates
    for window in windows.to_pylist():
        mine = pc.equal(years["indicator"], window["indicator"])
        rates = years.filter(mine)["value"].to_pylist()
        assert len(rates) == 4
        assert min(rates) * (1 - 1e-12) <= window["value"] <= max(rates) * (1 + 1e-12)
    assert windows["indicator"].to_pylist() == asked
