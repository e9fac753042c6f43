"""A screen leaves out what it has no room for, and says so; a file and a pipe have everything."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from wcwidth import wcswidth

import fpstats
from fpstats.write import render
from fpstats.write.grid import Column, Section
from fpstats.write.narrow import GIVES_WAY, fitted

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.fixture(scope="module")
def report():
    return fpstats.compute(
        SAMPLES / "tidy",
        areas=SAMPLES / "areas.csv",
        targets=SAMPLES / "targets.csv",
        indicators=["policy_compliance_rate", "births"],
        year_start=10,
        period="2024",
        by="group",
    ).report


def drawn(report, **options) -> str:
    return b"".join(render(report, "table", **options)).decode()


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if "  " in line and "----" not in line]


def headings(text: str) -> set[str]:
    """Return the headings of all tables in a text."""
    lines = text.splitlines()
    tops = [above for above, line in pairwise(lines) if line.startswith("----")]
    return {one for line in tops for one in re.split(r"  +", line.strip())}


@pytest.mark.parametrize("width", [70, 100, 140])
@pytest.mark.parametrize("shape", ["long", "wide"])
def test_no_row_is_wider_than_the_screen_and_what_is_left_out_is_named(report, width, shape):
    text, whole = (drawn(report, shape=shape, width=w) for w in (width, None))
    assert max(map(wcswidth, rows(text))) <= width
    said = [line for line in text.splitlines() if f"屏幕宽 {width} 格" in line]
    named = {one for line in said for one in line.split("：", 1)[1].split("。")[0].split("、")}
    assert bool(named) == (max(map(wcswidth, rows(whole))) > width)
    assert named <= headings(whole)
    assert headings(whole) - headings(text) <= named


def test_a_screen_that_is_wide_enough_shows_what_a_pipe_gets(report):
    assert drawn(report, width=400) == drawn(report)


def test_the_value_its_area_and_its_verdict_never_give_way(report):
    text = drawn(report, width=1)
    for heading in ("位次", "地区", "数值（%）", "95%区间", "目标", "判定"):
        assert heading in text


def test_columns_give_way_one_after_the_other_until_the_rest_fits():
    """Four columns of three figures and two spaces between each are 18 wide, three are 13."""
    columns = tuple(Column(name, ["123"], spare=spare) for name, spare in
                    (("key", 0), ("a", 1), ("b", 3), ("c", 2)))  # fmt: skip
    section = Section("", columns)
    for width, left in ((18, []), (17, ["b"]), (13, ["b"]), (12, ["b", "c"]), (1, ["a", "b", "c"])):
        assert fitted(section, width)[1] == left


def test_what_may_give_way_is_a_column_of_the_table(report):
    assert not {"value", "interval", "verdict", "area", "rank", "target"} & set(GIVES_WAY)


def test_a_value_of_a_part_is_marked_where_one_row_has_many(report):
    """One township of the west lacks a month: no total of births, and a rate of what is there."""
    (west,) = [line for line in rows(drawn(report, shape="wide")) if "西片" in line]
    assert west.split() == ["西片", "2024", "*", "93.51*"]
    (east,) = [line for line in rows(drawn(report, shape="wide")) if "东片" in line]
    assert "*" not in east
