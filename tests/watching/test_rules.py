"""The rules on series of which one knows what is in them.

One file, because every rule is tried on the few series that are made at its head.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from fpstats.catalogue import load
from fpstats.periods import Span, month, month_label
from fpstats.stats import benjamini_hochberg
from fpstats.watching import Series, watch, watchable
from fpstats.watching.compared import LEVEL, Compared
from fpstats.watching.drift import moving_average
from fpstats.watching.laws import PROPORTIONS, RATES
from fpstats.watching.years import RULES

CATALOGUE = load(None)
START = month(2015, 1)


def series(indicator, count, under, *, every=1):
    """Build the series of one indicator, areas down and times across."""
    count, under = np.broadcast_arrays(np.asarray(count, float), np.asarray(under, float))
    spans = [Span(START + every * n, START + every * (n + 1) - 1) for n in range(count.shape[1])]
    label = month_label if every == 1 else lambda end: f"{end // 12:04d}"
    return Series(
        indicators=[CATALOGUE.indicators[indicator]],
        areas=[f"area {n}" for n in range(len(count))],
        spans=spans,
        labels=[label(span.end) for span in spans],
        count=count[None],
        under=np.where(np.isnan(count), np.nan, under)[None],
        partial=np.zeros((1, *count.shape), dtype=bool),
    )


def watched(indicator, count, under, years=None, *, watch_last=12, chance=0.05, history=5):
    monthly = series(indicator, count, under)
    if years is None:
        years = (np.full((len(monthly.areas), 10), np.nan), 1.0)
    yearly = series(indicator, *years, every=12)
    first = monthly.count.shape[2] - watch_last
    return watch(monthly, yearly, first, history=history, share=chance)


def steady(areas=1, years=4, level=20):
    """Counts with a strong season and nothing else, exactly the same every year."""
    season = level * np.array([5, 1, 3, 2, 2, 4, 3, 1, 2, 5, 3, 4])
    return np.tile(season, (areas, years)).astype(float)


# --- single months ------------------------------------------------------------------------------


def test_a_season_is_no_signal():
    found = watched("crude_birth_rate", steady(5), 10_000)
    assert found.signals.is_empty()
    month_looked = found.looked.row(0, named=True)
    assert (month_looked["series"], month_looked["points"]) == (5, 60)


def test_a_month_that_is_odd_is_found_with_its_exact_probability():
    count = steady(3)
    count[1, 40] = 80  # of May, which has 40 in each of the three years before
    found = watched("crude_birth_rate", count, 10_000)
    (row,) = found.signals.to_dicts()
    assert (row["area"], row["rule"], row["since"], row["period"]) == (
        "area 1", "month", "2018-05", "2018-05",
    )  # fmt: skip
    # Of 200 events in four equal years, one year has 80 or more.
    p = 2 * scipy_stats.binom.sf(79, 200, 1 / 4)
    assert row["p"] == pytest.approx(p, rel=1e-10)
    # The other 35 months are exactly as expected: their p is 1 or nearly so.
    assert row["q"] == pytest.approx(36 * p, rel=1e-9)
    assert (row["value"], row["expected"], row["history"]) == (8.0, 4.0, 3)
    assert row["lower"] < row["expected"] < row["upper"] < row["value"]
    assert (row["numerator"], row["denominator"], row["spread"]) == (80, 10_000, 1)


def test_a_proportion_is_compared_by_the_hypergeometric():
    count, under = np.full((1, 36), 95.0), np.full((1, 36), 100.0)
    count[0, 30] = 60
    (row,) = watched("follow_up_rate", count, under).signals.to_dicts()
    p = 2 * scipy_stats.hypergeom(300, 250, 100).cdf(60)
    assert row["p"] == pytest.approx(p, rel=1e-9)
    assert (row["way"], row["meaning"]) == ("below", "worse")


def test_months_in_a_row_on_one_side_are_one_signal():
    count = steady(1)
    count[0, 40:43] = [90, 170, 150]
    found = watched("crude_birth_rate", count, 10_000).signals
    (row,) = found.filter(rule="month").to_dicts()
    assert (row["since"], row["period"], row["periods"]) == ("2018-05", "2018-07", 3)


def test_a_missing_month_is_not_zero_and_is_not_looked_at():
    count = steady(1)
    count[0, 40] = np.nan
    found = watched("crude_birth_rate", count, 10_000)
    assert found.signals.is_empty()
    assert found.looked.row(0, named=True)["points"] == 11
    count[0, 40] = 0
    assert watched("crude_birth_rate", count, 10_000).signals.height > 0


def test_two_years_with_the_month_are_needed_and_one_missing_leaves_it_out():
    count = steady(1, years=3)
    assert watched("crude_birth_rate", count, 1e4).looked.row(0, named=True)["points"] == 12
    count[0, 3] = np.nan
    assert watched("crude_birth_rate", count, 1e4).looked.row(0, named=True)["points"] == 11
    assert watched("crude_birth_rate", steady(1, years=2), 1e4).looked["points"].sum() == 0


def test_only_so_many_years_before_are_looked_at():
    count = steady(1, years=8)
    count[0, :36] *= 3  # long ago it was three times as much
    assert watched("crude_birth_rate", count, 10_000, history=4).signals.is_empty()
    assert not watched("crude_birth_rate", count, 10_000, history=7).signals.is_empty()


def test_where_months_vary_by_more_than_chance_the_limits_are_wider():
    rng = np.random.default_rng(3)
    wild = rng.poisson(100 * rng.gamma(10, 1 / 10, (1, 60))).astype(float)
    wild[0, -1] = 170
    calm = rng.poisson(100, (1, 60)).astype(float)
    calm[0, -1] = 170
    assert watched("crude_birth_rate", wild, 1e5).signals.is_empty()
    (row,) = watched("crude_birth_rate", calm, 1e5).signals.filter(rule="month").to_dicts()
    assert row["spread"] == 1
    # A gamma of variance 1/10 makes a mean of 100 vary as 100 + 100^2/10: sigma 3.3.
    beside = watched("crude_birth_rate", wild, 1e5).compared[0]
    assert 2.3 < beside.sigma[0, 0] < 4.5


@given(
    st.sampled_from(["rate", "proportion"]),
    st.integers(0, 60), st.integers(0, 150), st.integers(1, 4), st.floats(1, 3),
)  # fmt: skip
def test_a_month_lies_outside_its_limits_just_where_it_is_conspicuous(
    law, count, before, years, sigma
):
    under = 60.0 if law == "proportion" else 1000.0
    before = min(before, int(under) * years)
    one = Compared(
        law=PROPORTIONS if law == "proportion" else RATES,
        count=np.array([float(count)]),
        under=np.array([under]),
        before=np.array([float(before)]),
        under_before=np.array([under * years]),
        history=np.array([float(years)]),
        sigma=np.array([sigma]),
    )
    low, high = one.limits()
    outside = not low - 1e-12 <= count / under <= high + 1e-12
    assert outside == (one.probability(one.count)[0] <= LEVEL)
    assert 0 <= low[0] <= high[0]


# --- drifts ---------------------------------------------------------------------------------------


def test_a_slow_change_is_found_as_a_drift_since_it_began():
    count = steady(4)
    count[2, 41:] = np.round(0.75 * count[2, 41:])
    rows = watched("crude_birth_rate", count, 10_000).signals.filter(rule="drift").to_dicts()
    (row,) = rows
    assert (row["area"], row["since"], row["period"], row["periods"]) == (
        "area 2", "2018-06", "2018-12", 7,
    )  # fmt: skip
    assert row["way"] == "below"
    assert row["may_be_older"] is False
    assert row["value"] < row["lower"]
    assert row["numerator"] is None or np.isnan(row["numerator"])


def test_a_drift_that_stands_from_the_first_month_on_may_be_older():
    count = steady(4)
    count[2, 33:] = np.round(0.7 * count[2, 33:])
    found = watched("crude_birth_rate", count, 10_000)
    (row,) = found.signals.filter(rule="drift").to_dicts()
    assert (row["since"], row["periods"], row["may_be_older"]) == ("2018-01", 12, True)
    # The average that is drawn ends where the signal says.
    line = moving_average(found.compared[0].within(slice(36, None)))
    assert 1000 * line[2, -1] == pytest.approx(row["value"])


def test_an_indicator_without_years_before_is_named():
    found = watched("crude_birth_rate", np.full((2, 14), 300.0), 10_000)
    assert [one.id for one in found.unwatched] == ["crude_birth_rate"]
    assert not watched("crude_birth_rate", steady(4), 10_000).unwatched


def test_the_average_of_a_drift_by_hand():
    # Six months of 400 where the years before have 300: each adds a fifth of the difference.
    count = np.full((1, 36), 300.0)
    count[0, 30:] = 400
    rows = watched("crude_birth_rate", count, 10_000).signals.filter(rule="drift").to_dicts()
    average = 30 + 10 * (1 - 0.8**6)
    assert rows[0]["value"] == pytest.approx(average)
    assert rows[0]["expected"] == pytest.approx(30)
    # Variances of months before and after: pooled rate times (1/10,000 + 1/20,000), by recursion.
    variance = 0.0
    for month_count in [300] * 6 + [400] * 6:
        pooled = (month_count + 600) / 30_000
        variance = 0.04 * pooled * 1.5e-4 + 0.64 * variance
    z = (average - 30) / 1000 / np.sqrt(variance)
    assert rows[0]["p"] == pytest.approx(2 * scipy_stats.norm.sf(z), rel=1e-9)


def test_with_few_events_no_average_is_looked_at():
    found = watched("crude_birth_rate", np.full((1, 48), 0.0), 10_000)
    assert found.looked.filter(rule="drift")["points"].item() == 0
    # Nine in ten months and more are the other way round: few that are not events.
    found = watched("follow_up_rate", np.full((1, 48), 100.0), 100)
    assert found.looked.filter(rule="drift")["points"].item() == 0


# --- years --------------------------------------------------------------------------------------


def test_years_that_rise_are_found_by_counts_by_order_and_by_the_marker():
    count = np.array([[np.nan] * 5 + [100, 130, 170, 220, 290], [np.nan] * 5 + [150] * 5])
    found = watched("crude_birth_rate", np.full((2, 48), np.nan), 1, (count, 10_000))
    rows = {row["rule"]: row for row in found.signals.to_dicts()}
    assert rows.keys() == {"trend", "order", "marker"}
    assert {row["area"] for row in rows.values()} == {"area 0"}
    assert rows["trend"]["way"] == "up"
    assert (rows["trend"]["since"], rows["trend"]["period"]) == ("2020", "2024")
    # Of 120 orders one rises throughout, and one falls; the flat area, all ties, has p 1.
    assert rows["order"]["p"] == pytest.approx(2 / 120)
    # Slopes between all ten pairs of 10, 13, 17, 22, 29: the median of 3, 4, 5, 7, 3.5, 4.5, 6,
    # 4, 16/3 and 19/4 is between 4.5 and 4.75.
    assert rows["trend"]["slope"] == pytest.approx((4.5 + 4.75) / 2)


def test_four_years_are_too_few_and_a_missing_one_is_left_out():
    short = np.array([[np.nan] * 6 + [100.0, 200, 300, 400]])
    found = watched("crude_birth_rate", np.full((1, 48), np.nan), 1, (short, 1e4))
    assert found.looked["points"].sum() == 0
    gap = np.array([[np.nan] * 4 + [100.0, 200, np.nan, 300, 400, 500]])
    looked = watched("crude_birth_rate", np.full((1, 48), np.nan), 1, (gap, 1e4)).looked
    points = dict(looked.select("rule", "points").iter_rows())
    assert (points["trend"], points["order"], points["marker"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("indicator", "under"), [("crude_birth_rate", 1e6), ("follow_up_rate", 1e4)]
)
def test_years_that_scatter_make_no_trend_by_their_number_alone(indicator, under):
    # So many events that a zigzag has a slope far beyond chance, which its scatter explains.
    zigzag = np.array([[np.nan] * 4 + [5000.0, 7000, 4500, 7500, 5500, 7800]])
    found = watched(indicator, np.full((1, 48), np.nan), 1, (zigzag, under)).signals
    assert found.is_empty()
    straight = np.array([[np.nan] * 4 + [5000.0, 5500, 6000, 6500, 7000, 7500]])
    found = watched(indicator, np.full((1, 48), np.nan), 1, (straight, under)).signals
    assert "trend" in found["rule"].to_list()


# --- what is said of them -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "count", "meaning"),
    [
        ("follow_up_rate", 60, "worse"),  # higher is better
        ("under_reporting_rate", 60, "better"),  # lower is better
        ("first_birth_share", 60, None),  # neither
    ],
)
def test_the_direction_of_the_indicator_says_what_is_better(indicator, count, meaning):
    counts = np.full((1, 36), 90.0)
    counts[0, 30] = count
    (row,) = watched(indicator, counts, 100).signals.to_dicts()
    assert row["meaning"] == meaning


def test_a_ratio_is_worse_where_it_lies_further_from_its_range():
    # 105 boys to 100 girls for three years, then 140: a share of 0.583.
    counts, both = np.full((1, 48), 525.0), np.full((1, 48), 1025.0)
    counts[0, 40] = 598
    (row,) = watched("sex_ratio_at_birth", counts, both).signals.to_dicts()
    assert row["meaning"] == "worse"
    assert row["value"] == pytest.approx(100 * 598 / 427)
    assert row["expected"] == pytest.approx(105)


def test_the_fewer_signals_may_be_chance_the_fewer_there_are():
    rng = np.random.default_rng(4)
    count = rng.poisson(50, (200, 48)).astype(float)
    count[:5, 40] = 110
    all_out = watched("crude_birth_rate", count, 1e4, chance=1).signals.filter(rule="month")
    usual = watched("crude_birth_rate", count, 1e4).signals.filter(rule="month")
    assert 5 <= usual.height < all_out.height
    assert set(usual["area"]) >= {f"area {n}" for n in range(5)}
    assert (usual["q"] <= 0.05).all()
    assert (all_out["p"] <= LEVEL).all()


def test_q_is_adjusted_for_all_points_of_a_rule_and_indicator():
    rng = np.random.default_rng(5)
    count = rng.poisson(50, (20, 48)).astype(float)
    found = watched("crude_birth_rate", count, 1e4, chance=1)
    months = found.compared[0].within(slice(36, None))
    adjusted = benjamini_hochberg(months.probability(months.count).ravel())
    signals = found.signals.filter(rule="month", periods=1)
    assert len(signals)
    assert np.isin(signals["q"].to_numpy(), adjusted).all()


def test_stocks_are_not_watched_and_counts_only_if_asked_for():
    some = [
        CATALOGUE.indicators[name]
        for name in ("births", "crude_birth_rate", "contraceptive_prevalence", "population")
    ]
    assert [one.id for one in watchable(some, CATALOGUE.items, counts=False)] == [
        "crude_birth_rate"
    ]
    asked = watchable(some, CATALOGUE.items, counts=True)
    assert [one.id for one in asked] == ["births", "crude_birth_rate"]
    alone = watchable([CATALOGUE.indicators["births"]], CATALOGUE.items, counts=False)
    assert [one.id for one in alone] == ["births"]


# --- years that scatter by more than chance -----------------------------------------------------


def scattered_years(seed, areas=2000):
    """Five years without a trend, of which each is a tenth higher or lower than chance makes it."""
    rng = np.random.default_rng(seed)
    return rng.poisson(1000 * rng.gamma(100, 1 / 100, (areas, 5))).astype(float)


def test_years_that_scatter_beyond_chance_are_seldom_marked():
    # By chance alone 0.2 % of two thousand, 4, are below the level; the variance of these counts
    # is 1000 + 100² = 11 times that of chance, with which the plain marker marks hundreds.
    count = scattered_years(6)
    yearly = series("crude_birth_rate", count, 1e5, every=12)
    p = RULES["marker"](yearly, 0).p
    plain = RATES.marker(count, np.full(count.shape, 1e5)).marker
    assert np.mean(plain != 0) > 0.15
    assert np.nanmean(p <= LEVEL) < 2 * LEVEL


def test_a_marker_of_shares_allows_for_their_scatter_too():
    rng = np.random.default_rng(7)
    share = rng.beta(50, 50, (2000, 5))  # of 1000: 0.0025 against 0.00025 by chance
    count = rng.binomial(1000, share).astype(float)
    p = RULES["marker"](series("first_birth_share", count, 1000, every=12), 0).p
    assert np.nanmean(p <= LEVEL) < 2 * LEVEL


def test_trends_of_years_that_scatter_beyond_chance_are_as_rare_as_they_should_be():
    # A tenth of so many trends by a plain test at 5 %; after adjusting nothing may be left of them.
    yearly = series("crude_birth_rate", scattered_years(8), 1e5, every=12)
    p = RULES["trend"](yearly, 0).p.ravel()
    assert 0.03 < np.mean(p <= 0.05) < 0.07
    assert not np.any(benjamini_hochberg(p) <= 0.05)


def test_a_steady_slope_is_marked_with_the_probability_of_its_chi_square():
    # Years on a line scatter by less than chance: nothing is taken from the marker.
    count = np.array([[1000.0, 1050, 1100, 1150, 1200]])
    found = RULES["marker"](series("crude_birth_rate", count, 1e5, every=12), 0)
    marker = RATES.marker(count, np.full(count.shape, 1e5))
    slope = RATES.slope(count, np.full(count.shape, 1e5))
    expected = max(float(scipy_stats.chi2.sf(marker.chisquare[0], 1)), float(slope.p[0]))
    assert found.p[0, 0] == pytest.approx(expected, rel=1e-9)
    assert found.p[0, 0] < LEVEL
