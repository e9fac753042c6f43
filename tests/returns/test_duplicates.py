"""What is handed in twice: the same counts once, a contradiction counts not at all."""

from __future__ import annotations

from typing import Any

import pytest

import fpstats

HEADINGS = "area,period,births,deaths\n"
EAST, WEST = "东乡,2024-01,5,3\n", "西乡,2024-01,4,2\n"

VILLAGES = """
period.columns = ["月份"]
area.columns = ["乡镇"]
area.parts = ["村"]
items.births = ["出生"]
"""
HEAD = "乡镇,村,月份,出生\n"


def codes(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Return the findings that are about what was handed in more than once."""
    wanted = {"duplicate_return", "same_return"}
    return [(row["severity"], row["code"], row["area"]) for row in rows if row["code"] in wanted]


def births(computed, source: Any, **options: Any) -> dict[str, float | None]:
    return {area: value for (area, _), value in computed(source, **options).items()}


def test_the_same_file_named_twice_is_one_file(put, computed, found):
    path = put(HEADINGS + EAST + WEST)
    assert births(computed, [path, f"./{path}"]) == {"东乡": 5, "西乡": 4, "Total": 9}
    assert codes(found([path, f"./{path}"])) == []


def test_the_same_return_in_two_files_counts_once_and_is_told(put, computed, found):
    one = put(HEADINGS + EAST + WEST, "1.csv")
    two = put(HEADINGS + EAST, "2.csv")
    assert births(computed, [one, two]) == {"东乡": 5, "西乡": 4, "Total": 9}
    told = codes(found([one, two]))
    assert told == [("info", "same_return", "东乡")]


@pytest.mark.parametrize("order", [["1.csv", "2.csv"], ["2.csv", "1.csv"]])
def test_two_returns_that_differ_are_not_known_in_any_order(put, computed, found, order):
    put(HEADINGS + EAST + WEST, "1.csv")
    put(HEADINGS + "东乡,2024-01,6,3\n", "2.csv")
    assert births(computed, order) == {"东乡": None, "西乡": 4, "Total": None}
    rows = found(order)
    assert codes(rows) == [("error", "duplicate_return", "东乡")]
    (value,) = [row["value"] for row in rows if row["code"] == "duplicate_return"]
    assert set(value.split(" / ")) == {"5", "6"}


def test_only_what_differs_is_not_known(put, computed):
    # The births agree, the deaths do not.
    files = [put(HEADINGS + EAST, "1.csv"), put(HEADINGS + "东乡,2024-01,5,9\n", "2.csv")]
    assert births(computed, files) == {"东乡": 5}
    with pytest.raises(fpstats.FpstatsError):
        computed(files, "deaths")


@pytest.mark.parametrize("second", [EAST, "东乡,2024-01,6,3\n"])
def test_two_lines_of_an_area_in_one_file_are_an_error(put, computed, found, second):
    path = put(HEADINGS + EAST + WEST + second)
    assert births(computed, path) == {"东乡": None, "西乡": 4, "Total": None}
    assert codes(found(path)) == [("error", "duplicate_return", "东乡")]


def test_an_alias_is_the_same_area(put, computed, found):
    areas = put("name,aliases\n东乡,东公社\n西乡,\n", "areas.csv")
    path = put(HEADINGS + EAST + "东公社,2024-01,5,3\n" + WEST)
    assert births(computed, path, areas=areas)["东乡"] is None
    assert codes(found(path, areas=areas)) == [("error", "duplicate_return", "东乡")]


def test_another_month_or_another_item_is_no_duplicate(put, computed, found):
    files = [
        put("area,period,births\n东乡,2024-01,5\n", "1.csv"),
        put("area,period,births\n东乡,2024-02,6\n", "2.csv"),
        put("area,period,deaths\n东乡,2024-01,3\n", "3.csv"),
    ]
    assert computed(files, period="2024-01") == {("东乡", "2024-01"): 5}
    assert computed(files, "deaths", period="2024-01") == {("东乡", "2024-01"): 3}
    assert codes(found(files)) == []


def test_a_parent_that_reports_beside_its_townships_does_not_count_twice(put, computed, found):
    areas = put("name,parent\n某县,\n东乡,某县\n西乡,某县\n", "areas.csv")
    path = put(HEADINGS + EAST + WEST + "某县,2024-01,99,9\n")
    assert births(computed, path, areas=areas) == {"东乡": 5, "西乡": 4, "某县": 9}
    told = [(row["code"], row["area"]) for row in found(path, areas=areas)]
    assert ("parent_return", "某县") in told


def test_months_go_before_a_longer_return(put, computed, found):
    # Six months of one birth each, and a half-year return that says 7.
    months = "".join(f"东乡,2024-{month:02d},1,0\n" for month in range(1, 7))
    path = put(HEADINGS + months + "东乡,2024-H1,7,0\n")
    assert computed(path, every="half") == {("东乡", "2024-H1"): 6}
    assert "overlapping_returns" in {row["code"] for row in found(path, every="half")}


# --- villages -----------------------------------------------------------------------------------


@pytest.fixture
def villages(put):
    """Give a writer of a form in which villages make up townships."""
    put(VILLAGES, "villages.toml")
    return lambda lines, name="1.csv": put(HEAD + lines, name)


def test_villages_add_up_to_their_township(villages, computed):
    path = villages("东乡,甲村,2024-01,2\n东乡,乙村,2024-01,3\n西乡,丙村,2024-01,4\n")
    assert births(computed, path, layout="villages.toml") == {"东乡": 5, "西乡": 4, "Total": 9}


def test_villages_split_over_two_files_add_up(villages, computed, found):
    files = [
        villages("东乡,甲村,2024-01,2\n西乡,丙村,2024-01,4\n", "1.csv"),
        villages("东乡,乙村,2024-01,3\n", "2.csv"),
    ]
    assert births(computed, files, layout="villages.toml") == {"东乡": 5, "西乡": 4, "Total": 9}
    assert codes(found(files, layout="villages.toml")) == []


@pytest.mark.parametrize("number", [2, 3])
def test_a_village_in_two_files_is_not_counted_twice(villages, computed, found, number):
    """甲村 stands in both files: 东乡 is 2 + 3 if they agree, and unknown at the worst; never 7."""
    files = [
        villages("东乡,甲村,2024-01,2\n东乡,乙村,2024-01,3\n西乡,丙村,2024-01,4\n", "1.csv"),
        villages(f"东乡,甲村,2024-01,{number}\n", "2.csv"),
    ]
    done = births(computed, files, layout="villages.toml")
    assert done["东乡"] in ((5, None) if number == 2 else (None,))
    assert done["西乡"] == 4
    assert "东乡" in {area for _, _, area in codes(found(files, layout="villages.toml"))}


def test_a_village_file_handed_in_twice_counts_once(villages, computed):
    lines = "东乡,甲村,2024-01,2\n东乡,乙村,2024-01,3\n"
    files = [villages(lines, "1.csv"), villages(lines, "2.csv")]
    assert births(computed, files, layout="villages.toml") == {"东乡": 5}


@pytest.mark.xfail(strict=True, reason="both lines of the village are added, and nothing is said")
def test_a_village_twice_in_one_file_is_told(villages, computed, found):
    path = villages("东乡,甲村,2024-01,2\n东乡,甲村,2024-01,2\n西乡,丙村,2024-01,4\n")
    assert births(computed, path, layout="villages.toml")["东乡"] != 4
    assert "东乡" in {area for _, _, area in codes(found(path, layout="villages.toml"))}


def test_a_village_without_a_number_makes_its_township_incomplete(villages, computed, found):
    path = villages("东乡,甲村,2024-01,2\n东乡,乙村,2024-01,\n西乡,丙村,2024-01,4\n")
    assert births(computed, path, layout="villages.toml") == {
        "东乡": None,
        "西乡": 4,
        "Total": None,
    }
    told = {(row["code"], row["area"]) for row in found(path, layout="villages.toml")}
    assert ("incomplete_return", "东乡") in told
