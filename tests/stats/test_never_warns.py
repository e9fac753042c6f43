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
        stats.same_months_before,
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
        stats.accumulation_evidence,
        stats.counts_nearby,
        stats.benjamini_hochberg,
        stats.benjamini_yekutieli,
        stats.holm,
        stats.hochberg,
        stats.bonferroni,
        stats.one_event,
        stats.poisson_funnel,
        stats.phe_rate_funnel,
        stats.births_needed,
        stats.chance_of_any,
        lambda column: stats.whipple(outside(column)),
        lambda column: stats.myers(outside(column)),
        lambda column: stats.couple_years({"copper_iud": column}),
    ],
    2: [
        lambda count, total: stats.bunching(count, total, 0.5, 0.2),
        stats.repeats_together,
        stats.p_chart,
        stats.laney_p_chart,
        stats.laney_sigma_of_proportions,
        stats.laney_sigma_of_rates,
        stats.widened_probability,
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
        stats.binomial_against_usual,
        stats.exchanged_parts,
        stats.exchanged_shares,
        stats.exchanged_stocks,
        stats.standing_still,
        stats.seasonal_exposure,
        stats.jeffreys,
        stats.sex_ratio_exact,
        stats.sex_ratio_log,
        stats.poisson_test,
        stats.poisson_likelihood_test,
        stats.rank_intervals,
        stats.tiers,
        stats.beta_rank_probabilities,
        stats.gamma_rank_probabilities,
        stats.binomial_funnel,
        stats.pooled,
        stats.phe_proportion_funnel,
        stats.phe_proportion_significance,
        stats.phe_rate_significance,
        stats.proportion_deviation,
        stats.arcsine_deviation,
        stats.root_ratio_deviation,
        stats.log_ratio_deviation,
        stats.widened_ratio_funnel,
        stats.dersimonian_laird,
        stats.marshall,
        stats.martuzzi_elliott,
        stats.beta_binomial_fit,
        stats.total_needed,
        stats.counts_behind,
        stats.mean_population,
        stats.person_years,
        lambda *columns: stats.overdispersion(stats.Deviation(*columns)),
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
        lambda *columns: stats.hypergeometric_test(*columns, 0.05),
        stats.balance_test,
        stats.binomial_test,
        stats.binomial_likelihood_test,
        stats.sex_ratio_test,
        stats.score_z,
        stats.widened_funnel,
        stats.widened_arcsine_funnel,
        stats.binomial_power,
        stats.chance_of_missing,
        lambda *columns: stats.beta_binomial(*columns, 2)[1],
        lambda *columns: stats.marshall_interval(*columns, columns[0]),
        lambda *columns: stats.reliable(columns[0], columns[1], columns[1:]),
        lambda *columns: stats.standing(columns[:2], columns[1:], columns[0]),
        lambda *columns: stats.miettinen_nurminen(*columns, 30),
        lambda *columns: stats.poisson_score_difference(*columns, 30),
        lambda *columns: stats.poisson_wald_difference(*columns, 30),
        lambda *columns: stats.rate_ratio_exact(*columns, 30),
        lambda *columns: stats.rate_ratio_log(*columns, 30),
        lambda *columns: stats.rate_ratio_test(*columns, 30),
        lambda *columns: stats.rate_ratio_likelihood_test(*columns, 30),
        lambda *columns: stats.pearson_test(*columns, 30),
        lambda *columns: stats.fisher_test(*columns, 30),
        lambda *columns: stats.fisher_tails(*columns, 30),
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


RATES = [
    stats.byar,
    stats.exact_poisson,
    stats.poisson,
    stats.poisson_score,
    lambda count, over: stats.natural_growth(count, 3, over),
    lambda count, over: stats.poisson_difference(count, over, 3, 1000),
    lambda count, over: stats.rate_ratio_exact(count, over, 3, 1000),
    lambda count, over: stats.total_fertility_interval([count], [over]),
    lambda count, over: stats.total_fertility_error([count], [over]),
    lambda count, over: stats.dobson_byar([count], [over], [1]),
    lambda count, over: stats.fay_feuer([count], [over], [1]),
]


@pytest.mark.parametrize("method", RATES)
@pytest.mark.parametrize("count", [0, 1, 5, 12, 2.0**53])
@pytest.mark.parametrize("over", [5e-324, 1e-310, 1e-300, 1e-290, 1e-140])
def test_over_next_to_nothing_there_is_no_rate(method, count, over):
    assert all(np.isnan(part).all() for part in parts(method(count, over)))


@pytest.mark.parametrize("method", RATES[:4])
@pytest.mark.parametrize("count", [0, 1, 5, 12, 2.0**53])
def test_over_little_there_is_a_finite_one(method, count):
    lower, upper = method(count, 1e-129)
    assert np.isfinite(upper)
    assert not np.isinf(lower)


@pytest.mark.parametrize("method", [stats.sex_ratio, stats.sex_ratio_exact, stats.sex_ratio_log])
@pytest.mark.parametrize("male", [math.inf, -math.inf])
@pytest.mark.parametrize("female", [math.inf, -math.inf, 5.0, math.nan])
def test_infinite_counts_make_no_ratio(method, male, female):
    for pair in ((male, female), (female, male)):
        assert all(np.isnan(part).all() for part in parts(method(*pair)))


@pytest.mark.parametrize("wrong", ["0.95", None, [0.9, 0.95], np.array([0.95])])
def test_a_confidence_that_is_no_number_is_refused_in_words(wrong):
    for method in (stats.wilson, stats.byar):
        with pytest.raises(ValueError, match="confidence must be one number"):
            method(1, 2, wrong)


@pytest.mark.parametrize("number", [np.float64(0.95), np.float32(0.95), np.float16(0.95)])
def test_a_confidence_may_be_a_number_of_any_kind(number):
    np.testing.assert_allclose(stats.wilson(1, 2, number), stats.wilson(1, 2, float(number)))
