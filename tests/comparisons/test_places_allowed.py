"""Ranks with the places that chance allows; the sums are in the comments."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fpstats


def policy(inside: float, births: float) -> dict[str, float]:
    return {"births": births, "births_in_policy": inside}


def sexes(male: float, female: float) -> dict[str, float]:
    return {"births_male": male, "births_female": female}


def places(rows, areas: str) -> list[tuple[int | None, ...]]:
    keys = ("rank", "rank_low", "rank_high", "tier")
    return [tuple(rows[area][key] for key in keys) for area in areas]


def test_areas_whose_intervals_meet_share_their_places(county):
    # Three intervals that hold together at 0.90 need 0.90^(1/3) = 0.965489 each: z = 2.114.
    # Wilson: 190 of 200 is 90.6–97.4, 180 of 200 is 84.6–93.7, 100 of 200 is 42.6–57.4.
    rows = county(
        {"甲": policy(190, 200), "乙": policy(180, 200), "丙": policy(100, 200)},
        "policy_compliance_rate",
    )
    assert places(rows, "甲乙丙") == [(1, 1, 2, 1), (2, 1, 2, 1), (3, 3, 3, 2)]


def test_less_confidence_parts_more_areas(county):
    # 0.10^(1/2) = 0.3162: z = 0.407; then 190 of 200 is 94.3–95.6 and 180 of 200 is 89.1–90.8.
    counts = {"甲": policy(190, 200), "乙": policy(180, 200)}
    rows = county(counts, "policy_compliance_rate", rank_confidence=0.10)
    assert places(rows, "甲乙") == [(1, 1, 1, 1), (2, 2, 2, 2)]
    rows = county(counts, "policy_compliance_rate", rank_confidence=0.999)
    assert places(rows, "甲乙") == [(1, 1, 2, 1), (2, 1, 2, 1)]


def test_within_a_range_it_is_the_distance_from_it_that_has_an_interval(county):
    # 10,500 : 10,000 is 105, about 101.9–108.2: at most 1.2 outside of 103–107.
    # 13,000 : 10,000 is 130, about 126–134: at least 19 outside.
    # 6 : 10 is 60, about 20–180: it may lie inside, or farther out than any.
    rows = county(
        {"甲": sexes(10500, 10000), "乙": sexes(13000, 10000), "丙": sexes(6, 10)},
        "sex_ratio_at_birth",
    )
    assert [found[:3] for found in places(rows, "甲乙丙")] == [(1, 1, 2), (2, 2, 3), (3, 1, 3)]


def test_a_value_that_cannot_be_takes_no_place_from_another(county):
    # 12 of 10 has a value, 120 %, and neither a place nor an interval.
    rows = county(
        {"甲": policy(12, 10), "乙": policy(190, 200), "丙": policy(100, 200)},
        "policy_compliance_rate",
    )
    assert places(rows, "甲乙丙") == [(None, None, None, None), (1, 1, 1, 1), (2, 2, 2, 2)]


def test_an_indicator_without_an_interval_has_ranks_only(county):
    rows = county({"甲": {"population": 900}, "乙": {"population": 800}}, "population")
    assert places(rows, "甲乙") == [(1, None, None, None), (2, None, None, None)]


def test_no_birth_has_a_place_too(county):
    rows = county(
        {"甲": {"births": 0, "population": 500}, "乙": {"births": 90, "population": 500}},
        "births",
    )
    assert places(rows, "甲乙") == [(2, 2, 2, 2), (1, 1, 1, 1)]


counted = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
kinds = st.sampled_from(["policy_compliance_rate", "sex_ratio_at_birth", "births", "deaths"])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(counted, min_size=2, max_size=12), kinds, st.randoms(use_true_random=False))
def test_a_rank_lies_within_its_places_whatever_the_order(counts, indicator, random):
    rows = [
        {
            "area": f"area {place:02}",
            "period": "2024-03",
            "births": n,
            "births_in_policy": x,
            "births_male": x,
            "births_female": n - x,
            "deaths": x,
        }
        for place, (x, n) in enumerate(counts)
    ]
    if indicator == "policy_compliance_rate" and not any(n for _, n in counts):
        return

    def compute(given):
        frame = pl.DataFrame(given)
        return fpstats.compute(frame, indicators=[indicator], detail=True).report.table

    table = compute(rows)
    for row in table.to_pylist():
        assert (row["rank"] is None) == (row["rank_low"] is None) == (row["tier"] is None)
        if row["rank"] is not None:
            assert 1 <= row["rank_low"] <= row["rank"] <= row["rank_high"] <= row["rank_of"]
            assert 1 <= row["tier"] <= row["rank"]
    random.shuffle(rows)
    assert compute(rows).equals(table)


@pytest.mark.parametrize("confidence", [0, 1, 90])
def test_a_rank_confidence_lies_between_0_and_1(confidence):
    frame = pl.DataFrame({"area": ["甲"], "period": ["2024-03"], "births": [1]})
    with pytest.raises(fpstats.FpstatsError, match="0 与 1"):
        fpstats.compute(frame, rank_confidence=confidence)
