"""Forms that lie on their side, and forms of one area."""

from __future__ import annotations

import pytest

from fpstats.errors import FpstatsError

from .conftest import Read


def test_items_down_and_townships_across(recognised: Read) -> None:
    (match,) = recognised([
        "青禾县2023年5月人口表",
        "项目||东山镇|河口镇",
        "出生人数|合计|6|9",
        "|男|4|5",
        "死亡人数||1|2",
    ])  # fmt: skip
    assert dict(match.items) == {"births": (1,), "births_male": (2,), "deaths": (3,)}
    assert (match.title_period, match.area) == ("2023-05", 0)


def test_the_last_line_of_a_turned_form_is_of_the_item_above_it(recognised: Read) -> None:
    found = recognised([
        "青禾县2023年5月人口表",
        "指标||东山镇|河口镇",
        "出生数|本月|6|9",
        "|1—5月|40|50",
        "死亡数|本月|1|2",
        "|1—5月|10|20",
    ])  # fmt: skip
    assert {one.title_period: sorted(one.items) for one in found} == {
        "2023-05": ["births", "deaths"],
        "2023-01:2023-05": ["births", "deaths"],
    }


@pytest.mark.parametrize(
    ("title", "sheet", "area"),
    [
        ("2020年10月白鹤镇衛生健康統計表", "汇总表", "白鹤镇"),
        ("经济开发区2020年10月计划生育统计报表", "表1", "经济开发区"),
        ("2020年10月人口统计表", "白鹤镇", "白鹤镇"),
        ("无量寺卫生健康统计表（2023-10）", "表1", "无量寺"),
        ("2020年10月全胜乡人口报表", "10月", "全胜乡"),
        ("青禾县2020年10月人口统计表", "表1", "青禾县"),
        ("编制单位：石牌街道　　　二○一七年二月份　单位：人", "表1", "石牌街道"),
    ],
)
def test_the_one_area_of_a_form(recognised: Read, title: str, sheet: str, area: str) -> None:
    (match,) = recognised([title, "项目|数量", "出生人数|5", "死亡人数|7"], sheet)
    assert (match.area, match.area_name) == (None, area)


def test_months_down_of_one_area(recognised: Read) -> None:
    (match,) = recognised([
        "经济开发区计划生育统计报表", "年月|出生人数|死亡人数", "2017年7月|35|22", "2017年8月|34|6"
    ])  # fmt: skip
    assert (match.area_name, match.period) == ("经济开发区", 0)


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        # A title that was copied from the sheet before it.
        ("2020年10月金沙镇人口统计表", "白鹤镇"),
        # The county's title over the sheet of 白鹤, whose rank is not written: whose is it?
        ("2020年10月青禾县人口统计表", "白鹤"),
        ("2020年10月各乡镇人口统计表", "表1"),
    ],
)
def test_whose_numbers_it_has_is_never_guessed(recognised: Read, title: str, sheet: str) -> None:
    with pytest.raises(FpstatsError):
        recognised([title, "项目|数量", "出生人数|5", "死亡人数|7"], sheet)
