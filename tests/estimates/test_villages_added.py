"""A form that is recognised and has a column of villages: its townships are their sums."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import fpstats

FORM = """2024年5月出生,,,
乡镇,村,出生男,出生女
平安镇,上村,30,20
,下村,40,35
,小计,70,55
和顺乡,前村,50,41
,后村,50,41
,小计,100,82
合计,,170,137
"""


def computed(path: Path, text: str) -> dict[str, tuple[float | None, float | None]]:
    path.write_text(text, "utf-8")
    done = fpstats.compute(str(path), indicators="sex_ratio_at_birth", lang="en")
    rows = pl.DataFrame(done.comparisons).select("area", "numerator", "denominator").rows()
    return {area: (numerator, denominator) for area, numerator, denominator in rows}


def test_villages_add_up_to_their_township_and_its_subtotal_is_not_added(tmp_path: Path) -> None:
    # 30 + 40 = 70 and 20 + 35 = 55; two villages with the same numbers count both, as their
    # names differ: 50 + 50 = 100 and 41 + 41 = 82.
    found = computed(tmp_path / "a.csv", FORM)
    assert found["平安镇"] == (70, 55)
    assert found["和顺乡"] == (100, 82)
    assert sorted(found.values())[-1] == (170, 137)


@pytest.mark.parametrize("line", [",下村,40,36", ",下村,41,35"])
def test_a_village_of_two_numbers_makes_its_township_unknown(tmp_path: Path, line: str) -> None:
    text = FORM.replace(",小计,70,55", line)
    found = computed(tmp_path / "a.csv", text)
    assert None in found["平安镇"]
    assert found["和顺乡"] == (100, 82)


def test_a_village_without_a_number_makes_that_of_its_township_unknown(tmp_path: Path) -> None:
    found = computed(tmp_path / "a.csv", FORM.replace(",下村,40,35", ",下村,,35"))
    assert found["平安镇"] == (None, None)
    assert found["和顺乡"] == (100, 82)
