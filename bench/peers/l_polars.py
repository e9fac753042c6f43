"""Job L with Polars: python l_polars.py OUT MONTHLY…."""

import sys
from pathlib import Path

import polars as pl
from taiwan import RENAMED

ITEMS = {
    "births": "出生數",
    "births_male": "出生數-男",
    "births_female": "出生數-女",
    "deaths": "死亡數",
}


def scan(path: str) -> pl.LazyFrame:
    """Plan to read one month; newer files have a line of codes above the line of names."""
    with Path(path).open(encoding="utf-8-sig") as file:
        coded = file.readline().startswith("statistic_yyymm")
    return pl.scan_csv(path, skip_rows=1 if coded else 0).select(
        month="統計年月", area="區域別", **ITEMS
    )


out, *paths = sys.argv[1:]
months = (
    pl.concat([scan(path) for path in paths])
    .group_by("area", "month")
    .agg(pl.col(list(ITEMS)).sum())
    .collect(engine="streaming")
    .with_columns(
        pl.col("area").str.replace_all(r"\s", "").replace(RENAMED),
        period=pl.col("month") // 100 + 1911,
    )
)
areas = (pl.col("area"), pl.col("area").str.slice(0, 3), pl.lit("全國").alias("area"))
years = pl.concat(
    months.with_columns(area)
    .group_by("area", "period")
    .agg(pl.col(list(ITEMS)).sum(), whole=pl.col("month").n_unique() == 12)
    .sort("area", "period")
    for area in areas
)
years.select(
    "area",
    "period",
    pl.when("whole").then(pl.col("births", "deaths")),
    sex_ratio_at_birth=pl.when(pl.col("births_female") > 0).then(
        100 * pl.col("births_male") / pl.col("births_female")
    ),
).write_csv(out)
