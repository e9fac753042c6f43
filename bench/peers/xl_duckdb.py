"""Job XL with DuckDB: python xl_duckdb.py OUT INPUT."""

import sys

import duckdb

out, source = sys.argv[1:]
duckdb.sql(
    f"""
    COPY (
        SELECT
            area,
            '2024' AS period,
            100 * sum(births_in_policy) / sum(births) AS policy_compliance_rate,
            100 * sum(births_male) / sum(births_female) AS sex_ratio_at_birth,
            100 * sum(births_first) / sum(births) AS first_birth_share,
            100 * sum(births_second) / sum(births) AS second_birth_share,
            100 * sum(births_third_plus) / sum(births) AS third_plus_birth_share,
            100 * sum(late_first_marriages_women) / sum(first_marriages_women)
                AS late_marriage_rate,
            100 * sum(examinations_done) / sum(examinations_due) AS examination_attendance_rate,
            sum(births) AS births,
            sum(deaths) AS deaths
        FROM read_csv('{source}')
        GROUP BY area
        ORDER BY area
    ) TO '{out}' (HEADER)
    """
)
