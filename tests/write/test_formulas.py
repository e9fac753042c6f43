"""Workbooks whose values are formulas: another program computes from them what is stored."""

from __future__ import annotations

import io
import itertools
import math
import random
from pathlib import Path

import openpyxl
import pytest
from python_calamine import load_workbook
from recalculating import recalculated
from xlsxwriter.utility import xl_rowcol_to_cell

import fpstats
from fpstats.catalogue import Kind, load
from fpstats.write import render
from fpstats.write.words import Words
from fpstats.write.working import sections

EVERY_KIND = Path(__file__).with_name("every_kind.toml")


def workbook(outcome, **options) -> bytes:
    return b"".join(render(outcome.report, "xlsx", **options))


def cells(raw, **options) -> dict[tuple[str, str], object]:
    """Return every cell of the three sheets of numbers, by sheet and address."""
    book = openpyxl.load_workbook(io.BytesIO(raw) if isinstance(raw, bytes) else raw, **options)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets[:3]
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def stored_in(raw: bytes) -> dict[tuple[str, str], object]:
    """Return what is stored in the same cells, beside the formulas."""
    book = load_workbook(io.BytesIO(raw))
    return {
        (name, xl_rowcol_to_cell(row, column)): value
        for name in book.sheet_names[:3]
        for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for column, value in enumerate(values)
        if value != ""
    }


def compare(raw: bytes, folder) -> int:
    """Compare what is stored beside formulas with what they give; return how many there are."""
    path = folder / "formulas.xlsx"
    path.write_bytes(raw)
    written = {
        place: value
        for place, value in cells(raw).items()
        if isinstance(value, str) and value.startswith("=")
    }
    stored, computed = stored_in(raw), cells(recalculated(path, folder), data_only=True)
    unlike = [
        (place, formula, stored.get(place), computed.get(place))
        for place, formula in written.items()
        if not agree(stored.get(place), computed.get(place))
    ]
    assert not unlike, unlike[:3]
    return len(written)


def agree(one, other) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


@pytest.fixture(scope="module")
def county(samples):
    """Give the sample county with all indicators and what is planted in it."""
    return fpstats.compute(
        samples / "tidy",
        areas=samples / "areas.csv",
        year_start=10,
        period="2024",
        formulas=True,
    )


@pytest.mark.parametrize("shape", ["long", "wide"])
def test_another_program_computes_the_values_of_the_county(county, shape, tmp_path):
    columns = ["numerator", "denominator", "lower"] if shape == "wide" else []
    assert compare(workbook(county, shape=shape, columns=columns), tmp_path) > 6000


def test_values_stored_are_ours_to_the_last_digit(county):
    raw = workbook(county)
    stored, formulas = cells(raw, data_only=True), cells(raw)
    heads = {value: place[1][:-1] for place, value in stored.items() if place[1][1:] == "1"
             and place[0] == "结果"}  # fmt: skip
    rows = county.report.table.select(["indicator", "area", "period", "value"]).to_pylist()
    words = Words("zh", county.report.catalogue)
    ours = {(words.title(r["indicator"]), r["period"], r["area"]): r["value"] for r in rows}
    seen = 0
    for number in range(2, len(rows) + 2):
        title, period, area = (
            stored["结果", f"{heads[h]}{number}"] for h in ("指标", "期", "地区")
        )
        place = "结果", f"{heads['数值']}{number}"
        assert stored.get(place) == ours[title, period, area]
        if place in stored:
            assert formulas[place].startswith("='计算'!L")
            seen += 1
    assert seen > 500


def test_every_kind_of_indicator_with_gaps_and_longer_returns(tmp_path):
    """Blanks, an area that opens, quarters and years to date, money, weights, and every kind."""
    draw = random.Random(3)
    counts = ("births", "births_male", "births_female", "births_first", "deaths", "marriages",
              "births_checked", "births_check_reported", "births_check_missed")  # fmt: skip
    stocks = ("population", "population_male", "women_15_49")
    lines = [",".join(("area", "period", *counts, *stocks, "spending"))]

    def line(area: str, period: str) -> str:
        values = [draw.randint(0, 9) for _ in counts] + [draw.randint(900, 2000) for _ in stocks]
        values.append(round(draw.random() * 1000, 2))
        return ",".join([area, period, *("" if draw.random() < 0.06 else str(v) for v in values)])

    for year, month, area in itertools.product((2021, 2022, 2023), range(1, 13), "甲乙丙丁"):
        if not ((area == "丁" and (year, month) < (2022, 6)) or (area == "丙" and year == 2022)):
            lines.append(line(area, f"{year}-{month:02d}"))
    lines += [line("丙", f"2022-Q{quarter}") for quarter in range(1, 5)]
    # Years to date, which hold quarters, and one another.
    lines += [line("丙", "2022-02-ytd"), line("丙", "2022-08-ytd"), line("丁", "2023-07-ytd")]
    (tmp_path / "returns.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "areas.csv").write_text(
        "name,level,parent,opened\n县,county,,\n东,group,县,\n西,group,县,\n甲,town,东,\n"
        "乙,town,西,\n丙,town,东,\n丁,town,西,2022-08\n",
        "utf-8",
    )
    kinds = set()
    for every, period, annualise in (
        ("quarter", "2022", False),
        ("ytd", "2022-06-ytd:2022-08-ytd", True),
        ("year", None, False),
    ):
        outcome = fpstats.compute(
            tmp_path / "returns.csv",
            areas=tmp_path / "areas.csv",
            catalogue=EVERY_KIND,
            every=every,
            period=period,
            annualise=annualise,
            formulas=True,
        )
        folder = tmp_path / every
        folder.mkdir()
        assert compare(workbook(outcome), folder) > 1000
        known = outcome.report.catalogue.indicators
        kinds |= {known[key].kind for key in set(outcome.comparisons["indicator"].to_pylist())}
    assert kinds == set(Kind)


def test_another_program_computes_the_births_of_taiwan(shared, tmp_path):
    folder = shared / "data" / "taiwan"
    outcome = fpstats.compute(
        [folder / "monthly", folder / "population"],
        indicators=["births", "crude_birth_rate", "natural_growth_rate", "sex_ratio_at_birth"],
        every="year",
        period="2017",
        digests=False,
        formulas=True,
    )
    raw = workbook(outcome)
    assert compare(raw, tmp_path) > 5000
    # Births of 2017, as the Department of Household Registration printed them.
    assert 193_844 in stored_in(raw).values()


def test_formulas_name_the_cells_that_an_auditor_looks_for(samples):
    outcome = fpstats.compute(
        samples / "tidy",
        areas=samples / "areas.csv",
        year_start=10,
        period="2024",
        indicators=["crude_birth_rate"],
        formulas=True,
        lang="en",
    )
    raw = workbook(outcome)
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert book.sheetnames == ["Results", "Working", "Data", "Issues", "Definitions and sources"]
    working, data = book["Working"], book["Data"]
    # 13 months of each township: September 2023, at whose end the year begins, and its twelve.
    assert [cell.value for cell in data["B"]][1:15:12] == ["2023-09", "2024-09"]
    births, people = ("H", "G") if data["H1"].value == "births" else ("G", "H")
    assert [working["C2"].value, data["A2"].value] == ["晴禾街道"] * 2
    year = f"'Data'!{births}3:{births}14"
    ends = f"'Data'!{people}2,'Data'!{people}14"
    counted = f"SUMIFS('Data'!C3:C14,{year},\"<>\")"
    assert working["D2"].value == f"=IF(COUNT({ends})=2,{counted},0)"
    assert working["J2"].value == f'=IF(D2>0,SUM({year}),"")'
    mean = f"({ends.replace(',', '+')})/2"
    assert working["K2"].value == f'=IF(D2>0,{mean}*F2/G2,"")'
    assert working["L2"].value == '=IF(AND(D2>0,K2>0),1000*J2/K2,"")'
    assert working["C26"].value == "示例县"
    assert working["J26"].value == '=IF(D26>0,SUM(J2:J25),"")'


def test_text_of_the_data_stays_text(tmp_path):
    (tmp_path / "returns.csv").write_text(
        'area,period,births\n=1+1,2024-05,3\n"@SUM(A1)",2024-05,4\n', "utf-8"
    )
    raw = workbook(fpstats.compute(tmp_path, indicators=["births"], formulas=True))
    book = openpyxl.load_workbook(io.BytesIO(raw))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row
             if cell.value in ("=1+1", "@SUM(A1)")]  # fmt: skip
    assert {cell.data_type for cell in found} == {"s"}
    assert len(found) >= 6


def test_the_same_run_is_the_same_bytes_and_without_formulas_as_before(county, samples):
    assert workbook(county) == workbook(county)
    plain = fpstats.compute(
        samples / "tidy", areas=samples / "areas.csv", year_start=10, period="2024"
    )
    assert plain.report.run == county.report.run
    assert plain.comparisons == county.comparisons
    assert not [one for one in cells(workbook(plain)).values() if str(one).startswith("=")]


def test_estimates_from_two_lists_and_sums_of_rates_are_formulas_too(tmp_path):
    outcome = fpstats.compute(
        "data/samples/fertility",
        indicators=["both_lists_completeness", "total_fertility_rate", "crude_birth_rate"],
        period="2024",
        formulas=True,
        lang="en",
    )
    raw = workbook(outcome)
    compare(raw, tmp_path)
    head, *lines = openpyxl.load_workbook(io.BytesIO(raw))["Results"].iter_rows(values_only=True)
    values = [line[head.index("Value")] for line in lines]
    assert len([one for one in values if str(one).startswith("='Working'!L")]) > 9
    assert not [one for one in values if isinstance(one, float)]
    working = openpyxl.load_workbook(io.BytesIO(raw))["Working"]
    (row,) = (cell.row for cell in working["C"] if cell.value == "Total"
              and working[f"A{cell.row}"].value.startswith("completeness"))  # fmt: skip
    estimate = f"(M{row}+1)*(N{row}+1)/(O{row}+1)-1"
    fits = f"O{row}<=MIN(M{row},N{row})"
    assert working[f"K{row}"].value == f'=IF(D{row}>0,IF({fits},{estimate},""),"")'
    stored = openpyxl.load_workbook(io.BytesIO(raw), data_only=True)["Working"]
    first, second, both = (stored[f"{letter}{row}"].value for letter in "MNO")
    assert stored[f"K{row}"].value == pytest.approx((first + 1) * (second + 1) / (both + 1) - 1)


def test_what_does_not_fit_a_sheet_is_refused_before_it_is_written(county, monkeypatch):
    monkeypatch.setattr(sections, "MOST_ROWS", 900)
    monkeypatch.setattr(sections, "_working", lambda *_: pytest.fail("a sheet was begun"))
    with pytest.raises(fpstats.OutputError, match="1,204"):
        workbook(county)


def test_a_formula_that_excel_cannot_take_is_refused(county, monkeypatch):
    monkeypatch.setattr(sections, "LONGEST", 30)
    with pytest.raises(fpstats.OutputError, match="30"):
        workbook(county)


def test_the_catalogue_has_an_indicator_of_each_kind_but_one():
    kinds = {one.kind for one in load().indicators.values()}
    assert kinds >= set(Kind) - {Kind.STOCK_CHANGE}


def test_a_population_at_the_start_of_a_return_stands_in_the_data_as_the_end_before(tmp_path):
    table = tmp_path / "opening.csv"
    table.write_text("area,period,population_opening,population,births\n甲,2024,30000,30100,215\n")
    outcome = fpstats.compute(str(table), indicators="crude_birth_rate", formulas=True, lang="en")
    raw = workbook(outcome)
    assert compare(raw, tmp_path) > 3
    data = openpyxl.load_workbook(io.BytesIO(raw))["Data"].iter_rows(values_only=True)
    assert ("甲", "2023-12", 30000) in [(row[0], row[1], row[6]) for row in data]
