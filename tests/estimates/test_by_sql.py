"""The sample county against an SQL query that shares no line of code with the package."""

from __future__ import annotations

import math
from pathlib import Path

import duckdb

import fpstats
from fpstats.catalogue import load

SAMPLES = Path(__file__).parents[2] / "data" / "samples"

QUERY = """
with months as (
    select area, strptime(period, '%Y-%m') as day, * exclude (area, period)
    from read_csv('{tidy}/returns.csv', types = {{'period': 'varchar'}})
), yearly as (
    select
        area,
        sum(births_in_policy) filter (where births is not null) * 100.0
            / sum(births) filter (where births_in_policy is not null) as policy_compliance_rate,
        sum(births_male) * 100.0 / sum(births_female) as sex_ratio_at_birth,
        sum(late_first_marriages_women) * 100.0 / sum(first_marriages_women) as late_marriage_rate,
        (sum(births_check_missed) + sum(births_check_duplicated) + sum(births_check_wrong))
            * 100.0 / sum(births_checked) as statistical_error_rate,
        sum(births) as b,
        count(*) as months
    from months where day between date '2022-10-01' and date '2023-09-30' group by area
), ends as (
    select area, avg(population) as mean_population
    from months where day in (date '2022-09-01', date '2023-09-01') group by area
)
select y.*, 1000.0 * y.b / e.mean_population as crude_birth_rate
from yearly y join ends e using (area) where months = 12
"""


def test_a_year_of_the_sample_county() -> None:
    query = QUERY.format(tidy=SAMPLES / "tidy")
    rows = duckdb.sql(query)
    names = rows.columns
    by_hand = {row[0]: dict(zip(names, row, strict=True)) for row in rows.fetchall()}
    indicators = sorted(set(names) & set(load().indicators))
    assert len(indicators) == 5
    outcome = fpstats.compute(
        SAMPLES / "xlsx", period="2023", year_start=10, indicators=indicators, digests=False
    )
    checked = 0
    for row in outcome.comparisons.to_pylist():
        if row["area"] in by_hand:
            want = by_hand[row["area"]][row["indicator"]]
            assert math.isclose(row["value"], want, rel_tol=1e-12), row
            checked += 1
    assert checked == 24 * 5
