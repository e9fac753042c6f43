"""EXPLAINED: the parts of a value as a table, a row a cell, with the reason of what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import pyarrow as pa

from fpstats import schema
from fpstats.catalogue import Indicator
from fpstats.locale import text
from fpstats.periods import Calendar, Span
from fpstats.returns.opening import Returns


def explained(
    rows: pl.DataFrame,
    estimate: Mapping[str, Any],
    one: Indicator,
    returns: Returns,
    calendar: Calendar,
    issues: pa.Table,
    lang: str,
) -> pa.Table:
    """Return EXPLAINED of parts that were reconciled with their cells."""
    labels = {
        (start, end): calendar.label(Span(start, end))
        for start, end in rows.select("start", "end").unique().rows()
    }
    keys = pl.DataFrame(
        [(*key, label) for key, label in labels.items()],
        schema={"start": pl.Int64, "end": pl.Int64, "label": pl.String},
        orient="row",
    )
    paths = pl.Series([reading.sheet.path for reading in returns.readings], dtype=pl.String)
    sheets = pl.Series([reading.sheet.name for reading in returns.readings], dtype=pl.String)
    rows = rows.join(keys, on=["start", "end"], how="left", maintain_order="left")
    used = pl.col("why").is_null()
    found = pl.col("found").cast(pl.Float64)
    table = rows.select(
        indicator=pl.lit(one.id),
        area=pl.lit(estimate["area"]),
        period=pl.lit(estimate["period"]),
        side=pl.when("above").then(pl.lit("numerator")).otherwise(pl.lit("denominator")),
        item="item",
        reporting_area="name",
        reporting_period="label",
        number=found,
        weight="weight",
        amount=pl.when(used).then(pl.col("weight") * found),
        used=used,
        why="why",
        source=paths.gather(rows["sheet"]),
        sheet=sheets.gather(rows["sheet"]),
        cell="cell",
        row="row",
        place="above",
    )
    order = {item: place for place, item in enumerate(one.items)}
    known = returns.catalogue.items
    items = {item: order[known[item].opens or item] for item in rows["item"].unique()}
    table = table.sort(
        ~pl.col("place"),
        pl.col("item").replace_strict(items, return_dtype=pl.Int64),
        "reporting_area",
        "reporting_period",
        "source",
        "sheet",
        "row",
        nulls_last=True,
    )
    reasons = _reasons(table, issues, lang)
    table = table.with_columns(reason=pl.Series(reasons, dtype=pl.String))
    return schema.conform(table.select(schema.EXPLAINED.names).to_arrow(), schema.EXPLAINED)


def _reasons(table: pl.DataFrame, issues: pa.Table, lang: str) -> list[str | None]:
    """Say of each row that is not counted why: what was found about it, or what it lacks."""
    told: dict[tuple[str | None, ...], str] = {}
    for row in issues.to_pylist():
        if row["indicator"] is not None:
            continue
        if row["cell"] is not None:
            told.setdefault((row["source"], row["sheet"], row["cell"]), row["message"])
        if row["area"] is not None:
            told.setdefault((row["area"], row["period"], row["item"]), row["message"])
    columns = ("why", "source", "sheet", "cell", "reporting_area", "reporting_period", "item")
    found: list[str | None] = []
    for why, source, sheet, cell, area, period, item in table.select(columns).rows():
        if why is None:
            found.append(None)
            continue
        said = text(lang, "explain", f"why_{why}")
        if why == "unknown":
            here = [(source, sheet, cell)] if cell is not None else []
            places = (*here, (area, period, item), (area, period, None))
            said = next((told[key] for key in places if key in told), said)
        found.append(said)
    return found
