"""What is handed in twice: the same counts once, a contradiction counts not at all.

One file, because what holds of a return must hold of a village, and is said in the same words.
"""

from __future__ import annotations

from pathlib import Path
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


def test_two_lines_of_an_area_in_one_file_that_differ_are_an_error(put, computed, found):
    path = put(HEADINGS + EAST + WEST + "东乡,2024-01,6,3\n")
    assert births(computed, path) == {"东乡": None, "西乡": 4, "Total": None}
    rows = [row for row in found(path) if row["code"] == "duplicate_return"]
    assert codes(rows) == [("error", "duplicate_return", "东乡")]
    assert (rows[0]["cell"], rows[0]["value"]) == ("C4", "5 / 6")


def test_two_lines_that_differ_in_one_item_are_an_error_in_that_item_only(put, computed, found):
    path = put(HEADINGS + EAST + WEST + "东乡,2024-01,5,9\n")
    assert births(computed, path) == {"东乡": 5, "西乡": 4, "Total": 9}
    assert computed(path, "deaths")["东乡", "2024-01"] is None


@pytest.mark.parametrize("month", ["2024-01", "2024年1月"])
def test_the_same_line_twice_in_one_file_counts_once_and_is_told(put, computed, found, month):
    path = put(HEADINGS + EAST + WEST + f"东乡,{month},5,3\n")
    assert births(computed, path) == {"东乡": 5, "西乡": 4, "Total": 9}
    rows = [row for row in found(path) if row["code"] == "same_return"]
    assert codes(rows) == [("info", "same_return", "东乡")]
    assert rows[0]["cell"] == "A4"
    assert "line 2" in rows[0]["message"]


def test_two_half_filled_lines_of_one_return_make_it_whole(put, computed, found):
    path = put(HEADINGS + "东乡,2024-01,5,\n西乡,2024-01,4,2\n东乡,2024-01,,3\n")
    assert births(computed, path) == {"东乡": 5, "西乡": 4, "Total": 9}
    done = computed(path, "deaths")
    assert {area: value for (area, _), value in done.items()} == {"东乡": 3, "西乡": 2, "Total": 5}
    assert codes(found(path)) == []


def test_an_alias_is_the_same_area(put, computed, found):
    areas = put("name,aliases\n东乡,东公社\n西乡,\n", "areas.csv")
    same = put(HEADINGS + EAST + "东公社,2024-01,5,3\n" + WEST, "same.csv")
    assert births(computed, same, areas=areas)["东乡"] == 5
    assert codes(found(same, areas=areas)) == [("info", "same_return", "东乡")]
    other = put(HEADINGS + EAST + "东公社,2024-01,6,3\n" + WEST, "other.csv")
    assert births(computed, other, areas=areas)["东乡"] is None
    assert codes(found(other, areas=areas)) == [("error", "duplicate_return", "东乡")]


def test_a_copy_of_a_file_counts_once_and_is_told_as_a_file(put, computed, found):
    files = [put(HEADINGS + EAST + WEST, "1.csv"), put(HEADINGS + EAST + WEST, "1 (copy).csv")]
    assert births(computed, files) == {"东乡": 5, "西乡": 4, "Total": 9}
    (told,) = [row for row in found(files) if row["code"] == "same_file"]
    assert (told["source"], told["area"], told["item"]) == ("1 (copy).csv", None, None)
    assert told["message"] == "the file is a copy of 1.csv; counted once"


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


def test_a_village_twice_in_one_file_counts_once_and_is_told(villages, computed, found):
    lines = "东乡,甲村,2024-01,2\n东乡,乙村,2024-01,3\n东乡,甲村,2024-01,2\n西乡,丙村,2024-01,4\n"
    path = villages(lines)
    done = births(computed, path, layout="villages.toml")
    assert done == {"东乡": 5, "西乡": 4, "Total": 9}
    assert codes(found(path, layout="villages.toml")) == [("info", "same_return", "东乡")]


def test_a_village_twice_in_one_file_with_two_numbers_is_an_error(villages, computed, found):
    path = villages(
        "东乡,甲村,2024-01,2\n东乡,乙村,2024-01,3\n东乡,甲村,2024-01,1\n西乡,丙村,2024-01,4\n"
    )
    done = births(computed, path, layout="villages.toml")
    assert done == {"东乡": None, "西乡": 4, "Total": None}
    assert ("error", "duplicate_return", "东乡") in codes(found(path, layout="villages.toml"))


MONTHS = tuple(f"2024-{month:02}" for month in range(1, 7))
PARTS = (("东乡", "甲村"), ("东乡", "乙村"), ("西乡", "丙村"), ("西乡", "丁村"))


@pytest.mark.parametrize("by_area", [False, True])
@pytest.mark.parametrize("month", [None, *MONTHS])
def test_a_village_twice_is_found_in_whichever_month_of_a_long_file(
    villages, computed, found, month, by_area
):
    """丙村 stands where 丁村 should, in one month or in all: each month has as many lines.

    丁村 lacks then, and where it stands before and after the month is not known.
    """
    lines = [
        (area, "丙村" if village == "丁村" and month in (None, when) else village, when)
        for when in MONTHS
        for area, village in PARTS
    ]
    lines = sorted(lines) if by_area else lines
    path = villages("".join(f"{area},{village},{when},2\n" for area, village, when in lines))
    options = {"layout": "villages.toml", "every": "month"}
    done = computed(path, **options)
    for when in MONTHS:
        assert done["东乡", when] == 4
        left_out = None if month in MONTHS[1:-1] else 2
        assert done["西乡", when] == (left_out if month in (None, when) else 4)
    told = [row["period"] for row in found(path, **options) if row["code"] == "same_return"]
    assert told == ([month] if month else list(MONTHS))


@pytest.mark.parametrize("wrong", [{3}, {1, 2, 3}, {3, 5, 6}, set(range(1, 7))])
def test_a_village_twice_is_found_in_whichever_files_of_many(villages, computed, found, wrong):
    """A file a month; a repetition that nobody mends comes back every month, and counts in none.

    Where 丁村 has lines before and after, not just one, its month is not known.
    """
    files = [
        villages(
            "".join(
                f"{area},{'丙村' if village == '丁村' and month in wrong else village},{when},2\n"
                for area, village in PARTS
            ),
            f"{month}.csv",
        )
        for month, when in enumerate(MONTHS, 1)
    ]
    options = {"layout": "villages.toml", "every": "month"}
    done = computed(files, **options)
    assert [done["东乡", when] for when in MONTHS] == [4] * 6
    left_out = None if wrong == {3} else 2
    mine = [left_out if month in wrong else 4 for month in range(1, 7)]
    assert [done["西乡", when] for when in MONTHS] == mine
    told = [row["period"] for row in found(files, **options) if row["code"] == "same_return"]
    assert told == [MONTHS[month - 1] for month in sorted(wrong)]


def test_a_file_that_is_looked_at_for_another_fault_does_not_answer_for_the_next(
    villages, computed, found
):
    """Both files repeat 丙村; in the first a blank cell asks for a close look as well."""
    lines = "东乡,甲村,{0},{1}\n西乡,丙村,{0},2\n西乡,丙村,{0},2\n"
    files = [
        villages(lines.format(when, number), f"{name}.csv")
        for name, when, number in ((1, "2024-01", ""), (2, "2024-02", "3"))
    ]
    options = {"layout": "villages.toml", "every": "month"}
    done = computed(files, **options)
    assert [done["西乡", when] for when in ("2024-01", "2024-02")] == [2, 2]
    told = [row["period"] for row in found(files, **options) if row["code"] == "same_return"]
    assert told == ["2024-01", "2024-02"]


def test_sums_never_turn_over(villages, computed, found):
    """(2**63 − 1) + (2**63 − 1) + 7 is 5 to a machine of sixty-four bits, and no count to us."""
    most = 2**63 - 1
    path = villages(
        f"东乡,甲村,2024-01,{most}\n东乡,乙村,2024-01,{most}\n东乡,丙村,2024-01,7\n西乡,丁村,2024-01,4\n"
    )
    assert births(computed, path, layout="villages.toml")["东乡"] is None
    rows = found(path, layout="villages.toml")
    assert [row["cell"] for row in rows if row["severity"] == "error"] == ["D2", "D3"]


def test_villages_of_one_area_in_two_files_add_up_beside_a_village_that_stands_in_both(
    villages, computed, found
):
    """丙村 of 西乡 is in both files, which tells nothing of 东乡, whose villages are apart."""
    files = [
        villages("东乡,甲村,2024-01,2\n西乡,丙村,2024-01,4\n", "1.csv"),
        villages("东乡,乙村,2024-01,3\n西乡,丙村,2024-01,4\n", "2.csv"),
    ]
    done = births(computed, files, layout="villages.toml")
    assert done == {"东乡": 5, "西乡": 4, "Total": 9}
    assert codes(found(files, layout="villages.toml")) == [("info", "same_return", "西乡")]


def test_a_district_of_two_former_ones_counts_once_in_two_files(put, computed):
    """三民一 and 三民二 are by name one district, whose villages stand in both files."""
    put(VILLAGES + 'area.aliases = {"三民一" = "三民", "三民二" = "三民"}\n', "villages.toml")
    lines = "三民一,甲村,2024-01,2\n三民二,甲村,2024-01,3\n"
    files = [put(HEAD + lines, "1.csv"), put(HEAD + lines + "\n", "2.csv")]
    assert births(computed, files, layout="villages.toml") == {"三民": 5}


def test_a_village_without_a_number_makes_its_township_incomplete(villages, computed, found):
    path = villages("东乡,甲村,2024-01,2\n东乡,乙村,2024-01,\n西乡,丙村,2024-01,4\n")
    assert births(computed, path, layout="villages.toml") == {
        "东乡": None,
        "西乡": 4,
        "Total": None,
    }
    told = {(row["code"], row["area"]) for row in found(path, layout="villages.toml")}
    assert ("incomplete_return", "东乡") in told


@pytest.mark.parametrize("asked", ["births", "births_male"])
def test_two_lines_are_the_same_only_where_all_they_say_agrees(put, found, asked):
    """The births of both lines are 5; the boys are 3 on one of them and 2 on the other."""
    path = put(
        "area,period,births,births_male\n东乡,2024-01,5,3\n西乡,2024-01,4,2\n东乡,2024-01,5,2\n"
    )
    rows = [row for row in found(path, asked) if row["code"] in {"duplicate_return", "same_return"}]
    assert [(row["code"], row["item"], row["value"]) for row in rows] == [
        ("duplicate_return", "births_male", "3 / 2")
    ]


LONG = "area,period,item,value\n城关,2024-01,births,10\n城关,2024-01,deaths,3\n"


def test_items_of_a_long_table_are_no_repetitions(put, found):
    assert found(put(LONG)) == []


def test_a_repetition_in_a_long_table_is_of_area_period_and_item(put, found, computed):
    path = put(LONG + "城关,2024-01,births,10\n")
    twice = [row for row in found(path) if row["code"] == "area_twice"]
    assert [(row["cell"], row["expected"]) for row in twice] == [("A2", "2, 4"), ("A4", "2, 4")]
    assert computed(path)["城关", "2024-01"] == 10
    assert {row["code"] for row in found(put(LONG + "城关,2024-01,births,12\n", "other.csv"),
                                          "deaths")} >= {"area_twice"}  # fmt: skip


def test_what_read_writes_is_read_back_without_a_word(put, run):
    put("area,period,births,deaths\n城关,2024-01,10,3\n西乡,2024-01,4,2\n")
    run("read", "returns.csv", "-o", "long.csv", "-q", cwd=Path.cwd())
    again = run("compute", "long.csv", "-i", "births", "--lang", "en", cwd=Path.cwd())
    assert (again.code, "warning" in again.err) == (0, False)
