"""Properties and domain of every interval of METHODS: a new one is tested by being entered."""

import inspect
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fpstats.stats import METHODS, clopper_pearson, natural_growth, sex_ratio, wilson

CONFIDENCES = [0.9, 0.95, 0.99, 0.998]

# What a method is asked with is told by the names of its first parameters.
some = st.integers(0, 200) | st.integers(0, 10**9)
exposures = st.floats(0.5, 1e10)
ARGUMENTS = {
    ("count", "total"): st.tuples(some, some).map(lambda pair: (min(pair), max(*pair, 1))),
    ("count", "exposure"): st.tuples(some, exposures),
    ("males", "females"): st.tuples(some, some.map(lambda count: max(count, 1))),
    ("births", "deaths", "exposure"): st.tuples(some, some, exposures),
}
ESTIMATES = {
    ("count", "total"): lambda count, total: count / total,
    ("count", "exposure"): lambda count, exposure: count / exposure,
    ("males", "females"): lambda males, females: 100 * males / females,
    ("births", "deaths", "exposure"): lambda births, deaths, exposure: (births - deaths) / exposure,
}
VALID = {
    "count": 3,
    "total": 10,
    "exposure": 1000.0,
    "males": 12,
    "females": 9,
    "births": 12,
    "deaths": 0,
}
UNCOUNTED = [-1, math.nan, None, math.inf, -math.inf, 2.0**54]
OUTSIDE = {
    "count": UNCOUNTED,
    "total": [*UNCOUNTED, 0, 2, 10.5],
    "exposure": [-1000.0, math.nan, None, math.inf, 0],
    "males": UNCOUNTED,
    "females": UNCOUNTED,
    "births": UNCOUNTED,
    "deaths": UNCOUNTED,
}

WITH_INTERVALS = [
    "proportion",
    "rate",
    "count",
    "ratio",
    "balance",
    "error",
    "accuracy",
    "total_rate",
    "standardised_rate",
    "two_lists",
]
# Those of several groups, and of a sample of a frame, are tested for themselves.
INTERVALS = {
    name: method
    for name, method in METHODS.items()
    if method.kinds and method.family not in {"fertility", "sampling"}
}
methods = pytest.mark.parametrize("method", INTERVALS.values(), ids=INTERVALS.keys())
levels = pytest.mark.parametrize("confidence", CONFIDENCES)


def names(method):
    parameters = inspect.signature(method.function).parameters
    return tuple(name for name in parameters if name not in {"confidence", "per"})


def arguments(method):
    return ARGUMENTS[names(method)]


def test_every_method_is_entered_under_its_own_name():
    for name, method in METHODS.items():
        assert name == method.id == method.function.__name__
        assert method.family
        assert method.source
    kinds = frozenset[str]().union(*(method.kinds for method in METHODS.values()))
    assert kinds == set(WITH_INTERVALS)


@methods
@given(data=st.data(), confidence=st.floats(0.01, 0.9999))
def test_interval_contains_the_estimate(method, data, confidence):
    asked = data.draw(arguments(method))
    lower, upper = method.function(*asked, confidence)
    estimate = ESTIMATES[names(method)](*asked)
    assert upper >= estimate
    assert lower <= estimate or (method.id == "byar" and np.isnan(lower))


@methods
@given(data=st.data(), confidence=st.floats(0.01, 0.99))
def test_interval_widens_with_confidence(method, data, confidence):
    asked = data.draw(arguments(method))
    narrow = method.function(*asked, confidence)
    wide = method.function(*asked, confidence + 0.005)
    assert wide.upper > narrow.upper or wide.upper == narrow.upper == 1
    assert wide.lower < narrow.lower or narrow.lower == 0 or np.isnan(wide.lower)


@methods
@given(data=st.data())
def test_interval_shrinks_with_more_of_the_same(method, data):
    asked = data.draw(arguments(method))
    few = method.function(*asked)
    many = method.function(*(4 * number for number in asked))
    assume(not np.isnan(few.lower))
    assert many.upper - many.lower < few.upper - few.lower


@methods
@given(data=st.data())
def test_element_by_element_equals_all_at_once(method, data):
    asked = data.draw(st.lists(arguments(method), min_size=1, max_size=30))
    together = method.function(*(np.array(column) for column in zip(*asked, strict=True)))
    singly = [method.function(*one) for one in asked]
    np.testing.assert_array_equal(together.lower, [limits.lower for limits in singly])
    np.testing.assert_array_equal(together.upper, [limits.upper for limits in singly])


@given(ARGUMENTS["count", "total"], st.floats(0.01, 0.9999))
def test_failures_mirror_successes(pair, confidence):
    count, total = pair
    for method in (wilson, clopper_pearson):
        lower, upper = method(count, total, confidence)
        mirrored = method(total - count, total, confidence)
        np.testing.assert_allclose(
            [lower, upper], [1 - mirrored.upper, 1 - mirrored.lower], 0, 4e-15
        )


@given(ARGUMENTS["births", "deaths", "exposure"])
def test_decline_mirrors_growth(asked):
    births, deaths, exposure = asked
    lower, upper = natural_growth(births, deaths, exposure)
    assert natural_growth(deaths, births, exposure) == (-upper, -lower)


@given(some.filter(bool), some.filter(bool))
def test_girls_to_boys_mirror_boys_to_girls(males, females):
    lower, upper = sex_ratio(males, females, per=1)
    np.testing.assert_allclose(sex_ratio(females, males, per=1), [1 / upper, 1 / lower], 1e-14)


@methods
@levels
def test_outside_its_domain_an_interval_is_not_a_number(method, confidence):
    asked = [VALID[name] for name in names(method)]
    assert not np.isnan(method.function(*asked, confidence)).any()
    for place, name in enumerate(names(method)):
        for wrong in OUTSIDE[name]:
            mixed = [*asked[:place], [asked[place], wrong], *asked[place + 1 :]]
            limits = method.function(*mixed, confidence)
            assert np.isnan(limits).tolist() == [[False, True]] * 2, (name, wrong)


@methods
@levels
def test_half_a_count_is_not_a_count(method, confidence):
    for place, name in enumerate(names(method)):
        if name not in {"exposure", "total"}:
            asked = [VALID[name] for name in names(method)]
            asked[place] = 0.5
            limits = method.function(*asked, confidence)
            assert np.isnan(limits).all() == method.whole_counts


@levels
def test_one_more_than_all_is_not_a_proportion(confidence):
    for method in (wilson, clopper_pearson):
        assert np.isnan(method(101, 100, confidence)).all()


@methods
@pytest.mark.parametrize("confidence", [0, 1, 95, -0.95, math.nan])
def test_a_confidence_outside_zero_to_one_is_refused(method, confidence):
    asked = [VALID[name] for name in names(method)]
    with pytest.raises(ValueError, match="confidence must lie strictly between 0 and 1"):
        method.function(*asked, confidence)


@methods
@pytest.mark.parametrize("confidence", [1e-300, 1e-17, 1e-9, 1 - 2**-53])
def test_the_last_confidences_still_give_limits(method, confidence):
    asked = [VALID[name] for name in names(method)]
    upper = method.function(*asked, confidence).upper
    # Below any use, an interval is thinner than the rounding of the value it has to hold.
    assert np.isfinite(upper) or confidence < 1e-15


@methods
def test_shapes_broadcast_and_the_input_stays(method):
    asked = [np.full((2, 1), VALID[names(method)[0]], dtype=np.int32)]
    asked += [np.full(3, VALID[name]) for name in names(method)[1:]]
    before = [column.copy() for column in asked]
    limits = method.function(*asked)
    assert limits.lower.shape == limits.upper.shape == (2, 3)
    assert limits.lower.dtype == limits.upper.dtype == np.float64
    for column, copy in zip(asked, before, strict=True):
        np.testing.assert_array_equal(column, copy)


@methods
def test_a_single_number_and_no_number_give_arrays(method):
    for shape in [(), (0,)]:
        limits = method.function(*(np.full(shape, VALID[name]) for name in names(method)))
        assert isinstance(limits.lower, np.ndarray)
        assert isinstance(limits.upper, np.ndarray)
        assert limits.lower.shape == limits.upper.shape == shape


@pytest.mark.parametrize("per", [0, -100, math.inf, math.nan])
def test_a_sex_ratio_per_nothing_is_refused(per):
    with pytest.raises(ValueError, match="per must be a positive finite number"):
        sex_ratio(120, 95, per=per)
