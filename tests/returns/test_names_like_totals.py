"""Places whose names look like those of totals, classes and notes: none may vanish."""

from itertools import product

import polars as pl
import pytest

import fpstats

TOWNSHIPS = ("镇", "乡", "乡镇", "镇乡", "街道", "街镇", "回族乡")
VILLAGES = ("村", "社区", "居委会")
NUMERALS_AND_WORDS = "一二三四五六七八九十百千万两双合共总全小计城郊男注"
STEMS = """
八一 十八 三十 七五 第一 第三 一二三 合庄 合作 合计 共和 总营 全州 全福 小计 大计 其中 平均 统计
注溪 来源 说明 本溪 率水 累计 上报 人均 主管 制表 备注 填报 年度 本月 季家
"""
COUNTIES = ["全州县", "共和县", "合浦县", "共青城市", "七里河区", "五台县", "合作市"]
UNRANKED = ["总铺", "五乡", "平均岭", "合庄", "大合", "计家", "小计沟", "全福", "其中湾", "注溪"]
NO_PLACES = {"全镇", "全乡", "全街道", "城镇"}


def form(names, births, deaths, total="合计"):
    """Return a form: a line an area, and what it states as the total."""
    lines = [*zip(names, births, deaths, strict=True), (total, sum(births), sum(deaths))]
    frame = pl.DataFrame(lines, schema=["单位", "出生人数", "死亡人数"], orient="row")
    return frame.with_columns(期别=pl.lit("2024年5月"))


def read(frame, **options):
    """Return the births of every area that is read, and the codes of all errors."""
    done = fpstats.read(frame, lang="en", **options)
    births = {
        row["area"]: row["value"] for row in done.table.to_pylist() if row["item"] == "births"
    }
    return births, {one["code"] for one in done.issues.to_pylist() if one["severity"] == "error"}


def places(ranks):
    """Return every stem with every rank, but for what is a total or a part of one."""
    stems = [*NUMERALS_AND_WORDS, *STEMS.split()]
    return sorted({stem + rank for stem, rank in product(stems, ranks)} - NO_PLACES)


@pytest.mark.parametrize("stated", ["合计", "全县", "总 计："])
@pytest.mark.parametrize(
    "names",
    [places(TOWNSHIPS), ["12村", "3社区", *places(VILLAGES)], COUNTIES, UNRANKED],
    ids=["townships", "villages", "counties", "without ranks"],
)
def test_every_place_is_read_beside_a_stated_total(names, stated):
    births = [17 + 7 * place % 23 for place in range(len(names))]
    deaths = [11 + 5 * place % 19 for place in range(len(names))]
    found, errors = read(form(names, births, deaths, stated))
    assert found == dict(zip(names, births, strict=True))
    assert not errors


@pytest.mark.parametrize("name", ["五乡镇", "八一镇", "九乡", "三街镇", "五街道", "三村", "六社区"])
def test_a_town_with_a_numeral_counts_although_the_total_is_wrong(name):
    # 11 + 8 + 11 = 30, and 31 is stated: that is the one error, and no line is left out for it.
    frame = form(["东吴镇", name, "横溪镇"], [11, 8, 11], [3, 2, 4])
    wrong = pl.when(单位="合计").then(31).otherwise("出生人数").alias("出生人数")
    found, errors = read(frame.with_columns(wrong))
    assert found == {"东吴镇": 11, name: 8, "横溪镇": 11}
    assert errors == {"total_differs"}


def test_every_place_is_read_from_a_form_that_states_no_total():
    names = places(TOWNSHIPS)
    births = [17 + 7 * place % 23 for place in range(len(names))]
    frame = form(names, births, births[::-1])
    found, errors = read(frame.filter(pl.col("单位") != "合计"))
    assert found == dict(zip(names, births, strict=True))
    assert not errors


def test_a_class_without_a_mark_behind_its_numeral_is_known_by_its_sums():
    # 7 + 4 = 11 and 5 + 6 = 11 for the streets, 2 + 3 = 5 and 1 + 2 = 3 for the towns.
    names = ["一街道", "新华街道", "建设街道", "二乡镇", "平安镇", "和顺乡"]
    frame = form(names, [11, 7, 4, 5, 2, 3], [11, 5, 6, 3, 1, 2])
    found, errors = read(frame.filter(pl.col("单位") != "合计"))
    assert found == {"新华街道": 7, "建设街道": 4, "平安镇": 2, "和顺乡": 3}
    assert not errors


def test_a_town_that_is_the_sum_of_its_neighbours_counts_where_the_total_says_so():
    # 20 = 12 + 8 and 9 = 5 + 4 by chance; 40 and 18 are stated, and that is with 五乡镇.
    frame = form(["东吴镇", "五乡镇", "横溪镇", "云龙镇"], [15, 20, 12, 8], [4, 9, 5, 4])
    assert read(frame) == ({"东吴镇": 15, "五乡镇": 20, "横溪镇": 12, "云龙镇": 8}, set())


def test_districts_among_counties_are_areas():
    names = ["城区", "郊区", "矿区", "平定县", "盂县", "寿阳县", "昔阳县"]
    found, errors = read(form(names, [40, 30, 20, 10, 12, 9, 7], [8, 6, 5, 4, 3, 2, 1]))
    assert set(found) == set(names)
    assert not errors


def test_a_part_of_the_county_that_the_total_needs_is_an_area():
    # 30 + 12 + 9 = 51: without 郊区 the stated total would be 30 too large.
    found, errors = read(form(["郊区", "东吴镇", "横溪镇"], [30, 12, 9], [6, 4, 2]))
    assert found == {"郊区": 30, "东吴镇": 12, "横溪镇": 9}
    assert not errors


@pytest.mark.parametrize("name", ["全镇", "五乡镇", "本县", "乡镇", "郊区"])
@pytest.mark.parametrize("written", ["form", "text"])
def test_what_the_table_of_areas_names_is_no_total(tmp_path, name, written):
    frame = form(["东吴镇", name, "横溪镇"], [11, 8, 11], [3, 2, 4])
    frame = frame.filter(pl.col("单位") != "合计")
    areas = tmp_path / "areas.csv"
    areas.write_text(f"name,parent\n某县,\n东吴镇,某县\n{name},某县\n横溪镇,某县\n", "utf-8")
    if written == "form":
        assert read(frame, areas=areas) == ({"东吴镇": 11, name: 8, "横溪镇": 11}, set())
    path = tmp_path / "returns.csv"
    frame.write_csv(path)
    done = fpstats.compute(path, indicators=["births"], areas=areas).comparisons.to_pylist()
    # 11 + 8 + 11 = 30.
    assert {row["area"]: row["numerator"] for row in done}["某县"] == 30


def test_the_county_of_the_table_is_still_the_total_of_its_townships(tmp_path):
    areas = tmp_path / "areas.csv"
    areas.write_text("name,parent,aliases\n某县,,全县\n东吴镇,某县,\n横溪镇,某县,\n", "utf-8")
    found, errors = read(form(["东吴镇", "横溪镇"], [11, 9], [3, 2], "全县"), areas=areas)
    assert found == {"东吴镇": 11, "横溪镇": 9}
    assert not errors


@pytest.mark.parametrize("name", ["全镇", "各乡", "本县", "全州"])
def test_a_total_by_name_alone_that_is_no_sum_leads_to_the_table_of_areas(name):
    frame = form([name, "平安镇", "和顺乡"], [10, 8, 7], [3, 2, 1]).filter(pl.col("单位") != "合计")
    told = [
        one["message"]
        for one in fpstats.read(frame, lang="en").issues.to_pylist()
        if one["code"] == "total_differs"
    ]
    # 10 births, and 8 + 7 = 15 of the others; of deaths 3, and 2 + 1 are as many.
    assert len(told) == 1
    assert f"If {name} is an area" in told[0]
    assert "--areas" in told[0]
    areas = pl.DataFrame({"code": ["1", "2", "3"], "name": [name, "平安镇", "和顺乡"],
                          "level": ["township"] * 3})  # fmt: skip
    found, errors = read(frame, areas=areas)
    assert found == {name: 10, "平安镇": 8, "和顺乡": 7}
    assert not errors
