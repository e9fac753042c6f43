"""Exact p-values: golden rows, and the definition by fractions that never round."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.stats import (
    binomial_likelihood_test,
    binomial_test,
    clopper_pearson,
    exact_poisson,
    poisson_likelihood_test,
    poisson_test,
    score_z,
    sex_ratio_test,
    wilson,
)
from fpstats.stats.border import normal_quantile


def column(rows, name):
    return np.array([float(row[name]) for row in rows])


def test_against_a_target(golden, agree):
    rows = golden("target_tests")
    asked = [column(rows, name) for name in ("x", "n", "target")]
    tails = binomial_test(*asked)
    agree("target_tests", tails.less, column(rows, "p_less"))
    agree("target_tests", tails.greater, column(rows, "p_greater"))
    minlike = binomial_likelihood_test(*asked)
    agree("target_tests", minlike, column(rows, "p_two_minlike"))
    agree("target_tests", score_z(*asked), column(rows, "z_score"))


@pytest.mark.parametrize("against", [105, 107])
def test_a_sex_ratio_against_the_normal(golden, agree, against):
    rows = golden("sex_ratio")
    males, females = column(rows, "males"), column(rows, "females")
    p = sex_ratio_test(males, females, against).two_sided
    agree("sex_ratio", p, column(rows, f"p_exact_double_vs_{against}"))
    share = against / (100 + against)
    z = score_z(males, males + females, share)
    agree("sex_ratio", z, column(rows, f"z_vs_{against}"))
    known = [row for row in rows if row[f"p_exact_minlike_vs_{against}"] != "NA"]
    males, females = column(known, "males"), column(known, "females")
    p = binomial_likelihood_test(males, males + females, share)
    agree("sex_ratio", p, column(known, f"p_exact_minlike_vs_{against}"))


def fractions(total, share):
    share = Fraction(share)
    return [math.comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(total + 1)]


@given(st.integers(1, 60), st.data(), st.floats(0.001, 0.999))
def test_binomial_tails_are_sums(total, data, share):
    count = data.draw(st.integers(0, total))
    terms = fractions(total, share)
    tails = binomial_test(count, total, share)
    assert float(tails.less) == pytest.approx(float(sum(terms[: count + 1])), rel=1e-11)
    assert float(tails.greater) == pytest.approx(float(sum(terms[count:])), rel=1e-11)
    assert float(tails.point) == pytest.approx(float(terms[count]), rel=1e-11)
    # As R does: outcomes within one part in ten million of this one count as equally likely.
    bound = terms[count] * (1 + Fraction(1, 10**7))
    unlikely = sum(term for term in terms if term <= bound)
    p = float(binomial_likelihood_test(count, total, share))
    assert p == pytest.approx(float(unlikely), rel=1e-10)


@given(st.integers(0, 40), st.floats(0.05, 40))
def test_poisson_tails_are_sums(count, expected):
    terms = [math.exp(k * math.log(expected) - expected - math.lgamma(k + 1)) for k in range(400)]
    tails = poisson_test(count, expected)
    assert float(tails.less) == pytest.approx(math.fsum(terms[: count + 1]), rel=1e-10)
    assert float(tails.greater) == pytest.approx(math.fsum(terms[count:]), rel=1e-10)
    assert float(tails.point) == pytest.approx(terms[count], rel=1e-10)
    unlikely = math.fsum(term for term in terms if term <= terms[count] * (1 + 1e-7))
    assert float(poisson_likelihood_test(count, expected)) == pytest.approx(unlikely, rel=1e-9)


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.998])
@pytest.mark.parametrize(("count", "total"), [(1, 12), (98, 100), (149, 215), (5000, 10**6)])
def test_at_an_exact_limit_the_tail_is_half_of_the_rest(count, total, confidence):
    lower, upper = clopper_pearson(count, total, confidence)
    tail = (1 - confidence) / 2
    assert float(binomial_test(count, total, lower).greater) == pytest.approx(tail, rel=1e-11)
    assert float(binomial_test(count, total, upper).less) == pytest.approx(tail, rel=1e-11)
    lower, upper = exact_poisson(count, confidence=confidence)
    assert float(poisson_test(count, lower).greater) == pytest.approx(tail, rel=1e-11)
    assert float(poisson_test(count, upper).less) == pytest.approx(tail, rel=1e-11)


def test_a_score_at_a_limit_of_wilson_is_z():
    lower, upper = wilson(98, 100)
    assert float(score_z(98, 100, lower)) == pytest.approx(normal_quantile(0.95))
    assert float(score_z(98, 100, upper)) == pytest.approx(-normal_quantile(0.95))


def test_the_mid_p_leaves_half_of_the_outcome():
    tails = binomial_test(3, 10, 0.5)
    assert float(tails.less) == pytest.approx(176 / 1024)
    assert float(tails.mid.less) == pytest.approx(116 / 1024)
    assert float(tails.mid.less + tails.mid.greater) == pytest.approx(1)


def test_what_can_only_be_is_certain_and_what_cannot_be_is_impossible():
    for share, count, p in [(0, 0, 1), (0, 1, 0), (1, 10, 1), (1, 9, 0)]:
        assert binomial_test(count, 10, share).two_sided == p
        assert binomial_likelihood_test(count, 10, share) == p


@pytest.mark.parametrize(
    "wrong",
    [
        (11, 10, 0.5),
        (-1, 10, 0.5),
        (0.5, 10, 0.5),
        (1, 0, 0.5),
        (1, 10, 1.1),
        (1, 10, -0.1),
        (None, 10, 0.5),
        (1, 10, None),
    ],
)
def test_outside_its_domain_a_test_has_no_answer(wrong):
    assert all(np.isnan(tail) for tail in binomial_test(*wrong))
    assert np.isnan(binomial_likelihood_test(*wrong))


@pytest.mark.parametrize("wrong", [(-1, 3), (0.5, 3), (1, -1), (1, math.inf), (1, None), (None, 3)])
def test_outside_its_domain_a_count_has_no_test(wrong):
    assert all(np.isnan(tail) for tail in poisson_test(*wrong))
    assert np.isnan(poisson_likelihood_test(*wrong))


def test_a_sex_ratio_of_nobody_has_no_test():
    assert np.isnan(sex_ratio_test([0, 3, 3], [0, 3, 3], [107, 0, math.inf]).two_sided).all()


def test_where_none_is_expected_any_event_is_impossible():
    tails = poisson_test([0, 5], 0)
    assert [part.tolist() for part in tails] == [[1, 1], [1, 0], [1, 0]]
    assert tails.two_sided.tolist() == poisson_likelihood_test([0, 5], 0).tolist() == [1, 0]
