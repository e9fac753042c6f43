"""A county of a few townships in one month, told by its counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
import pytest

import fpstats

Rows = dict[str, dict[str, Any]]


@pytest.fixture
def county() -> Callable[..., Rows]:
    """Return a function from counts by area, and options, to the rows of one indicator by area."""

    def compute(
        counts: Mapping[str, Mapping[str, float]],
        indicator: str,
        before: Mapping[str, Mapping[str, float]] | None = None,
        **options: Any,
    ) -> Rows:
        months = {"2024-03": counts} | ({"2023-03": before} if before else {})
        rows = [
            {"area": area, "period": period, **items}
            for period, each in months.items()
            for area, items in each.items()
        ]
        outcome = fpstats.compute(
            pl.DataFrame(rows, infer_schema_length=None),
            indicators=[indicator],
            period="2024-03",
            **options,
        )
        return {row["area"]: row for row in outcome.report.table.to_pylist()}

    return compute
