"""Words that nobody foresaw, before, behind, above and below the name of an item.

Whatever they say, the item alone is never what they are read as without a word.
"""

from __future__ import annotations

from itertools import product

import pytest

from .conftest import Read

TITLE = "示例县2024年5月人口报表"
QUALIFIERS = ("再婚", "低保户", "涉外", "非婚", "双胞胎", "二孩及以上", "龘靐", "妇女", "已婚")
ITEMS = {"结婚": "marriages", "离婚": "divorces", "死亡人数": "deaths", "迁入": "migrants_in"}
LINES = ("苇汀镇|3|5", "晴禾镇|4|6")
MERGED = ((1, 0, 2, 0), (1, 2, 2, 2))
PLACES = {
    "before": ((TITLE, "乡镇|{word}{item}|总人口"), ()),
    "behind": ((TITLE, "乡镇|{item}{word}|总人口"), ()),
    "in brackets": ((TITLE, "乡镇|{item}（{word}）|总人口"), ()),
    "above": ((TITLE, "乡镇|{word}|总人口", "|{item}|"), ()),
    "above, merged": ((TITLE, "乡镇|{word}|总人口", "|{item}|"), MERGED),
    "below": ((TITLE, "乡镇|{item}|总人口", "|{word}|"), ()),
    "below, merged": ((TITLE, "乡镇|{item}|总人口", "|{word}|"), MERGED),
}


@pytest.mark.parametrize(("place", "item"), list(product(PLACES, ITEMS)))
def test_a_heading_with_a_word_that_is_not_known_is_not_the_item(
    recognised: Read, place: str, item: str
) -> None:
    lines, merged = PLACES[place]
    for word in QUALIFIERS:
        form = [line.format(word=word, item=item) for line in lines]
        (match,) = recognised([*form, *LINES], merged=merged)
        assert "population" in match.items
        assert ITEMS[item] not in match.items


@pytest.mark.parametrize(
    ("parent", "first", "second"),
    [
        ("低保户", "出生人数", "死亡人数"),
        ("已婚", "死亡人数", "迁入"),
        ("育龄妇女", "死亡人数", "迁出"),
        ("结婚", "初婚", "再婚"),
    ],
)
def test_what_stands_above_several_columns_narrows_them_all(
    recognised: Read, parent: str, first: str, second: str
) -> None:
    form = [TITLE, f"乡镇|{parent}||总人口", f"|{first}|{second}|", "苇汀镇|3|5|900"]
    (match,) = recognised(form, merged=((1, 1, 1, 2),))
    assert set(match.items) == {"population"}


@pytest.mark.parametrize("parent", ["基本情况", "主要指标", "人口变动", "其他情况"])
def test_what_only_parts_a_form_narrows_nothing(recognised: Read, parent: str) -> None:
    form = [TITLE, f"乡镇|{parent}||总人口", "|出生人数|死亡人数|", "苇汀镇|3|5|900"]
    (match,) = recognised(form, merged=((1, 1, 1, 2),))
    assert set(match.items) == {"births", "deaths", "population"}


@pytest.mark.parametrize(
    ("plan", "done"), [("计划", "完成"), ("任务数", "完成数"), ("指标数", "实际完成")]
)
@pytest.mark.parametrize("above", ["", "出生人数"])
def test_what_was_done_of_a_plan_is_the_item(
    recognised: Read, plan: str, done: str, above: str
) -> None:
    heads = [f"乡镇|{plan}|{done}"] if not above else [f"乡镇|{above}|", f"|{plan}|{done}"]
    (match,) = recognised(["示例县2024年5月出生情况表", *heads, *LINES])
    assert match.items == {"births": (2,)}
    assert [one.role for one in match.columns] == ["area", "planned", "item"]


@pytest.mark.parametrize("head", ["一、流动人口", "低保户", "低保"])
def test_a_line_without_numbers_narrows_those_below_it_in_a_list(
    recognised: Read, head: str
) -> None:
    lines = ["示例县苇汀镇2024年5月人口报表", "项目|数量", "总人口|900", f"{head}|", "出生|3"]
    (match,) = recognised([*lines, "二、基本情况|", "死亡|5"])
    assert set(match.items) == {"population", "deaths"}


def test_orders_below_a_line_of_policy_without_numbers_are_not_of_all(recognised: Read) -> None:
    lines = ["示例县苇汀镇2024年5月人口报表", "项目|数量", "总人口|900", "政策内出生|", "一孩|3"]
    (match,) = recognised([*lines, "二孩|2", "死亡|5"])
    assert set(match.items) == {"population", "births_in_policy", "deaths"}


@pytest.mark.parametrize("head", ["一、基本情况", "引产"])
def test_other_lines_without_numbers_do_not(recognised: Read, head: str) -> None:
    lines = ["示例县苇汀镇2024年5月人口报表", "项目|数量", "总人口|900", f"{head}|", "出生|3"]
    (match,) = recognised([*lines, "死亡|5"])
    assert {"population", "births", "deaths"} <= set(match.items)


def test_people_in_the_place_of_areas_are_told(recognised: Read) -> None:
    (match,) = recognised(["示例县苇汀镇2024年5月人口报表", "项目|低保", "出生|3", "死亡|5"])
    assert match.qualified is not None
    assert (match.qualified.word, match.qualified.origin) == ("低保", "area")


@pytest.mark.parametrize(
    ("above", "below", "items"),
    [
        ("本月增加||本月减少|", "出生|迁入|死亡|迁出", "births migrants_in deaths migrants_out"),
        ("增加人口||减少人口|", "出生|迁入|死亡|迁出", "births migrants_in deaths migrants_out"),
        ("婴儿死亡||出生|", "死亡人数|男|一孩|二孩", "births_first births_second"),
        ("增加||减少|", "死亡|离婚|出生|总人口", ""),
        ("男||女|", "总人口|出生人数|总人口|出生人数",
         "population_male births_male population_female births_female"),
        ("总人口|||出生人数", "月初|月末|男|",
         "population_opening population population_male births"),
    ],
)  # fmt: skip
def test_what_is_said_above_blank_cells_is_understood_whole(
    recognised: Read, above: str, below: str, items: str
) -> None:
    form = [TITLE, f"乡镇|{above}|结婚", f"|{below}|", "苇汀镇|900|5|4|3|2"]
    (match,) = recognised(form)
    assert set(match.items) == {*items.split(), "marriages"}
