"""Text to numbers: one grammar, and two ways to read it that must never disagree."""

from __future__ import annotations

import io
import re

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fpstats.returns import clean


def words(text: str) -> list[str]:
    return text.split()


def one(text: str | None, decimals: int = 0) -> tuple[float | None, str | None]:
    """Return the number and the code of one cell."""
    number, code = clean.numbers(pl.Series([text], dtype=pl.String), decimals)
    return number[0], code[0]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        ("+5", 5),
        ("-0", 0),
        ("1,234", 1234),
        ("12,345,678", 12_345_678),
        ("１２３", 123),
        ("１，２３４", 1234),
        ("＋８", 8),
        ("5.0", 5),
        ("5.000", 5),
        ("1,234.00", 1234),
        ("５．０", 5),
        (" 42 ", 42),
        ("　42\t", 42),
        ("\u00a042", 42),
        ("9999999999", 9_999_999_999),
        ("000000000000000000042", 42),
    ],
)
def test_these_are_numbers(text, number):
    assert one(text) == (number, None)


@pytest.mark.parametrize(
    "text",
    words("x 五 - + . , — / # % ' １O 1_000 1e3 1E3 0x10 .5 5. 1.2.3 --5 +-5 5- ٣ ² Ⅳ ½ ①")
    + words("12岁 12万5 1.2.3万 2十 3万5千 1.2万百 5百千 千")
    + words("1,23 12,34 1,2345 ,123 1,,234 1,234,5 1234,567 1,234,56 5,0 2024-05 =1+1")
    + words("nan NaN inf -inf Infinity null NA N/A TRUE #1 #REF #div/0!")
    + ["1 234", "5 6", "5\n6"],
)
def test_these_are_none(text):
    assert one(text) == (None, "not_a_number")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12人", 12),
        ("12 人", 12),
        ("1,234例", 1234),
        ("３个", 3),
        ("1.23万", 12300),
        ("1.23万人", 12300),
        ("8千", 8000),
        ("1.5千", 1500),
        ("5百", 500),
        ("1.2百万", 1_200_000),
        ("3千万人", 30_000_000),
        ("12亿", 1_200_000_000),
        ("3.0000", 3),
    ],
)
def test_units_say_nothing_new_and_ten_thousands_multiply(text, number):
    assert one(text) == (number, None)


def test_brackets_are_less_than_zero():
    assert one("(12)") == (None, "negative_count")
    assert one("（1,234）") == (None, "negative_count")


def test_a_column_may_be_counted_in_ten_thousands():
    cells = pl.Series(["12.3456", "0.0012", "5千", "1.23456"])
    number, code = clean.numbers(cells, scale=10_000)
    assert number.to_list() == [123456, 12, 5000, None]
    assert code.to_list() == [None, None, None, "not_whole"]


def test_what_stands_for_nothing_and_for_zero_is_said_by_the_layout():
    cells = pl.Series(["—", "无", "〇", "0"])
    number, code = clean.numbers(cells, missing={"—", "无"}, zero={"〇"})
    assert number.to_list() == [None, None, 0, 0]
    assert code.to_list() == ["blank_value", "blank_value", None, None]


@pytest.mark.parametrize("text", [None, "", " ", "　", "\t \u00a0"])
def test_nothing_is_blank(text):
    assert one(text) == (None, "blank_value")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-1", "negative_count"),
        ("－３", "negative_count"),
        ("-1,234", "negative_count"),
        ("2.5", "not_whole"),
        ("0.1", "not_whole"),
        ("5.0000001", "not_whole"),
        ("1,234.5", "not_whole"),
        ("1000000000000000", "too_many_digits"),
        ("123456789012345678", "too_many_digits"),
        ("99999999999999999999999", "too_many_digits"),
        ("-1000000000000000", "too_many_digits"),
        ("999999999999999", "too_large"),
        ("10000000000", "too_large"),
        ("1" * 400, "too_many_digits"),
    ],
)
def test_these_are_no_counts(text, code):
    assert one(text) == (None, code)


def test_money_has_two_decimals_and_no_more():
    assert one("12.34", 2) == (12.34, None)
    assert one("1,234.5", 2) == (1234.5, None)
    assert one("12.345", 2) == (None, "not_whole")


@pytest.mark.parametrize("dtype", [pl.Int8, pl.UInt32, pl.Int64, pl.Float32, pl.Float64])
def test_columns_that_are_numbers_already(dtype):
    number, code = clean.numbers(pl.Series([5, 0, None], dtype=dtype))
    assert number.to_list() == [5, 0, None]
    assert code.to_list() == [None, None, "blank_value"]


def test_floats_that_are_no_numbers():
    cells = pl.Series([float("nan"), float("inf"), 2.5, -3.0, 1e15, 1e300])
    number, code = clean.numbers(cells)
    assert number.to_list() == [None] * 6
    wanted = ["blank_value", "not_a_number", "not_whole", "negative_count"]
    assert code.to_list() == wanted + ["too_many_digits"] * 2


def test_columns_are_cleaned_together_and_come_back_apart():
    texts = pl.DataFrame({"a": ["1", "x"], "b": ["2.5", ""], "c": [3, None]})
    numbers, codes = clean.columns(texts, {"a": 0, "b": 2, "c": 0}, {}, (), ())
    assert numbers.to_dict(as_series=False) == {"a": [1, None], "b": [2.5, None], "c": [3, None]}
    assert codes.to_dict(as_series=False) == {
        "a": [None, "not_a_number"],
        "b": [None, "blank_value"],
        "c": [None, "blank_value"],
    }


# --- the two ways -------------------------------------------------------------------------------

CHARACTERS = "0123456789,.+- 　０９，．＋－_eEx'\"%\u00a0٣"
CELLS = st.one_of(
    st.text(CHARACTERS, max_size=12),
    st.integers(-(10**20), 10**20).map(str),
    st.integers(0, 10**9).map(lambda n: f"{n:,}"),
    st.decimals(-(10**6), 10**6, places=3).map(str),
)


def swiftly(text: str) -> int | None:
    """Read one cell as the swift parser does; -1 where it refuses."""
    quoted = text.replace('"', '""')
    csv = io.BytesIO(f'a,b\nx,"{quoted}"\n'.encode())
    schema = {"a": pl.String, "b": pl.UInt64}
    try:
        return pl.scan_csv(csv, has_header=False, skip_rows=1, schema=schema).collect()["b"][0]
    except pl.exceptions.PolarsError:
        return -1


@given(CELLS)
@settings(max_examples=300, deadline=None)
@example("+5")
@example("007")
@example("-0")
@example("")
@example("18446744073709551615")
@example("18446744073709551616")
def test_what_is_accepted_swiftly_is_the_same_number_carefully(text):
    swift = swiftly(text)
    number, code = one(text)
    if swift is None:
        assert code == "blank_value"
    elif swift >= clean.MOST:
        assert (number, code) == (None, "too_many_digits")
    elif swift >= clean.MOST_COUNTED:
        assert (number, code) == (None, "too_large")
    elif swift >= 0:
        assert (number, code) == (swift, None)


@given(CELLS)
@settings(max_examples=300, deadline=None)
@example("'0")
@example("'")
@example("''5")
def test_a_number_is_what_the_grammar_says_and_nothing_else(text):
    """A second, slow reading of the grammar in plain Python."""
    wide = str.maketrans("０１２３４５６７８９，．＋－", "0123456789,.+-")
    # The mark with which a spreadsheet says that a number is kept as text.
    plain = re.sub(r"^['’‘`＇]\s*(?=.)", "", text.strip()).translate(wide)
    number, code = one(text)
    if not plain:
        assert code == "blank_value"
    elif not re.fullmatch(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?", plain):
        assert code == "not_a_number"
    else:
        whole, _, part = plain.replace(",", "").partition(".")
        if abs(int(whole)) >= 10**15:
            assert code == "too_many_digits"
        elif int(whole) >= 10**10:
            assert code == "too_large"
        elif plain.startswith("-") and (int(whole) or part.strip("0")):
            assert code == "negative_count"
        elif part.strip("0"):
            assert code == "not_whole"
        else:
            assert (number, code) == (int(whole), None)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_neighbours_do_not_matter(pairs):
    texts = pl.DataFrame({"a": [a for a, _ in pairs], "b": [b for _, b in pairs]})
    numbers, codes = clean.columns(texts, {"a": 0, "b": 0}, {}, (), ())
    for name, place in (("a", 0), ("b", 1)):
        alone = [one(pair[place]) for pair in pairs]
        assert list(zip(numbers[name], codes[name], strict=True)) == alone
