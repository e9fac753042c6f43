"""Births of earlier years: the same lines by month of report and by month of birth."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fpstats
from fpstats.pipeline.reading import recognised

LINES = """单位,上报月份,出生年月,补报人数
甲镇,2024-05,2022-11,2
甲镇,2024-05,2023年3月,1
甲镇,2024-06,2022-11,3
乙镇,2024-05,不详,1
乙镇,2024-06,,0
合计,,,7
"""
TITLED = """示例县2024年6月往年补报出生表,,
乡镇,出生月份,补报人数
甲镇,202211,3
乙镇,2021,1
"""


def late(text, put, **options):
    return fpstats.read(put(text), lang="en", **options)


def born(read):
    return [
        (row["area"], row["born"], row["reported"], row["births"], row["cell"])
        for row in read.late_births.to_pylist()
    ]


def test_the_form_is_recognised(put):
    for text in (LINES, TITLED):
        (row,) = recognised(put(text), lang="en").table.to_pylist()
        assert row["layout"] == "late_births"


def test_both_months_are_kept(put):
    read = late(LINES, put)
    assert born(read) == [
        ("乙镇", None, "2024-05", 1, "D5"),
        ("甲镇", "2022-11", "2024-05", 2, "D2"),
        ("甲镇", "2022-11", "2024-06", 3, "D4"),
        ("甲镇", "2023-03", "2024-05", 1, "D3"),
    ]
    # By month of report they are what every return gives: 2 + 1 of 甲镇 in May.
    rows = read.table.to_pylist()
    assert {row["item"] for row in rows} == {"births_late_registered"}
    mine = [row["value"] for row in rows if (row["area"], row["period"]) == ("甲镇", "2024-05")]
    assert sorted(mine) == [1, 2]


def test_the_month_of_report_may_stand_in_the_title_and_a_year_may_do_for_the_birth(put):
    assert born(late(TITLED, put)) == [
        ("乙镇", "2021", "2024-06", 1, "C4"),
        ("甲镇", "2022-11", "2024-06", 3, "C3"),
    ]


def test_a_month_of_birth_that_is_none_is_told_with_its_cell(put):
    read = late(LINES, put)
    (row,) = [one for one in read.issues.to_pylist() if one["code"] == "no_birth_month"]
    assert (row["cell"], row["value"], row["area"]) == ("C5", "不详", "乙镇")
    # No birth, no month of it.
    assert not any(one["cell"] == "C6" for one in read.issues.to_pylist())


def test_where_nothing_is_parted_by_month_of_birth_there_is_no_line(put):
    read = late("area,period,births_late_registered\n甲镇,2024-05,2\n", put)
    assert read.late_births.num_rows == 0


@given(st.dictionaries(
    st.tuples(st.sampled_from("甲乙"), st.integers(1, 3), st.integers(1, 12)),
    st.integers(0, 9), min_size=1, max_size=12,
))  # fmt: skip
def test_by_birth_and_by_report_it_is_the_same_births(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("late") / "late.csv"
    written = [f"{area}镇,2024-{reported:02d},2022-{month:02d},{births}"
               for (area, reported, month), births in lines.items()]  # fmt: skip
    path.write_text("\n".join(["单位,上报月份,出生年月,补报人数", *written]) + "\n", "utf-8")
    read = fpstats.read(path, lang="en")
    by_report = sum(row["value"] for row in read.table.to_pylist())
    assert by_report == sum(row["births"] for row in read.late_births.to_pylist())
    assert by_report == sum(lines.values())


@pytest.mark.parametrize("order", list(itertools.permutations(range(1, 4))))
def test_the_order_of_lines_changes_nothing_but_their_cells(put, order):
    rows = LINES.splitlines()
    moved = "\n".join([rows[0], *(rows[place] for place in order), *rows[4:]]) + "\n"
    assert [one[:4] for one in born(late(moved, put))] == [
        one[:4] for one in born(late(LINES, put))
    ]
