"""How firm a value is, and what its sentence says of that, by kind of indicator.

One file, because every kind is asked the same.
"""

from __future__ import annotations

import io

import openpyxl
import polars as pl
import pytest

import fpstats
from fpstats import schema
from fpstats.write import render

AGES = ("15_19", "20_24", "25_29", "30_34", "35_39", "40_44", "45_49")


def mothers(births, women=(10, 12, 14, 13, 12, 10, 9)):
    """Build two years of an area with so many births and women of each group of ages."""
    items = {f"births_mothers_{age}": number for age, number in zip(AGES, births, strict=True)}
    items |= {f"women_{age}": number for age, number in zip(AGES, women, strict=True)}
    return pl.DataFrame([{"area": "乙", "period": year, **items} for year in ("2023", "2024")])


def told(table, indicator, **options):
    options = {"period": "2024", "detail": True} | options
    outcome = fpstats.compute(table, indicators=[indicator], **options)
    rows = outcome.report.table.to_pylist()
    return next(row for row in rows if row["area"] != "合计")


def test_a_total_fertility_of_one_birth_is_small_and_says_so():
    row = told(mothers([0, 0, 1, 0, 0, 0, 0]), "total_fertility_rate")
    # Five years times 1 of 14; a birth of one of the 9 women of the last group adds five ninths.
    assert row["value"] == pytest.approx(5 / 14)
    assert row["one_event"] == pytest.approx(5 / 9)
    assert row["reliable"] is False
    assert row["words"].endswith("，共1例）。数小，多一例数值就变动至多0.56个，不宜单独使用。")


def test_a_standardised_rate_of_few_births_is_small_too():
    row = told(mothers([0, 0, 9, 0, 0, 0, 0]), "standardised_fertility_rate")
    # The weight of the youngest is 847 of 5,201: 1000 × 847 ÷ 10 ÷ 5,201.
    assert row["one_event"] == pytest.approx(1000 * 847 / 10 / 5201)
    assert row["reliable"] is False
    assert "共9例" in row["words"]


def test_a_total_fertility_of_many_births_is_firm_at_any_confidence_of_its_interval():
    many = mothers([40, 300, 900, 700, 200, 40, 10], women=[5000] * 7)
    for confidence in (0.95, 0.5, 0.999):
        row = told(many, "total_fertility_rate", confidence=confidence)
        assert row["reliable"] is True
        assert "数小" not in row["words"]


def test_ten_births_with_an_interval_wider_than_one_and_a_half_times_the_value_are_not_firm():
    # One of the ten weighs so much that chance decides.
    wide = mothers([9, 0, 0, 0, 0, 0, 1], women=[90_000, 10, 10, 10, 10, 10, 2])
    row = told(wide, "total_fertility_rate")
    assert row["upper"] - row["lower"] > 1.6 * row["value"]
    assert row["reliable"] is False


def check(checked, missed, frame=None):
    items = {"births_checked": checked, "births_check_missed": missed,
             "births_check_duplicated": 0, "births_check_wrong": 0}  # fmt: skip
    if frame is not None:
        items["births_check_frame"] = frame
    return pl.DataFrame([{"area": "甲", "period": "2024", **items}])


@pytest.mark.parametrize(("missed", "firm"), [(3, False), (9, False), (40, True)])
def test_an_error_rate_of_a_known_number_is_judged_as_any(missed, firm):
    row = told(check(400, missed, 2000), "statistical_error_rate_of_frame")
    assert row["reliable"] is firm
    assert row["one_event"] == pytest.approx(0.25)
    assert ("数小" in row["words"]) is not firm
    assert "多一例数值" in row["words"]
    assert f"核查出生400人，其中漏报、重报、错报{missed}人" in row["words"]


def test_an_error_rate_of_clusters_is_judged_by_its_wider_interval(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        '[indicators.statistical_error_rate]\ninterval = "wilson_finite"\ndesign_effect = 30\n',
        "utf-8",
    )
    row = told(check(400, 12), "statistical_error_rate", catalogue=str(own))
    # 12 of 400 as if they were 0.4 of 13.3: nothing is left of what one could say.
    assert row["upper"] - row["lower"] > 1.6 * row["value"]
    assert row["reliable"] is False


def users(**items):
    return pl.DataFrame([{"area": "甲", "period": "2024-12", **items}])


METHODS = {"users_male_sterilisation": 1_000, "users_female_sterilisation": 20_000,
           "users_iud": 22_000, "users_implant": 253}  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "items", "zh", "en"),
    [
        (
            "modern_contraceptive_prevalence",
            {"contraceptive_users": 67_345, "users_other": 1_583, "married_women_15_49": 83_603},
            "已婚育龄妇女83603人，其中使用现代方法65762人",
            "65762 users of modern methods of 83603 married women 15–49",
        ),
        (
            "long_acting_prevalence",
            METHODS | {"married_women_15_49": 83_603},
            "已婚育龄妇女83603人，其中使用长效方法43253人",
            "43253 users of long-acting or permanent methods of 83603 married women 15–49",
        ),
        (
            "long_acting_share_of_users",
            METHODS | {"contraceptive_users": 67_345},
            "避孕67345人，其中使用长效方法43253人",
            "43253 users of long-acting or permanent methods of 67345 contraceptive users",
        ),
        (
            "out_of_policy_third_plus_share",
            {"births_third_plus": 100, "births_in_policy_third_plus": 29, "births": 4_213},
            "出生4213人，其中政策外多孩71人",
            "71 third and later births out of policy of 4213 births",
        ),
    ],
)
def test_what_is_counted_has_its_name(indicator, items, zh, en):
    assert zh in told(users(**items), indicator, period=None)["words"]
    assert en in told(users(**items), indicator, period=None, lang="en")["words"]


def test_a_unit_in_the_name_of_an_item_is_said_once():
    table = users(examinations_due=32_201, examinations_done=31_877)
    words = told(table, "examination_attendance_rate", period=None)["words"]
    assert "三查应查32201人次，其中三查实查31877人次" in words


def test_one_birth_is_not_births():
    table = users(births=1, births_in_policy=1)
    words = told(table, "policy_compliance_rate", period=None, lang="en")["words"]
    assert "1 birth in policy of 1 birth)" in words


def test_a_sum_of_a_catalogue_of_ones_own_is_told_by_its_items(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        """
[indicators.marriages_and_divorces]
title = { zh = "婚姻变动占比", en = "changes of marriage" }
kind = "proportion"
per = 100
unit = "%"
numerator = { marriages = 1, divorces = 1 }
denominator = { population = 1 }
population = "end_of_period"
interval = "wilson"
direction = "neutral"
definition = { zh = "结婚与离婚占人口的比重。", en = "Marriages and divorces of the population." }
source = "所定"
status = "current"
""",
        "utf-8",
    )
    table = users(marriages=30, divorces=12, population=5_000)
    row = told(table, "marriages_and_divorces", period=None, catalogue=str(own))
    assert "总人口5000人，其中结婚对数 + 离婚对数42人" in row["words"]


def months(first, last, **items):
    return [
        {"area": "甲", "period": f"{year}-{month:02}", **items}
        for year in range(first, last + 1)
        for month in range(1, 13)
    ]


def test_a_window_of_three_years_says_which_and_is_compared_with_the_window_before():
    table = pl.DataFrame(months(2019, 2024, births_male=3, births_female=2))
    row = told(table, "sex_ratio_at_birth", period="2024", every="year", window="3y")
    assert row["words"].startswith("出生人口性别比150.0（2022年1月至2024年12月合并，95%区间")
    assert "，出生180人）" in row["words"]
    assert "与前一窗口的150.0无法区分" in row["words"]
    assert "上年同期" not in row["words"]


def test_a_window_of_a_year_is_compared_with_the_year_before():
    table = pl.DataFrame(months(2022, 2024, births_male=3, births_female=2))
    row = told(
        table, "sex_ratio_at_birth", period="2024-06", window="12m", lang="en"
    )  # fmt: skip
    assert "(2023-07 to 2024-06 pooled, 95% interval" in row["words"]
    assert "the 150.0 of the year before" in row["words"]


def test_no_more_than_three_areas_that_lack_something_are_named():
    rows = [
        {"area": area, "period": f"2024-0{month}", "births": 10, "births_in_policy": 9}
        for area in "甲乙丙丁戊"
        for month in (1, 2, 3)
        if area == "甲" or month != 2
    ]
    outcome = fpstats.compute(
        pl.DataFrame(rows), indicators=["policy_compliance_rate"], period="2024-Q1", detail=True
    )
    (words,) = (row["words"] for row in outcome.report.table.to_pylist() if row["area"] == "合计")
    assert words.endswith("数据不全：5个单位中有4个缺数（丁、丙、乙等）。")


@pytest.mark.parametrize(("births", "said"), [(999, True), (1001, False)])
def test_what_one_birth_changes_is_said_of_fewer_than_a_thousand(births, said):
    # One of 1,000 is a tenth of a point.
    table = users(births=births, births_in_policy=births - 50)
    words = told(table, "policy_compliance_rate", period=None)["words"]
    assert ("多一例数值变动0.10个百分点" in words) is said


def printed(counts, indicator, form="table", **options):
    rows = [{"area": area, "period": "2024", **items} for area, items in counts.items()]
    outcome = fpstats.compute(pl.DataFrame(rows), indicators=[indicator], **options)
    return b"".join(render(outcome.report, form, lang=options.get("lang", "zh"))).decode()


FOUR = {
    "甲": {"births": 215, "births_in_policy": 213},
    "乙": {"births": 10, "births_in_policy": 9},
    "丙": {"births": 8, "births_in_policy": 8},
    "丁": {"births": 0, "births_in_policy": 0},
}


@pytest.mark.parametrize("form", ["table", "md", "html"])
def test_a_plain_print_has_what_one_birth_changes_beside_each_small_value(form):
    page = printed(FOUR, "policy_compliance_rate", form)
    # 1 of 215, of 10, of 8, and of all 233; of nobody there is no value.
    assert "多一例变动（百分点）" in page
    for area, change in (("甲", "0.47"), ("乙", "10.00"), ("丙", "12.50"), ("合计", "0.43")):
        (line,) = (one for one in page.splitlines()
                   if area in one and "变动" not in one and "单独" not in one)  # fmt: skip
        assert change in line
    assert "列给数小的值：不足10例、区间宽过数值的160%" in page
    # 213 are many; 9 and 8 are not.
    assert "数小，不宜单独使用：丙、乙。" in page


@pytest.mark.parametrize("form", ["table", "md", "html", "xlsx"])
def test_a_wide_print_names_small_values_with_what_one_birth_changes(form):
    rows = [{"area": area, "period": "2024", **items} for area, items in FOUR.items()]
    outcome = fpstats.compute(pl.DataFrame(rows), indicators=["policy_compliance_rate"])
    page = b"".join(render(outcome.report, form, shape="wide"))
    said = "政策符合率（%），多一例变动（百分点）：丙12.50、乙10.00、甲0.47、合计0.43。"
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(page))["定义与来源"]
        assert any(row[0] == said for row in sheet.iter_rows(values_only=True))
    else:
        assert said in page.decode()


def test_a_plain_print_of_many_births_has_no_such_column():
    page = printed({"甲": {"births": 2150, "births_in_policy": 2130}}, "policy_compliance_rate")
    assert "多一例" not in page
    assert "单独" not in page


def test_files_for_programs_have_the_same_columns_as_before():
    page = printed(FOUR, "policy_compliance_rate", "csv")
    assert page.splitlines()[0].split(",") == schema.COMPARISONS.names
    assert "one_event" not in printed(FOUR, "policy_compliance_rate", "jsonl")


def test_a_number_of_births_by_itself_moves_by_one():
    page = printed({"甲": {"births": 3}, "乙": {"births": 900}}, "births")
    assert "多一例" not in page


def test_a_ratio_moves_further_by_a_girl_more():
    # 100 × 9 ÷ 2 = 450 with a girl more would be 300, with a boy more 500.
    page = printed({"甲": {"births_male": 9, "births_female": 2}}, "sex_ratio_at_birth", lang="en")
    assert "One event more (ratio points)" in page
    assert "150.00" in page
    assert "Too small to be used alone: 甲, " in page or "Too small to be used alone: 甲." in page


@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.999])
def test_what_is_small_does_not_depend_on_the_confidence_printed(confidence):
    # 10 boys to 11 girls: by Wilson 39 to 214, wider than 1.6 times 91; 100 to 110 are not.
    few = {"甲": {"births_male": 10, "births_female": 11}}
    page = printed(few, "sex_ratio_at_birth", confidence=confidence)
    assert "数小，不宜单独使用：甲" in page
    many = {"甲": {"births_male": 100, "births_female": 110}}
    page = printed(many, "sex_ratio_at_birth", confidence=confidence)
    assert "单独" not in page


def test_no_more_than_twelve_are_named():
    counts = {f"村{n:02}": {"births": 9, "births_in_policy": 9} for n in range(14)}
    page = printed(counts, "policy_compliance_rate")
    assert "村11等14个地区。" in page
