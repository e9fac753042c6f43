"""Checks of areas in unlike proportions of their records: together they are no sample of all."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fpstats

RATE = "statistical_error_rate_of_frame"


def computed(counts: dict[str, tuple[int, int, int]], **options: Any):
    """Wrong records, records checked and records there are, of each area or area and year."""
    rows = [
        {"area": area, "period": period or "2024", "births_checked": checked,
         "births_check_missed": wrong, "births_check_duplicated": 0, "births_check_wrong": 0,
         "births_check_frame": frame}
        for key, (wrong, checked, frame) in counts.items()
        for area, _, period in [key.partition(" ")]
    ]  # fmt: skip
    targets = pl.DataFrame([{"indicator": RATE, "kind": "at_most", "value": 5.0, "upper": None}])
    outcome = fpstats.compute(
        pl.DataFrame(rows), indicators=[RATE], targets=targets, detail=True,
        **{"period": "2024"} | options,
    )  # fmt: skip
    return outcome, {row["area"]: row for row in outcome.report.table.to_pylist()}


def told(outcome) -> list[dict[str, Any]]:
    return [row for row in outcome.issues.to_pylist() if row["code"] == "drawn_unevenly"]


# A fifth of a thousand records is wrong, and of a hundred thousand none that was looked at.
STRATA = {"甲镇": (10, 50, 1000), "乙镇": (0, 50, 100_000)}


def test_what_was_drawn_unevenly_has_its_value_and_nothing_is_claimed_of_it():
    _, rows = computed(STRATA)
    row = rows["合计"]
    assert (row["value"], row["numerator"], row["denominator"]) == (10, 10, 100)
    for name in ("lower", "upper", "method", "verdict", "verdict_by_value", "gap", "target_p",
                 "target_standing", "rank", "reliable", "total_needed"):  # fmt: skip
        assert row[name] is None, name
    assert "这是被查记录中的比例，不能当作全部记录的比例。" in row["words"]
    assert "目标" not in row["words"]


def test_the_finding_has_the_estimate_weighted_by_the_records():
    outcome, _ = computed(STRATA)
    (found,) = told(outcome)
    # (1000 x 0.20 + 100000 x 0) / 101000 = 0.19802 %; 50 of 1000 are 5 %, 50 of 100000 0.05 %.
    assert (found["severity"], found["area"]) == ("warning", "合计")
    assert (found["value"], found["expected"]) == ("0.198%", "0.05%–5%")
    assert "0.198%" in found["message"]


def test_nobody_is_compared_with_it():
    _, rows = computed(STRATA)
    for area in STRATA:
        row = rows[area]
        for name in ("parent_value", "parent_p", "parent_standing", "group_value",
                     "group_standing"):  # fmt: skip
            assert row[name] is None, name
        assert "合计" not in row["words"]
        # By itself each is a sample as it was.
        assert row["lower"] is not None
        assert row["target_p"] is not None
    assert "这是被查" not in rows["甲镇"]["words"]


def test_nor_is_it_compared_with_the_year_before():
    even = {f"{area} 2023": (5, 50, 1000) for area in STRATA}
    _, rows = computed({f"{area} 2024": counts for area, counts in STRATA.items()} | even)
    for name in ("change", "change_verdict", "change_p", "change_standing"):
        assert rows["合计"][name] is None, name
    assert rows["合计"]["previous"] == 10
    assert rows["甲镇"]["change"] == pytest.approx(10)


@pytest.mark.parametrize(
    ("second", "uneven"),
    [((5, 100, 2000), False), ((5, 110, 2000), False), ((5, 111, 2000), True), ((0, 0, 30), True)],
)
def test_proportions_that_differ_by_a_tenth_are_taken_for_one(second, uneven):
    # 50 of 1000 are 5 %; 110 of 2000 are 5.5 %.
    outcome, rows = computed({"甲": (2, 50, 1000), "乙": second})
    assert bool(told(outcome)) is uneven
    assert (rows["合计"]["lower"] is None) is uneven
    if not uneven:
        limits = fpstats.stats.hypergeometric(2 + second[0], 50 + second[1], 1000 + second[2])
        assert rows["合计"]["lower"] == pytest.approx(100 * float(limits.lower), rel=1e-12)
        assert rows["甲"]["parent_standing"] is not None


def test_an_area_that_was_not_checked_has_no_part_in_the_weighted_estimate():
    outcome, _ = computed({"甲": (2, 50, 1000), "乙": (6, 60, 500), "丙": (0, 0, 30)})
    (found,) = told(outcome)
    # (1000 x 0.04 + 500 x 0.1) / 1500 = 6 %.
    assert (found["value"], found["expected"]) == ("6%", "0%–12%")
