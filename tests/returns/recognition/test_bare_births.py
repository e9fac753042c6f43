"""Bare words of births, 婴儿 and 一孩: births only where nothing says that they are of others."""

from __future__ import annotations

import pytest

from .conftest import Read

LINE = "苇汀镇|9|5|4"


@pytest.mark.parametrize(
    ("title", "heads", "kept"),
    [
        ("死亡人口情况表", "死亡人数|婴儿|成人", {"deaths"}),
        ("人口统计表", "死亡人数|婴儿|男", {"deaths"}),
        ("死亡情况表", "合计|男孩|女孩", {"deaths"}),
        ("人口统计表", "死亡人数|成人|婴儿", {"deaths"}),
        ("离婚情况", "离婚对数|一孩|无孩", {"divorces"}),
        ("结婚情况", "结婚对数|一孩|二孩", {"marriages"}),
        ("已婚育龄妇女孩次构成", "合计|一孩|二孩", {"married_women_15_49"}),
        ("生育登记情况表", "出生人数|生育登记|死亡人数", {"births", "deaths"}),
    ],
)
def test_bare_words_are_of_what_stands_before_them_or_of_the_title(
    recognised: Read, title: str, heads: str, kept: set[str]
) -> None:
    (match,) = recognised([f"示例县2024年5月{title}", f"乡镇|{heads}", LINE])
    assert set(match.items) == kept


@pytest.mark.parametrize(
    ("title", "heads", "kept"),
    [
        ("人口统计表", "总人口|婴儿|死亡人数", {"population", "births", "deaths"}),
        ("人口统计表", "死亡人数|一孩|二孩", {"deaths", "births_first", "births_second"}),
        ("婴儿情况", "合计|男|女", {"births", "births_male", "births_female"}),
        ("出生情况", "出生|男婴|女婴", {"births", "births_male", "births_female"}),
        ("人口统计表", "死亡|出生婴儿|迁入", {"deaths", "births", "migrants_in"}),
    ],
)
def test_they_are_births_where_nothing_says_otherwise(
    recognised: Read, title: str, heads: str, kept: set[str]
) -> None:
    (match,) = recognised([f"示例县2024年5月{title}", f"乡镇|{heads}", LINE])
    assert set(match.items) == kept


def test_no_birth_below_a_heading_of_deaths_that_reaches_over_blank_cells(recognised: Read) -> None:
    form = ["示例县2024年5月人口统计表", "乡镇|死亡人数||", "|合计|婴儿|男", LINE]
    (match,) = recognised(form)
    assert {"births", "births_male"}.isdisjoint(match.items)
