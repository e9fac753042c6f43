"""Copied returns: single ones by their own probability, whole months by that of all areas."""

import numpy as np

from .conftest import found

MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]


def county(mean, items, seed=20240612):
    """Return Poisson counts of 24 towns by town, month and item."""
    return np.random.default_rng(seed).poisson(mean, (24, 12, items))


def lines(values):
    items = ["births_male", "births_female", "deaths_male", "deaths_female", "marriages"]
    return [
        ",".join(["area", "period", *items[: values.shape[2]]]),
        *(
            ",".join([f"{town}镇", period, *map(str, values[town, month])])
            for town in range(24)
            for month, period in enumerate(MONTHS)
        ),
    ]


def test_a_whole_month_sent_again_is_one_finding_even_of_small_numbers(check):
    values = county(8, 2)
    assert not found(check(lines(values)), "copied_return")
    values[:, 6] = values[:, 5]
    (row,) = found(check(lines(values)), "copied_return")
    assert (row["area"], row["period"]) == (None, "2024-07")
    assert "of 24 areas" in row["message"]
    assert "2024-06 had been sent again" in row["message"]
    # A town repeats two counts of about 8 by chance with (0.1)^2 = 0.01, so that 0.24 towns are to
    # be expected and 24 come: some 10^-38, times 66 pairs of months.
    assert row["probability"] < 1e-33


def test_half_a_county_that_sends_its_month_again_is_told(check):
    values = county(8, 2)
    values[:12, 6] = values[:12, 5]
    (row,) = found(check(lines(values)), "copied_return")
    assert "12 have the same 2 numbers" in row["message"]


def test_numbers_that_hardly_happen_repeat_themselves_honestly(check):
    # Where a town has 0 or 1 a month, many towns repeat themselves from month to month.
    for seed in range(5):
        assert not found(check(lines(county(0.3, 2, seed))), "copied_return")


def test_several_copies_are_found_where_one_alone_would_be_in_doubt(check):
    # Five counts: (0.0633)^5 = 1.0e-6 for counts of 20, and less likely values for larger ones.
    # Of 24 * 66 + 12 * 276 = 4,896 pairs 0.005 would be as alike by chance.
    values = county(20, 5)
    values[3, 7], values[4, 2] = values[3, 6], values[5, 2]
    rows = found(check(lines(values)), "copied_return")
    assert {(row["area"], row["period"]) for row in rows} == {
        ("3镇", "2024-08"), ("5镇", "2024-03"),
    }  # fmt: skip
    assert all(row["probability"] <= 0.01 for row in rows)


def test_births_within_policy_are_as_good_as_given_with_the_births(check):
    # Of 15 births 14.4 are within policy: as many births in both months come once in 14, and then
    # as many within policy four times in ten. Taken for events by themselves they would come once
    # in 13, and every second of these counties would seem to have sent months again.
    for seed in range(10):
        births = county(15, 1, seed)
        within = np.random.default_rng(100 + seed).binomial(births, 0.96)
        told = ["area,period,births,births_in_policy"]
        told += [
            f"{town}镇,{period},{births[town, month, 0]},{within[town, month, 0]}"
            for town in range(24)
            for month, period in enumerate(MONTHS)
        ]
        assert not found(check(told), "copied_return")
