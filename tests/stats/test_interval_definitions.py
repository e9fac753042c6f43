"""Definition: at an exact limit the tail has its probability; a score limit solves its equation.

The probabilities are summed here term by term, by other means than those under test.
"""

import math

import pytest

from fpstats.stats import (
    byar,
    clopper_pearson,
    exact_poisson,
    poisson_score,
    sex_ratio,
    wilson,
)
from fpstats.stats.border import normal_quantile

CONFIDENCES = [0.5, 0.9, 0.95, 0.99, 0.998, 0.9999]
PAIRS = [(1, 1), (1, 2), (3, 10), (9, 10), (27, 28), (149, 215), (213, 215), (1, 436), (250, 500)]


def binomial(events, total, share):
    return math.comb(total, events) * share**events * (1 - share) ** (total - events)


def poisson_probability(events, mean):
    return math.exp(events * math.log(mean) - mean - math.lgamma(events + 1))


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize(("count", "total"), PAIRS)
def test_exact_binomial_limits_leave_their_tails(count, total, confidence):
    lower, upper = (float(limit) for limit in clopper_pearson(count, total, confidence))
    tail = (1 - confidence) / 2
    above = math.fsum(binomial(events, total, lower) for events in range(count, total + 1))
    assert above == pytest.approx(tail, rel=1e-11)
    if count < total:
        below = math.fsum(binomial(events, total, upper) for events in range(count + 1))
        assert below == pytest.approx(tail, rel=1e-11)


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize("total", [9_999, 10_001, 10**6, 10**9])
def test_exact_upper_limits_of_rare_events_leave_their_tails(total, confidence):
    for count in range(50):
        upper = float(clopper_pearson(count, total, confidence).upper)
        odds = upper / (1 - upper)
        terms = [math.exp(total * math.log1p(-upper))]
        for events in range(count):
            terms.append(terms[-1] * (total - events) / (events + 1) * odds)
        assert math.fsum(terms) == pytest.approx((1 - confidence) / 2, rel=1e-11)


@pytest.mark.parametrize("confidence", [0.01, *CONFIDENCES, 1 - 1e-12])
@pytest.mark.parametrize("count", [0, 1, 2, 5, 9, 10, 30, 215])
def test_exact_poisson_limits_leave_their_tails(count, confidence):
    lower, upper = (float(limit) for limit in exact_poisson(count, confidence=confidence))
    tail = (1 - confidence) / 2
    below = math.fsum(poisson_probability(events, upper) for events in range(count + 1))
    assert below == pytest.approx(tail, rel=1e-11)
    if count == 0:
        assert lower == 0
    else:
        events = range(count, count + 400)
        above = math.fsum(poisson_probability(number, lower) for number in events)
        assert above == pytest.approx(tail, rel=1e-11)


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize(("count", "total"), [*PAIRS, (0, 20), (10**8, 10**9)])
def test_wilson_limits_solve_the_score_equation(count, total, confidence):
    z = normal_quantile(confidence)
    for limit in wilson(count, total, confidence):
        share = float(limit)
        if 0 < share < 1:
            error = z * math.sqrt(share * (1 - share) / total)
            assert abs(count / total - share) == pytest.approx(error, rel=1e-10)


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize("count", [1, 2, 9, 10, 215, 10**6])
def test_poisson_score_limits_solve_the_score_equation(count, confidence):
    z = normal_quantile(confidence)
    for limit in poisson_score(count, confidence=confidence):
        assert abs(count - float(limit)) == pytest.approx(z * math.sqrt(limit), rel=1e-9)


@pytest.mark.parametrize("total", [1, 7, 215, 10**6, 10**9])
@pytest.mark.parametrize("method", [wilson, clopper_pearson])
@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_none_and_all_give_the_exact_ends(method, total, confidence):
    assert method(0, total, confidence).lower == 0
    assert method(total, total, confidence).upper == 1
    assert 0 < method(0, total, confidence).upper < 1
    assert 0 < method(total, total, confidence).lower < 1


@pytest.mark.parametrize("count", [10, 11, 15, 50, 215, 10**6])
def test_byar_is_within_half_a_percent_of_exact_from_ten_events(count):
    for approximate, exact in zip(byar(count), exact_poisson(count), strict=True):
        assert approximate == pytest.approx(exact, rel=0.005)


def test_the_sex_ratio_is_the_wilson_share_carried_over():
    for limit, share in zip(sex_ratio(120, 95), wilson(120, 215), strict=True):
        assert limit == pytest.approx(100 * share / (1 - share), rel=1e-14)
