"""Lines and cells of CSV: whatever the marks, no line with a number is lost without a word."""

from __future__ import annotations

import pytest

import fpstats
from fpstats.errors import FpstatsError

HEADINGS = "area,period,births,deaths\n"
EAST, WEST = "东乡,2024-01,5,3\n", "西乡,2024-01,4,2\n"
WHOLE = [
    ("东乡", "2024-01", "births", 5),
    ("东乡", "2024-01", "deaths", 3),
    ("西乡", "2024-01", "births", 4),
    ("西乡", "2024-01", "deaths", 2),
]


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_any_delimiter_and_any_line_end(put, values, computed, mark, end):
    path = put((HEADINGS + EAST + WEST).replace(",", mark).replace("\n", end))
    assert values(path) == WHOLE
    assert computed(path) == {
        ("东乡", "2024-01"): 5,
        ("西乡", "2024-01"): 4,
        ("Total", "2024-01"): 9,
    }


def test_the_suffix_does_not_decide_the_delimiter(put, values):
    assert values(put((HEADINGS + EAST + WEST).replace(",", "\t"), "returns.csv")) == WHOLE
    assert values(put(HEADINGS + EAST + WEST, "returns.tsv")) == WHOLE


def test_commas_inside_numbers_do_not_hide_that_tabs_part_the_cells(put, values):
    # Two tabs and two commas in each line of numbers: the tabs stand in the heading, too.
    text = "area\tperiod\tpopulation\n东乡\t2024-01\t1,234,567\n西乡\t2024-01\t2,345,678\n"
    assert values(put(text)) == [
        ("东乡", "2024-01", "population", 1_234_567),
        ("西乡", "2024-01", "population", 2_345_678),
    ]


def test_a_last_line_without_an_end(put, values):
    assert values(put((HEADINGS + EAST + WEST).rstrip("\n"))) == WHOLE


def test_quoted_cells(put, values):
    text = '"area",period,births,"deaths"\n"东乡",2024-01,"5","3"\n"西\n乡","2024-01",4,2\n'
    assert values(put(text)) == WHOLE


def test_a_quote_inside_a_name_is_part_of_it(put, values, computed):
    path = put(HEADINGS + '东"大"乡,2024-01,5,3\n')
    assert {row[0] for row in values(path)} == {'东"大"乡'}
    assert computed(path)['东"大"乡', "2024-01"] == 5


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ('"东乡,2024-01,5,3\n西乡,2024-01,4,2\n', 2),
        (EAST + '"西乡,2024-01,4,2\n南乡,2024-01,1,1\n', 3),
        (EAST + '"西乡,2024-01,4,2\n"南乡,2024-01,1,1\n', 3),
        (EAST + '西乡,2024-01,"4"5,2\n', 3),
    ],
    ids=["first line", "second line", "two that pair up", "in a number"],
)
def test_an_open_quote_would_swallow_lines_so_the_file_is_refused(
    put, values, computed, lines, line
):
    path = put(HEADINGS + lines)
    for way in (values, computed):
        with pytest.raises(FpstatsError, match=f"from line {line} on.*\nHint: .*quotation mark"):
            way(path)


def test_a_short_line_has_blanks_and_they_are_told(put, values, issues, computed):
    path = put(HEADINGS + "东乡,2024-01,5\n" + WEST)
    assert values(path)[1] == ("东乡", "2024-01", "deaths", None)
    assert issues(path) == [("blank_value", "D2", None)]
    assert computed(path, "deaths")["东乡", "2024-01"] is None


@pytest.mark.parametrize("place", ["first", "last"])
def test_a_value_beyond_the_headings_is_an_error_and_its_line_is_not_used(
    put, values, found, computed, place
):
    # 1,205 without quotes: births would be read as 1, and deaths as 205.
    shifted = "东乡,2024-01,1,205,3\n"
    path = put(HEADINGS + (shifted + WEST if place == "first" else WEST + shifted))
    line = 2 if place == "first" else 3
    unknown = [("东乡", "2024-01", item, None) for item in ("births", "deaths")]
    assert values(path) == [*unknown, *WHOLE[2:]]
    assert computed(path)["西乡", "2024-01"] == 4
    assert computed(path)["Total", "2024-01"] is None
    (error,) = [row for row in found(path) if row["severity"] == "error"]
    assert (error["code"], error["cell"], error["value"]) == ("too_many_cells", f"E{line}", "3")
    assert error["source"] == path


@pytest.mark.parametrize("tail", [",", ",,,", ", ,　,"])
def test_empty_cells_beyond_the_headings_are_nothing(put, values, issues, computed, tail):
    path = put(HEADINGS + EAST.replace("\n", tail + "\n") + WEST)
    assert values(path) == WHOLE
    assert issues(path) == []
    assert computed(path)["东乡", "2024-01"] == 5


def test_empty_columns_at_the_end_of_every_line(put, values, issues):
    path = put((HEADINGS + EAST + WEST).replace("\n", ",,\n"))
    assert (values(path), issues(path)) == (WHOLE, [])


def test_blank_lines_count_as_lines_and_as_nothing_else(put, issues, values, computed):
    path = put(HEADINGS + "\n" + EAST + ",,,\n\n" + "西乡,2024-01,x,2\n" + "\n\n")
    assert issues(path) == [("not_a_number", "C6", "x")]
    assert values(path)[0] == WHOLE[0]
    assert computed(path) == {
        ("东乡", "2024-01"): 5,
        ("西乡", "2024-01"): None,
        ("Total", "2024-01"): None,
    }


def test_a_cell_of_two_lines_is_one_line_of_the_sheet(put, issues):
    # A spreadsheet shows 西乡 in line 3, though an editor shows it in line 4.
    path = put(HEADINGS + '"东\n乡",2024-01,5,3\n西乡,2024-01,x,2\n')
    assert issues(path) == [("not_a_number", "C3", "x")]


def test_spaces_around_cells_do_not_matter(put, values, computed):
    path = put(HEADINGS + " 东乡 , 2024-01 , 5 ,3\t\n　西　乡,2024-01,\u00a04,2 \n")
    assert values(path) == WHOLE
    assert computed(path)["西乡", "2024-01"] == 4


def test_a_cell_too_long_for_any_table_is_refused(put, values):
    with pytest.raises(FpstatsError, match="cannot be read as a table"):
        values(put(HEADINGS + EAST + '"' + "x" * 200_000 + '",2024-01,1,1,1\n'))


def test_what_polars_reads_and_what_python_reads_are_the_same_lines(put, values):
    lines = "".join(f"乡{n:03d},2024-01,{n},{n * n % 7}\n" for n in range(500))
    swift = values(put(HEADINGS + lines))
    # One long line, empty beyond the headings, makes the swift parser give up.
    slow = values(put(HEADINGS + lines.replace("6\n", "6,\n", 1), "slow.csv"))
    assert swift == slow
    assert len(swift) == 1000


def test_headings_only_are_no_returns(put, values):
    path = put(HEADINGS)
    assert values(path) == []
    with pytest.raises(FpstatsError):
        fpstats.compute(path, lang="en")


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ('"东乡,2024-01,5,3\n西乡",2024-01,4,2\n南乡,2024-01,1,1\n', 2),
        ('北乡,2024-01,1,1\n东乡,"2024-01,5,3\n西乡,2024-01",4,2\n', 3),
        ('北乡,2024-01,1,1\n东乡,"2024-01,5,3\r\n西乡,2024-01,1,2\r\n南乡,2024-01",4,2\n', 3),
    ],
)
def test_two_stray_quotes_do_not_swallow_the_lines_between_them(put, values, lines, line):
    path = put(HEADINGS + lines)
    with pytest.raises(FpstatsError, match=f"from line {line} on: two quotation marks"):
        values(path)


def test_a_line_break_within_a_quoted_cell_is_sound(put, values):
    plain = HEADINGS + "东乡,2024-01,5,3\n"
    broken = '"area","period","births","deaths"\n"东\n乡",2024-01,5,3\n"注：甲,\n乙",,,\n'
    assert values(put(broken, "b.csv")) == values(put(plain, "a.csv"))
