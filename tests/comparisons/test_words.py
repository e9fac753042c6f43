"""The sentences of a bulletin, letter by letter."""

from __future__ import annotations

import polars as pl
import pytest

import fpstats
from fpstats.write import render

SEXES = {"甲": {"births_male": 120, "births_female": 95}}


def policy(inside: float, births: float) -> dict[str, float]:
    return {"births": births, "births_in_policy": inside}


def target(indicator: str, kind: str, value: float, upper: float | None = None) -> pl.DataFrame:
    return pl.DataFrame([{"indicator": indicator, "kind": kind, "value": value, "upper": upper}])


def test_a_sex_ratio_of_215_births_cannot_be_told_from_the_normal_range(county):
    row = county(SEXES, "sex_ratio_at_birth", detail=True)["甲"]
    assert row["words"] == (
        "出生人口性别比126.3（95%区间96.6—165.2，出生215人），与正常值范围103—107无法区分。"
        "真实水平若是如此，约需出生1149人才能以八成把握与107区分。"
        "多一例数值变动1.3个比点。"
    )


def test_the_same_in_english(county):
    row = county(SEXES, "sex_ratio_at_birth", detail=True, lang="en")["甲"]
    assert row["words"] == (
        "Sex ratio at birth 126.3 (95% interval 96.6–165.2, 215 births) "
        "cannot be told apart from the normal range 103–107. It takes about 1149 births to tell "
        "a true value like this from 107, four times in five. "
        "One event more changes it by 1.3 ratio points."
    )


# The probabilities, by scipy: twice the smaller tail of 120 among 215 is 0.0440 where the share is
# 95/195, and 0.0373 where it is 170/270; of 213 among 215 at 0.95 it is 0.0025. Fisher's of 213 of
# 215 and 200 of 215 is 0.0019.
@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            ("within", 103, 107),
            "与正常值范围103—107无法区分。真实水平若是如此，约需出生1149人才能以八成把握"
            "与107区分。",
        ),
        (("within", 90, 200), "在目标范围90—200之内。"),
        (("within", 170, 200), "显著低于目标范围170—200，P=0.037。"),
        (("at_most", 95), "显著高于目标（≤95），P=0.044。"),
        (("at_least", 126), "与目标（≥126）无法区分。"),
    ],
)
def test_a_sentence_a_verdict(county, given, words):
    rows = county(
        SEXES, "sex_ratio_at_birth", detail=True, targets=target("sex_ratio_at_birth", *given)
    )
    # One girl more makes 100 × 120 ÷ 96 = 125.0 of 126.3.
    assert rows["甲"]["words"].endswith(f"，{words}多一例数值变动1.3个比点。")


def test_each_comparison_is_a_sentence(county):
    counts = {"甲": policy(213, 215), "乙": policy(140, 200)}
    before = {"甲": policy(200, 215), "乙": policy(141, 200)}
    given = target("policy_compliance_rate", "at_least", 95)
    rows = county(counts, "policy_compliance_rate", before, detail=True, targets=given)
    assert rows["甲"]["words"] == (
        "政策符合率99.07%（95%区间96.67%—99.74%，出生215人，其中政策内出生213人），"
        "显著高于目标（≥95%），P=0.002。"
        "显著高于合计的85.06%，P<0.001。"
        "显著高于合计其他地区的70.00%，P<0.001。"
        "显著高于上年同期的93.02%，P=0.002。"
        "在2个地区中居第1位，偶然因素不允许别的位次（置信度90%，各地区同时成立）。"
        "多一例数值变动0.47个百分点。"
    )


def test_where_the_exact_test_allows_chance_the_sentence_does_too(county):
    # 5 of 7 is 35.9–91.8 by Wilson, wholly below 93 %; as few or fewer would be 8 % of cases.
    given = target("policy_compliance_rate", "at_least", 93)
    row = county(
        {"甲": policy(5, 7)}, "policy_compliance_rate", detail=True, targets=given
    )["甲"]  # fmt: skip
    assert row["target_standing"] == "not different"
    assert "与目标（≥93%）无法区分。" in row["words"]
    assert row["words"].endswith("数小，多一例数值就变动14.29个百分点，不宜单独使用。")


def test_what_is_not_known_is_said(county):
    counts = {"甲": policy(0, 0), "乙": policy(9, 10)}
    given = target("policy_compliance_rate", "at_least", 95)
    rows = county(counts, "policy_compliance_rate", detail=True, targets=given)
    assert rows["甲"]["words"] == "政策符合率没有数据，不能与目标（≥95%）比较。"
    rows = county(counts, "policy_compliance_rate", detail=True)
    assert rows["甲"]["words"] is None


def test_an_error_rate_and_a_balance_have_their_counts():
    frame = pl.DataFrame(
        [
            {"area": "甲", "period": "2024-03", "births": 40, "deaths": 15, "population": 30000,
             "births_checked": 60, "births_check_missed": 2, "births_check_duplicated": 1,
             "births_check_wrong": 1},
            {"area": "甲", "period": "2024-02", "births": 1, "deaths": 1, "population": 30000,
             "births_checked": 1, "births_check_missed": 0, "births_check_duplicated": 0,
             "births_check_wrong": 0},
        ]
    )  # fmt: skip
    outcome = fpstats.compute(
        frame, indicators=["statistical_error_rate", "natural_growth_rate"], period="2024-03",
        every="month", detail=True,
    )  # fmt: skip
    growth, error = (row["words"] for row in outcome.report.table.to_pylist())
    assert "，核查出生60人，其中漏报、重报、错报4人）" in error
    assert "，出生人数 − 死亡人数为25人）" in growth


def test_a_number_of_events_is_not_compared_with_that_of_the_area_above():
    rows = {"甲": 30, "乙": 60}.items()
    table = pl.DataFrame([{"area": area, "period": "2024", "births": n} for area, n in rows])
    areas = pl.DataFrame(
        [{"name": "县", "level": "county", "parent": None},
         {"name": "甲", "level": "town", "parent": "县"},
         {"name": "乙", "level": "town", "parent": "县"}]
    )  # fmt: skip
    outcome = fpstats.compute(table, areas=areas, indicators=["births"], detail=True)
    said = {row["area"]: row["words"] for row in outcome.report.table.to_pylist()}
    place = "在2个地区中居第2位，偶然因素不允许别的位次（置信度90%，各地区同时成立）。"
    assert said["甲"] == f"出生人数30（95%区间20—43）。{place}"


def test_a_value_that_is_not_whole_says_so():
    rows = [{"area": area, "period": f"2024-0{month}"} | policy(9, 10)
            for area in "甲乙" for month in (1, 2, 3) if (area, month) != ("乙", 2)]  # fmt: skip
    outcome = fpstats.compute(
        pl.DataFrame(rows), indicators=["policy_compliance_rate"], period="2024-Q1", detail=True
    )
    said = {row["area"]: row["words"] for row in outcome.report.table.to_pylist()}
    assert said["合计"].endswith("数据不全：2个单位中有1个缺数（乙）。")
    assert said["乙"].endswith("数据不全：3个月中只有2个月。")
    assert "数据不全" not in said["甲"]


def test_of_a_value_that_cannot_be_neither_target_nor_chance_is_said(county):
    given = target("policy_compliance_rate", "at_least", 95)
    rows = county({"甲": policy(12, 10)}, "policy_compliance_rate", detail=True, targets=given)
    assert rows["甲"]["words"] == (
        "政策符合率120.00%（出生10人，其中政策内出生12人）。多一例数值变动10.00个百分点。"
    )


def test_a_page_says_each_area_in_words():
    frame = pl.DataFrame([{"area": "甲", "period": "2024-03"} | SEXES["甲"]])
    outcome = fpstats.compute(frame, indicators=["sex_ratio_at_birth"], detail=True)
    for form in ("md", "html", "table"):
        page = b"".join(render(outcome.report, form)).decode()
        assert "甲：出生人口性别比126.3（95%区间96.6—165.2，出生215人），与正常值范围" in page


def test_one_sentence_stands_by_itself_with_what_must_not_be_left_out(tmp_path):
    path = tmp_path / "births.csv"
    lines = ["area,period,births_male,births_female", "甲,2024,120,95", "乙,2024,3,2"]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    outcome = fpstats.compute(
        str(path), indicators="sex_ratio_at_birth", detail=True, lang="zh", digests=False
    )
    said = {row["area"]: row for row in outcome.report.table.to_pylist()}
    assert said["甲"]["sentence"] == (
        "出生人口性别比126.3（95%区间96.6—165.2，出生215人），与正常值范围103—107无法区分。"
    )
    assert said["甲"]["words"].startswith(said["甲"]["sentence"])
    assert said["乙"]["sentence"].count("。") == 2
    assert said["乙"]["sentence"].endswith("不宜单独使用。")
