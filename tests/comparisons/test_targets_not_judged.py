"""Targets of indicators that are not computed: told, and not dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import fpstats

BIRTHS = "area,period,births\n甲镇,2024-01,20\n乙镇,2024-01,20\n"


@pytest.fixture
def told(tmp_path: Path):
    """Give the findings about targets that were not judged: indicator, what is lacking, message."""

    def told(table: str, *targets: str, **options: Any) -> list[tuple[str, str | None, str]]:
        returns, path = tmp_path / "returns.csv", tmp_path / "targets.csv"
        returns.write_text(table, "utf-8")
        path.write_text("\n".join(("indicator,area,period,kind,value,upper", *targets)), "utf-8")
        rows = fpstats.compute(returns, targets=path, lang="en", **options).issues.to_pylist()
        return [
            (row["indicator"], row["value"], row["message"])
            for row in rows
            if row["code"] == "target_not_judged"
        ]

    return told


def test_a_target_whose_indicator_lacks_its_items_is_told_once_with_what_lacks(told):
    found = told(
        BIRTHS,
        "late_marriage_rate,all,all,at_least,50,",
        "late_marriage_rate,甲镇,all,at_least,40,",
        "births,all,2024-01,at_least,1,",
    )
    assert [one[0] for one in found] == ["late_marriage_rate"]
    assert "marriages" in str(found[0][1])
    assert "its target is not judged" in found[0][2]


def test_a_target_of_what_is_left_out_on_purpose_is_no_finding(told):
    target = "late_marriage_rate,all,all,at_least,50,"
    assert told(BIRTHS, target, indicators="births") == []


def test_a_target_of_what_was_asked_for_and_is_lacking_is_told(told):
    target = "late_marriage_rate,all,all,at_least,50,"
    found = told(BIRTHS, target, indicators=("births", "late_marriage_rate"))
    assert [one[0] for one in found] == ["late_marriage_rate"]


def test_a_target_of_what_is_computed_only_when_asked_for_says_so(told):
    table = "area,period,births,certificates_due,certificates_checked\n甲镇,2024-01,5,20,18\n"
    target = "certificate_check_rate,all,all,at_least,80,"
    found = told(table, target)
    assert [(indicator, value) for indicator, value, _ in found] == [
        ("certificate_check_rate", None)
    ]
    assert "ask for it with -i" in found[0][2]
    assert told(table, target, indicators="certificate_check_rate") == []
