"""Groups and the county may stand anywhere in a tidy file: before, behind or between townships."""

import pytest

import fpstats

BIRTHS = {"甲镇": (20, 18), "乙镇": (22, 25), "丙镇": (17, 16), "丁镇": (15, 19)}
GROUPS = {"东片": ("甲镇", "乙镇"), "西片": ("丙镇", "丁镇")}
AREAS = """name,level,parent
某县,county,
东片,group,某县
西片,group,某县
甲镇,township,东片
乙镇,township,东片
丙镇,township,西片
丁镇,township,西片
"""
ARRANGED = {
    "groups behind": "甲镇 乙镇 丙镇 丁镇 东片 西片 某县",
    "the county before them": "甲镇 乙镇 丙镇 丁镇 某县 东片 西片",
    "all before the townships": "某县 东片 西片 甲镇 乙镇 丙镇 丁镇",
    "each behind its own": "甲镇 乙镇 东片 丙镇 丁镇 西片 某县",
    "each before its own": "东片 甲镇 乙镇 西片 丙镇 丁镇 某县",
}


def births(name, month):
    """Return the births of a township, or the sum of a group or of the county."""
    below = GROUPS.get(name, BIRTHS if name == "某县" else (name,))
    return sum(BIRTHS[one][month] for one in below)


@pytest.fixture
def totals(tmp_path):
    """Give a function that writes two months, and returns the totals that are said to differ."""

    def totals(names, *, by_area, wrong=None):
        pairs = [(name, month) for name in names for month in (0, 1)]
        if not by_area:
            pairs.sort(key=lambda pair: pair[1])
        told = {pair: births(*pair) for pair in pairs}
        told |= {} if wrong is None else {wrong: told[wrong] + 100}
        lines = [f"{name},2024-0{5 + month},{told[name, month]}" for name, month in pairs]
        (tmp_path / "returns.csv").write_text("\n".join(["单位,期别,出生人数", *lines]), "utf-8")
        (tmp_path / "areas.csv").write_text(AREAS, "utf-8")
        read = fpstats.check(tmp_path / "returns.csv", areas=tmp_path / "areas.csv", lang="en")
        found = [row for row in read.table.to_pylist() if row["code"] == "total_differs"]
        return found, 2 + pairs.index(wrong or pairs[0])

    return totals


@pytest.mark.parametrize("by_area", [True, False], ids=["by area", "by month"])
@pytest.mark.parametrize("names", ARRANGED.values(), ids=ARRANGED)
def test_sound_subtotals_are_not_said_to_differ(totals, names, by_area):
    assert totals(names.split(), by_area=by_area)[0] == []


@pytest.mark.parametrize("by_area", [True, False], ids=["by area", "by month"])
@pytest.mark.parametrize("names", ARRANGED.values(), ids=ARRANGED)
def test_a_subtotal_that_is_too_large_is_told_where_it_stands(totals, names, by_area):
    (row,), line = totals(names.split(), by_area=by_area, wrong=("东片", 1))
    # 43 is typed as 143; groups that stand together are told by the first of them, and this is it.
    assert row["cell"] == f"C{line}"
    assert "143" in row["message"]
