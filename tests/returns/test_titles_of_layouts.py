"""Titles and names of forms that fit a layout, which say more than its headings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fpstats.errors import FpstatsError

SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "gbk" / "2024-05.csv"


@pytest.mark.parametrize(
    "title", ["2024年5月流动人口月报表", "2024年5月人口目标表", "上年2024年5月人口月报表"]
)
def test_a_title_of_other_people_or_of_a_plan_is_refused(
    put: Callable[..., str], values: Callable[..., Any], title: str
) -> None:
    form = SAMPLE.read_text("gb18030").splitlines()
    assert len(values(put("\n".join(form)))) > 1
    with pytest.raises(FpstatsError, match=title):
        values(put("\n".join([title, *form[1:]])))


def test_a_name_of_a_file_that_may_say_who_is_counted_is_told(
    put: Callable[..., str], issues: Callable[..., Any]
) -> None:
    tidy = put("area,period,births\n苇汀镇,2024-05,5\n", "低保2024-05.csv")
    assert ("guessed_people", None, "低保") in issues(tidy)
    assert issues(put("area,period,births\n苇汀镇,2024-05,5\n", "去年2024-05.csv")) == []
