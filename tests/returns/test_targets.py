"""The targets table: how people write it, and every fault of it at once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import xlsxwriter

import fpstats
from fpstats.catalogue import load
from fpstats.errors import ConfigurationError
from fpstats.locale import speak
from fpstats.periods import Calendar
from fpstats.returns.tables import targets_table
from fpstats.targets import Target, Targets

HEADINGS = "indicator,area,period,kind,value,upper\n"


@pytest.fixture
def targets(put):
    """Give a reader of a table's lines."""

    def targets(lines: str, year_start: int = 1) -> list[Target]:
        path = Path(put(HEADINGS + lines, "targets.csv"))
        return list(targets_table(path, load(), Calendar(year_start)))

    return targets


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("births,all,all,at_least,10,", Target(indicator="births", kind="at_least", value=10)),
        ("出生人数,全部,所有,不低于,10,", Target(indicator="births", kind="at_least", value=10)),
        ("births,,,>=,10,", Target(indicator="births", kind="at_least", value=10)),
        ("births,*,*,≥,10,", Target(indicator="births", kind="at_least", value=10)),
        ("births,all,all,at most,-3.5,", Target(indicator="births", kind="at_most", value=-3.5)),
        ('births,all,all,≤,"1,200",', Target(indicator="births", kind="at_most", value=1200)),
        (
            "policy_compliance_rate,all,all,不低于,９５％,",
            Target(indicator="policy_compliance_rate", kind="at_least", value=95),
        ),
        (
            "crude_birth_rate,all,all,<=,8.5‰,",
            Target(indicator="crude_birth_rate", kind="at_most", value=8.5),
        ),
        (
            "statistical_error_rate,all,all,<=,0.5%,",
            Target(indicator="statistical_error_rate", kind="at_most", value=0.5),
        ),
        (
            "statistical_error_rate,all,all,<=,0,",
            Target(indicator="statistical_error_rate", kind="at_most", value=0),
        ),
        (
            "sex_ratio_at_birth,东乡,2024,介于,103,107",
            Target(
                indicator="sex_ratio_at_birth",
                kind="within",
                value=103,
                upper=107,
                area="东乡",
                period="2024",
            ),
        ),
    ],
)
def test_a_target_however_it_is_written(targets, line, wanted):
    assert targets(line + "\n") == [wanted]


def test_headings_may_be_chinese(put):
    written = put(
        "指标,地区,期别,要求,目标值,上限\n出生人口性别比,全部,2024,介于,103,107\n", "t.csv"
    )
    (target,) = targets_table(Path(written), load(), Calendar())
    assert (target.indicator, target.period) == ("sex_ratio_at_birth", "2024")
    assert target.bounds == (103, 107)


@pytest.mark.parametrize(
    ("written", "year_start", "period"),
    [
        ("2024年5月", 1, "2024-05"),
        ("202405", 1, "2024-05"),
        ("2024-Q2", 1, "2024-Q2"),
        ("2024年第二季度", 1, "2024-Q2"),
        ("2024年1—5月", 1, "2024-05-ytd"),
        ("2024-05-ytd", 10, "2024-05-ytd"),
        ("2024年", 10, "2024"),
    ],
)
def test_the_period_of_a_target_becomes_our_label(targets, written, year_start, period):
    (target,) = targets(f"births,all,{written},at_least,10,\n", year_start)
    assert target.period == period


def test_every_fault_is_listed_with_its_line(targets):
    with pytest.raises(ConfigurationError) as error:
        targets(
            "birth,all,all,at_least,10,\n"
            "\n"
            "births,all,2024-13,at_least,10,\n"
            "births,all,all,more than,10,\n"
            "births,all,all,at_least,1_0,\n"
            "births,all,all,at_least,nan,\n"
            "births,all,all,at_least,1e3,\n"
            "births,all,all,at_least,,\n"
            "births,all,all,within,5,\n"
            "births,all,all,within,5,4\n"
            "births,all,all,at_most,5,6\n"
            "deaths,all,all,at_most,5,\n"
            "deaths,,,at_least,9,\n"
        )
    heading, *faults = str(error.value).split("\n- ")
    assert heading == "targets.csv has 11 problems"
    assert [fault.split(": ")[0] for fault in faults] == [
        *(f"line {n}" for n in (2, 4, 5, 6, 7, 8, 9, 10, 11, 12)),
        "two targets for deaths, area all, period all",
    ]
    assert "did you mean births" in faults[0]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("policy_compliance_rate,,,at_least,0.95,", "may mean a share or a percentage"),
        ("policy_compliance_rate,,,at_least,1,", "may mean a share or a percentage"),
        ("statistical_error_rate,,,at_most,0.05,", "may mean a share or a percentage"),
        ("policy_compliance_rate,,,at_least,195,", "from 0 to 100"),
        ("policy_compliance_rate,,,at_least,195%,", "from 0 to 100"),
        ("policy_compliance_rate,,,within,95,-5", "from 0 to 100"),
        ("policy_compliance_rate,,,within,0.9,95", "may mean a share or a percentage"),
        ("crude_birth_rate,,,at_most,1.2%,", "unit of the indicator (‰)"),
        ("births,,,at_most,9%,", "unit of the indicator (persons)"),
    ],
)
def test_a_target_that_cannot_be_meant_is_refused(targets, line, why):
    speak("en")
    with pytest.raises(ConfigurationError) as error:
        targets(line + "\n")
    assert why in str(error.value)


def test_a_cell_shown_as_a_percentage_is_one(tmp_path):
    """Excel stores 95% as 0.95, and 6% as 0.06."""
    path = tmp_path / "targets.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, percent = book.add_worksheet(), book.add_format({"num_format": "0%"})
        sheet.write_row(0, 0, ["indicator", "kind", "value", "upper"])
        sheet.write_row(1, 0, ["policy_compliance_rate", "at_least"])
        sheet.write_number(1, 2, 0.95, percent)
        sheet.write_row(2, 0, ["late_marriage_rate", "within"])
        sheet.write_number(2, 2, 0.07, percent)
        sheet.write_number(2, 3, 0.5, percent)
        sheet.write_row(3, 0, ["births", "at_least", 12])
    read = targets_table(path, load(), Calendar())
    assert [(one.indicator, one.value, one.upper) for one in read] == [
        ("policy_compliance_rate", 95, None), ("late_marriage_rate", 7, 50), ("births", 12, None),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pl.LazyFrame, pa.table])
def test_a_table_from_python_is_read_as_one(kind):
    data = {"indicator": ["births", "deaths"], "kind": ["at_least", "at_most"], "value": [5.0, 1.5]}
    read = list(targets_table(kind(data), load(), Calendar()))
    assert read == [
        Target(indicator="births", kind="at_least", value=5),
        Target(indicator="deaths", kind="at_most", value=1.5),
    ]


def test_what_is_no_table_is_a_fault_of_configuration():
    with pytest.raises(ConfigurationError):
        targets_table(3, load(), Calendar())


def test_a_target_meets_at_its_bounds():
    within = Target(indicator="x", kind="within", value=103, upper=107)
    assert within.bounds == (103, 107)
    assert Target(indicator="x", kind="at_least", value=95).bounds == (95, float("inf"))
    assert Target(indicator="x", kind="at_most", value=5).bounds == (float("-inf"), 5)
    assert str(within) == "within 103 107"
    assert str(Target(indicator="x", kind="at_least", value=95.5)) == "at_least 95.5"


def test_the_most_particular_target_wins():
    def target(value: float, area: str | None = None, period: str | None = None) -> Target:
        return Target(indicator="x", kind="at_least", value=value, area=area, period=period)

    targets = Targets(
        [target(1), target(2, period="2024"), target(3, "东乡"), target(4, "东乡", "2024")]
    )
    found = {
        (area, period): targets.find("x", area, period).value
        for area in ("东乡", "西乡")
        for period in ("2023", "2024")
    }
    assert found == {
        ("东乡", "2024"): 4,
        ("东乡", "2023"): 3,
        ("西乡", "2024"): 2,
        ("西乡", "2023"): 1,
    }
    assert targets.find("y", "东乡", "2024") is None
    assert targets.particular == {(None, "2024"), ("东乡", None), ("东乡", "2024")}


AREAS = "name,code,aliases\n东乡镇,110,东公社\n西乡,111,\n"
RETURNS = "area,period,births\n东乡镇,2024-01,5\n西乡,2024-01,6\n"


def test_the_area_of_a_target_may_be_written_as_in_returns(put):
    lines = "births,110,2024-01,at_least,4,\nbirths,西 乡,2024-01,at_least,7,\n"
    done = fpstats.compute(
        put(RETURNS), areas=put(AREAS, "areas.csv"), targets=put(HEADINGS + lines, "targets.csv")
    )
    rows = {row["area"]: row["target"] for row in done.comparisons.to_pylist()}
    assert (rows["东乡镇"], rows["西乡"]) == ("at_least 4", "at_least 7")
    assert "unknown_target" not in done.issues["code"].to_pylist()


def test_two_names_of_an_area_are_two_targets_for_it(put):
    lines = "births,110,all,at_least,4,\nbirths,东公社,all,at_least,7,\n"
    table = put(HEADINGS + lines, "targets.csv")
    with pytest.raises(ConfigurationError, match=r"targets\.csv has 1 problem\n- two targets"):
        fpstats.compute(put(RETURNS), areas=put(AREAS, "areas.csv"), targets=table, lang="en")


def test_a_target_that_fits_nothing_says_what_does_not_fit(put):
    lines = "births,西山,all,at_least,4,\nbirths,all,2025,at_least,7,\n"
    table = put(HEADINGS + lines, "targets.csv")
    done = fpstats.compute(put(RETURNS), areas=put(AREAS, "areas.csv"), targets=table, lang="en")
    rows = [row for row in done.issues.to_pylist() if row["code"] == "unknown_target"]
    assert [(row["area"], row["period"], row["value"]) for row in rows] == [
        (None, "2025", "at_least 7"), ("西山", None, "at_least 4"),
    ]  # fmt: skip
    assert rows[0]["message"].startswith("the result has no period 2025")
    assert "called 西山 (西乡?)" in rows[1]["message"]
