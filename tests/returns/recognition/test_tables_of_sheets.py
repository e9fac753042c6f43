"""Where the tables of a sheet lie, and that what stands around them changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.returns.layout import Match

from .conftest import Read

TITLE = "青禾县2023年5月出生情况表"
FORM = ["乡镇|出生人数||死亡人数", "|男|女|", "东山镇|6|4|9", "河口镇|11|9|3", "合计|17|13|12"]


def items(match: Match) -> dict[str, tuple[int, ...]]:
    return dict(match.items)


def test_two_heading_rows(recognised: Read) -> None:
    (match,) = recognised([TITLE, *FORM])
    assert items(match) == {"births_male": (1,), "births_female": (2,), "deaths": (3,)}
    assert (match.area, match.title_period, match.first) == (0, "2023-05", 3)


def test_one_heading_alone_above_numbers_is_a_table_beside_another(recognised: Read) -> None:
    # The left table has no word above its names; without its one heading nothing would be read.
    found = recognised([
        f"{TITLE}|||{TITLE}|",
        "|本期出生人数||乡镇|死亡人数",
        "东山镇|25||东山镇|22",
        "河口镇|27||合兴镇|27",
    ])  # fmt: skip
    assert [items(one) for one in found] == [{"births": (1,)}, {"deaths": (4,)}]
    assert [one.area for one in found] == [0, 3]


def test_a_group_and_a_sequence_begin_no_second_table(recognised: Read) -> None:
    (match,) = recognised([
        TITLE,
        "片区|编号|单位|出生人数|死亡人数",
        "甲|乙|丙|1|2",
        "东片|1|东山镇|6|4",
        "|2|河口镇|11|9",
    ])  # fmt: skip
    assert (match.area, match.first, items(match)) == (2, 3, {"births": (3,), "deaths": (4,)})


def test_months_below_one_another_are_each_of_its_own_title(recognised: Read) -> None:
    june = TITLE.replace("5月", "6月")
    form = ["单位|出生人数", "甲|1", "东山镇|6", "河口镇|4"]
    found = recognised([TITLE, *form, "", june, *form])
    assert [one.title_period for one in found] == ["2023-05", "2023-06"]
    assert [(one.first, one.last) for one in found] == [(3, 5), (9, 11)]


def test_month_and_year_to_date(recognised: Read) -> None:
    # The parents are merged above; 人口迁移 stands in a row of its own, as the clerk left it.
    found = recognised([
        "青禾县2023年5月人口表",
        "乡镇|5月份||||1—5月|||",
        "||人口迁移||||人口迁移||",
        "|出生数|迁入|迁出||出生数|迁入|迁出|",
        "东山镇|6|4|9||30|20|40|",
        "河口镇|5|1|2||31|21|41|",
    ])  # fmt: skip
    assert [(one.title_period, items(one)) for one in found] == [
        ("2023-05", {"births": (1,), "migrants_in": (2,), "migrants_out": (3,)}),
        ("2023-01:2023-05", {"births": (5,), "migrants_in": (6,), "migrants_out": (7,)}),
    ]


def test_a_rate_and_an_unknown_heading_are_left_out_and_told(recognised: Read) -> None:
    (match,) = recognised([TITLE, "乡镇|出生人数|出生率（‰）|空挂户数", "东山镇|6|4.1|7"])
    assert items(match) == {"births": (1,)}
    assert [one.role for one in match.columns] == ["area", "item", "computed", "unknown"]


@pytest.mark.parametrize(
    "note", ["注：本表按户籍地统计。", "填表人：　　　负责人：", "资料来源：各乡镇上报"]
)
@given(
    blanks=st.lists(st.integers(0, 5), max_size=3), left=st.integers(0, 2), titles=st.integers(0, 2)
)
def test_what_stands_around_a_table_changes_nothing(
    recognised: Read, note: str, blanks: list[int], left: int, titles: int
) -> None:
    whole = [*["人口和计划生育统计报表制度"] * titles, TITLE, *FORM, note]
    for place in sorted(blanks, reverse=True):
        # Not between the two heading rows, which then would be two headings.
        whole.insert(place if place <= titles else len(whole), "")
    (match,) = recognised(["|" * left + line for line in whole])
    expected = {"births_male": 1, "births_female": 2, "deaths": 3}
    assert items(match) == {item: (at + left,) for item, at in expected.items()}
    assert (match.area, match.title_period) == (left, "2023-05")


HEADS = {"出生人数": "births", "死亡人数": "deaths", "迁入人数": "migrants_in",
         "结婚对数": "marriages", "期末总人口": "population"}  # fmt: skip


@given(order=st.permutations(list(HEADS)), place=st.integers(0, 5))
def test_the_order_of_columns_does_not_matter(
    recognised: Read, order: list[str], place: int
) -> None:
    heads = [*order[:place], "乡镇", *order[place:]]
    numbers = ["东山镇" if head == "乡镇" else str(len(head)) for head in heads]
    (match,) = recognised([TITLE, "|".join(heads), "|".join(numbers), "|".join(numbers)])
    assert items(match) == {HEADS[head]: (at,) for at, head in enumerate(heads) if head in HEADS}
    assert match.area == place
