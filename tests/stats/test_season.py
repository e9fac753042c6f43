"""A season is that of many areas and years, and never that of one wrong month."""

import numpy as np
import pytest

from fpstats.stats import counts_nearby, seasonal_exposure


def found(counts):
    counts = np.atleast_2d(np.array(counts, dtype=float))
    return counts_nearby(counts, seasonal_exposure(counts), level=0.05)


@pytest.mark.parametrize(
    ("usual", "wrong", "months"), [(60, 0, 24), (100, 300, 36), (60, 200, 24), (60, 100, 24)]
)
def test_in_one_area_a_fault_is_found_and_is_no_season(usual, wrong, months):
    tested = found([usual] * (months - 1) + [wrong])
    # The others are all alike: what is to be expected is what they are.
    assert np.argwhere(tested.adjusted <= 0.05).tolist() == [[0, months - 1]]
    assert tested.expected[0, -1] == usual


def test_a_fault_of_one_area_is_no_season_of_its_neighbours():
    counts = np.array([[300] * 24, [60] * 24, [60] * 24])
    counts[0, -1] = 0
    tested = found(counts)
    assert np.argwhere(tested.adjusted <= 0.05).tolist() == [[0, 23]]
    assert tested.expected[0, -1] == 300


@pytest.mark.parametrize(("areas", "months"), [(1, 24), (1, 36), (3, 24), (5, 36)])
def test_a_fault_makes_hardly_any_other_month_look_wrong(areas, months):
    random = np.random.default_rng(20240907)
    hits = wrongly = 0
    for _ in range(40):
        counts = random.poisson(30, (areas, months))
        place = random.integers(areas), random.integers(months)
        counts[place] *= 3
        unlike = found(counts).adjusted <= 0.05
        hits += unlike[place]
        wrongly += unlike.sum() - unlike[place]
    assert hits >= 36
    # Of twenty findings one may be chance: two of forty; more than six has a chance of 0.5 %.
    assert wrongly <= 6


def test_a_season_that_all_areas_share_is_told():
    # Winters of 60 and summers of 20: 40 on average.
    winter = np.tile(np.repeat([60.0, 20.0], 6), 3)
    exposure = seasonal_exposure(np.tile(winter, (12, 1)))
    np.testing.assert_allclose(exposure[0], winter / 40, rtol=0.01)


def test_equal_times_of_the_year_are_no_season():
    exposure = seasonal_exposure(np.full((12, 36), 40.0), 30)
    np.testing.assert_allclose(exposure, 30)


def test_a_value_is_no_part_of_its_own_season():
    random = np.random.default_rng(5)
    counts = random.poisson(np.tile(np.repeat([60.0, 30.0], 6), 3), (4, 36)).astype(float)
    more = counts.copy()
    more[1, 7] += 3
    # Within chance, so that it is not set aside: the others of July hear of it, and it does not.
    before, after = seasonal_exposure(counts), seasonal_exposure(more)
    assert abs(after[1, 7] / before[1, 7] - 1) < abs(after[0, 7] / before[0, 7] - 1)


def test_few_years_of_few_areas_have_no_season_and_missing_months_do_not_hinder():
    short = np.tile(np.repeat([60.0, 20.0], 6), 2)
    assert (seasonal_exposure(np.tile(short, (2, 1)), 30) == 30).all()
    assert (seasonal_exposure(short[:18], 30) == 30).all()
    missing = np.tile(short, (12, 1))
    missing[:, 3] = np.nan
    exposure = seasonal_exposure(missing)
    assert np.isnan(exposure[:, 3]).all()
    assert exposure[0, 0] / exposure[0, 6] == pytest.approx(3, rel=0.05)


def test_a_season_is_of_one_period_or_more():
    with pytest.raises(ValueError, match="season must be one or more"):
        seasonal_exposure([1, 2, 3], season=0)
