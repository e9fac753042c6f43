"""Text to numbers, by one small grammar, whole columns at a time.

    number   = ["'"] [sign] digits [scale] [unit]   |   "(" digits ")" below zero
    scale    = [百 | 千] (万 | 亿)   |   百 | 千
    digits   = 0-9 … | groups of three parted by commas, then a decimal part or not
    unit     = 人 例 个 名 对 户 份 件 次 人次 元

Full-width forms count as half-width ones. What stands for nothing (—, 无, …) and what stands for
zero is said by the layout. Anything else is not a number: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

import polars as pl

from fpstats.patterns import pattern
from fpstats.returns.facts import UNSTORED

MOST: Final = 10**15
"""Numbers of more than 15 digits are refused: spreadsheets do not keep them."""

MOST_COUNTED: Final = 10**10
"""A count is below this: there are not so many people."""

BLANK: Final = "blank_value"
"""The code of a cell in which nothing stands."""

BATCH: Final = 4_000_000
"""How many cells are cleaned at once."""

_WIDE: Final = dict(
    zip("０１２３４５６７８９，．＋－−（）％　／", "0123456789,.+--()% /", strict=True)
)
ERROR: Final = r"^#(DIV/0!|REF!|VALUE!|NAME\?|N/A|NULL!|NUM!|SPILL!|CALC!|[A-Z_/0-9]{3,20}[!?])$"
_NUMBER: Final = r"^[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?$"
_POWER: Final = pattern(r"[+-]?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]+")
_WIDTHLESS: Final = "[\u200b-\u200d\u2060\ufeff]"
_MARKED: Final = r"^['’‘`＇]\s*"
_UNIT: Final = r"\s*(人次|人|例|个|名|对|户|份|件|次|元)$"
_TENS: Final = {"": 1, "百": 10**2, "千": 10**3}
_LARGE: Final = {"": 1, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_SCALES: Final = {a + b: _TENS[a] * _LARGE[b] for a in _TENS for b in _LARGE if a + b}
_SCALED: Final = r"^(.*[0-9])\s*([百千]?[万萬亿億]|[百千])$"


def numbers(
    cells: pl.Series,
    decimals: int = 0,
    *,
    scale: int = 1,
    missing: Collection[str] = (),
    zero: Collection[str] = (),
) -> tuple[pl.Series, pl.Series]:
    """Return the number in each cell, and the code of what is wrong where there is none.

    Whole numbers come as Int64, amounts with `decimals` as Float64. A cell that is blank, or
    refused, is null.

    Parameters
    ----------
    scale
        What the numbers are counted in: 10,000 for 万人.
    missing, zero
        What people write for no number, and for 0.
    """
    exact = pl.Series([scale == 1], dtype=pl.Boolean).new_from_index(0, len(cells))
    if cells.dtype.is_numeric():
        number = cells.cast(pl.Float64).fill_nan(None)
        code = pl.select(
            pl.when(number.is_null())
            .then(pl.lit(BLANK))
            .when(number.is_infinite())
            .then(pl.lit("not_a_number"))
        ).to_series()
        number = number * scale
    else:
        number, code, exact = _read(cells.cast(pl.String), scale, missing, zero)
    fine = number * 10**decimals
    # 12.34万 is whole, although 12.34 × 10,000 in floating point is not quite.
    near = pl.select(
        pl.when(exact).then(pl.lit(1e-6 if decimals else 0.0)).otherwise(pl.lit(1e-4))
    ).to_series()
    code = pl.select(
        pl.when(code.is_not_null())
        .then(code)
        .when(number.abs() >= MOST)
        .then(pl.lit("too_many_digits"))
        .when(number >= (MOST if decimals else MOST_COUNTED))
        .then(pl.lit("too_large"))
        .when(number < 0)
        .then(pl.lit("negative_count"))
        .when((fine - fine.round()).abs() > near)
        .then(pl.lit("not_whole"))
    ).to_series()
    kept = pl.select(pl.when(code.is_null()).then(number)).to_series()
    return (kept.round(decimals + 2) if decimals else kept.round().cast(pl.Int64)), code


def _read(
    text: pl.Series, scale: int, missing: Collection[str], zero: Collection[str]
) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Read text; nearly all of it is plain digits, and only the rest needs the grammar."""
    digits = text.cast(pl.Int64, strict=False)
    number, code = (
        digits.cast(pl.Float64) * scale,
        pl.Series([None], dtype=pl.String).new_from_index(0, len(text)),
    )
    exact = pl.Series([scale == 1], dtype=pl.Boolean).new_from_index(0, len(text))
    rest = digits.is_null().arg_true()
    if rest.is_empty():
        return number, code, exact
    plain = text.gather(rest).fill_null("").str.replace_many(_WIDE)
    plain = plain.str.replace_all(_WIDTHLESS, "").str.strip_chars()
    late = _grammar(plain, scale, missing, zero)
    return (
        number.scatter(rest, late["number"]),
        code.scatter(rest, late["code"]),
        exact.scatter(rest, late["exact"]),
    )


def _grammar(
    plain: pl.Series, scale: int, missing: Collection[str], zero: Collection[str]
) -> pl.DataFrame:
    """Read cells in half-width forms that are more than digits."""
    negative = plain.str.contains(r"^\([0-9.,]+\)$")
    # An apostrophe before digits is how a spreadsheet was told to keep them as text.
    bare = pl.select(
        pl.when(negative)
        .then(pl.lit("-") + plain.str.strip_chars("()"))
        .otherwise(plain.str.replace(_MARKED, ""))
    ).to_series()
    # A unit says nothing new, 万 says ten thousand, and it outdoes what the column is counted in.
    bare = bare.str.replace(_UNIT, "")
    larger = bare.str.extract(_SCALED, 2)
    bare = bare.str.replace(_SCALED, "${1}")
    own = larger.replace_strict(_SCALES, default=None, return_dtype=pl.Int64)
    factor = own.fill_null(scale)
    valid = bare.str.contains(_NUMBER)
    digits = bare.str.replace_all(",", "", literal=True)
    return pl.select(
        number=pl.when(plain.is_in(list(zero)))
        .then(0.0)
        .when(valid)
        .then(digits)
        .cast(pl.Float64, strict=False)
        * factor,
        code=pl.when((plain == "") | plain.is_in(list(missing)))
        .then(pl.lit(BLANK))
        .when(plain.is_in(list(zero)))
        .then(None)
        .when(plain.str.contains(ERROR))
        .then(pl.lit("error_cell"))
        .when(plain == UNSTORED)
        .then(pl.lit("formula_without_value"))
        .when(~valid)
        .then(pl.lit("not_a_number")),
        exact=(factor == 1),
    )


def sentence_for(code: str, value: object) -> str | None:
    """Return the sentence that says of a refused cell more than its code's own; None for none.

    >>> sentence_for("not_a_number", "1e+05")
    'power_of_ten'
    """
    power = code == "not_a_number" and _POWER.fullmatch(str(value).strip())
    return "power_of_ten" if power else None


def columns(
    texts: pl.DataFrame,
    decimals: Mapping[str, int],
    scale: Mapping[str, int],
    missing: Collection[str],
    zero: Collection[str],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Clean whole columns: a table of numbers and a table of codes, under the same names.

    Columns of one kind are laid end to end, so that a small sheet of fifty columns costs as much
    as one column and not as fifty.
    """
    values: dict[str, pl.Series] = {}
    codes: dict[str, pl.Series] = {}
    for names in _alike(texts, decimals, scale):
        stacked = pl.concat([texts[name].rename("") for name in names])
        number, code = numbers(
            stacked,
            decimals[names[0]],
            scale=scale.get(names[0], 1),
            missing=missing,
            zero=zero,
        )
        for place, name in enumerate(names):
            values[name] = number.slice(place * len(texts), len(texts))
            codes[name] = code.slice(place * len(texts), len(texts))
    order = texts.columns
    return (
        pl.DataFrame({name: values[name] for name in order}),
        pl.DataFrame({name: codes[name] for name in order}),
    )


def _alike(
    texts: pl.DataFrame, decimals: Mapping[str, int], scale: Mapping[str, int]
) -> Iterator[list[str]]:
    """Yield batches of columns of one type, one number of decimals, and one unit."""
    kinds: dict[tuple[pl.DataType, int, int], list[str]] = {}
    for name, kind in texts.schema.items():
        kinds.setdefault((kind, decimals[name], scale.get(name, 1)), []).append(name)
    size = max(1, BATCH // max(len(texts), 1))
    for names in kinds.values():
        for start in range(0, len(names), size):
            yield names[start : start + size]
