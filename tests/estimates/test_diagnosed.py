"""What is told of gaps costs no more work the more of them there are, but for the telling."""

import polars as pl
import pytest

import fpstats
from fpstats.estimates.month_ends import Stocks

MONTHS = [f"2024-{month:02}" for month in range(1, 7)]


def returns(lacking):
    """Give forty areas, of which some lack the population of March."""
    return pl.DataFrame(
        [
            {
                "area": f"乡{area:02}",
                "period": month,
                "births": 9,
                "population": None if month == "2024-03" and area < lacking else 1000 + area,
            }
            for area in range(40)
            for month in MONTHS
        ]
    )


@pytest.fixture
def asked(monkeypatch):
    """Count how often stocks are looked up."""
    calls = []
    plain = Stocks.at

    def counted(self, item, which):
        calls.append((item, which))
        return plain(self, item, which)

    monkeypatch.setattr(Stocks, "at", counted)
    return calls


def test_stocks_are_looked_up_as_often_for_one_gap_as_for_many(asked):
    number = []
    for lacking in (1, 30):
        asked.clear()
        outcome = fpstats.compute(returns(lacking), indicators="crude_birth_rate", every="month")
        told = [row for row in outcome.report.issues.to_pylist() if row["code"] == "stock_missing"]
        # March lacks its end and April its start; January has no start of its own anywhere.
        assert {(row["period"], row["expected"]) for row in told} == {
            ("2024-01", "2023-12"), ("2024-03", "2024-03"), ("2024-04", "2024-03"),
        }  # fmt: skip
        assert len(told) == 1 + 2 * lacking
        number.append(len(asked))
    assert number[0] == number[1]


def told(code, rows, **options):
    outcome = fpstats.compute(
        pl.DataFrame(rows, schema=["area", "period", "births", "population"], orient="row"),
        indicators="crude_birth_rate", every="year", period="2024", lang="en", **options,
    )  # fmt: skip
    issues = [row for row in outcome.issues.to_pylist() if row["code"] == code]
    return [(row["area"], row["value"], row["expected"]) for row in issues]


def test_of_all_areas_only_what_is_so_of_each_is_told():
    births = [(area, f"2024-{m:02}", 9, None) for area in "甲乙丙" for m in range(1, 13)]
    stocks = [(area, "2023-12", None, 1000) for area in "甲乙"]
    # Nobody has the end of 2024, and 丙 alone lacks that of 2023.
    assert told("stock_missing", births + stocks) == [
        ("all 3 areas", None, "2024-12"), ("丙", None, "2023-12"),
    ]  # fmt: skip
    before = [("甲", "2022-12", None, 1000)]
    assert told("stock_missing", births + before) == [("all 3 areas", None, "2023-12, 2024-12")]


def test_what_each_area_lacks_for_another_reason_is_told_of_each():
    births = [(area, f"2024-{m:02}", 9, None) for area in "甲乙" for m in range(1, 13)]
    stocks = [("甲", "2023-12", None, 1000), ("乙", "2024-12", None, 1000)]
    lacking = told("stock_missing", births + stocks)
    assert lacking == [("乙", None, "2023-12"), ("甲", None, "2024-12")]


def test_as_many_months_of_more_are_another_reason():
    ends = [(area, end, 0, 1000) for area in "甲乙" for end in ("2023-12", "2024-12")]
    march = [(area, f"2024-{m:02}", 9, 1000) for area in "甲乙" for m in (10, 11)]
    areas = pl.DataFrame({"name": ["甲", "乙"], "opened": ["2020-01", None]})
    late = pl.DataFrame({"name": ["甲", "乙"], "opened": ["2020-01", "2024-07"]})
    months = told("months_missing", ends + march, areas=areas)
    assert months == [("all 2 areas", "3", "12")]
    # 乙 opened in July: three months of six.
    months = told("months_missing", [row for row in ends + march if row[:2] != ("乙", "2023-12")]
                  + [("乙", "2024-06", None, 1000)], areas=late)  # fmt: skip
    assert {("甲", "3", "12")} <= set(months)
    assert not any(area.startswith("all") for area, *_ in months)
