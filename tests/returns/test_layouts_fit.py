"""Which form a sheet is: headings however they are spaced, titles however the month is written.

One file, because nearly all of it is one small form that is changed in one place each time.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import fpstats
from fpstats.catalogue import load
from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.pipeline.reading import recognised
from fpstats.returns.containers import sheets
from fpstats.returns.fitting import fitting, headings, tried
from fpstats.returns.forms import layouts

# A sample of every shipped layout; those of Taiwan are in the shared folder.
OWN = {
    "county_monthly": "gbk/2024-02.csv",
    "county_stocks": "gbk/2021-09.csv",
    "tidy": "tidy/returns.csv",
}
PUBLISHED = {
    "taiwan_monthly": "monthly/2017-01.csv",
    "taiwan_population": "population/2017-12.csv",
    "taiwan_births_by_order": "new-taipei-births-by-order-2019.csv",
}
READ = "area,period,item,value,source,sheet,cell\n东乡,2024-01,births,5,a.csv,,C2\n"

LAYOUT = """
totals = ["合计"]
heading.rows = 2
period.title = true
area.columns = ["单位", "乡镇"]
items.births = ["出生人数/合计"]
items.births_male = ["出生人数/男"]
"""
FORM = "{title},,\n单位,出生人数,\n,合计,男\n东乡,5,3\n西乡,4,2\n合计,9,5\n"


@pytest.fixture
def form(put):
    """Give a writer of the form with another title, or with something else replaced."""
    put(LAYOUT, "form.toml")

    def form(title: str = "2024年2月", *replaced: tuple[str, str]) -> str:
        text = FORM.format(title=title)
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        return put(text)

    return form


def period(path: str) -> str:
    """Return the one period that is read."""
    (found,) = {
        row["period"] for row in fpstats.read(path, layout="form.toml", lang="en").table.to_pylist()
    }
    return found


def test_every_shipped_layout_has_a_sample_here():
    known = {one.id for one in layouts(load().items)}
    # Those of Japan and of late births have tests of their own: test_japan.py, test_late_births.py.
    apart = {"tidy_long", "japan_population", "late_births"}
    assert known == OWN.keys() | PUBLISHED.keys() | apart


@pytest.mark.parametrize("name", OWN)
def test_one_layout_and_no_other_fits_our_samples(samples, name):
    (row,) = recognised(samples / OWN[name], lang="en").table.to_pylist()
    assert row["layout"] == name


@pytest.mark.parametrize("name", PUBLISHED)
def test_one_layout_and_no_other_fits_published_files(shared, name):
    (row,) = recognised(shared / "data" / "taiwan" / PUBLISHED[name], lang="en").table.to_pylist()
    assert row["layout"] == name


def test_what_read_writes_can_be_read(put):
    (row,) = recognised(put(READ), lang="en").table.to_pylist()
    assert row["layout"] == "tidy_long"


def test_only_the_form_that_holds_another_fits_beside_it(samples):
    """The monthly return has all headings of the opening stocks; nothing else is ambiguous."""
    known = layouts(load().items)
    for name, sample in OWN.items():
        (sheet,) = sheets(str(samples / sample))
        head = sheet.head()
        ids = [layout.id for layout, match, _ in tried(head, known) if match is not None]
        assert ids == (["county_monthly", "county_stocks"] if "monthly" in name else [name])
        match = fitting(sample, head, known)
        assert match is not None
        assert match.layout.id == name


def test_which_column_is_which_item(samples):
    (row,) = recognised(samples / "gbk" / "2024-02.csv", lang="en").table.to_pylist()
    columns = dict(row["columns"])
    # The columns of the README of the samples: V is deaths, Q is births in policy.
    assert (columns["deaths"], columns["births_in_policy"]) == ("W", "R") or (
        columns["deaths"],
        columns["births_in_policy"],
    ) == ("V", "Q")
    assert columns["population"] == "B"


# --- headings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "replaced",
    [
        ("出生人数", "出　生 人　数"),
        ("出生人数", '"出生\n人数"'),
        ("出生人数", '"\n 出生人数 "'),
        ("合计,男", "合 计,　男　"),
        ("单位", " 单　位 "),
        ("单位", "乡镇"),
        (",合计,男", "单位,合计,男"),
        ("出生人数,", "出生人数,出生人数"),
    ],
    ids=lambda pair: repr(pair[1]),
)
def test_spaces_and_line_breaks_in_headings_do_not_matter(form, replaced):
    path = form("2024年2月", replaced)
    rows = fpstats.read(path, layout="form.toml", lang="en").table.to_pylist()
    wanted = {("东乡", "births"): 5, ("东乡", "births_male"): 3,
              ("西乡", "births"): 4, ("西乡", "births_male"): 2}  # fmt: skip
    assert {(row["area"], row["item"]): row["value"] for row in rows} == wanted
    done = fpstats.compute(path, layout="form.toml", indicators=["births"], lang="en")
    assert [row["value"] for row in done.comparisons.to_pylist()] == [9, 4, 5] or {
        row["area"]: row["value"] for row in done.comparisons.to_pylist()
    } == {"Total": 9, "东乡": 5, "西乡": 4}


def test_lines_above_the_title_do_not_matter(form):
    path = form("2024年2月", ("2024年2月", "附件2,,\n\n2024年2月"))
    assert period(path) == "2024-02"


def test_merged_headings_are_carried_over_blank_cells_with_a_child_below():
    lines = [["单位", "出生", "", "死亡", ""], ["", "合计", "男", "", "备注"]]
    joined = headings(lines, 0, 2)
    assert joined[:4] == ["单位", "出生/合计", "出生/男", "死亡"]


def test_two_columns_of_one_name_are_refused(put):
    path = put("area,period,births,births\n东乡,2024-01,5,7\n")
    with pytest.raises(FpstatsError, match="keep one of the columns"):
        fpstats.read(path, lang="en")


# --- periods in titles --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("某县2024年2月人口和计划生育月报表", "2024-02"),
        ("2024年02月", "2024-02"),
        ("2024 年 2 月", "2024-02"),
        ("２０２４年２月", "2024-02"),
        ("二〇二四年二月", "2024-02"),
        ("二○二四年十二月份", "2024-12"),
        ("民国113年2月", "2024-02"),
        ("113年2月", "2024-02"),
        ("月报表（2024.2）", "2024-02"),
        ("月报表 2024-02", "2024-02"),
        ("月报表202402", "2024-02"),
        ("截至2024年2月29日", "2024-02"),
        ("2024年度统计月报（2024年2月）", "2024-02"),
        ("填报日期：2024年3月5日　2024年2月", "2024-02"),
        ("县发〔2023〕12号　2024年2月", "2024-02"),
        ("2024年1—5月", "2024-05-ytd"),
        ("2024年1至5月累计", "2024-05-ytd"),
        ("2024年5月累计", "2024-05-ytd"),
        ("2024年第二季度", "2024-Q2"),
        ("2024年2季度", "2024-Q2"),
        ("2024年上半年", "2024-H1"),
        ("2024年下半年", "2024-H2"),
        ("2024年度", "2024"),
    ],
)
def test_the_month_in_the_title_however_it_is_written(form, title, wanted):
    assert period(form(title)) == wanted


@pytest.mark.parametrize(
    "title", ["月报表", "（2024）2月", "填报日期：2024年3月5日", "文号2024021234"]
)
def test_a_title_without_a_period_fits_nothing_and_says_so(form, title):
    with pytest.raises(FpstatsError, match="2024年5月"):
        period(form(title))


def test_a_title_in_a_year_of_its_own(form):
    # The family-planning year 2024 runs from October 2023 to September 2024.
    rows = fpstats.read(
        form("2024年上半年"), layout="form.toml", year_start=10, lang="en"
    ).table.to_pylist()
    assert {row["period"] for row in rows} == {"2024-H1"}
    done = fpstats.compute(
        form("2023年10月至2024年3月"),
        layout="form.toml",
        year_start=10,
        indicators=["births"],
        lang="en",
    )
    assert {row["period"] for row in done.comparisons.to_pylist()} <= {"2024-H1", "2024-03-ytd"}


def test_what_a_layout_leaves_out_is_missed_by_nobody():
    """The form has the column, and it holds no item; a column that is new is looked at."""
    heads = "統計年月,區域別代碼,區域別,村里,出生數,出生數-男,出生數-女,死亡數,死亡數-男,死亡數-女"
    cells = "11305,65000010001,新北市板橋區,留侯里,4,2,2,3,3,0,1"
    form = [[*heads.split(","), "死產數"], cells.split(",")]
    match = fitting("", form, layouts(load().items))
    assert match is not None
    assert match.layout.id == "taiwan_monthly"
    assert match.unread == {10: "死產數"}


# --- layouts of one's own -----------------------------------------------------------------------


GOOD = tomllib.loads(LAYOUT)


def own(put, text: str) -> list[str]:
    """Return the lines of the message that a layout raises."""
    put(FORM.format(title="2024年2月"))
    with pytest.raises(ConfigurationError) as error:
        fpstats.read("returns.csv", layout=put(text, "own.toml"), lang="en")
    return str(error.value).split("\n- ")


def test_every_fault_of_a_layout_is_listed_at_once(put):
    heading, *faults = own(
        put,
        'colour = "red"\nperiod.colums = ["期"]\narea.nam = "x"\nheading.row = 2\n'
        'area.columns = ["单位"]\nitems.brths = ["出生"]\n',
    )
    assert "own has 6 problems" in heading
    assert set(faults) == {
        "area.nam: no such field",
        "brths: no such item",
        "colour: no such field",
        "heading.row: no such field",
        "period.colums: no such field",
        "period.columns: missing (or period.title = true)",
    }


@pytest.mark.parametrize(
    "line",
    [
        'title = "月报"',
        'heading.rows = "2"',
        "heading.rows = 0",
        'period.title = "yes"',
        "period.roc = 1",
        'period.columns = "期"',
        'area.parts = "村"',
        "area.level = 3",
        'area.above = [{ levl = "county" }]',
        'area.aliases = "mars"',
        'items.deaths = "死亡人数"',
        "items.deaths = []",
        'items.deaths = [["死亡", ["人数"]]]',
        'optional = "births"',
        'totals = "合计"',
        'long = { value = "数" }',
        'long = { where = "all" }',
    ],
)
def test_a_field_of_another_kind_is_a_fault_and_no_accident(put, line):
    key = line.split(" = ", 1)[0]
    kept = [one for one in LAYOUT.splitlines() if not one.startswith(f"{key} =")]
    _, *faults = own(put, "\n".join([line, *kept]))
    assert len(faults) == 1, faults
    assert faults[0].startswith(key)


def test_a_layout_that_is_no_toml_or_no_utf_8(put):
    assert "is not TOML" in own(put, "x = ")[0]
    put(FORM.format(title="2024年2月"))
    Path("own.toml").write_bytes('title = { zh = "月报" }\n'.encode("gbk"))
    with pytest.raises(ConfigurationError, match=r"own\.toml is not UTF-8 text"):
        fpstats.read("returns.csv", layout="own.toml", lang="en")


def test_a_layout_may_begin_with_the_mark_of_windows(form, put):
    put("\ufeff" + LAYOUT, "form.toml")
    assert period(form()) == "2024-02"


def test_a_layout_named_wrongly_names_the_known_ones(put):
    put(FORM)
    with pytest.raises(ConfigurationError, match="the known ones are county_monthly, "):
        fpstats.read("returns.csv", layout="county-monthly", lang="en")


def test_a_table_without_items_is_told_by_its_headings_and_what_they_are_like(put):
    path = put("地区,2024年1月,总人囗,车辆\n东乡,5,6,7\n")
    with pytest.raises(FpstatsError) as error:
        fpstats.read(path, lang="en")
    assert str(error.value).splitlines() == [
        f"{path}: nothing says what the numbers of its columns or lines are; not read",
        "- line 1 looks like the headings. Known: A1 «地区», B1 «2024年1月»; not known: "
        "C1 «总人囗» (总人口?), D1 «车辆»",
        "- items are looked for, such as births, deaths, total population; neither headings, nor "
        "names of lines, nor the title name one",
        "Hint: say in the headings or in the title what is counted; leave the file out if it is "
        "another table; a form of your own can be described in a file for --layout",
    ]


def test_numbers_alone_have_no_headings(put):
    path = put("1,2\n3,4\n")
    with pytest.raises(FpstatsError, match="the first 2 lines have no line of words"):
        fpstats.read(path, lang="en")


def test_a_layout_that_is_asked_for_says_what_it_misses(put):
    path = put("地区,月份,车辆\n东乡,2024-01,5\n")
    with pytest.raises(FpstatsError) as error:
        fpstats.read(path, layout="county_monthly", lang="en")
    message = str(error.value)
    assert "- county_monthly: no heading " in message
    assert "地区, 月份, 车辆" in message
    assert "fpstats layouts list" in message
