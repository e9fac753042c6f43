"""Job S with DuckDB: python s_duckdb.py OUT RETURNS OPENING."""

import sys

import duckdb

out, source, opening = sys.argv[1:]
duckdb.sql(
    f"""
    CREATE MACRO percent(part, whole) AS 100 * part / nullif(whole, 0);
    CREATE TABLE joined AS
        SELECT
            returns.*,
            opening.population AS population_before,
            opening.women_15_49 AS women_before
        FROM read_csv('{source}') AS returns
        LEFT JOIN read_csv('{opening}') AS opening USING (area);
    CREATE TABLE whole AS
        FROM joined
        UNION ALL BY NAME
        SELECT '合计' AS area, min(period) AS period, sum(COLUMNS(* EXCLUDE (area, period)))
        FROM joined;
    CREATE VIEW operands AS
        SELECT
            *,
            (population_before + population) / 2 AS mean_population,
            (women_before + women_15_49) / 2 AS mean_women,
            abs(births_checked - births_check_reported) AS wrong,
            users_male_sterilisation + users_female_sterilisation + users_iud + users_implant
                AS long_acting
        FROM whole;
    COPY (
        SELECT
            area,
            period,
            population,
            births,
            births_male,
            births_female,
            deaths,
            marriages,
            divorces,
            1000 * births / mean_population AS crude_birth_rate,
            1000 * deaths / mean_population AS crude_death_rate,
            1000 * (births - deaths) / mean_population AS natural_growth_rate,
            1000 * (population - population_before) / mean_population AS population_growth_rate,
            1000 * births / mean_women AS general_fertility_rate,
            percent(married_women_15_49, population) AS married_women_share,
            percent(births_first, births) AS first_birth_share,
            percent(births_second, births) AS second_birth_share,
            percent(births_third_plus, births) AS third_plus_birth_share,
            percent(births_male, births_female) AS sex_ratio_at_birth,
            percent(births_first_male, births_first_female) AS sex_ratio_at_birth_first,
            percent(births_second_male, births_second_female) AS sex_ratio_at_birth_second,
            percent(births_third_plus_male, births_third_plus_female)
                AS sex_ratio_at_birth_third_plus,
            percent(contraceptive_users, married_women_15_49) AS contraceptive_prevalence,
            percent(contraceptive_users - users_other, married_women_15_49)
                AS modern_contraceptive_prevalence,
            percent(long_acting, married_women_15_49) AS long_acting_prevalence,
            percent(long_acting, contraceptive_users) AS long_acting_share_of_users,
            percent(
                births_check_missed + births_check_duplicated + births_check_wrong, births_checked
            ) AS statistical_error_rate,
            percent(wrong, births_checked) AS statistical_error_rate_net,
            percent(abs(births_check_missed - births_check_duplicated), births_checked)
                AS statistical_error_rate_net_by_entry,
            percent(users_condom, contraceptive_users) AS method_mix_condom,
            percent(users_female_sterilisation, contraceptive_users)
                AS method_mix_female_sterilisation,
            percent(users_implant, contraceptive_users) AS method_mix_implant,
            percent(users_iud, contraceptive_users) AS method_mix_iud,
            percent(users_male_sterilisation, contraceptive_users) AS method_mix_male_sterilisation,
            percent(users_other, contraceptive_users) AS method_mix_other,
            percent(users_pill_injection, contraceptive_users) AS method_mix_pill_injection,
            percent(births_checked - wrong, births_checked) AS statistical_accuracy,
            percent(births_check_missed, births_checked) AS under_reporting_rate,
            percent(births_check_duplicated, births_check_reported) AS over_reporting_rate,
            percent(births_in_policy, births) AS policy_compliance_rate,
            percent(births_in_policy_second, births_second) AS policy_compliance_rate_second,
            percent(births_third_plus - births_in_policy_third_plus, births)
                AS out_of_policy_third_plus_share,
            percent(late_first_marriages_women, first_marriages_women) AS late_marriage_rate,
            percent(late_first_births, births_first) AS late_childbearing_rate,
            percent(examinations_done, examinations_due) AS examination_attendance_rate
        FROM operands
    ) TO '{out}' (HEADER)
    """
)
