"""Columns of text hold what each number alone would be written as, decided by exact fractions."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fpstats import catalogue
from fpstats.write.digits import (
    counted_texts,
    fixed_texts,
    known,
    shortest_texts,
    telling_texts,
)

RATE = catalogue.load(None).indicators["crude_birth_rate"]


def by_hand(value: Fraction, decimals: int) -> str:
    units = (Decimal(value.numerator) / Decimal(value.denominator)).scaleb(decimals)
    whole = int(abs(units).quantize(Decimal(1), ROUND_HALF_UP))
    digits = str(whole).zfill(decimals + 1)
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"-{text}" if value < 0 and whole else text


@given(
    st.lists(st.tuples(st.integers(-5000, 5000), st.integers(1, 40_000)), min_size=1),
    st.integers(0, 4),
    st.sampled_from([1, 100, 1000]),
)
def test_a_value_is_rounded_by_its_counts_whatever_its_float_is(counts, decimals, per):
    above, below = (known(list(each)) for each in zip(*counts, strict=True))
    one = replace(RATE, per=per, decimals=decimals)
    found = counted_texts(one, above, below, per * above / below).to_list()
    assert found == [by_hand(Fraction(per * x, n), decimals) for x, n in counts]


def test_a_half_is_seldom_half_as_a_float():
    # 201 of 400 are 50.25, 23 of 1,600 are 1.4375; 1,000 x 33.5 of 8,000 is 4.1875 exactly.
    above, below = known([201, 23, 33.5]), known([400, 1600, 8000])
    percent = replace(RATE, per=100, decimals=1)
    assert counted_texts(percent, above, below, 100 * above / below).to_list()[0] == "50.3"
    rate = replace(RATE, per=1000, decimals=3)
    assert counted_texts(rate, above, below, 1000 * above / below).to_list()[2] == "4.188"


def test_a_value_that_its_counts_do_not_make_is_written_as_it_is():
    rate = replace(RATE, per=100, decimals=1)
    found = counted_texts(rate, known([1, 1, None]), known([2, 0, 8]), known([7.25, 3, 12.5]))
    assert found.to_list() == ["7.3", "3.0", "12.5"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, ""), (math.nan, ""), (0.0, "0.00"), (-0.001, "0.00"), (-1.005, "-1.01"),
        (12.5, "+12.50"), (-7.0, "-7.00"), (2.0**60, "+1152921504606846976.00"),
        (-(2.0**60), "-1152921504606846976.00"), (math.inf, "+inf"),
    ],
)  # fmt: skip
def test_a_number_with_its_sign(number, text):
    assert fixed_texts(known([number]), 2, signed=True).to_list() == [text]
    assert fixed_texts(known([number]), 2).to_list() == [text.removeprefix("+")]


@given(st.lists(st.none() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False)))
def test_the_shortest_text_reads_back_as_the_number(numbers):
    for number, text in zip(numbers, shortest_texts(known(numbers)), strict=True):
        assert text == "" if number is None else float(text) == float(number)


@given(
    st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 10**7)), min_size=1),
    st.integers(0, 4),
)
def test_a_share_is_printed_as_none_or_all_only_where_it_is(counts, decimals):
    over, total = (known(list(each)) for each in zip(*counts, strict=True))
    over = over.clip(max=total)
    share = replace(catalogue.load(None).indicators["policy_compliance_rate"], decimals=decimals)
    found = counted_texts(share, over, total, 100 * over / total).to_list()
    for text, x, n in zip(found, over, total, strict=True):
        assert (float(text) == 0) == (x == 0)
        assert (float(text) == 100) == (x == n)


def test_a_number_has_more_digits_only_where_it_would_seem_what_it_is_not():
    values = known([0.0014, 12.5, 0.0, -0.0006, 99.996, 1e-12])
    assert telling_texts(values, 2, (0.0, 100.0)).to_list() == [
        "0.001", "12.50", "0.00", "-0.0006", "99.996", "0.00",
    ]  # fmt: skip
