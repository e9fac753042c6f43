"""What each line of a sheet was taken for, where several tables stand on it."""

from __future__ import annotations

from fpstats import catalogue
from fpstats.returns import opening
from fpstats.returns.account import accounts

TABLES = """表一：出生情况（2024年3月）,,
单位,合计,男
白云镇,5,3
青山乡,4,2
注：含补报。,,
,,
表二：死亡情况（2024年3月）,,
（单位：人）,,
单位,合计,男
白云镇,3,1
合计,3,1
上年同期,4,2
"""


def test_the_titles_of_every_table_are_titles(put) -> None:
    (account,) = accounts(opening.scan([put(TABLES, "a.csv")], [], catalogue.load()))
    assert account.kinds == [
        "title", "heading", "data", "data", "note", "blank",
        "title", "title", "heading", "data", "total", "beside_row",
    ]  # fmt: skip
    assert account.counts["refused"] == 1
    assert account.refused == {"beside_row": [12]}


LINES = """2024年5月人口报表,,
乡镇,指标,数值
晴禾街道,,
,出生人数,30
,空挂户数,3
,,
苇汀镇,出生人数,22
,空挂户数,2
合计,出生人数,52
注：无,,
"""


def test_each_line_of_a_list_of_items_has_its_own_word(put) -> None:
    (account,) = accounts(opening.scan([put(LINES, "a.csv")], [], catalogue.load()))
    assert account.kinds == [
        "title", "heading", "group", "data", "unknown_column", "blank",
        "data", "unknown_column", "total", "note",
    ]  # fmt: skip


LISTS = """临溪镇2024年5月报表,,,
项目,数量,项目,数量
总人口,31200,空挂户数,3
出生人数,30,,
注：无,,,
"""


def test_a_line_of_two_lists_is_data_where_either_has_an_item(put) -> None:
    (account,) = accounts(opening.scan([put(LISTS, "a.csv")], [], catalogue.load()))
    assert account.kinds == ["title", "heading", "data", "data", "note"]


BLOCKS = """2024年5月人口报表,
晴禾街道,
项目,数值
出生人数,30
空挂户数,2

苇汀镇,
项目,数值
出生人数,22
空挂户数,3
"""


def test_the_name_of_a_township_above_its_items_is_a_group(put) -> None:
    (account,) = accounts(opening.scan([put(BLOCKS, "a.csv")], [], catalogue.load()))
    assert account.kinds == [
        "title", "group", "heading", "data", "unknown_column", "blank",
        "group", "heading", "data", "unknown_column",
    ]  # fmt: skip
