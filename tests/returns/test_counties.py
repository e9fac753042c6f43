"""Townships with their county before them, in titles and in columns, with and without a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fpstats.returns.counties import without_counties

FORM = "{}2024年{}月人口报表,\n项目,数量\n出生人数,5\n死亡人数,4\n"
LISTED = "2024年6月人口报表,,\n乡镇,出生人数,死亡人数\n马店镇,1,2\n高桥乡,3,4\n"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("清水县马店镇", "马店镇"),
        ("甘肃省天水市清水县马店镇", "马店镇"),
        ("市中区城南街道", "城南街道"),
        ("新竹縣竹北市", "竹北市"),
        ("苏州市昆山市", "昆山市"),
        ("呼和浩特市", None),
        ("津市市", None),
        ("黄州镇", None),
        ("新市镇", None),
        ("沙市路街道", None),
        ("老城区街道", None),
        ("县底镇", None),
    ],
)
def test_a_county_is_told_from_the_name_of_a_township(written: str, name: str | None) -> None:
    assert without_counties([written], [True], {written}).get(0) == name


def test_two_counties_with_a_township_of_one_name_keep_them_apart() -> None:
    names = ["清水县城关镇", "云县城关镇"]
    assert without_counties(names, [True, True], set(names)) == {}


@pytest.mark.parametrize("table", [None, "name\n马店镇\n高桥乡\n"])
def test_a_title_and_the_column_of_another_file_name_one_area(
    put: Callable[..., str], values: Callable[..., Any], table: str | None
) -> None:
    put(FORM.format("清水县马店镇", 5), "in/a.csv")
    put(LISTED, "in/b.csv")
    options = {"areas": put(table, "areas.csv")} if table else {}
    assert {area for area, *_ in values("in", **options)} == {"马店镇", "高桥乡"}


def test_a_county_that_only_a_column_names_is_left(
    put: Callable[..., str], values: Callable[..., Any]
) -> None:
    put("2024年6月人口报表,\n乡镇,出生人数\n清水县马店镇,1\n清水县高桥乡,2\n")
    assert {area for area, *_ in values("returns.csv")} == {"清水县马店镇", "清水县高桥乡"}


@pytest.mark.parametrize(
    ("filler", "area"),
    [
        ("马店镇卫生院", "马店镇"),
        ("马店镇计生办", "马店镇"),
        ("马店镇统计站", "马店镇"),
        ("清水县马店镇人民政府", "马店镇"),
        ("马店镇中心卫生院", "马店镇"),
        ("城关街道办事处", "城关街道办事处"),
    ],
)
def test_who_fills_in_a_form_names_its_place(
    put: Callable[..., str], values: Callable[..., Any], filler: str, area: str
) -> None:
    put(f"2024年5月人口报表,\n填报单位：{filler},\n项目,数量\n出生人数,5\n死亡人数,4\n")
    assert {name for name, *_ in values("returns.csv")} == {area}


def test_one_whose_name_says_no_place_is_told(
    put: Callable[..., str], issues: Callable[..., Any]
) -> None:
    put("2024年5月人口报表,\n填报单位：马店中心卫生院,\n项目,数量\n出生人数,5\n死亡人数,4\n")
    assert ("guessed_area", None, "马店中心卫生院") in issues("returns.csv")
