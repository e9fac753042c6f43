"""Areas: the names that people write, and the table that says what they mean."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import fpstats
from fpstats.areas import Area, Areas, plain
from fpstats.errors import ConfigurationError
from fpstats.returns.tables import areas_table

TABLE = """\
code,name,aliases,level,parent,opened,closed
1,某县,,county,,,
11,东片,,group,某县,,
110,东乡,东公社|Dongxiang,township,11,,
111,西镇,西乡,township,东片,2024-02,
112,南乡,,township,1,,2024-02
"""
HEADINGS = "area,period,births\n"


@pytest.fixture
def table(put):
    """Give the table as a file."""
    return put(TABLE, "areas.csv")


def names(path: str, table: str | None = None) -> list[str]:
    """Return the areas that were read, in the order of the lines."""
    rows = fpstats.read(path, areas=table, shape="wide", lang="en").table.to_pylist()
    return [row["area"] for row in sorted(rows, key=lambda row: row["row"])]


@pytest.mark.parametrize(
    "written",
    ["东乡", " 东　乡 ", "东\n乡", "东公社", "Ｄongxiang", "110", "１１０"],
)
def test_an_area_is_known_by_name_alias_and_code_however_it_is_spaced(put, table, written):
    path = put(f'{HEADINGS}"{written}",2024-01,5\n')
    assert names(path, table) == ["东乡"]
    assert fpstats.read(path, areas=table, lang="en").issues.num_rows == 0


def test_headings_of_the_table_may_be_chinese(put):
    lines = (
        "代码,名称,别名,级别,上级,启用,停用\n01,东县,,县,,,\n0101,河镇,河口,乡镇,东县,2020-01,\n"
    )
    areas = areas_table(put(lines, "areas.csv"))
    assert areas.find("河口") == "河镇"
    assert (areas["河镇"].parent, areas["河镇"].code) == ("东县", "0101")


def test_without_a_table_every_name_is_an_area_and_spaces_do_not_matter(put):
    path = put(HEADINGS + "东　乡,2024-01,5\n东乡,2024-02,4\n１号村,2024-01,3\n")
    assert names(path) == ["东乡", "东乡", "1号村"]


@pytest.mark.parametrize(
    "written",
    [
        "东乡*",
        "※东乡",
        "东乡①",
        "东乡[注1]",
        "1.东乡",
        "（一）东乡",
        "一、东",
        "110 东乡",
        "东乡（110）",
        "东乡110",
    ],
)
def test_marks_at_a_name_are_no_part_of_it(put, table, written):
    path = put(f"{HEADINGS}{written},2024-01,5\n")
    assert names(path, table) == ["东乡"]
    assert fpstats.read(path, areas=table, lang="en").issues.num_rows == 0


def test_a_code_of_another_area_than_the_one_that_is_named_is_no_mark(put):
    table = put("code,name\n110110,东乡\n110111,西镇\n", "areas.csv")
    path = put(f"{HEADINGS}110111 东乡,2024-03,5\n")
    assert names(path, table) == ["110111东乡"]
    told = fpstats.read(path, areas=table, lang="en").issues.to_pylist()
    assert [row["code"] for row in told] == ["unknown_area"]


def test_a_name_of_the_table_has_its_marks(put):
    table = put("name\n东乡*\n东乡\n东乡（含林场）\n", "areas.csv")
    path = put(HEADINGS + "东乡*,2024-01,5\n东乡,2024-01,4\n东乡（含林场）,2024-01,9\n")
    assert names(path, table) == ["东乡*", "东乡", "东乡（含林场）"]
    assert fpstats.read(path, areas=table, lang="en").issues.num_rows == 0


def test_an_area_of_another_extent_is_told(put, table):
    path = put(HEADINGS + "东乡（含林场）,2024-01,5\n")
    assert names(path, table) == ["东乡"]
    (issue,) = fpstats.read(path, areas=table, lang="en").issues.to_pylist()
    assert (issue["code"], issue["severity"], issue["area"]) == ("area_extent", "warning", "东乡")


def test_a_name_with_a_mark_beside_the_name_without_is_the_same_area_twice(put, found):
    path = put(HEADINGS + "东乡,2024-01,5\n东乡*,2024-01,4\n西乡,2024-01,3\n")
    assert "duplicate_return" in {row["code"] for row in found(path)}


def test_codes_alone_are_areas_of_the_table(put, table):
    path = put("某县2024年3月报表,\n代码,出生人数\n110110,5\n110111,4\n", "a.csv")
    codes = put("code,name\n110110,东乡\n110111,西镇\n", "codes.csv")
    assert names(path, codes) == ["东乡", "西镇"]


def test_an_unknown_area_is_told_with_what_is_near_and_stands_by_itself(put, table, computed):
    path = put(HEADINGS + "东乡,2024-01,5\n南乡,2024-01,1\n东乡镇,2024-01,4\n")
    issues = fpstats.read(path, areas=table, lang="en").issues.to_pylist()
    (issue,) = [row for row in issues if row["code"] == "unknown_area"]
    assert (issue["area"], issue["source"], issue["severity"]) == ("东乡镇", path, "warning")
    assert "东乡" in issue["message"]
    births = {area: value for (area, _), value in computed(path, areas=table).items()}
    # 西镇 is not open yet in January, and 东乡镇 belongs to nothing.
    assert births["东乡镇"] == 4
    assert (births["东片"], births["某县"]) == (5, 6)


def test_a_return_of_an_area_that_is_not_open_is_told(put, table, found):
    path = put(HEADINGS + "东乡,2024-01,5\n西镇,2024-01,3\n南乡,2024-01,1\n")
    told = [row for row in found(path, areas=table) if row["area"] == "西镇"]
    assert {"error", "warning"} & {row["severity"] for row in told}


def test_sums_follow_parents_written_as_name_or_code(put, table, computed):
    path = put(HEADINGS + "东乡,2024-02,5\n西乡,2024-02,4\n南乡,2024-02,2\n")
    # 东片 is 东乡 and 西镇 (written 西乡): 5 + 4; 某县 has 南乡 beside it: 9 + 2.
    assert computed(path, areas=table) == {
        ("东乡", "2024-02"): 5,
        ("西镇", "2024-02"): 4,
        ("南乡", "2024-02"): 2,
        ("东片", "2024-02"): 9,
        ("某县", "2024-02"): 11,
    }


def test_the_table_itself_may_come_in_any_container(put, table):
    pl.read_csv(table, infer_schema=False).write_parquet("areas.parquet")
    put(TABLE.encode("gb18030"), "areas.gbk.csv")
    put("\ufeff" + TABLE.replace("\n", "\r\n").replace("name", " Name "), "areas.excel.csv")
    put(TABLE.replace(",", "\t"), "areas.tsv")
    known = [list(areas_table(Path(name)))
             for name in ("areas.csv", "areas.parquet", "areas.gbk.csv", "areas.excel.csv",
                          "areas.tsv")]  # fmt: skip
    assert len(known[0]) == 5
    assert all(one == known[0] for one in known)
    east = known[0][2]
    assert (east.parent, east.aliases, east.code) == ("东片", ("东公社", "Dongxiang"), "110")


# --- faults -------------------------------------------------------------------------------------


def faults(put, text: str) -> list[str]:
    """Return what a table is refused for."""
    put(HEADINGS + "东乡,2024-01,5\n")
    with pytest.raises(ConfigurationError) as error:
        fpstats.read("returns.csv", areas=put(text, "areas.csv"), lang="en")
    assert str(error.value).startswith("areas.csv")
    return str(error.value).split("\n- ")[1:] or [str(error.value)]


def test_every_fault_of_the_table_is_listed_with_its_line(put):
    assert faults(
        put,
        "name,code,aliases,level,parent,opened,closed\n"
        "某县,1,,county,,,\n"
        "\n"
        "东乡,2,,township,州,2024-13,next year\n"
        ",3,,township,某县,,\n"
        "西乡,2,东乡,township,某县,2024-05,2024-01\n"
        "西乡,5,,township,某县,,\n",
    ) == [
        "line 4: opened '2024-13' is not a month",
        "line 4: closed 'next year' is not a month",
        "line 5: no name",
        "line 6: 西乡 is closed before it is opened",
        "西乡: the name stands twice; make it differ",
        "2: means both 东乡 and 西乡",
        "东乡: means both 东乡 and 西乡",
        "东乡: its parent 州 is not in the table",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("code,nme\n1,东乡\n", "no column name; unknown column nme"),
        ("name,name\n东乡,西乡\n", "two columns name"),
        ("name\n", "headings, and nothing below"),
        ("name,code\n东乡,1,2\n西乡,3\n", "more cells than headings in line 2"),
        ("", "empty"),
    ],
)
def test_a_table_that_is_none(put, text, fault):
    assert fault in "; ".join(faults(put, text))


def test_areas_that_lie_above_themselves(put):
    assert faults(put, "name,parent\n东乡,西乡\n西乡,南乡\n南乡,东乡\n北乡,\n") == [
        "东乡: lies above itself",
        "西乡: lies above itself",
        "南乡: lies above itself",
    ]


def test_a_table_that_is_not_there(put):
    put(HEADINGS + "东乡,2024-01,5\n")
    with pytest.raises(ConfigurationError, match=r"nowhere\.csv: no such file"):
        fpstats.read("returns.csv", areas="nowhere.csv", lang="en")
    put("name = 1", "areas.toml")
    with pytest.raises(ConfigurationError, match=r"areas\.toml: must be one of \.csv"):
        fpstats.read("returns.csv", areas="areas.toml", lang="en")


# --- the class ----------------------------------------------------------------------------------


def test_plain_names():
    assert plain(" 臺中市東　區 ") == "臺中市東區"
    assert plain("Ｎｅｗ　Ｔｏｗｎ １") == "NewTown1"
    assert plain("东\n乡") == "东乡"


def test_the_levels_go_from_the_highest_down():
    areas = Areas(
        [
            Area(name="东乡", level="township", parent="某县"),
            Area(name="某县", level="county", parent="某省"),
            Area(name="某省", level="province"),
        ]
    )
    assert areas.levels() == ["province", "county", "township"]
    assert areas.above("东乡") == ["某县", "某省"]
    assert areas.find("东乡") == "东乡"
    assert areas.find("北乡") is None
    assert areas.nearest("东村") == ["东乡"]
    assert len(areas) == 3
    assert "某省" in areas


COUNTIES = """
period.columns = ["月份"]
area.columns = ["乡镇"]
area.above = [{ level = "county", characters = 2 }, { level = "nation", name = "全国" }]
items.births = ["出生"]
"""


@pytest.mark.parametrize(
    ("lines", "top"),
    [
        ("甲县东乡,2024-01,5\n甲县西乡,2024-01,4\n", {"甲县"}),
        ("甲县东乡,2024-01,5\n乙县西乡,2024-01,4\n", {"全国"}),
    ],
)
def test_a_whole_that_a_form_names_stands_above_several_areas_only(put, lines, top):
    put(COUNTIES, "counties.toml")
    path = put("乡镇,月份,出生\n" + lines)
    done = fpstats.compute(path, indicators=["births"], layout="counties.toml")
    rows = done.report.table.to_pylist()
    assert {row["area"] for row in rows if row["parent"] is None} == top
