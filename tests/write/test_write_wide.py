"""The wide shape with columns behind each value: every number is that of the long table."""

from __future__ import annotations

import io

import openpyxl
import polars as pl
import pytest

import fpstats
from fpstats.errors import ConfigurationError
from fpstats.write import render

KEYS = ("indicator", "area", "period", "value", "level", "parent")


@pytest.fixture(scope="module")
def county(samples):
    """Give all columns there can be."""
    return fpstats.compute(
        samples / "tidy",
        areas=samples / "areas.csv",
        targets=samples / "targets.csv",
        year_start=10,
        period="2024",
        indicators=["births", "crude_birth_rate", "sex_ratio_at_birth", "policy_compliance_rate"],
        detail=True,
        also=["moves", "chances", "shrunk"],
        funnel="pooled",
        lang="en",
    ).report


def written(report, form, columns) -> bytes:
    return b"".join(render(report, form, shape="wide", columns=columns))


def names_of(report) -> list[str]:
    return [name for name in report.table.column_names if name not in KEYS]


def test_every_column_stands_behind_its_value(county):
    names = names_of(county)
    assert len(names) > 60
    wide = pl.read_parquet(io.BytesIO(written(county, "parquet", names)))
    rows = county.table.to_pylist()
    at = {(row["area"], row["period"]): row for row in wide.iter_rows(named=True)}
    for row in rows:
        here, key = at[row["area"], row["period"]], row["indicator"]
        assert here[key] == row["value"]
        assert {name: here[f"{key}.{name}"] for name in names} == {
            name: row[name] for name in names
        }
    behind = wide.columns.index("births")
    assert wide.columns[behind + 1 : behind + 4] == [f"births.{name}" for name in names[:3]]
    assert len(at) * 4 == len(rows)


def test_every_column_can_be_read_in_a_workbook(county):
    names = names_of(county)
    book = openpyxl.load_workbook(io.BytesIO(written(county, "xlsx", names)))
    head, *lines = book["Results"].iter_rows(values_only=True)
    assert len(head) == len(set(head)) == 2 + 4 * (1 + len(names))
    rate = next(one for one in head if one.startswith("crude birth rate"))
    here = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    for row in county.table.to_pylist():
        if row["indicator"] == "crude_birth_rate" and row["value"] is not None:
            cells = here[row["area"]]
            # A workbook has sixteen digits.
            lower, change = (pytest.approx(row[name], rel=1e-15) for name in ("lower", "change"))
            assert cells[f"{rate} · Lower (95%)"] == lower
            assert cells[f"{rate} · Change (points per 1,000)"] == change
            assert cells[f"{rate} · In words"] == row["words"]


def test_verdicts_are_said_and_coloured_as_in_the_long_table(county):
    page = written(county, "html", ["verdict", "verdict_by_value", "reliable"]).decode()
    assert '<td class="t met">met</td>' in page
    assert "missed (chance could explain it)" in page
    assert "not distinguishable" not in page


def test_a_column_named_twice_stands_once(county):
    once = written(county, "csv", ["lower", "upper"])
    assert written(county, "csv", ["lower", "upper", "lower"]) == once


@pytest.mark.parametrize("name", [*KEYS, "lowest"])
def test_what_cannot_stand_behind_a_value_is_refused_with_what_can(county, name):
    with pytest.raises(ConfigurationError, match=rf"{name}.*\n.*lower, upper"):
        written(county, "csv", [name])


def test_a_column_that_was_not_asked_for_names_its_option(samples):
    plain = fpstats.compute(samples / "tidy", indicators=["births"], period="2024", lang="en")
    options = {
        "target_p": "--detail",
        "shrunk": "--also shrunk",
        "rank_mean": "--also chances",
        "rank_before": "--also moves",
        "funnel_phi": "--funnel",
        "window_end": "--window",
    }
    for name, option in options.items():
        with pytest.raises(ConfigurationError, match=f"{name} .*{option}$"):
            written(plain.report, "csv", ["lower", name])


def test_columns_have_no_meaning_in_the_long_shape(county):
    with pytest.raises(ConfigurationError, match="--columns goes with --shape wide"):
        render(county, "csv", columns=["lower"])
