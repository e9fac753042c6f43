"""Real returns: the six headings of Taiwan's monthly files, added up a second time by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import fpstats
from fpstats.areas import plain

# The first month of each heading: plain; with an empty column at the end; a row of codes above;
# with a code of the district; with kinds of couples; the same without the row of codes.
MONTHS = ("2014-04", "2014-05", "2015-12", "2018-01", "2020-09", "2024-07")
COLUMNS = {
    "births": ("出生數",),
    "births_male": ("出生數-男",),
    "births_female": ("出生數-女",),
    "deaths": ("死亡數",),
    "deaths_male": ("死亡數-男",),
    "deaths_female": ("死亡數-女",),
    # Of the four columns since 2020, 同性 holds 同性_男 and 同性_女 already.
    "marriages": ("結婚對數", "結婚對數_異性", "結婚對數_同性"),
    "divorces": ("離婚對數", "離婚對數_異性", "離婚對數_同性"),
}


def by_hand(path: Path) -> tuple[dict[str, int], set[str]]:
    """Add up the columns of a file, and list its townships, with nothing but the csv module."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    start = next(i for i, line in enumerate(lines) if "區域別" in line)
    heading, rows = lines[start], [line for line in lines[start + 1 :] if any(line)]
    totals = {
        item: sum(int(row[heading.index(name)]) for row in rows for name in names
                  if name in heading)
        for item, names in COLUMNS.items()
    }  # fmt: skip
    townships = {plain(row[heading.index("區域別")]) for row in rows}
    return totals, townships


@pytest.fixture(scope="module", params=MONTHS)
def month(request, shared) -> Path:
    """Give one file of each heading."""
    return shared / "data" / "taiwan" / "monthly" / f"{request.param}.csv"


def test_each_heading_gives_the_totals_that_stand_in_it(month):
    totals, townships = by_hand(month)
    done = fpstats.compute(
        month, indicators=["births", "deaths", "marriages", "divorces"], lang="en"
    )
    rows = done.report.table.to_pylist()
    nation = {row["indicator"]: row["value"] for row in rows if row["level"] == "nation"}
    assert nation == {name: totals[name] for name in ("births", "deaths", "marriages", "divorces")}
    assert {row["period"] for row in rows} == {month.stem}
    areas = {row["area"] for row in rows if row["level"] == "township"}
    # Sub-offices are districts, and townships of 桃園縣 have been districts of the city since.
    assert 366 <= len(areas) <= 368
    kept = {
        name for name in townships if not name.startswith(("桃園縣", "高雄市三民", "高雄市鳳山"))
    }
    kept -= {"彰化縣員林鎮", "苗栗縣頭份鎮"}
    assert kept <= areas
    assert not any(row["severity"] == "error" for row in done.issues.to_pylist())


def test_boys_and_girls_are_all_births(month):
    totals, _ = by_hand(month)
    done = fpstats.read(month, shape="wide", lang="en").table
    for item, total in totals.items():
        assert sum(done[item].to_pylist()) == total
    assert totals["births_male"] + totals["births_female"] == totals["births"]


def test_a_year_of_mixed_headings(shared):
    """2015 has three of the headings, and the department published its births: 213,598."""
    monthly = shared / "data" / "taiwan" / "monthly"
    done = fpstats.compute(
        [str(monthly / "2015-*.csv")], indicators=["births"], every="year", lang="en"
    )
    rows = {row["area"]: row for row in done.comparisons.to_pylist()}
    assert rows["全國"]["value"] == 213_598
    assert rows["全國"]["months_used"] == 12


def test_the_return_of_one_county_is_of_the_county_and_not_of_the_nation(shared):
    done = fpstats.compute(
        shared / "data" / "taiwan" / "new-taipei-births-by-order-2019.csv", lang="en", every="year"
    )
    levels = {row["area"]: (row["level"], row["parent"]) for row in done.report.table.to_pylist()}
    assert levels["新北市"] == ("county", None)
    assert levels["新北市板橋區"] == ("township", "新北市")
    assert "全國" not in levels


def test_the_same_month_twice_is_counted_once(shared, tmp_path):
    month = shared / "data" / "taiwan" / "monthly" / "2024-07.csv"
    copy, other = tmp_path / "copy.csv", tmp_path / "other.csv"
    copy.write_bytes(month.read_bytes())
    other.write_bytes(month.read_bytes() + b"\r\n")
    births = []
    for files in ([month], [month, month], [month, copy], [month, other]):
        done = fpstats.compute(files, indicators=["births"], lang="en")
        births.append({row["area"]: row["value"] for row in done.comparisons.to_pylist()})
        assert done.errors == 0
    assert births[0]["高雄市三民區"] > 0
    assert births == [births[0]] * 4


MONTHLY = (
    "統計年月,區域別,村里,出生數,出生數-男,出生數-女,死亡數,死亡數-男,死亡數-女\n"
    "10601,臺南市,,9,8,1,9,8,1\n"
)


def test_a_county_that_reports_for_itself_is_not_above_itself(put):
    done = fpstats.compute(put(MONTHLY), indicators=["births"], lang="en")
    (row,) = done.report.table.to_pylist()
    assert (row["area"], row["level"], row["parent"], row["value"]) == ("臺南市", "county", None, 9)


def test_a_column_that_is_no_item_of_ours_may_be_one_of_the_user(put, values):
    population = (
        "年月,村里代碼,區域,村里,戶數,人口,男性人口,女性人口,未滿15歲,15-64歲,超過64歲,超過20歲,18-19歲\n"
        "2016-06,65000010-001,新北市板橋區,留侯里,691,1673,786,887,234,1217,222,1358,32\n"
    )
    own = put(
        "[items.aged]\n"
        'title = { zh = "65岁以上人口", en = "aged" }\n'
        'unit = "人"\ntype = "stock"\naliases = ["超過64歲"]\n',
        "own.toml",
    )
    read = values(put(population), catalogue=own)
    assert ("新北市板橋區", "2016-06", "aged", 222) in read
    assert {item for _, _, item, _ in values(put(population))} == {
        "population", "population_male", "population_female",
    }  # fmt: skip
