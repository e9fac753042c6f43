"""Columns of numbers → columns of text, without a loop over their rows.

A bulletin of a province has a hundred thousand rows, with ten numbers each. NaN is nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fpstats.catalogue import Indicator
from fpstats.stats.rounding import exact_text, rounded
from fpstats.write.numbers import ends_of, shortest

Floats = NDArray[np.float64]

_AGREES: Final = 1e-9
_COUNTABLE: Final = 2.0**52
_WHOLE: Final = 1e15  # beyond it a number is written with an exponent


def known(values: Sequence[float | None] | pl.Series) -> Floats:
    """Return numbers as an array, NaN for those that are not known."""
    column: Floats = pl.Series(values, dtype=pl.Float64).fill_null(math.nan).to_numpy()
    return column


def fixed_texts(values: Floats, decimals: int, *, signed: bool = False) -> pl.Series:
    """Write numbers with so many decimals, without a loop over them; NaN is nothing."""
    numbers = rounded(values, decimals)
    size = np.abs(numbers) * 10.0**decimals
    countable = size < _COUNTABLE
    units = np.rint(np.where(countable, size, 0.0)).astype(np.int64)
    digits = pl.Series(units).cast(pl.String).str.zfill(decimals + 1)
    text = digits.str.head(-decimals) + "." + digits.str.tail(decimals) if decimals else digits
    # A zero has no sign, whatever it was before it was rounded.
    below, above = (np.flatnonzero(side & (units != 0)) for side in (numbers < 0, numbers > 0))
    text = _with(text, below, "-" + text[below])
    if signed:
        text = _with(text, above, "+" + text[above])
    long = np.flatnonzero(~countable & ~np.isnan(numbers))
    many = [f"{number:{'+' if signed else ''}.{decimals}f}" for number in numbers[long].tolist()]
    return _with(_with(text, long, many), np.flatnonzero(np.isnan(numbers)), "")


def telling_texts(
    values: Floats,
    decimals: int,
    apart: Sequence[Floats | float] = (0.0,),
    *,
    signed: bool = False,
) -> pl.Series:
    """Write numbers as `fixed_texts` does, and none as a number that it is near and is not.

    Where it would be, it has as many decimals as tell the two apart: of 87,000 births all but one
    are 99.999 % and not 100.00 %. `apart` has such numbers, by default nought.
    """
    text = fixed_texts(values, decimals, signed=signed)
    return _apart(text, values, decimals, apart, signed=signed)


def _apart(
    text: pl.Series, values: Floats, decimals: int, apart: Sequence[Floats | float], *, signed: bool
) -> pl.Series:
    """Return texts of numbers with more decimals where they seem to be what they are not."""
    needed = np.zeros(values.shape, dtype=np.int64)
    for one in apart:
        other = np.broadcast_to(np.asarray(one, dtype=np.float64), values.shape)
        with np.errstate(invalid="ignore"):
            distance = np.abs(values - other)
        alike = (text == fixed_texts(other, decimals, signed=signed)).to_numpy()
        alike &= distance > _AGREES * np.maximum(1.0, np.abs(other))
        places = np.ceil(-np.log10(np.where(alike, distance, 1.0))).astype(np.int64)
        needed = np.maximum(needed, np.where(alike, np.maximum(places, decimals + 1), 0))
    # A set, because numpy loads its masked arrays for the distinct values of an array.
    for places in sorted(set(needed[needed > 0].tolist())):
        rows = np.flatnonzero(needed == places)
        text = _with(text, rows, fixed_texts(values[rows], places, signed=signed))
    return text


def shortest_texts(values: Floats) -> pl.Series:
    """Write numbers with as many digits as each has, without a loop over the whole ones."""
    whole = (np.abs(values) < _WHOLE) & (np.trunc(values) == values)
    text = pl.Series(np.where(whole, values, 0).astype(np.int64)).cast(pl.String)
    missing = np.isnan(values)
    rows = np.flatnonzero(~whole & ~missing)
    broken = [shortest(number) for number in values[rows].tolist()]
    return _with(_with(text, rows, broken), np.flatnonzero(missing), "")


def _with(text: pl.Series, rows: NDArray[np.intp], said: pl.Series | Sequence[str]) -> pl.Series:
    """Return texts of which some rows say something else."""
    return text.scatter(rows, said) if len(rows) else text


def counted_texts(
    indicator: Indicator,
    above: Floats,
    below: Floats,
    values: Floats,
    bounds: Sequence[Floats] = (),
) -> pl.Series:
    """Write the values of one indicator as `value_texts` does, NaN for what is not known.

    None is written as one of the `bounds` that it is compared with, and is not.
    """
    text = fixed_texts(values, indicator.decimals)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.abs(indicator.per * above / below - values)
        slack = _AGREES * np.maximum(1.0, np.abs(values))
        # Only a number that close to half a unit may be rounded otherwise by its counts.
        scale = 10.0**indicator.decimals
        units = np.abs(values) * scale
        near = np.abs(units - np.floor(units) - 0.5) <= 2 * slack * scale
    rows = np.flatnonzero((error <= slack) & near & (below != 0))
    exact = exact_text(above[rows], below[rows], indicator.per, indicator.decimals)
    apart: list[Floats | float] = [*ends_of(indicator), *bounds]
    return _apart(_with(text, rows, exact), values, indicator.decimals, apart, signed=False)
