"""Job M with Polars: python m_polars.py OUT MONTHLY… POPULATION_BEFORE POPULATION_AFTER."""

import sys

import polars as pl
from taiwan import RENAMED

ITEMS = {
    "births": "出生數",
    "births_male": "出生數-男",
    "births_female": "出生數-女",
    "deaths": "死亡數",
}
NAMED = pl.col("area").str.replace_all(r"\s", "").replace(RENAMED)

out, *paths, before, after = sys.argv[1:]
events = (
    pl.scan_csv(paths, skip_rows=1)
    .group_by(area="區域別")
    .agg(**{name: pl.col(column).sum() for name, column in ITEMS.items()})
)
population = (
    pl.scan_csv([before, after]).group_by(area="區域").agg(population=pl.col("人口").sum() / 2)
)
townships, populations = (
    frame.group_by(NAMED).agg(pl.all().sum())
    for frame in pl.collect_all([events, population], engine="streaming")
)
townships = townships.join(populations, on="area", how="left")
areas = pl.concat(
    townships.group_by(area).agg(pl.all().exclude("area").sum()).sort("area")
    for area in (pl.col("area"), pl.col("area").str.slice(0, 3), pl.lit("全國").alias("area"))
)
areas.select(
    "area",
    period=2017,
    births="births",
    deaths="deaths",
    crude_birth_rate=1000 * pl.col("births") / pl.col("population"),
    crude_death_rate=1000 * pl.col("deaths") / pl.col("population"),
    natural_growth_rate=1000 * (pl.col("births") - pl.col("deaths")) / pl.col("population"),
    sex_ratio_at_birth=pl.when(pl.col("births_female") > 0).then(
        100 * pl.col("births_male") / pl.col("births_female")
    ),
).write_csv(out)
