"""A value just short of its target is never written as the target."""

from __future__ import annotations

import io

import openpyxl
import polars as pl
import pytest

import fpstats
from fpstats.estimates.estimate import METHODS_USED
from fpstats.locale import LANGUAGES, texts
from fpstats.write import render

RETURNS = pl.DataFrame(
    [
        {"area": "乙镇", "period": "2024-01", "births": 20000, "births_in_policy": 18999},
        {"area": "丁镇", "period": "2024-01", "births": 200000, "births_in_policy": 189999},
        {"area": "丙镇", "period": "2024-01", "births": 800, "births_in_policy": 760},
    ]
)
TARGETS = pl.DataFrame({"indicator": ["policy_compliance_rate"], "kind": "at_least", "value": 95})
SHORT = {"乙镇": ("94.995", "#,##0.000"), "丁镇": ("94.9995", "#,##0.0000")}
"""100 × 18 999 ÷ 20 000 and 100 × 189 999 ÷ 200 000; 760 of 800 are 95 % exactly."""


@pytest.fixture(scope="module")
def report():
    return fpstats.compute(
        RETURNS, targets=TARGETS, indicators=["policy_compliance_rate"], lang="en"
    ).report


@pytest.mark.parametrize("shape", ["long", "wide"])
def test_no_print_shows_the_target_for_what_falls_short_of_it(report, shape):
    for format_ in ("table", "md"):
        lines = b"".join(render(report, format_, shape=shape)).decode().splitlines()
        for area, (value, _) in SHORT.items():
            (line,) = [one for one in lines if area in one]
            assert value in line
        assert "95.00" in next(one for one in lines if "丙镇" in one)


@pytest.mark.parametrize("shape", ["long", "wide"])
def test_cells_of_a_workbook_have_as_many_decimals_as_it_takes(report, shape):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(render(report, "xlsx", shape=shape))))
    rows = [list(row) for row in book.worksheets[0].iter_rows(min_row=2)]
    formats = {
        next(cell.value for cell in row if cell.value in (*SHORT, "丙镇", "Total")): [
            cell.number_format for cell in row if isinstance(cell.value, float)
        ] + [cell.number_format for cell in row if cell.value == 95]
        for row in rows
    }  # fmt: skip
    for area, (_, look) in SHORT.items():
        assert look in formats[area]
    assert formats["丙镇"][-1] == "#,##0.00"


def test_a_gap_that_is_there_is_not_shown_as_none(report):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(render(report, "xlsx"))))
    head, *rows = book.worksheets[0].iter_rows()
    names = [cell.value for cell in head]
    looks = {row[names.index("Area")].value: row[names.index("Gap")].number_format for row in rows}
    assert looks["丁镇"].split(";")[0] == "+#,##0.0000"  # a gap of 0.0005
    assert looks["丙镇"].split(";")[0] == "+#,##0.00"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_method_that_a_value_may_have_has_a_name(lang):
    assert set(METHODS_USED) - {""} <= texts(lang)["method"].keys()
