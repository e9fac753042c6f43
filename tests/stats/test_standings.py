"""Where a number stands against a value, and how firm it is."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.stats import one_event, reliable, standing, wilson


def test_the_classes_of_the_golden_targets(golden, agree):
    rows = golden("target_tests")
    count, total, target = (
        np.array([float(row[name]) for row in rows]) for name in ("x", "n", "target")
    )
    usual, strict = wilson(count, total), wilson(count, total, 0.998)
    for limits, level in ((usual, "95"), (strict, "998")):
        agree("target_tests", limits.lower, [row[f"wilson{level}_lower"] for row in rows])
        agree("target_tests", limits.upper, [row[f"wilson{level}_upper"] for row in rows])
    named = standing(usual, strict, target).tolist()
    assert named == [row["classification"] for row in rows]
    meets = ["yes" if x / n >= t else "no" for x, n, t in zip(count, total, target, strict=True)]
    assert meets == [row["point_meets_target"] for row in rows]


@given(st.integers(0, 500), st.integers(0, 500), st.floats(0, 1))
def test_a_strict_verdict_is_also_a_usual_one(count, more, value):
    usual, strict = wilson(count, count + more or 1), wilson(count, count + more or 1, 0.998)
    named = str(standing(usual, strict, value))
    assert named.startswith("below") == bool(usual.upper < value)
    assert named.startswith("above") == bool(usual.lower > value)
    assert named.endswith("(99.8)") == bool(strict.upper < value or strict.lower > value)


def test_a_limit_upon_the_value_does_not_tell_them_apart():
    assert standing((0.9, 0.95), (0.8, 0.96), [0.9, 0.95]).tolist() == ["not different"] * 2


def test_what_is_missing_stands_nowhere():
    assert standing((math.nan, 0.9), (math.nan, 0.95), 0.99) == ""
    assert standing((0.8, 0.9), (0.7, 0.95), [math.nan, 0.92]).tolist() == ["", "below (95)"]
    # A strict interval that does not exist leaves the usual verdict.
    assert standing((0.8, 0.9), (math.nan, math.nan), 0.99) == "below (95)"


def test_one_birth_of_215_is_half_a_point():
    np.testing.assert_allclose(one_event([215, 4], per=100), [100 / 215, 25])
    assert np.isnan(one_event([0, -1, math.nan, math.inf])).all()
    with pytest.raises(ValueError, match="per must be a positive finite number"):
        one_event(215, per=0)


def test_ten_events_and_a_width_of_160_per_cent_are_just_enough():
    assert reliable([9, 10], 1, (0.9, 1.1)).tolist() == [False, True]
    assert reliable(10, [5, 5], ([1, 1], [9, 9.01])).tolist() == [True, False]
    # Natural growth may be negative: its width counts against its size.
    assert reliable([20, 20], -2.0, ([-3.5, -3.7], [-0.5, -0.4])).tolist() == [True, False]
    assert not reliable([math.nan, 12, 12], [1, math.nan, 1], ([0.9] * 3, [1.1, 1.1, None])).any()
