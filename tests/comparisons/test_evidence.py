"""Exact p-values beside what scipy gives, standings by hand, and what a value can carry."""

from __future__ import annotations

import polars as pl
import pytest
from scipy import stats as scipy_stats

import fpstats


def policy(inside: float, births: float) -> dict[str, float]:
    return {"births": births, "births_in_policy": inside}


def targets(kind: str, value: float, upper: float | None = None, **more: str) -> pl.DataFrame:
    row = {"indicator": "policy_compliance_rate", "kind": kind, "value": value, "upper": upper}
    return pl.DataFrame([row | more])


def twice_the_smaller(distribution, count: float) -> float:
    return min(1.0, 2 * min(distribution.cdf(count), distribution.sf(count - 1)))


COUNTS = {"甲": policy(213, 215), "乙": policy(180, 200), "丙": policy(95, 100)}


def test_against_a_target_it_is_twice_the_smaller_binomial_tail(county):
    given = targets("at_least", 95)
    rows = county(COUNTS, "policy_compliance_rate", targets=given, detail=True)
    expected = [
        twice_the_smaller(scipy_stats.binom(n, 0.95), x) for x, n in ((213, 215), (180, 200))
    ] + [1.0]
    assert [rows[area]["target_p"] for area in "甲乙丙"] == pytest.approx(expected, rel=1e-9)
    adjusted = scipy_stats.false_discovery_control(expected)
    assert [rows[area]["target_q"] for area in "甲乙丙"] == pytest.approx(adjusted, rel=1e-9)
    # Wilson, 95 %: 213 of 215 is 96.7–99.7; 180 of 200 is 85.1–93.4, and 81.5–94.9 at 99.8 %.
    standings = [rows[area]["target_standing"] for area in "甲乙丙"]
    assert standings == ["above (95)", "below (99.8)", "not different"]


def test_the_total_is_adjusted_with_its_own_level_and_not_with_its_parts(county):
    rows = county(COUNTS, "policy_compliance_rate", targets=targets("at_least", 95), detail=True)
    assert rows["合计"]["target_q"] == rows["合计"]["target_p"]
    assert rows["合计"]["parent_p"] is rows["合计"]["parent_standing"] is None


def test_within_a_range_nothing_speaks_against_it(county):
    given = targets("within", 90, 97)
    rows = county(COUNTS, "policy_compliance_rate", targets=given, detail=True)
    above = twice_the_smaller(scipy_stats.binom(215, 0.97), 213)
    assert [rows[area]["target_p"] for area in "甲乙丙"] == pytest.approx([above, 1, 1], rel=1e-9)
    assert rows["乙"]["target_standing"] == rows["丙"]["target_standing"] == "not different"


def test_against_the_area_above_its_value_is_taken_as_it_is(county):
    rows = county(COUNTS, "policy_compliance_rate", detail=True)
    whole = scipy_stats.binom(200, 488 / 515)
    assert rows["乙"]["parent_p"] == pytest.approx(twice_the_smaller(whole, 180), rel=1e-9)
    assert rows["乙"]["target_p"] is rows["乙"]["target_standing"] is None


def test_against_the_year_before_it_is_fishers_test(county):
    before = {"甲": policy(200, 215), "乙": policy(181, 200), "丙": policy(95, 100)}
    rows = county(COUNTS, "policy_compliance_rate", before, detail=True)
    expected = scipy_stats.fisher_exact([[213, 2], [200, 15]]).pvalue
    assert rows["甲"]["change_p"] == pytest.approx(expected, rel=1e-9)
    assert rows["甲"]["change_standing"] == "above (95)"
    assert rows["乙"]["change_standing"] == "not different"


def test_a_rate_goes_by_poisson_tails(county):
    counts = {
        "甲": {"births": 30, "births_late_registered": 3},
        "乙": {"births": 9, "births_late_registered": 5},
    }
    given = pl.DataFrame([{"indicator": "births", "kind": "at_most", "value": 20, "upper": None}])
    rows = county(counts, "births", targets=given, detail=True)
    for area, births in (("甲", 30), ("乙", 9)):
        expected = twice_the_smaller(scipy_stats.poisson(20), births)
        assert rows[area]["target_p"] == pytest.approx(expected, rel=1e-9)
    assert (rows["甲"]["one_event"], rows["甲"]["reliable"]) == (1, True)
    # Nine births are fewer than ten.
    assert rows["乙"]["reliable"] is False


def test_one_birth_in_215_is_nearly_half_a_point(county):
    rows = county(COUNTS, "policy_compliance_rate", detail=True)
    assert rows["甲"]["one_event"] == pytest.approx(0.465116, rel=1e-5)


def test_a_wide_interval_is_not_reliable(county):
    counts = {area: {"births_male": m, "births_female": f} for area, m, f in (("甲", 11, 6),)}
    row = county(counts, "sex_ratio_at_birth", detail=True)["甲"]
    # 183.3, from 70 to 477: wider than 1.6 times itself, though eleven boys are ten or more.
    assert row["upper"] - row["lower"] > 1.6 * row["value"]
    assert row["reliable"] is False


def test_a_balance_has_a_standing_and_no_exact_test():
    rows = [
        {"area": "甲", "period": period, "births": 90, "deaths": 20, "population": 5000}
        for period in ("2024-02", "2024-03")
    ]
    given = pl.DataFrame(
        [{"indicator": "natural_growth_rate", "kind": "at_most", "value": 5, "upper": None}]
    )
    table = fpstats.compute(
        pl.DataFrame(rows), indicators=["natural_growth_rate"], period="2024-03",
        targets=given, detail=True,
    ).report.table  # fmt: skip
    (row,) = table.to_pylist()
    assert row["target_p"] is row["target_q"] is row["reliable"] is None
    assert row["target_standing"] == "above (99.8)"


def test_without_detail_nothing_is_weighed():
    frame = pl.DataFrame({"area": ["甲"], "period": ["2024-03"], "births": [1]})
    assert "target_p" not in fpstats.compute(frame).report.table.column_names
