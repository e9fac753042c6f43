"""An area under two of its names on one sheet is told of when it is read."""

import polars as pl

import fpstats

AREAS = pl.DataFrame({"name": ["沙岭县", "白沙镇", "柳河乡"], "aliases": ["", "白沙", ""],
                      "parent": ["", "沙岭县", "沙岭县"]})  # fmt: skip


def told(names):
    frame = pl.DataFrame({"单位": names, "期别": "2024-03", "出生人数": [4, 5, 8][: len(names)]})
    issues = fpstats.read(frame, areas=AREAS).issues.to_pylist()
    return [(one["area"], one["cell"]) for one in issues if one["code"] == "area_twice"]


def test_two_names_of_one_area():
    assert told(["白沙镇", "柳河乡", "白沙"]) == [("白沙镇", "A2"), ("白沙镇", "A4")]


def test_each_area_once():
    assert told(["白沙", "柳河乡"]) == []


def test_two_names_over_the_items_of_a_long_table():
    frame = pl.DataFrame({"area": ["白沙镇", "白沙"], "period": "2024-03",
                          "item": ["births", "deaths"], "value": [4, 5]})  # fmt: skip
    assert fpstats.read(frame, areas=AREAS).issues.to_pylist() == []
