"""Years to date that are called months are never added up as if they were months."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fpstats
from fpstats.errors import FpstatsError
from fpstats.estimates.rising import may_be_totals
from fpstats.periods import Calendar, Span

from .conftest import series

MONTHS = [20, 22, 17, 25, 19, 21, 18, 24, 20, 23, 19, 22]
TOTALS = np.cumsum(MONTHS).tolist()


@pytest.fixture
def compute(saved):
    def compute(heading, *lines, **options):
        path = saved("returns.csv", "\n".join([heading, *lines]))
        return fpstats.compute(path, **{"lang": "en", "every": "year", **options})

    return compute


def two(area, births, deaths):
    """Write lines of births and deaths."""
    return [f"{line},{n}" for line, n in zip(series(births, area=area), deaths, strict=True)]


def value(outcome, indicator, area="甲镇"):
    (row,) = [one for one in outcome.comparisons.to_pylist()
              if (one["indicator"], one["area"]) == (indicator, area)]  # fmt: skip
    return row["value"]


def told(outcome, code):
    return [row for row in outcome.issues.to_pylist() if row["code"] == code]


def test_totals_of_every_area_are_refused_with_both_ways_out(compute):
    with pytest.raises(FpstatsError, match=r"looks like years to date in 2023.*--cumulative ytd"):
        compute("area,period,births", *series(TOTALS), *series(TOTALS[::1], area="乙镇"))


def test_totals_are_turned_into_months_where_that_is_asked(compute):
    asked = compute("area,period,births", *series(TOTALS), cumulative="ytd")
    # The year is its last total, 250, and no sum of totals.
    assert value(asked, "births") == TOTALS[-1] == 250
    assert asked.issues.num_rows == 0 or not told(asked, "agreeing_returns")


def test_whoever_says_that_they_are_months_is_believed(compute):
    asked = compute("area,period,births", *series(TOTALS), cumulative="month")
    assert value(asked, "births") == sum(TOTALS)


def test_totals_of_one_area_are_not_counted_and_the_others_are(compute):
    mixed = compute(
        "area,period,births",
        *series(TOTALS), *series(MONTHS, area="乙镇"), *series(MONTHS[::-1], area="丙镇"),
    )  # fmt: skip
    assert [value(mixed, "births", area) for area in ("甲镇", "乙镇")] == [None, 250]
    (row,) = told(mixed, "looks_cumulative")
    # The last month of the area stands in line 13.
    assert (row["severity"], row["area"], row["cell"], row["value"]) == (
        "error",
        "甲镇",
        "C13",
        "250",
    )


def test_one_item_to_date_is_not_counted_and_the_others_are(compute):
    mixed = compute("area,period,births,deaths", *two("甲镇", TOTALS, MONTHS))
    # Of births nothing is left, and so there is no line of them.
    assert {row["indicator"] for row in mixed.comparisons.to_pylist()} == {"deaths"}
    assert value(mixed, "deaths") == 250
    (row,) = told(mixed, "looks_cumulative")
    assert (row["item"], row["cell"], row["period"]) == ("births", "C13", "2023")


def test_a_short_year_beside_years_to_date_is_not_counted_either(compute):
    # Three months of 2024 tell nothing; but every year of the area before was to date.
    longer = [*TOTALS, 21, 39, 62]
    months = [*MONTHS, 21, 18, 23]
    mixed = compute(
        "area,period,births,deaths",
        *two("甲镇", longer, months), *two("乙镇", months, months[::-1]), every="month",
    )  # fmt: skip
    known = {
        (row["area"], row["period"]): row["value"]
        for row in mixed.comparisons.to_pylist() if row["indicator"] == "births"
    }  # fmt: skip
    assert {known["甲镇", month] for month in ("2023-01", "2023-12", "2024-01", "2024-03")} == {
        None
    }
    assert known["乙镇", "2024-03"] == 23


def test_five_months_of_one_item_are_counted_with_a_warning(compute):
    asked = compute(
        "area,period,births,deaths", *two("甲镇", np.cumsum([40] * 5), MONTHS[:5]), every="month"
    )
    (row,) = told(asked, "perhaps_cumulative")
    assert (row["severity"], row["cell"]) == ("warning", "C6")
    assert "in the 5 months" in row["message"]


def test_of_an_item_that_is_taken_out_with_its_area_nothing_more_is_told(compute):
    # Of 南湖街道 all items together look like years to date, and migrants by themselves.
    lines = """
        晴禾街道,2022-03,62,91,96
        东关镇,2022-03,33,20,76
        南湖街道,2022-03,68,108,97
        晴禾街道,2022-04,114,93,143
        东关镇,2022-04,80,20,76
        南湖街道,2022-04,93,109,145
        禾笠镇,2022-04,52,99,98
        南湖街道,2022-05,122,133,202
        禾笠镇,2022-05,72,99,146
        晴禾街道,2022-06,164,97,194
        东关镇,2022-06,102,51,160
        南湖街道,2022-06,161,141,261
        禾笠镇,2022-06,121,136,166
    """
    heading = "area,period,births,returns_due,migrants_in"
    asked = compute(heading, *lines.split(), every="month")
    assert {row["area"] for row in told(asked, "looks_cumulative")} == {"南湖街道"}
    assert not told(asked, "perhaps_cumulative")


def test_three_months_tell_nothing(compute):
    asked = compute("area,period,births", *series([400, 800, 1200]), every="month")
    assert not told(asked, "looks_cumulative")


def test_months_that_were_turned_cannot_be_taken_apart(saved):
    path = saved("returns.csv", "\n".join(["area,period,births", *series(TOTALS)]))
    asked = {"area": "甲镇", "indicator": "births", "period": "2023-05", "lang": "en"}
    with pytest.raises(FpstatsError, match="stand in no cell"):
        fpstats.explain(path, cumulative="ytd", **asked)
    with pytest.raises(FpstatsError, match="looks like years to date"):
        fpstats.explain(path, **asked)


class Panelled:
    """As much of a panel as the look at it takes."""

    def __init__(self, rows):
        self.leaves, self.months = ["甲镇"], len(rows[0])
        self.slots = [Span(24276 + m, 24276 + m) for m in range(self.months)]  # from 2023-01 on
        self.value = {f"i{n}": np.array([row], dtype=float) for n, row in enumerate(rows)}
        self.known = {item: np.ones((1, self.months), bool) for item in self.value}


@given(st.integers(20, 60), st.integers(4, 12))
@settings(max_examples=40)
def test_the_cheap_look_never_passes_a_running_total(mean, months):
    totals = np.cumsum([mean] * months)
    falling = [9, 8, *[9] * (months - 2)]
    assert may_be_totals(Panelled([totals]), ["i0"], Calendar(1))
    assert may_be_totals(Panelled([totals, falling]), ["i0", "i1"], Calendar(1))
    # What falls in March and May is none.
    true = [mean * (3 - month % 2) for month in range(months)]
    assert not may_be_totals(Panelled([true]), ["i0"], Calendar(1))


def since_october(area, births):
    """Write lines of a planning year, from October 2022 on."""
    return [
        f"{area},{2022 + (9 + m) // 12}-{(9 + m) % 12 + 1:02d},{n}" for m, n in enumerate(births)
    ]


def test_years_that_begin_in_another_month_are_told_by_it(compute, check):
    lines = ["area,period,births", *since_october("甲镇", TOTALS * 2)]
    with pytest.raises(FpstatsError, match=r"begin in month 10.*--year-start 10"):
        compute(*lines)
    with pytest.raises(FpstatsError, match=r"begin in month 10\nHint: give --year-start 10"):
        check(lines)
    assert check(lines, year_start=10).as_totals
    assert value(compute(*lines, year_start=10, cumulative="ytd", period="2023"), "births") == 250


def test_true_months_begin_in_no_month(check):
    rng = np.random.default_rng(7)
    lines = [
        line
        for place in range(20)
        for line in series(rng.poisson(20, 36), area=f"{place}镇")
    ]  # fmt: skip
    assert not check(["area,period,births", *lines]).as_totals


def test_the_wrong_start_is_told_once_where_they_are_said_to_be_to_date(compute):
    lines = [*since_october("甲镇", TOTALS * 2), *since_october("乙镇", TOTALS * 2)]
    with pytest.raises(FpstatsError, match=r"begins anew every year in month 10.*10`$") as refused:
        compute("area,period,births", *lines, cumulative="ytd", year_start=1)
    # One sentence, and none for each of the totals that fall.
    assert str(refused.value).count("\n- ") == 1
    asked = compute("area,period,births", *lines, cumulative="ytd", year_start=10, period="2024")
    assert value(asked, "births") == 250
