"""`watch` where something is lacking: months, or the population of most months."""

from __future__ import annotations

import polars as pl
import pytest

import fpstats
from fpstats.errors import FpstatsError
from fpstats.pipeline.early_warning import notes

USUAL = [46, 51, 48, 50, 52, 47, 49, 53, 49, 45, 55, 50]


def monthly(known, *, areas=("甲镇",), first=2018, years=7, people=50_000, **changed):
    """Build months of births of areas whose population is `people` in the months `known`."""
    rows = [
        {
            "单位": area,
            "时期": f"{year}-{month:02}",
            "出生人数": changed.get(f"m{year}{month:02}", USUAL[month - 1]),
            "总人口": people if known(year, month) else None,
        }
        for area in areas
        for year in range(first, first + years)
        for month in range(1, 13)
    ]
    return pl.DataFrame(rows, schema_overrides={"总人口": pl.Int64})


def told(found):
    return " ".join(notes(found))


def test_a_population_of_each_december_is_carried_between_them():
    # 98 births in September 2024 where 49 were in each of five years before: at 49 ± 7 by chance
    # alone, both being uncertain, that is about 98 − 49 over the root of 98 + 49 ÷ 5, 4.7.
    found = fpstats.watch(
        monthly(lambda year, month: month == 12, m202409=98), indicators="crude_birth_rate"
    )
    (row,) = [row for row in found.table.to_pylist() if row["rule"] == "month"]
    assert (row["period"], row["history"]) == ("2024-09", 5)
    # A level population on a line between equal ends: 98 births × 366 ÷ 30 over 50,000.
    assert row["value"] == pytest.approx(1000 * 98 * 366 / 30 / 50_000)
    # From December 2018 to December 2024 lie six times eleven months.
    (line,) = found.carried
    assert (line.number, line.area, line.item) == (66, "甲镇", "population")
    assert "总人口不是每个月末都有" in told(found)
    codes = found.issues.to_pandas()
    (issue,) = codes[codes["code"] == "carried_stock"].itertuples()
    assert (issue.area, issue.period, issue.value) == ("甲镇", "2019-01:2024-11", "66")


def test_what_is_carried_lies_on_a_straight_line_in_whole_persons():
    frame = monthly(lambda year, month: month == 12)
    ends = {2018: 50_000, 2019: 51_000}
    people = [
        ends.get(int(period[:4]), 51_000) if period.endswith("12") else None
        for period in frame["时期"]
    ]
    found = fpstats.watch(
        frame.with_columns(pl.Series("总人口", people)),
        indicators="crude_birth_rate", period="2021-01:2021-12", chance=1, history=2,
    )  # fmt: skip
    place = found.monthly.labels.index("2019-06")
    # At the end of May 2019 5 ÷ 12 of the way, 50,416.7, and of June 6 ÷ 12, 50,500: their mean
    # over 30 of the 365 days of a year.
    mean = (50_417 + 50_500) / 2
    assert found.monthly.under[0, 0, place] == pytest.approx(mean * 30 / 365)


@pytest.mark.parametrize("ends", [(6, 12), (6,), (12,)])
def test_any_month_ends_a_year_apart_will_do(ends):
    found = fpstats.watch(
        monthly(lambda year, month: month in ends, m202403=110), indicators="crude_birth_rate"
    )
    periods = {row["period"] for row in found.table.to_pylist() if row["rule"] == "month"}
    assert periods == {"2024-03"}


def test_nothing_is_carried_over_more_than_a_year():
    found = fpstats.watch(
        monthly(lambda year, month: month == 12 and year in (2018, 2020, 2021, 2022, 2023, 2024)),
        indicators="crude_birth_rate",
    )
    assert sum(line.number for line in found.carried) == 4 * 11


def test_months_after_the_last_population_are_watched_by_their_counts():
    found = fpstats.watch(
        monthly(lambda year, month: month == 12 and year < 2024, m202409=98), lang="en"
    )
    assert [one.id for one in found.indicators] == ["births", "crude_birth_rate"]
    rows = [row for row in found.table.to_pylist() if row["rule"] == "month"]
    assert [(row["indicator"], row["period"]) for row in rows] == [("births", "2024-09")]
    assert "crude birth rate lacks population in some months" in told(found)
    assert "its counts are watched (births)" in told(found)
    assert "no month of these could be compared" not in told(found)


def test_a_rate_alone_that_lacks_its_population_is_watched_by_its_counts_too():
    found = fpstats.watch(
        monthly(lambda year, month: (year, month) == (2024, 12), m202409=98),
        indicators="crude_birth_rate",
    )
    assert {row["indicator"] for row in found.table.to_pylist()} == {"births"}
    assert "出生率有的月份没有总人口，不能按率比较，改按人数看（出生人数）" in told(found)


def test_too_few_years_are_the_reason_where_the_population_is_there():
    found = fpstats.watch(monthly(lambda year, month: True, years=2), lang="en")
    assert "no area has 2 years before with the same month: crude birth rate" in told(found)
    assert not found.stand_ins


def test_the_first_month_of_the_files_needs_no_counts_in_its_place():
    # It lacks the population at its start, as the first month of any files does.
    found = fpstats.watch(monthly(lambda year, month: True, years=3))
    assert not found.stand_ins


def yearly(births, population=50_000, first=2014):
    return pl.DataFrame(
        {
            "单位": ["甲镇"] * len(births),
            "时期": [str(first + place) for place in range(len(births))],
            "出生人数": births,
            "总人口": population,
        }
    )


def test_years_alone_are_watched_by_the_rules_of_years():
    found = fpstats.watch(yearly([500, 480, 460, 440, 420, 400, 380, 360, 340, 320, 300]))
    rows = {row["rule"]: row for row in found.table.to_pylist()}
    assert rows.keys() == {"trend", "order", "marker"}
    # The first year has no population at its start; ten that fall without a pause: 2 ÷ 10!.
    assert (rows["order"]["since"], rows["order"]["period"]) == ("2015", "2024")
    assert rows["order"]["p"] == pytest.approx(2 / 3_628_800)
    assert notes(found)[0].startswith("报表里没有单月的数字")
    assert not [line for line in notes(found) if "前 5 年的同月" in line]


def test_quarters_make_years_too():
    columns = {
        "单位": ["甲镇"] * 44,
        "时期": [f"{2014 + n // 4}-Q{n % 4 + 1}" for n in range(44)],
        "出生人数": [120 - n for n in range(44)],
        "总人口": [50_000] * 44,
    }
    found = fpstats.watch(pl.DataFrame(columns))
    assert "order" in {row["rule"] for row in found.table.to_pylist()}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_years_alone_give_no_signal_and_say_what_is_needed(lang):
    found = fpstats.watch(yearly([9, 8]), lang=lang)
    assert found.table.num_rows == 0
    assert ("至少 5 个完整的统计年度" if lang == "zh" else "at least 5 whole") in told(found)
    assert "{" not in told(found)


def test_quarters_that_make_no_whole_year_are_told_of_too():
    found = fpstats.watch(
        pl.DataFrame({"单位": ["甲镇"], "时期": ["2024-Q1"], "出生人数": [9], "总人口": [5_000]})
    )
    assert found.table.num_rows == 0
    assert notes(found)[0] == "没有信号"


def cumulative():
    births = [sum(USUAL[:month]) for month in range(1, 13)] * 4
    periods = [f"{year}-{month:02}" for year in range(2021, 2025) for month in range(1, 13)]
    births[44] += 49  # from September 2024 on
    births[45:] = [each + 49 for each in births[45:]]
    columns = {"单位": ["甲镇"] * 48, "时期": periods, "出生人数": births, "总人口": [50_000] * 48}
    return pl.DataFrame(columns)


@pytest.mark.parametrize("run", [fpstats.watch, fpstats.compute])
def test_totals_called_months_are_named_with_what_to_do(run):
    with pytest.raises(FpstatsError, match="--cumulative ytd") as caught:
        run(cumulative())
    assert "像是累计数" in str(caught.value)


def test_totals_are_watched_as_months_where_that_is_asked():
    found = fpstats.watch(cumulative(), cumulative="ytd", indicators="births")
    (row,) = [row for row in found.table.to_pylist() if row["rule"] == "month"]
    # September has 49 as ever, and 49 more.
    assert (row["period"], row["numerator"], row["expected"]) == ("2024-09", 98, 49)
