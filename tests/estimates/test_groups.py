"""Rates of groups, factors and frames, on tables small enough to work out by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import fpstats
from fpstats import catalogue, stats
from fpstats.errors import FpstatsError

AGES = [f"{age}_{age + 4}" for age in range(15, 50, 5)]
FERTILITY = "total_fertility_rate"
STANDARD = "standardised_fertility_rate"


def line(area: str, period: str, women: list[int], births: list[int] | None) -> dict[str, Any]:
    row: dict[str, Any] = {"area": area, "period": period}
    row |= {f"women_{age}": number for age, number in zip(AGES, women, strict=True)}
    given = births or [None] * len(AGES)
    return row | {f"births_mothers_{age}": n for age, n in zip(AGES, given, strict=True)}


def computed(rows: list[dict[str, Any]], *indicators: str, **options: Any) -> fpstats.Outcome:
    table = pl.DataFrame(rows, infer_schema_length=None)
    return fpstats.compute(table, indicators=indicators, **options)


def value_of(outcome: fpstats.Outcome, indicator: str, area: str) -> dict[str, Any]:
    rows = outcome.comparisons.to_pylist()
    (found,) = [row for row in rows if (row["indicator"], row["area"]) == (indicator, area)]
    return found


START = [100, 200, 200, 100, 100, 100, 100]
END = [100, 200, 300, 100, 100, 100, 100]
MEAN = [100, 200, 250, 100, 100, 100, 100]
BIRTHS = [0, 10, 25, 8, 2, 1, 0]
TWO = [
    line("甲", "2023", START, None),
    line("甲", "2024", END, BIRTHS),
    line("乙", "2023", [50] * 7, None),
    line("乙", "2024", [50] * 7, [0, 5, 5, 0, 0, 0, 0]),
]


def test_the_total_fertility_rate_adds_up_the_rates_of_ages() -> None:
    # 5 x (0 + 10/200 + 25/250 + 8/100 + 2/100 + 1/100 + 0) = 5 x 0.26
    row = value_of(computed(TWO, FERTILITY), FERTILITY, "甲")
    assert row["value"] == pytest.approx(1.3, rel=1e-14)
    assert (row["numerator"], row["denominator"]) == (46, None)
    lower, upper = stats.total_fertility_interval(BIRTHS, MEAN)
    assert row["lower"] == pytest.approx(float(lower), rel=1e-14)
    assert row["upper"] == pytest.approx(float(upper), rel=1e-14)
    assert row["method"] == "total_fertility_interval"


def test_an_area_above_has_the_rates_of_the_sums_and_no_mean_of_rates() -> None:
    # 5 x (15/250 + 30/300 + 8/150 + 2/150 + 1/150) = 5 x 7/30; the mean of 1.3 and 1.0 is 1.15.
    outcome = computed(TWO, FERTILITY, lang="en")
    assert value_of(outcome, FERTILITY, "Total")["value"] == pytest.approx(7 / 6, rel=1e-14)


def test_a_standardised_rate_has_the_weights_of_the_standard() -> None:
    # WHO's 8.47, 8.22, 7.93, 7.61, 7.15, 6.59, 6.04, which add up to 52.01.
    weights = [847, 822, 793, 761, 715, 659, 604]
    rates = [Fraction(b, w) for b, w in zip(BIRTHS, MEAN, strict=True)]
    expected = 1000 * sum(w * r for w, r in zip(weights, rates, strict=True)) / 5201
    row = value_of(computed(TWO, STANDARD), STANDARD, "甲")
    assert row["value"] == pytest.approx(float(expected), rel=1e-14)
    limits = stats.dobson_byar(BIRTHS, MEAN, weights)
    assert row["lower"] == pytest.approx(1000 * float(limits.lower), rel=1e-14)
    assert row["upper"] == pytest.approx(1000 * float(limits.upper), rel=1e-14)


def test_a_group_without_anybody_leaves_no_value_and_is_told() -> None:
    nobody = [0, *START[1:]]
    rows = [line("甲", "2023", nobody, None), line("甲", "2024", nobody, BIRTHS)]
    outcome = computed(rows, FERTILITY)
    row = value_of(outcome, FERTILITY, "甲")
    assert (row["value"], row["lower"], row["upper"]) == (None, None, None)
    assert "zero_denominator" in outcome.issues["code"].to_pylist()


def test_a_month_counts_where_all_ages_are_known() -> None:
    births: list[Any] = [0, 1, None, 1, 0, 0, 0]
    rows = [
        line("甲", "2023-12", START, None),
        line("甲", "2024-01", START, [0, 2, 2, 1, 0, 0, 0]),
        line("甲", "2024-02", START, births),
        line("甲", "2024-03", START, None),
    ]
    outcome = computed(rows, FERTILITY, every="quarter")
    row = value_of(outcome, FERTILITY, "甲")
    assert (row["months_used"], row["numerator"]) == (1, 5)


def test_couple_years_have_the_factors_of_their_table() -> None:
    items = {
        "sterilisations_done": ("sterilisation_global", 3),
        "iud_copper_inserted": ("copper_iud", 10),
        "iud_hormonal_inserted": ("hormonal_iud", 5),
        "implants_inserted": ("implant_levoplant", 2),
        "pill_packs": ("pop_pack", 120),
    }
    row: dict[str, Any] = {"area": "甲", "period": "2024"}
    row |= {item: number for item, (_, number) in items.items()}
    name = "couple_years_of_protection"
    found = value_of(computed([row], name), name, "甲")
    # 3 x 10 + 10 x 4.6 + 5 x 4.8 + 2 x 2.5 + 120 / 12
    assert found["value"] == 115
    assert found["value"] == stats.couple_years(dict(items.values()))
    one = catalogue.load().indicators[name]
    factors = stats.couple_years_factors(2022)
    for item, (method, _) in items.items():
        assert Fraction(one.numerator[item], one.over) == factors[method]


CHECK = {
    "births_checked": 50,
    "births_check_missed": 2,
    "births_check_duplicated": 1,
    "births_check_wrong": 0,
    "births_check_frame": 215,
}


def checked(indicator: str, **changed: int) -> dict[str, Any]:
    row = {"area": "甲", "period": "2024", **CHECK, **changed}
    return value_of(computed([row], indicator), indicator, "甲")


def test_a_check_of_a_known_number_has_the_limits_of_whole_records() -> None:
    # hypergeometric(3, 50, 215): from 4 to 32 wrong records of 215, see its example.
    row = checked("statistical_error_rate_of_frame")
    assert row["value"] == 6
    assert row["method"] == "hypergeometric"
    assert (row["lower"], row["upper"]) == pytest.approx((400 / 215, 3200 / 215), rel=1e-14)


def test_a_check_of_all_leaves_a_point() -> None:
    row = checked("statistical_error_rate_of_frame", births_check_frame=50)
    assert row["lower"] == row["value"] == row["upper"] == 6


def test_a_frame_smaller_than_the_check_is_not_known() -> None:
    with pytest.raises(FpstatsError, match=r"table!G2.*核查 50，多于被抽总数 49"):
        checked("statistical_error_rate_of_frame", births_check_frame=49)


def test_what_was_missed_and_entered_twice_may_cancel() -> None:
    row = checked("statistical_error_rate_net_by_entry")
    lower, upper = stats.natural_growth(2, 1, 50)
    assert lower < 0 < upper
    assert row["value"] == 2
    assert (row["lower"], row["upper"]) == (0, pytest.approx(100 * max(-lower, upper)))


def test_a_net_error_that_is_surely_one_has_both_limits() -> None:
    many = checked("statistical_error_rate_net_by_entry", births_check_duplicated=20)
    lower, upper = stats.natural_growth(2, 20, 50)
    assert upper < 0
    assert (many["lower"], many["upper"]) == pytest.approx((-100 * upper, -100 * lower))


def test_two_lists_tell_of_one_another() -> None:
    row = {"area": "甲", "period": "2024", "births_first_list": 215}
    row |= {"births_second_list": 230, "births_both_lists": 210}
    names = ("first_list_completeness", "second_list_completeness")
    outcome = computed([row], *names)
    shares = [value_of(outcome, name, "甲")["value"] for name in names]
    assert shares == pytest.approx([100 * 210 / 230, 100 * 210 / 215], rel=1e-14)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sample_gives_all_of_them(lang: str) -> None:
    folder = Path(__file__).parents[2] / "data" / "samples" / "fertility"
    outcome = fpstats.compute(folder, lang=lang)
    found = set(outcome.comparisons["indicator"].to_pylist())
    assert {FERTILITY, STANDARD, "couple_years_of_protection"} <= found
    assert {f"age_specific_fertility_rate_{age}" for age in AGES} <= found
    assert {"statistical_error_rate_of_frame", "first_list_completeness"} <= found
