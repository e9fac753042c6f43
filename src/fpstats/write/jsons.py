"""JSON and JSON lines."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyarrow as pa

from fpstats import arrow
from fpstats.write.document import Document
from fpstats.write.report import Options, Report, What
from fpstats.write.rows import as_json, data_table, nested, only_numbers, slices


def jsonl(what: What, options: Options) -> Iterator[bytes]:
    """Yield one JSON object a row and line."""
    return _lines(data_table(what, options))


def json(what: What, options: Options) -> Iterator[bytes]:
    """Yield a list of objects; of a report one object that holds its record and findings too."""
    if isinstance(what, Document):
        yield from _document(what)
        return
    if not isinstance(what, Report):
        yield from _list(what)
        yield b"\n"
        return
    notes = as_json(list(what.notes))
    yield f'{{"run":{as_json(what.run)},\n"notes":{notes},\n"rows":'.encode()
    yield from _list(data_table(what, options))
    yield b',\n"issues":'
    yield from _list(only_numbers(what.issues))
    yield b"}\n"


def _document(what: Document) -> Iterator[bytes]:
    yield f'{{"run":{as_json(what.run)},\n"notes":{as_json(list(what.notes))},\n"rows":'.encode()
    yield from _list(what.table)
    for name, table in what.tables.items():
        yield f',\n"{name}":'.encode()
        yield from _list(only_numbers(table))
    yield b"}\n"


def _list(table: pa.Table) -> Iterator[bytes]:
    """Yield a JSON list, a row a line, so that two runs can be compared line by line."""
    before = b"[\n"
    for lines in _lines(table):
        if lines:
            # A line feed inside a text is written \n, so those that stand here end rows.
            yield before + lines.removesuffix(b"\n").replace(b"\n", b",\n")
            before = b",\n"
    yield b"[]" if before == b"[\n" else b"\n]"


def _lines(table: pa.Table) -> Iterator[bytes]:

    for part in slices(table):
        if nested(part):  # the few rows of SOURCES; polars has its own idea of a map
            rows = part.to_pylist(maps_as_pydicts="strict")
            yield "".join(f"{as_json(row)}\n" for row in rows).encode()
            continue
        buffer = io.BytesIO()
        arrow.frame(part).write_ndjson(buffer)
        yield buffer.getvalue()
