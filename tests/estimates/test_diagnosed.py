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
