"""Control charts: reference values, what the limits mean, and series with gaps."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.stats.control import (
    cusum,
    ewma,
    ewma_proportion,
    ewma_rate,
    laney_p_chart,
    laney_u_chart,
    p_chart,
    u_chart,
)

PROPORTIONS = [p_chart, laney_p_chart, ewma_proportion]
RATES = [u_chart, laney_u_chart, ewma_rate]

months = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 60)), min_size=3, max_size=40)


def column(rows, name):
    return np.array([float(row[name]) for row in rows])


@pytest.mark.parametrize(("chart", "columns"), [(p_chart, "p"), (laney_p_chart, "p_laney")])
def test_charts_of_proportions(golden, agree, chart, columns):
    rows = golden("spc_p_u_laney")
    found = chart(column(rows, "plan"), column(rows, "births"))
    agree("spc_p_u_laney", found.centre, column(rows, "p_cl"))
    agree("spc_p_u_laney", found.lower, column(rows, f"{columns}_lcl"))
    agree("spc_p_u_laney", found.upper, column(rows, f"{columns}_ucl"))


@pytest.mark.parametrize(("chart", "columns"), [(u_chart, "u"), (laney_u_chart, "u_laney")])
def test_charts_of_rates(golden, agree, chart, columns):
    rows = golden("spc_p_u_laney")
    found = chart(column(rows, "births"), column(rows, "pop"))
    agree("spc_p_u_laney", 1000 * found.centre, column(rows, "u_cl_per_1000"))
    agree("spc_p_u_laney", 1000 * found.lower, column(rows, f"{columns}_lcl"))
    agree("spc_p_u_laney", 1000 * found.upper, column(rows, f"{columns}_ucl"))


def test_laneys_factor(golden, agree):
    rows = golden("spc_p_u_laney")
    births, plan, population = (column(rows, name) for name in ("births", "plan", "pop"))
    of_p = laney_p_chart(plan, births).error / p_chart(plan, births).error
    of_u = laney_u_chart(births, population).error / u_chart(births, population).error
    agree("spc_p_u_laney", of_p, column(rows, "sigma_z_p"))
    agree("spc_p_u_laney", of_u, column(rows, "sigma_z_u"))


def test_average_around_a_known_centre(golden, agree):
    rows = golden("ewma_cusum")
    found = ewma(
        *(column(rows, name) for name in ("x", "center", "sigma")),
        weight=float(rows[0]["lambda"]),
        reach=float(rows[0]["L"]),
    )
    for name, values in {"ewma": found.value, "lcl": found.lower, "ucl": found.upper}.items():
        agree("ewma_cusum", values, column(rows, name))


def test_cumulative_sums(golden, agree):
    rows = golden("ewma_cusum")
    values = (column(rows, name) for name in ("x", "center", "sigma"))
    found = cusum(*values, slack=float(rows[0]["k"]))
    agree("ewma_cusum", found.high, column(rows, "cusum_pos"))
    agree("ewma_cusum", found.low, column(rows, "cusum_neg"))


def test_average_of_a_proportion_among_varying_totals(golden, agree):
    rows = golden("ewma_proportion_varying_n")
    found = ewma_proportion(
        column(rows, "x"),
        column(rows, "n"),
        weight=float(rows[0]["lambda"]),
        reach=float(rows[0]["L"]),
    )
    expected = {"p0": found.centre, "ewma": found.value, "var": found.error**2}
    for name, values in (expected | {"lcl": found.lower, "ucl": found.upper}).items():
        agree("ewma_proportion_varying_n", values, column(rows, name))


def test_the_average_of_rates_by_hand():
    # Pooled 30 events over 10; 0.5 * 2 + 0.5 * 3 = 2.5, then 0.5 * 4 + 0.5 * 2.5 = 3.25.
    # Variances 3/5 each: 0.25 * 0.6 = 0.15, then 0.15 + 0.25 * 0.15 = 0.1875.
    chart = ewma_rate([10, 20], [5, 5], weight=0.5)
    assert chart.value.tolist() == [2.5, 3.25]
    np.testing.assert_allclose(chart.error**2, [0.15, 0.1875], 1e-15)


def test_with_all_the_weight_on_the_newest_an_average_is_a_shewhart_chart():
    births, plan = [18, 21, 17, 9], [17, 20, 17, 8]
    for one, other in zip(
        ewma_proportion(plan, births, weight=1), p_chart(plan, births), strict=True
    ):
        np.testing.assert_allclose(one, other, 1e-14)


@pytest.mark.parametrize("chart", PROPORTIONS + RATES)
@given(months=months)
def test_many_series_at_once_are_the_same_as_one_by_one(chart, months):
    count, total = (np.array(numbers, dtype=float) for numbers in zip(*months, strict=True))
    total = np.maximum(count, total)
    series = [(count, total), (count[::-1], total[::-1]), (0 * count, total)]
    together = chart(*(np.stack(numbers) for numbers in zip(*series, strict=True)))
    for place, one in enumerate(series):
        for many, single in zip(together, chart(*one), strict=True):
            np.testing.assert_array_equal(many[place], single)


@pytest.mark.parametrize("chart", PROPORTIONS + RATES)
@given(months=months, data=st.data())
def test_a_missing_month_is_as_if_it_had_not_been_but_for_ranges_across_it(chart, months, data):
    count, total = (np.array(numbers, dtype=float) for numbers in zip(*months, strict=True))
    total = np.maximum(count, total)
    place = data.draw(st.integers(0, count.size if "laney" not in chart.__name__ else 0))
    gap = chart(np.insert(count, place, np.nan), np.insert(total, place, 20))
    for with_gap, without in zip(gap, chart(count, total), strict=True):
        assert np.isnan(with_gap[place])
        np.testing.assert_allclose(np.delete(with_gap, place), without, 1e-13, 1e-15)


@pytest.mark.parametrize("chart", PROPORTIONS)
@given(months=months)
def test_limits_stay_where_proportions_are_and_hold_the_centre(chart, months):
    count, total = (np.array(numbers, dtype=float) for numbers in zip(*months, strict=True))
    found = chart(count, np.maximum(count, total))
    some = ~np.isnan(found.lower)
    assert ((found.lower >= 0) & (found.lower <= found.centre))[some].all()
    assert ((found.centre <= found.upper) & (found.upper <= 1))[some].all()


def test_a_baseline_keeps_the_tested_months_out_of_the_centre():
    count, total = [10, 12, 8, 30], [100, 100, 100, 100]
    for chart in (*PROPORTIONS, *RATES):
        found = chart(count, total, [True, True, True, False])
        np.testing.assert_allclose(found.centre, 0.1, 1e-15)
    assert p_chart(count, total, [True, True, True, False]).upper[3] < 0.3
    assert np.isnan(p_chart(count, total, [False] * 4).lower).all()


def test_where_nothing_varies_laneys_correction_is_not_known():
    chart = laney_p_chart([5, 7, 9], [5, 7, 9])
    assert chart.value.tolist() == [1, 1, 1]
    assert np.isnan(chart.lower).all()
    assert p_chart([5, 7, 9], [5, 7, 9]).lower.tolist() == [1, 1, 1]


def test_out_of_the_domain_a_point_is_not_a_number():
    chart = p_chart([5, 11, -1, 2.5, math.nan, 0, 5], [10, 10, 10, 10, 10, 0, 10])
    assert np.isnan(chart.value).tolist() == [False, *[True] * 5, False]
    assert chart.centre[0] == 0.5
    assert np.isnan(u_chart([5, 5], [0, math.inf])).all()


def test_a_sum_says_where_it_began_and_lasts_over_a_gap():
    sums = cusum([24, 16, 16, math.nan, 16, 26], 20, 4)
    assert sums.low.tolist()[:3] == [0, 0.5, 1]
    assert math.isnan(sums.low[3])
    assert sums.low.tolist()[4:] == [1.5, 0]
    assert sums.low_since.tolist() == [-1, 1, 1, 1, 1, -1]
    assert sums.high.tolist()[:3] == [0.5, 0, 0]
    assert np.isnan(cusum([1, 2], 0, [0, -1]).high).all()


@pytest.mark.parametrize("weight", [0, 1.1, -0.2, math.nan])
def test_a_weight_that_is_none_is_refused(weight):
    with pytest.raises(ValueError, match="weight must lie above 0"):
        ewma([1, 2], 1, 1, weight)


@pytest.mark.parametrize("reach", [0, -3, math.inf, math.nan])
def test_a_reach_that_is_none_is_refused(reach):
    with pytest.raises(ValueError, match="reach must be a positive finite number"):
        p_chart([1, 2], [3, 4], reach=reach)


def test_a_slack_that_is_none_is_refused():
    with pytest.raises(ValueError, match="slack must be a finite number"):
        cusum([1, 2], 1, 1, slack=-1)


def test_a_single_number_is_no_series():
    with pytest.raises(ValueError, match="needs an axis for time"):
        p_chart(1, 2)
