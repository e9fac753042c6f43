"""`watch` from returns to SIGNALS."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

import fpstats
from fpstats import schema
from fpstats.errors import ConfigurationError
from fpstats.pipeline.early_warning import document, notes
from fpstats.schema import conform
from fpstats.watching import RULES
from fpstats.write import render


@pytest.fixture(scope="module")
def county(samples):
    return fpstats.watch(
        samples / "tidy", areas=samples / "areas.csv", year_start=10, lang="en", chance=1
    )


def returns(births, *, areas=("甲乡",), first=2018):
    """Build returns of months from arrays of areas × months."""
    births = np.atleast_2d(births)
    months = [f"{first + n // 12}-{n % 12 + 1:02}" for n in range(births.shape[1])]
    rows = [
        {"area": area, "period": period, "population": 10_000, "births": int(number)}
        for area, line in zip(areas, births, strict=True)
        for period, number in zip(months, line, strict=True)
        if not np.isnan(number)
    ]
    return pl.DataFrame(rows)


def test_the_tables_are_those_of_the_schema(county):
    assert conform(county.table, schema.SIGNALS).equals(county.table)
    assert conform(county.looked, schema.LOOKED).equals(county.looked)
    assert county.table.num_rows > 10
    assert county.months == ("2023-10", "2024-09")


def test_the_least_likely_stand_first(county):
    q = county.table["q"].to_pylist()
    assert q == sorted(q)


def test_a_value_is_that_which_compute_gives_annualised(county, samples):
    done = fpstats.compute(
        samples / "tidy", areas=samples / "areas.csv", year_start=10, every="month",
        annualise=True, indicators=["crude_birth_rate"],
    ).to_pandas()  # fmt: skip
    values = done.set_index(["area", "period"])["value"]
    mine = county.to_pandas()
    mine = mine[(mine["indicator"] == "crude_birth_rate") & (mine["rule"] == "month")]
    assert len(mine)
    for row in mine.itertuples():
        assert row.value == pytest.approx(values[row.area, row.period], rel=1e-12)
        assert row.value == pytest.approx(1000 * row.numerator / row.denominator, rel=1e-12)
        assert not row.lower <= row.value <= row.upper


def test_the_order_of_rows_changes_nothing(samples, county):
    frame = pl.read_csv(samples / "tidy" / "returns.csv")
    opening = pl.read_csv(samples / "tidy" / "opening.csv")
    both = pl.concat([frame, opening], how="diagonal").sample(fraction=1, shuffle=True, seed=1)
    again = fpstats.watch(both, areas=samples / "areas.csv", year_start=10, lang="en", chance=1)
    assert again.table.equals(county.table)


def test_a_level_and_months_can_be_chosen(samples):
    found = fpstats.watch(
        samples / "tidy", areas=samples / "areas.csv", year_start=10, by="county",
        period="2024-03:2024-05", chance=1, indicators=["crude_birth_rate", "births"],
    )  # fmt: skip
    assert found.months == ("2024-03", "2024-05")
    assert found.monthly.areas == ["示例县"]
    assert [one.id for one in found.indicators] == ["births", "crude_birth_rate"]
    assert found.looked.to_pylist()[0]["points"] == 6
    assert max(found.monthly.labels) == "2024-05"


def test_a_month_that_nobody_reported_keeps_its_place():
    births = np.full(60, 30.0)
    births[30] = np.nan  # 2020-07, of which 2021 and 2022 are compared with the rest
    births[54] = 80  # 2022-07
    found = fpstats.watch(returns(births), indicators="births")
    (row,) = found.table.to_pylist()
    assert (row["period"], row["history"], row["value"]) == ("2022-07", 3, 80.0)
    assert row["expected"] == pytest.approx(30)


def test_a_sum_that_lacks_a_township_is_no_signal():
    births = np.array([np.full(48, 20.0), np.full(48, 200.0)])
    births[1, 42] = np.nan  # without the large one the total falls to a tenth
    found = fpstats.watch(returns(births, areas=("甲乡", "乙乡")), indicators="births", lang="en")
    assert found.table.num_rows == 0
    assert found.looked.to_pylist()[0]["points"] == 12 + 11 + 11
    assert "did not report: 1 of those watched" in " ".join(notes(found))


def test_a_count_of_a_month_is_whole_and_what_it_is_compared_with_need_not_be():
    births = np.full(36, 30.0)
    births[[6, 18, 30]] = [30, 31, 90]
    found = fpstats.watch(returns(births), indicators="births", lang="en")
    (row,) = [row for row in found.table.to_pylist() if row["rule"] == "month"]
    assert "births 90, above the 30.5 of the same months" in row["words"]


def test_a_fall_is_told_without_a_second_minus():
    births = np.repeat([60, 50, 41, 33, 26, 20, 15], 12).astype(float)
    found = fpstats.watch(returns(births), indicators="births", lang="en")
    told = {row["rule"]: row["words"] for row in found.table.to_pylist()}
    # Of the 21 slopes between two years, twelfths of them, the eleventh is 7.5: below lie 5, 5.5,
    # 6 twice, 6.5 twice, 7 three times and one of the three that are 7.5.
    assert (
        "fell from 2018 to 2024, by about 90.0 persons a year, to 180 (p < 0.001)"
        in (told["trend"])
    )


def test_whole_years_have_trends_and_the_rest_of_a_year_has_none():
    births = np.repeat([8, 10, 13, 17, 22, 29, 40], 12)[:-3].astype(float)
    found = fpstats.watch(returns(births, first=2017), indicators="crude_birth_rate")
    rows = {row["rule"]: row for row in found.table.to_pylist()}
    assert {"trend", "order", "marker"} <= rows.keys()
    assert rows["trend"]["period"] == "2022"  # 2023 lacks its last months
    # The first year lacks the population at its start, which a mean population needs.
    assert (rows["trend"]["since"], rows["trend"]["periods"]) == ("2018", 5)


def test_what_cannot_be_watched_is_said(samples):
    with pytest.raises(ConfigurationError, match="no series to watch"):
        fpstats.watch(samples / "tidy", indicators="contraceptive_prevalence", lang="en")
    found = fpstats.watch(samples / "tidy", lang="en")
    assert "rate of natural increase" in " ".join(notes(found))


@pytest.mark.parametrize("wrong", [{"history": 1}, {"chance": 0.0}, {"chance": 1.5}])
def test_an_option_out_of_range_is_refused(samples, wrong):
    with pytest.raises(ConfigurationError, match="history must be"):
        fpstats.watch(samples / "tidy", lang="en", **wrong)


@pytest.mark.parametrize("name", ["csv", "json", "xlsx", "parquet", "md", "table", "jsonl"])
def test_every_format_writes_the_same_watch_as_the_same_bytes(county, name):
    first, again = (
        [bytes(chunk) for chunk in render(document(county), name, lang="en")] for _ in range(2)
    )
    assert first == again
    assert b"".join(first)


def test_a_data_format_holds_all_signals_and_json_also_what_was_looked_at(county):
    whole = json.loads(b"".join(render(document(county), "json", lang="en")))
    assert [row["words"] for row in whole["rows"]] == county.table["words"].to_pylist()
    assert [row["rule"] for row in whole["looked"]] == list(RULES)
    assert whole["run"]["watch"] == {"history": 5, "chance": 1}


def test_months_outside_the_returns_are_refused(samples):
    with pytest.raises(ConfigurationError, match="2024-09"):
        fpstats.watch(samples / "tidy", period="2030", lang="en")


def test_too_short_a_history_gives_no_signal_and_says_why():
    found = fpstats.watch(returns(np.full(12, 30.0)), indicators="births", lang="en")
    said = " ".join(notes(found))
    assert found.table.num_rows == 0
    assert said.startswith("No signals")
    assert "of which at least 2 must be there" in said
    assert "no month of these could be compared" in said


def test_a_page_tells_the_worse_first_and_all_signals_once(county):
    page = document(county)
    titles = [section.title for section in page.sections]
    assert titles == [
        title
        for title in ("Signals by kind", "For the worse", "Indicators without a direction",
                      "For the better", "How much was looked at")
        if title in titles
    ]  # fmt: skip
    told = [words for section in page.sections[1:-1] for words in section.columns[2].values]
    assert sorted(told) == sorted(county.table["words"].to_pylist())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_has_its_sentence(lang):
    births = np.array([np.repeat([10, 13, 17, 22, 29, 40], 12)] * 2, dtype=float)
    births[1] = 100
    births[1, -3:-1] = 200
    found = fpstats.watch(
        returns(births, areas=("甲乡", "乙乡")), indicators="crude_birth_rate", lang=lang
    )
    rows = found.table.to_pylist()
    assert {row["rule"] for row in rows} == {"month", "drift", "trend", "order", "marker"}
    for row in rows:
        assert row["area"] in row["words"]
        assert "{" not in row["words"]
        assert row["words"].endswith("。" if lang == "zh" else ".")


def test_a_name_that_ends_in_a_figure_stands_apart_from_the_year():
    births = [[20] * 12 for _ in range(5)] + [[20] * 11 + [60]]
    counts = [one for year in births for one in year]
    said = {
        area: fpstats.watch(returns(counts, areas=(area,)), indicators="births", lang="zh")
        .table["words"].to_pylist()
        for area in ("乡04", "甲乡")
    }  # fmt: skip
    assert any(one.startswith("乡04 2023年12月") for one in said["乡04"])
    assert any(one.startswith("甲乡2023年12月") for one in said["甲乡"])
