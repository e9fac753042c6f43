"""Whatever the numbers, a method answers with arrays and never with a warning."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fpstats import stats

ODD = [-1.0, -math.inf, math.inf, math.nan, 0.0, 0.5, 1.0, 2.0**53, 2.0**54, 1e-9, 1e12]
numbers = st.integers(0, 30).map(float) | st.sampled_from(ODD)


def rows(count):
    """Lists of so many columns of one length."""
    return st.integers(0, 14).flatmap(
        lambda size: st.tuples(*[st.lists(numbers, min_size=size, max_size=size)] * count)
    )


def outside(*asked):
    """Ages that begin at 0 and reach 99."""
    return np.resize([*asked[0], 0.0], 100)


COLUMNS = {
    1: [
        stats.mann_kendall,
        stats.seasonal_mann_kendall,
        stats.sen_slope,
        stats.runs,
        stats.method_mix,
        stats.terminal_digits,
        stats.repeat_surprise,
        stats.modified_z_score,
        stats.dhis2_z_score,
        stats.dhis2_analytics_z_score,
        stats.dhis2_modified_z_score,
        stats.dhis2_analytics_modified_z_score,
        stats.who_z_score,
        stats.who_modified_z_score,
        stats.cd2030_rule,
        lambda column: stats.whipple(outside(column)),
        lambda column: stats.myers(outside(column)),
        lambda column: stats.bunching(column, 5, 2),
        lambda column: stats.couple_years({"copper_iud": column}),
    ],
    2: [
        stats.p_chart,
        stats.laney_p_chart,
        stats.u_chart,
        stats.laney_u_chart,
        stats.ewma_proportion,
        stats.ewma_rate,
        stats.cochran_armitage,
        stats.poisson_trend,
        stats.trend_marker,
        stats.trend_marker_of_rate,
        stats.trend_marker_of_proportion,
        stats.design_effect,
        stats.net_error,
        stats.wilson_finite,
        stats.general_fertility,
        stats.age_specific_fertility,
        stats.total_fertility,
        stats.total_fertility_error,
        stats.total_fertility_interval,
        stats.long_acting_share_of_users,
        stats.long_acting_share_of_married_women,
        stats.poisson_dispersion,
        stats.homogeneity,
        stats.equal_poisson,
        stats.poisson_against_others,
        stats.binomial_against_others,
        stats.seasonal_factors,
    ],
    3: [
        stats.ewma,
        stats.cusum,
        stats.hypergeometric,
        stats.wilson_finite,
        stats.chapman,
        stats.chandrasekaran_deming,
        stats.source_coverage,
        stats.directly_standardised,
        stats.dobson_byar,
        stats.fay_feuer,
        lambda *columns: stats.gross_error(*columns, 30),
    ],
}


def name(method):
    return getattr(method, "__name__", "")


@pytest.mark.parametrize("method", COLUMNS[1], ids=name)
@settings(max_examples=60)
@given(columns=rows(1))
def test_of_one_column(method, columns):
    assert all(isinstance(part, np.ndarray) for part in parts(method(*columns)))


@pytest.mark.parametrize("method", COLUMNS[2], ids=name)
@settings(max_examples=60)
@given(columns=rows(2))
def test_of_two_columns(method, columns):
    assert all(isinstance(part, np.ndarray) for part in parts(method(*columns)))


@pytest.mark.parametrize("method", COLUMNS[3], ids=name)
@settings(max_examples=60)
@given(columns=rows(3))
def test_of_three_columns(method, columns):
    assert all(isinstance(part, np.ndarray) for part in parts(method(*columns)))


def parts(answer):
    return answer if isinstance(answer, tuple) else (answer,)
