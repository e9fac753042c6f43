"""One value taken apart: every cell, its weight, and what was left out."""

from __future__ import annotations

import copy
import functools
import itertools
import json

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fpstats
from fpstats import catalogue
from fpstats.errors import ConfigurationError
from fpstats.pipeline import explaining
from fpstats.pipeline.explained import FOLDED, document
from fpstats.pipeline.settings import settings_of


def write(path, lines):
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return str(path)


def rows(found, *names):
    return pl.DataFrame(found.table).select(names).rows()


def test_a_rate_is_its_births_and_half_of_both_populations(tmp_path):
    # 2023 has 365 days. 10 + 20 births; (1000 + 1200) / 2 = 1100 people, of whose year January
    # and February are 59 days: 30 / (1100 × 59/365) × 1000 = 168.72…
    file = write(
        tmp_path / "a.csv",
        ["area,period,population,births", "甲镇,2022-12,1000,", "甲镇,2023-01,1050,10",
         "甲镇,2023-02,1200,20"],
    )  # fmt: skip
    asked = {"area": "甲镇", "indicator": "crude_birth_rate", "lang": "en"}
    found = fpstats.explain(file, period="2023-02-ytd", annualise=True, **asked)
    assert found.estimate["value"] == pytest.approx(1000 * 30 / (1100 * 59 / 365))
    assert rows(found, "side", "reporting_period", "number", "cell", "used") == [
        ("numerator", "2023-01", 10, "D3", True),
        ("numerator", "2023-02", 20, "D4", True),
        ("denominator", "2022-12", 1000, "C2", True),
        ("denominator", "2023-02", 1200, "C4", True),
    ]
    weights = [row[0] for row in rows(found, "weight")]
    assert weights == [1, 1, pytest.approx(59 / 730), pytest.approx(59 / 730)]
    assert found.days == 365


def test_a_month_without_a_return_is_told_and_the_population_counts_for_the_others(tmp_path):
    file = write(
        tmp_path / "a.csv",
        ["area,period,population,births", "甲镇,2023-12,1000,", "乙镇,2023-12,500,",
         "甲镇,2024-01,1000,5", "甲镇,2024-02,1000,6", "甲镇,2024-03,1000,7",
         "乙镇,2024-01,500,1", "乙镇,2024-02,500,-", "乙镇,2024-03,500,2"],
    )  # fmt: skip
    asked = {"indicator": "crude_birth_rate", "period": "2024-Q1", "lang": "en"}
    found = fpstats.explain(file, area="Total", **asked)
    left = [row for row in rows(found, "used", "reporting_area", "reporting_period", "cell")
            if not row[0]]  # fmt: skip
    assert left == [(False, "乙镇", "2024-02", "D8")]
    said = [row[0] for row in rows(found, "reason") if row[0]]
    assert said == ["blank: births is not known for this line; write 0 if none"]
    # 31 + 31 of the 91 days of the quarter were reported in 乙镇, all of them in 甲镇.
    mine = pl.DataFrame(found.table).filter(side="denominator", reporting_area="乙镇")
    assert mine["weight"].to_list() == [pytest.approx(62 / 182)] * 2
    assert found.estimate["denominator"] == pytest.approx(1000 + 500 * 62 / 91)


def test_the_same_return_handed_in_twice_counts_once_and_a_contradiction_not_at_all(tmp_path):
    head = "area,period,births"
    first = write(tmp_path / "a.csv", [head, "甲镇,2024-01,10", "乙镇,2024-01,4"])
    again = write(tmp_path / "b.csv", [head, "甲镇,2024-01,10", "乙镇,2024-01,5", "丙镇,2024-01,1"])
    asked = {"indicator": "births", "period": "2024-01", "lang": "en"}
    for files in itertools.permutations([first, again]):
        found = fpstats.explain(files, area="甲镇", **asked)
        assert rows(found, "source", "used", "amount", "reason") == [
            (first, True, 10, None),
            (again, False, None, "the same number handed in again; counted once"),
        ]
        found = fpstats.explain(files, area="乙镇", **asked)
        assert [row[:2] for row in rows(found, "number", "used", "reason")] == [
            (4, False),
            (5, False),
        ]
        assert all("乙镇" in row[0] for row in rows(found, "reason"))


def test_villages_in_several_files_all_count(tmp_path):
    head = "area,period,village,births"
    layout = write(
        tmp_path / "villages.toml",
        ['title = { zh = "村表", en = "villages" }', "[period]", 'columns = ["period"]', "[area]",
         'columns = ["area"]', 'parts = ["village"]', "[items]", 'births = ["births"]'],
    )  # fmt: skip
    one = write(tmp_path / "1.csv", [head, "甲镇,2024-01,东村,3", "甲镇,2024-01,西村,4"])
    two = write(tmp_path / "2.csv", [head, "甲镇,2024-01,南村,5"])
    found = fpstats.explain(
        [one, two], area="甲镇", indicator="births", period="2024-01", layout=layout
    )
    assert rows(found, "source", "cell", "amount") == [
        (one, "D2", 3), (one, "D3", 4), (two, "D2", 5),
    ]  # fmt: skip


def test_months_are_kept_where_a_longer_return_says_the_same(tmp_path):
    file = write(
        tmp_path / "a.csv",
        ["area,period,births", "甲镇,2024-01,1", "甲镇,2024-02,2", "甲镇,2024-03,3",
         "甲镇,2024年1季度,6", "乙镇,2024年1季度,9"],
    )  # fmt: skip
    found = fpstats.explain(file, area="Total", indicator="births", period="2024-Q1", lang="en")
    assert rows(found, "reporting_area", "reporting_period", "used") == [
        ("乙镇", "2024-Q1", True),
        ("甲镇", "2024-01", True),
        ("甲镇", "2024-02", True),
        ("甲镇", "2024-03", True),
        ("甲镇", "2024-Q1", False),
    ]
    assert found.estimate["value"] == 15


def test_growth_is_this_year_less_the_year_before(tmp_path):
    growing = [one for one in catalogue.load().indicators.values() if one.kind == "growth"]
    item = next(iter(growing[0].numerator))
    file = write(
        tmp_path / "a.csv", [f"area,period,{item}", "甲镇,2022,100.50", "甲镇,2023,120.75"]
    )
    found = fpstats.explain(file, area="甲镇", indicator=growing[0].id, period="2023")
    assert rows(found, "side", "reporting_period", "amount") == [
        ("numerator", "2022", -100.5),
        ("numerator", "2023", 120.75),
        ("denominator", "2022", 100.5),
    ]


def test_every_cell_of_a_workbook_holds_its_number(samples):
    found = fpstats.explain(
        samples / "xlsx",
        areas=samples / "areas.csv",
        year_start=10,
        area="东片",
        indicator="natural_growth_rate",
        period="2024-Q2",
    )
    books = {}
    for source, sheet, cell, stated in rows(found, "source", "sheet", "cell", "number"):
        if source not in books:
            books[source] = openpyxl.load_workbook(source, data_only=True)
        assert books[source][sheet][cell].value == stated
    assert len(books) == 4
    # Three months of births and deaths of eight townships, and their population at both ends.
    assert found.table.num_rows == 8 * (3 * 2 + 2)


@pytest.mark.parametrize("period", ["2023", "2024-05-ytd"])
def test_every_indicator_of_the_samples_is_the_sum_of_its_parts(samples, period, monkeypatch):
    # Three townships: one with a blank, one that is late, one with an impossible number.
    names = ("榆墩镇", "霜堰乡", "禾笠镇")
    frames = [
        pl.read_csv(samples / "tidy" / file, infer_schema=False).filter(pl.col("area").is_in(names))
        for file in ("returns.csv", "opening.csv")
    ]
    options = {"year_start": 10, "lang": "en"}
    # What is the same for every value is done once: the opening of the returns.
    opened = functools.cache(lambda: opening(frames, settings_of(options), catalogue.load()))
    opening = explaining.open_returns
    monkeypatch.setattr(explaining, "open_returns", lambda *_: copy.deepcopy(opened()))
    compared = 0
    for row in fpstats.compute(frames, period=period, **options).estimates.to_pylist():
        if row["area"] not in ("Total", "霜堰乡"):
            continue
        asked = {"area": row["area"], "indicator": row["indicator"], "period": period}
        found = fpstats.explain(frames, **asked, **options)
        assert found.estimate == row
        compared += row["value"] is not None
    assert compared > 50


COUNTS = st.one_of(st.integers(0, 50).map(str), st.just(""), st.just("-"))


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from("甲乙丙"), st.integers(0, 5), COUNTS, COUNTS, COUNTS),
        min_size=4,
        max_size=30,
    ),
    st.sampled_from(["crude_birth_rate", "natural_growth_rate", "births", "population"]),
    st.sampled_from(["2024-Q1", "2024-02", "2024-02-ytd"]),
    st.booleans(),
)
def test_whatever_is_missing_or_said_twice_the_parts_add_up(lines, indicator, period, annualise):
    months = ["2023-12", "2024-01", "2024-02", "2024-03", "2024年1季度", "2024年1—2月累计"]
    frame = pl.DataFrame(
        [(f"{area}镇", months[month], *counts) for area, month, *counts in lines],
        schema=["area", "period", "population", "births", "deaths"],
        orient="row",
    )
    options = {"indicators": [indicator], "period": period, "annualise": annualise}
    try:
        outcome = fpstats.compute(frame, **options)
    except fpstats.FpstatsError:
        return
    for row in outcome.estimates.to_pylist():
        found = fpstats.explain(
            frame, area=row["area"], indicator=indicator, period=period, annualise=annualise
        )
        assert found.estimate == row
        mine = pl.DataFrame(found.table).filter("used")
        if row["numerator"] is not None:
            assert mine.filter(side="numerator")["amount"].sum() == pytest.approx(row["numerator"])


def test_parts_that_do_not_add_up_are_never_shown(tmp_path, monkeypatch):
    file = write(tmp_path / "a.csv", ["area,period,births", "甲镇,2024-01,10"])
    asked = {"area": "甲镇", "indicator": "births", "period": "2024-01", "lang": "en"}
    true = explaining.parts
    wrong = [
        lambda *given: true(*given).with_columns(weight=pl.lit(2.0)),
        lambda *given: true(*given).with_columns(number=pl.col("number") + 1),
        lambda *given: true(*given).clear(),
    ]
    for parts in wrong:
        monkeypatch.setattr(explaining, "parts", parts)
        with pytest.raises(ArithmeticError, match="add up"):
            fpstats.explain(file, **asked)


def test_a_value_that_is_not_there_is_a_plain_mistake(tmp_path):
    file = write(tmp_path / "a.csv", ["area,period,births", "甲镇,2024-01,10", "甲镇,2024-02,1"])
    asked = {"indicator": "births", "period": "2024-01", "lang": "en"}
    with pytest.raises(ConfigurationError, match="have '丁镇'"):
        fpstats.explain(file, area="丁镇", **asked)
    with pytest.raises(ConfigurationError, match="not one period"):
        fpstats.explain(file, area="甲镇", **asked | {"period": "2024-01:2024-02"})
    with pytest.raises(ConfigurationError, match="2024-01"):
        fpstats.explain(file, area="甲镇", **asked | {"period": "2023-01"})


def test_long_lists_are_folded_only_where_people_read(samples):
    found = fpstats.explain(
        samples / "tidy", area="Total", indicator="births", period="2024", year_start=10, lang="en"
    )
    folded, full = document(found, full=False), document(found)
    cells = next(one for one in folded.sections if one.title.startswith("Cells"))
    assert cells.rows == FOLDED
    rest = full.sections[-1].rows - FOLDED
    assert f"{rest} more are not shown" in cells.captions[-1]
    assert folded.table.num_rows == full.table.num_rows > full.sections[-1].rows
    assert json.loads(json.dumps(found.table.to_pylist()))
