"""Places, tiers, moves and the probabilities of ranks."""

import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.stats import (
    beta_rank_probabilities,
    expected_rank,
    gamma_rank_probabilities,
    joint_confidence,
    rank_change,
    rank_intervals,
    rank_moves,
    tiers,
    wilson,
)

small = st.integers(0, 12).map(float)
limits = st.lists(st.tuples(small, small).map(sorted), min_size=1, max_size=25).map(
    lambda pairs: np.array(pairs).T
)


@given(limits)
def test_places_are_counted_pair_by_pair(pair):
    lower, upper = pair
    places = rank_intervals(lower, upper)
    for i in range(lower.size):
        assert places.best[i] == 1 + np.count_nonzero(lower > upper[i])
        assert places.worst[i] == lower.size - np.count_nonzero(upper < lower[i])
    turned = rank_intervals(lower, upper, highest_first=False)
    np.testing.assert_array_equal(turned.best, lower.size + 1 - places.worst)
    np.testing.assert_array_equal(turned.worst, lower.size + 1 - places.best)


@given(limits)
def test_tiers_are_what_a_chain_of_overlaps_links(pair):
    lower, upper = pair
    linked = (lower[:, None] <= upper) & (lower <= upper[:, None])
    for _ in range(lower.size):
        linked = linked @ linked
    tier = tiers(lower, upper)
    np.testing.assert_array_equal(tier[:, None] == tier, linked)
    assert np.all((tier[:, None] >= tier) | (lower[:, None] > upper))
    assert set(tier) == set(range(1, int(tier.max()) + 1))
    ascending = tiers(lower, upper, highest_first=False)
    np.testing.assert_array_equal(ascending, tier.max() + 1 - tier)


def test_an_area_without_an_interval_takes_no_place():
    lower, upper = [0.1, math.nan, 0.5, 0.8], [0.2, math.nan, 0.7, 0.7]
    places = rank_intervals(lower, upper)
    assert places.best[[0, 2]].tolist() == [2, 1]
    assert places.worst[[0, 2]].tolist() == [2, 1]
    assert np.isnan(places.best[[1, 3]]).all()
    assert np.isnan(tiers(lower, upper)[[1, 3]]).all()
    assert rank_intervals([], []).best.shape == tiers([], []).shape == (0,)


def test_a_county_whose_ranking_is_chance(golden):
    rows = golden("funnel_significance_phe")
    plan, births = (np.array([float(row[name]) for row in rows]) for name in ("plan", "births"))
    interval = wilson(plan, births, joint_confidence(0.9, 20))
    places = rank_intervals(*interval)
    # From 1 to 19 for almost every township; only two are told from the first.
    pairs = list(zip(places.best.tolist(), places.worst.tolist(), strict=True))
    assert pairs.count((1, 19)) == 13
    assert [pair for pair in pairs if pair[0] > 1] == [(18, 20), (5, 20)]
    assert set(tiers(*interval)) == {1}


def test_joint_confidence_is_the_root():
    assert joint_confidence(0.9, 1) == pytest.approx(0.9)
    assert joint_confidence(0.9, 20) ** 20 == pytest.approx(0.9, rel=1e-14)
    with pytest.raises(ValueError, match="areas must be 1 or more, not 0"):
        joint_confidence(0.9, 0)
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        joint_confidence(90, 2)


def test_joint_places_hold_together_as_often_as_they_say():
    """Coverage of the whole ranking, by simulation with a seed: at least the level."""
    rng = np.random.default_rng(5)
    total, true = np.full(8, 300), np.linspace(0.5, 0.92, 8)
    rank = np.arange(8, 0, -1)
    held, rounds = 0, 2000
    for _ in range(rounds):
        interval = wilson(rng.binomial(total, true), total, joint_confidence(0.9, 8))
        places = rank_intervals(*interval)
        held += bool(np.all((places.best <= rank) & (rank <= places.worst)))
    assert held / rounds >= 0.9


def test_who_moved_is_told_only_where_the_places_do_not_meet():
    before = rank_intervals([0.1, 0.3, 0.5, math.nan], [0.2, 0.4, 0.7, math.nan])
    after = rank_intervals([0.8, 0.3, 0.4, 0.1], [0.9, 0.5, 0.7, 0.2])
    moved = rank_moves(before, after)
    assert moved[:3].tolist() == [1, 0, -1]
    assert np.isnan(moved[3])
    np.testing.assert_array_equal(rank_moves(after, before)[:3], [-1, 0, 1])


def test_forty_thousand_areas_are_placed_within_a_second():
    rng = np.random.default_rng(1)
    total = rng.integers(4, 500, 40_000)
    interval = wilson(rng.binomial(total, 0.9), total, joint_confidence(0.9, 40_000))
    start = time.process_time()
    rank_intervals(*interval)
    tiers(*interval)
    assert time.process_time() - start < 1


def test_rank_probabilities_of_the_golden_file(golden, agree):
    rows = golden("rank_probabilities")
    alpha, beta = ([float(row[f"post_{name}"]) for row in rows] for name in "ab")
    found = beta_rank_probabilities(alpha, beta)
    for rank in range(1, 7):
        wanted = [row[f"p_rank{rank}"] for row in rows]
        agree("rank_probabilities", found[:, rank - 1], wanted)
    first = [place for place, row in enumerate(rows) if row["mp_quad_p_rank1"]]
    assert len(first) == 3
    agree(
        "rank_probabilities", found[first, 0], [rows[place]["mp_quad_p_rank1"] for place in first]
    )
    agree("rank_probabilities", expected_rank(found), [row["expected_rank"] for row in rows])


def test_of_two_areas_the_better_is_found_by_hand():
    # P(X > Y) for X ~ Beta(2, 1), Y ~ Beta(1, 1) is E(X) = 2/3.
    np.testing.assert_allclose(
        beta_rank_probabilities([2, 1], [1, 1]), [[2 / 3, 1 / 3], [1 / 3, 2 / 3]], 1e-13
    )
    # P(X > Y) for exponentials of rates 1 and 3 is 3/4.
    np.testing.assert_allclose(
        gamma_rank_probabilities([1, 1], [1, 3]), [[0.75, 0.25], [0.25, 0.75]], 1e-13
    )


@pytest.mark.parametrize("method", [beta_rank_probabilities, gamma_rank_probabilities])
@pytest.mark.parametrize("areas", [1, 2, 7, 40])
def test_areas_that_are_alike_have_every_rank_equally(method, areas):
    found = method(np.full(areas, 30.5), np.full(areas, 2.5))
    np.testing.assert_allclose(found, np.full((areas, areas), 1 / areas), 1e-12)


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from([1, 3, 30, 2000, 10**6])),
        min_size=1,
        max_size=5,
    )
)
def test_probabilities_add_up_by_area_and_by_rank(pairs):
    count = np.array([min(x, n) for x, n in pairs]) + 0.5
    other = np.array([n - min(x, n) for x, n in pairs]) + 0.5
    beta = beta_rank_probabilities(count, other)
    for found in (beta, gamma_rank_probabilities(count, count + other)):
        assert np.all(found >= 0)
        np.testing.assert_allclose(found.sum(axis=0), 1, 1e-10)
        np.testing.assert_allclose(found.sum(axis=1), 1, 1e-10)
    turned = beta_rank_probabilities(count, other, highest_first=False)
    np.testing.assert_allclose(turned, beta[:, ::-1], 1e-8, 1e-13)
    np.testing.assert_allclose(turned, beta_rank_probabilities(other, count), 1e-8, 1e-13)


def test_a_large_area_beside_small_ones_is_seen():
    """A common grid of quantiles would step over the narrow one: this is its exact probability."""
    # The wide area is uniform; the narrow one lies at 0.3 with a standard error of 0.0003.
    found = beta_rank_probabilities([1, 600_000], [1, 1_400_000])
    # P(uniform > narrow) is one less the narrow one's mean.
    assert found[0, 0] == pytest.approx(1 - 0.3, rel=1e-11)


def test_an_area_without_a_distribution_has_no_rank():
    found = beta_rank_probabilities([2, math.nan, 1], [1, 1, 1])
    assert np.isnan(found[1]).all()
    np.testing.assert_allclose(found[[0, 2]], [[2 / 3, 1 / 3, 0], [1 / 3, 2 / 3, 0]], 1e-13)
    assert beta_rank_probabilities([], []).shape == (0, 0)
    with pytest.raises(ValueError, match="one-dimensional"):
        beta_rank_probabilities([[1.0]], [[1.0]])


def test_a_change_of_rank_is_better_the_same_or_worse():
    before, after = [[0.5, 0.3, 0.2]], [[0.1, 0.2, 0.7]]
    change = rank_change(before, after)
    # Better: from 2 to 1, from 3 to 1 or 2. The same: three products.
    assert float(change.better[0]) == pytest.approx(0.3 * 0.1 + 0.2 * (0.1 + 0.2))
    assert float(change.same[0]) == pytest.approx(0.05 + 0.06 + 0.14)
    assert float(change.worse[0]) == pytest.approx(0.5 * 0.9 + 0.3 * 0.7)
    assert np.isnan(rank_change([[math.nan] * 3], after)).all()
