"""The period that titles, sheet and file name."""

from __future__ import annotations

import pytest

from fpstats.errors import FpstatsError

from .conftest import Read

FORM = ["乡镇|出生人数|死亡人数", "东山镇|6|4"]


@pytest.mark.parametrize(
    ("title", "sheet", "path", "period"),
    [
        ("人口报表（2023年5月）", "表1", "a.xlsx", "2023-05"),
        ("二〇二三年五月人口报表", "表1", "a.xlsx", "2023-05"),
        ("民國112年5月人口報表", "表1", "a.xlsx", "2023-05"),
        ("人口报表|填报日期：2023年6月3日", "5月", "2023年.xlsx", "2023-05"),
        ("人口报表", "202305", "a.xlsx", "2023-05"),
        ("人口报表", "表1", "人口报表2023.5.xlsx", "2023-05"),
        ("2023年1—5月人口报表", "表1", "a.xlsx", "2023-01:2023-05"),
        ("人口报表（2022.10-2023.5）", "表1", "a.xlsx", "2022-10:2023-05"),
        ("人口报表2023.1—5月", "表1", "a.xlsx", "2023-01:2023-05"),
        ("人口报表202301-202305", "表1", "a.xlsx", "2023-01:2023-05"),
        ("人口报表", "表1", "202301-05.xlsx", "2023-01:2023-05"),
        ("2023年5、6月人口报表", "表1", "a.xlsx", "2023-05:2023-06"),
        # Where the year begins, the calendar says.
        ("2023年5月（累计）人口报表", "表1", "a.xlsx", "2023-05-ytd"),
        ("人口报表（2023.1-5）", "表1", "a.xlsx", "2023-01:2023-05"),
        ("一一二年五月人口報表", "表1", "a.xlsx", "2023-05"),
        ("民國一百一十二年五月人口報表", "表1", "a.xlsx", "2023-05"),
        ("民國一百年十二月人口報表", "表1", "a.xlsx", "2011-12"),
        ("23年5月人口报表", "表1", "a.xlsx", "2023-05"),
        ("2023统计年度人口报表", "表1", "a.xlsx", "2022-10:2023-09"),
        ("2023统计年度累计人口报表", "2023年5月", "a.xlsx", "2022-10:2023-05"),
        ("2023年元月人口报表", "表1", "a.xlsx", "2023-01"),
        ("民國一一二年五月人口報表", "表1", "a.xlsx", "2023-05"),
        ("令和５年５月分", "表1", "a.xlsx", "2023-05"),
        ("人口報表　令和5年", "表1", "a.xlsx", "2023"),
        ("人口报表", "2023", "a.xlsx", "2023"),
        ("人口报表1-5月", "表1", "2023年.xlsx", "2023-01:2023-05"),
        ("人口报表十一月", "表1", "2023年.xlsx", "2023-11"),
        # The first annex, of May.
        ("人口报表", "附件1-5月", "2023年.xlsx", "2023-05"),
    ],
)
def test_periods(recognised: Read, title: str, sheet: str, path: str, period: str) -> None:
    (match,) = recognised([title, *FORM], sheet, path)
    assert match.title_period == period


def test_two_that_disagree_are_told(recognised: Read) -> None:
    (match,) = recognised(["2023年5月人口报表", *FORM], "6月", "2023年6月.xlsx")
    assert match.contrary is not None
    assert match.contrary.cell == "A1"


@pytest.mark.parametrize(
    ("title", "path"),
    [
        # The day on which it was filled in, or sent, is not its month, nor is its year.
        ("人口报表|填报日期：2023年6月3日", "a.xlsx"),
        ("填报日期：二〇二三年六月三日", "a.xlsx"),
        ("二〇二三年六月三日", "a.xlsx"),
        ("人口报表", "2023年6月3日上报.xlsx"),
        ("人口报表", "20230603.xlsx"),
        # A part of a month, months that do not follow one another, several years.
        ("2023年5月上旬人口报表", "a.xlsx"),
        ("2023年5、7月人口报表", "a.xlsx"),
        ("2023年4、5、6月人口报表", "a.xlsx"),
        ("2022-2023年人口报表", "a.xlsx"),
        # 98 may be of the last century or of the Republic.
        ("98年5月人口报表", "a.xlsx"),
        # October of a statistical year is that of the year before.
        ("2023统计年度10月人口报表", "a.xlsx"),
    ],
)
def test_without_a_period_nothing_is_read(recognised: Read, title: str, path: str) -> None:
    with pytest.raises(FpstatsError):
        recognised([title, *FORM], path=path)


@pytest.mark.parametrize(
    ("title", "readings"),
    [
        # The first year of the Republic was 1912.
        ("青禾县98年5月人口报表", ("98年5月", "1998年5月", "民国98年5月", "2009")),
        ("青禾县098年5月人口报表", ("098年5月", "1998年5月", "民国98年5月", "2009")),
        ("87年度人口报表", ("87年度", "1987年度", "民国87年度", "1998")),
        ("12年人口报表", ("12年", "2012年", "民国12年", "1923")),
    ],
)
def test_a_year_of_two_digits_is_told_with_both_its_readings(
    recognised: Read, title: str, readings: tuple[str, ...]
) -> None:
    with pytest.raises(FpstatsError) as refused:
        recognised([title, *FORM])
    for reading in readings:
        assert reading in str(refused.value)


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        ("2024年5月出生情况", ["乡镇|出生人数|男|女"]),
        ("2024年5月份出生人数", ["乡镇|合计|男|女"]),
        ("|2024年5月出生情况||", ["乡镇|出生人数|男|女"]),
        ("2024年5月出生情况统计|||", ["乡镇|出生人数||", "|合计|男|女"]),
        ("2024年5月人口变动", ["乡镇|出生人数|男|女"]),
        ("出生情况|||", ["乡镇|出生人数|男|女"]),
    ],
)
def test_a_title_is_no_heading_whatever_it_ends_in(
    recognised: Read, title: str, headings: list[str]
) -> None:
    (match,) = recognised([title, *headings, "东山镇|6|4|2", "西水乡|5|2|3"], path="2024年5月.xlsx")
    assert match.top == 1
    assert match.title_period == "2024-05"
    assert match.items == {"births": (1,), "births_male": (2,), "births_female": (3,)}


def test_a_heading_that_stands_alone_and_names_a_month_is_a_heading(recognised: Read) -> None:
    (match,) = recognised(["|2024年5月出生人数", "东山镇|6", "西水乡|5"])
    assert match.items == {"births": (1,)}
    assert match.title_period == "2024-05"


@pytest.mark.parametrize(
    ("titles", "heads", "until"),
    [
        (["示例县截至2024年5月31日人口报表"], "乡镇|出生人数|死亡人数", True),
        (["示例县2024年截至5月底出生情况"], "乡镇|出生人数|总人口", True),
        (["示例县截至2024年5月底累计出生情况"], "乡镇|出生人数|死亡人数", False),
        (["示例县截至2024年5月底人口报表", "（年初以来）"], "乡镇|出生人数|死亡人数", False),
        (["示例县截至2024年5月31日人口报表"], "乡镇|总人口|育龄妇女", False),
        (["示例县2024年5月人口报表"], "乡镇|出生人数|死亡人数", False),
    ],
)
def test_up_to_a_day_leaves_open_since_when_events_are_counted(
    recognised: Read, titles: list[str], heads: str, until: bool
) -> None:
    found = recognised([*titles, heads, "苇汀镇|3|900"])
    assert any(one.dated is not None and one.dated.until for one in found) == until


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Births and deaths by township, May 2024", "2024-05"),
        ("Vital events in December 2024", "2024-12"),
        ("Marriages (Mar. 2024)", "2024-03"),
        ("Births from January to May 2024", None),
        ("Births, January-May 2024", None),
        ("Births, Jan, Feb, Mar 2024", None),
        ("Births, year to date, May 2024", None),
        ("Births as of 31 May 2024", None),
    ],
)
def test_one_month_of_an_english_title_is_its_period(
    recognised: Read, title: str, period: str | None
) -> None:
    form = [title, "Township|Births|Deaths", "Ashford|9|4"]
    if period is None:
        with pytest.raises(FpstatsError):
            recognised(form)
    else:
        assert [match.title_period for match in recognised(form)] == [period]
