"""Births less deaths against a value: Skellam's distribution at the likeliest true numbers."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import optimize
from scipy import stats as scipy_stats

from fpstats.stats import balance_test, natural_growth


def likeliest(gained: float, lost: float, balance: float) -> tuple[float, float]:
    """The true numbers with this balance that explain the counts best, by search."""

    def surprise(mean: float) -> float:
        return (2 * mean + balance) - gained * np.log(mean + balance) - lost * np.log(mean)

    low, high = max(0.0, -balance) + 1e-9, gained + lost + abs(balance) + 5
    found = optimize.minimize_scalar(surprise, bounds=(low, high), options={"xatol": 1e-10})
    return found.x + balance, found.x


@pytest.mark.parametrize(
    ("gained", "lost", "balance"),
    [(90, 20, 50), (3, 5, 0), (10, 40, 5), (60, 30, 12.5), (7, 9, -6.25), (1, 25, -5)],
)
def test_the_tails_are_skellams_at_the_likeliest_numbers(gained, lost, balance):
    law = scipy_stats.skellam(*likeliest(gained, lost, balance))
    tails = balance_test(gained, lost, balance)
    seen = gained - lost
    assert tails.less == pytest.approx(law.cdf(seen), rel=1e-6, abs=1e-12)
    assert tails.greater == pytest.approx(law.sf(seen - 1), rel=1e-6, abs=1e-12)
    assert tails.point == pytest.approx(law.pmf(seen), rel=1e-6)


def test_where_nothing_happened_only_the_balance_speaks():
    # True numbers of 3 gained and none lost explain nothing at all best: e^-3 = 0.0498.
    tails = balance_test(0, 0, [3, -3, 0])
    assert tails.less == pytest.approx([np.exp(-3), 1, 1], rel=1e-12)
    assert tails.greater == pytest.approx([1, np.exp(-3), 1], rel=1e-12)


counts = st.integers(0, 400)


@settings(deadline=None)
@given(counts, counts, st.floats(-300, 300))
@example(0, 0, 5e-324)
@example(3, 1, -1e-300)
def test_what_is_gained_and_lost_may_change_places(gained, lost, balance):
    forth, back = balance_test(gained, lost, balance), balance_test(lost, gained, -balance)
    assert forth.less == pytest.approx(back.greater, rel=1e-9, abs=1e-300)
    assert forth.greater == pytest.approx(back.less, rel=1e-9, abs=1e-300)
    assert forth.less + forth.greater - forth.point == pytest.approx(1, abs=1e-12)


def test_what_lies_far_outside_the_interval_is_improbable_and_inside_is_not():
    births, deaths, people = np.array([388, 60]), np.array([625, 50]), 71645.0
    lower, upper = natural_growth(births, deaths, people)
    p = [balance_test(births, deaths, end * people).two_sided for end in (lower, upper)]
    # Interval and test are two methods: at the limits of the one the other is near 5 %.
    assert np.all((np.array(p) > 0.04) & (np.array(p) < 0.065))


def test_no_count_has_no_tails():
    bad = balance_test([-1, 0.5, np.nan, 5, 2.0**40], 3, [0, 0, 0, np.nan, 0])
    assert np.isnan(bad).all()
