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


def test_stocks_are_judged_by_the_steps_between_the_others():
    found = stats.exchanged_stocks(MEN, WOMEN)
    # Men less women were 20, 20, 20, 22, 21, and then -20: steps of 0, 0, 2, -1 among a thousand.
    each = np.mean([0, 0, 4 / 1000, 1 / 1000.5])
    scale = np.sqrt(each * 1000)
    assert found.p[-1] == pytest.approx(t.sf((21 + 20) / scale, 4))
    assert found.after[-1] == pytest.approx(2 * t.sf((21 - 20) / scale, 4))
    assert found.share[-1] == pytest.approx(510 / 999)
    assert (found.p[:-1] == 1).all()


def test_a_value_between_two_others_is_foretold_by_both():
    men, women = [520] * 4 + [480] + [522] * 4, [480] * 4 + [520] + [478] * 4
    found = stats.exchanged_stocks(men, women)
    # From 40 to 44 about it: 42 half-way, by half a step. The steps are 0 six times, and once 4
    # in two times.
    each = 16 / 1000 / 2 / 7
    assert found.share[4] == pytest.approx(521 / 1000)
    assert found.p[4] == pytest.approx(t.sf((42 + 40) / np.sqrt(each * 1000 / 2), 7))


def test_what_crosses_by_its_usual_steps_was_not_exchanged():
    # 74 men and 77 women between months with two men more, and one: it crosses often.
    men = np.array([76, 75, 76, 77, 75, 76, 76, 74, 76, 75, 76, 77])
    women = np.array([74, 76, 75, 74, 75, 75, 74, 77, 75, 76, 74, 74])
    assert stats.benjamini_hochberg(stats.exchanged_stocks(men, women).p).min() > 0.01


def test_who_comes_for_good_was_not_exchanged():
    women = [490] * 7 + [530] * 5
    assert (stats.exchanged_stocks([510] * 12, women).p == 1).all()
    # Both change places there, and stay so: that was exchanged.
    turned = stats.exchanged_stocks([510] * 7 + [490] * 5, [490] * 7 + [510] * 5)
    assert (turned.p[7:] < 0.01).all()


def test_other_series_tell_how_far_a_short_one_moves():
    men, women = np.array([[510, 511, 509]] * 12), np.array([[490, 491, 489]] * 12)
    assert np.isnan(stats.exchanged_stocks(men[0], women[0]).p).all()
    men[3, 1], women[3, 1] = women[3, 1], men[3, 1]
    found = stats.exchanged_stocks(men, women)
    assert found.p[3, 1] < 1e-4
    assert (np.delete(found.p.ravel(), 10) == 1).all()


def test_areas_may_differ_from_one_another():
    # The others' shares are 0.50, 0.51 three times, and 0.52: their variance is 0.0002 / 4.
    men = np.array([5000, 5100, 5100, 5100, 5200, 4900])
    found = stats.exchanged_shares(men, 10000 - men)
    scale = np.sqrt(0.0002 / 4 * (1 + 1 / 5))
    assert found.p[-1] == pytest.approx(t.sf((0.51 - 0.49) / scale, 4))
    # Where all are alike, so few may still be apart by chance: 0.25 / 10000.
    men = np.array([5100] * 5 + [4900])
    scale = np.sqrt(0.25 / 10000 * (1 + 1 / 5))
    assert stats.exchanged_shares(men, 10000 - men).p[-1] == pytest.approx(
        t.sf((0.51 - 0.49) / scale, 4)
    )


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=6, max_size=14))
def test_first_and_second_may_change_their_names(pairs):
    one, other = np.array(pairs, dtype=float).T
    for test in (stats.exchanged_parts, stats.exchanged_shares, stats.exchanged_stocks):
        here, there = test(one, other), test(other, one)
        np.testing.assert_allclose(here.p, there.p, rtol=1e-6, atol=1e-12)
        np.testing.assert_allclose(here.share, 1 - there.share, rtol=1e-6, atol=1e-12)


def test_what_the_others_part_in_halves_is_on_no_side():
    # The others have 7 + 3 + 5 of one part and 4 + 5 + 6 of the other.
    one, other = [0, 7, 3, 5, 0], [159, 4, 5, 6, 0]
    for parts in ((one, other), (other, one)):
        found = stats.exchanged_parts(*parts, fewest=3)
        assert (found.share[0], found.p[0]) == (0.5, 1.0)


def test_too_few_others_are_no_answer():
    assert np.isnan(stats.exchanged_stocks(MEN[:4], WOMEN[:4]).p).all()
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
