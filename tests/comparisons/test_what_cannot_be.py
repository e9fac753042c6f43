"""Parts above their wholes: the value is given, and nothing is claimed of chance."""

from __future__ import annotations

import polars as pl
import pytest

import fpstats

HEAD = ("births_checked", "births_check_frame", "births_first_list", "births_second_list",
        "births_both_lists")  # fmt: skip
CHECKED = {
    "甲": (50, 215, 170, 176, 165),
    "己": (50, 50, 1000, 900, 850),
    "丙": (60, 50, 100, 120, 130),
}


def codes(outcome, *wanted: str) -> list[tuple[str, str, str]]:
    told = outcome.issues.to_pylist()
    return [(row["code"], row["area"], row["value"]) for row in told if row["code"] in wanted]


@pytest.fixture
def computed(tmp_path):
    def compute(indicator: str, target: str):
        path, targets = tmp_path / "checks.csv", tmp_path / "targets.csv"
        rows = [
            {"area": area, "period": "2024", **dict(zip(HEAD, counts, strict=True)),
             "births_check_missed": 0, "births_check_duplicated": 0, "births_check_wrong": 1}
            for area, counts in CHECKED.items()
        ]  # fmt: skip
        pl.DataFrame(rows).write_csv(path)
        targets.write_text(
            f"indicator,area,period,kind,value,upper\n{indicator},all,all,{target},\n", "utf-8"
        )
        outcome = fpstats.compute(path, indicators=[indicator], targets=targets, detail=True)
        return outcome, {row["area"]: row for row in outcome.report.table.to_pylist()}

    return compute


def test_more_checked_than_there_are_is_an_error_with_its_cell(computed):
    outcome, rows = computed("statistical_error_rate_of_frame", "at_most,5")
    (found,) = [row for row in outcome.issues.to_pylist() if row["code"] == "above_frame"]
    assert (found["severity"], found["area"], found["cell"]) == ("error", "丙", "D4")
    assert (found["value"], found["expected"]) == ("60", "50")
    row = rows["丙"]
    for name in ("value", "lower", "target_p", "target_standing", "rank", "parent_p",
                 "group_standing"):  # fmt: skip
        assert row[name] is None
    assert row["verdict"] == "no data"
    # 2.00 of both others: they are ranked among two, and the whole is of them alone.
    assert (rows["甲"]["rank"], rows["甲"]["rank_of"]) == (1, 2)
    assert (rows["合计"]["numerator"], rows["合计"]["denominator"]) == (2, 100)
    assert (rows["合计"]["areas_used"], rows["合计"]["areas_expected"]) == (2, 3)
    assert "3个单位中有1个缺数（丙）" in rows["合计"]["words"]
    assert codes(outcome, "fault_inside", "not_ranked") == [("not_ranked", "丙", None)]


def test_a_month_that_cannot_be_is_in_no_sample_of_its_year_and_explained(tmp_path):
    path = tmp_path / "checks.csv"
    pl.DataFrame(
        {"area": "甲", "period": f"2024-{month:02}", "births_checked": 10,
         "births_check_missed": 0, "births_check_duplicated": 0,
         "births_check_wrong": 5 if month == 3 else 1,
         "births_check_frame": 9 if month == 3 else 100}
        for month in range(1, 13)
    ).write_csv(path)  # fmt: skip
    asked = {"indicators": ["statistical_error_rate_of_frame"], "period": "2024"}
    (row,) = fpstats.compute(path, **asked).comparisons.to_pylist()
    assert (row["numerator"], row["denominator"], row["months_used"]) == (11, 110, 11)
    parts = fpstats.explain(
        path, area="甲", indicator="statistical_error_rate_of_frame", period="2024"
    ).table.to_pylist()
    assert sum(part["amount"] or 0 for part in parts if part["side"] == "numerator") == 11
    (march,) = {part["used"] for part in parts if part["reporting_period"] == "2024-03"}
    assert march is False


def test_more_on_both_lists_than_on_one_is_no_zero(computed):
    outcome, rows = computed("both_lists_completeness", "at_least,95")
    assert codes(outcome, "more_on_both", "zero_denominator") == [
        ("more_on_both", "丙", "130"), ("more_on_both", "丙", "130"),
    ]  # fmt: skip
    assert [rows["丙"][name] for name in ("value", "denominator", "verdict")] == [
        None, None, "no data",
    ]  # fmt: skip


def test_the_check_of_returns_finds_it_too(tmp_path):
    path = tmp_path / "checks.csv"
    path.write_text("area,period,births_checked,births_check_frame\n丙,2024,60,50\n", "utf-8")
    found = fpstats.check(path).table.to_pylist()
    assert [(row["code"], row["left"], row["right"]) for row in found] == [
        ("checked_within_frame", 60, 50)
    ]


def year(above: int):
    """Two townships in a year of months; in one month of 甲 so many of 13 births comply."""
    rows = [
        {"area": area, "period": f"2024-{month:02}", "births": 13,
         "births_in_policy": above if (area, month) == ("甲", 2) else 12}
        for area in "甲乙丙"
        for month in range(1, 13)
    ]  # fmt: skip
    outcome = fpstats.compute(
        pl.DataFrame(rows), indicators=["policy_compliance_rate"], period="2024", detail=True
    )
    return outcome, {row["area"]: row for row in outcome.report.table.to_pylist()}


def test_a_year_with_a_month_that_cannot_be_has_neither_interval_nor_verdict_nor_rank():
    # 21 of 13 in February: 153 of 156 in the year, which looks as if it could be.
    outcome, rows = year(21)
    assert (rows["甲"]["numerator"], rows["甲"]["denominator"]) == (153, 156)
    for name in ("lower", "method", "rank_low", "tier", "parent_p", "parent_standing", "group_p",
                 "group_standing"):  # fmt: skip
        assert rows["甲"][name] is None
    assert (rows["甲"]["rank"], rows["甲"]["rank_of"]) == (None, None)
    assert codes(outcome, "not_ranked") == [("not_ranked", "甲", None)]
    # The others are compared with one another: 甲 is no part of the rest of 乙, 144 of 156.
    assert rows["乙"]["group_value"] == pytest.approx(100 * 144 / 156)
    assert rows["合计"]["lower"] is not None
    assert codes(outcome, "above_denominator", "fault_inside") == [
        ("above_denominator", "甲", "21"), ("fault_inside", "合计", None),
        ("fault_inside", "甲", None),
    ]  # fmt: skip


def test_a_year_without_one_keeps_its_interval():
    outcome, rows = year(13)
    assert rows["甲"]["lower"] is not None
    assert codes(outcome, "above_denominator", "fault_inside") == []
