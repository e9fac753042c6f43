"""What stands beside values where it is asked for: moves, chances of places, shrunken values."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import integrate
from scipy import stats as scipy_stats

import fpstats
from fpstats import schema
from fpstats.stats import marshall


def policy(inside: float, births: float) -> dict[str, float]:
    return {"births": births, "births_in_policy": inside}


def births(events: float) -> dict[str, float]:
    return {"births": events}


def test_nothing_of_it_stands_there_unless_asked_for(county):
    (row,) = county({"甲": births(30)}, "births").values()
    added = {one.name for some in schema.ADDED.values() for one in some}
    assert not added & set(row)
    (row,) = county({"甲": births(30)}, "births", also=["shrunk"]).values()
    assert added & set(row) == {one.name for one in schema.ADDED["shrunk"]}


@pytest.mark.parametrize(
    ("asked", "added"),
    [
        ({}, []),
        ({"detail": True}, ["detail"]),
        ({"also": ["moves", "shrunk"]}, ["moves", "shrunk"]),
        ({"funnel": "pooled"}, ["funnel"]),
        ({"detail": True, "window": "3m"}, ["detail", "window"]),
    ],
)
def test_what_was_asked_for_stands_behind_the_comparisons(asked, added):
    frame = pl.DataFrame(
        [("甲", f"2024-{month:02}", 3 * month, 2 * month) for month in (1, 2, 3)],
        schema=["area", "period", "births", "births_in_policy"], orient="row",
    )  # fmt: skip
    outcome = fpstats.compute(frame, indicators=["policy_compliance_rate"], **asked)
    groups = {"detail": schema.DETAIL} | schema.ADDED
    behind = [one.name for name in added for one in groups[name]]
    assert [*outcome.to_pandas().columns] == [*schema.COMPARISONS.names, *behind]


WITHOUT_PANDAS = """
import sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if name == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name="pandas")
sys.meta_path.insert(0, Without())
import polars as pl
import fpstats
frame = pl.DataFrame({"area": ["甲"], "period": ["2024-01"], "births": [5]})
outcome = fpstats.compute(frame, indicators="births", lang="en")
try:
    outcome.to_pandas()
except fpstats.FpstatsError as error:
    print(error)
"""


def test_without_pandas_a_table_of_pandas_is_refused_with_what_to_do():
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", WITHOUT_PANDAS], capture_output=True, text=True
    )
    assert ran.stdout.startswith("a table of pandas needs pandas"), ran.stderr
    assert "pip install 'fpstats[pandas]'" in ran.stdout


# --- moves ----------------------------------------------------------------------------------


def test_who_changed_places_beyond_chance(county):
    # Three areas, twice: 0.90^(1/6) = 0.98259 each, z = 2.378. Wilson: 190 of 200 is 89.9-97.6,
    # 100 of 200 is 41.7-58.3, 50 of 200 is 18.5-32.9: whoever is first was last, and back.
    before = {"甲": policy(190, 200), "乙": policy(100, 200), "丙": policy(50, 200)}
    after = {"甲": policy(50, 200), "乙": policy(100, 200), "丙": policy(190, 200)}
    rows = county(after, "policy_compliance_rate", before, also=["moves"])
    assert [rows[area]["rank_year_before"] for area in "甲乙丙"] == [1, 2, 3]
    moved = [rows[area]["moved_since_year"] for area in "甲乙丙"]
    assert moved == ["down", "not distinguishable", "up"]


def test_a_rank_that_chance_alone_could_move_did_not_move(county):
    before = {"甲": policy(190, 200), "乙": policy(180, 200)}
    after = {"甲": policy(180, 200), "乙": policy(190, 200)}
    rows = county(after, "policy_compliance_rate", before, also=["moves"])
    assert [rows[area]["rank_year_before"] for area in "甲乙"] == [1, 2]
    assert {rows[area]["moved_since_year"] for area in "甲乙"} == {"not distinguishable"}


def test_the_period_before_is_looked_at_though_it_is_not_asked_for():
    frame = pl.DataFrame(
        [{"area": area, "period": period, "births": 200, "births_in_policy": inside}
         for period, first, second in (("2024-02", 190, 50), ("2024-03", 50, 190))
         for area, inside in (("甲", first), ("乙", second))]
    )  # fmt: skip
    asked = {"indicators": ["policy_compliance_rate"], "period": "2024-03"}
    table = fpstats.compute(frame, also=["moves"], **asked).report.table
    rows = {row["area"]: row for row in table.to_pylist()}
    assert [rows[area]["rank_before"] for area in "甲乙"] == [1, 2]
    assert [rows[area]["moved_since_before"] for area in "甲乙"] == ["down", "up"]
    assert rows["甲"]["rank_year_before"] is rows["甲"]["moved_since_year"] is None
    # And nothing else of the result is another for it.
    plain = fpstats.compute(frame, **asked).report.table
    assert table.select(plain.column_names).equals(plain)


def test_who_was_not_there_before_has_not_moved(county):
    before = {"甲": policy(190, 200), "乙": policy(100, 200)}
    after = {"甲": policy(100, 200), "乙": policy(190, 200), "丙": policy(5, 200)}
    rows = county(after, "policy_compliance_rate", before, also=["moves"])
    assert rows["丙"]["rank_year_before"] is rows["丙"]["moved_since_year"] is None
    assert [rows[area]["moved_since_year"] for area in "甲乙"] == ["down", "up"]


# --- chances --------------------------------------------------------------------------------


def test_how_likely_a_proportion_is_the_higher_one_is_an_integral(county):
    rows = county(
        {"甲": policy(98, 100), "乙": policy(46, 50)}, "policy_compliance_rate", also=["chances"]
    )
    first, second = scipy_stats.beta(98.5, 2.5), scipy_stats.beta(46.5, 4.5)
    expected, _ = integrate.quad(lambda p: first.pdf(p) * second.cdf(p), 0, 1, epsabs=1e-13)
    assert rows["甲"]["first_chance"] == pytest.approx(expected, abs=1e-10)
    assert rows["乙"]["last_chance"] == pytest.approx(expected, abs=1e-10)
    assert rows["甲"]["rank_mean"] == pytest.approx(2 - expected, abs=1e-10)
    # The first quarter of two is the first.
    assert rows["甲"]["best_quarter_chance"] == rows["甲"]["first_chance"]


def test_of_an_indicator_that_should_be_low_the_lowest_is_first():
    frame = pl.DataFrame(
        [{"area": area, "period": period, "births": 20, "births_late_registered": late,
          "deaths": late, "population": 1000}
         for area, late in (("甲", 4), ("乙", 12)) for period in ("2024-02", "2024-03")]
    )  # fmt: skip
    table = fpstats.compute(
        frame, indicators=["crude_death_rate"], period="2024-03", also=["chances"]
    ).report.table
    row = next(row for row in table.to_pylist() if row["rank"] == 1 and row["level"] != "total")
    # Gamma distributions of 4.5 and 12.5 events over the same people: which has the more is beta.
    less = scipy_stats.beta(4.5, 12.5).cdf(0.5)
    assert row["first_chance"] == pytest.approx(max(less, 1 - less), abs=1e-10)


def test_within_a_range_and_of_a_balance_there_are_no_chances(county):
    counts = {
        area: {"births_male": male, "births_female": 95} for area, male in (("甲", 120), ("乙", 99))
    }
    rows = county(counts, "sex_ratio_at_birth", also=["chances"])
    assert {rows[area]["first_chance"] for area in rows} == {None}


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, 300), min_size=2, max_size=9), st.randoms(use_true_random=False))
def test_the_chances_of_all_areas_add_up_whatever_the_order(counts, random):
    rows = [
        {"area": f"area {place}", "period": "2024-03", "births": events}
        for place, events in enumerate(counts)
    ]

    def compute(given):
        table = fpstats.compute(pl.DataFrame(given), indicators=["births"],
                                also=["chances", "moves", "shrunk"]).report.table  # fmt: skip
        return pl.DataFrame(table).filter(pl.col("level") != "total")

    table = compute(rows)
    for name, places in (("first", 1), ("last", 1), ("best_quarter", -(-len(rows) // 4))):
        assert table[f"{name}_chance"].sum() == pytest.approx(places, abs=1e-8)
    assert table["rank_mean"].mean() == pytest.approx((len(rows) + 1) / 2, abs=1e-8)
    random.shuffle(rows)
    assert compute(rows).equals(table)


# --- shrunken values ------------------------------------------------------------------------


def test_a_rate_is_shrunk_by_marshall():
    events, people = [4, 30, 10], [1000, 1500, 2000]
    frame = pl.DataFrame(
        [{"area": area, "period": period, "births": count, "population": over}
         for area, count, over in zip("甲乙丙", events, people, strict=True)
         for period in ("2024-02", "2024-03")]
    )  # fmt: skip
    table = fpstats.compute(
        frame, indicators=["crude_birth_rate"], period="2024-03", also=["shrunk"]
    ).report.table
    rows = {row["area"]: row for row in table.to_pylist()}
    # Marshall (1991): 44 of 4,500; variance between the rates less what chance makes.
    common = 44 / 4500
    seen = sum(n * (x / n - common) ** 2 for x, n in zip(events, people, strict=True)) / 4500
    between = seen - common / 1500
    for area, x, n in zip("甲乙丙", events, people, strict=True):
        weight = between / (between + common / n)
        expected = 1000 * (common + weight * (x / n - common))
        assert rows[area]["shrunk"] == pytest.approx(expected, rel=1e-12)
        assert rows[area]["shrunk_method"] == "marshall"
        shape, rate = x + common**2 / between, n + common / between
        ends = 1000 * scipy_stats.gamma(shape, scale=1 / rate).ppf([0.025, 0.975])
        found = rows[area]["shrunk_lower"], rows[area]["shrunk_upper"]
        assert found == pytest.approx(tuple(ends), rel=1e-9)
        # The value itself stays what it is.
        assert rows[area]["value"] == pytest.approx(1000 * x / n, rel=1e-12)
    assert rows["合计"]["shrunk"] is rows["合计"]["shrunk_method"] is None


def test_a_proportion_lies_between_its_own_and_the_common_one(county):
    counts = {"甲": policy(90, 100), "乙": policy(160, 200), "丙": policy(190, 200),
              "丁": policy(120, 150)}  # fmt: skip
    rows = county(counts, "policy_compliance_rate", also=["shrunk"])
    # The likeliest beta distribution is 23.19, 3.70 (as in the reference of the method).
    for area, (inside, total) in zip("甲乙丙丁", ((90, 100), (160, 200), (190, 200), (120, 150)),
                                   strict=True):  # fmt: skip
        row = rows[area]
        expected = 100 * (inside + 23.19) / (total + 23.19 + 3.70)
        assert row["shrunk"] == pytest.approx(expected, abs=0.01)
        low, high = sorted([row["value"], 100 * 560 / 650])
        assert low <= row["shrunk"] <= high
        assert row["shrunk_lower"] < row["shrunk"] < row["shrunk_upper"]
        assert row["shrunk_method"] == "beta_binomial"


def test_where_chance_explains_all_every_area_has_the_common_ratio(county):
    counts = {
        area: {"births_male": male, "births_female": 100}
        for area, male in (("甲", 105), ("乙", 106), ("丙", 104))
    }
    rows = county(counts, "sex_ratio_at_birth", also=["shrunk"])
    assert [rows[area]["shrunk"] for area in "甲乙丙"] == pytest.approx([105.0] * 3)
    assert {rows[area]["shrunk_lower"] for area in "甲乙丙"} == {None}


def test_where_no_girl_is_born_in_any_area_there_is_no_common_ratio(county):
    counts = {area: {"births_male": 1, "births_female": 0} for area in "甲乙"}
    rows = county(counts, "sex_ratio_at_birth", also=["shrunk"])
    assert [rows[area]["shrunk"] for area in "甲乙"] == [None, None]


def test_the_number_of_the_areas_changes_nothing_in_shrinking():
    # Twice the same areas: twice the evidence of how far they lie apart, and no other rates.
    events, people = np.array([4, 30, 10.0]), np.array([1000, 1500, 2000.0])
    once, twice = marshall(events, people), marshall(np.tile(events, 2), np.tile(people, 2))
    assert np.tile(once.value, 2) == pytest.approx(twice.value, rel=1e-12)


def test_what_an_indicator_has_not_is_told():
    frame = pl.DataFrame(
        [{"area": area, "period": "2024-03", "births": 30, "births_male": male,
          "births_female": 30 - male} for area, male in (("甲", 17), ("乙", 14))]
    )  # fmt: skip
    outcome = fpstats.compute(
        frame, indicators=["births", "sex_ratio_at_birth"], also=["chances", "shrunk"],
        funnel="pooled",
    )  # fmt: skip
    told = {
        (row["indicator"], row["value"])
        for row in outcome.issues.to_pylist()
        if row["code"] == "nothing_beside"
    }
    assert told == {("births", "funnel"), ("births", "shrunk"), ("sex_ratio_at_birth", "chances")}


@pytest.mark.parametrize("also", ["rank", ["moves", "shrink"]])
def test_what_is_unknown_is_refused_with_what_there_is(also):
    frame = pl.DataFrame({"area": ["甲"], "period": ["2024-03"], "births": [1]})
    with pytest.raises(fpstats.FpstatsError, match="moves"):
        fpstats.compute(frame, also=also)
