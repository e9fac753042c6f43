"""Samples of a known number: verdicts by the exact tail, which a check of all leaves nothing to."""

from __future__ import annotations

import polars as pl

import fpstats

CHECKED = ("births_checked", "births_check_wrong", "births_check_frame")


def computed(areas: dict[str, tuple[int, int, int]], tmp_path, indicator: str, **options):
    targets = tmp_path / "targets.csv"
    targets.write_text(
        f"indicator,area,period,kind,value,upper\n{indicator},all,all,at_most,5,\n", "utf-8"
    )
    rows = [
        {"area": area, "period": "2024", "births_check_missed": 0, "births_check_duplicated": 0}
        | dict(zip(CHECKED, counts, strict=True))
        for area, counts in areas.items()
    ]
    outcome = fpstats.compute(
        pl.DataFrame(rows), indicators=[indicator], targets=targets, detail=True, **options
    )
    return {row["area"]: row for row in outcome.report.table.to_pylist()}


def test_three_wrong_of_all_fifty_miss_five_per_cent_for_certain(tmp_path):
    # Of 50 at most 2 may be wrong (5 % are 2.5), and 3 are: no sample is left to chance. Of 215 at
    # most 10 may be, and 14 were found already. Of 3 in 50 of 215 chance may still be the reason.
    found = computed(
        {"甲": (50, 3, 50), "乙": (200, 14, 215), "丙": (50, 3, 215)},
        tmp_path,
        "statistical_error_rate_of_frame",
    )
    assert [found[area]["verdict"] for area in "甲乙丙"] == [
        "missed", "missed", "not distinguishable",
    ]  # fmt: skip
    assert [found[area]["target_p"] for area in "甲乙"] == [0, 0]
    assert [found[area]["target_standing"] for area in "甲乙丙"] == [
        "above (99.8)", "above (99.8)", "not different",
    ]  # fmt: skip
    assert "显著高于目标（≤5%），P<0.001" in found["甲"]["words"]
    # Two samples of known numbers have no exact test beside one another.
    assert found["甲"]["group_p"] is None


def test_no_more_are_needed_than_there_are(tmp_path):
    # To tell 6 % from 5 % takes (1.96 √(0.05 × 0.95) + 0.8416 √(0.06 × 0.94))² ÷ 0.01² = 3,932 of
    # an endless number, three times as many in clusters: of 50 and of 215 no more than all.
    overlay = tmp_path / "clusters.toml"
    overlay.write_text(
        '[indicators.statistical_error_rate]\ninterval = "wilson_finite"\ndesign_effect = 3\n'
        "frame = { births_check_frame = 1 }\n",
        "utf-8",
    )
    areas = {"甲": (50, 3, 50), "丙": (50, 3, 215)}
    for indicator, options in (
        ("statistical_error_rate_of_frame", {}),
        ("statistical_error_rate", {"catalogue": overlay}),
    ):
        found = computed(areas, tmp_path, indicator, **options)
        assert found["甲"]["total_needed"] == 50
        assert 50 < found["丙"]["total_needed"] <= 215
    endless = fpstats.stats.total_needed(0.06, 0.05)
    assert endless == 3932
    # 3,932 × 3 of an endless number are as good as this many of 215.
    needed = endless * 3 * 215 / (214 + endless * 3)
    assert found["丙"]["total_needed"] == -(-needed // 1)
    assert found["丙"]["target_p"] is None
