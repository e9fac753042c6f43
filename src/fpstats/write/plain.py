"""Any other table → one section: headings and fixed words in the reader's language."""

from __future__ import annotations

import json
from typing import Any, Final

import pyarrow as pa

from fpstats.locale import texts
from fpstats.write.grid import Column, Section

# Columns whose values are words of ours; the key of the texts they stand in.
_VOCABULARY: Final = {
    "severity": "severity",
    "status": "status",
    "verdict": "verdict",
    "verdict_by_value": "verdict",
    "change_verdict": "change_verdict",
}


def section(table: pa.Table, lang: str, *, title: str = "") -> Section:
    """Return the section of a table."""
    known = texts(lang)
    columns = []
    for field in table.schema:
        heading = known["heading"].get(field.name, field.name)
        cells = table[field.name].to_pylist(maps_as_pydicts="strict")
        values = [_value(cell) for cell in cells]
        if field.name in _VOCABULARY:
            words = known[_VOCABULARY[field.name]]
            values = [words.get(value, value) for value in values]
        right = pa.types.is_floating(field.type) or pa.types.is_integer(field.type)
        columns.append(Column(heading, values, right=right))
    return Section(title, tuple(columns))


def _value(value: Any) -> Any:
    """Return what a cell can hold: lists and maps become JSON."""
    if value is None or (isinstance(value, str | int | float) and not isinstance(value, bool)):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
