"""Cochran-Armitage, Poisson regression and the five-point marker."""

import json
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fpstats.stats.trends import (
    cochran_armitage,
    poisson_trend,
    trend_marker,
    trend_marker_of_proportion,
    trend_marker_of_rate,
)
from fpstats.stats.trends.marker import CRITICAL

pairs = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 40)), min_size=2, max_size=24)


def split(pairs):
    count, total = (np.array(numbers, dtype=float) for numbers in zip(*pairs, strict=True))
    return count, np.maximum(count, total)


def test_cochran_armitage(golden, agree):
    columns = {
        "chisq_N": "chisquare",
        "chisq_Nminus1": "chisquare_n_minus_1",
        "z_N": "z",
        "p_two_sided": "p",
        "slope_wls": "slope",
    }
    for row in golden("cochran_armitage"):
        found = cochran_armitage(
            *(json.loads(row[name]) for name in ("x_json", "n_json", "score_json"))
        )
        for name, field in columns.items():
            agree("cochran_armitage", [getattr(found, field)], [row[name]])
        if "loses" not in row["note"]:  # the formula of Fingertips, uncentred
            agree("cochran_armitage", [found.chisquare], [row["phe_trend_chisq"]])


def test_the_slope_of_the_logits_that_fingertips_gives(golden, agree):
    """The marker looks at five values; series of other lengths have no slope of theirs."""
    rows = [row for row in golden("cochran_armitage") if len(json.loads(row["x_json"])) == 5]
    assert len(rows) == 5
    for row in rows:
        asked = (json.loads(row[name]) for name in ("x_json", "n_json", "score_json"))
        slope = trend_marker_of_proportion(*asked).slope
        agree("cochran_armitage", [slope], [row["phe_logit_slope_unweighted"]])


def test_poisson_regression(golden, agree):
    (row,) = golden("poisson_trend")
    months = golden("spc_p_u_laney")  # the same 24 months
    births, population = ([float(month[name]) for month in months] for name in ("births", "pop"))
    found = poisson_trend(births, population, range(1, 25))
    columns = {
        "slope_per_month": "slope",
        "se": "error",
        "z": "z",
        "p": "p",
        "deviance": "deviance",
        "dispersion": "dispersion",
        "se_quasi": "error_quasi",
        "p_quasi_t": "p_quasi",
    }
    for name, field in columns.items():
        agree("poisson_trend", [getattr(found, field)], [row[name]])
    agree("poisson_trend", [100 * math.expm1(12 * found.slope)], [row["annual_percent_change"]])


MARKERS = {"increasing": 1, "decreasing": -1, "Cannot be calculated": math.nan}


@pytest.mark.parametrize("kind", ["rate", "proportion"])
def test_markers(golden, agree, kind):
    for row in golden("trend_markers"):
        if row["type"] != kind:
            continue
        count, total, time = (
            [float(number) for number in row[name].split(";")] for name in ("x", "n", "time")
        )
        mark = trend_marker_of_rate if kind == "rate" else trend_marker_of_proportion
        found = mark(count, total, time)
        np.testing.assert_array_equal(found.marker, MARKERS.get(row["marker"], 0))
        assert found.outlier == ("outlier" in row["marker"])
        assert round(CRITICAL, 4) == float(row["critical_99.8"])
        agree("trend_markers", [found.chisquare], [row["chisq"]])
        peers = [float(slope) for slope in row["leave_one_out_slopes"].split(";")]
        per = 1000 if kind == "rate" else 1
        agree("trend_markers", [per * found.slope], [row["slope"]])
        agree("trend_markers", per * found.leave_one_out, peers)


def test_the_published_example_of_a_weighted_trend():
    # 7.1 7.5 8.0 8.4 9.0, each +/- 0.5: slope 0.47, chi-square 0.47^2 * 10 / (0.5 / 1.96)^2.
    found = trend_marker([7.1, 7.5, 8.0, 8.4, 9.0], 0.5 / 1.96, range(2016, 2021))
    assert found.slope == pytest.approx(0.47, rel=1e-12)
    assert found.chisquare == pytest.approx(33.9443776, rel=1e-9)
    assert found.marker == 1
    assert (found.leave_one_out > 0).all()


def test_a_proportion_that_reaches_all_still_has_a_direction():
    found = trend_marker_of_proportion([50, 60, 75, 90, 100], 100)
    assert found.marker == 1
    # No logit of 100 %: only the slope without that year is known, of logits 0, ln 1.5, ln 3 and
    # ln 9, at times whose distances from their mean are -1.5, -0.5, 0.5 and 1.5.
    assert np.isnan(found.slope)
    assert np.isnan(found.leave_one_out[:4]).all()
    expected = (0.5 * (math.log(3) - math.log(1.5)) + 1.5 * math.log(9)) / 5
    assert found.leave_one_out[4] == pytest.approx(expected, rel=1e-12)


def test_the_marker_looks_at_the_last_five_and_wants_them_all():
    count = [900, 1, 3, 6, 10, 15]
    assert trend_marker_of_proportion(count, 1000).marker == 1
    assert trend_marker_of_rate(count, 1000).marker == 1
    for wrong in ([1, 3, math.nan, 10, 15], [3, 6, 10, 15], []):
        assert np.isnan(trend_marker_of_proportion(wrong, 1000).marker)
        assert np.isnan(trend_marker_of_rate(wrong, 1000).marker)
    assert np.isnan(trend_marker([1, 2, 3, 4, 5], [1, 1, 0, 1, 1]).marker)


@given(pairs)
def test_a_trend_turns_with_its_series_and_stays_with_its_origin(pairs):
    count, total = split(pairs)
    found = cochran_armitage(count, total)
    turned = cochran_armitage(count[::-1], total[::-1])
    moved = cochran_armitage(count, total, np.arange(count.size) + 2000)
    rest = cochran_armitage(total - count, total)
    for other, sign in ((turned, -1), (moved, 1), (rest, -1)):
        np.testing.assert_allclose(other.z, sign * found.z, 1e-9, 1e-9)
    assert np.isnan(found.p) == (count.sum() in (0, total.sum()))


@given(pairs)
def test_a_fitted_trend_solves_its_equations(pairs):
    count, total = split(pairs)
    found = poisson_trend(count, total)
    time = np.arange(count.size)
    where = time[count > 0]
    if where.size and 0 < (count @ time) / count.sum() < count.size - 1:
        shape = total * np.exp(found.slope * (time - where.mean()))
        expected = count.sum() * shape / shape.sum()
        assert expected @ time == pytest.approx(count @ time, rel=1e-8, abs=1e-8)
        assert found.deviance >= -1e-9
    else:
        assert np.isnan(found).all()


@pytest.mark.parametrize("count", [[10**6, 1, 0, 0, 0], [0, 0, 0, 1, 10**9], [5, 0, 0, 0, 5]])
def test_steep_trends_are_found_too(count):
    time = np.arange(5)
    slope = poisson_trend(count, 1).slope
    shape = np.exp(slope * time - np.max(slope * time))
    assert shape @ time / shape.sum() == pytest.approx(np.dot(count, time) / sum(count), rel=1e-9)


def test_a_perfect_fit_has_no_variation_to_be_judged_by():
    found = poisson_trend([10, 20, 40], 100)
    assert found.dispersion == found.error_quasi == 0
    assert np.isnan(found.p_quasi)
    assert found.p < 0.001


def test_where_all_events_lie_at_an_end_no_slope_is_steep_enough():
    for count in ([0, 0, 5], [5, 0, 0], [0, 0, 0], [5], [math.nan, 5]):
        assert np.isnan(poisson_trend(count, 10)).all()


@pytest.mark.parametrize("test", [cochran_armitage, poisson_trend, trend_marker_of_rate])
@given(pairs=pairs, data=st.data())
def test_many_series_at_once_are_the_same_as_one_by_one(test, pairs, data):
    count, total = split(pairs)
    gap = count.copy()
    gap[data.draw(st.integers(0, count.size - 1))] = np.nan
    many = test(np.stack([count, gap, count[::-1]]), total)
    for place, one in enumerate([count, gap, count[::-1]]):
        for together, single in zip(many, test(one, total), strict=True):
            np.testing.assert_allclose(together[place], single, 1e-9, 1e-12)


@pytest.mark.parametrize("test", [cochran_armitage, poisson_trend])
@given(pairs=pairs)
def test_a_missing_period_is_left_out_at_its_time(test, pairs):
    count, total = split(pairs)
    assume(count.size > 2)
    gap = count.copy()
    gap[1] = np.nan
    times = np.delete(np.arange(count.size), 1)
    for one, other in zip(
        test(gap, total), test(np.delete(count, 1), np.delete(total, 1), times), strict=True
    ):
        np.testing.assert_allclose(one, other, 1e-8, 1e-9)


def test_a_deviance_is_never_below_nothing():
    # Doubling from year to year is fitted without a remainder, but for its rounding.
    for factor in (2.0, 3.0, 5.0):
        counts = [[n, n * factor, n * factor**2] for n in range(1, 60)]
        assert np.all(poisson_trend(counts, 100).deviance >= 0)
