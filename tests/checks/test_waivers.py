"""Explanations on file: they silence, are counted and listed, and expire."""

import pytest

from fpstats.errors import ConfigurationError, PersonalDataError

from .conftest import codes, found

RETURNS = """
    area,period,births,births_male,births_female
    甲镇,2024-05,20,11,8
    乙镇,2024-05,20,11,7
"""
HEADING = "check,area,period,reason,office,until"


def waivers(saved, *lines):
    return saved("waivers.csv", "\n".join([HEADING, *lines]))


def test_an_explanation_silences_its_finding_and_no_other(check, saved):
    filed = waivers(saved, "births_by_sex,甲镇,2024-05,双性畸形一例,县卫健局统计科,2024-12")
    checked = check(RETURNS, waivers=filed)
    assert checked.count("error") == 1
    assert checked.waived == 1
    rows = found(checked, "births_by_sex")
    # What stands comes first, what is explained is listed with its reason.
    assert [(row["area"], row["waiver"]) for row in rows] == [
        ("乙镇", None),
        ("甲镇", "双性畸形一例 (县卫健局统计科, until 2024-12-31)"),
    ]


def test_the_headings_may_be_chinese(check, saved):
    line = "births_by_sex,甲镇,2024-05,已核对,县卫健局统计科,2024-12"
    filed = saved("waivers.csv", f"检查,单位,期别,理由,出具单位,有效期至\n{line}")
    assert check(RETURNS, waivers=filed).waived == 1


@pytest.mark.parametrize("line", ["births_by_sex,all,all,r,县统计局,2024-12",
                                  "all,,2024-01:2024-06,r,县统计局,2024-12",
                                  ",,,r,县统计局,2024-12"])  # fmt: skip
def test_an_explanation_may_be_for_all(check, saved, line):
    assert check(RETURNS, waivers=waivers(saved, line)).count("error") == 0


def test_it_expires_by_the_day_asked_and_never_by_the_clock(check, saved):
    filed = waivers(saved, "births_by_sex,甲镇,2024-05,r,县统计局,2024-05-30")
    # The data end on 2024-05-31.
    checked = check(RETURNS, waivers=filed)
    assert checked.count("error") == 2
    assert "waiver_expired" in codes(checked)
    assert check(RETURNS, waivers=filed, as_of="2024-05-30").count("error") == 1
    assert check(RETURNS, waivers=filed, as_of="2024-06").count("error") == 2


def test_one_that_silences_nothing_is_told(check, saved):
    filed = waivers(saved, "deaths_by_sex,甲镇,2024-05,r,县统计局,2024-12")
    (row,) = found(check(RETURNS, waivers=filed), "waiver_unused")
    assert "line 2" in row["message"]


def test_every_fault_is_listed_at_once(check, saved):
    filed = waivers(saved, "births_by_sx,甲镇,2024-05,r,县统计局,2024-12", "all,,,,,someday")
    with pytest.raises(ConfigurationError) as error:
        check(RETURNS, waivers=filed)
    assert str(error.value).splitlines()[1:] == [
        "- line 2: no check is called 'births_by_sx'",
        "- line 3: 'someday' is not a day",
        "- line 3: no reason",
        "- line 3: no office",
    ]


def test_an_explanation_is_signed_by_an_office_and_by_no_person(check, saved):
    with pytest.raises(PersonalDataError, match="names"):
        check(RETURNS, waivers=waivers(saved, "all,,,r,王小明,2024-12"))


def test_reading_findings_can_be_explained_too(check, saved):
    blank = "area,period,births,deaths\n甲镇,2024-05,,1\n乙镇,2024-05,2,1"
    filed = waivers(saved, "blank_value,甲镇,2024-05,系统停机,县统计局,2024-12")
    assert check(blank).count("warning") == 1
    assert check(blank, waivers=filed).count("warning") == 0
