"""Job S with Polars: python s_polars.py OUT RETURNS OPENING."""

import sys

import polars as pl

out, source, opening = sys.argv[1:]
returns = pl.read_csv(source)
earlier = pl.read_csv(opening).select(
    "area", population_before="population", women_before="women_15_49"
)
joined = returns.join(earlier, on="area", how="left")
total = joined.select(
    area=pl.lit("合计"), period=pl.col("period").first(), **{
        name: pl.col(name).sum() for name in joined.columns if name not in ("area", "period")
    }
)  # fmt: skip

c = pl.col
population = (c("population_before") + c("population")) / 2
women = (c("women_before") + c("women_15_49")) / 2
wrong = (c("births_checked") - c("births_check_reported")).abs()
net = (c("births_check_missed") - c("births_check_duplicated")).abs()
mistaken = c("births_check_missed") + c("births_check_duplicated") + c("births_check_wrong")
unplanned_third = c("births_third_plus") - c("births_in_policy_third_plus")
long_acting = (
    c("users_male_sterilisation")
    + c("users_female_sterilisation")
    + c("users_iud")
    + c("users_implant")
)
modern = c("contraceptive_users") - c("users_other")


def percent(part: pl.Expr | str, whole: str) -> pl.Expr:
    top = c(part) if isinstance(part, str) else part
    return pl.when(c(whole) > 0).then(100 * top / c(whole))


result = pl.concat([joined, total]).select(
    "area",
    "period",
    "population",
    "births",
    "births_male",
    "births_female",
    "deaths",
    "marriages",
    "divorces",
    crude_birth_rate=1000 * c("births") / population,
    crude_death_rate=1000 * c("deaths") / population,
    natural_growth_rate=1000 * (c("births") - c("deaths")) / population,
    population_growth_rate=1000 * (c("population") - c("population_before")) / population,
    general_fertility_rate=1000 * c("births") / women,
    married_women_share=percent("married_women_15_49", "population"),
    first_birth_share=percent("births_first", "births"),
    second_birth_share=percent("births_second", "births"),
    third_plus_birth_share=percent("births_third_plus", "births"),
    sex_ratio_at_birth=percent("births_male", "births_female"),
    sex_ratio_at_birth_first=percent("births_first_male", "births_first_female"),
    sex_ratio_at_birth_second=percent("births_second_male", "births_second_female"),
    sex_ratio_at_birth_third_plus=percent("births_third_plus_male", "births_third_plus_female"),
    contraceptive_prevalence=percent("contraceptive_users", "married_women_15_49"),
    modern_contraceptive_prevalence=percent(modern, "married_women_15_49"),
    long_acting_prevalence=percent(long_acting, "married_women_15_49"),
    long_acting_share_of_users=percent(long_acting, "contraceptive_users"),
    method_mix_condom=percent("users_condom", "contraceptive_users"),
    method_mix_female_sterilisation=percent("users_female_sterilisation", "contraceptive_users"),
    method_mix_implant=percent("users_implant", "contraceptive_users"),
    method_mix_iud=percent("users_iud", "contraceptive_users"),
    method_mix_male_sterilisation=percent("users_male_sterilisation", "contraceptive_users"),
    method_mix_other=percent("users_other", "contraceptive_users"),
    method_mix_pill_injection=percent("users_pill_injection", "contraceptive_users"),
    statistical_error_rate=percent(mistaken, "births_checked"),
    statistical_error_rate_net=percent(wrong, "births_checked"),
    statistical_error_rate_net_by_entry=percent(net, "births_checked"),
    statistical_accuracy=percent(c("births_checked") - wrong, "births_checked"),
    under_reporting_rate=percent("births_check_missed", "births_checked"),
    over_reporting_rate=percent("births_check_duplicated", "births_check_reported"),
    policy_compliance_rate=percent("births_in_policy", "births"),
    policy_compliance_rate_second=percent("births_in_policy_second", "births_second"),
    out_of_policy_third_plus_share=percent(unplanned_third, "births"),
    late_marriage_rate=percent("late_first_marriages_women", "first_marriages_women"),
    late_childbearing_rate=percent("late_first_births", "births_first"),
    examination_attendance_rate=percent("examinations_done", "examinations_due"),
)
result.write_csv(out)
