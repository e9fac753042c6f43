"""The sentences of what is asked for by name: funnels, tiers, moves, shrunken values."""

from __future__ import annotations

import polars as pl
import pytest
from scipy import stats as scipy_stats

import fpstats


def policy(inside: float, births: float) -> dict[str, float]:
    return {"births": births, "births_in_policy": inside}


RATE = "policy_compliance_rate"
THREE = {"甲": policy(213, 215), "乙": policy(180, 200), "丙": policy(95, 100)}


def words(rows, area="甲"):
    return rows[area]["words"]


# By scipy, around 488/515 = 94.757 %: 213 or more of 215 has twice the tail, 0.00156, and adjusted
# among three 0.00468; 180 or fewer of 200 has 0.00901, adjusted 0.01352. The interpolated limits of
# 215 at 99.8 % are 89.29 and 98.57, those of 100 at 95 % 89.43 and 98.20.
@pytest.mark.parametrize(
    ("area", "said"),
    [
        (
            "甲",
            "在以同级各地区合计的94.76%为中心的漏斗之外（99.8%水平），偏高（出生215人，其中政策内"
            "出生213人，99.8%界限89.29%—98.57%，P=0.002，校正后P=0.005），按各地区校正后仍在其外。",
        ),
        (
            "丙",
            "在以同级各地区合计的94.76%为中心的漏斗之内（出生100人，其中政策内出生95人，"
            "95%界限89.43%—98.20%，P=1.000，校正后P=1.000）。",
        ),
    ],
)
def test_the_funnel_says_which_level_around_what_of_how_many_and_how_likely(county, area, said):
    rows = county(THREE, RATE, funnel="pooled", detail=True)
    assert said in words(rows, area)
    assert "漏斗" not in words(rows, "合计")


def test_the_funnel_in_english(county):
    rows = county(THREE, RATE, funnel="pooled", detail=True, lang="en")
    assert (
        "It lies outside the funnel around the 94.76% of all areas of its level, at 99.8%, on the "
        "upper side (213 births in policy of 215 births, 99.8% limits 89.29%–98.57%, p = 0.002, "
        "adjusted p = 0.005), and still does after adjusting for the number of areas."
    ) in words(rows)


def test_the_funnel_around_a_target_has_its_name(county):
    given = pl.DataFrame([{"indicator": RATE, "kind": "at_least", "value": 95, "upper": None}])
    rows = county(THREE, RATE, funnel="target", targets=given, detail=True)
    assert "在以目标（≥95%）为中心的漏斗之外（99.8%水平），偏低" not in words(rows, "乙")
    assert "在以目标（≥95%）为中心的漏斗之外（95%水平），偏低" in words(rows, "乙")
    without = county(THREE, RATE, funnel="target", detail=True)
    assert "漏斗" not in words(without, "乙")


def test_what_stands_out_by_itself_and_not_among_all_is_said_to(county):
    # 25 areas of 50 of 100, and one of 62 of 100: its p is 0.022 by scipy's binomial tail around
    # 1312/2600, and of the 26 none is likelier to stand out, so that it is 26 times that adjusted.
    counts = {f"村{n:02}": policy(50, 100) for n in range(25)} | {"甲": policy(62, 100)}
    rows = county(counts, RATE, funnel="pooled", detail=True)
    assert "漏斗之外（95%水平），偏高" in words(rows)
    assert "），但按各地区校正后可由偶然因素解释。" in words(rows)


def test_limits_that_pass_between_counts_are_not_set_against_the_flag(county):
    # 22 of 22 is likely enough at 95 % (0.95^22 = 0.32), though its upper limit lies below 100 %.
    given = pl.DataFrame([{"indicator": RATE, "kind": "at_least", "value": 95, "upper": None}])
    rows = county({"甲": policy(22, 22)}, RATE, funnel="target", targets=given, detail=True)
    assert rows["甲"]["funnel_upper_95"] < 100
    assert "漏斗之内（出生22人，其中政策内出生22人，P=0.647，" in words(rows)


def test_the_funnel_of_phe_of_a_rate_has_flags_and_no_limits():
    frame = pl.DataFrame(
        [{"area": area, "period": month, "deaths": deaths, "population": 10_000}
         for month in ("2024-02", "2024-03")
         for area, deaths in (("甲", 70), ("乙", 20), ("丙", 75))]
    )  # fmt: skip
    outcome = fpstats.compute(
        frame, indicators=["crude_death_rate"], period="2024-03", funnel="phe", detail=True
    )
    said = {row["area"]: row["words"] for row in outcome.report.table.to_pylist()}
    assert "漏斗之外（99.8%水平），偏低（死亡20人）。" in said["乙"]


def test_who_can_be_told_apart_and_the_tier(county):
    # Wilson at 0.90^(1/3): 190 of 200 and 185 of 200 meet, and both are far above 50 of 200.
    counts = {"甲": policy(190, 200), "乙": policy(185, 200), "丙": policy(50, 200)}
    rows = county(counts, RATE, detail=True)
    assert (
        "在3个地区中居第1位，偶然因素允许第1至第2位（置信度90%，各地区同时成立）。"
        "其余地区中，1个确在其后，1个与其分不出先后。"
        "属第1档（共2档，本档2个地区），与其他档的地区可以分出先后。"
    ) in words(rows)
    assert "在3个地区中居第3位，偶然因素不允许别的位次（置信度90%，各地区同时成立）。" in words(
        rows, "丙"
    )
    assert "档" not in words(rows, "丙")
    alike = county({"甲": policy(190, 200), "乙": policy(185, 200)}, RATE, detail=True)
    assert "其余地区" not in words(alike)
    assert "档" not in words(alike)


def test_who_moved_and_who_did_not(county):
    before = {"甲": policy(190, 200), "乙": policy(100, 200), "丙": policy(50, 200)}
    after = {"甲": policy(50, 200), "乙": policy(100, 200), "丙": policy(190, 200)}
    rows = county(after, RATE, before, also=["moves"], detail=True)
    assert "上年同期居第1位，此后下降，偶然因素不足以解释。" in words(rows, "甲")
    assert "上年同期也居第2位。" in words(rows, "乙")
    assert "上年同期居第3位，此后上升，偶然因素不足以解释。" in words(rows, "丙")
    near = county(
        {"甲": policy(180, 200), "乙": policy(190, 200)}, RATE,
        {"甲": policy(190, 200), "乙": policy(180, 200)}, also=["moves"], detail=True, lang="en",
    )  # fmt: skip
    assert "It ranked 1 the year before; chance alone could explain the move." in words(near)


def test_moves_since_the_period_before_have_its_name():
    frame = pl.DataFrame(
        [{"area": area, "period": period, "births": 200, "births_in_policy": inside}
         for period, first, second in (("2024-02", 190, 50), ("2024-03", 50, 190))
         for area, inside in (("甲", first), ("乙", second))]
    )  # fmt: skip
    outcome = fpstats.compute(
        frame, indicators=[RATE], period="2024-03", also=["moves"], detail=True
    )
    said = {row["area"]: row["words"] for row in outcome.report.table.to_pylist()}
    assert "上期居第2位，此后上升，偶然因素不足以解释。" in said["乙"]
    assert "上年同期" not in said["乙"]


def test_a_shrunken_value_is_said_to_be_none(county):
    counts = {"甲": policy(5, 7), "乙": policy(190, 200), "丙": policy(150, 200)}
    rows = county(counts, RATE, also=["shrunk"], detail=True)
    one = rows["甲"]
    assert (
        f"按贝塔—二项模型向各地区收缩为{one['shrunk']:.2f}%"
        f"（95%区间{one['shrunk_lower']:.2f}%—{one['shrunk_upper']:.2f}%），供估计参考，不代替数值。"
    ) in words(rows)


def test_where_areas_do_not_differ_all_are_drawn_to_one_value(county):
    # 90 of 100 twice: the common value is 90 %.
    counts = {"甲": policy(90, 100), "乙": policy(90, 100)}
    rows = county(counts, RATE, also=["shrunk"], detail=True)
    assert "各地区的差别不超过偶然因素，收缩后同为90.00%。" in words(rows)


UNLIKE = [(45000, 90000), (18, 20), (5, 20), (10, 20), (11, 20), (9, 20), (10, 20), (10, 20)]
"""One area of ninety thousand, by which only a narrow beta is likely, and two unlike it."""


def test_where_they_do_differ_and_no_variance_is_found_nothing_is_shrunk(county):
    counts = {area: policy(*pair) for area, pair in zip("甲乙丙丁戊己庚辛", UNLIKE, strict=True)}
    rows = county(counts, RATE, also=["shrunk"], detail=True)
    # Pearson's chi-square by scipy: of the two columns, those inside and those outside policy.
    p = scipy_stats.chi2_contingency([(x, n - x) for x, n in UNLIKE], correction=False).pvalue
    assert p < 0.05
    for area in "甲乙":
        assert rows[area]["shrunk_alike_p"] == pytest.approx(p, rel=1e-9)
        assert rows[area]["shrunk"] is rows[area]["shrunk_lower"] is None
        assert (
            f"各地区的差别超过偶然因素（P={p:.3f}），但贝塔—二项模型估不出差别有多大，未作收缩。"
        ) in words(rows, area)
        assert "不超过" not in words(rows, area)


def test_nothing_is_said_of_what_was_not_asked_for(county):
    said = words(county(THREE, RATE, detail=True))
    assert "漏斗" not in said
    assert "收缩" not in said


@pytest.mark.parametrize(("lang", "said"), [("zh", "置信度99.5%，"), ("en", "(99.5% confidence,")])
def test_places_are_said_with_the_confidence_that_was_asked_for(county, lang, said):
    counts = {"甲": policy(190, 200), "乙": policy(185, 200), "丙": policy(50, 200)}
    rows = county(counts, RATE, detail=True, rank_confidence=0.995, lang=lang)
    assert said in words(rows)
    assert said in words(rows, "丙")
