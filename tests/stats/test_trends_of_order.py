"""Mann-Kendall, Sen's slope and runs, against references and against counting by hand."""

import itertools
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.stats.trends import mann_kendall, runs, seasonal_mann_kendall, sen_slope

series = st.lists(st.integers(-20, 20), min_size=2, max_size=40)


def test_mann_kendall(golden, agree):
    columns = {
        "S": "score",
        "var_S": "variance",
        "z": "z",
        "p_two_sided": "p",
        "tau_a": "tau_a",
        "tau_b": "tau_b",
    }
    for row in golden("mann_kendall"):
        values = json.loads(row["series_json"])
        assert len(values) == int(row["n"])
        found, line = mann_kendall(values), sen_slope(values)
        for name, field in columns.items():
            agree("mann_kendall", [getattr(found, field)], [row[name]])
        agree("mann_kendall", [found.p_exact], [row["p_exact_two_sided"] or "nan"])
        agree("mann_kendall", line, [row["sen_slope"], row["sen_intercept"]])


def test_seasonal_mann_kendall(golden, agree):
    (row,) = golden("seasonal_mann_kendall")
    found = seasonal_mann_kendall(json.loads(row["series_json"]), int(row["period"]))
    fields = (found.score, found.variance, found.z, found.p)
    agree("seasonal_mann_kendall", fields, [row[name] for name in ("S", "var_S", "z", "p")])


@pytest.mark.parametrize("size", range(2, 8))
def test_the_exact_probability_is_the_share_of_orders_so_far_out(size):
    orders = np.array(list(itertools.permutations(range(size))))
    found = mann_kendall(orders)
    for score in np.unique(found.score):
        share = np.mean(np.abs(found.score) >= abs(score))
        assert found.p_exact[found.score == score][0] == pytest.approx(share, rel=1e-12)


@given(series)
def test_a_score_counts_rising_less_falling_pairs(values):
    pairs = list(itertools.combinations(values, 2))
    found = mann_kendall(values)
    assert found.score == sum((b > a) - (b < a) for a, b in pairs)
    assert mann_kendall(values[::-1]).score == -found.score
    assert np.isnan(found.p_exact) == (len(set(values)) < len(values))


@given(series)
def test_sens_slope_is_the_median_of_all_pairs(values):
    slopes = [
        (values[j] - values[i]) / (j - i) for i, j in itertools.combinations(range(len(values)), 2)
    ]
    assert sen_slope(values).slope == pytest.approx(np.median(slopes), rel=1e-12, abs=1e-15)


@given(st.lists(st.integers(0, 9), min_size=3, max_size=30), st.integers(1, 4))
def test_a_seasonal_score_is_the_sum_over_the_seasons(values, season):
    parts = [mann_kendall(values[start::season]) for start in range(season)]
    found = seasonal_mann_kendall(values, season)
    if all(np.isnan(part.score) for part in parts):
        assert np.isnan(found.score)
    else:
        assert found.score == np.nansum([part.score for part in parts])
        np.testing.assert_allclose(found.variance, np.nansum([part.variance for part in parts]))


def test_with_a_season_of_one_a_seasonal_test_is_a_plain_one():
    values = [12, 15, 11, 18, 20, 17, 25, 24]
    for plain, seasonal in zip(mann_kendall(values), seasonal_mann_kendall(values, 1), strict=True):
        assert plain == seasonal or np.isnan(seasonal)


def test_a_season_hides_what_a_seasonal_test_sees():
    month = np.arange(60)
    values = 100 + 40 * np.sin(2 * np.pi * month / 12) + month // 12
    assert mann_kendall(values).p > 0.05
    assert seasonal_mann_kendall(values).p < 1e-8
    assert sen_slope(values, season=12).slope == pytest.approx(1, rel=1e-9)


def test_what_is_missing_is_left_out_and_time_goes_on():
    values = [1, math.nan, 3, 4, math.nan]
    assert mann_kendall(values) == mann_kendall([1, 3, 4])
    assert sen_slope(values).slope == 1
    assert sen_slope(values).intercept == 1
    for few in ([], [1], [math.nan, 1], [math.nan, math.nan]):
        assert np.isnan(mann_kendall(few)).all()
        assert np.isnan(seasonal_mann_kendall(few)).all()
        assert np.isnan(sen_slope(few).slope)


def test_many_series_at_once_are_the_same_as_one_by_one():
    rng = np.random.default_rng(7)
    values = rng.integers(0, 30, (3, 4, 30)).astype(float)
    values[rng.random(values.shape) < 0.1] = np.nan
    for test in (mann_kendall, seasonal_mann_kendall, sen_slope, runs):
        many = test(values)
        for place in np.ndindex(3, 4):
            for together, single in zip(many, test(values[place]), strict=True):
                np.testing.assert_array_equal(together[place], single)


@pytest.mark.parametrize("season", [0, -12])
@pytest.mark.parametrize("test", [seasonal_mann_kendall, sen_slope])
def test_a_season_of_nothing_is_refused(test, season):
    with pytest.raises(ValueError, match="a season has one period or more"):
        test([1, 2, 3], season)


def counted(sides):
    """The longest run and the crossings, by hand."""
    groups = [len(list(group)) for _, group in itertools.groupby(sides)]
    return max(groups), len(groups) - 1


@pytest.mark.parametrize("size", range(1, 11))
def test_probabilities_of_runs_are_those_of_all_tosses(size):
    tosses = np.array(list(itertools.product([-1, 1], repeat=size)))
    longest, crossings = np.array([counted(sides) for sides in tosses]).T
    found = runs(tosses, 0)
    np.testing.assert_array_equal(found.longest, longest)
    np.testing.assert_array_equal(found.crossings, crossings)
    for place in range(0, len(tosses), 7):
        assert found.p_longest[place] == pytest.approx(np.mean(longest >= longest[place]))
        if size > 1:
            few = np.mean(crossings <= crossings[place])
            assert found.p_crossings[place] == pytest.approx(few)
        else:
            assert np.isnan(found.p_crossings[place])


def test_values_on_the_centre_and_missing_ones_neither_end_nor_lengthen_a_run():
    found = runs([1, 5, 1, math.nan, 1, -1, -1, 0], 0)
    again = runs([1, 5, 0, 1, math.nan, 1, -1, 0, -1], 0)
    assert (found.longest, found.crossings, found.useful) == (4, 1, 6)
    assert (again.longest, again.crossings, again.useful) == (4, 1, 6)
    assert again.longest_since == 0
    assert runs([1, -1, 1, 1], 0).longest_since == 2
    nothing = runs([0, 0, math.nan], 0)
    assert nothing.longest_since == -1
    assert np.isnan(nothing.p_longest)


def test_runs_vary_around_the_median_where_no_centre_is_given():
    assert runs([1, 2, 3, 7, 8, 9]).longest == 3
    assert runs([1, 2, 3, 7, 8, 9]).crossings == 1
