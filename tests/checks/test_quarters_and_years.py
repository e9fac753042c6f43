"""Returns of quarters, half-years and years are looked at among themselves, never as months."""

import numpy as np
import pytest

from fpstats.periods import Calendar, Span

from .conftest import codes, found

KINDS = {3: "Q{place}", 6: "H{place}", 12: ""}


def periods(length, years=range(2015, 2025)):
    """Labels of the quarters, half-years or years from 2015 on."""
    for year in years:
        for place in range(1, 12 // length + 1):
            yield "-".join(filter(None, (str(year), KINDS[length].format(place=place))))


def lines(item, values, length, area="甲镇"):
    return [f"{area},{period},{value}"
            for period, value in zip(periods(length), values, strict=False)]  # fmt: skip


@pytest.mark.parametrize(("length", "period", "word"), [
    (3, "2017-Q2", "19 other quarters"), (6, "2019-H2", "19 other half-years"),
    (12, "2024", "9 other years"),
])  # fmt: skip
def test_a_count_is_compared_with_others_of_its_length(check, length, period, word):
    values = np.random.default_rng(7).poisson(60, 20)
    values[9] *= 10
    text = ["area,period,births", *lines("births", values, length)]
    checked = check(text)
    (row,) = found(checked, "unlike_other_months")
    assert (row["period"], row["left"]) == (period, values[9])
    assert word in row["message"]
    assert "checks_not_run" not in codes(checked)


def test_the_season_of_quarters_is_no_fault(check):
    # Twice as many in the fourth quarter as in the others, everywhere and every year.
    random = np.random.default_rng(3)
    text = ["area,period,marriages"]
    for place in range(8):
        values = random.poisson([60, 60, 60, 120] * 4)
        text += lines("marriages", values, 3, area=f"{place}镇")
    assert "unlike_other_months" not in codes(check(text))


def test_stocks_leap_by_quarters(check):
    values = [3000 + place for place in range(12)]
    values[6] = 30060
    (row,) = found(check(["area,period,women_15_49", *lines("", values, 3)]), "stock_leaps")
    assert (row["period"], row["left"], row["right"]) == ("2016-Q3", 30060, 3005)
    # 20 % a month are 60 % a quarter.
    grown = ["area,period,women_15_49", *lines("", [3000, 4700, 4700, 7600], 3)]
    assert [row["period"] for row in found(check(grown), "stock_leaps")] == ["2015-Q4"]


def test_a_first_quarter_is_no_march(check):
    # Women are more in every quarter; of the first ones alone it would be the same.
    text = ["area,period,population_male,population_female"]
    for place in range(12):
        men = 4900 if place == 3 else 5150
        text += [
            f"{place}镇,{period},{men},{10000 - men}" for period in periods(3, range(2022, 2025))
        ]
    checked = check(text)
    assert "population_sexes_exchanged" not in codes(checked)
    assert checked.material.lengths == (3,)
    assert not any(known[:, : checked.material.monthly.months].any()
                   for known in checked.material.monthly.known.values())  # fmt: skip


def test_men_and_women_exchanged_in_one_quarter_are_found(check):
    pairs = [(5150 + 3 * place, 4850 - 2 * place) for place in range(8)]
    pairs[5] = pairs[5][::-1]
    text = ["area,period,population_male,population_female",
            *lines("", [f"{men},{women}" for men, women in pairs], 3)]  # fmt: skip
    (row,) = found(check(text), "population_sexes_exchanged")
    assert row["period"] == "2016-Q2"
    assert "in 7 other quarters" in row["message"]


def test_one_hundred_per_cent_every_quarter_and_a_copied_quarter_are_told(check):
    random = np.random.default_rng(5)
    text = ["area,period,births,deaths,marriages,divorces,examinations_due,examinations_done"]
    for place in range(6):
        numbers = random.poisson([80, 70, 60, 50], (12, 4))
        numbers[7] = numbers[6] if place == 2 else numbers[7]
        for period, row in zip(periods(3), numbers, strict=False):
            due = int(random.poisson(90))
            done = due if place == 4 else int(random.binomial(due, 0.9))
            text.append(f"{place}镇,{period},{','.join(map(str, row))},{due},{done}")
    # What was due and done differs in the copied quarter; without these the two are the same.
    assert {row["area"] for row in found(check(text), "all_full")} == {"4镇"}
    short = [line.rsplit(",", 2)[0] for line in text]
    (row,) = found(check(short), "copied_return")
    assert (row["area"], row["period"]) == ("2镇", "2016-Q4")


def test_what_could_not_be_looked_at_is_told_once(check):
    text = ["area,period,births,population", *lines("", ["40,5000", "41,5010", "39,5020"], 3)]
    (row,) = found(check(text), "checks_not_run")
    assert row["severity"] == "warning"
    assert "quarters" in row["message"]
    assert "unlike the area's other months" in row["message"]
    assert "stock leaps" not in row["message"]
    # One return has nothing beside it, as one month has not.
    assert "checks_not_run" not in codes(check(text[:2]))


def test_years_to_date_of_every_third_month_are_told_as_no_series(check):
    text = ["area,period,births", "甲镇,2024-03-ytd,40", "甲镇,2024-06-ytd,81",
            "甲镇,2024-09-ytd,120"]  # fmt: skip
    (row,) = found(check(text), "checks_not_run")
    assert "do not follow one another" in row["message"]


def test_months_say_nothing_of_what_was_not_run(check):
    checked = check(["area,period,births", "甲镇,2024-01,40", "甲镇,2024-02,41"])
    assert "checks_not_run" not in codes(checked)
    assert checked.material.lengths == (1,)


def test_a_span_stands_in_its_place_within_the_year():
    from fpstats.checks.lengths import is_of

    calendar = Calendar(10)
    first = calendar.year(2024).start
    assert is_of(Span(first, first + 2), 3, calendar)
    assert not is_of(Span(first + 1, first + 3), 3, calendar)
    assert not is_of(Span(first, first + 2), 6, calendar)
