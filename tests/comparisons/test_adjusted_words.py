"""Sentences against target, neighbours and past say where adjusting takes the claim away."""

from __future__ import annotations

import polars as pl
import pytest
from scipy import stats as scipy_stats

AREAS = "甲乙丙丁戊己庚辛壬癸"
TARGET = pl.DataFrame(
    [{"indicator": "policy_compliance_rate", "kind": "at_least", "value": 95.0, "upper": None}]
)
FALLS = "，但按各地区校正后可由偶然因素解释（校正后P={q:.3f}）"


def policy(inside: int, births: int = 200) -> dict[str, int]:
    return {"births": births, "births_in_policy": inside}


def ten(first: int, others: int = 190) -> dict[str, dict[str, int]]:
    return {area: policy(first if area == "甲" else others) for area in AREAS}


def compared(county, counts, **options):
    return county(counts, "policy_compliance_rate", targets=TARGET, detail=True, **options)


def adjusted(county_rows, name: str) -> float:
    """Benjamini and Hochberg over the ten areas, by scipy; that of 甲."""
    p = [county_rows[area][f"{name}_p"] for area in AREAS]
    return float(scipy_stats.false_discovery_control(p)[0])


def test_one_of_ten_that_chance_may_have_put_there_is_said_to_be_one_of_ten(county):
    rows = compared(county, ten(182))
    # 182 or fewer of 200 at 95 %: twice the tail is 0.025; of ten areas one such is no wonder.
    p = 2 * scipy_stats.binom(200, 0.95).cdf(182)
    assert rows["甲"]["target_p"] == pytest.approx(p, rel=1e-9)
    q = adjusted(rows, "target")
    assert p < 0.05 < q
    words = rows["甲"]["words"]
    assert f"显著低于目标（≥95%），P={p:.3f}{FALLS.format(q=q)}。" in words
    for name, reference in (("parent", "合计的94.60%"), ("group", "合计其他地区的95.00%")):
        q = adjusted(rows, name)
        assert rows["甲"][f"{name}_p"] < 0.05 < q
        said = f"显著低于{reference}，P={rows['甲'][f'{name}_p']:.3f}{FALLS.format(q=q)}。"
        assert said in words
    # The verdict is that of the one comparison, as its column says.
    assert rows["甲"]["verdict"] == "missed"
    assert "校正" not in rows["乙"]["words"]


def test_what_stands_out_among_ten_is_said_without_a_but(county):
    rows = compared(county, ten(170))
    assert adjusted(rows, "target") < 0.05
    assert "显著低于目标（≥95%），P<0.001。" in rows["甲"]["words"]
    assert "校正" not in rows["甲"]["words"]


def test_a_change_is_one_of_ten_as_well(county):
    rows = compared(county, ten(182), before=ten(194))
    row, q = rows["甲"], adjusted(rows, "change")
    assert row["change_p"] < 0.05 < q
    said = f"显著低于上年同期的97.00%，P={row['change_p']:.3f}{FALLS.format(q=q)}。"
    assert said in row["words"]


def test_the_same_in_english(county):
    rows = compared(county, ten(182), lang="en")
    q = adjusted(rows, "target")
    assert (
        "is below the target of at least 95%, beyond chance (p = 0.024), but after adjusting for "
        f"the number of areas chance could explain it (adjusted p = {q:.3f})."
    ) in rows["甲"]["words"]
