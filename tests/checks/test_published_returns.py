"""The made-up county and Taiwan's 147 months: all that is wrong is found, and nothing else."""

import pytest

import fpstats

from .conftest import found


@pytest.mark.parametrize("folder", ["xlsx", "gbk", "tidy"])
def test_the_planted_faults_are_all_found_and_nothing_else_is_an_error(samples, folder):
    checked = fpstats.check(samples / folder, areas=samples / "areas.csv", lang="en")
    rows = checked.table.to_pylist()
    errors = {(row["code"], row["area"], row["period"]) for row in rows
              if row["severity"] == "error"}  # fmt: skip
    # The digits of 12 changed places: 21 births in policy of 13 births.
    assert errors == {
        ("policy_births_by_order", "禾笠镇", "2024-02"),
        ("policy_births_within_births", "禾笠镇", "2024-02"),
    }
    (late,) = found(checked, "missing_return")
    assert (late["area"], late["period"]) == ("霜堰乡", "2024-09")
    (blank,) = found(checked, "deaths_with_sexes")
    assert (blank["area"], blank["period"]) == ("榆墩镇", "2023-03")
    assert {row["code"] for row in rows if row["severity"] == "warning"} == {
        "missing_return", "deaths_with_sexes", "blank_value",
    }  # fmt: skip


def test_the_cells_are_those_that_the_sample_says(samples):
    checked = fpstats.check(samples / "xlsx", areas=samples / "areas.csv", lang="en")
    assert {row["cell"] for row in checked.table.to_pylist()} == {"Q14", "V16", None}
    (row,) = found(checked, "policy_births_within_births")
    # 出生人数/合计 is the column E of the form.
    assert "2024-02.xlsx[月报表]!E14)" in row["cells"]
    assert (row["left"], row["right"], row["events"]) == (21, 13, 8)


@pytest.fixture(scope="module")
def taiwan(shared):
    return fpstats.check(str(shared / "data" / "taiwan" / "monthly" / "*.csv"), lang="en")


def test_every_village_line_of_taiwan_adds_up(taiwan):
    lines = {one.check.id: (one.lines, len(one.findings)) for one in taiwan.results if one.lines}
    rules = ("births_by_sex", "deaths_by_sex", "male_births_within_births",
             "female_births_within_births")  # fmt: skip
    assert lines == dict.fromkeys(rules, (1_144_352, 0))
    assert taiwan.count("error") == 0


def test_no_area_of_taiwan_is_missing_across_renames_and_mergers(taiwan):
    assert not found(taiwan, "missing_return")
    assert not found(taiwan, "missing_period")
    assert not found(taiwan, "incomplete_return")
    whole = taiwan.completeness.to_pylist()[0]
    assert (whole["expected"], whole["received"]) == (368 * 147, 368 * 147)


def test_of_four_hundred_thousand_counts_of_taiwan_a_handful_is_unusual_and_each_by_much(taiwan):
    codes = ("unlike_other_months", "perhaps_unlike_other_months")
    rows = [row for code in codes for row in found(taiwan, code)]
    (tested,) = [one.judged for one in taiwan.results if one.check.id == codes[0]]
    # Eight items of 368 areas in 147 months.
    assert tested == 8 * 368 * 147
    # A clerk can look at all of them, and sees of each why it is there.
    assert 1 <= len(rows) <= 20
    assert all(row["left"] > 1.5 * row["right"] or row["left"] < row["right"] / 1.5 for row in rows)
