"""Funnels, exact and not, and what areas differ by beyond chance."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.stats import (
    Deviation,
    Overdispersion,
    arcsine_deviation,
    binomial_funnel,
    binomial_test,
    dersimonian_laird,
    funnel_flag,
    general_fertility,
    log_ratio_deviation,
    overdispersion,
    phe_proportion_funnel,
    phe_proportion_significance,
    phe_rate_funnel,
    phe_rate_significance,
    poisson_funnel,
    poisson_test,
    pooled,
    proportion_deviation,
    root_ratio_deviation,
    widened_arcsine_funnel,
    widened_funnel,
    widened_ratio_funnel,
)

LEVELS = {"0.001": 0.998, "0.025": 0.95, "0.975": 0.95, "0.999": 0.998}


def column(rows, name):
    return np.array([float(row[name]) for row in rows])


def townships(golden):
    rows = golden("funnel_significance_phe")
    return {name: column(rows, name) for name in ("pop", "births", "plan", "mwra", "users")}


@pytest.mark.parametrize("tail", LEVELS)
def test_the_exact_funnel_of_proportions(golden, agree, tail):
    rows = [row for row in golden("funnel_exact_binomial") if row["prob"] == tail]
    assert len(rows) == 60
    limits = binomial_funnel(column(rows, "n"), column(rows, "theta0"), LEVELS[tail])
    limit, size = limits[float(tail) > 0.5], column(rows, "n")
    agree("funnel_exact_binomial", limit, column(rows, "limit"))
    agree("funnel_exact_binomial", limit, np.clip(column(rows, "limit_unclamped"), 0, 1))
    # Spiegelhalter's interpolation: the count that the tail reaches, less a part of one.
    whole = column(rows, "r_p") - column(rows, "alpha")
    np.testing.assert_allclose(limit * size, np.clip(whole, 0, size), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("tail", LEVELS)
def test_the_exact_funnel_of_rates(golden, agree, tail):
    rows = [row for row in golden("funnel_exact_poisson") if row["prob"] == tail]
    assert len(rows) == 12
    limits = poisson_funnel(column(rows, "expected"), LEVELS[tail])
    limit, expected = limits[float(tail) > 0.5], column(rows, "expected")
    agree("funnel_exact_poisson", limit, column(rows, "ratio_limit"))
    agree("funnel_exact_poisson", limit, np.maximum(column(rows, "ratio_limit_unclamped"), 0))
    whole = column(rows, "r_p") - column(rows, "alpha")
    np.testing.assert_allclose(limit * expected, np.maximum(whole, 0), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("tail", ["0.975", "0.999"])
def test_the_funnel_that_phe_calls_wilson(golden, agree, tail):
    rows = [row for row in golden("funnel_prop_score") if row["prob"] == tail]
    assert len(rows) == 60
    limits = phe_proportion_funnel(column(rows, "n"), column(rows, "theta0"), LEVELS[tail])
    agree("funnel_prop_score", limits.lower, column(rows, "lower"))
    agree("funnel_prop_score", limits.upper, column(rows, "upper"))
    for limit, name in zip(limits, ("lower_unclamped", "upper_unclamped"), strict=True):
        agree("funnel_prop_score", limit, np.clip(column(rows, name), 0, 1))


def test_the_funnel_of_rates_of_phe(golden, agree):
    rows = golden("funnel_phe_poisson")
    observed = column(rows, "observed")
    for confidence, name in ((0.95, "2s"), (0.998, "3s")):
        limits = phe_rate_funnel(observed, confidence)
        for limit, side in zip(limits, ("lower", "upper"), strict=True):
            agree("funnel_phe_poisson", limit, column(rows, f"{side}_{name}_ratio"))
            expected = column(rows, f"expected_at_{side}_{name}")
            agree("funnel_phe_poisson", observed / limit, expected)


def test_the_words_of_phe(golden):
    rows, data = golden("funnel_significance_phe"), townships(golden)
    plan = phe_proportion_significance(data["plan"], data["births"])
    users = phe_proportion_significance(data["users"], data["mwra"])
    births = phe_rate_significance(data["births"], data["pop"])
    rates = general_fertility(data["births"][:, None], data["pop"][:, None])
    np.testing.assert_allclose(rates, column(rows, "cbr"), rtol=1e-15)
    for named, name in ((plan, "sig_plan"), (users, "sig_cpr"), (births, "sig_cbr")):
        assert named.tolist() == [row[name] for row in rows]


def test_overdispersion_on_every_scale(golden, agree):
    data = townships(golden)
    expected = data["pop"] * pooled(data["births"], data["pop"])
    deviations = [
        arcsine_deviation(data["users"], data["mwra"]),
        arcsine_deviation(data["plan"], data["births"]),
        root_ratio_deviation(data["births"], expected),
        log_ratio_deviation(data["births"], expected),
        proportion_deviation(data["users"], data["mwra"]),
    ]
    for row, deviation in zip(golden("overdispersion"), deviations, strict=True):
        z = deviation.difference / deviation.error
        agree("overdispersion", z, json.loads(row["z_json"]))
        found = overdispersion(deviation, float(row["winsor_q"]))
        agree("overdispersion", [found.phi, found.tau2], [row["phi"], row["tau2"]])
        agree("overdispersion", np.sqrt(found[:2]), [row["sqrt_phi"], row["tau"]])
        drawn_in = np.array(json.loads(row["z_winsorised_json"]))
        agree("overdispersion", [found.phi], [np.mean(np.square(drawn_in))])
        assert found.areas == int(row["I"])
        assert (found.used > 0) == (float(row["phi"]) > 2)


def test_the_widened_funnel_on_the_arcsine_scale(golden, agree):
    rows = golden("od_limits_arcsine")
    asked = [column(rows, name) for name in ("n", "theta0", "tau2")]
    for confidence, name in ((0.95, "95"), (0.998, "998")):
        limits = widened_arcsine_funnel(*asked, confidence)
        agree("od_limits_arcsine", limits.lower, column(rows, f"lower{name}"))
        agree("od_limits_arcsine", limits.upper, column(rows, f"upper{name}"))


def test_the_mean_over_areas_that_differ(golden, agree):
    (row,) = golden("dersimonian_laird")
    data = townships(golden)
    centre = pooled(data["users"], data["mwra"])
    found = dersimonian_laird(data["users"] / data["mwra"], centre * (1 - centre) / data["mwra"])
    names = ("tau2", "mu_random_effects", "mu_fixed_weighted", "Q", "I2_percent")
    agree("dersimonian_laird", found, [row[name] for name in names])


@given(st.integers(1, 3000), st.floats(0.01, 0.99), st.sampled_from([0.5, 0.9, 0.95, 0.998]))
def test_a_count_is_flagged_as_its_tail_says_and_the_curve_lies_within_one_count(
    total, centre, confidence
):
    tail = (1 - confidence) / 2
    lower, upper = (float(limit) for limit in binomial_funnel(total, centre, confidence))
    for count in {math.floor(lower * total) - 1, math.ceil(upper * total) + 1}:
        if 0 <= count <= total:
            tails = binomial_test(count, total, centre)
            assert min(tails.less, tails.greater) <= tail * (1 + 1e-9)
    for count in {math.ceil(lower * total) + 1, math.floor(upper * total) - 1}:
        if 0 <= count <= total and lower * total < count < upper * total:
            tails = binomial_test(count, total, centre)
            assert min(tails.less, tails.greater) >= tail * (1 - 1e-9)


@given(st.integers(1, 10**9), st.floats(0.001, 0.999))
def test_a_funnel_narrows_with_confidence_and_holds_its_centre(total, centre):
    wide, narrow = binomial_funnel(total, centre, 0.998), binomial_funnel(total, centre, 0.95)
    assert wide.lower <= narrow.lower
    assert narrow.upper <= wide.upper
    # Within one count: with few events the middle of the distribution is no longer its centre.
    assert narrow.lower - 1 / total <= centre <= narrow.upper + 1 / total


@given(st.lists(st.tuples(st.integers(1, 500), st.floats(0, 1)), min_size=1, max_size=30))
def test_areas_at_once_are_areas_one_by_one(pairs):
    total, centre = np.array(pairs).T
    together = binomial_funnel(total, centre)
    singly = [binomial_funnel(*pair) for pair in pairs]
    np.testing.assert_array_equal(together.lower, [limits.lower for limits in singly])
    np.testing.assert_array_equal(together.upper, [limits.upper for limits in singly])
    rates = poisson_funnel(total * 1.7)
    one_by_one = [poisson_funnel(size * 1.7) for size in total]
    np.testing.assert_array_equal(rates.lower, [limits.lower for limits in one_by_one])
    np.testing.assert_array_equal(rates.upper, [limits.upper for limits in one_by_one])


def false_alarms(total, centre, outside):
    """Add up how often an area that does not differ is called low."""
    counts = np.arange(total + 1)
    tails = binomial_test(counts, total, centre)
    return float(np.sum(tails.point[outside(counts)]))


def test_phe_flags_the_small_too_often_and_the_exact_tail_does_not():
    """At 99 %, where 2.5 % of the areas are meant to be called low."""
    share = 0.99
    for total, per_cent in ((10, 9.6), (50, 8.9), (100, 7.9)):
        limit = float(phe_proportion_funnel(total, share).lower)
        theirs = false_alarms(total, share, lambda x, n=total, at=limit: x / n < at)
        flagged = funnel_flag(binomial_test(np.arange(total + 1), total, share))
        ours = false_alarms(total, share, lambda x, f=flagged: np.char.startswith(f[x], "below"))
        assert round(100 * theirs, 1) == per_cent
        assert ours <= 0.025


def test_a_flag_needs_a_tail_of_a_fortieth_or_of_a_thousandth():
    tails = poisson_test([0, 1, 2, 9, 20, 30], 9.0)
    # P(X <= 0) = 1.2e-4, P(X <= 1) = 0.00123, P(X <= 2) = 0.0062, P(X >= 20) = 0.0011.
    assert funnel_flag(tails).tolist() == [
        "below (99.8)",
        "below (95)",
        "below (95)",
        "not different",
        "above (95)",
        "above (99.8)",
    ]
    assert funnel_flag(poisson_test(math.nan, 9.0)) == ""
    # Half of the outcome left out: 0.00123 - 0.00111 / 2.
    assert funnel_flag(poisson_test(1, 9.0).mid) == "below (99.8)"


def test_fewer_than_ten_areas_show_no_variance_between_them():
    difference = np.array([-9, -8, 9, 8, -9, 9, -8, 8, 9.0])
    few = overdispersion(Deviation(difference, np.ones(9)))
    many = overdispersion(Deviation(np.append(difference, -9), np.ones(10)))
    assert few.tau2 > 0
    assert few.p < 1e-9
    assert few.used == 0
    assert many.used == many.tau2 > 0


def test_chance_alone_is_no_overdispersion():
    rng = np.random.default_rng(3)
    shown = 0
    for _ in range(400):
        z = rng.standard_normal(30)
        shown += bool(overdispersion(Deviation(z, np.ones(30)), 0).used > 0)
    assert shown / 400 < 0.1


def test_what_cannot_be_estimated_is_not():
    for found in (overdispersion(Deviation([], [])), overdispersion(Deviation([1.0], [1.0]))):
        assert isinstance(found, Overdispersion)
        assert np.isnan(found.phi)
        assert found.used == 0
    assert overdispersion(Deviation([1, math.nan, -1, 2], [1, 1, 1, 0])).areas == 2
    assert np.isnan(dersimonian_laird([1.0], [1.0])).all()
    assert np.isnan(pooled([math.nan], [3]))
    with pytest.raises(ValueError, match=r"winsorised must be from 0 to below 0\.5"):
        overdispersion(Deviation([1, 2], [1, 1]), 0.5)


def test_without_variance_between_areas_the_widened_funnel_is_the_plain_one():
    asked = ([10, 215], 0.95)
    np.testing.assert_allclose(widened_funnel(*asked, 0), phe_proportion_funnel(*asked))
    wide, plain = widened_ratio_funnel(50, 0.01), widened_ratio_funnel(50, 0)
    assert wide.lower < plain.lower < 1 < plain.upper < wide.upper


@pytest.mark.parametrize(
    "answer",
    [
        binomial_funnel([0, -1, 2.5, math.nan, 10, 10], [0.5] * 4 + [1.1, math.nan]),
        poisson_funnel([0, -1, math.nan, math.inf]),
        phe_proportion_funnel([0, -1, math.nan, 10, 10], [0.5] * 3 + [1.1, math.nan]),
        phe_rate_funnel([0, -1, 2.5, math.nan]),
        widened_funnel([0, 10, 10, 10], [0.5, 1.1, 0.5, math.nan], [0, 0, -1, 0]),
        widened_arcsine_funnel([0, 10, 10, 10], [0.5, 1.1, 0.5, math.nan], [0, 0, -1, 0]),
        widened_ratio_funnel([0, 10, math.nan], [0, -1, 0]),
        proportion_deviation([11, -1, math.nan], 10, 0.5),
        log_ratio_deviation([0, -1, math.nan], 10),
    ],
)
def test_outside_its_domain_a_funnel_is_not_a_number(answer):
    assert np.isnan(answer).all()


def test_the_words_of_phe_for_what_is_missing():
    assert phe_proportion_significance([90, math.nan, 11], [100, 100, 10])[1:].tolist() == ["", ""]
    assert phe_rate_significance([90, math.nan, 11], [100, 100, 0])[1:].tolist() == ["", ""]
