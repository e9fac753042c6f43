"""Births of earlier years in a check: by month of report, by month of birth, and of which year."""

import pytest

import fpstats

from .conftest import codes, found

RETURNS = """area,period,births,births_late_registered
甲镇,2023-03,9,0
乙镇,2023-03,8,0
甲镇,2024-05,5,3
乙镇,2024-05,6,1
"""
PARTED = """单位,上报月份,出生年月,补报人数
甲镇,2024-05,2022-11,2
甲镇,2024-05,2023年3月,1
乙镇,2024-05,2024-02,1
"""


@pytest.fixture
def checked(tmp_path):
    """Give a function that checks the returns beside a form parted by month of birth."""

    def checked(parted=PARTED, **options):
        (tmp_path / "returns.csv").write_text(RETURNS, "utf-8")
        (tmp_path / "late.csv").write_text(parted, "utf-8")
        return fpstats.check(tmp_path, **{"lang": "en", **options})

    return checked


def test_both_views_stand_beside_each_other(checked):
    rows = {(row["scope"], row["name"]): row for row in checked().completeness.to_pylist()}
    views = {name: (row["late_registered"], row["late_born"]) for name, row in rows.items()}
    assert views["all", ""] == (4, 4)
    assert views["area", "甲镇"] == (3, 3)
    # By month of report May has all four; by month of birth one is of March 2023.
    assert views["period", "2024-05"] == (4, None)
    assert views["period", "2023-03"] == (0, 1)


def test_of_a_period_that_is_asked_for_only_its_reports_are_told(checked):
    assert checked(period="2024-05").late_births.num_rows == 3
    assert checked(period="2024-04:2024-04").late_births.num_rows == 0


def test_they_are_no_part_of_the_births_of_any_month(checked):
    panel = checked().material.panel
    births = dict(zip([str(slot) for slot in panel.slots], panel.value["births"].sum(axis=0),
                      strict=True))  # fmt: skip
    assert list(births.values()) == [17, 11]


def test_births_of_this_year_are_no_births_of_earlier_years(checked):
    (row,) = found(checked(), "late_births_of_earlier_years")
    assert (row["area"], row["period"], row["left"], row["events"]) == ("乙镇", "2024-05", 1, 1)
    assert "born in 2024-02, not before the statistical year 2024" in row["message"]
    assert row["cell"] == "D4"
    # With a year from October to September, February 2024 lies in the year of May 2024 as well,
    # and so does November 2023; in one from March to February it lies in the year before.
    assert found(checked(year_start=10), "late_births_of_earlier_years")
    assert not found(checked(year_start=3), "late_births_of_earlier_years")


def test_the_form_and_the_return_must_say_the_same(checked):
    # Two of November and one of March are the three of the return: handed in twice, and alike.
    assert "duplicate_return" not in codes(checked())
    more = PARTED.replace("2022-11,2", "2022-11,4")
    assert "duplicate_return" not in codes(checked(more))
    (row,) = found(checked(more), "late_births_differ")
    assert (row["severity"], row["area"], row["period"]) == ("error", "甲镇", "2024-05")
    # The return says 3, in D4; the lines say 4 and 1.
    assert row["cell"] == "D4"
    assert "is 3, and must be the sum 5" in row["message"]
    assert "(late.csv!D2, late.csv!D3)" in row["message"]


def test_the_document_shows_what_the_months_of_birth_become(run, tmp_path):
    (tmp_path / "returns.csv").write_text(RETURNS, "utf-8")
    (tmp_path / "late.csv").write_text(PARTED, "utf-8")
    ran = run("check", tmp_path / "returns.csv", tmp_path / "late.csv", "--lang", "en",
              "--format", "md", "--late-births", tmp_path / "out.csv")  # fmt: skip
    lines = [line.replace(" ", "") for line in ran.text.splitlines()]
    # 17 were reported in March 2023, and one more since.
    assert "|2023-03|17|1|18|" in lines
    assert any(line.startswith("|2022-11|") and "|2|" in line for line in lines)
    assert (tmp_path / "out.csv").read_text("utf-8").splitlines()[0] == (
        "area,born,reported,births,source,sheet,cell"
    )


def test_a_birth_reported_before_it_happened_is_an_error(checked):
    early = PARTED.replace("乙镇,2024-05,2024-02,1", "乙镇,2024-05,2024-06,1")
    (row,) = found(checked(early), "late_births_born_by_then")
    assert (row["severity"], row["area"], row["left"], row["cell"]) == ("error", "乙镇", 1, "D4")
    assert "born in 2024-06, after the month of report" in row["message"]
    assert not found(checked(early), "late_births_of_earlier_years")
    # What is reported in the month in which it happened is possible, and of this year.
    same = checked(PARTED.replace("2024-02", "2024-05"))
    assert not found(same, "late_births_born_by_then")
    assert found(same, "late_births_of_earlier_years")


@pytest.mark.parametrize("lacking", ["乙镇,2023-03,,0\n", ""], ids=["blank", "no return"])
def test_births_of_some_areas_are_not_told_as_those_of_all(run, tmp_path, lacking):
    (tmp_path / "returns.csv").write_text(RETURNS.replace("乙镇,2023-03,8,0\n", lacking), "utf-8")
    (tmp_path / "late.csv").write_text(PARTED, "utf-8")
    ran = run("check", tmp_path / "returns.csv", tmp_path / "late.csv", "--lang", "en",
              "--format", "md")  # fmt: skip
    lines = [line.replace(" ", "") for line in ran.text.splitlines()]
    # Of March 2023 only 甲镇 reported, 9: with one more since it is not 10 births of both.
    assert "|2023-03|1|1of2|" in lines
