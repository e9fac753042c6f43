"""Spot checks and two sources: reference values, and what the limits mean by counting."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from fpstats.stats import wilson
from fpstats.stats.sampling import (
    chandrasekaran_deming,
    chapman,
    chapman_exact,
    design_effect,
    gross_error,
    hypergeometric,
    hypergeometric_test,
    net_error,
    source_coverage,
    wilson_finite,
)
from fpstats.stats.urn import hypergeometric_at_most, hypergeometric_tails

urns = st.integers(1, 400).flatmap(
    lambda frame: st.tuples(st.integers(1, frame), st.integers(0, frame), st.just(frame))
)


def numbers(row, *names):
    return [float(row[name]) for name in names]


def chance(count, sample, marked, frame):
    """The exact probability of at most so many, as a fraction."""
    ways = (
        math.comb(marked, some) * math.comb(frame - marked, sample - some)
        for some in range(min(count, marked, sample) + 1)
    )
    return Fraction(sum(ways), math.comb(frame, sample))


def test_spot_checks(golden, agree):
    for row in golden("error_rate_fpc"):
        asked = numbers(row, "x", "n", "N", "conf")
        limits, frame = hypergeometric(*asked), asked[2]
        agree("error_rate_fpc", limits, [row["rate_lower_exact"], row["rate_upper_exact"]])
        whole = [round(float(limit) * frame) for limit in limits]
        assert whole == [int(row["K_lower_exact"]), int(row["K_upper_exact"])]
        quick = wilson_finite(*asked)
        agree("error_rate_fpc", quick, [row["wilson_fpc_lower"], row["wilson_fpc_upper"]])
        # A frame does to the interval what another number of entries would.
        if row["n_eff"] != "Inf":
            count, sample, _, confidence = asked
            effect = sample / float(row["n_eff"])
            same = wilson_finite(count, sample, math.inf, confidence, effect)
            agree("error_rate_fpc", same, [row["wilson_fpc_lower"], row["wilson_fpc_upper"]])


def test_two_sources(golden, agree):
    for row in golden("capture_recapture"):
        asked, confidence = numbers(row, "n1", "n2", "m"), float(row["conf"])
        found = chapman(*asked, confidence)
        plain = chapman(*asked, confidence, limits="normal")
        deming = chandrasekaran_deming(*asked, confidence)
        of_first, of_second = source_coverage(*asked)
        expected = {
            "lp_estimate": deming.total,
            "lp_var": deming.variance,
            "chapman": found.total,
            "chapman_var": found.variance,
            "chapman_lower_log": found.lower,
            "chapman_upper_log": found.upper,
            "chapman_lower_normal": plain.lower,
            "chapman_upper_normal": plain.upper,
            "coverage_source1": of_first,
            "coverage_source2": of_second,
            "underregistration_source1": 1 - of_first,
        }
        for name, value in expected.items():
            if name.startswith("underregistration"):  # one less a part: an ulp of one is absolute
                assert value == pytest.approx(float(row[name]), abs=2e-16)
            else:
                agree("capture_recapture", [value], [row[name] or "nan"])


@given(urns, st.integers(-2, 402))
def test_hypergeometric_tails_are_those_of_counting(urn, count):
    sample, marked, frame = urn
    given_ = (np.array(float(number)) for number in (count, sample, marked, frame))
    count_, sample_, marked_, frame_ = given_
    expected = float(chance(count, sample, marked, frame)) if count >= 0 else 0.0
    less, greater, point = hypergeometric_tails(count_, sample_, marked_, frame_)
    assert less == pytest.approx(expected, rel=1e-11, abs=1e-15)
    fewer = float(chance(count - 1, sample, marked, frame)) if count > 0 else 0.0
    assert greater == pytest.approx(1 - fewer, rel=1e-11, abs=1e-15)
    assert point == pytest.approx(expected - fewer, rel=1e-11, abs=1e-15)


@pytest.mark.parametrize(
    ("count", "sample", "marked", "frame"),
    [(3, 50, 60, 215), (0, 300, 200, 400), (100, 1000, 2500, 10_000), (7, 800, 700, 15_844)],
)
def test_small_tails_keep_their_digits(count, sample, marked, frame):
    expected = float(chance(count, sample, marked, frame))
    asked = (np.array([float(number)]) for number in (count, sample, marked, frame))
    assert hypergeometric_at_most(*asked)[0] == pytest.approx(expected, rel=1e-11)
    assert expected < 0.2


@given(urns, st.sampled_from([0.5, 0.9, 0.95, 0.998]), st.data())
def test_exact_limits_are_the_last_numbers_that_are_not_too_rare(urn, confidence, data):
    sample, _, frame = urn
    count = data.draw(st.integers(0, sample))
    tail = Fraction(1 - Fraction(str(confidence))) / 2
    limits = hypergeometric(count, sample, frame, confidence)
    fewest, most = (round(float(limit) * frame) for limit in limits)
    assert chance(count, sample, most, frame) > tail
    assert most == frame - sample + count or chance(count, sample, most + 1, frame) <= tail
    assert 1 - (chance(count - 1, sample, fewest, frame) if count else 0) > tail
    assert fewest == count or 1 - chance(count - 1, sample, fewest - 1, frame) <= tail


def test_a_check_of_all_leaves_nothing_to_chance():
    # 5 % of 50 are 2.5, so that at most 2 may be wrong: 3 found among all 50 cannot be. 5 % of 215
    # are 10.75, so that at most 10 may be: neither can 14 found among 200 of them.
    tails = hypergeometric_test([3, 14, 2], [50, 200, 50], [50, 215, 50], 0.05)
    assert tails.greater.tolist() == [0, 0, 1]
    assert tails.two_sided.tolist() == [0, 0, 0]
    # 6 % of 50 are 3, all of which were found: just what the value says.
    assert hypergeometric_test(3, 50, 50, 0.06).two_sided == 1


def test_tails_against_a_value_are_those_of_the_whole_numbers_next_to_it():
    # Of 215 at most 10 are wrong where at most 5 % are, and at least 11 where at least 5 % are.
    tails = hypergeometric_test(3, 50, 215, 0.05)
    assert tails.greater == pytest.approx(float(1 - chance(2, 50, 10, 215)), rel=1e-12)
    assert tails.less == pytest.approx(float(chance(3, 50, 11, 215)), rel=1e-12)


@pytest.mark.parametrize(
    ("count", "sample", "frame", "share"),
    [(3, 50, 215, 0.05), (0, 80, 1000, 0.01), (12, 400, 2000, 0.02), (190, 200, 450, 0.97)],
)
def test_tails_agree_with_those_of_scipy(count, sample, frame, share):
    below, above = math.floor(share * frame + 1e-9), math.ceil(share * frame - 1e-9)
    tails = hypergeometric_test(count, sample, frame, share)
    greater = scipy_stats.hypergeom(frame, below, sample).sf(count - 1)
    less = scipy_stats.hypergeom(frame, above, sample).cdf(count)
    assert float(tails.greater) == pytest.approx(greater, rel=1e-12)
    assert float(tails.less) == pytest.approx(less, rel=1e-12)
    assert float(tails.two_sided) == pytest.approx(min(1, 2 * min(less, greater)), rel=1e-12)


@given(urns, st.sampled_from([0.9, 0.95, 0.998]), st.integers(0, 1000), st.data())
def test_tails_and_limits_agree_on_every_value(urn, confidence, thousandths, data):
    sample, _, frame = urn
    count, share = data.draw(st.integers(0, sample)), thousandths / 1000
    limits = hypergeometric(count, sample, frame, confidence)
    beyond = bool(share < limits.lower - 1e-12 or share > limits.upper + 1e-12)
    p = float(hypergeometric_test(count, sample, frame, share).two_sided)
    assert beyond == (p <= (1 - confidence) * (1 + 1e-10))


def test_tails_of_what_is_no_sample_are_not_known():
    asked = [(3, 60, 50, 0.05), (4, 3, 50, 0.05), (1, 5, np.inf, 0.05), (1, 5, 50, 1.2)]
    for one in [*asked, (np.nan, 5, 50, 0.1)]:
        assert np.isnan(hypergeometric_test(*one)).all()


@given(urns, st.data())
def test_right_entries_mirror_wrong_ones(urn, data):
    sample, _, frame = urn
    count = data.draw(st.integers(0, sample))
    for method in (hypergeometric, wilson_finite):
        lower, upper = method(count, sample, frame)
        other = method(sample - count, sample, frame)
        np.testing.assert_allclose([lower, upper], [1 - other.upper, 1 - other.lower], 0, 1e-14)
        assert lower <= count / sample * (1 + 1e-15)
        assert upper >= count / sample * (1 - 1e-15)


@given(st.integers(1, 10**6), st.data())
def test_of_an_endless_frame_the_quick_form_is_wilsons(sample, data):
    count = data.draw(st.integers(0, sample))
    np.testing.assert_allclose(wilson_finite(count, sample), wilson(count, sample), 1e-13)


def test_a_design_effect_is_as_fewer_entries():
    clustered = wilson_finite(30, 200, design_effect=2)
    np.testing.assert_allclose(clustered, wilson(15, 100), 1e-14)
    assert wilson_finite(3, 215, 215, design_effect=2).upper == pytest.approx(3 / 215)


def test_clusters_that_are_all_alike_have_no_design_effect_and_split_ones_all_of_it():
    assert design_effect([2, 4, 6], [10, 20, 30]) == 0
    # Ten clusters of ten, all right or all wrong: 10/9 * 10 * 25 / 100^2 over 0.25 / 99 = 11.
    assert design_effect([10] * 5 + [0] * 5, 10) == pytest.approx(11)
    assert np.isnan(design_effect([[3, math.nan], [0, 0]], 10)).all()


def test_gross_errors_add_up_where_net_ones_cancel():
    # 215 entries, of which 3 entered twice; 3 births were left out.
    assert gross_error(3, 3, 0, 218) == 6 / 218
    assert net_error(215, 215) == 0
    assert net_error(210, 215) == -5 / 215
    assert np.isnan(gross_error([-1, 30, 0.5, math.nan], 30, 0, 50)).all()
    assert np.isnan(net_error([1, -1, 1.5], [0, 5, 5])).all()


def test_outside_its_domain_a_sample_has_no_limits():
    for count, sample, frame in [(4, 3, 10), (1, 11, 10), (-1, 3, 10), (1, 0, 10), (1, 2, 9.5)]:
        assert np.isnan(hypergeometric(count, sample, frame)).all()
        assert np.isnan(wilson_finite(count, sample, frame)).all()
    assert np.isnan(hypergeometric(1, 2, math.inf)).all()
    assert np.isnan(wilson_finite(1, 2, design_effect=[0, -1, math.nan])).all()


def test_shapes_broadcast():
    limits = hypergeometric([[0], [1]], [10, 20, 30], 215)
    assert limits.lower.shape == limits.upper.shape == (2, 3)
    assert hypergeometric([], [], []).lower.shape == (0,)


@given(st.integers(0, 300), st.integers(0, 300), st.data())
def test_estimates_hold_what_was_seen_and_know_no_order(first, second, data):
    both = data.draw(st.integers(0, min(first, second)))
    found, other = chapman(first, second, both), chapman(second, first, both)
    np.testing.assert_allclose(found, other, 1e-12)
    seen = first + second - both
    assert seen * (1 - 1e-12) <= found.lower <= found.total * (1 + 1e-12)
    assert found.total <= found.upper * (1 + 1e-12)
    plain = (first + 1) * (second + 1) / (both + 1) - 1
    assert found.total == pytest.approx(plain, rel=1e-12, abs=1e-12)


@given(st.integers(0, 40), st.integers(0, 40), st.data(), st.sampled_from([0.8, 0.95, 0.998]))
def test_exact_limits_are_the_numbers_that_are_not_too_rare(first, second, data, confidence):
    """Every number of all events, one after the other, by scipy's hypergeometric."""
    both = data.draw(st.integers(0, min(first, second)))
    found = chapman_exact(first, second, both, confidence)
    seen, tail = first + second - both, (1 - confidence) / 2
    total = float(chapman(first, second, both).total)
    assert found.total == total
    numbers = itertools.count(seen)
    # A probability that is the tail, as 3 of 30 for a tail of 0.1, differs from it by rounding.
    above = tail * (1 + 1e-9)
    fewest = next(n for n in numbers if scipy_stats.hypergeom.cdf(both, n, first, second) > above)
    assert found.lower == min(fewest, total)
    if both == 0:
        assert found.upper == math.inf
        return
    upper = float(found.upper)
    most = int(upper) if upper > total else seen
    assert scipy_stats.hypergeom.sf(both - 1, most + 1, first, second) <= tail * (1 + 1e-9)
    if upper > total:
        assert scipy_stats.hypergeom.sf(both - 1, most, first, second) > tail * (1 - 1e-9)


def test_exact_limits_hold_in_every_list_however_complete():
    """Added up over all that can be on both: never less sure than stated."""
    for total, confidence in itertools.product((10, 30, 80), (0.9, 0.95, 0.998)):
        for first, second in itertools.product((0.1, 0.5, 0.9, 1.0), repeat=2):
            one, other = round(first * total), round(second * total)
            both = np.arange(max(0, one + other - total), min(one, other) + 1)
            found = chapman_exact(one, other, both, confidence)
            chance = scipy_stats.hypergeom.pmf(both, total, one, other)
            held = chance[(found.lower <= total) & (total <= found.upper)].sum()
            assert held >= confidence - 1e-9


def test_a_limit_that_no_float_counts_is_not_known():
    found = chapman_exact([10**8, 5], [2 * 10**8, 5], [1, 0])
    assert np.isnan(found.upper[0])
    assert found.lower[0] > 3e15
    assert found.upper[1] == math.inf


def test_more_on_both_lists_than_on_one_is_no_match():
    for counts in [(5, 6, 7), (5, -1, 0), (5, 5.5, 2), (5, math.nan, 2)]:
        assert np.isnan(chapman(*counts)).all()
        assert np.isnan(chapman_exact(*counts)).all()
        assert np.isnan(chandrasekaran_deming(*counts)).all()
        assert np.isnan(source_coverage(*counts)).all()
    assert np.isnan(chandrasekaran_deming(5, 5, 0)).all()


def test_limits_of_another_name_are_refused():
    with pytest.raises(ValueError, match="limits must be one of log, normal"):
        chapman(5, 5, 2, limits="wald")
