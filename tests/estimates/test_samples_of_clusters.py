"""Two lists of one thing, and checks of whole villages: from counts that match golden rows."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from scipy.stats import hypergeom

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


def test_two_lists_together_over_all_with_exact_limits() -> None:
    # Of 238 events 210 or more of 230 are among 215 with 3.2 %, of 239 with 0.7 %.
    assert hypergeom.sf(209, 238, 215, 230) > 0.025 > hypergeom.sf(209, 239, 215, 230)
    row = estimated(lists(215, 230, 210), BOTH)
    assert (row["numerator"], row["method"]) == (235, "chapman_exact")
    assert row["denominator"] == pytest.approx(216 * 231 / 211 - 1, rel=1e-14)
    assert row["value"] == pytest.approx(23500 / (216 * 231 / 211 - 1), rel=1e-14)
    assert row["lower"] == pytest.approx(23500 / 238, rel=1e-14)
    assert row["upper"] == 100


def test_where_nobody_is_on_both_lists_the_least_is_nothing() -> None:
    row = estimated(lists(5, 6, 0), BOTH)
    # 6 x 7 - 1 = 41 in all. No event on both sets no end to how many there are. There are 14 at
    # least: of 13 none would be on both with C(8, 6) / C(13, 6), 1.6 %, of 14 with 2.8 %.
    assert row["value"] == pytest.approx(1100 / 41, rel=1e-14)
    assert row["lower"] == 0
    assert row["upper"] == pytest.approx(1100 / 14, rel=1e-14)


def test_two_lists_together_over_all_as_chapman_estimates_them(tmp_path) -> None:
    # 216 x 231 / 211 - 1 = 235.47; the limits of golden row c0003 are 235.0549 and 239.0931.
    own = tmp_path / "own.toml"
    own.write_text(f'[indicators.{BOTH}]\ninterval = "chapman"\n', "utf-8")
    row = estimated(lists(215, 230, 210), BOTH, catalogue=str(own))
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


def test_a_list_that_has_all_of_the_other_gives_no_certainty(tmp_path) -> None:
    row = estimated(lists(66, 72, 66), BOTH)
    assert (row["value"], row["upper"]) == (100, 100)
    # Of 73 events all 66 of the one list are among the 72 of the other with 7 / 73.
    assert row["lower"] == pytest.approx(7200 / 73, rel=1e-14)
    own = tmp_path / "own.toml"
    own.write_text(f'[indicators.{BOTH}]\ninterval = "chapman"\n', "utf-8")
    row = estimated(lists(66, 72, 66), BOTH, catalogue=str(own))
    assert row["value"] == 100
    assert row["lower"] is row["upper"] is row["method"] is None


def test_more_on_both_lists_than_on_one_is_told_and_not_computed() -> None:
    table = pl.DataFrame([{"area": "甲", "period": "2024"} | lists(5, 8, 6)])
    outcome = fpstats.compute(table, indicators=[BOTH], lang="en")
    assert outcome.comparisons["value"].to_pylist() == [None]
    assert outcome.issues["code"].to_pylist() == ["more_on_both"]
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


def villages(tmp_path, wrong, checked, **options: Any) -> dict[str, dict[str, Any]]:
    own = tmp_path / "own.toml"
    own.write_text(
        f'[indicators.{ERROR}]\ninterval = "wilson_finite"\ndesign_effect = "areas"\n', "utf-8"
    )
    names = [f"村{number}" for number in range(len(wrong))]
    table = pl.DataFrame(
        {"area": names, "period": "2024", "births_checked": checked, "births_check_missed": wrong}
    ).with_columns(births_check_duplicated=0, births_check_wrong=0)
    above = [{"name": "乡", "level": "town", "parent": None}]
    areas = pl.DataFrame([*above, *({"name": n, "level": "v", "parent": "乡"} for n in names)])
    outcome = fpstats.compute(
        table, indicators=[ERROR], areas=areas, catalogue=str(own), detail=True, **options
    )
    return {row["area"]: row for row in outcome.report.table.to_pylist()}


def test_the_design_effect_of_a_township_is_that_between_its_villages(tmp_path) -> None:
    # 10 of 40 are wrong, 5, 0, 0 and 5 of four times ten. Between villages the variance is
    # 4/3 x (2.5^2 x 4) / 40^2 = 1/48; one by one it would be 0.25 x 0.75 / 39 = 1/208: the design
    # effect is 208/48 = 4 1/3. Of 3 degrees of freedom the quantile is 3.1824 and not 1.96.
    target = pl.DataFrame([{"indicator": ERROR, "kind": "at_most", "value": 20.0, "upper": None}])
    rows = villages(tmp_path, [5, 0, 0, 5], [10] * 4, targets=target)
    row, z, student = rows["乡"], 1.959963984540054, 3.182446305284263
    worth = 40 / ((208 / 48) * (student / z) ** 2)
    limits = wilson_of(0.25, worth, z)
    assert (row["lower"], row["upper"]) == pytest.approx(limits, rel=1e-12)
    assert (row["value"], row["method"]) == (25, "wilson_finite")
    assert row["target_p"] is None
    plain = stats.total_needed(0.25, 0.20, 0.8)
    assert row["total_needed"] == -(-float(plain) * 208 // 48)
    assert row["rank_low"] == 1


def wilson_of(share: float, size: float, z: float) -> tuple[float, float]:
    middle, reach = share + z * z / (2 * size), z * (share * (1 - share) / size
                                                    + z * z / (4 * size * size)) ** 0.5  # fmt: skip
    return tuple(100 * (middle + side * reach) / (1 + z * z / size) for side in (-1, 1))


def test_villages_more_alike_than_chance_makes_them_are_worth_no_more_for_it(tmp_path) -> None:
    rows = villages(tmp_path, [2, 2, 2, 2], [10] * 4)
    z, student = 1.959963984540054, 3.182446305284263
    limits = wilson_of(0.2, 40 / (student / z) ** 2, z)
    assert (rows["乡"]["lower"], rows["乡"]["upper"]) == pytest.approx(limits, rel=1e-12)


def test_of_one_cluster_and_where_nothing_is_wrong_no_design_effect_is_known(tmp_path) -> None:
    rows = villages(tmp_path, [5, 0, 0], [10, 0, None])
    assert rows["乡"]["value"] == 50
    assert rows["乡"]["lower"] is rows["乡"]["method"] is rows["村0"]["lower"] is None
    rows = villages(tmp_path, [0, 0, 0], [10, 20, 30])
    assert (rows["乡"]["value"], rows["乡"]["upper"]) == (0, None)


def test_a_design_effect_is_a_number_or_is_estimated_from_areas(tmp_path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(f'[indicators.{ERROR}]\ndesign_effect = "areas"\n', "utf-8")
    with pytest.raises(fpstats.ConfigurationError, match="wilson_finite"):
        fpstats.compute(pl.DataFrame([{"area": "甲"}]), catalogue=str(own), lang="en")
    own.write_text(f'[indicators.{ERROR}]\ndesign_effect = "villages"\n', "utf-8")
    with pytest.raises(fpstats.ConfigurationError, match=r"design_effect.*villages"):
        fpstats.compute(pl.DataFrame([{"area": "甲"}]), catalogue=str(own), lang="en")
