"""Days of receipt: what a line says that cannot be is told, and the others count."""

import pytest

from fpstats.errors import ConfigurationError

from .conftest import found

RETURNS = """
    area,period,births
    甲镇,2024-05,5
    乙镇,2024-05,6
    丙镇,2024-05,4
"""
AREAS = "name\n甲镇\n乙镇\n丙镇"


def whole(checked):
    (row,) = [row for row in checked.completeness.to_pylist() if row["scope"] == "all"]
    return row


def test_a_line_that_says_nothing_usable_costs_no_other_line(check, saved):
    received = saved("received.csv", """
        area,period,received
        甲镇,2024-05,2024-06-05
        乙镇,2024-05,
        丁镇,2024-05,2024-06-05
        丙镇,May,soon
    """)  # fmt: skip
    checked = check(RETURNS, received=received, areas=saved("areas.csv", AREAS))
    rows = found(checked, "receipt_unused")
    assert [(row["area"], row["severity"]) for row in rows] == [
        (None, "warning"), ("丙镇", "warning"), ("丙镇", "warning"), ("乙镇", "warning"),
    ]  # fmt: skip
    said = " ".join(row["message"] for row in rows)
    for part in ("line 3: no day of receipt", "line 4: there is no area '丁镇'",
                 "line 5: 'May'", "line 5: 'soon'"):  # fmt: skip
        assert part in said
    # Of three that came the day of one is known, and that one was on time: 1 of 1.
    row = whole(checked)
    assert (row["dated"], row["undated"], row["on_time"], row["timeliness"]) == (1, 2, 1, 100)


@pytest.mark.parametrize(("day", "known", "late"), [
    ("2024-06-05", 1, 0),
    ("20240606", 1, 1),
    ("2024年6月4日", 1, 0),
    ("2024-05-31", 1, 0),  # the last day of the month
    ("2024-05-30", 0, 0),  # before the month was over
    ("2023-06-04", 0, 0),  # the year before
])  # fmt: skip
@pytest.mark.parametrize("column", [True, False])
def test_a_return_cannot_come_before_its_period_is_over(check, saved, day, known, late, column):
    if column:
        checked = check(f"area,period,births,received\n甲镇,2024-05,5,{day}")
    else:
        received = saved("received.csv", f"单位,期别,收到日期\n甲镇,2024年5月,{day}")
        checked = check("area,period,births\n甲镇,2024-05,5", received=received)
    row = whole(checked)
    assert (row["dated"], row["late"]) == (known, late)
    early = found(checked, "early_receipt")
    assert len(early) == 1 - known
    for one in early:
        assert (one["area"], one["period"], one["severity"]) == ("甲镇", "2024-05", "warning")
        assert "2024-05-31" in one["message"]
        assert one["cell"] == ("D2" if column else None)


def test_a_table_without_its_columns_is_refused(check, saved):
    with pytest.raises(ConfigurationError, match="received"):
        check(RETURNS, received=saved("received.csv", "area,period\n甲镇,2024-05"))


def test_what_was_not_due_does_not_hide_what_is_missing(check, saved):
    # 丙镇 is not open yet and reports, 丁镇 is open and does not: 2 of 3 due came, and 1 more.
    areas = saved("areas.csv", "name,opened\n甲镇,\n乙镇,\n丙镇,2024-06\n丁镇,")
    row = whole(check(RETURNS, areas=areas))
    assert (row["expected"], row["received"]) == (3, 3)
    assert (row["missing"], row["unexpected"]) == (1, 1)
    assert row["completeness"] == pytest.approx(200 / 3)


def test_what_was_received_and_is_not_there_is_to_be_looked_for_and_not_asked_for(
    check, saved, run
):
    received = saved("received.csv", """
        area,period,received
        甲镇,2024-05,2024-06-05
        乙镇,2024-06,2024-07-04
        丙镇,2024-07,2024-08-04
        甲镇,2025-01,2025-02-04
    """)  # fmt: skip
    lines = RETURNS.rstrip() + "\n    甲镇,2024-06,5\n    甲镇,2024-08,5\n    乙镇,2024-08,5\n"
    areas = saved("areas.csv", AREAS)
    checked = check(lines, received=received, areas=areas)
    rows = found(checked, "return_not_found")
    # Of January 2025 no return is among the files at all: those of that time were not given.
    assert [(row["area"], row["period"]) for row in rows] == [
        ("丙镇", "2024-07"),
        ("乙镇", "2024-06"),
    ]
    assert "received on 2024-07-04" in rows[1]["message"]
    assert "look for the file" in rows[1]["message"].lower()
    # In June 丙镇 lacks, in July 甲镇 and 乙镇, in August 丙镇; July is no month without any.
    missing = {(row["area"], row["period"]) for row in found(checked, "missing_return")}
    assert missing == {("丙镇", "2024-06"), ("甲镇", "2024-07"), ("乙镇", "2024-07"),
                       ("丙镇", "2024-08")}  # fmt: skip
    assert found(checked, "missing_period") == []
    ran = run("check", areas.with_name("returns.csv"), "--areas", areas, "--received", received,
              "--lang", "en", "--format", "md")  # fmt: skip
    chased = ran.text.partition("| Area | Period |")[2].partition("##")[0]
    assert "| 丙镇 | 2024-06 |" in chased
    assert "| 乙镇 | 2024-06 |" not in chased
