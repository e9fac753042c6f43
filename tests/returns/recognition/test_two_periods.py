"""Titles that name several times: read where they make one period, and else refused with both."""

from __future__ import annotations

import pytest

from fpstats.errors import FpstatsError

from .conftest import Read

FORM = ["乡镇|出生人数", "东山镇|6"]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("2023年第四季度至2024年第一季度人口报表", "2023-10:2024-03"),
        ("2023年下半年至2024年上半年人口报表", "2023-07:2024-06"),
        ("2024年一、二季度人口报表", "2024-01:2024-06"),
        ("2024年二、三季度人口报表", "2024-04:2024-09"),
        ("2024年1-3季度人口报表", "2024-01:2024-09"),
        ("2024年一季度至三季度人口报表", "2024-01:2024-09"),
        ("2024年一季度和二季度人口报表", "2024-01:2024-06"),
        ("2024年度(2023年10月1日至2024年9月30日)人口报表", "2023-10:2024-09"),
        ("2024年2月1日—29日人口报表", "2024-02"),
        ("2023年12月1日至2024年5月31日人口报表", "2023-12:2024-05"),
        ("人口报表（2024.5.1-2024.5.31）", "2024-05"),
        ("东山县__2024__年__5__月人口报表", "2024-05"),
        ("2024年___5___月人口报表", "2024-05"),
        ("2024年第二季度（4-6月）人口报表", "2024-04:2024-06"),
        ("2024年1-5月人口报表（5月末）", "2024-01:2024-05"),
        ("2024年Q2人口报表", "2024-04:2024-06"),
        # What is compared with, and of when a form is, is not its period.
        ("2024年5月人口报表（与4月相比）", "2024-05"),
        ("2024年5月人口报表（2023年制定）", "2024-05"),
        ("2024年5月人口报表|国统制〔2023〕10号", "2024-05"),
        ("2024年5月人口报表|6月3日", "2024-05"),
    ],
)
def test_one_period_that_is_said_in_parts(recognised: Read, title: str, period: str) -> None:
    (match,) = recognised([title, *FORM])
    assert match.title_period == period


@pytest.mark.parametrize(
    ("title", "one", "other"),
    [
        ("2022年、2023年人口报表", "2022年", "2022年、2023年"),
        ("2022和2023年人口报表", "2023年", "2022和2023年"),
        ("2020年至今人口报表", "2020年", "2020年至今"),
        ("2024年5月人口报表（1-4月）", "2024年5月", "1-4月"),
        ("2024年5月人口报表（1-5月）", "2024年5月", "1-5月"),
        ("2024年6月上报5月人口报表", "2024年6月", "5月"),
        ("2024年一季度、三季度人口报表", "2024年一季度", "2024年一季度、三季度"),
        ("2024年第二季度（7-9月）人口报表", "2024年第二季度", "7-9月"),
        ("2024年4月人口报表（4月26日至5月25日）", "2024年4月26日至5月25日", "2024年4月"),
        ("2024年人口报表（5月10日至6月9日）", "2024年", "5月10日至6月9日"),
        ("2024年2月1日—28日人口报表", "2024年", "2024年2月1日—28日"),
        ("2023年末人口与2024年5月出生人数", "2024年5月", "2023年"),
    ],
)
def test_two_periods_are_refused_with_both(
    recognised: Read, title: str, one: str, other: str
) -> None:
    with pytest.raises(FpstatsError, match=f"it says {one} and also {other},"):
        recognised([title, *FORM])


def test_headings_that_say_their_own_months_need_no_title(recognised: Read) -> None:
    matches = recognised(
        ["2024年4月、6月出生人数", "乡镇|2024年4月出生|2024年6月出生", "东山镇|6|7"]
    )
    assert sorted(str(one.title_period) for one in matches) == ["2024-04", "2024-06"]
