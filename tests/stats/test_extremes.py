"""At the ends of what a float can hold, and beyond what anything can be: an answer or NaN.

Every public function is called, whatever will be added to them; only those whose arguments are no
plain arrays are told how.
"""

import contextlib
import inspect
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fpstats import stats

SIZES = [0.0, 5e-324, 1e-310, 2.3e-308, 1e-300, 1e-200, 1e-131, 1e-130, 1e-61, 1e-60, 1e-20, 1e-9,
         0.5, 1 - 2**-53, 1.0, 1 + 2**-52, 2.0, 10.0, 97.0, 2.0**31, 2.0**53, 2.0**53 + 2, 1e16,
         1e59, 1e60, 1e61, 1e100, 1e150, 1e200, 1e300, 1.7e308, math.inf]  # fmt: skip
EXTREME = st.sampled_from([*SIZES, *(-one for one in SIZES), math.nan])
COUNT = st.integers(0, 30).map(float)
KINDS = ("int8", "uint8", "int64", "float16", "float32", "bool")

TOLD = {
    "bunching": (2, lambda count, total: stats.bunching(count, total, 0.5, 0.2)),
    "couple_years": (1, lambda units: stats.couple_years({"copper_iud": units})),
    "exact_text": (2, lambda *parts: np.asarray(stats.exact_text(*parts, 100, 2))),
    "funnel_flag": (3, lambda *tails: stats.funnel_flag(stats.Tails(*tails))),
    "mover": (6, lambda a, b, c, d, e, f: stats.mover(a, (b, c), d, (e, f))),
    "overdispersion": (2, lambda *parts: stats.overdispersion(stats.Deviation(*parts))),
    "rank_moves": (
        4,
        lambda a, b, c, d: stats.rank_moves(stats.rank_intervals(a, b), stats.rank_intervals(c, d)),
    ),
    "reliable": (4, lambda count, value, *limits: stats.reliable(count, value, limits)),
    "rounded": (1, lambda value: stats.rounded(value, 2)),
    "standing": (5, lambda a, b, c, d, value: stats.standing((a, b), (c, d), value)),
    "whipple": (1, lambda ages: stats.whipple(np.resize([*ages, 0.0], 100))),
    "myers": (1, lambda ages: stats.myers(np.resize([*ages, 0.0], 100))),
}
PLAIN = {"joint_confidence", "couple_years_factors"}
"""Take single numbers and no arrays."""

INFINITE = {
    "accumulation_evidence", "beta_binomial_fit", "births_needed", "chapman_exact", "mover",
    "rate_ratio_exact", "repeats_together", "rounded", "sex_ratio", "sex_ratio_exact",
    "total_needed",
}  # fmt: skip
"""Say where infinity is an answer."""


def columns_of(function):
    parameters = inspect.signature(function).parameters.values()
    return sum(one.default is inspect.Parameter.empty for one in parameters)


FUNCTIONS = {
    name: TOLD.get(name) or (columns_of(each), each)
    for name in stats.__all__
    if inspect.isfunction(each := getattr(stats, name)) and name not in PLAIN
}


def drawn(data, width, values):
    """Draw columns of one length: extreme, or counts with an extreme here and there."""
    size = data.draw(st.integers(0, 14))
    mostly = st.integers(0, 12).flatmap(lambda one: COUNT if one else values)
    column = st.one_of(
        st.lists(values, min_size=size, max_size=size),
        st.lists(mostly, min_size=size, max_size=size),
        values.map(lambda one: [one] * size),
    )
    return [np.array(data.draw(column), dtype=np.float64) for _ in range(width)]


def parts(answer):
    if isinstance(answer, tuple):
        for one in answer:
            yield from parts(one)
    else:
        yield answer


def intervals(answer):
    if isinstance(answer, stats.Interval):
        yield answer
    elif isinstance(answer, tuple):
        for one in answer:
            yield from intervals(one)


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=60)
@given(data=st.data())
def test_nothing_warns_and_nothing_is_out_of_its_range(name, data):
    width, function = FUNCTIONS[name]
    found = function(*drawn(data, width, EXTREME))
    for part in parts(found):
        assert isinstance(part, np.ndarray)
        if part.dtype.kind == "f" and name not in INFINITE:
            assert not np.isinf(part).any()
    for lower, upper in intervals(found):
        assert not np.any(lower > upper)
    for tail in found if isinstance(found, stats.Tails) else ():
        assert not np.any((tail < 0) | (tail > 1))


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=20)
@given(data=st.data())
def test_numbers_of_any_type_are_numbers(name, data):
    """Nothing overflows in a small type: what is asked of integers is what is asked of floats."""
    width, function = FUNCTIONS[name]
    kind = data.draw(st.sampled_from(KINDS))
    most = 1 if kind == "bool" else 127
    columns = [np.minimum(column, most) for column in drawn(data, width, st.just(127.0))]
    expected = function(*columns)
    found = function(*(column.astype(kind) for column in columns))
    for one, other in zip(parts(found), parts(expected), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_single_number_has_an_answer_or_is_refused_in_words(name):
    width, function = FUNCTIONS[name]
    if name in ("whipple", "myers"):
        function = getattr(stats, name)
    answers = []
    with contextlib.suppress(ValueError):  # a series, a list of areas: of what has an axis
        answers = [function(*[number] * width) for number in (3, np.float64(0), None)]
    assert all(isinstance(part, np.ndarray) for found in answers for part in parts(found))
    if not answers:
        with pytest.raises(ValueError, match=r"axis|one-dimensional"):
            function(*[3] * width)


def test_no_areas_and_no_months_are_no_fault():
    for name, (width, function) in FUNCTIONS.items():
        for part in parts(function(*[np.array([])] * width)):
            assert isinstance(part, np.ndarray), name


COUNTS = [0.0, 1.0, 2.0, 9.0, 10.0, 11.0, 1e6, 2.0**31, 2.0**52, 2.0**53 - 1, 2.0**53]
OVER = [1e-130, 1e-60, 1e-9, 0.5, 1.0, 1e5, 2.0**53, 1e30, 1e60]
LEVELS = [1e-9, 0.5, 0.95, 0.998, 1 - 1e-12]
PROPORTIONS = [stats.wilson, stats.clopper_pearson, stats.wilson_finite]
RATES = [stats.byar, stats.exact_poisson, stats.poisson, stats.poisson_score]


@pytest.mark.parametrize("confidence", LEVELS)
@pytest.mark.parametrize("method", PROPORTIONS, ids=lambda one: one.__name__)
def test_limits_of_a_proportion_stand_on_either_side_of_it_at_any_size(method, confidence):
    count, total = (np.ravel(one) for one in np.meshgrid(COUNTS, COUNTS))
    lower, upper = method(count, total, confidence=confidence)
    valid = (count <= total) & (total > 0)
    assert np.isnan(lower[~valid]).all()
    share = count[valid] / total[valid]
    assert (lower[valid] >= 0).all()
    assert (upper[valid] <= 1).all()
    assert (lower[valid] <= share * (1 + 1e-15)).all()
    assert (upper[valid] >= share * (1 - 1e-15)).all()


@pytest.mark.parametrize("confidence", LEVELS)
@pytest.mark.parametrize("method", RATES, ids=lambda one: one.__name__)
def test_limits_of_a_rate_stand_on_either_side_of_it_at_any_size(method, confidence):
    count, over = (np.ravel(one) for one in np.meshgrid(COUNTS, OVER))
    lower, upper = method(count, over, confidence=confidence)
    rate = count / over
    assert np.isfinite(upper).all()
    assert not (lower < 0).any()
    assert not (lower > rate * (1 + 1e-15)).any()
    assert (upper >= rate * (1 - 1e-15)).all()


def test_one_area_that_outweighs_all_others_leaves_what_they_say_of_one_another():
    """By hand, as the first weight w grows without end: the mean is 0, q = 1 + 9, spare = 10 - 2,
    and what is left of the weights is ((w + 2)^2 - w^2 - 2) / (w + 2), which becomes 4."""
    found = stats.dersimonian_laird([0.0, 1.0, 3.0], [1e-60, 1.0, 1.0])
    np.testing.assert_allclose(
        [float(one) for one in (found.tau2, found.fixed, found.q)], [2.0, 0.0, 10.0], atol=1e-15
    )
    spread = stats.overdispersion(stats.Deviation([0.0, 1.0, 3.0], [1e-30, 1.0, 1.0]), winsorised=0)
    np.testing.assert_allclose(float(spread.tau2), 2.0)


def test_numbers_beyond_all_measures_are_not_known():
    for number in (1e61, -1e61, 1e300, math.inf):
        assert np.isnan(stats.ewma([number], 0, 1).value).all()
        assert np.isnan(stats.cusum([1.0], number, 1).high).all()
    assert np.isnan(stats.one_event([1e-131, 1e61])).all()
    assert np.isnan(stats.person_years([1e61, 1.0], [1.0, 1e61])).all()


@pytest.mark.parametrize("per", [0, -1, 1e61, 1e300, 1e-61, 5e-324, math.inf, math.nan])
def test_a_value_is_stated_per_a_number_that_is_measured(per):
    with pytest.raises(ValueError, match="per must be a positive finite number"):
        stats.one_event(1e-130, per)
    assert np.isfinite(stats.one_event(1e-130, 1e60))


def test_probabilities_next_to_nothing_keep_their_digits():
    """P(X >= 1) of n = 10 at share s is 10 s, where s is next to nothing."""
    shares = np.array([1e-100, 1e-200, 1e-300])
    np.testing.assert_allclose(stats.binomial_test(1, 10, shares).greater, 10 * shares)
    np.testing.assert_allclose(stats.poisson_test(1, shares).greater, shares)


def test_sums_of_huge_steps_gather_no_further_than_floats_do():
    found = stats.cusum(np.zeros(11), np.full(11, 0.5), np.full(11, 2.3e-308))
    assert np.isfinite(found.low).all()
    assert (np.diff(found.low) >= 0).all()


def test_a_parameter_beside_one_has_the_ranks_of_one():
    beside = np.nextafter(1, 0), np.nextafter(1, 2)
    for alpha in beside:
        for beta in beside:
            found = stats.beta_rank_probabilities([alpha, 1.0], [beta, 1.0])
            np.testing.assert_allclose(found, 0.5)
