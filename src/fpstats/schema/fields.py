"""A column of a table: its name, what it holds, and a sentence that says what it is."""

from __future__ import annotations

from typing import Final

import pyarrow as pa


def field(name: str, kind: pa.DataType, about: str, *, nullable: bool = False) -> pa.Field:
    """Return a column whose sentence stands in its metadata."""
    return pa.field(name, kind, nullable=nullable, metadata={"about": about})


TEXT: Final = pa.string()
NUMBER: Final = pa.float64()
WHOLE: Final = pa.int64()
TRUTH: Final = pa.bool_()
