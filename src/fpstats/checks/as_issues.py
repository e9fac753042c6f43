"""CHECKED → ISSUES: the findings of a check with the columns that those of every run have."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pyarrow as pa

from fpstats import schema
from fpstats.checks.table import GRADES, Row
from fpstats.write.numbers import shortest


def as_issues(rows: Sequence[Row]) -> pa.Table:
    """Return rows of CHECKED as ISSUES, gravest first, then by code and place.

    `value` and `expected` are the two sides of a comparison; of what was found while reading, what
    stands in the cell and what should.
    """
    names = schema.ISSUES.names
    found = [
        {name: row.values.get(name) for name in names}
        | dict(zip(("value", "expected"), _stood(row), strict=True))
        for row in rows
    ]
    frame = pl.DataFrame(found, schema=dict.fromkeys(names, pl.String), orient="row")
    grade = pl.col("severity").replace_strict(GRADES, return_dtype=pl.Int8)
    frame = frame.sort(grade, "code", *names[3:], maintain_order=True)
    return schema.conform(frame.to_arrow(), schema.ISSUES)


def _stood(row: Row) -> tuple[str | None, str | None]:
    if row.finding is None:
        return row.stood
    left, right = row.values["left"], row.values["right"]
    return (None if left is None else shortest(left), None if right is None else shortest(right))
