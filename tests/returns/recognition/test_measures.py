"""Headings of measures, 知晓率, above the counts that they are computed from."""

from __future__ import annotations

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    ("above", "heads", "items"),
    [
        ("知晓率", "应答题数|答对题数", {"answers", "answers_correct"}),
        ("满意度", "调查人数|满意人数", {"respondents", "respondents_satisfied"}),
        ("孕检率", "应查|实查", {"examinations_due", "examinations_done"}),
        ("出生率", "出生人数|总人口数", {"births", "population"}),
        ("知晓率", "知道的题数|城镇", set()),
        ("流动人口出生率", "出生人数|死亡人数", set()),
        ("低保户满意度", "出生人数|死亡人数", set()),
        ("率", "出生|死亡", set()),
        ("婴儿死亡率", "活产数|死亡人数", {"births"}),
        ("男性死亡率", "死亡人数|死亡率", {"deaths_male"}),
        ("完成率", "出生人数|死亡人数", set()),
        ("上报及时率", "出生人数|死亡人数", set()),
    ],
)
def test_what_counts_below_a_measure_is_what_its_own_name_says(
    recognised: Read, above: str, heads: str, items: set[str]
) -> None:
    form = ["示例县2024年5月统计表", f"乡镇|{above}||迁入", f"|{heads}|", "苇汀镇|90|80|4"]
    (match,) = recognised(form, merged=((1, 1, 1, 2),))
    assert set(match.items) == items | {"migrants_in"}
    told = [one.role for one in match.columns if "题数" in one.heading and one.item is None]
    assert told in ([], ["unknown"])
