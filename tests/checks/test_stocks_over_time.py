"""Stocks that leap from one month to the next: by a digit, or by more than a fifth."""

import pytest

from .conftest import found


def stock(values, item="population"):
    lines = [f"甲镇,2024-{month:02d},{value}" for month, value in enumerate(values, 1)
             if value is not None]  # fmt: skip
    return [f"area,period,{item}", *lines]


@pytest.mark.parametrize(("item", "wrong"), [("population", 235060), ("women_15_49", 2350)])
def test_a_digit_too_many_or_too_few_is_told_once_at_its_month(check, item, wrong):
    checked = check(stock([23504, 23505, wrong, 23507, 23508], item))
    (row,) = found(checked, "stock_leaps")
    assert (row["period"], row["left"], row["right"]) == ("2024-03", wrong, 23505)
    # What would have to change: 235060 - 23505 = 211555, or 23505 - 2350 = 21155.
    assert row["events"] == abs(wrong - 23505)
    assert (row["severity"], row["cell"]) == ("warning", "C4")
    assert "about ten times" in row["message"]
    # The numbers on both sides of it are named.
    assert "2024-02 23505" in row["cells"]
    assert "2024-04 23507" in row["cells"]


@pytest.mark.parametrize(("values", "periods"), [
    ([1000, 1200, 1000], []),  # 200 of 1000 are 20 %: a change of so much passes, up and down
    ([1000, 1201, 1201], ["2024-02"]),  # 20.1 %
    ([1201, 1000, 1000], ["2024-02"]),  # down as far as up: 201 of the smaller
    ([1000, None, 1400, 1400], []),  # 40 % in two months
    ([1000, None, 1401, 1401], ["2024-03"]),
    ([5000, 1000, 1010], ["2024-02"]),  # the first may be the wrong one; told where it changes
    ([80, 99, 60], []),  # below 100 people, chance does as much
    ([1000, 2000, 1000, 2000], ["2024-02", "2024-04"]),
])  # fmt: skip
def test_the_bound_holds_by_month_and_in_both_directions(check, values, periods):
    assert [row["period"] for row in found(check(stock(values)), "stock_leaps")] == periods


@pytest.mark.parametrize("item", [
    "users_iud", "users_condom", "women_25_29", "one_child_couples", "one_child_certificates",
    "floating_women_18_49", "certificate_holders", "population_opening",
])  # fmt: skip
def test_every_stock_of_the_catalogue_is_looked_at(check, item):
    values = [1350 + month for month in range(12)]
    values[6] = 13560
    (row,) = found(check(stock(values, item)), "stock_leaps")
    assert (row["period"], row["left"], row["right"]) == ("2024-07", 13560, 1355)


def test_what_changes_much_as_a_rule_must_leap_by_more(check):
    # Those who are away: by a third to a half, up and down, the whole year.
    values = [1000, 1500, 1000, 1400, 1000, 1500, 1050, 1450, 1000, 1400, 1000, 1500]
    assert not found(check(stock(values, "floating_women_18_49")), "stock_leaps")
    values[6] = 15000
    (row,) = found(check(stock(values, "floating_women_18_49")), "stock_leaps")
    assert row["period"] == "2024-07"


def test_a_stock_that_is_named_is_looked_at_alone(check, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[checks.stock_leaps]\nitems = ["population"]\n', encoding="utf-8")
    text = stock([1350, 13510, 1352, 1353], "users_iud")
    assert found(check(text), "stock_leaps")
    assert not found(check(text, checks=own), "stock_leaps")
