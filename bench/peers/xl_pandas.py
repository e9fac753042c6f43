"""Job XL with pandas: python xl_pandas.py OUT INPUT."""

import sys

import pandas as pd

ITEMS = [
    "births", "births_male", "births_female", "births_first", "births_second",
    "births_third_plus", "births_in_policy", "deaths", "first_marriages_women",
    "late_first_marriages_women", "examinations_due", "examinations_done",
]  # fmt: skip

out, source = sys.argv[1:]
returns = pd.read_csv(source, usecols=["area", *ITEMS])
sums = returns.groupby("area")[ITEMS].sum()
result = pd.DataFrame(
    {
        "period": "2024",
        "policy_compliance_rate": 100 * sums.births_in_policy / sums.births,
        "sex_ratio_at_birth": 100 * sums.births_male / sums.births_female,
        "first_birth_share": 100 * sums.births_first / sums.births,
        "second_birth_share": 100 * sums.births_second / sums.births,
        "third_plus_birth_share": 100 * sums.births_third_plus / sums.births,
        "late_marriage_rate": 100 * sums.late_first_marriages_women / sums.first_marriages_women,
        "examination_attendance_rate": 100 * sums.examinations_done / sums.examinations_due,
        "births": sums.births,
        "deaths": sums.deaths,
    }
)
result.to_csv(out)
