"""Screens of returns: references, definitions by counting, and what each may not do."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.stats.screens import (
    binomial_against_others,
    bunching,
    equal_poisson,
    homogeneity,
    poisson_against_others,
    poisson_dispersion,
    repeat_surprise,
    repeats_together,
    terminal_digits,
)

SIXTY = [3] * 11 + [60]
FOUR = [3] * 11 + [4]
series = st.lists(st.integers(0, 60), min_size=6, max_size=30)


def column(rows, name):
    return [float(row[name]) for row in rows]


def test_data_quality_tests(golden, agree):
    births = column(golden("spc_p_u_laney"), "births")  # the 24 months that are meant
    towns = [row for row in golden("empirical_bayes") if row["set"] == "users/mwra binomial"]
    found = {
        "terminal digit uniformity": terminal_digits(births, least=0),
        "Poisson index of dispersion": poisson_dispersion(births),
        "homogeneity of proportions": homogeneity(
            column(towns, "numerator"), column(towns, "denominator")
        ),
    }
    rows = golden("data_quality_tests")
    assert {row["test"] for row in rows} == set(found)
    for row in rows:
        test = found[row["test"]]
        values = (test.statistic, test.freedom, test.greater)
        agree("data_quality_tests", values, [row[name] for name in ("statistic", "df", "p_upper")])
        if row["p_lower"]:
            agree("data_quality_tests", [test.less], [row["p_lower"]])


def test_equal_counts(golden, agree):
    rows = golden("prob_equal_poisson")
    found = equal_poisson(column(rows, "lambda1"), column(rows, "lambda2"))
    agree("prob_equal_poisson", found, column(rows, "prob_equal"))


@given(st.floats(0, 30), st.floats(0, 30))
def test_equal_counts_are_the_sum_over_all_counts(mean1, mean2):
    def chance(count, mean):
        return math.exp(-mean) * mean**count / math.factorial(count)

    expected = math.fsum(chance(count, mean1) * chance(count, mean2) for count in range(120))
    assert equal_poisson(mean1, mean2) == pytest.approx(expected, rel=1e-10)


def test_a_vector_that_comes_twice():
    # Six fields of twenty: 0.0633^6 is one in sixteen million.
    assert repeat_surprise([20] * 6) == pytest.approx(-6 * math.log10(0.06327827987523533))
    assert repeat_surprise([20, 0, math.nan]) == pytest.approx(-math.log10(0.06327827987523533))
    assert repeat_surprise([0, 0]) == 0
    assert np.isnan(repeat_surprise([math.nan, -1]))
    assert repeat_surprise([1e6] * 3, [2e6] * 3) > 1e5
    with pytest.raises(ValueError, match="a vector needs an axis"):
        repeat_surprise(20)


@given(series, st.integers(0, 5))
def test_a_count_against_the_others_is_a_binomial_part_of_all(counts, place):
    found = poisson_against_others(counts)
    total, count = sum(counts), counts[place]
    share = Fraction(1, len(counts))
    chances = [
        math.comb(total, some) * share**some * (1 - share) ** (total - some)
        for some in range(total + 1)
    ]
    assert found.less[place] == pytest.approx(float(sum(chances[: count + 1])), rel=1e-10)
    assert found.greater[place] == pytest.approx(float(sum(chances[count:])), rel=1e-10)
    assert found.expected[place] == pytest.approx((total - count) / (len(counts) - 1))
    assert found.history[place] == len(counts) - 1


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 25)), min_size=6, max_size=12))
def test_a_proportion_against_the_others_is_fishers_test(pairs):
    count, total = (np.array(numbers) for numbers in zip(*pairs, strict=True))
    total = np.maximum(count, total)
    found = binomial_against_others(count, total)
    events, trials, of = int(count.sum()), int(total.sum()), int(total[0])
    ways = [
        math.comb(events, some) * math.comb(trials - events, of - some) for some in range(of + 1)
    ]
    all_ways = math.comb(trials, of)
    assert found.less[0] == pytest.approx(sum(ways[: count[0] + 1]) / all_ways, rel=1e-10)
    assert found.greater[0] == pytest.approx(sum(ways[count[0] :]) / all_ways, rel=1e-10)


def test_a_median_deviation_of_zero_is_handled_in_both_directions():
    sixty, four = poisson_against_others(SIXTY), poisson_against_others(FOUR)
    assert sixty.greater[-1] < 1e-20
    assert sixty.excess[-1] == 57
    # Of the others none is unusual once the sixty is seen: they are low beside it, so judge
    # them with it left out.
    assert (poisson_against_others([*SIXTY[:-1], math.nan]).two_sided[:-1] == 1).all()
    assert four.two_sided[-1] > 0.7
    assert (four.two_sided > 0.05).all()
    fallen = poisson_against_others([30] * 11 + [2])
    assert fallen.less[-1] < 1e-9


def test_an_exposure_moves_what_is_expected():
    found = poisson_against_others([10, 10, 10, 10, 10, 20], [1, 1, 1, 1, 1, 2])
    np.testing.assert_allclose(found.expected, [10, 10, 10, 10, 10, 20])
    np.testing.assert_allclose(found.excess, 0, atol=1e-12)


def test_a_season_is_compared_with_itself_or_allowed_for():
    year = [30, 10, 10, 10]
    counts = np.array(year * 6)
    assert poisson_against_others(counts).greater[0] < 0.001
    same = poisson_against_others(counts, season=4)
    assert same.history[0] == 5
    assert same.two_sided[0] == 1
    allowed = poisson_against_others(counts, [2, 2 / 3, 2 / 3, 2 / 3] * (len(counts) // 4))
    assert (allowed.two_sided > 0.9).all()


def test_without_enough_others_there_is_no_answer():
    for test in (poisson_against_others, binomial_against_others):
        assert np.isnan(test([1, 2, 3, 4, 5], 10).greater).all()
        assert not np.isnan(test([1, 2, 3, 4, 5], 10, fewest=4).greater).any()
        gap = test([1, 2, math.nan, 4, 5, 6, 7], 10)
        assert np.isnan(gap.greater).tolist() == [False] * 2 + [True] + [False] * 4
        assert gap.history[0] == 5
        with pytest.raises(ValueError, match="season must be one or more"):
            test([1, 2], 10, season=0)
        with pytest.raises(ValueError, match="fewest must be one or more"):
            test([1, 2], 10, fewest=0)


def test_where_nothing_ever_happens_nothing_is_unusual():
    assert (poisson_against_others([0] * 12).two_sided == 1).all()
    assert (binomial_against_others([0] * 12, 10).two_sided == 1).all()
    assert poisson_against_others([0] * 11 + [5]).greater[-1] == pytest.approx(12.0**-5)


@pytest.mark.parametrize(
    "test", [poisson_against_others, binomial_against_others, poisson_dispersion, homogeneity]
)
@given(counts=series)
def test_many_series_at_once_are_the_same_as_one_by_one(test, counts):
    gap = np.array(counts, dtype=float)
    gap[1] = np.nan
    many = test(np.stack([gap, counts, counts[::-1]]), 60)
    for place, one in enumerate([gap, counts, counts[::-1]]):
        for together, single in zip(many, test(one, 60), strict=True):
            np.testing.assert_allclose(together[place], single, 1e-12)


def test_too_even_is_as_unusual_as_too_uneven():
    even, uneven = poisson_dispersion([20] * 24), poisson_dispersion([5, 35] * 12)
    assert even.statistic == 0
    assert even.less == 0
    assert uneven.greater < 1e-9
    # By hand: mean 4, (1 + 1 + 0 + 4 + 4) / 4, with one degree less than five counts.
    assert poisson_dispersion([3, 5, 4, 2, 6]).statistic == pytest.approx(10 / 4)
    assert poisson_dispersion([3, 5, 4, 2, 6]).freedom == 4
    for few in ([], [5], [0, 0, 0], [5, math.nan]):
        assert np.isnan(poisson_dispersion(few).less)
    assert np.isnan(homogeneity([[0, 0], [5, 5]], 5).greater).all()


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60))
def test_last_digits_are_counted(digits):
    found = terminal_digits(np.array(digits) + 990)
    seen = [digits.count(digit) for digit in range(10)]
    expected = sum((number - len(digits) / 10) ** 2 for number in seen) / (len(digits) / 10)
    assert found.statistic == pytest.approx(expected)


def test_small_counts_have_no_last_digits():
    assert np.isnan(terminal_digits([10, 20, 99]).statistic)
    found = terminal_digits([10, 20, 99, 100.5, math.nan, 107])
    assert found.statistic == 9  # one digit of one number: 9 * 0.1 + 0.9^2 / 0.1
    assert terminal_digits([[100, 110], [101, 102]]).statistic.shape == (2,)


def test_how_surprising_repeats_are_is_a_bound_of_the_exact_probability():
    # 5 of 6, each with a chance of 0.2: exactly 6 * 0.2^5 * 0.8 + 0.2^6 = 0.0016; the bound is
    # exp(5 - 1.2) (1.2 / 5)^5 = 0.0356.
    assert repeats_together(5, 1.2) == pytest.approx(-math.log10(math.exp(3.8) * 0.24**5))
    assert 10 ** -float(repeats_together(5, 1.2)) > 6 * 0.2**5 * 0.8 + 0.2**6
    assert repeats_together([1, 0], [1.2, 0]).tolist() == [0, 0]
    assert repeats_together(2, 0) == math.inf
    assert np.isnan(repeats_together([-1, math.nan], [1, 1])).all()


def test_bunching_counts_both_bands_and_what_they_should_hold():
    # 665 of 700 are 0.95, and seven areas differ by less than chance makes them: binomial. Of 100,
    # 95 is (100 - 94) / 95 * 0.95 / 0.05 = 1.2 times as likely as 94: q = 1.2 / 2.2 = 6 / 11.
    found = bunching([95, 95, 95, 96, 95, 94, 95], [100] * 7, 0.95, width=0.01)
    assert (found.above, found.below) == (5, 1)
    assert found.expected == pytest.approx(6 * 6 / 11)
    assert found.p == pytest.approx(6 * (6 / 11) ** 5 * (5 / 11) + (6 / 11) ** 6)


def test_bunching_leaves_out_what_cannot_be_in_both_bands():
    # Of 10, nothing lies between 0.9 and 0.95; what is missing is no value.
    assert np.isnan(bunching([10, 9, 10], [10] * 3, 0.95, 0.05).p)
    assert bunching([95, math.nan, 94, 10], [100, 100, 100, 10], 0.95, 0.01).above == 1
    with pytest.raises(ValueError, match="width must be a positive"):
        bunching([1], [1], 1, 0)


@pytest.mark.parametrize("spread", [0, 200])
def test_bunching_accuses_honest_areas_no_more_often_than_promised(spread):
    # 24 areas of some 360 births, on both sides of the target: with one share, and with a share
    # of each; then the same with everything just short of the target moved to it.
    random = np.random.default_rng(20241114)
    honest, moved = [], []
    for _ in range(40):
        total = random.binomial(720, 0.5, 24).astype(float)
        share = random.beta(0.95 * spread, 0.05 * spread, 24) if spread else 0.945
        count = random.binomial(total.astype(int), share).astype(float)
        honest.append(float(bunching(count, total, 0.95, 0.019).p))
        at, low = np.ceil(0.95 * total), np.ceil(0.931 * total)
        reached = np.where((count >= low) & (count < at), at, count)
        moved.append(float(bunching(reached, total, 0.95, 0.019).p))
    assert np.mean(np.array(honest) <= 0.01) <= 0.01
    assert np.mean(np.array(moved) <= 0.01) > 0.9


def test_false_alarms_are_no_more_than_promised():
    """Every series of six with the same total, weighted as chance weights them."""
    total, alarms, seen = 5, 0.0, 0.0
    for counts in itertools.product(range(total + 1), repeat=6):
        if sum(counts) != total:
            continue
        ways = math.factorial(total) / math.prod(map(math.factorial, counts)) / 6**total
        seen += ways
        alarms += ways * (poisson_against_others(counts).greater[0] <= 0.05)
    assert seen == pytest.approx(1)
    assert 0 < alarms <= 0.05
