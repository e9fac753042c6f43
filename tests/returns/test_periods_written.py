"""Periods: arithmetic of months, calendars of any start, and what people write."""

from __future__ import annotations

import datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

import fpstats
from fpstats.errors import ConfigurationError
from fpstats.periods import (
    EVERY,
    Calendar,
    Span,
    first_day,
    kind_of,
    month,
    month_label,
    parse_period,
    read_period,
)

ORDINARY, PLANNING = Calendar(), Calendar(10)


def ends(span: Span | None) -> str | None:
    """Write the first and the last month."""
    return span and f"{month_label(span.start)} {month_label(span.end)}"


@pytest.mark.parametrize(
    ("text", "ordinary", "planning"),
    [
        ("2024-05", "2024-05 2024-05", "2024-05 2024-05"),
        ("2024/5", "2024-05 2024-05", "2024-05 2024-05"),
        ("2024.5", "2024-05 2024-05", "2024-05 2024-05"),
        ("2024年5月", "2024-05 2024-05", "2024-05 2024-05"),
        ("May 2024", "2024-05 2024-05", "2024-05 2024-05"),
        ("Sept. 2024", "2024-09 2024-09", "2024-09 2024-09"),
        ("２０２４年 ５ 月份", "2024-05 2024-05", "2024-05 2024-05"),
        ("202405", "2024-05 2024-05", "2024-05 2024-05"),
        ("二〇二四年五月", "2024-05 2024-05", "2024-05 2024-05"),
        ("二〇二三年十月", "2023-10 2023-10", "2023-10 2023-10"),
        ("二〇二三年十二月", "2023-12 2023-12", "2023-12 2023-12"),
        ("2024-05-31", "2024-05 2024-05", "2024-05 2024-05"),
        ("2024-05-31 00:00:00", "2024-05 2024-05", "2024-05 2024-05"),
        ("2024年5月31日", "2024-05 2024-05", "2024-05 2024-05"),
        ("2024年4月26日—5月25日", "2024-05 2024-05", "2024-05 2024-05"),
        ("2023.12.21-2024.5.20", "2024-01 2024-05", "2024-01 2024-05"),
        ("2024年1—5月", "2024-01 2024-05", "2024-01 2024-05"),
        ("2024年1月至5月", "2024-01 2024-05", "2024-01 2024-05"),
        ("2023年10月至2024年5月", "2023-10 2024-05", "2023-10 2024-05"),
        ("2023-10:2024-05", "2023-10 2024-05", "2023-10 2024-05"),
        ("2024年5月累计", "2024-01 2024-05", "2023-10 2024-05"),
        ("2024-05-ytd", "2024-01 2024-05", "2023-10 2024-05"),
        ("2024", "2024-01 2024-12", "2023-10 2024-09"),
        ("2024年度", "2024-01 2024-12", "2023-10 2024-09"),
        ("2024-Q2", "2024-04 2024-06", "2024-01 2024-03"),
        ("2024年第二季度", "2024-04 2024-06", "2024-01 2024-03"),
        ("2024年2季度", "2024-04 2024-06", "2024-01 2024-03"),
        ("2024-H2", "2024-07 2024-12", "2024-04 2024-09"),
        ("2024年下半年", "2024-07 2024-12", "2024-04 2024-09"),
        # Years of the Republic are years of its calendar, whenever ours start: 113 is 2024.
        ("11305", "2024-05 2024-05", "2024-05 2024-05"),
        ("民國113年5月", "2024-05 2024-05", "2024-05 2024-05"),
        ("113年第2季度", "2024-04 2024-06", "2024-04 2024-06"),
        ("民國113年", "2024-01 2024-12", "2024-01 2024-12"),
    ],
)
def test_what_people_write(text, ordinary, planning):
    assert ends(read_period(text, ORDINARY)) == ordinary
    assert ends(read_period(text, PLANNING)) == planning


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "x", "5月", "五月", "May 5 2024", "05/2024", "1/5/2024", "24年5月", "113"),
        *("2024-13", "2024-00", "2024年13月", "202413", "20245", "20211", "2024 05", "45292"),
        *("2024年5—3月", "2024-05:2024-01", "2024-13:2024-99", "2024年第5季度"),
        *("2024-05-31 08:30:00", "1066-10", "3024-05", "2024-Q5", "2024-H3", "2024-05-YTD"),
    ],
)
def test_what_is_no_period(text):
    assert read_period(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("9912", "2010-12 2010-12"), ("11305", "2024-05 2024-05"), ("108", "2019-01 2019-12"),
     ("99年12月", "2010-12 2010-12"), ("2024-05", "2024-05 2024-05"), ("9913", None)],
)  # fmt: skip
def test_in_a_form_of_the_republic(text, wanted):
    assert ends(read_period(text, roc=True)) == wanted


# --- calendars ----------------------------------------------------------------------------------


def test_the_planning_year_is_named_by_the_year_in_which_it_ends():
    assert ends(PLANNING.year(2024)) == "2023-10 2024-09"
    assert PLANNING.year_of(month(2023, 10)) == 2024
    assert PLANNING.year_of(month(2023, 9)) == 2023
    assert ends(ORDINARY.year(2024)) == "2024-01 2024-12"


def test_leap_years_have_their_day():
    assert Span(month(2024, 2), month(2024, 2)).days == 29
    assert ORDINARY.year(2023).days == 365
    assert ORDINARY.year(2024).days == 366
    assert first_day(month(2024, 3)) == datetime.date(2024, 3, 1)


@given(st.integers(1, 12), st.integers(month(1950, 1), month(2100, 12)), st.sampled_from(EVERY))
def test_a_label_is_read_as_what_it_was_written_for(start, index, every):
    calendar = Calendar(start)
    span = calendar.containing(index, every)
    assert span.covers(Span(index, index))
    assert parse_period(calendar.label(span, every), calendar) == (span, every)
    assert read_period(calendar.label(span, every), calendar) == span
    assert calendar.label(span, kind_of(span, calendar)) == calendar.label(span)


@given(st.integers(month(1950, 1), month(2100, 1)), st.integers(0, 60))
def test_a_span_of_any_months_has_a_label_that_can_be_read(start, length):
    span = Span(start, start + length)
    assert read_period(ORDINARY.label(span)) == span


@pytest.mark.parametrize(
    "text", ["2024-13", "2024-13-ytd", "2024-Q5", "last month", "", "2024-05-31x"]
)
def test_what_the_command_line_refuses(text):
    with pytest.raises(ConfigurationError, match=r"is not a period\nHint: write 2024-05"):
        parse_period(text, ORDINARY)


@pytest.mark.parametrize("start", [0, 13, -1])
def test_a_year_that_starts_in_no_month(start):
    with pytest.raises(ConfigurationError, match="from 1 to 12"):
        Calendar(start)


def test_which_periods_hold_some_months():
    months = [month(2024, 1), month(2024, 2), month(2024, 5)]
    quarters = ORDINARY.list("quarter", months)
    assert [ORDINARY.label(span) for span in quarters] == ["2024-Q1", "2024-Q2"]
    within = Span(month(2024, 2), month(2024, 6))
    assert [ORDINARY.label(s) for s in ORDINARY.list("quarter", months, within)] == ["2024-Q2"]
    to_date = ORDINARY.list("ytd", months, within)
    assert [ORDINARY.label(s, "ytd") for s in to_date] == ["2024-02-ytd", "2024-05-ytd"]


def test_a_number_in_a_workbook_that_may_be_january_or_october_is_refused(tmp_path):
    path = tmp_path / "returns.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["area", "period", "births"])
        sheet.write_row(1, 0, ["东乡", 2024.1, 5])
        sheet.write_row(2, 0, ["东乡", 2024.11, 6])
        sheet.write_row(3, 0, ["东乡", "2024.1", 7])
    done = fpstats.read(path, lang="en")
    assert [(row["period"], row["value"]) for row in done.table.to_pylist()] == [
        ("2024-01", 7), ("2024-11", 6),
    ]  # fmt: skip
    (told,) = done.issues.to_pylist()
    assert (told["code"], told["area"], told["cell"]) == ("doubtful_period", "东乡", "B2")
    assert told["value"] == "2024.1"
    assert "January, or October" in told["message"]
