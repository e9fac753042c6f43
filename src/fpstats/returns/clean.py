"""Text to numbers, by one small grammar, whole columns at a time.

A number is digits, with thousands separated in valid groups or not, with a sign or not, with a
decimal part or not; full-width forms count as half-width ones. Anything else is not a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

MOST: Final = 10**15
"""Numbers of more than 15 digits are refused: spreadsheets do not keep them."""

_WIDE: Final = dict(zip("０１２３４５６７８９，．＋－", "0123456789,.+-", strict=True))
_NUMBER: Final = r"^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$"


def numbers(texts: pl.DataFrame, decimals: Mapping[str, int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the numbers of all columns, and beside each cell the code of what is wrong with it.

    Whole numbers come as Int64, a column with `decimals` as Float64. A cell that is blank, or
    refused, is null; a blank one has no code.
    """
    parsed = texts.select(
        expression
        for name in texts.columns
        for expression in _parsed(name, texts.schema[name].is_numeric())
    )
    judged = parsed.select(
        expression for name in texts.columns for expression in _judged(name, decimals.get(name, 0))
    )
    kept = judged.select(
        pl.when(pl.col(f"{name}!").is_null())
        .then(pl.col(name))
        .cast(pl.Float64 if decimals.get(name, 0) else pl.Int64)
        for name in texts.columns
    )
    return kept, judged.select(pl.col(f"{name}!").alias(name) for name in texts.columns)


def _parsed(name: str, numeric: bool) -> tuple[pl.Expr, pl.Expr]:
    column = pl.col(name)
    if numeric:
        number = column.cast(pl.Float64).fill_nan(None)
        return number, number.is_infinite().alias(f"{name}!")
    plain = column.cast(pl.String).str.strip_chars().str.replace_many(_WIDE)
    valid = plain.str.contains(_NUMBER)
    number = pl.when(valid).then(plain.str.replace_all(",", "", literal=True)).cast(pl.Float64)
    return number.alias(name), (plain.ne("") & ~valid).alias(f"{name}!")


def _judged(name: str, decimals: int) -> tuple[pl.Expr, pl.Expr]:
    number = pl.col(name)
    scaled = number * 10**decimals
    fault = (
        pl.when(pl.col(f"{name}!"))
        .then(pl.lit("not_a_number"))
        .when(number.abs() >= MOST)
        .then(pl.lit("too_many_digits"))
        .when(number < 0)
        .then(pl.lit("negative_count"))
        .when((scaled - scaled.round()).abs() > 1e-6)
        .then(pl.lit("not_whole"))
    )
    return number, fault.alias(f"{name}!")
