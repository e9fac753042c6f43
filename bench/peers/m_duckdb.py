"""Job M with DuckDB: python m_duckdb.py OUT MONTHLY… POPULATION_BEFORE POPULATION_AFTER."""

import sys

import duckdb
from taiwan import RENAMED

out, *paths, before, after = sys.argv[1:]
duckdb.execute("CREATE TABLE renamed AS SELECT unnest($1) AS old, unnest($2) AS new",
               [list(RENAMED), list(RENAMED.values())])  # fmt: skip
duckdb.sql(
    f"""
    CREATE MACRO spaceless(name) AS translate(name, ' 　', '');
    COPY (
        WITH events AS (
            SELECT spaceless(區域別) AS name, sum(出生數) AS births,
                sum("出生數-男") AS births_male, sum("出生數-女") AS births_female,
                sum(死亡數) AS deaths, 0 AS population
            FROM read_csv({paths}, skip = 1, header = true, delim = ',', quote = '"')
            GROUP BY name
        ),
        populations AS (
            SELECT spaceless(區域) AS name, sum(人口) / 2 AS population
            FROM read_csv({[before, after]}, header = true, delim = ',', quote = '"')
            GROUP BY name
        ),
        townships AS (
            SELECT coalesce(new, name) AS township, township[:3] AS county, lines.* EXCLUDE (name)
            FROM (FROM events UNION ALL BY NAME FROM populations) AS lines
            LEFT JOIN renamed ON name = old
        )
        SELECT
            coalesce(township, county, '全國') AS area,
            2017 AS period,
            sum(births) AS births,
            sum(deaths) AS deaths,
            1000 * sum(births) / sum(population) AS crude_birth_rate,
            1000 * sum(deaths) / sum(population) AS crude_death_rate,
            1000 * (sum(births) - sum(deaths)) / sum(population) AS natural_growth_rate,
            100 * sum(births_male) / nullif(sum(births_female), 0) AS sex_ratio_at_birth
        FROM townships
        GROUP BY GROUPING SETS ((township), (county), ())
        ORDER BY area
    ) TO '{out}' (HEADER)
    """
)
