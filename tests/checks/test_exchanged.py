"""Parts in each other's columns, and stocks that stand still: unusual, look."""

import numpy as np
import polars as pl
import pytest

import fpstats

from .conftest import codes, found, series

HEADING = "area,period,population_male,population_female"


def walk(seed, men, women, months=24):
    """Men and women of a township whose numbers move a little every month."""
    random = np.random.default_rng(seed)
    pairs = np.array([men, women]) + np.cumsum(random.integers(-9, 10, (months, 2)), axis=0)
    return [tuple(pair) for pair in pairs.tolist()]


def lines(pairs, area="甲镇"):
    return series([f"{one},{other}" for one, other in pairs], area=area)


def test_men_and_women_exchanged_in_one_month_are_found(check):
    # 5,130 of 10,000 are men, and about 9 come or go a month: 4,870 is out of question.
    pairs = walk(1, 5130, 4870)
    pairs[10] = pairs[10][::-1]
    (row,) = found(check([HEADING, *lines(pairs)]), "population_sexes_exchanged")
    assert (row["severity"], row["area"], row["period"]) == ("info", "甲镇", "2023-11")
    assert (row["left"], row["right"]) == pairs[10]
    assert row["events"] == abs(pairs[10][0] - pairs[10][1])
    assert "male population 2023-11" in row["cells"]
    assert "!C12" in row["cells"]
    assert "!D12" in row["cells"]
    assert "unusual, look" in row["message"]


def test_honest_months_and_real_moves_are_not_called_exchanged(check):
    pairs = walk(2, 5130, 4870)
    # Four hundred women come for good, as to a new factory: the balance of sexes turns over.
    moved = [(men, women + (400 if month > 12 else 0)) for month, (men, women) in enumerate(pairs)]
    for one in (pairs, moved):
        assert "population_sexes_exchanged" not in codes(check([HEADING, *lines(one)]))


def test_what_cannot_be_decided_is_not_told(check):
    # One more man than women, and more come or go a month.
    pairs = walk(3, 502, 501)
    pairs[10] = pairs[10][::-1]
    assert "population_sexes_exchanged" not in codes(check([HEADING, *lines(pairs)]))
    # Eight boys and twelve girls are what chance makes of twelve and eight.
    few = ["area,period,births_male,births_female", *lines([(12, 8)] * 11 + [(8, 12)])]
    assert "births_sexes_exchanged" not in codes(check(few))


def test_a_single_month_is_compared_with_the_other_areas(check):
    shares = [0.512, 0.514, 0.511, 0.515, 0.513, 0.512, 0.514, 0.510]
    month = [(round(20000 * share), 20000 - round(20000 * share)) for share in shares]
    month[3] = month[3][::-1]
    text = [HEADING]
    for place, (men, women) in enumerate(month):
        text.append(f"{place}镇,2024-05,{men},{women}")
    (row,) = found(check(text), "population_sexes_exchanged")
    assert row["area"] == "3镇"
    assert "in 7 other areas about 51.2 %" in row["message"]


def test_exchanged_headings_are_found_for_every_township(samples):
    # All but the smallest, where men and women are nearly as many.
    given = pl.read_csv(samples / "tidy" / "returns.csv")
    men, women, there = (
        pl.col("population_male"), pl.col("population_female"), pl.col("period") == "2024-05",
    )  # fmt: skip
    turned = given.with_columns(
        population_male=pl.when(there).then(women).otherwise(men),
        population_female=pl.when(there).then(men).otherwise(women),
    )
    checked = fpstats.check(turned, areas=samples / "areas.csv", lang="en")
    rows = found(checked, "population_sexes_exchanged")
    assert {row["period"] for row in rows} == {"2024-05"}
    assert len(rows) == len({row["area"] for row in rows}) >= 23


@pytest.mark.parametrize("kept", [4, 12])
def test_a_population_that_stands_still_is_told_once(check, kept):
    # Forty births and thirty deaths a month: exp(-70) I0(70) is about 0.048, so four months
    # without a move are one in 190,000, and there are 23 months in which they could end.
    population = [9000 + 10 * month for month in range(24)]
    population[8 : 8 + kept] = [population[7]] * kept
    rows = found(
        check(["area,period,population,births,deaths",
               *series([f"{one},40,30" for one in population])]),
        "population_unchanged",
    )  # fmt: skip
    (row,) = rows
    assert row["severity"] == "info"
    assert row["left"] == 9070
    assert row["right"] == 9070 + 10 * kept
    assert row["events"] == 10 * kept
    assert row["period"] == f"{2023 + (7 + kept) // 12}-{(7 + kept) % 12 + 1:02d}"
    assert f"for {kept} months from 2023-09" in row["message"]


@pytest.mark.parametrize("values", [
    [f"{9000 + month // 2},1,0" for month in range(24)],  # every second month, of one birth
    ["9000,40,40"] * 24,  # as many births as deaths
    ["9000,0,0"] * 24,  # nothing happened
])  # fmt: skip
def test_a_population_that_may_well_be_the_same_is_not_told(check, values):
    checked = check(["area,period,population,births,deaths", *series(values)])
    assert "population_unchanged" not in codes(checked)


def test_moves_that_are_reported_count_as_well(check):
    # Nobody is born and nobody dies, but thirty come and ten go a month.
    text = ["area,period,population,births,deaths,migrants_in,migrants_out",
            *series(["9000,0,0,30,10"] * 12)]  # fmt: skip
    (row,) = found(check(text), "population_unchanged")
    assert row["events"] == 20 * 11


METHODS = ["area,period,users_iud,users_condom,users_other"]


def methods(pairs):
    return [*METHODS, *series([f"{iud},{condom},90" for iud, condom in pairs])]


def test_users_of_two_methods_exchanged_are_found_though_their_sum_is_the_same(check):
    pairs = [(1350 + month, 780 - month) for month in range(12)]
    pairs[6] = pairs[6][::-1]
    checked = check(methods(pairs))
    (row,) = found(checked, "methods_exchanged")
    assert (row["severity"], row["period"], row["left"], row["right"]) == (
        "info", "2023-07", 774, 1356,
    )  # fmt: skip
    assert row["item"] == "users_iud,users_condom"
    # Both numbers leap as well; it is one fault.
    assert {one["cause"] for one in checked.table.to_pylist()} == {1}


def test_methods_that_are_nearly_alike_or_seldom_used_are_not_told(check):
    # One woman goes from one method to the other, at the end of a year without a change.
    seldom = [(5, 4)] * 11 + [(4, 5)]
    # The one method is taken up as the other is given up.
    turning = [(1000 - 40 * month, 700 + 40 * month) for month in range(12)]
    for pairs in (seldom, turning):
        assert "methods_exchanged" not in codes(check(methods(pairs)))
    # Two months tell that something changed, and not which of them is right.
    assert "methods_exchanged" not in codes(check(methods([(1350, 780), (780, 1350)])))


def test_women_of_two_ages_exchanged_are_found(check):
    text = ["area,period,women_20_24,women_25_29",
            *series([f"{800 + month},{1200 - month}" for month in range(7)]),
            "甲镇,2023-08,1193,807", "甲镇,2023-09,808,1192"]  # fmt: skip
    (row,) = found(check(text), "ages_exchanged")
    assert row["period"] == "2023-08"


def test_any_two_of_items_must_be_stocks(check, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[checks.methods_exchanged]\nitems = ["births", "deaths"]\n', encoding="utf-8")
    with pytest.raises(fpstats.ConfigurationError, match="births"):
        check(methods([(1, 2)]), checks=own)
