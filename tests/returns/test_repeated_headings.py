"""Headings that stand again below: pages of one form, whose lines all count."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("between", ["", "2024年1月报表,,\n"], ids=["alone", "below its title"])
def test_a_block_without_numbers_under_a_repeated_heading_is_of_areas_that_report_nothing(
    put, computed, between
):
    """Each page of a form has the headings again; the first page of this one is still blank."""
    heads = "单位,月份,出生人数\n"
    path = put(f"{heads}甲镇,2024年1月,\n丁镇,2024年1月,\n{between}{heads}乙镇,2024年1月,3\n")
    done = computed(path)
    assert done == {
        ("甲镇", "2024-01"): None,
        ("丁镇", "2024-01"): None,
        ("乙镇", "2024-01"): 3,
        ("Total", "2024-01"): None,
    }
