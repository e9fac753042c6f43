"""Job L with DuckDB: python l_duckdb.py OUT MONTHLY…."""

import sys
from pathlib import Path

import duckdb
from taiwan import RENAMED

COUNTS = {"出生數", "出生數-男", "出生數-女", "死亡數", "統計年月"}


def forms(paths: list[str]) -> dict[tuple[int, str], list[str]]:
    """Group the files by their headings; newer ones have a line of codes above the names."""
    found: dict[tuple[int, str], list[str]] = {}
    for path in paths:
        with Path(path).open(encoding="utf-8-sig") as file:
            names, skip = file.readline().strip(), 0
            if names.startswith("statistic_yyymm"):
                names, skip = file.readline().strip(), 1
        found.setdefault((skip, names), []).append(path)
    return found


def read(skip: int, names: str, paths: list[str]) -> str:
    types = {
        name or "empty": "INTEGER" if name in COUNTS else "VARCHAR" for name in names.split(",")
    }
    return f"""
        SELECT 統計年月 AS month, 區域別 AS area, 出生數 AS births, "出生數-男" AS births_male,
            "出生數-女" AS births_female, 死亡數 AS deaths
        FROM read_csv({paths}, columns = {types}, skip = {skip + 1}, header = false,
            auto_detect = false, delim = ',', quote = '"', null_padding = true)
    """


out, *paths = sys.argv[1:]
villages = " UNION ALL ".join(read(*form, files) for form, files in forms(paths).items())
duckdb.execute("CREATE TABLE renamed AS SELECT unnest($1) AS old, unnest($2) AS new",
               [list(RENAMED), list(RENAMED.values())])  # fmt: skip
duckdb.sql(
    f"""
    COPY (
        WITH sums AS (
            SELECT translate(area, ' 　', '') AS name, month, sum(births) AS births,
                sum(births_male) AS births_male, sum(births_female) AS births_female,
                sum(deaths) AS deaths
            FROM ({villages})
            GROUP BY name, month
        ),
        months AS (
            SELECT coalesce(new, name) AS township, sums.* EXCLUDE (name)
            FROM sums LEFT JOIN renamed ON name = old
        )
        SELECT
            coalesce(township, county, '全國') AS area,
            period,
            CASE WHEN count(DISTINCT month) = 12 THEN sum(births) END AS births,
            CASE WHEN count(DISTINCT month) = 12 THEN sum(deaths) END AS deaths,
            100 * sum(births_male) / nullif(sum(births_female), 0) AS sex_ratio_at_birth
        FROM (SELECT *, township[:3] AS county, month // 100 + 1911 AS period FROM months)
        GROUP BY GROUPING SETS ((township, period), (county, period), (period))
        ORDER BY area, period
    ) TO '{out}' (HEADER)
    """
)
