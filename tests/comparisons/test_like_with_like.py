"""Only like is compared with like: the same areas, the same months, and never with itself."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

import fpstats

LIKE = ("like_areas", "like_months", "like_value", "like_previous")
CHANCE = ("change_lower", "change_upper", "change_verdict", "change_p", "change_q",
          "change_standing")  # fmt: skip


def computed(lines: str, indicator: str, **options):
    head, *body = (line.split(",") for line in lines.split())
    rows = [{key: one if at < 2 else int(one) if one else None
             for at, (key, one) in enumerate(zip(head, line, strict=True))}
            for line in body]  # fmt: skip
    return fpstats.compute(
        pl.DataFrame(rows, infer_schema_length=None), indicators=[indicator], detail=True, **options
    )


def rows(outcome, period: str) -> dict[str, dict]:
    table = outcome.report.table.to_pylist()
    return {row["area"]: row for row in table if row["period"] == period}


def told(outcome, code="change_not_judged") -> list[tuple[str, str]]:
    """Return who is the reason, and whose change is not judged, or counted anew."""
    found = [row for row in outcome.issues.to_pylist() if row["code"] == code]
    return [(row["value"], row["expected"]) for row in found]


def recounted(outcome) -> list[tuple[str, str]]:
    return told(outcome, "change_recounted")


RATES = """area,period,births,population
甲,2022,1000,50000
甲,2023,1000,50000
甲,2024,1000,50000
乙,2022,250,50000
乙,2023,250,50000
乙,2024,,50000"""


def test_a_county_that_lacks_a_township_is_not_said_to_have_changed():
    # 甲 has 20 a thousand in both years. The county has (1,000 + 250) ÷ 100,000 = 12.5 and, without
    # 乙, 1,000 ÷ 50,000 = 20: a change of 7.5 that is nobody's.
    outcome = computed(RATES, "crude_birth_rate", every="year", period="2023:2024")
    total = rows(outcome, "2024")["合计"]
    # Over 甲, which both years have: 20 and 20, half of the area-months.
    assert (total["value"], total["previous"], total["change"]) == (20, 12.5, 0)
    assert total["change_verdict"] == "not distinguishable"
    assert [total[name] for name in LIKE] == [1, 12, 20, 20]
    # Two samples of 1,000 over 50,000 are as alike as can be.
    assert (total["change_p"], total["change_standing"]) == (1, "not different")
    said = "按两期都有的1个单位、12个单位月计为20.00‰，与上年同期的20.00‰无法区分。"
    assert said in total["words"]
    assert recounted(outcome) == [("乙", "合计（1/2 个单位，12/24 个单位月）")]
    assert told(outcome) == []
    alike = rows(outcome, "2024")["甲"]
    assert alike["change_verdict"] == "not distinguishable"
    assert [alike[name] for name in LIKE] == [None] * 4


def test_the_change_over_what_both_have_is_that_of_those_townships_alone():
    # 甲 from 800 to 1,000 over 50,000: 16 to 20 a thousand. Each has 1.96² ÷ 4 and so on by Byar;
    # here only that the county's change is to the last bit that of 甲, of which it then is made.
    lines = RATES.replace("甲,2023,1000", "甲,2023,800")
    found = rows(computed(lines, "crude_birth_rate", every="year", period="2024"), "2024")
    names = ("change", *CHANCE)
    names = [name for name in names if name != "change_q"]
    assert found["合计"]["change"] == 4
    assert [found["合计"][name] for name in names] == [found["甲"][name] for name in names]
    assert found["合计"]["change_verdict"] == "up"


def test_where_less_than_half_is_in_both_nothing_is_said_of_chance():
    # Of three townships one is in both years: 12 of 36 area-months.
    lines = RATES + "\n丙,2022,250,50000\n丙,2023,250,50000\n丙,2024,,50000"
    outcome = computed(lines, "crude_birth_rate", every="year", period="2024")
    total = rows(outcome, "2024")["合计"]
    # 1,000 ÷ 50,000 and 1,500 ÷ 150,000.
    assert (total["value"], total["previous"], total["change"]) == (20, 10, 10)
    assert [total[name] for name in (*CHANCE, *LIKE)] == [None] * (len(CHANCE) + 4)
    assert "上年同期" not in total["words"]
    assert told(outcome) == [("丙、乙", "合计")]
    assert recounted(outcome) == []


def test_a_township_is_not_compared_with_a_county_that_lacks_another():
    last = rows(computed(RATES, "crude_birth_rate", every="year", period="2024"), "2024")["甲"]
    assert (last["parent_value"], last["parent_p"], last["parent_standing"]) == (20, None, None)
    assert "合计" not in last["words"]


def test_the_rest_of_a_county_that_lacks_a_township_is_called_that_which_reported():
    lines = RATES + "\n丙,2023,500,50000\n丙,2024,500,50000"
    last = rows(computed(lines, "crude_birth_rate", every="year", period="2024"), "2024")["甲"]
    assert last["group_standing"] == "above (99.8)"
    assert "显著高于合计其他已报地区的10.00‰" in last["words"]


RATIOS = """area,period,births_male,births_female
甲,2023-01,25,15
甲,2023-02,25,15
甲,2024-01,25,15
乙,2023-01,15,25
乙,2023-02,15,25
乙,2024-01,15,25
乙,2024-02,15,25"""


def test_other_months_are_not_like_either():
    # Boys and girls are as many in every month of a township; 甲 lacks February of 2024, so that
    # the county has 25 + 30 boys to 15 + 50 girls, against 80 to 80.
    outcome = computed(RATIOS, "sex_ratio_at_birth", every="ytd", period="2024-02-ytd", lang="en")
    found = rows(outcome, "2024-02-ytd")
    assert (found["Total"]["numerator"], found["Total"]["denominator"]) == (55, 65)
    # Without February of 2023, which 2024 has not, 甲 had 25 to 15 then, and the county 55 to 65.
    assert found["Total"]["previous"] == 100
    assert [found["Total"][name] for name in LIKE] == [2, 3, 5500 / 65, 5500 / 65]
    assert [found["甲"][name] for name in LIKE] == [1, 1, 2500 / 15, 2500 / 15]
    assert found["Total"]["change"] == found["甲"]["change"] == 0
    assert {found[area]["change_verdict"] for area in ("Total", "甲", "乙")} == {
        "not distinguishable"
    }
    who = (
        "Total (2 of 2 areas, 3 of 4 months of theirs), 甲 (1 of 1 areas, 1 of 2 months of theirs)"
    )
    assert recounted(outcome) == [("甲", who)]
    assert told(outcome) == []
    assert "by what was reported cannot be told apart from" in found["Total"]["words"]
    assert (
        "Over what both years have (areas: 2, months of theirs: 3) it is 84.6 and cannot be told "
        "apart from the 84.6 of the year before."
    ) in found["Total"]["words"]


def test_the_order_of_the_rows_changes_nothing_of_it():
    lines = RATIOS.split()
    there = computed(RATIOS, "sex_ratio_at_birth", every="ytd", period="2024-02-ytd")
    back = computed("\n".join([lines[0], *lines[:0:-1]]), "sex_ratio_at_birth", every="ytd",
                    period="2024-02-ytd")  # fmt: skip
    assert there.report.table.equals(back.report.table)


def test_a_quarter_that_lacks_a_month_then_is_left_out_whole():
    # 甲 handed in a quarter this year, and two of its months last year: nothing of it is in both.
    lines = """area,period,births,births_in_policy
甲,2023-01,50,40
甲,2023-02,50,40
甲,2024-Q1,150,150
乙,2023-01,100,90
乙,2023-02,100,90
乙,2023-03,100,90
乙,2024-01,100,90
乙,2024-02,100,90
乙,2024-03,100,90"""
    outcome = computed(lines, "policy_compliance_rate", every="quarter", period="2024-Q1")
    total = rows(outcome, "2024-Q1")["合计"]
    assert [total[name] for name in LIKE] == [1, 3, 90, 90]
    assert total["change"] == 0
    assert rows(outcome, "2024-Q1")["甲"]["change_verdict"] is None


def test_what_lacks_the_same_months_in_both_years_is_alike():
    lines = "\n".join(line for line in RATIOS.split() if "乙,2024-02" not in line)
    lines = "\n".join(line for line in lines.split() if "2023-02" not in line)
    outcome = computed(lines, "sex_ratio_at_birth", every="half", period="2024-H1")
    found = rows(outcome, "2024-H1")["合计"]
    assert (found["months_used"], found["change_verdict"]) == (1, "not distinguishable")
    assert told(outcome) == []


def test_an_area_that_was_opened_in_between_lacks_nothing(tmp_path):
    table = tmp_path / "areas.csv"
    table.write_text(
        "code,name,aliases,level,parent,opened,closed\n1,某县,,county,,,\n"
        "2,甲,,township,某县,,\n3,乙,,township,某县,2024-01,\n",
        encoding="utf-8",
    )
    lines = "area,period,births\n甲,2023,100\n甲,2024,60\n乙,2024,40"
    outcome = computed(lines, "births", every="year", period="2024", areas=table)
    county = rows(outcome, "2024")["某县"]
    assert (county["previous"], county["change_verdict"]) == (100, "not distinguishable")
    assert told(outcome) == []


def test_moves_in_rank_leave_out_who_lacks_other_months():
    lines = RATIOS + "".join(
        f"\n{area},{year}-0{month},{boys},{200 - boys}"
        for area, boys in (("丙", 160), ("丁", 20))
        for year in (2023, 2024)
        for month in (1, 2)
    )
    asked = {"every": "ytd", "period": "2024-02-ytd", "also": ["moves"]}
    found = rows(computed(lines, "sex_ratio_at_birth", **asked), "2024-02-ytd")
    moved = {area: row["moved_since_year"] for area, row in found.items()}
    assert moved["甲"] is None
    assert moved["丙"] == moved["丁"] == "not distinguishable"


def test_a_number_of_events_is_not_compared_with_that_of_a_larger_area():
    lines = "area,period,births\n甲,2024,3\n乙,2024,900"
    found = rows(computed(lines, "births", period="2024"), "2024")["甲"]
    assert found["parent_value"] == 903
    assert found["parent_standing"] is found["parent_p"] is found["group_standing"] is None
    assert "合计" not in found["words"]


def test_a_county_of_one_township_is_nothing_to_compare_it_with(tmp_path):
    table = tmp_path / "areas.csv"
    table.write_text(
        "code,name,aliases,level,parent,opened,closed\n1,甲县,,county,,,\n2,乙县,,county,,,\n"
        "3,A镇,,township,甲县,,\n4,B镇,,township,甲县,,\n5,C镇,,township,乙县,,\n",
        encoding="utf-8",
    )
    lines = "area,period,births,births_in_policy\nA镇,2024,100,90\nB镇,2024,300,297\nC镇,2024,50,50"
    found = rows(computed(lines, "policy_compliance_rate", period="2024", areas=table), "2024")
    assert found["C镇"]["parent_value"] == 100
    assert found["C镇"]["parent_standing"] is found["C镇"]["parent_p"] is None
    assert "乙县" not in found["C镇"]["words"]
    assert found["B镇"]["parent_standing"] == "above (95)"


def test_a_growth_is_counted_over_what_both_years_have_and_that_is_told():
    lines = """area,period,spending
甲,2023,100
甲,2024,110
乙,2023,300
乙,2024,"""
    outcome = computed(lines, "spending_growth", every="year", period="2024")
    found = rows(outcome, "2024")["合计"]
    # 110 over 100; over the 400 of both it would have fallen by 72.5 %.
    assert (found["numerator"], found["denominator"], found["value"]) == (10, 100, 10)
    assert (found["areas_used"], found["areas_expected"]) == (1, 2)
    assert told(outcome, "growth_recounted") == [("乙", "合计（1/2 个单位，12/24 个单位月）")]
    whole = computed(lines + "330", "spending_growth", every="year", period="2024")
    assert rows(whole, "2024")["合计"]["value"] == 10
    assert told(whole, "growth_recounted") == []


def test_a_growth_leaves_out_the_months_that_one_year_lacks():
    lines = ["area,period,spending"]
    lines += [f"甲,{year}-{month:02},{100 + (year - 2023) * 20}"
              for year in (2023, 2024) for month in range(1, 13)
              if (year, month) not in ((2023, 2), (2024, 7))]  # fmt: skip
    outcome = computed("\n".join(lines), "spending_growth", every="year", period="2024")
    (found,) = (row for row in outcome.report.table.to_pylist() if row["area"] == "甲")
    # Ten months of 120 over the same ten of 100; eleven over eleven would be the same by luck.
    assert (found["numerator"], found["denominator"], found["value"]) == (200, 1000, 20)
    assert (found["months_used"], found["months_expected"]) == (10, 12)


MONTHS = ("01", "02", "03")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.booleans(), min_size=18, max_size=18), st.integers(0, 10**6))
def test_a_change_counted_anew_is_that_of_returns_without_what_one_year_lacks(there, seed):
    # Written another way: what one year lacks is taken out of the other, and both are read again.
    numbers = iter(np.random.default_rng(seed).integers(1, 60, size=18).tolist())
    held = {}
    for area, year, month in product("甲乙丙", (2023, 2024), MONTHS):
        births = next(numbers)
        held[area, year, month] = (births, births // 2) if there[len(held)] else None
    both = {key: one for key, one in held.items()
            if one and held[key[0], 4047 - key[1], key[2]]}  # fmt: skip
    if not both or not all(any(held[area, year, month] for area in "甲乙丙" for month in MONTHS)
                           for year in (2023, 2024)):  # fmt: skip
        return

    def total(returns):
        head = "area,period,births,births_in_policy"
        lines = [f"{area},{year}-{month},{one[0]},{one[1]}"
                 for (area, year, month), one in returns.items() if one]  # fmt: skip
        every = {"every": "quarter", "period": "2024-Q1"}
        outcome = computed("\n".join([head, *lines]), "policy_compliance_rate", **every)
        found = rows(outcome, "2024-Q1")
        return found.get("合计") or next(iter(found.values()))

    whole, common = total(held), total(both)
    if whole["like_areas"] is None:
        return
    names = ("change", "change_lower", "change_upper", "change_verdict", "change_p")
    assert [whole[name] for name in names] == [common[name] for name in names]
    assert whole["like_value"] == common["value"]
    assert whole["like_months"] == len(both) // 2
