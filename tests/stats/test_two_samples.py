"""Two proportions or two rates: score intervals, ratios and tests."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.stats import (
    fisher_test,
    jeffreys,
    miettinen_nurminen,
    newcombe,
    pearson_test,
    poisson_difference,
    poisson_score_difference,
    poisson_wald_difference,
    rate_ratio_exact,
    rate_ratio_likelihood_test,
    rate_ratio_log,
    rate_ratio_test,
    sex_ratio_exact,
    sex_ratio_log,
)


def columns(rows, *names):
    return [np.array([float(row[name] or "nan") for row in rows]) for name in names]


def by_confidence(rows):
    for confidence in sorted({row["conf"] for row in rows}):
        yield float(confidence), [row for row in rows if row["conf"] == confidence]


def test_jeffreys(golden, agree):
    for confidence, rows in by_confidence(golden("jeffreys")):
        limits = jeffreys(*columns(rows, "x", "n"), confidence)
        for limit, expected in zip(limits, columns(rows, "lower", "upper"), strict=True):
            agree("jeffreys", limit, expected)


def test_a_difference_of_proportions_by_the_score(golden, agree):
    for confidence, rows in by_confidence(golden("diff_proportions")):
        limits = miettinen_nurminen(*columns(rows, "x1", "n1", "x2", "n2"), confidence)
        for limit, expected in zip(limits, columns(rows, "mn_lower", "mn_upper"), strict=True):
            agree("diff_proportions", limit, expected)


def test_the_score_interval_of_a_peer_is_known_to_be_wrong(golden):
    """A guard against the day someone takes the peer's number for ours."""
    row = golden("diff_proportions")[0]
    upper = float(miettinen_nurminen(56, 70, 48, 80).upper)
    assert abs(upper - float(row["statsmodels_score_upper_WRONG"])) > 0.005


def test_two_proportions_by_test(golden, agree):
    rows = [row for row in golden("diff_proportions") if row["pearson_chisq_p"]]
    asked = columns(rows, "x1", "n1", "x2", "n2")
    agree("diff_proportions", pearson_test(*asked), *columns(rows, "pearson_chisq_p"))
    rows = [row for row in rows if row["fisher_p_two_sided"] != "NA"]
    asked = columns(rows, "x1", "n1", "x2", "n2")
    agree("diff_proportions", fisher_test(*asked), *columns(rows, "fisher_p_two_sided"))


def test_two_rates(golden, agree):
    for confidence, rows in by_confidence(golden("two_poisson")):
        asked = columns(rows, "x1", "e1", "x2", "e2")
        for method, name in (
            (poisson_score_difference, "score"),
            (poisson_wald_difference, "wald"),
            (rate_ratio_exact, "rr_exact"),
            (rate_ratio_log, "rr_log"),
        ):
            limits = method(*asked, confidence)
            expected = columns(rows, f"{name}_lower", f"{name}_upper")
            for limit, wanted in zip(limits, expected, strict=True):
                agree("two_poisson", limit, wanted)
        # R adds up every outcome, and gives up at 25 million events.
        rows = [row for row in rows if row["p_exact_cond"] != "NA"]
        asked = columns(rows, "x1", "e1", "x2", "e2")
        agree("two_poisson", rate_ratio_likelihood_test(*asked), *columns(rows, "p_exact_cond"))


def test_the_usual_formula_is_certain_of_what_nobody_saw():
    assert [float(limit) for limit in poisson_wald_difference(0, 1000, 0, 1000)] == [0, 0]


def test_a_sex_ratio_by_other_ways(golden, agree):
    for confidence, rows in by_confidence(golden("sex_ratio")):
        asked = columns(rows, "males", "females")
        for method, name in ((sex_ratio_exact, "exact"), (sex_ratio_log, "log")):
            limits = method(*asked, confidence)
            expected = columns(rows, f"{name}_lower", f"{name}_upper")
            for limit, wanted in zip(limits, expected, strict=True):
                agree("sex_ratio", limit, wanted)


pairs = st.tuples(st.integers(0, 300), st.integers(0, 300)).map(
    lambda pair: (min(pair), max(*pair, 1))
)


@given(pairs, pairs, st.sampled_from([0.9, 0.95, 0.998]))
def test_a_score_interval_holds_what_was_seen_and_mirrors(first, second, confidence):
    lower, upper = (float(x) for x in miettinen_nurminen(*first, *second, confidence))
    seen = first[0] / first[1] - second[0] / second[1]
    assert -1 <= lower <= seen <= upper <= 1
    assert lower < upper
    mirrored = miettinen_nurminen(*second, *first, confidence)
    np.testing.assert_allclose([lower, upper], [-mirrored.upper, -mirrored.lower], 1e-9, 1e-12)
    turned = miettinen_nurminen(
        first[1] - first[0], first[1], second[1] - second[0], second[1], confidence
    )
    np.testing.assert_allclose([lower, upper], [-turned.upper, -turned.lower], 1e-9, 1e-12)


@given(st.integers(0, 500), st.floats(1, 1e4), st.integers(0, 500), st.floats(1, 1e4))
def test_a_score_difference_of_rates_leaves_z_at_both_ends(x1, e1, x2, e2):
    z = 1.959963984540054
    seen = x1 / e1 - x2 / e2
    for limit in poisson_score_difference(x1, e1, x2, e2):
        d = float(limit)
        # The likeliest second rate at this difference, by the quadratic of its likelihood.
        b, c = (e1 + e2) * d - x1 - x2, -x2 * d
        second = max((-b + math.sqrt(b * b - 4 * (e1 + e2) * c)) / (2 * (e1 + e2)), 0.0, -d)
        error = math.sqrt((second + d) / e1 + second / e2)
        assert abs(seen - d) == pytest.approx(z * error, rel=1e-6)


@given(st.integers(0, 80), st.integers(0, 80), st.floats(0.2, 5))
def test_an_exact_ratio_and_its_test_agree(count1, count2, exposure):
    for confidence in (0.9, 0.95):
        lower, upper = rate_ratio_exact(count1, exposure, count2, 1, confidence)
        p = float(rate_ratio_test(count1, exposure, count2, 1).two_sided)
        level = 1 - confidence
        if abs(p - level) > 1e-9:
            assert (lower <= 1 <= upper) == (p > level)


@given(pairs, pairs)
def test_fisher_is_the_sum_of_tables_no_likelier(first, second):
    (x, n), (y, m) = first, second
    drawn = x + y
    whole = range(max(0, drawn - m), min(n, drawn) + 1)
    ways = {k: math.comb(n, k) * math.comb(m, drawn - k) for k in whole}
    unlikely = sum(w for w in ways.values() if w * 10**7 <= ways[x] * (10**7 + 1))
    expected = unlikely / math.comb(n + m, drawn)
    assert float(fisher_test(x, n, y, m)) == pytest.approx(expected, rel=1e-9)


def test_score_intervals_are_near_those_that_need_no_search():
    asked = (90, 1000, 120, 1100)
    for one, other in (
        (miettinen_nurminen(*asked), newcombe(*asked)),
        (poisson_score_difference(*asked), poisson_difference(*asked)),
    ):
        np.testing.assert_allclose(one, other, atol=3e-4)


@pytest.mark.parametrize(
    "method",
    [miettinen_nurminen, poisson_score_difference, rate_ratio_exact, rate_ratio_log,
     rate_ratio_likelihood_test, pearson_test, fisher_test],
)  # fmt: skip
def test_a_wrong_count_spoils_only_its_own_place(method):
    good = [3, 10, 4, 12]
    for place in range(4):
        for wrong in (-1, math.nan, None, math.inf):
            asked = [[value, value] for value in good]
            asked[place][1] = wrong
            answer = np.array(method(*asked))
            assert np.isnan(answer).reshape(-1, 2).tolist() == [[False, True]] * (answer.size // 2)


def test_shapes_broadcast():
    limits = miettinen_nurminen([[3], [4]], 10, [1, 2, 3], 12)
    assert limits.lower.shape == limits.upper.shape == (2, 3)
    assert float(limits.lower[1, 2]) == pytest.approx(float(miettinen_nurminen(4, 10, 3, 12).lower))
    assert miettinen_nurminen([], [], [], []).lower.shape == (0,)
    assert rate_ratio_exact([[3], [4]], 10, [1, 2, 3], 12).lower.shape == (2, 3)


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.sampled_from([0.5, 0.95, 0.998]))
def test_the_exact_limits_of_boys_to_girls_are_those_of_girls_to_boys_turned_over(
    males, females, confidence
):
    lower, upper = sex_ratio_exact(males, females, confidence)
    turned = sex_ratio_exact(females, males, confidence)
    if males == females == 0:
        assert np.isnan(lower)
    elif females:
        np.testing.assert_allclose([upper * turned.lower], [1e4], rtol=1e-13)
    else:
        assert upper == math.inf
        assert turned.lower == 0
    if males:
        np.testing.assert_allclose([lower * turned.upper], [1e4], rtol=1e-13)
