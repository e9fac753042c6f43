"""Parquet and Arrow files: types and nulls as they are, the run record in the schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyarrow as pa

from fpstats.write.report import Options, What
from fpstats.write.rows import data_table, record

RECORD_KEY: Final = b"fpstats"
"""Where the run record stands in the metadata of the schema, as JSON."""


def parquet(what: What, options: Options) -> Iterator[bytes]:
    """Yield a Parquet file."""
    import pyarrow.parquet as pq

    buffer = pa.BufferOutputStream()
    pq.write_table(_recorded(what, options), buffer, compression="zstd")
    yield buffer.getvalue().to_pybytes()


def arrow(what: What, options: Options) -> Iterator[bytes]:
    """Yield an Arrow IPC file."""
    table = _recorded(what, options)
    buffer = pa.BufferOutputStream()
    with pa.ipc.new_file(buffer, table.schema) as file:
        file.write_table(table)
    yield buffer.getvalue().to_pybytes()


def _recorded(what: What, options: Options) -> pa.Table:
    table, run = data_table(what, options), record(what)
    if run is None:
        return table
    metadata = {**(table.schema.metadata or {}), RECORD_KEY: run.encode()}
    return table.replace_schema_metadata(metadata)
