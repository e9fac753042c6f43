"""What goes back to each township: in the order of the areas table, and with words that fit."""

import fpstats
from fpstats.pipeline.replies import document

from .conftest import found


def replies(checked):
    return [(one.area, one.hint, bool(one.copies)) for one in document(checked).replies()]


def test_a_township_that_sent_nothing_is_not_told_of_coloured_cells(check, saved):
    areas = saved("areas.csv", "name\n丙镇\n甲镇\n乙镇")
    checked = check(
        "area,period,births,births_male,births_female\n乙镇,2024-05,5,3,1\n甲镇,2024-05,9,3,1",
        areas=areas,
    )
    (third, first, second) = replies(checked)
    assert [third[0], first[0], second[0]] == ["丙镇", "甲镇", "乙镇"]
    assert "coloured" not in third[1]
    assert not third[2]
    assert "coloured" in first[1]
    assert first[2]


def test_a_part_of_the_births_is_told_where_the_other_is_not_known(check):
    # 12 girls of 10 births; of the boys nothing is known, so that no sum can tell.
    rows = found(
        check("area,period,births,births_male,births_female\n甲镇,2024-05,10,,12"),
        "female_births_within_births",
    )
    assert [(row["left"], row["right"], row["events"]) for row in rows] == [(12, 10, 2)]


def test_births_of_the_future_are_said_to_be_of_the_future(tmp_path):
    (tmp_path / "returns.csv").write_text(
        "area,period,births,births_late_registered\n甲镇,2024-08,5,2\n", "utf-8"
    )
    (tmp_path / "late.csv").write_text(
        "单位,上报月份,出生年月,补报人数\n甲镇,2024-08,2024-09,2\n", "utf-8"
    )
    (row,) = found(fpstats.check(tmp_path, lang="en"), "late_births_born_by_then")
    assert "2 were born in 2024-09, after the month of report" in row["message"]


def test_completeness_can_be_written_to_a_file(run, tmp_path):
    (tmp_path / "returns.csv").write_text("area,period,births\n甲镇,2024-05,5\n", "utf-8")
    path = tmp_path / "reported.csv"
    assert run("check", tmp_path / "returns.csv", "--completeness", path, "-q").code == 0
    assert path.read_text("utf-8-sig").splitlines()[1].startswith('all,"",1,1,0,0,100,')
