import json
import math
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.stats import exact_text, rounded


def number(text):
    return json.loads(text)


def test_every_golden_row_is_written_half_away_from_zero(golden):
    for row in golden("rounding"):
        text = exact_text(
            number(row["numerator"]),
            number(row["denominator"]),
            number(row["multiplier"]),
            int(row["digits"]),
        )
        assert text == [row["half_away_from_zero"]]


def test_what_even_digits_or_floats_would_print_is_another_number_where_they_differ(golden):
    rows = golden("rounding")
    for row in rows:
        value = Fraction(row["numerator"]) / Fraction(row["denominator"]) * int(row["multiplier"])
        even = Decimal(value.numerator) / Decimal(value.denominator)
        step = Decimal(1).scaleb(-int(row["digits"]))
        assert f"{even.quantize(step, ROUND_HALF_EVEN)}" == row["half_even"]
        other = row["python_percent_format_of_float"] != row["half_away_from_zero"]
        assert other == (row["float_differs_from_half_up"] == "yes")
    assert sum(row["half_even"] != row["half_away_from_zero"] for row in rows) > 5


def test_a_rounded_float_is_the_number_that_the_text_shows(golden):
    for row in golden("rounding"):
        value = number(row["numerator"]) / number(row["denominator"]) * number(row["multiplier"])
        assert rounded(value, int(row["digits"])) == float(row["half_away_from_zero"])


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**9), st.integers(0, 6))
def test_text_agrees_with_decimal_arithmetic(numerator, denominator, decimals):
    exact = Fraction(numerator, denominator) * 100
    step = Decimal(1).scaleb(-decimals)
    # Enough digits that a tie is a tie: the divisors of a tie are powers of two and five.
    expected = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(step, ROUND_HALF_UP)
    (text,) = exact_text(numerator, denominator, per=100, decimals=decimals)
    assert Decimal(text) == expected
    assert text == (f"{abs(expected)}" if expected == 0 else f"{expected}")


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 15))
def test_a_float_is_written_as_the_fraction_that_it_is(value, decimals):
    (text,) = exact_text(value, 1, decimals=decimals)
    assert abs(Fraction(text) - Fraction(value)) * 2 * 10**decimals <= 1
    assert len(text.partition(".")[2]) == decimals


@pytest.mark.parametrize(
    ("numerator", "denominator"),
    [(None, 5), (5, None), (math.nan, 5), (5, math.nan), (math.inf, 5), (5, math.inf), (5, 0)],
)
def test_what_is_not_known_is_written_as_nothing(numerator, denominator):
    assert exact_text(numerator, denominator) == [""]


@pytest.mark.parametrize("numerator", [-0.0, 0, -1, -1e-300])
def test_zero_is_written_without_a_sign(numerator):
    assert exact_text(numerator, 100_000, per=100, decimals=2) == ["0.00"]


@pytest.mark.parametrize(("numerator", "denominator"), [(-3, 2), (3, -2), (-3.0, 2.0)])
def test_minus_one_and_a_half_rounds_away_from_zero(numerator, denominator):
    assert exact_text(numerator, denominator) == ["-2"]


def test_numbers_of_every_make_broadcast():
    counts = np.array([1, 2, 3], dtype=np.int32)
    assert exact_text(counts, 8, per=100, decimals=1) == ["12.5", "25.0", "37.5"]
    assert exact_text([np.int64(1), None, np.float64(2.5)], 4) == ["0", "", "1"]
    assert exact_text(2**70, np.array([1.0])) == [str(2**70)]
    assert exact_text(10**9, 3, np.int64(100), np.int64(15)) == ["33333333333.333333333333333"]


@given(st.floats(), st.integers(0, 15))
def test_rounded_stays_within_half_a_unit(value, decimals):
    result = float(rounded(value, decimals))
    if not math.isfinite(value):
        assert result == value or (math.isnan(result) and math.isnan(value))
        return
    half = Fraction(1, 2) + Fraction(1, 32)
    slack = Fraction(math.ulp(result))  # the decimal itself is seldom a float
    assert abs(Fraction(result) - Fraction(value)) <= half / 10**decimals + slack
    assert math.copysign(1, result) == 1 or result < 0


def test_rounded_keeps_the_shape_and_the_input():
    values = np.array([[0.125, -0.125], [np.nan, 1e300]])
    before = values.copy()
    np.testing.assert_array_equal(rounded(values, 2), [[0.13, -0.13], [np.nan, 1e300]])
    np.testing.assert_array_equal(values, before)
    assert rounded(0.125, 2).shape == ()


@pytest.mark.parametrize("value", [2.0**51, 2.0**51 + 1, 2.0**49 + 0.25, 4e15 + 1])
def test_a_large_whole_number_is_not_moved(value):
    assert rounded(value, 0) == math.floor(value)


@pytest.mark.parametrize("decimals", [-1, 16, 1.5])
def test_decimals_that_a_float_cannot_hold_are_refused(decimals):
    with pytest.raises(ValueError, match="whole number from 0 to 15"):
        rounded(1.0, decimals)
    with pytest.raises(ValueError, match="whole number from 0 to 15"):
        exact_text(1, 1, decimals=decimals)


@pytest.mark.parametrize("per", [0, -1, math.inf, math.nan])
def test_a_per_that_is_not_positive_is_refused(per):
    with pytest.raises(ValueError, match="per must be a positive finite number"):
        exact_text(1, 1, per)
