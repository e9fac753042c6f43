"""The return of an area above against those of the areas below it that are open in its month."""

import pytest

from .conftest import found

RETURNS = """
    area,period,births
    甲县,2024-05,40
    甲镇,2024-05,10
    乙镇,2024-05,12
    甲县,2024-06,22
    甲镇,2024-06,10
    乙镇,2024-06,12
"""
AREAS = """
    name,parent,opened,closed
    甲县,,,
    甲镇,甲县,,
    乙镇,甲县,,
"""


@pytest.mark.parametrize("third", ["丙镇,甲县,,2024-04", "丙镇,甲县,2026-01,"])
def test_an_area_that_is_not_open_in_the_month_is_not_waited_for(check, saved, third):
    checked = check(RETURNS, areas=saved("areas.csv", f"{AREAS.rstrip()}\n    {third}"))
    (row,) = found(checked, "area_above")
    # In May 40 against 10 + 12 = 22: 18 too many. In June 22 = 10 + 12.
    assert (row["period"], row["left"], row["right"], row["events"]) == ("2024-05", 40, 22, 18)
    assert "not known" not in row["message"]


def test_only_open_areas_are_said_not_to_be_known(check, saved):
    # 丙镇 is open and sends nothing, 丁镇 is closed: one is not known. 20 is below 10 + 12.
    returns = RETURNS.replace("甲县,2024-05,40", "甲县,2024-05,20")
    areas = saved("areas.csv", f"{AREAS.rstrip()}\n    丙镇,甲县,,\n    丁镇,甲县,,2024-04")
    rows = found(check(returns, areas=areas), "area_above")
    (row,) = [one for one in rows if one["period"] == "2024-05"]
    assert (row["left"], row["right"]) == (20, 22)
    assert "and 1 more are not known" in row["message"]


def test_an_area_that_reports_although_it_is_closed_is_added_in(check, saved):
    # It is told as not open; the return above holds it all the same: 10 + 12 = 22.
    areas = saved("areas.csv", AREAS.replace("乙镇,甲县,,", "乙镇,甲县,,2024-05"))
    checked = check(RETURNS, areas=areas)
    assert [row["period"] for row in found(checked, "area_above")] == ["2024-05"]
    assert [row["area"] for row in found(checked, "not_open")] == ["乙镇"]
