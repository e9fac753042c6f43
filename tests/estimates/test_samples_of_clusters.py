"""Two lists of one thing, and checks of whole villages: from counts that match golden rows."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fpstats
from fpstats import stats

BOTH = "both_lists_completeness"
ERROR = "statistical_error_rate"


def estimated(row: dict[str, Any], indicator: str, **options: Any) -> dict[str, Any]:
    table = pl.DataFrame([{"area": "甲", "period": "2024"} | row])
    outcome = fpstats.compute(table, indicators=[indicator], detail=True, **options)
    (found,) = outcome.report.table.to_pylist()
    return found


def lists(first: int, second: int, both: int) -> dict[str, int]:
    return {"births_first_list": first, "births_second_list": second, "births_both_lists": both}


def test_two_lists_together_over_all_as_chapman_estimates_them() -> None:
    # 216 x 231 / 211 - 1 = 235.47; the limits of golden row c0003 are 235.0549 and 239.0931.
    row = estimated(lists(215, 230, 210), BOTH)
    assert (row["numerator"], row["method"]) == (235, "chapman")
    assert row["denominator"] == pytest.approx(216 * 231 / 211 - 1, rel=1e-14)
    assert row["value"] == pytest.approx(23500 / (216 * 231 / 211 - 1), rel=1e-14)
    assert row["lower"] == pytest.approx(23500 / 239.09308542529597, rel=1e-12)
    assert row["upper"] == pytest.approx(23500 / 235.05487623164187, rel=1e-12)
    assert row["target_p"] is row["change_p"] is None


def test_the_formula_may_be_that_of_the_textbooks(tmp_path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(f'[indicators.{BOTH}]\ninterval = "chandrasekaran_deming"\n', "utf-8")
    row = estimated(lists(215, 230, 210), BOTH, catalogue=str(own))
    assert row["denominator"] == pytest.approx(215 * 230 / 210, rel=1e-14)
    assert row["method"] == "chandrasekaran_deming"


def test_a_list_that_has_all_of_the_other_gives_no_certainty() -> None:
    row = estimated(lists(66, 72, 66), BOTH)
    assert row["value"] == 100
    assert row["lower"] is row["upper"] is row["method"] is None


def test_more_on_both_lists_than_on_one_is_told_and_not_computed() -> None:
    table = pl.DataFrame([{"area": "甲", "period": "2024"} | lists(5, 8, 6)])
    outcome = fpstats.compute(table, indicators=[BOTH], lang="en")
    assert outcome.comparisons["value"].to_pylist() == [None]
    assert "zero_denominator" in outcome.issues["code"].to_pylist()
    assert "both_lists_within_first" in fpstats.check(table, lang="en").table["code"].to_pylist()


CHECK = {
    "births_checked": 100,
    "births_check_missed": 15,
    "births_check_duplicated": 10,
    "births_check_wrong": 5,
    "births_check_frame": 1000,
}


def test_a_design_effect_of_two_leaves_half_of_the_records(tmp_path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        f'[indicators.{ERROR}]\ninterval = "wilson_finite"\ndesign_effect = 2\n', "utf-8"
    )
    row = estimated(CHECK, ERROR, catalogue=str(own))
    # 30 of 100 in clusters say as much as 15 of 50 drawn one by one.
    half = stats.wilson(15, 50)
    assert (row["lower"], row["upper"]) == pytest.approx(
        (100 * half.lower, 100 * half.upper), rel=1e-12
    )
    assert (row["value"], row["method"]) == (30, "wilson_finite")
    assert row["target_p"] is row["group_p"] is None


def test_a_target_takes_as_many_more_as_the_clusters_are_worth_less(tmp_path) -> None:
    own = tmp_path / "own.toml"
    targets = pl.DataFrame([{"indicator": ERROR, "kind": "at_most", "value": 25.0, "upper": None}])
    one = estimated(CHECK, ERROR, targets=targets)
    own.write_text(
        f'[indicators.{ERROR}]\ninterval = "wilson_finite"\ndesign_effect = 1.5\n', "utf-8"
    )
    many = estimated(CHECK, ERROR, targets=targets, catalogue=str(own))
    assert many["total_needed"] == -(-one["total_needed"] * 3 // 2)


def test_a_frame_and_clusters_go_together(tmp_path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        f'[indicators.{ERROR}]\ninterval = "wilson_finite"\ndesign_effect = 2\n'
        "frame = { births_check_frame = 1 }\n",
        "utf-8",
    )
    row = estimated(CHECK, ERROR, catalogue=str(own))
    # n (N - 1) / (N - n) / deff = 100 x 999 / 900 / 2 = 55.5 records.
    limits = stats.wilson_finite(30, 100, 1000, design_effect=2)
    assert (row["lower"], row["upper"]) == pytest.approx(
        tuple(100 * float(end) for end in limits), rel=1e-14
    )
    z2, share = 1.959963984540054**2 / 55.5, 0.3
    root = (z2 * (share * 0.7 + z2 / 4)) ** 0.5
    assert row["upper"] == pytest.approx(100 * (share + z2 / 2 + root) / (1 + z2), rel=1e-12)
    every = estimated(CHECK | {"births_check_frame": 100}, ERROR, catalogue=str(own))
    assert every["lower"] == every["value"] == every["upper"] == 30


def test_what_is_said_of_an_interval_is_right_for_what_was_counted() -> None:
    rows = {"area": "甲", "period": "2024", "births_male": 60, "births_female": 50}
    table = pl.DataFrame([rows | CHECK | lists(215, 230, 210)])

    def said(*indicators: str, lang: str = "en", **options: Any) -> list[str]:
        outcome = fpstats.compute(table, indicators=indicators, lang=lang, **options)
        return [one for one in outcome.report.notes if "interval" in one or "区间" in one]

    (check,) = said(ERROR)
    assert "gross statistical error rate: the 95% interval tells sampling error" in check
    (both,) = said(BOTH, confidence=0.998)
    assert "the 99.8% interval tells how far the estimate from two lists may be off" in both
    (full,) = said("sex_ratio_at_birth")
    assert "play of chance, not sampling error" in full
    assert said("sex_ratio_at_birth", BOTH, ERROR) == [
        check,
        both.replace("99.8", "95"),
        full.replace("intervals are", "all other intervals are", 1),
    ]
    assert said(ERROR, lang="zh") == [
        "统计误差率（总差错）：95%区间说明抽样误差，即全部记录与抽查所得可能相差多少"
    ]


def test_an_item_rests_on_a_count_a_sample_or_lists(tmp_path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[items.births]\nbasis = "guess"\n', "utf-8")
    with pytest.raises(fpstats.ConfigurationError, match=r"items\.births\.basis.*count.*sample"):
        fpstats.compute(pl.DataFrame([{"area": "甲"}]), catalogue=str(own), lang="en")
