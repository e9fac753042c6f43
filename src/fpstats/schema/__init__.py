"""The tables of the package, each with a sentence a column.

RETURNS and CELLS are wide, a column an item, so their schemas are made from the items at hand; the
others are fixed. Null means "not known"; zero means zero; NaN never enters a table.
`docs/reference/tables.md` is generated from here.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import pyarrow as pa

from fpstats.schema.added import ADDED
from fpstats.schema.checked import CHECKED, COMPLETENESS, LATE_BIRTHS
from fpstats.schema.flow import (
    BESIDE,
    CELL_KEYS,
    COMPARED,
    COMPARISONS,
    DETAIL,
    DETAILED,
    ESTIMATES,
    EVIDENCE,
    EXPLAINED,
    FIRM,
    ISSUES,
    JUDGED,
    LIKE,
    NUMBER,
    READINGS,
    READINGS_IN_DETAIL,
    RETURN_KEYS,
    SOURCES,
    TEXT,
    TRUTH,
    WEIGHED,
    WHOLE,
    WORDS,
    conform,
    returns_schema,
)
from fpstats.schema.watched import LOOKED, SIGNALS

__all__ = [
    "ADDED",
    "BESIDE",
    "CELL_KEYS",
    "CHECKED",
    "COMPARED",
    "COMPARISONS",
    "COMPLETENESS",
    "DETAIL",
    "DETAILED",
    "ESTIMATES",
    "EVIDENCE",
    "EXPLAINED",
    "FIRM",
    "ISSUES",
    "JUDGED",
    "LATE_BIRTHS",
    "LIKE",
    "LOOKED",
    "NUMBER",
    "READINGS",
    "READINGS_IN_DETAIL",
    "RETURN_KEYS",
    "SIGNALS",
    "SOURCES",
    "TABLES",
    "TEXT",
    "TRUTH",
    "WEIGHED",
    "WHOLE",
    "WORDS",
    "compared",
    "conform",
    "returns_schema",
]


def compared(*, detail: bool, added: Collection[str]) -> list[str]:
    """Return the names of the columns of a report, with those of `ADDED` that are asked for."""
    there: list[str] = (DETAILED if detail else JUDGED).names
    return there + [one.name for key, some in ADDED.items() if key in added for one in some]


TABLES: Final[dict[str, pa.Schema]] = {
    "READINGS": READINGS,
    "READINGS_IN_DETAIL": READINGS_IN_DETAIL,
    "SOURCES": SOURCES,
    "ESTIMATES": ESTIMATES,
    "COMPARISONS": COMPARISONS,
    "ISSUES": ISSUES,
    "EXPLAINED": EXPLAINED,
    "CHECKED": CHECKED,
    "COMPLETENESS": COMPLETENESS,
    "SIGNALS": SIGNALS,
    "LOOKED": LOOKED,
    "LATE_BIRTHS": LATE_BIRTHS,
}
