"""A ratio with nothing to divide by has no value, and lies above any number all the same."""

from __future__ import annotations

import pytest

import fpstats

COUNTS = {
    "丁": {"births_male": 12, "births_female": 0},
    "戊": {"births_male": 0, "births_female": 12},
    "乙": {"births_male": 1, "births_female": 0},
    "空": {"births_male": 0, "births_female": 0},
    "辛": {"births_male": 515, "births_female": 485},
}


@pytest.fixture
def rows(county):
    return county(COUNTS, "sex_ratio_at_birth", detail=True, funnel="target", also=["moves"])


def test_twelve_boys_and_no_girl_have_a_lower_limit(rows):
    # Wilson's lower limit of 12 in 12 is 12 ÷ (12 + 1.96²) = 75.75 %: 312 boys to 100 girls.
    found = rows["丁"]
    assert (found["value"], found["upper"], found["rank"]) == (None, None, None)
    assert found["lower"] == pytest.approx(100 * 12 / 1.959963984540054**2, rel=1e-12)
    assert found["words"].startswith(
        "出生人口性别比没有数值：出生男婴12人，出生女婴0人（95%区间312.4以上，出生12人），"
        "显著高于正常值范围103—107，P<0.001。"
    )


def test_the_verdict_is_that_of_the_funnel(rows):
    # Twice the chance of twelve boys in twelve where 107 in 207 are boys.
    found = rows["丁"]
    assert found["target_p"] == pytest.approx(2 * (107 / 207) ** 12, rel=1e-12)
    assert found["funnel_p"] == pytest.approx(found["target_p"], rel=1e-12)
    assert found["target_standing"] == found["funnel_standing"] == "above (99.8)"


def test_it_is_the_mirror_image_of_twelve_girls_and_no_boy(rows):
    boys, girls = rows["丁"], rows["戊"]
    for name in ("target_standing", "parent_standing", "group_standing"):
        assert (boys[name], girls[name]) == ("above (99.8)", "below (99.8)")
    # Beside the others, 516 boys and 497 girls, or 528 and 485: Fisher's test of both.
    assert "显著高于合计其他地区的103.8" in boys["words"]


def test_one_boy_and_no_girl_say_nothing(rows):
    found = rows["乙"]
    assert found["target_standing"] == found["group_standing"] == "not different"
    assert (found["lower"], found["target_p"]) == (pytest.approx(26.03, abs=0.01), 1)


def test_nobody_born_is_no_data(rows):
    found = rows["空"]
    assert found["lower"] is found["target_p"] is found["words"] is None


def test_a_target_is_missed_or_met_by_it(county, tmp_path):
    targets = tmp_path / "targets.csv"
    head = "indicator,area,period,kind,value,upper\nsex_ratio_at_birth,"
    targets.write_text(f"{head}all,all,within,103,107\n", "utf-8")
    found = county(COUNTS, "sex_ratio_at_birth", targets=targets)
    verdicts = {area: found[area]["verdict"] for area in COUNTS}
    assert verdicts == {
        "丁": "missed", "戊": "missed", "乙": "not distinguishable", "空": "no data",
        "辛": "not distinguishable",
    }  # fmt: skip
    assert found["丁"]["gap"] is None
    targets.write_text(f"{head}丁,all,at_least,100,\n", "utf-8")
    assert county(COUNTS, "sex_ratio_at_birth", targets=targets)["丁"]["verdict"] == "met"


def test_the_year_before_is_nothing_to_take_a_change_from(county):
    found = county(COUNTS, "sex_ratio_at_birth", before=COUNTS, detail=True)
    for name in ("previous", "change", "change_verdict", "change_p", "change_standing"):
        assert found["丁"][name] is None
        assert found["辛"][name] is not None


def test_who_was_not_ranked_for_having_no_end_is_told_apart_from_who_is_not_known(tmp_path):
    path = tmp_path / "births.csv"
    lines = [f"{area},2024,{one['births_male']},{one['births_female']}"
             for area, one in COUNTS.items()]  # fmt: skip
    path.write_text("\n".join(["area,period,births_male,births_female", *lines]) + "\n", "utf-8")
    outcome = fpstats.compute(str(path), indicators="sex_ratio_at_birth", lang="en", digests=False)
    told = {row["area"]: row["message"] for row in outcome.issues.to_pylist()
            if row["code"] == "not_ranked"}  # fmt: skip
    assert {area for area, said in told.items() if "has no end" in said} == {"丁", "乙"}
    assert {area for area, said in told.items() if "is not known" in said} == {"空"}
