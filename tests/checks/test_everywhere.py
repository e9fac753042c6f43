"""A month that is odd in most areas at once is one finding; single areas keep theirs."""

import numpy as np

from .conftest import found


def lines(values):
    return ["area,period,births", *(
        f"{town}镇,{2023 + month // 12}-{month % 12 + 1:02d},{value}"
        for town, row in enumerate(values)
        for month, value in enumerate(row)
    )]  # fmt: skip


def county():
    """Return 12 towns and 24 months of some 30 births."""
    return np.random.default_rng(20240711).poisson(30, (12, 24))


def test_a_month_without_a_birth_in_the_whole_county_is_one_finding(check):
    values = county()
    before = values[:, 14].sum()
    values[:, 14] = 0
    rows = found(check(lines(values)), "unlike_other_months")
    (row,) = [one for one in rows if one["period"] == "2024-03"]
    assert (row["area"], row["left"]) == (None, 0)
    assert "12 of 12 areas at once" in row["message"]
    # Some 30 births of each of 12 towns: 360, as there were.
    assert abs(row["right"] - before) < 4 * np.sqrt(before)
    assert row["cells"].count("births 2024-03 0") == 12


def test_two_towns_of_twelve_are_two_findings(check):
    values = county()
    values[[3, 5], 14] = 0
    rows = found(check(lines(values)), "unlike_other_months")
    assert {(row["area"], row["period"]) for row in rows} == {
        ("3镇", "2024-03"), ("5镇", "2024-03"),
    }  # fmt: skip


def test_half_up_and_half_down_are_two_findings(check):
    values = county()
    values[:6, 14], values[6:, 14] = 0, 120
    rows = found(check(lines(values)), "unlike_other_months")
    assert sorted(row["left"] for row in rows if row["period"] == "2024-03") == [0, 720]
