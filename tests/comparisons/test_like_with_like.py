"""Only like is compared with like: the same areas, the same months, and never with itself."""

from __future__ import annotations

import polars as pl

import fpstats

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


def not_judged(outcome) -> list[tuple[str, str]]:
    """Return who is the reason, and whose change is not judged."""
    told = [row for row in outcome.issues.to_pylist() if row["code"] == "change_not_judged"]
    return [(row["value"], row["expected"]) for row in told]


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
    assert (total["value"], total["previous"], total["change"]) == (20, 12.5, 7.5)
    assert [total[name] for name in CHANCE] == [None] * len(CHANCE)
    assert "上年同期" not in total["words"]
    assert not_judged(outcome) == [("乙", "合计")]
    assert rows(outcome, "2024")["甲"]["change_verdict"] == "not distinguishable"


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
    assert found["Total"]["change_verdict"] is found["甲"]["change_verdict"] is None
    assert found["乙"]["change_verdict"] == "not distinguishable"
    assert not_judged(outcome) == [("甲", "Total, 甲")]
    assert "by what was reported cannot be told apart from" in found["Total"]["words"]


def test_what_lacks_the_same_months_in_both_years_is_alike():
    lines = "\n".join(line for line in RATIOS.split() if "乙,2024-02" not in line)
    lines = "\n".join(line for line in lines.split() if "2023-02" not in line)
    outcome = computed(lines, "sex_ratio_at_birth", every="half", period="2024-H1")
    found = rows(outcome, "2024-H1")["合计"]
    assert (found["months_used"], found["change_verdict"]) == (1, "not distinguishable")
    assert not_judged(outcome) == []


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
    assert not_judged(outcome) == []


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
