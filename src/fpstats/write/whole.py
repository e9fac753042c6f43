"""Whether values have all of their months and areas, and what is said of those that have not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl
import pyarrow as pa

from fpstats import arrow
from fpstats.write.words import Rows, Words

WHOLE: Final = ("months_used", "months_expected", "areas_used", "areas_expected")
"""The columns that say whether a value has all of its months and areas."""

_LEFT_OUT: Final = (
    "too_many_cells", "no_area", "no_period", "doubtful_period", "unknown_category",
    "unexplained_line", "refused_file", "total_differs", "villages_unclear", "townships_unclear",
)  # fmt: skip
"""Findings by which more was handed in than counts, or may have been."""

_OF_NAMES: Final = ("error_cell", "formula_without_value")
"""Findings that are of an item; those that are of none are of the name of an area."""


def is_short(name: str, rows: Rows) -> bool:
    """Tell whether any row lacks some of the `months` or `areas` it should have."""
    return any(_short(name, rows))


def parts(rows: Rows) -> list[bool]:
    """Tell which values lack months or areas, so that what is said of them is said of a part."""
    return [any(each) for each in zip(_short("months", rows), _short("areas", rows), strict=True)]


def all_counts(issues: pa.Table) -> bool:
    """Tell whether nothing is found by which more was handed in than counts."""
    found = arrow.frame(issues.select(["code", "item"]))
    nameless = pl.col("code").is_in(_OF_NAMES) & pl.col("item").is_null()
    return found.filter(pl.col("code").is_in(_LEFT_OUT) | nameless).is_empty()


def completeness(rows: Rows, words: Words, *, sure: bool) -> tuple[str, ...]:
    """Say what is complete, because only what is short has a column; and what a part's mark is.

    Nothing is called complete unless it is `sure` that all that was handed in counts.

    Where an area below lacks a month no months are complete, whatever the area above it has: its
    months are those of the area below that has most.
    """
    if not rows["area"]:
        return ()
    months, areas = (is_short(name, rows) for name in ("months", "areas"))
    if not (areas or sure):
        said = ["uncertain"]
    elif not areas:
        said = ["complete_areas" if months else "complete"]
    elif any(owed is not None and owed > 1 for owed in rows["areas_expected"]):
        said = ["lacking_areas", *(["most_months"] if months else [])]
    else:
        said = []
    return (*map(words.say, said), *_of_parts(rows, words))


def part_notes(rows: Rows, words: Words) -> list[str | None]:
    """Return a sentence for each value that lacks months or areas, to be laid beside its cell."""
    columns = (rows[name] for name in WHOLE)
    return [
        words.say("part_note", months=f"{used}/{due}", areas=f"{there}/{owed}") if part else None
        for part, used, due, there, owed in zip(parts(rows), *columns, strict=True)
    ]


def _of_parts(rows: Rows, words: Words) -> tuple[str, ...]:
    """Say what the mark behind a verdict means, where some verdict has it."""
    mark, judged = words.part("").strip(), zip(parts(rows), rows["verdict"], strict=True)
    changes = zip(rows["like_areas"], rows["change_verdict"], strict=True)
    said = {
        "of_part": any(part and words.judges(verdict) for part, verdict in judged),
        "of_like": any(None not in change for change in changes),
    }
    return tuple(words.say(key, mark=mark) for key, some in said.items() if some)


def _short(name: str, rows: Rows) -> Iterator[bool]:
    pairs = zip(rows[f"{name}_used"], rows[f"{name}_expected"], strict=True)
    # A table that is wide has places without a value.
    return (used is not None and used < expected for used, expected in pairs)
