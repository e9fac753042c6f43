"""Where there is least it is said to be small, and what is not none or all is not printed so."""

from __future__ import annotations

import polars as pl
import pytest

import fpstats
from fpstats.write import render

AGES = ("15_19", "20_24", "25_29", "30_34", "35_39", "40_44", "45_49")


def sexes(male, female):
    return {"births_male": male, "births_female": female}


def printed(table, indicator, **options):
    outcome = fpstats.compute(table, indicators=[indicator], period="2024", **options)
    return b"".join(render(outcome.report, "table")).decode()


def test_boys_without_a_girl_are_no_number_to_be_used_alone(county):
    rows = county({"甲": sexes(3, 0), "乙": sexes(0, 3), "丙": sexes(500, 480)},
                  "sex_ratio_at_birth", detail=True)  # fmt: skip
    assert [rows[area]["reliable"] for area in "甲乙丙"] == [False, False, True]
    # Nothing can be said of by how much one more birth changes what has no number.
    assert rows["甲"]["one_event"] is None
    assert rows["甲"]["words"].endswith("。数小，不宜单独使用。")
    assert rows["乙"]["words"].endswith("。数小，多一例数值就变动33.3个比点，不宜单独使用。")
    assert "数小" not in rows["丙"]["words"]


def test_they_are_named_below_the_table_before_all_others():
    births = [{"area": "甲", **sexes(0, 3)}, {"area": "乙", **sexes(11, 0)},
              {"area": "丙", **sexes(500, 480)}]  # fmt: skip
    table = pl.DataFrame([{"period": "2024", **one} for one in births])
    assert "数小，不宜单独使用：乙、甲。" in printed(table, "sex_ratio_at_birth")


@pytest.mark.parametrize(
    ("indicator", "change"),
    # One birth of ten women of five years of age: 5/10; the weight of the youngest is 847/5201.
    [("total_fertility_rate", "0.50个"), ("standardised_fertility_rate", "16.29个千分点")],
)
def test_a_fertility_of_no_births_is_small(indicator, change):
    items = {f"births_mothers_{age}": 0 for age in AGES} | {f"women_{age}": 10 for age in AGES}
    table = pl.DataFrame([{"area": "丙", "period": year, **items} for year in ("2023", "2024")])
    outcome = fpstats.compute(table, indicators=[indicator], period="2024", detail=True)
    (row,) = outcome.report.table.to_pylist()
    assert (row["value"], row["lower"], row["reliable"]) == (0, None, False)
    assert row["words"].endswith(f"数小，多一例数值就变动至多{change}，不宜单独使用。")
    assert "数小，不宜单独使用：丙。" in printed(table, indicator)


NEAR = pl.DataFrame(
    [
        {"area": "大市", "period": "2024", "births": 87000, "births_in_policy": 86999},
        {"area": "小县", "period": "2024", "births": 60000, "births_in_policy": 1},
        {"area": "中县", "period": "2024", "births": 50000, "births_in_policy": 50000},
    ]
)


def near(kind: str, value: float, table=NEAR):
    target = {"indicator": "policy_compliance_rate", "kind": kind, "value": value, "upper": None}
    options = {"targets": pl.DataFrame([target]), "detail": True}
    outcome = fpstats.compute(
        table, indicators=["policy_compliance_rate"], period="2024", **options
    )
    rows = {row["area"]: row["words"] for row in outcome.report.table.to_pylist()}
    return rows, printed(table, "policy_compliance_rate", **options)


def test_all_but_one_are_not_all_and_one_is_not_none():
    words, table = near("at_least", 100)
    # 86999/87000 = 99.99885 %, with limits 99.99349 and 99.99980 %; 1/60000 = 0.00167 %.
    assert "政策符合率99.999%（95%区间99.99%—99.9998%，" in words["大市"]
    assert "显著低于目标（≥100%），P<0.001。" in words["大市"]
    assert "政策符合率0.002%（95%区间0.0003%—0.01%，" in words["小县"]
    assert words["小县"].endswith("数小，多一例数值就变动0.002个百分点，不宜单独使用。")
    assert "政策符合率100.00%（95%区间99.99%—100.00%，" in words["中县"]
    (line,) = (line for line in table.splitlines() if "  大市  " in line)
    assert "99.999" in line.split()
    assert "99.99–99.9998" in line.split()
    assert "-0.001" in line.split()  # the gap


def test_what_misses_its_target_is_not_printed_as_the_target():
    # 949,996 of 1,000,000 are 94.9996 %, short of 95 % by four births.
    births = {"area": "甲", "period": "2024", "births": 1_000_000, "births_in_policy": 949_996}
    words, _ = near("at_least", 95, pl.DataFrame([births]))
    assert words["甲"].startswith("政策符合率94.9996%（")
