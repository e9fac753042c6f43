"""Returns that hold one another count once: years to date, quarters of a year, a month of both."""

from __future__ import annotations

import io
import itertools
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fpstats
from fpstats.errors import FpstatsError
from fpstats.estimates.covering import counted, overlap, set_aside
from fpstats.periods import Span

SPANS = st.lists(
    st.builds(lambda first, more: Span(first, first + more), st.integers(0, 8), st.integers(0, 5)),
    min_size=1, max_size=7, unique=True,
)  # fmt: skip


def table(lines: str) -> pl.DataFrame:
    return pl.read_csv(io.StringIO("area,period,births\n" + lines), infer_schema=False)


def births(lines: str, **options: Any) -> dict[tuple[str, str], tuple[float | None, int]]:
    """Return by area and period how many births, or those there are, and of how many months."""
    outcome = fpstats.compute(table(lines), indicators=["births"], lang="en", **options)
    rows = outcome.comparisons.to_pylist()
    return {(row["area"], row["period"]): (row["numerator"], row["months_used"]) for row in rows}


def found(lines: str, **options: Any) -> list[tuple[str, str, str | None, str | None]]:
    outcome = fpstats.compute(table(lines), indicators=["births"], lang="en", **options)
    return [
        (row["code"], row["period"], row["value"], row["expected"])
        for row in outcome.issues.to_pylist()
        if row["code"] in ("overlapping_returns", "agreeing_returns", "looks_cumulative")
    ]


class TestWhichCount:
    @given(SPANS, st.data())
    def test_most_months_and_none_twice_as_trying_everything_shows(self, spans, data) -> None:
        known = np.array([data.draw(st.lists(st.booleans(), min_size=len(spans),
                                             max_size=len(spans))) for _ in range(3)])  # fmt: skip
        used = counted(known, spans)
        assert not (used & ~known).any()
        for line, chosen in zip(known, used, strict=True):
            there = np.flatnonzero(line).tolist()
            ways = itertools.chain.from_iterable(
                itertools.combinations(there, size) for size in range(len(there) + 1)
            )
            best = max(
                (sum(spans[one].months for one in way), len(way))
                for way in ways
                if not overlap([spans[one] for one in way])
            )
            mine = [spans[place] for place in np.flatnonzero(chosen)]
            assert not overlap(mine)
            assert (sum(span.months for span in mine), len(mine)) == best

    @given(SPANS, st.data())
    def test_what_is_set_aside_shares_a_month_with_what_counts(self, spans, data) -> None:
        known = np.array([data.draw(st.lists(st.booleans(), min_size=len(spans),
                                             max_size=len(spans)))])  # fmt: skip
        used, aside = counted(known, spans)[0], set_aside(known, spans)[0]
        chosen = [spans[place] for place in np.flatnonzero(used)]
        for place, span in enumerate(spans):
            meets = not used[place] and any(overlap([span, one]) for one in chosen)
            assert aside[place] == meets


class TestYearsToDate:
    # 30 to March, 66 to June, 125 in the year: each holds the one before it.
    NAMED = "甲,2023-03-ytd,30\n甲,2023-06-ytd,66\n甲,2023,125\n"

    def test_hold_one_another_and_count_once(self) -> None:
        assert births(self.NAMED, every="year") == {("甲", "2023"): (125, 12)}
        assert births(self.NAMED, every="ytd") == {
            ("甲", "2023-03-ytd"): (30, 3),
            ("甲", "2023-06-ytd"): (66, 6),
            ("甲", "2023-12-ytd"): (125, 12),
        }

    def test_that_begin_with_a_month_are_whole(self) -> None:
        lines = "甲,2023-01,10\n甲,2023-02-ytd,22\n甲,2023-03-ytd,30\n"
        assert births(lines, every="ytd") == {
            ("甲", "2023-01-ytd"): (10, 1),
            ("甲", "2023-02-ytd"): (22, 2),
            ("甲", "2023-03-ytd"): (30, 3),
        }
        assert births(lines, every="year")["甲", "2023"] == (30, 3)
        assert found(lines, every="year") == []

    def test_below_the_months_in_them_are_told(self) -> None:
        lines = "甲,2023-01,10\n甲,2023-02-ytd,22\n甲,2023-03-ytd,20\n"
        assert found(lines, every="ytd") == [("overlapping_returns", "2023-Q1", "22", "20")]

    def test_a_half_year_and_the_months_behind_it(self) -> None:
        months = "".join(f"甲,2023-{month:02d},5\n" for month in range(7, 12))
        # 66 and five times 5; of December nothing is known, and of June alone neither.
        assert births(f"甲,2023-06,4\n甲,2023-06-ytd,66\n{months}", every="year") == {
            ("甲", "2023"): (91, 11)
        }

    def test_each_area_by_what_it_handed_in(self) -> None:
        months = "".join(f"乙,2023-{month:02d},2\n" for month in range(1, 13))
        assert births(self.NAMED + months, every="year") == {
            ("甲", "2023"): (125, 12),
            ("乙", "2023"): (24, 12),
            ("Total", "2023"): (149, 12),
        }

    def test_rates_have_the_person_years_of_the_months_that_count(self) -> None:
        lines = (
            "area,period,births,population\n甲,2022-12,,1000\n甲,2023-03-ytd,3,1010\n"
            "甲,2023-06-ytd,6,1020\n甲,2023,12,1040\n"
        )
        frame = pl.read_csv(io.StringIO(lines), infer_schema=False)
        outcome = fpstats.compute(frame, indicators=["crude_birth_rate"], every="year")
        row = next(one for one in outcome.comparisons.to_pylist() if one["period"] == "2023")
        # 12 births on the mean of 1,000 and 1,040.
        assert (row["numerator"], row["denominator"], row["months_used"]) == (12, 1020, 12)

    def test_explained_say_which_cell_counts(self) -> None:
        taken = fpstats.explain(
            table(self.NAMED), area="甲", indicator="births", period="2023", lang="en"
        )
        rows = taken.table.to_pylist()
        assert [(row["reporting_period"], row["number"], row["used"]) for row in rows] == [
            ("2023", 125, True),
            ("2023-H1", 66, False),
            ("2023-Q1", 30, False),
        ]
        assert {row["reason"] for row in rows if not row["used"]} == {
            "another return counts for these months"
        }


class TestYearsThatBeginElsewhere:
    # Births from October on: 5 a month, so that September has 60 and October 5.
    LINES = "".join(
        f"{area},{year}-{month:02d}-ytd,{5 * ((month - 10) % 12 + 1)}\n"
        for area in "甲乙"
        for year, month in [
            (2021, 10), (2021, 11), (2021, 12),
            *((2022, month) for month in range(1, 13)), (2023, 1),
        ]
    )  # fmt: skip

    def test_are_told_and_not_counted(self) -> None:
        with pytest.raises(FpstatsError, match="--year-start 10"):
            births(self.LINES, every="year")
        with pytest.raises(FpstatsError, match="--year-start 10"):
            fpstats.check(table(self.LINES), lang="en")

    def test_are_sound_where_the_year_begins_there(self) -> None:
        # Twelve months of 5.
        assert births(self.LINES, every="year", year_start=10)["甲", "2022"] == (60, 12)
        assert found(self.LINES, every="year", year_start=10) == []

    def test_one_that_falls_once_is_no_other_year(self) -> None:
        lines = "".join(f"甲,2022-{month:02d}-ytd,{5 * month}\n" for month in range(1, 13))
        lines = lines.replace("甲,2022-07-ytd,35\n", "甲,2022-07-ytd,9\n")
        assert births(lines, every="year")["甲", "2022"] == (60, 12)
        assert [code for code, *_ in found(lines, every="year")] == ["overlapping_returns"]
