"""Shares just above a target: honest counties are left alone, moved numbers are told."""

import numpy as np
import pytest

import fpstats

from .conftest import found

COUNTIES = 40
TARGETS = "indicator,area,period,kind,value\npolicy_compliance_rate,all,all,at_least,95"


def county(seed):
    """Return births and births in policy of 24 towns and 12 months: 15 births, 96.3 % of them."""
    random = np.random.default_rng(seed)
    births = random.binomial(30, 0.5, (24, 12))
    return births, random.binomial(births, 0.963)


def lines(births, in_policy):
    every = [
        f"{town}镇,2024-{month + 1:02d},{births[town, month]},{in_policy[town, month]}"
        for town in range(24)
        for month in range(12)
    ]
    return "\n".join(["area,period,births,births_in_policy", *every])


@pytest.fixture
def told(tmp_path):
    (tmp_path / "targets.csv").write_text(TARGETS, "utf-8")

    def told(births, in_policy, lang="en"):
        (tmp_path / "returns.csv").write_text(lines(births, in_policy), "utf-8")
        checked = fpstats.check(
            tmp_path / "returns.csv", targets=tmp_path / "targets.csv", lang=lang
        )
        return found(checked, "just_above_target")

    return told


def test_forty_honest_counties_are_not_accused(told):
    # The level is 0.01: of forty counties less than one.
    assert sum(bool(told(*county(seed))) for seed in range(COUNTIES)) == 0


def test_a_county_whose_towns_are_moved_over_the_target_is_told(told):
    births, in_policy = county(0)
    in_policy = np.random.default_rng(1).binomial(births, 0.94)
    # Every town whose year falls short by up to 1.9 points reports what the target asks.
    total, reached = births.sum(axis=1), in_policy.sum(axis=1)
    need = np.ceil(0.95 * total).astype(int)
    short = (reached < need) & (reached >= 0.931 * total)
    for town in np.flatnonzero(short):
        lacking = need[town] - reached[town]
        for month in range(12):
            more = min(lacking, births[town, month] - in_policy[town, month])
            in_policy[town, month] += more
            lacking -= more
    (row,) = told(births, in_policy, lang="zh")
    shares = in_policy.sum(axis=1) / total
    assert row["period"] == "2024"
    assert row["left"] == ((shares >= 0.95 - 1e-9) & (shares < 0.969)).sum()
    assert row["right"] < row["left"]
    assert "目标不低于 95" in row["message"]
    assert "at_least" not in row["message"]


def test_a_target_of_one_area_says_nothing_of_the_others(check, saved):
    births, in_policy = county(3)
    targets = saved("targets.csv", TARGETS.replace(",all,all,", ",1镇,all,"))
    checked = check(lines(births, in_policy), targets=targets)
    (screen,) = [one for one in checked.results if one.check.id == "just_above_target"]
    assert screen.judged == 0
