"""Parts in each other's place and stocks that stand still, beside scipy's distributions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, hypergeom, skellam, t

from fpstats import stats

MEN = [510, 511, 509, 512, 510, 490]
WOMEN = [490, 491, 489, 490, 489, 510]


def test_events_are_judged_by_the_exact_test_against_the_others():
    found = stats.exchanged_parts([600] * 6 + [400], [400] * 6 + [600])
    # Of 7,000 in all 4,000 are of the first part.
    assert found.p[-1] == pytest.approx(hypergeom.cdf(400, 7000, 4000, 1000))
    assert found.after[-1] == pytest.approx(min(1, 2 * binom.cdf(600, 1000, 0.6)))
    assert found.share[-1] == 0.6
    assert found.history.tolist() == [6] * 7


def test_stocks_are_judged_by_how_far_the_months_near_by_lie_apart():
    found = stats.exchanged_stocks(MEN, WOMEN)
    shares = np.array(MEN) / np.add(MEN, WOMEN)
    middle = np.median(shares[:-1])
    apart = 1.4826 * np.median(np.abs(shares[:-1] - middle))
    # One in a thousand of a thousand drawn anew is farther: 0.5 of a person, or 0.0005.
    scale = max(apart, np.sqrt(middle * (1 - middle) / 1000 / 1000))
    assert found.p[-1] == pytest.approx(t.sf((middle - shares[-1]) / scale, 4))
    assert found.after[-1] == pytest.approx(2 * t.sf(abs(1 - shares[-1] - middle) / scale, 4))


def test_who_comes_for_good_was_not_exchanged():
    women = [490] * 7 + [530] * 5
    assert (stats.exchanged_stocks([510] * 12, women).p == 1).all()
    assert (stats.exchanged_shares([510] * 12, women).p[7:] < 0.01).all()


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=6, max_size=14))
def test_first_and_second_may_change_their_names(pairs):
    one, other = np.array(pairs, dtype=float).T
    for test in (stats.exchanged_parts, stats.exchanged_shares, stats.exchanged_stocks):
        here, there = test(one, other), test(other, one)
        np.testing.assert_allclose(here.p, there.p, rtol=1e-6, atol=1e-12)
        np.testing.assert_allclose(here.share, 1 - there.share, rtol=1e-6, atol=1e-12)


def test_too_few_others_are_no_answer():
    assert np.isnan(stats.exchanged_stocks(MEN[:5], WOMEN[:5]).p).all()
    with pytest.raises(ValueError, match="fewest"):
        stats.exchanged_stocks(MEN, WOMEN, fewest=1)


def test_the_chance_of_standing_still_is_at_the_most_that_of_even_gains_and_losses():
    found = stats.standing_still([3, 0, 0, 0, -2], [20] * 5)
    # Ten come and ten go, three times; it could have begun at five places.
    assert found.p == pytest.approx(5 * skellam.pmf(0, 10, 10) ** 3)
    assert skellam.pmf(0, 10, 10) >= max(skellam.pmf(0, mu, 20 - mu) for mu in (1, 5, 9, 12, 19))


def test_the_run_that_is_least_likely_is_told():
    found = stats.standing_still([0, 0, 1, 0, 0, np.nan, 0], [5, 5, 9, 80, 80, 1, 5])
    assert (found.first, found.last) == (3, 4)
    nothing = stats.standing_still([1, 2], [9, 9])
    assert (nothing.first, nothing.last, nothing.p) == (-1, -1, 1)
    assert np.isnan(stats.standing_still([np.nan], [3]).p)
