"""Text to numbers, by one small grammar, whole columns at a time.

A number is digits, with thousands separated in valid groups or not, with a sign or not, with a
decimal part or not; full-width forms count as half-width ones. Anything else is not a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from fpstats.returns.facts import UNSTORED

MOST: Final = 10**15
"""Numbers of more than 15 digits are refused: spreadsheets do not keep them."""

BLANK: Final = "blank_value"
"""The code of a cell in which nothing stands."""

BATCH: Final = 4_000_000
"""How many cells are cleaned at once."""

_WIDE: Final = dict(zip("０１２３４５６７８９，．＋－", "0123456789,.+-", strict=True))
_ERROR: Final = r"^#(DIV/0!|REF!|VALUE!|NAME\?|N/A|NULL!|NUM!|SPILL!|CALC!|[A-Z_/0-9]{3,20}[!?])$"
_NUMBER: Final = r"^[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?$"


def numbers(cells: pl.Series, decimals: int = 0) -> tuple[pl.Series, pl.Series]:
    """Return the number in each cell, and the code of what is wrong where there is none.

    Whole numbers come as Int64, amounts with `decimals` as Float64. A cell that is blank, or
    refused, is null.
    """
    if cells.dtype.is_numeric():
        number = cells.cast(pl.Float64).fill_nan(None)
        code = pl.select(
            pl.when(number.is_null())
            .then(pl.lit(BLANK))
            .when(number.is_infinite())
            .then(pl.lit("not_a_number"))
        ).to_series()
    else:
        number, code = _read(cells.cast(pl.String))
    scaled = number * 10**decimals
    code = pl.select(
        pl.when(code.is_not_null())
        .then(code)
        .when(number.abs() >= MOST)
        .then(pl.lit("too_many_digits"))
        .when(number < 0)
        .then(pl.lit("negative_count"))
        .when((scaled - scaled.round()).abs() > (1e-6 if decimals else 0))
        .then(pl.lit("not_whole"))
    ).to_series()
    kept = pl.select(pl.when(code.is_null()).then(number)).to_series()
    return kept.cast(pl.Float64 if decimals else pl.Int64), code


def _read(text: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Read text; nearly all of it is plain digits, and only the rest needs the grammar."""
    digits = text.cast(pl.Int64, strict=False)
    number, code = (
        digits.cast(pl.Float64),
        pl.Series([None], dtype=pl.String).new_from_index(0, len(text)),
    )
    rest = digits.is_null().arg_true()
    if rest.is_empty():
        return number, code
    plain = text.gather(rest).fill_null("").str.strip_chars().str.replace_many(_WIDE)
    valid = plain.str.contains(_NUMBER)
    bare = plain.str.replace_all(",", "", literal=True)
    late = pl.select(
        number=pl.when(valid).then(bare).cast(pl.Float64),
        code=pl.when(plain == "")
        .then(pl.lit(BLANK))
        .when(plain.str.contains(_ERROR))
        .then(pl.lit("error_cell"))
        .when(plain == UNSTORED)
        .then(pl.lit("formula_without_value"))
        .when(~valid)
        .then(pl.lit("not_a_number")),
    )
    return number.scatter(rest, late["number"]), code.scatter(rest, late["code"])


def columns(texts: pl.DataFrame, decimals: Mapping[str, int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Clean whole columns: a table of numbers and a table of codes, under the same names.

    Columns of one kind are laid end to end, so that a small sheet of fifty columns costs as much
    as one column and not as fifty.
    """
    values: dict[str, pl.Series] = {}
    codes: dict[str, pl.Series] = {}
    for names in _alike(texts, decimals):
        stacked = pl.concat([texts[name].rename("") for name in names])
        number, code = numbers(stacked, decimals[names[0]])
        for place, name in enumerate(names):
            values[name] = number.slice(place * len(texts), len(texts))
            codes[name] = code.slice(place * len(texts), len(texts))
    order = texts.columns
    return (
        pl.DataFrame({name: values[name] for name in order}),
        pl.DataFrame({name: codes[name] for name in order}),
    )


def _alike(texts: pl.DataFrame, decimals: Mapping[str, int]) -> Iterator[list[str]]:
    """Yield batches of columns of one type and one number of decimals."""
    kinds: dict[tuple[pl.DataType, int], list[str]] = {}
    for name, kind in texts.schema.items():
        kinds.setdefault((kind, decimals[name]), []).append(name)
    size = max(1, BATCH // max(len(texts), 1))
    for names in kinds.values():
        for start in range(0, len(names), size):
            yield names[start : start + size]
