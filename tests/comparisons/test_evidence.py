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
    # Both of 乙 miss 95, but its p, twice P(X <= 180), is 0.0053 and not 0.002 or less.
    standings = [rows[area]["target_standing"] for area in "甲乙丙"]
    assert standings == ["above (95)", "below (95)", "not different"]


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
    target = {"indicator": "births", "period": "2024-03", "kind": "at_most", "value": 20}
    given = pl.DataFrame([target | {"upper": None}])
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


def growth(births: float, deaths: float, people: float = 5000, **options):
    rows = [
        {"area": "甲", "period": period, "births": births, "deaths": deaths, "population": people}
        for period in ("2024-02", "2024-03")
    ]
    (row,) = fpstats.compute(
        pl.DataFrame(rows), indicators=["natural_growth_rate"], period="2024-03", detail=True,
        **options,
    ).report.table.to_pylist()  # fmt: skip
    return row


def test_a_balance_goes_by_the_difference_of_two_poisson_counts():
    given = pl.DataFrame(
        [{"indicator": "natural_growth_rate", "period": "2024-03", "kind": "at_most", "value": 5}]
    )
    # Against 5 per 1,000 of 5,000 people, 25 events: 61.8 and 36.8 explain 90 and 20 best:
    # 2 x^2 + (2 * 25 - 110) x - 20 * 25 = 0, so x = (60 + sqrt(3600 + 4000)) / 4 = 36.7945.
    lost = (60 + 7600**0.5) / 4
    row = growth(90, 20, targets=given)
    expected = 2 * scipy_stats.skellam(lost + 25, lost).sf(69)
    assert row["target_p"] == row["target_q"] == pytest.approx(expected, rel=1e-6)
    assert row["target_standing"] == "above (99.8)"


@pytest.mark.parametrize(
    ("births", "deaths", "reliable"),
    [(90, 20, True), (20, 19, True), (90, 9, False), (9, 90, False)],
)
def test_a_balance_is_reliable_where_both_its_sides_are(births, deaths, reliable):
    # Twenty less nineteen is near nought, and no less firm for that.
    assert growth(births, deaths)["reliable"] is reliable


def test_against_the_others_of_its_group_it_is_fishers_test_without_the_area_itself(county):
    rows = county(COUNTS, "policy_compliance_rate", detail=True)
    # Beside 甲 stand 180 of 200 and 95 of 100: 275 of 300.
    assert rows["甲"]["group_value"] == pytest.approx(100 * 275 / 300, rel=1e-12)
    expected = scipy_stats.fisher_exact([[213, 2], [275, 25]]).pvalue
    assert rows["甲"]["group_p"] == pytest.approx(expected, rel=1e-9)
    adjusted = scipy_stats.false_discovery_control([rows[area]["group_p"] for area in "甲乙丙"])
    assert [rows[area]["group_q"] for area in "甲乙丙"] == pytest.approx(adjusted, rel=1e-9)
    # Newcombe, 95 %: 99.1 - 91.7 is 7.4, from 3.8 to 11.1; at 99.8 % from 1.2 to 13.8.
    assert rows["甲"]["group_standing"] == "above (99.8)"
    assert rows["丙"]["group_standing"] == "not different"
    assert rows["合计"]["group_value"] is rows["合计"]["group_p"] is None


def test_groups_are_areas_of_one_level_under_one_area():
    areas = pl.DataFrame(
        [("县", "county", None), ("东", "group", "县"), ("西", "group", "县"),
         ("甲", "township", "东"), ("乙", "township", "东"), ("丙", "township", "西")],
        schema=["name", "level", "parent"], orient="row",
    )  # fmt: skip
    frame = pl.DataFrame(
        [{"area": area, "period": "2024-03", **counts} for area, counts in COUNTS.items()]
    )
    table = fpstats.compute(
        frame, areas=areas, indicators=["policy_compliance_rate"], detail=True
    ).report.table  # fmt: skip
    rows = {row["area"]: row["group_value"] for row in table.to_pylist()}
    assert rows == {
        "县": None, "丙": None, "甲": 90.0, "乙": pytest.approx(100 * 213 / 215),
        "东": 95.0, "西": pytest.approx(100 * 393 / 415),
    }  # fmt: skip


def test_an_area_without_an_interval_is_not_among_the_others(county):
    counts = {"甲": policy(12, 10), "乙": policy(180, 200), "丙": policy(95, 100)}
    rows = county(counts, "policy_compliance_rate", detail=True)
    assert [rows[area]["group_value"] for area in "乙丙"] == [95.0, 90.0]
    assert rows["甲"]["group_p"] is rows["甲"]["group_standing"] is None


def test_a_count_is_not_compared_with_the_counts_of_others(county):
    rows = county({"甲": {"births": 30}, "乙": {"births": 9}}, "births", detail=True)
    assert rows["甲"]["group_value"] is rows["甲"]["group_p"] is None


def test_a_rate_against_the_others_goes_by_what_each_has_of_the_events():
    frame = pl.DataFrame(
        [{"area": area, "period": period, "births": births, "population": people}
         for area, births, people in (("甲", 30, 1000), ("乙", 40, 2500))
         for period in ("2024-02", "2024-03")]
    )  # fmt: skip
    table = fpstats.compute(
        frame, indicators=["crude_birth_rate"], period="2024-03", detail=True
    ).report.table
    rows = {row["area"]: row for row in table.to_pylist()}
    # Of 70 births 甲 has 30, where 1,000 of 3,500 people live.
    expected = twice_the_smaller(scipy_stats.binom(70, 1000 / 3500), 30)
    assert rows["甲"]["group_value"] == 16.0
    for area in "甲乙":
        assert rows[area]["group_p"] == pytest.approx(expected, rel=1e-9)


def test_how_many_births_tell_a_ratio_from_its_range(county):
    counts = {
        area: {"births_male": male, "births_female": 100}
        for area, male in (("甲", 115), ("乙", 105), ("丙", 98))
    }
    rows = county(counts, "sex_ratio_at_birth", detail=True)
    # 115 against 107, as published: 6,060. 98 against 103, worked out from Fleiss's formula:
    # (1.959964 sqrt(p q) + 0.841621 sqrt(p' q'))^2 / (p - p')^2 with 103/203 and 98/198.
    p, observed = 103 / 203, 98 / 198
    reach = 1.959964 * (p * (1 - p)) ** 0.5 + 0.841621 * (observed * (1 - observed)) ** 0.5
    expected = int((reach / (p - observed)) ** 2) + 1
    assert [rows[area]["total_needed"] for area in "甲乙丙"] == [6060, None, expected]


def test_how_many_tell_a_proportion_from_its_target(county):
    counts = {"甲": policy(90, 100), "乙": policy(92, 100), "丙": policy(100, 100)}
    rows = county(
        counts, "policy_compliance_rate", targets=targets("at_least", 92), detail=True
    )  # fmt: skip
    # 0.90 against 0.92: 1,538 (Fleiss). What is equal, or is all of them, takes no number.
    assert [rows[area]["total_needed"] for area in "甲乙丙"] == [1538, None, None]


def test_without_detail_nothing_is_weighed():
    frame = pl.DataFrame({"area": ["甲"], "period": ["2024-03"], "births": [1]})
    assert "target_p" not in fpstats.compute(frame).report.table.column_names


@pytest.mark.parametrize(
    ("inside", "births", "target", "standing"),
    [
        # 3 of 4: Wilson 30.1–95.4; as few or fewer at 97 % in 1 - 0.97^4 = 11.5 %, twice 23 %.
        (3, 4, 97, "not different"),
        # 2 of 4: Wilson at 99.8 % is 9.5–90.5; as few or fewer at 97 % in 0.52 %, twice 1.0 %.
        (2, 4, 97, "below (95)"),
        # 1 of 4: as few or fewer at 97 % in 4 × 0.97 × 0.03^3 + 0.03^4 = 0.011 %.
        (1, 4, 97, "below (99.8)"),
    ],
)
def test_what_differs_does_so_by_its_interval_and_by_the_exact_test(
    county, inside, births, target, standing
):
    given = targets("at_least", target)
    rows = county(
        {"甲": policy(inside, births)}, "policy_compliance_rate", targets=given, detail=True
    )
    expected = twice_the_smaller(scipy_stats.binom(births, target / 100), inside)
    assert rows["甲"]["target_p"] == pytest.approx(expected, rel=1e-9)
    assert rows["甲"]["target_standing"] == standing


def test_no_standing_contradicts_its_probability(county):
    counts = {f"乡{n}": policy(inside, 6) for n, inside in enumerate(range(7))}
    before = {f"乡{n}": policy(6 - inside, 6) for n, inside in enumerate(range(7))}
    given = targets("at_least", 90)
    rows = county(counts, "policy_compliance_rate", before, targets=given, detail=True)
    seen = set()
    for row in rows.values():
        for name in ("target", "parent", "group", "change"):
            p, standing = row[f"{name}_p"], row[f"{name}_standing"]
            seen.add(standing)
            if standing in {"below (95)", "above (95)"}:
                assert p <= 0.05
            elif standing in {"below (99.8)", "above (99.8)"}:
                assert p <= 0.002
    assert {"not different", "below (99.8)"} <= seen
