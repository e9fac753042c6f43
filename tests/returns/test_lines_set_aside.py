"""A line whose numbers are not used leaves its area expected, so that no total looks whole."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import fpstats

HEADINGS = "area,period,births,deaths\n"
EAST = "东乡,2024-05,10,1\n"
SOUTH = "南乡,2024-05,7,2\n"
AREAS = "name,parent\n{county},\n东乡,{county}\n西乡,{county}\n南乡,{county}\n"


@pytest.fixture
def total(put):
    """Give the total of births of lines: its value, and how many of how many areas are in."""

    def total(lines: str, form: str = "csv", **options):
        path = put(HEADINGS + lines)
        if form == "xlsx":
            book = openpyxl.Workbook()
            for line in (HEADINGS + lines).splitlines():
                book.active.append([int(c) if c.isdigit() else c or None for c in line.split(",")])
            path = "returns.xlsx"
            book.save(path)
        done = fpstats.compute(path, indicators=["births"], lang="en", **options)
        rows = {row["area"]: row for row in done.comparisons.to_pylist()}
        row = rows["某县" if "areas" in options else "Total"]
        return row["value"], row["areas_used"], row["areas_expected"], sorted(rows)

    return total


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("西乡,2024-05,1,234,2\n", "csv"),  # more cells than headings
        ("西乡,五月,1,2\n", "csv"),  # whose period cannot be read
        ("西乡,五月,1,2\n", "xlsx"),
        ("西乡,五月,1,234,2\n", "csv"),  # both
        ("西乡,2024-05,1x,2\n", "csv"),  # a bad cell, for comparison
    ],
)
def test_whose_line_is_not_used_is_there_and_not_known(total, line, form):
    value, used, expected, areas = total(EAST + line + SOUTH, form)
    assert (value, used, expected) == (None, 2, 3)
    assert "西乡" in areas


@pytest.mark.parametrize("line", ["西乡,2024-05,1,234,2\n", "西乡,五月,1,2\n"])
def test_an_areas_table_changes_nothing_about_it(total, put, line):
    put(AREAS.format(county="某县"), "areas.csv")
    value, used, expected, _ = total(EAST + line + SOUTH, areas="areas.csv")
    assert (value, used, expected) == (None, 2, 3)


def test_an_area_that_is_in_by_another_line_is_whole(total):
    # West of May came, and June is what nobody else has: only the line without a period is lost.
    assert total(EAST + "西乡,2024-05,3,1\n西乡,六月,1,2\n" + SOUTH)[:3] == (20, 3, 3)


@pytest.mark.parametrize(
    "line",
    [
        "注：不含流动人口,a,b,c,d\n",  # a note that goes on
        "合计,2024-05,1,700,3\n",  # a total
        "12,2024-05,1,234,2\n",  # a line that shifted
        "西乡,五月,,\n",  # nothing but a name
    ],
)
def test_what_names_nobody_who_handed_in_is_not_expected(total, line):
    assert total(EAST + SOUTH + line) == (17, 2, 2, ["Total", "东乡", "南乡"])


def test_a_category_that_is_not_in_the_form_leaves_its_area_expected(put):
    put("area,period,item,value\n东乡,2024-05,births,10\n西乡,2024-05,birhs,3\n")
    done = fpstats.compute("returns.csv", indicators=["births"], lang="en")
    rows = {row["area"]: row for row in done.comparisons.to_pylist()}
    assert (rows["Total"]["value"], rows["Total"]["areas_expected"]) == (None, 2)


def test_a_stated_total_above_such_a_line_is_compared_with_what_is_known(put, found):
    put(HEADINGS + EAST + "西乡,2024-05,1,234,2\n合计,2024-05,1244,5\n")
    codes = {(row["code"], row["cell"]) for row in found("returns.csv")}
    assert {("too_many_cells", "E3"), ("total_with_blanks", "C4")} <= codes


@pytest.mark.parametrize(
    "line",
    [",2024-05,5,1\n", "合计,2024-05,22,3\n", "#REF!,2024-05,5,1\n", "合计,2024-05,1,700,3\n"],
)
def test_nothing_is_called_complete_where_lines_are_left_out_or_totals_not_reached(put, run, line):
    put(HEADINGS + EAST + SOUTH + line)
    for form in ("table", "md"):
        command = ["compute", "returns.csv", "-i", "births", "--format", form, "--lang", "en"]
        text = run(*command, cwd=Path.cwd()).text
        assert "are in." not in text
        assert "Whether all is in cannot be told" in text
