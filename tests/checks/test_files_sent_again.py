"""The file of one month sent again as that of the next: by its name, and byte for byte."""

import shutil
from pathlib import Path

import pytest

import fpstats

from .conftest import codes, found

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.fixture
def august(tmp_path):
    """Lay the form of August that the samples have into a folder."""
    return Path(shutil.copy(SAMPLES / "xlsx" / "2024-08.xlsx", tmp_path))


def test_a_copy_called_september_is_told_thrice(august):
    copy = Path(shutil.copy(august, august.with_name("2024-09.xlsx")))
    checked = fpstats.check(august.parent, areas=SAMPLES / "areas.csv", lang="en")
    (differs,) = found(checked, "periods_differ")
    assert (differs["severity"], differs["source"]) == ("error", str(copy))
    assert "2024-09" in differs["message"]
    (same,) = found(checked, "same_file")
    assert (same["severity"], same["source"]) == ("warning", str(copy))
    assert str(august) in same["message"]
    # The title counts, so that nobody gave September.
    assert [row["period"] for row in found(checked, "missing_period")] == ["2024-09"]
    (month,) = [row for row in checked.completeness.to_pylist() if row["name"] == "2024-09"]
    assert (month["expected"], month["received"]) == (24, 0)


@pytest.mark.parametrize("name", ["2024-08.xlsx", "2024年8月（报县）.xlsx", "2024.xlsx", "a1.xlsx"])
def test_a_name_that_says_the_same_or_less_is_no_finding(august, name):
    moved = august.rename(august.with_name(name))
    assert not codes(fpstats.check(moved, areas=SAMPLES / "areas.csv")) & {
        "periods_differ", "missing_period",
    }  # fmt: skip


def test_a_name_of_years_ago_is_told_and_promises_nothing(august):
    moved = august.rename(august.with_name("2014-08.xlsx"))
    checked = fpstats.check(moved, areas=SAMPLES / "areas.csv")
    assert "periods_differ" in codes(checked)
    assert "missing_period" not in codes(checked)


def test_of_files_that_contradict_one_another_the_last_is_named_each_time(tmp_path):
    for name, boys in (("a", 97), ("b", 98), ("c", 99), ("d", 100)):
        lines = f"area,period,births,births_male\n甲镇,2023-05,0,{boys}\n乙镇,2023-05,3,1\n"
        (tmp_path / f"{name}.csv").write_text(lines, "utf-8")
    for _ in range(4):  # an engine gives the sums of files in any order
        (row,) = found(fpstats.check(tmp_path, lang="en"), "births_with_sexes")
        assert Path(row["source"]).name == "d.csv"
