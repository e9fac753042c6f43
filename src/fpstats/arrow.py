"""Between Arrow, Polars and pandas, without what any of them loads on the way.

Polars takes the tables of pyarrow with the help of `pyarrow.compute`, and pyarrow casts by it.
Loading that takes longer than a small run, and neither way needs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from fpstats.errors import ConfigurationError
from fpstats.locale import say

_TYPES: Final = {
    pa.string(): pl.String,
    pa.int64(): pl.Int64,
    pa.float64(): pl.Float64,
    pa.bool_(): pl.Boolean,
}
"""The types of the tables of this package, and what they are in Polars."""


class _Stream:
    """A table behind the interface that all libraries of Arrow share, and nothing else."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def frame(table: pa.Table) -> pl.DataFrame:
    """Return an Arrow table as one of Polars; numbers are not copied."""
    # By number, because through that interface a heading would end at a NUL.
    numbered = table.rename_columns([str(place) for place in range(table.num_columns)])
    found = pl.DataFrame(_Stream(numbered))
    found.columns = table.column_names
    return found


def table(rows: Iterable[Mapping[str, Any]], schema: pa.Schema | None = None) -> pa.Table:
    """Return rows as a table, with the columns and types of a schema if one is given.

    As `pyarrow.Table.from_pylist`, which loads pandas wherever that is installed.
    """
    types = None if schema is None else {field.name: _TYPES[field.type] for field in schema}
    found = pl.DataFrame(list(rows), schema=types, infer_schema_length=None)
    columns = [
        pa.chunked_array([texts(chunk) for chunk in column.chunks], pa.string())
        if column.type == pa.large_string()
        else column
        for column in found.to_arrow().columns
    ]
    if schema is not None:
        return pa.Table.from_arrays(columns, schema=schema)
    return pa.Table.from_arrays(columns, names=found.columns)


def pandas_frame(table: pa.Table) -> Any:
    """Return a table as one of pandas.

    Raises
    ------
    ConfigurationError
        Pandas is not installed.
    """
    try:
        return table.to_pandas()
    except ImportError as error:
        raise ConfigurationError(say("error", "no_pandas", module=error.name or "pandas")) from None


def whole_numbers(values: NDArray[np.int64]) -> pl.Series:
    """Return whole numbers as a column; Polars itself would load masked arrays to look at them."""
    buffers = [None, pa.py_buffer(np.ascontiguousarray(values))]
    column = pa.Array.from_buffers(pa.int64(), len(values), buffers)
    return frame(pa.Table.from_arrays([column], names=["number"])).to_series()


def texts(large: pa.Array) -> pa.Array:
    """Return texts as this package holds them, of those with the long offsets of Polars."""
    if large.offset:
        return large.cast(pa.string())
    known, offsets, letters = large.buffers()
    wide = np.frombuffer(offsets, np.int64, len(large) + 1)
    if wide[-1] >= 2**31:
        return large.cast(pa.string())
    narrow = pa.py_buffer(wide.astype(np.int32))
    buffers = [known, narrow, letters]
    return pa.Array.from_buffers(pa.string(), len(large), buffers, large.null_count)
