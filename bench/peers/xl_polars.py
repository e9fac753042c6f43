"""Job XL with Polars: python xl_polars.py OUT INPUT."""

import sys

import polars as pl

ITEMS = [
    "births", "births_male", "births_female", "births_first", "births_second",
    "births_third_plus", "births_in_policy", "deaths", "first_marriages_women",
    "late_first_marriages_women", "examinations_due", "examinations_done",
]  # fmt: skip

out, source = sys.argv[1:]


def percent(part: str, whole: str) -> pl.Expr:
    return 100 * pl.col(part) / pl.col(whole)


result = (
    pl.scan_csv(source)
    .group_by("area")
    .agg(pl.col(ITEMS).sum())
    .sort("area")
    .select(
        "area",
        period=pl.lit("2024"),
        policy_compliance_rate=percent("births_in_policy", "births"),
        sex_ratio_at_birth=percent("births_male", "births_female"),
        first_birth_share=percent("births_first", "births"),
        second_birth_share=percent("births_second", "births"),
        third_plus_birth_share=percent("births_third_plus", "births"),
        late_marriage_rate=percent("late_first_marriages_women", "first_marriages_women"),
        examination_attendance_rate=percent("examinations_done", "examinations_due"),
        births="births",
        deaths="deaths",
    )
    .collect(engine="streaming")
)
result.write_csv(out)
