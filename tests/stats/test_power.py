"""How many it takes, what chance does to the alike, and what a printed rate gives away."""

import json
import math
from fractions import Fraction
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.stats import (
    binomial_power,
    births_needed,
    chance_of_any,
    chance_of_missing,
    counts_behind,
    exact_text,
    mean_population,
    person_years,
    total_needed,
)


def test_telling_115_from_107_takes_some_6060_births():
    assert births_needed(115, 107) == 6060
    # 80 % power to tell 120 from 105.
    assert births_needed(120, 105) == 1769


def test_a_number_needed_gives_the_power_asked_for():
    for ratio in (115, 120, 126.3):
        births = births_needed(ratio)
        power = float(binomial_power(births, ratio / (100 + ratio), 107 / 207))
        assert power == pytest.approx(0.8, abs=0.012)
    assert total_needed(0.9, 0.92, power=0.9) > total_needed(0.9, 0.92)
    assert total_needed(0.9, 0.92, confidence=0.998) > total_needed(0.9, 0.92)


def test_what_does_not_differ_is_never_told_apart():
    assert births_needed(107) == math.inf
    assert total_needed(0.5, 0.5) == math.inf
    assert np.isnan(births_needed([0, -3, math.nan, math.inf])).all()
    assert np.isnan(total_needed([0, 1, 0.5, math.nan], [0.5, 0.5, 1.1, 0.5])).all()
    for power in (0, 0.5, 1, 80):
        with pytest.raises(ValueError, match=r"power must lie strictly between 0\.5 and 1"):
            births_needed(115, power=power)


@given(st.integers(1, 60), st.floats(0.02, 0.98), st.floats(0.02, 0.98))
def test_power_is_the_probability_of_what_the_test_rejects(total, share, against):
    def terms(p):
        p = Fraction(p)
        return [math.comb(total, k) * p**k * (1 - p) ** (total - k) for k in range(total + 1)]

    there, here = terms(against), terms(share)
    tail = Fraction(0.025)
    fewer = [Fraction(0), *accumulate(there)]
    if any(abs(sum_ - tail) < 1e-9 for sum_ in fewer):
        return
    rejected = [fewer[k + 1] <= tail or fewer[-1] - fewer[k] <= tail for k in range(total + 1)]
    power = sum((term for term, out in zip(here, rejected, strict=True) if out), Fraction(0))
    assert float(binomial_power(total, share, against)) == pytest.approx(float(power), abs=1e-10)


def test_twenty_townships_that_are_alike_miss_a_target_in_most_years(golden):
    births = np.array([float(row["births"]) for row in golden("funnel_significance_phe")])
    assert births.min() == 4
    assert births.max() == 451
    missing = chance_of_missing(births, 0.97, 0.95)
    assert float(chance_of_any(missing)) == pytest.approx(0.956, abs=5e-4)
    assert float(missing.sum()) == pytest.approx(2.8, abs=0.05)


@given(st.integers(1, 300), st.integers(0, 100), st.floats(0.01, 0.99))
def test_a_township_misses_where_the_printed_value_does(total, percent, share):
    below = [k for k in range(total + 1) if 100 * k < percent * total]
    p = Fraction(share)
    terms = [math.comb(total, k) * p**k * (1 - p) ** (total - k) for k in below]
    found = float(chance_of_missing(total, share, percent / 100))
    assert found == pytest.approx(float(sum(terms)), rel=1e-10, abs=1e-300)


def test_one_of_several():
    assert float(chance_of_any([0.5, 0.5])) == pytest.approx(0.75)
    assert chance_of_any([0.5, 1, 0.1]) == 1
    assert chance_of_any([]) == 0
    assert float(chance_of_any([0.5, math.nan, 1.5])) == pytest.approx(0.5)
    np.testing.assert_allclose(chance_of_any([[0.1, 0.2], [0.3, 0.4]], axis=0), [0.37, 0.52])
    assert float(chance_of_any(np.full(3, 1e-20))) == pytest.approx(3e-20)


def test_the_counts_behind_a_printed_rate(golden):
    for row in golden("sdc_rate_leak"):
        behind = counts_behind(
            float(row["published_rate"]),
            float(row["n"]),
            int(row["multiplier"]),
            int(row["digits"]),
        )
        counts = json.loads(row["consistent_numerators_json"])
        assert [float(count) for count in behind] == [min(counts), max(counts)]
        assert behind.smallest <= float(row["x"]) <= behind.largest
        assert (behind.smallest == behind.largest) == (row["verdict"] == "leaks exact count")


@given(st.integers(0, 400), st.integers(1, 400), st.sampled_from([1, 100, 1000]), st.integers(0, 3))
def test_the_counts_behind_are_exactly_those_that_print_so(count, total, per, decimals):
    (text,) = exact_text(count, total, per, decimals)
    behind = counts_behind(float(text), total, per, decimals)
    low, high = int(behind.smallest), int(behind.largest)
    assert low <= count <= high
    for other in (low - 1, low, high, high + 1):
        if other >= 0:
            printed = exact_text(other, total, per, decimals) == [text]
            assert printed == (low <= other <= high)


def test_a_rate_that_no_count_prints_has_none_behind_it():
    assert np.isnan(counts_behind(1.41, 215, 100, 2)).all()
    assert np.isnan(counts_behind([-1, 1, math.nan, 1], [10, 0, 10, 2.5])).all()
    with pytest.raises(ValueError, match="per must be whole and decimals 0 to 9"):
        counts_behind(1, 2, 100, 12)


def test_part_of_a_year(golden, agree):
    for row in golden("annualisation"):
        number = {name: float(row[name]) for name in row if name not in ("label", "start", "end")}
        mean = mean_population(number["pop_begin"], number["pop_end"])
        by_days = person_years(mean, number["days"], number["year_days"])
        by_months = person_years(mean, number["months"], 12)
        found = {
            "avg_pop": mean,
            "person_years_days": by_days,
            "rate_cumulative_per_1000": number["events"] / mean * 1000,
            "rate_annualised_days_per_1000": number["events"] / by_days * 1000,
            "rate_annualised_months_per_1000": number["events"] / by_months * 1000,
        }
        agree("annualisation", found.values(), [row[name] for name in found])


def test_a_population_that_is_not_one_lives_no_years():
    assert np.isnan(mean_population([-1, 3, math.nan], [3, math.inf, 3])).all()
    assert np.isnan(person_years([-1, 10, 10, 10], [1, 0, 1, math.inf], [1, 1, 0, 1])).all()
    assert mean_population(0, 0) == 0
