"""Findings name a period as results do, however the sheet writes it."""

from __future__ import annotations

import pytest

import fpstats


@pytest.mark.parametrize(
    ("written", "label"),
    [("2023年3月", "2023-03"), ("2023-03-01", "2023-03"), ("202303", "2023-03"), ("2023", "2023")],
)
def test_the_period_of_a_finding_is_its_label(tmp_path, written, label):
    path = tmp_path / "returns.csv"
    path.write_text(f"area,period,births,deaths\n东乡,{written},,3\n西乡,{written},4,x\n", "utf-8")
    for found in (
        fpstats.compute(path, lang="en"),
        fpstats.read(path, lang="en"),
        fpstats.inspect(path, lang="en"),
    ):
        told = {row["code"]: row["period"] for row in found.issues.to_pylist()}
        assert told["blank_value"] == told["not_a_number"] == label


def test_the_statistical_year_labels_findings_too(tmp_path):
    """2023 in a calendar that begins in October is its own label: October 2022 to September."""
    path = tmp_path / "returns.csv"
    path.write_text("area,period,births\n东乡,2023年,x\n西乡,2023年,4\n", "utf-8")
    issues = fpstats.read(path, lang="en", year_start=10).issues.to_pylist()
    assert {row["period"] for row in issues if row["code"] == "not_a_number"} == {"2023"}
