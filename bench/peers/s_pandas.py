"""Job S with pandas: python s_pandas.py OUT RETURNS OPENING."""

import sys

import pandas as pd

out, source, opening = sys.argv[1:]
now = pd.read_csv(source).set_index("area")
before = pd.read_csv(opening).set_index("area")
period = now.pop("period").iloc[0]
before = before.drop(columns="period").reindex(now.index)
now.loc["合计"] = now.sum()
before.loc["合计"] = before.sum()

population = (before.population + now.population) / 2
women = (before.women_15_49 + now.women_15_49) / 2
wrong = (now.births_checked - now.births_check_reported).abs()
net = (now.births_check_missed - now.births_check_duplicated).abs()
mistaken = now.births_check_missed + now.births_check_duplicated + now.births_check_wrong
unplanned_third = now.births_third_plus - now.births_in_policy_third_plus
long_acting = (
    now.users_male_sterilisation
    + now.users_female_sterilisation
    + now.users_iud
    + now.users_implant
)
modern = now.contraceptive_users - now.users_other


def percent(part: pd.Series, whole: pd.Series) -> pd.Series:
    return (100 * part / whole).where(whole > 0)


result = pd.DataFrame(
    {
        "period": period,
        "population": now.population,
        "births": now.births,
        "births_male": now.births_male,
        "births_female": now.births_female,
        "deaths": now.deaths,
        "marriages": now.marriages,
        "divorces": now.divorces,
        "crude_birth_rate": 1000 * now.births / population,
        "crude_death_rate": 1000 * now.deaths / population,
        "natural_growth_rate": 1000 * (now.births - now.deaths) / population,
        "population_growth_rate": 1000 * (now.population - before.population) / population,
        "general_fertility_rate": 1000 * now.births / women,
        "married_women_share": percent(now.married_women_15_49, now.population),
        "first_birth_share": percent(now.births_first, now.births),
        "second_birth_share": percent(now.births_second, now.births),
        "third_plus_birth_share": percent(now.births_third_plus, now.births),
        "sex_ratio_at_birth": percent(now.births_male, now.births_female),
        "sex_ratio_at_birth_first": percent(now.births_first_male, now.births_first_female),
        "sex_ratio_at_birth_second": percent(now.births_second_male, now.births_second_female),
        "sex_ratio_at_birth_third_plus": percent(
            now.births_third_plus_male, now.births_third_plus_female
        ),
        "contraceptive_prevalence": percent(now.contraceptive_users, now.married_women_15_49),
        "modern_contraceptive_prevalence": percent(modern, now.married_women_15_49),
        "long_acting_prevalence": percent(long_acting, now.married_women_15_49),
        "long_acting_share_of_users": percent(long_acting, now.contraceptive_users),
        "method_mix_condom": percent(now.users_condom, now.contraceptive_users),
        "method_mix_female_sterilisation": percent(
            now.users_female_sterilisation, now.contraceptive_users
        ),
        "method_mix_implant": percent(now.users_implant, now.contraceptive_users),
        "method_mix_iud": percent(now.users_iud, now.contraceptive_users),
        "method_mix_male_sterilisation": percent(
            now.users_male_sterilisation, now.contraceptive_users
        ),
        "method_mix_other": percent(now.users_other, now.contraceptive_users),
        "method_mix_pill_injection": percent(now.users_pill_injection, now.contraceptive_users),
        "statistical_error_rate": percent(mistaken, now.births_checked),
        "statistical_error_rate_net": percent(wrong, now.births_checked),
        "statistical_error_rate_net_by_entry": percent(net, now.births_checked),
        "statistical_accuracy": percent(now.births_checked - wrong, now.births_checked),
        "under_reporting_rate": percent(now.births_check_missed, now.births_checked),
        "over_reporting_rate": percent(now.births_check_duplicated, now.births_check_reported),
        "policy_compliance_rate": percent(now.births_in_policy, now.births),
        "policy_compliance_rate_second": percent(now.births_in_policy_second, now.births_second),
        "out_of_policy_third_plus_share": percent(unplanned_third, now.births),
        "late_marriage_rate": percent(now.late_first_marriages_women, now.first_marriages_women),
        "late_childbearing_rate": percent(now.late_first_births, now.births_first),
        "examination_attendance_rate": percent(now.examinations_done, now.examinations_due),
    }
)
result.to_csv(out)
