"""Years to date with a number that falls, of small areas, and of few months: told together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import fpstats
from fpstats.checks.months_or_totals import _odds
from fpstats.checks.off_the_rise import set_aside
from fpstats.errors import ConfigurationError, FpstatsError

from .conftest import codes, found, series

FALLING = [17, 41, 57, 76, 92, 114, 136, 133, 183, 204, 222, 238]
"""A year to date in which August falls: 133 after 136."""

SMALL = [[0, 1, 1, 2, 3, 4], [1, 1, 2, 4, 4, 6], [2, 3, 3, 4, 6, 7], [0, 0, 2, 3, 3, 5]] * 3
QUARTER = [[20, 43, 63], [14, 30, 52], [22, 41, 60], [18, 39, 55]] * 3
MONTHS = [[20, 18, 23], [14, 16, 22], [22, 19, 19], [18, 21, 16]] * 3


def births(*areas):
    """Write births of areas, from January 2023 on."""
    lines = [series(values, area=f"{place}号镇") for place, values in enumerate(areas)]
    return ["area,period,births", *(line for each in lines for line in each)]


def refused(saved, lines, **options):
    """Return what `compute` says of births that it does not count."""
    path = saved("returns.csv", "\n".join(lines))
    with pytest.raises(FpstatsError) as error:
        fpstats.compute(path, indicators=["births"], lang="en", **options)
    return str(error.value)


def test_one_fall_does_not_hide_a_year_to_date_and_is_told_with_its_cell(check, saved):
    checked = check(births(FALLING))
    assert checked.as_totals
    # The heading is line 1, January line 2, August line 9.
    cells = {(row["cell"], row["left"], row["right"]) for row in found(checked, "year_to_date")}
    assert ("C9", 133, 136) in cells
    assert "looks like years to date in 2023" in refused(saved, births(FALLING), period="2023")


def test_one_area_that_rises_says_nothing_of_others_that_do_not(saved, check):
    # One area of five rises from month to month; the others have 3 a month, and 2 in July.
    others = [[3] * 6 + [2] + [3] * 5] * 4
    path = saved("returns.csv", "\n".join(births(list(range(1, 13)), *others)))
    done = fpstats.compute(path, indicators=["births"], period="2023", lang="en")
    values = {row["area"]: row["value"] for row in done.comparisons.to_pylist()}
    assert values["1号镇"] == 35
    assert values["0号镇"] is None
    (told,) = [row for row in done.issues.to_pylist() if row["code"] == "looks_cumulative"]
    assert told["area"] == "0号镇"
    with pytest.raises(FpstatsError, match="0号镇 2023"):
        check(births(list(range(1, 13)), *others))


def test_all_areas_that_are_told_are_named(saved):
    said = refused(saved, births(*([list(range(1, 13))] * 3)), period="2023")
    assert "of the 3 areas of which that can be told (0号镇, 1号镇, 2号镇)" in said


def test_a_fall_that_is_turned_into_months_gives_none(saved):
    path = saved("returns.csv", "\n".join(births(FALLING)))
    done = fpstats.compute(path, indicators=["births"], every="month", cumulative="ytd", lang="en")
    months = {row["period"]: row["value"] for row in done.comparisons.to_pylist()}
    # 136 - 114, and after the two months that nothing tells 204 - 183.
    assert (months["2023-07"], months["2023-10"]) == (22, 21)
    assert not {"2023-08", "2023-09"} & months.keys()
    (row,) = [one for one in done.issues.to_pylist() if one["severity"] == "error"]
    assert (row["code"], row["cell"], row["value"]) == ("falling_total", "C9", "133")


def test_months_around_a_fall_are_known_together(saved):
    path = saved("returns.csv", "\n".join(births(FALLING)))
    given = {"indicators": ["births"], "cumulative": "ytd", "lang": "en"}
    for every, expected in (
        # 238 by December; 57, 114 and 183 by March, June and September.
        ("year", {"2023": 238}),
        ("quarter", {"2023-Q1": 57, "2023-Q2": 57, "2023-Q3": 69, "2023-Q4": 55}),
    ):
        done = fpstats.compute(path, every=every, **given).comparisons.to_pylist()
        assert {row["period"]: row["value"] for row in done} == expected


def test_an_area_that_falls_once_is_of_the_kind_of_all_others(check):
    # Each grows by about 20 a month; of the second the fifth month is 40 too low.
    areas = [np.cumsum(np.full(8, 18 + place)).tolist() for place in range(6)]
    areas[1][4] -= 40
    checked = check(births(*areas))
    assert checked.as_totals
    # Above it are the heading and eight lines of the first area: 1 + 8 + 5.
    assert {row["cell"] for row in found(checked, "year_to_date")} == {"C14"}


@pytest.mark.parametrize("areas", [SMALL, QUARTER], ids=["small townships", "a first quarter"])
def test_areas_too_small_or_too_short_are_told_together(check, saved, areas):
    checked = check(births(*areas))
    assert checked.as_totals
    rows = found(checked, "called_months")
    assert len(rows) == len(areas)
    assert all("together with those of the other areas" in row["message"] for row in rows)
    assert "in each of the 12 areas" in refused(saved, births(*areas))


def test_months_of_many_areas_are_months(check, saved):
    assert not codes(check(births(*MONTHS)))
    path = saved("returns.csv", "\n".join(births(*MONTHS)))
    done = fpstats.compute(path, indicators=["births"], every="month", lang="en")
    assert not {"looks_cumulative", "untold_months"} & {
        row["code"] for row in done.issues.to_pylist()
    }


def test_what_cannot_be_told_is_said_to_be_so(check, saved):
    lines = births([20, 41, 63])
    checked = check(lines)
    assert not checked.as_totals
    (row,) = found(checked, "untold_months")
    assert (row["severity"], row["period"]) == ("warning", "2023")
    path = saved("returns.csv", "\n".join(lines))
    done = fpstats.compute(path, indicators=["births"], every="month", lang="en")
    assert [one["code"] for one in done.issues.to_pylist()] == ["untold_months"]
    for known in ("month", "ytd"):
        assert not codes(check(lines, cumulative=known))


def test_a_year_that_begins_to_date_after_one_of_months_is_mixed(check):
    areas = [[20 + place + month % 3 for month in range(12)] for place in range(12)]
    areas = [months + quarter for months, quarter in zip(areas, QUARTER, strict=True)]
    with pytest.raises(FpstatsError, match=r"mixed: 12 are unlike the others .*0号镇 2024"):
        check(births(*areas))


def test_whoever_asks_for_what_was_refused_is_told_why(saved):
    areas = [[20 + place + month % 3 for month in range(12)] for place in range(12)]
    areas = [months + quarter for months, quarter in zip(areas, QUARTER, strict=True)]
    path = saved("returns.csv", "\n".join(births(*areas)))
    with pytest.raises(ConfigurationError, match=r"no period .*\n.*\n- .*like years to date"):
        fpstats.compute(path, indicators=["births"], period="2024-Q1", lang="en")


def test_evidence_does_not_depend_on_what_is_asked_for(saved):
    # Births of 0, 1, 2 and 3 could be either; deaths of 400 more each month could not.
    rising = zip(births([0, 1, 2, 3])[1:], [400, 810, 1190, 1600], strict=True)
    lines = ["area,period,births,deaths", *(f"{line},{died}" for line, died in rising)]
    assert "looks like years to date" in refused(saved, lines)


def test_numbers_of_a_year_to_date_stand_in_the_cells_of_their_months(check):
    checked = check(births(FALLING), cumulative="ytd")
    row = found(checked, "year_to_date")[0]
    assert (row["source"].rpartition("/")[2], row["cell"]) == ("returns.csv", "C9")
    assert [row["cells"].count(cell) for cell in ("!C9", "!C8")] == [1, 1]


def test_the_odds_of_so_few_falls_by_hand():
    # Of the 24 orders of four numbers 1 never falls, 11 fall once, 11 twice, 1 thrice.
    given = [10 ** _odds(4, falls) for falls in range(4)]
    assert given == pytest.approx([24, 24 / 12, 24 / 23, 1])
    # Of the 720 orders of six one never falls.
    assert 10 ** _odds(6, 0) == pytest.approx(720)


@pytest.mark.parametrize(
    ("values", "aside"),
    [
        ([114, 136, 133, 183], [133]),
        ([114, 536, 158, 183], [536]),
        ([1, 2, 3, 4], []),
        ([4, 3, 2, 1], [3, 2, 1]),
        ([5, np.nan, 4, 6], [4]),
    ],
)
def test_as_few_numbers_as_possible_are_set_aside(values, aside):
    given = np.array([values])
    assert given[set_aside(given)].tolist() == aside


@given(arrays(np.float64, (3, 8), elements=st.integers(0, 9).map(float)))
def test_what_is_left_never_falls(values):
    aside = set_aside(values)
    for line, wrong in zip(values, aside, strict=True):
        assert (np.diff(line[~wrong]) >= 0).all()
        # Nothing is set aside where nothing falls.
        assert wrong.any() == (np.diff(line) < 0).any()
