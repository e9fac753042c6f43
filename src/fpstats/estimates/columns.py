"""numpy to Arrow columns, buffer by buffer.

`pyarrow.array` looks at its argument with pandas wherever that is installed, and loading pandas
takes longer than everything else that a run does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from fpstats import arrow


def _column(values: NDArray[Any], missing: NDArray[np.bool_], kind: pa.DataType) -> pa.Array:
    if missing.all():
        return pa.nulls(len(values), kind)
    bitmap = None
    if missing.any():
        bitmap = pa.py_buffer(np.packbits(~missing, bitorder="little"))
    buffers = [bitmap, pa.py_buffer(np.ascontiguousarray(values))]
    return pa.Array.from_buffers(kind, len(values), buffers)


def numbers(values: NDArray[np.float64]) -> pa.Array:
    """Return floats as Arrow holds them: NaN, which means not known, becomes null."""
    flat = np.ascontiguousarray(values).ravel()
    return _column(flat, np.isnan(flat), pa.float64())


def whole(values: NDArray[np.float64]) -> pa.Array:
    """Return whole numbers held as floats as integers; NaN becomes null."""
    flat = np.ascontiguousarray(values).ravel()
    missing, found = np.isnan(flat), np.zeros(flat.size, dtype=np.int64)
    np.copyto(found, flat, casting="unsafe", where=~missing)
    return _column(found, missing, pa.int64())


def flags(values: NDArray[np.float64]) -> pa.Array:
    """Return truths held as 1 and 0; NaN becomes null."""
    flat = np.ascontiguousarray(values).ravel()
    bits = np.packbits(flat == 1, bitorder="little")
    known = np.packbits(~np.isnan(flat), bitorder="little")
    buffers = [pa.py_buffer(known), pa.py_buffer(bits)]
    return pa.Array.from_buffers(pa.bool_(), len(flat), buffers)


def texts(codes: NDArray[np.integer[Any]], names: Sequence[str]) -> pa.Array:
    """Return the text that each code stands for, null for a negative one."""
    flat = np.ascontiguousarray(codes).ravel().astype(np.int32)
    if flat.size and flat.min() == flat.max():
        return same(None if flat[0] < 0 else names[flat[0]], flat.size)
    places = pa.Table.from_arrays([_column(flat, flat < 0, pa.int32())], ["place"])
    words = pl.Series(names, dtype=pl.String).gather(arrow.frame(places).to_series())
    return arrow.texts(words.to_arrow(compat_level=pl.CompatLevel.oldest()))


def same(text: str | None, rows: int) -> pa.Array:
    """Return one text over and over."""
    if text is None:
        return pa.nulls(rows, pa.string())
    letters = text.encode()
    ends = np.arange(rows + 1, dtype=np.int64) * len(letters)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(letters * rows)]
    return arrow.texts(pa.Array.from_buffers(pa.large_string(), rows, buffers, 0))


def repeated(column: pa.Array, times: int) -> pa.Array:
    """Return a column so many times, one behind another."""
    return pa.concat_arrays([column] * times)
