"""Where a number stands: every cell of it, in every way that `read` writes."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import fpstats
from fpstats.cli.read import read

SUMMED = """
title = { zh = "两列相加", en = "two columns added" }
period.columns = ["月份"]
area.columns = ["乡镇"]
[items]
births = [["男婴", "女婴"]]
deaths = ["死亡人数"]
"""
# 甲镇: 3 + 2 = 5; 乙镇: the girls are not known, and then the sum is not either.
FORM = "乡镇,月份,男婴,女婴,死亡人数\n甲镇,2024-05,3,2,1\n乙镇,2024-05,4,,2\n合计,2024-05,7,3,3\n"
CELLS = {
    ("甲镇", "births"): (5.0, "C2+D2"),
    ("甲镇", "deaths"): (1.0, "E2"),
    ("乙镇", "births"): (None, "C3+D3"),
    ("乙镇", "deaths"): (2.0, "E3"),
}


@pytest.fixture
def form(put) -> str:
    put(SUMMED, "summed.toml")
    return put(FORM, "a.csv")


@pytest.mark.parametrize("suffix", ["csv", "json", "jsonl", "parquet"])
def test_a_sum_of_columns_keeps_all_of_its_cells(form: str, suffix: str) -> None:
    out = f"out.{suffix}"
    arguments = [form, "--layout", "summed.toml", "-q", "-o", out]
    CliRunner().invoke(read, arguments, standalone_mode=False, catch_exceptions=False)
    if suffix == "json":
        rows = json.loads(Path(out).read_text("utf-8"))
        rows = rows if isinstance(rows, list) else rows["rows"]
    else:
        reader = {"csv": pl.read_csv, "jsonl": pl.read_ndjson, "parquet": pl.read_parquet}[suffix]
        rows = reader(out).to_dicts()
    assert {(one["area"], one["item"]): (one["value"], one["cell"]) for one in rows} == CELLS


def test_a_stated_total_of_a_sum_is_told_at_all_of_its_cells(form: str, issues) -> None:
    # Stated are 7 + 3 = 10; what is known of the lines is 3 + 2 = 5.
    found = issues(form, layout="summed.toml")
    assert ("total_with_blanks", "C4+D4", "10") in found


def test_two_lines_of_one_return_are_told_at_all_cells_of_a_sum(put) -> None:
    put(SUMMED, "summed.toml")
    path = put(FORM.replace("合计", "甲镇"))
    done = fpstats.compute(path, layout="summed.toml", indicators=["deaths", "births"])
    found = done.issues.to_pylist()
    assert ("duplicate_return", "C4+D4") in [(one["code"], one["cell"]) for one in found]
