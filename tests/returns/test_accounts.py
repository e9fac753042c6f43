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
