"""Funnels by scipy's tails and by hand; widened only where areas are shown to differ."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from scipy import stats as scipy_stats

import fpstats

TEN = "甲乙丙丁戊己庚辛壬癸"


def policy(inside: float, births: float) -> dict[str, float]:
    return {"births": births, "births_in_policy": inside}


def targets(kind: str, value: float, upper: float | None = None) -> pl.DataFrame:
    row = {"indicator": "policy_compliance_rate", "kind": kind, "value": value, "upper": upper}
    return pl.DataFrame([row])


COUNTS = {"甲": policy(213, 215), "乙": policy(180, 200), "丙": policy(95, 100)}


def interpolated(total: int, share: float, tail: float) -> float:
    """Spiegelhalter (2005): the first count that reaches the tail, less what is too much."""
    law = scipy_stats.binom(total, share)
    count = law.ppf(tail)
    return (count - (law.cdf(count) - tail) / law.pmf(count)) / total


def test_around_the_pooled_value_it_goes_by_exact_tails(county):
    rows = county(COUNTS, "policy_compliance_rate", funnel="pooled")
    common = 488 / 515
    less, greater = [], []
    for area, inside, total in (("甲", 213, 215), ("乙", 180, 200), ("丙", 95, 100)):
        law, row = scipy_stats.binom(total, common), rows[area]
        less, greater = law.cdf(inside), law.sf(inside - 1)
        assert row["funnel_centre"] == pytest.approx(100 * common, rel=1e-12)
        assert row["funnel_p"] == pytest.approx(min(1, 2 * min(less, greater)), rel=1e-9)
        for name, tail in (("998", 0.001), ("95", 0.025)):
            expected = 100 * interpolated(total, common, tail)
            assert row[f"funnel_lower_{name}"] == pytest.approx(expected, rel=1e-9)
        assert row["funnel_form"] == "exact"
        # Three areas do not tell by how much areas differ.
        assert row["funnel_phi"] is row["funnel_tau2"] is None
    # 213 or more of 215 has a tail of 0.0008, 180 or fewer of 200 one of 0.0045.
    standings = [rows[area]["funnel_standing"] for area in "甲乙丙"]
    assert standings == ["above (99.8)", "below (95)", "not different"]
    adjusted = scipy_stats.false_discovery_control([rows[area]["funnel_p"] for area in "甲乙丙"])
    assert [rows[area]["funnel_q"] for area in "甲乙丙"] == pytest.approx(adjusted, rel=1e-9)
    assert rows["合计"]["funnel_centre"] is rows["合计"]["funnel_standing"] is None


def test_around_a_target_nothing_is_estimated(county):
    given = targets("at_least", 95)
    rows = county(COUNTS, "policy_compliance_rate", targets=given, funnel="target")
    for area, inside, total in (("甲", 213, 215), ("乙", 180, 200), ("合计", 488, 515)):
        law, row = scipy_stats.binom(total, 0.95), rows[area]
        expected = min(1, 2 * min(law.cdf(inside), law.sf(inside - 1)))
        assert (row["funnel_centre"], row["funnel_p"]) == (95.0, pytest.approx(expected, rel=1e-9))
    none = county(COUNTS, "policy_compliance_rate", funnel="target")
    assert none["甲"]["funnel_centre"] is none["甲"]["funnel_standing"] is None


def test_around_a_range_each_limit_lies_around_its_own_end(county):
    counts = {
        area: {"births_male": male, "births_female": female}
        for area, male, female in (("甲", 150, 95), ("乙", 105, 100), ("丙", 70, 100))
    }
    rows = county(counts, "sex_ratio_at_birth", funnel="target")
    for area, male, both in (("甲", 150, 245), ("乙", 105, 205), ("丙", 70, 170)):
        below = scipy_stats.binom(both, 103 / 203).cdf(male)
        above = scipy_stats.binom(both, 107 / 207).sf(male - 1)
        expected = min(1, 2 * min(below, above))
        assert rows[area]["funnel_p"] == pytest.approx(expected, rel=1e-9)
        assert rows[area]["funnel_centre"] is None
        share = interpolated(both, 103 / 203, 0.025)
        limit = pytest.approx(100 * share / (1 - share), rel=1e-9)
        assert rows[area]["funnel_lower_95"] == limit
    standings = [rows[area]["funnel_standing"] for area in "甲乙丙"]
    # 150 boys or more of 245 at 107: 0.0017; 70 or fewer of 170 at 103: 0.0077.
    assert standings == ["above (95)", "not different", "below (95)"]


def test_a_rate_goes_by_how_many_events_the_common_rate_would_give():
    frame = pl.DataFrame(
        [{"area": area, "period": period, "births": births, "population": people}
         for area, births, people in (("甲", 30, 1000), ("乙", 40, 2500), ("丙", 21, 1500))
         for period in ("2024-02", "2024-03")]
    )  # fmt: skip
    table = fpstats.compute(
        frame, indicators=["crude_birth_rate"], period="2024-03", funnel="pooled"
    ).report.table
    rows = {row["area"]: row for row in table.to_pylist()}
    expected = 91 / 5000 * 1000  # events
    law = scipy_stats.poisson(expected)
    assert rows["甲"]["funnel_p"] == pytest.approx(2 * law.sf(29), rel=1e-9)
    assert rows["甲"]["funnel_standing"] == "above (95)"
    count = law.ppf(0.025)
    limit = count - (law.cdf(count) - 0.025) / law.pmf(count)
    assert rows["甲"]["funnel_lower_95"] == pytest.approx(limit, rel=1e-9)


def unlike(counts) -> pl.DataFrame:
    return {area: policy(inside, 200) for area, inside in zip(TEN, counts, strict=False)}


def test_ten_areas_that_differ_beyond_chance_widen_the_funnel(county):
    counts = [120, 130, 140, 150, 150, 155, 160, 170, 180, 190]
    rows = county(unlike(counts), "policy_compliance_rate", funnel="pooled")
    # On the scale of arcsin sqrt(p) chance alone has a standard error of 1 / (2 sqrt(200)).
    common, error = sum(counts) / 2000, 0.5 / math.sqrt(200)
    middle = math.asin(math.sqrt(common))
    z = (np.arcsin(np.sqrt(np.array(counts) / 200)) - middle) / error
    drawn = np.clip(z, *np.quantile(z, [0.1, 0.9]))
    phi = np.mean(drawn**2)
    # All weigh the same: tau^2 = error^2 (10 phi - 9) / 9.
    tau2 = error**2 * (10 * phi - 9) / 9
    for area, inside, own in zip(TEN, counts, z, strict=True):
        row = rows[area]
        assert row["funnel_form"] == "widened"
        assert row["funnel_phi"] == pytest.approx(phi, rel=1e-9)
        assert row["funnel_tau2"] == pytest.approx(tau2, rel=1e-9)
        reach = math.sqrt(error**2 + tau2)
        # The exact tail is larger only near the middle, where a normal one knows no steps.
        tails = scipy_stats.binom(200, common)
        exact = 2 * min(tails.cdf(inside), tails.sf(inside - 1))
        p = 2 * scipy_stats.norm.sf(abs(own) * error / reach)
        assert row["funnel_p"] == pytest.approx(min(1, max(p, exact)), rel=1e-9)
        lower = 100 * math.sin(middle - scipy_stats.norm.isf(0.025) * reach) ** 2
        assert row["funnel_lower_95"] == pytest.approx(lower, rel=1e-9)
    # Exactly, 120 of 200 lies far outside; among areas that differ so much it does not.
    assert rows["甲"]["funnel_standing"] == "not different"


def test_a_widened_funnel_is_nowhere_narrower_than_the_exact_one(county):
    sizes = {area: 2 * births for area, births in zip(TEN, range(140, 240, 10), strict=True)}
    # Two halves that differ by more than chance, about 110 boys to 100 girls; and villages.
    boys = {
        area: births * (0.55 if odd % 2 else 0.50)
        for odd, (area, births) in enumerate(sizes.items())
    }
    villages = {"子": (3, 3), "丑": (0, 3), "寅": (4, 4), "卯": (5, 5), "辰": (1, 1)}
    both = {area: (round(boys[area]), births) for area, births in sizes.items()} | villages
    counts = {
        area: {"births_male": male, "births_female": total - male}
        for area, (male, total) in both.items()
    }
    rows = county(counts, "sex_ratio_at_birth", funnel="pooled")
    male, births = (sum(each) for each in zip(*both.values(), strict=True))
    for area, (own, total) in both.items():
        law, row = scipy_stats.binom(total, male / births), rows[area]
        assert row["funnel_form"] == "widened"
        exact = min(1, 2 * min(law.cdf(own), law.sf(own - 1)))
        assert row["funnel_p"] >= exact * (1 - 1e-9)
        lower = interpolated(total, male / births, 0.025)
        assert row["funnel_lower_95"] <= max(0, 100 * lower / (1 - lower)) * (1 + 1e-9)
        if area in villages:
            # Three boys of three happen in 0.146 of cases: roots of so few are not normal.
            assert row["funnel_p"] == pytest.approx(exact, rel=1e-9)
            assert row["funnel_standing"] == "not different"


def test_nine_areas_do_not_widen_it_and_neither_does_chance(county):
    counts = [120, 130, 140, 150, 150, 155, 160, 170, 180]
    rows = county(unlike(counts), "policy_compliance_rate", funnel="pooled")
    assert {rows[area]["funnel_form"] for area in TEN[:9]} == {"exact"}
    assert rows["甲"]["funnel_standing"] == "below (99.8)"
    alike = county(unlike([158, 162] * 5), "policy_compliance_rate", funnel="pooled")
    assert {alike[area]["funnel_form"] for area in TEN} == {"exact"}
    assert 0 < alike["甲"]["funnel_phi"] < 1
    assert alike["甲"]["funnel_tau2"] is None


def test_a_target_is_not_widened_though_the_areas_differ(county):
    counts = [120, 130, 140, 150, 150, 155, 160, 170, 180, 190]
    rows = county(
        unlike(counts), "policy_compliance_rate", targets=targets("at_least", 77), funnel="target"
    )
    assert {rows[area]["funnel_form"] for area in TEN} == {"exact"}
    assert rows["甲"]["funnel_standing"] == "below (99.8)"


def test_phes_form_is_the_plain_normal_one(county):
    rows = county(COUNTS, "policy_compliance_rate", funnel="phe")
    common, row = 488 / 515, rows["乙"]
    reach = scipy_stats.norm.isf(0.025) * math.sqrt(common * (1 - common) / 200)
    assert row["funnel_lower_95"] == pytest.approx(100 * (common - reach), rel=1e-9)
    assert row["funnel_upper_95"] == pytest.approx(100 * (common + reach), rel=1e-9)
    assert (row["funnel_form"], row["funnel_standing"]) == ("phe", "below (95)")
    assert row["funnel_p"] is None


def test_boys_without_a_girl_are_in_the_common_ratio(county):
    counts = {
        area: {"births_male": male, "births_female": female}
        for area, male, female in (("甲", 4, 0), ("乙", 50, 50), ("丙", 46, 50))
    }
    rows = county(counts, "sex_ratio_at_birth", funnel="pooled", also=["shrunk"], detail=True)
    assert rows["乙"]["funnel_centre"] == pytest.approx(100.0, rel=1e-12)
    assert rows["乙"]["group_value"] == pytest.approx(100.0, rel=1e-12)
    # A ratio over nothing is not known; that all four were boys is.
    tail = scipy_stats.binom(4, 0.5).sf(3)
    assert rows["甲"]["value"] is None
    assert rows["甲"]["funnel_p"] == pytest.approx(2 * tail, rel=1e-9)
    assert rows["甲"]["shrunk"] == pytest.approx(100.0, rel=1e-9)


def test_where_all_comply_there_are_no_limits(county):
    rows = county({"甲": policy(10, 10), "乙": policy(7, 7)}, "policy_compliance_rate",
                  funnel="pooled")  # fmt: skip
    assert (rows["甲"]["funnel_centre"], rows["甲"]["funnel_lower_95"]) == (100.0, None)
    assert rows["甲"]["funnel_standing"] == "not different"


def test_a_count_and_a_balance_have_no_funnel(county):
    rows = county({"甲": {"births": 30}, "乙": {"births": 9}}, "births", funnel="pooled")
    assert rows["甲"]["funnel_standing"] is rows["甲"]["funnel_form"] is None


def test_a_funnel_that_there_is_not_is_refused():
    frame = pl.DataFrame({"area": ["甲"], "period": ["2024-03"], "births": [1]})
    with pytest.raises(fpstats.FpstatsError, match="pooled"):
        fpstats.compute(frame, funnel="wide")
