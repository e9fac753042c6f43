"""Fertility, standardisation, contraception and ages: references and hand calculations."""

import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.stats import poisson
from fpstats.stats.fertility import (
    age_specific_fertility,
    couple_years,
    couple_years_factors,
    directly_standardised,
    dobson_byar,
    fay_feuer,
    general_fertility,
    long_acting_share_of_married_women,
    long_acting_share_of_users,
    method_mix,
    myers,
    total_fertility,
    total_fertility_error,
    total_fertility_interval,
    whipple,
)

BIRTHS = [40, 610, 900, 480, 130, 20, 3]
WOMEN = [5200, 6100, 7000, 6900, 7400, 8100, 8000]

groups = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 9000), st.integers(1, 9000)),
    min_size=1,
    max_size=9,
)


def test_standardised_rates(golden, agree):
    for row in golden("dsr"):
        asked = [json.loads(row[name]) for name in ("x_json", "n_json", "stdpop_json")]
        per, confidence = float(row["multiplier"]), float(row["conf"])
        agree("dsr", [per * directly_standardised(*asked)], [row["dsr"]])
        for method in (dobson_byar, fay_feuer):
            limits = np.array(method(*asked, confidence))
            name = method.__name__
            agree("dsr", per * limits, [row[f"{name}_lower"], row[f"{name}_upper"]])


def test_couple_years(golden, agree):
    for row in golden("cyp"):
        quantities = json.loads(row["quantities_json"])
        agree("cyp", [couple_years(quantities)], [row["cyp"]])
        table = {name: Fraction(factor) for name, factor in json.loads(row["factors"]).items()}
        assert table.items() <= couple_years_factors(2022).items()


def test_ages(golden, agree):
    for row in golden("whipple_myers"):
        people = json.loads(row["counts_age0_to_99_json"])
        found = myers(people)
        agree("whipple_myers", [whipple(people)], [row["whipple_23_62_digits_0_5"]])
        agree("whipple_myers", [whipple(people, [0])], [row["whipple_digit0"]])
        agree("whipple_myers", [found.misreported], [row["myers_10_89"]])
        agree("whipple_myers", found.parts, json.loads(row["myers_digit_percent_json"]))


def test_total_fertility_by_hand():
    # Two groups of five years: 5 (10/100 + 30/200) = 1.25; 5 sqrt(10/100^2 + 30/200^2).
    assert total_fertility([10, 30], [100, 200]) == 1.25
    error = 5 * math.sqrt(10 / 100**2 + 30 / 200**2)
    assert total_fertility_error([10, 30], [100, 200]) == pytest.approx(error)
    # 40 births have Byar's limits; the interval is those, less 40, times the error over root 40.
    for limit, count in zip(
        total_fertility_interval([10, 30], [100, 200]), poisson(40), strict=True
    ):
        assert limit == pytest.approx(1.25 + error / math.sqrt(40) * (count - 40))
    assert general_fertility([10, 30], [100, 200]) == pytest.approx(1000 * 40 / 300)
    assert age_specific_fertility([10, 30], [100, 200]).tolist() == [100, 150]
    assert total_fertility([10, 30], [100, 200], [1, 5]) == pytest.approx(0.85)


@given(groups)
def test_the_width_times_a_standard_of_equal_groups_is_total_fertility(groups):
    births, women, _ = (list(numbers) for numbers in zip(*groups, strict=True))
    equal = np.ones(len(births))
    scale = 5 * len(births)
    plain = scale * directly_standardised(births, women, equal)
    assert total_fertility(births, women) == pytest.approx(plain)
    limits = scale * np.array(dobson_byar(births, women, equal))
    np.testing.assert_allclose(total_fertility_interval(births, women), limits, 1e-12)


@given(groups, st.floats(0.1, 10))
def test_a_standardised_rate_lies_in_its_intervals_and_among_its_rates(groups, scale):
    count, exposure, standard = (np.array(numbers) for numbers in zip(*groups, strict=True))
    value = directly_standardised(count, exposure, standard)
    rates = count / exposure
    assert rates.min() * (1 - 1e-12) <= value <= rates.max() * (1 + 1e-12)
    again = directly_standardised(count, exposure, scale * standard)
    assert again == pytest.approx(value, rel=1e-12)
    for method in (dobson_byar, fay_feuer):
        lower, upper = method(count, exposure, standard)
        if count.sum() == 0 and method is dobson_byar:
            assert np.isnan(lower)
            assert np.isnan(upper)
        else:
            assert lower <= value <= upper


@given(st.integers(0, 10**6), st.integers(1, 10**7), st.sampled_from([0.9, 0.95, 0.998]))
def test_of_one_group_the_gamma_interval_is_the_exact_one(count, exposure, confidence):
    from fpstats.stats import exact_poisson

    limits = fay_feuer([count], [exposure], [1], confidence)
    np.testing.assert_allclose(limits, exact_poisson(count, exposure, confidence), 1e-10)


def test_one_missing_group_makes_a_sum_missing():
    for births, women in [([5, math.nan], [50, 60]), ([5, 6], [50, 0]), ([5, -1], [50, 60])]:
        assert np.isnan(total_fertility(births, women))
        assert np.isnan(total_fertility_interval(births, women)).all()
        assert np.isnan(general_fertility(births, women))
        assert np.isnan(directly_standardised(births, women, [1, 1]))
        assert np.isnan(fay_feuer(births, women, [1, 1])).all()
    assert np.isnan(directly_standardised([5, 6], [50, 60], [[0, 0], [1, -1], [1, math.nan]])).all()
    assert np.isnan(total_fertility([5, 6], [50, 60], [5, 0]))


def test_many_areas_at_once():
    births = np.array([BIRTHS, BIRTHS[::-1]])
    both = total_fertility_interval(births, WOMEN)
    for place, one in enumerate(births):
        single = total_fertility_interval(one, WOMEN)
        assert (both.lower[place], both.upper[place]) == (single.lower, single.upper)


def test_a_mix_adds_up_and_waits_for_every_method():
    mix = method_mix([[405, 4010, 15], [1, math.nan, 2], [0, 0, 0]])
    assert mix[0].sum() == pytest.approx(1)
    assert mix[0, 0] == 405 / 4430
    assert np.isnan(mix[1:]).all()


def test_the_same_words_have_two_denominators():
    # The town report of 4,929 married women prints 89.88 %.
    share = long_acting_share_of_married_women(405 + 4010 + 15, 4929)
    assert round(100 * float(share), 2) == 89.88
    assert long_acting_share_of_users(4430, 4450) > share
    assert np.isnan(long_acting_share_of_users([5, 1], [4, 0])).all()


def test_a_missing_quantity_is_not_zero_and_an_unknown_method_is_refused():
    found = couple_years({"copper_iud": [10, math.nan, -1], "pop_pack": 12})
    assert found[0] == 47
    assert np.isnan(found[1:]).all()
    assert couple_years({"condom": 240}, {"condom": Fraction(1, 120)}) == 2
    with pytest.raises(ValueError, match=r"no factor for condom\. Hint: the methods are caya"):
        couple_years({"condom": 240})
    with pytest.raises(ValueError, match="no factor for nothing"):
        couple_years({})
    with pytest.raises(ValueError, match="no factors of 1999"):
        couple_years_factors(1999)


def test_a_table_of_factors_cannot_be_changed():
    with pytest.raises(TypeError):
        couple_years_factors()["copper_iud"] = 1


def test_indices_of_heaping_reach_their_ends():
    ages = np.arange(100)
    assert whipple(np.where(ages % 5 == 0, 10, 0)) == 500
    assert whipple(np.where(ages % 10 == 0, 10, 0), [0]) == 1000
    found = myers(np.where(ages % 10 == 7, 10, 0))
    assert found.misreported == 90
    assert found.parts.tolist() == [0] * 7 + [100] + [0] * 2
    assert myers(np.full(100, 3)).misreported == 0


def test_ages_that_are_not_there_give_no_index():
    assert np.isnan(whipple(np.full(60, 5)))
    assert np.isnan(myers(np.full(60, 5)).misreported)
    assert np.isnan(whipple(np.zeros(100)))
    with pytest.raises(ValueError, match="make no index"):
        whipple(np.full(100, 5), [])
    with pytest.raises(ValueError, match="not two whole decades"):
        myers(np.full(100, 5), 10, 85)
    with pytest.raises(ValueError, match="ages need an axis"):
        whipple(5)
    with pytest.raises(ValueError, match="per must be a positive"):
        age_specific_fertility(1, 2, per=0)


def test_myers_from_another_first_age_still_names_its_digits():
    heaped = np.where(np.arange(100) % 10 == 3, 20, 10)
    assert myers(heaped, 15, 74).parts.argmax() == 3
