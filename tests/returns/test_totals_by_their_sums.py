"""Lines that add up others without saying so: counties, parts of a county, groups, and checks."""

import polars as pl
import pytest

import fpstats

TWO_COUNTIES = {
    "云县": (18, 9), "马店镇": (5, 2), "高桥乡": (6, 3), "三合街道": (7, 4),
    "水县": (9, 6), "东镇": (4, 4), "西乡": (5, 2),
}  # fmt: skip
TOWNSHIPS = {"马店镇": 5, "高桥乡": 6, "三合街道": 7, "东镇": 4, "西乡": 5}
ALONE = {"东镇": 5, "西镇": 7, "南乡": 4, "北乡": 5}
AREAS = "name,parent,level\n某县,,county\n{0},某县,group\n东镇,{0},\n西镇,{0},\n南乡,某县,\n"


def form(lines):
    """Return a form of births, or of births and deaths, a line an area."""
    rows = [(name, *(said if isinstance(said, tuple) else (said,))) for name, said in lines]
    heads = ["地区", "出生人数", "死亡人数"][: len(rows[0])]
    frame = pl.DataFrame(rows, schema=heads, orient="row")
    return frame.with_columns(期别=pl.lit("2024年5月"))


def read(source, **options):
    """Return the births that are read, and the code and cell of every error and warning."""
    done = fpstats.read(source, lang="en", **options)
    births = {
        row["area"]: row["value"] for row in done.table.to_pylist() if row["item"] == "births"
    }
    told = [one for one in done.issues.to_pylist() if one["severity"] != "info"]
    return births, {(one["code"], one["cell"]) for one in told}


def total(source, **options):
    """Return the births of all areas together."""
    done = fpstats.compute(source, indicators=["births"], **options).comparisons.to_pylist()
    return {row["area"]: row["numerator"] for row in done}["合计"]


@pytest.mark.parametrize("below", [False, True], ids=["above", "below"])
def test_counties_beside_their_townships_are_their_totals(below):
    lines = [*TWO_COUNTIES.items()]
    if below:
        lines = [*lines[1:4], lines[0], *lines[5:], lines[4]]
    assert read(form(lines)) == (TOWNSHIPS, set())
    assert total(form(lines)) == 27


def test_counties_in_a_text_file_are_not_added_in(tmp_path):
    path = tmp_path / "returns.csv"
    form(TWO_COUNTIES.items()).write_csv(path)
    assert total(path) == 27


@pytest.mark.parametrize("by", ["地区", "出生人数"])
def test_the_order_of_a_long_list_makes_no_difference(by):
    assert total(form(TWO_COUNTIES.items()).sort(by)) == 27
    wrong = form((TWO_COUNTIES | {"云县": (19, 10)}).items()).sort(by)
    births, told = read(wrong)
    assert births == TOWNSHIPS
    assert told


def test_a_wrong_number_of_a_county_is_told_at_its_cell():
    # 5 + 6 + 7 = 18, and 19 is stated; the deaths and 水县 add up.
    wrong = TWO_COUNTIES | {"云县": (19, 9)}
    assert read(form(wrong.items())) == (TOWNSHIPS, {("total_differs", "B2")})


def test_zeros_are_no_reason_to_refuse_a_county():
    quiet = {name: (births, 0) for name, (births, _) in TWO_COUNTIES.items()}
    assert read(form(quiet.items())) == (TOWNSHIPS, set())


def test_counties_that_add_up_nowhere_are_refused():
    wrong = TWO_COUNTIES | {"云县": (180, 90), "水县": (90, 60)}
    births, told = read(form(wrong.items()))
    assert births == TOWNSHIPS
    assert told == {("townships_unclear", "A2"), ("townships_unclear", "A6")}


def test_a_county_without_townships_counts_beside_one_that_has_them():
    lines = [*TWO_COUNTIES.items()][:5]
    assert read(form(lines)) == ({"马店镇": 5, "高桥乡": 6, "三合街道": 7, "水县": 9}, set())
    assert total(form(lines)) == 27


def test_counties_of_one_month_have_no_townships_in_another(tmp_path):
    path = tmp_path / "returns.csv"
    lines = "临河区,2022-02,125\n水县,2022-02,25\n南湖街道,2023-09,3\n"
    path.write_text(f"area,period,births\n{lines}", "utf-8")
    assert read(path) == ({"临河区": 125, "水县": 25, "南湖街道": 3}, set())


@pytest.mark.parametrize(("stated", "told"), [(27, set()), (28, {("total_differs", "B2")})])
def test_a_city_above_its_counties_is_the_total_of_all(stated, told):
    lines = [("河市", (stated, 15)), *TWO_COUNTIES.items()]
    assert read(form(lines)) == (TOWNSHIPS, told)


def test_groups_within_a_county_end_where_the_county_does():
    lines = {
        "合计": 27, "云县": 18, "东片": 11, "马店镇": 5, "高桥乡": 6, "西片": 7, "三合街道": 7,
        "水县": 9, "东镇": 4, "西乡": 5,
    }  # fmt: skip
    assert read(form(lines.items())) == (TOWNSHIPS, set())


@pytest.mark.parametrize(
    "names",
    [
        ["云县", "水县", "河县"],
        ["云县", "水区", "河市", "山旗"],
        ["武汉市", "黄石市", "恩施州", "仙桃市"],
        ["市川市", "長柄村", "柏市", "睦沢村"],
        ["马店镇", "半山街道", "高桥乡", "城区街道"],
        ["马店镇", "高桥乡", "经开区", "双桥街道"],
        ["马店镇", "高桥乡", "综保区", "双桥街道"],
    ],
    ids=[
        "counties",
        "of a prefecture",
        "of a province",
        "of Japan",
        "streets",
        "a zone",
        "a bonded zone",
    ],
)
def test_places_that_stand_side_by_side_are_areas(names):
    # No number is the sum of others.
    births = dict(zip(names, [11, 13, 31, 5], strict=False))
    assert read(form(births.items())) == (births, set())


def test_the_table_of_areas_says_what_a_county_is(tmp_path):
    areas = tmp_path / "areas.csv"
    areas.write_text("name\n" + "\n".join(TWO_COUNTIES), "utf-8")
    births, told = read(form(TWO_COUNTIES.items()), areas=areas)
    assert births == {name: said[0] for name, said in TWO_COUNTIES.items()}
    assert not told


ARRANGED = {
    "above": ["{0}", "东镇", "西镇", "{1}", "南乡", "北乡"],
    "below": ["东镇", "西镇", "{0}", "南乡", "北乡", "{1}"],
    "at the end": ["东镇", "西镇", "南乡", "北乡", "{0}", "{1}"],
}


@pytest.mark.parametrize("whole", [False, True], ids=["alone", "with a total"])
@pytest.mark.parametrize("names", [("城区", "山区"), ("平原", "库区"), ("东片", "西片")])
@pytest.mark.parametrize("arranged", ARRANGED.values(), ids=ARRANGED)
def test_parts_of_a_county_are_compared_with_their_lines(arranged, names, whole):
    lines = [name.format(*names) for name in arranged] + ["合计"] * whole
    for last, told in ((9, False), (8, True)):
        # 5 + 7 = 12, 4 + 5 = 9; 12 + 9 = 21.
        births = {**ALONE, names[0]: 12, names[1]: last, "合计": 21}
        cell = f"B{lines.index(names[1]) + 2}"
        found = read(form((name, births[name]) for name in lines))
        assert found == (ALONE, {("total_differs", cell)} if told else set())


YEARS = (
    "累计", "本年累计", "1—5月累计", "累计至本月", "自年初累计", "年初至今", "截至本月累计",
    "年度累计", "合计累计",
)  # fmt: skip
CHECKS = ("差异", "核对", "差", "检验", "合计与分项差", "对账", "审核差异", "check")


@pytest.mark.parametrize(
    ("name", "said"), [*((one, 50) for one in YEARS), *((one, 0) for one in CHECKS)]
)
def test_what_stands_below_the_total_is_neither_area_nor_total(name, said):
    lines = [("东镇", 5), ("西镇", 7), ("合计", 12), (name, said)]
    assert read(form(lines)) == ({"东镇": 5, "西镇": 7}, set())


def test_the_only_total_may_be_called_so():
    lines = [("东镇", 5), ("西镇", 7), ("累计", 13)]
    assert read(form(lines)) == ({"东镇": 5, "西镇": 7}, {("total_differs", "B4")})


@pytest.mark.parametrize(("stated", "told"), [(12, set()), (13, {("total_differs", "B5")})])
def test_a_group_of_the_table_of_areas_is_compared_with_its_members(tmp_path, stated, told):
    areas = tmp_path / "areas.csv"
    areas.write_text(AREAS.format("东片"), "utf-8")
    lines = [("东镇", 5), ("南乡", 4), ("西镇", 7), ("东片", stated), ("合计", 16)]
    assert read(form(lines), areas=areas) == ({"东镇": 5, "南乡": 4, "西镇": 7}, told)


def test_no_total_adds_in_what_the_table_of_areas_puts_above_others(tmp_path):
    areas = tmp_path / "areas.csv"
    areas.write_text(AREAS.format("东部"), "utf-8")
    lines = {"东镇": 5, "南乡": 4, "西镇": 7, "东部": 12}
    assert read(form([*lines.items(), ("合计", 16)]), areas=areas) == (lines, set())
