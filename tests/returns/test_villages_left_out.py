"""A village without a line is not one without births: what is told, and what is not known then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fpstats
from fpstats.returns.parts_over_time import Changed, LeftOut, compared

LAYOUT = """
period.columns = ["月份"]
area.columns = ["乡镇"]
area.parts = ["村"]
items.births = ["出生"]
items.population = ["人口"]
"""
MONTHS = [f"2024-{month:02}" for month in range(1, 7)]
VILLAGES = {"东村": (3, 600), "西村": (4, 400), "南村": (0, 50)}
CODES = {"part_left_out", "parts_changed", "parts_redrawn", "incomplete_return", "duplicate_return"}


def lines(month: str, villages: Any = VILLAGES, area: str = "甲镇") -> str:
    """Write the lines of an area and month: 7 births of 1050 people, if all villages are there."""
    given_ = {name: VILLAGES.get(name, (1, 100)) for name in villages}
    return "".join(f"{area},{name},{month},{b},{p}\n" for name, (b, p) in given_.items())


@pytest.fixture
def told(put, computed, found):
    """Give what is computed of births, and what is told: code, area, period, names."""
    put(LAYOUT, "villages.toml")

    def told(*texts: str, indicator: str = "births", **options: Any) -> tuple[Any, Any]:
        files = [put("乡镇,村,月份,出生,人口\n" + text, f"{n}.csv") for n, text in enumerate(texts)]
        options = {"layout": "villages.toml", "every": "month", **options}
        rows = [row for row in found(files, indicator, **options) if row["code"] in CODES]
        values = computed(files, indicator, **options)
        return values, [(row["code"], row["area"], row["period"], row["value"]) for row in rows]

    return told


def without(month: str, *names: str) -> list[str]:
    """Return the lines of two areas and six months, in one of which villages have none."""
    return [
        lines(m, [v for v in VILLAGES if m != month or v not in names]) + lines(m, ["北村"], "乙镇")
        for m in MONTHS
    ]


@pytest.mark.parametrize("one_file", [True, False])
def test_a_village_between_two_of_its_returns_without_a_line_makes_the_area_unknown(told, one_file):
    texts = without("2024-03", "西村")
    values, issues = told(*(["".join(texts)] if one_file else texts))
    assert issues == [("part_left_out", "甲镇", "2024-03", "西村")]
    assert [values["甲镇", month] for month in MONTHS] == [7, 7, None, 7, 7, 7]


@pytest.mark.parametrize("held", [0, 2**26])
def test_texts_that_are_read_twice_tell_the_same(told, monkeypatch, held):
    monkeypatch.setattr("fpstats.returns.said_again._HELD", held)
    values, issues = told(*without("2024-03", "西村"))
    assert issues == [("part_left_out", "甲镇", "2024-03", "西村")]
    assert values["甲镇", "2024-03"] is None


def test_it_is_unknown_in_stocks_too_and_even_where_the_village_had_no_births(told):
    values, issues = told("".join(without("2024-03", "南村")), indicator="population")
    assert issues == [("part_left_out", "甲镇", "2024-03", "南村")]
    assert values["甲镇", "2024-03"] is None
    assert values["甲镇", "2024-02"] == 1050


def test_a_longer_period_that_holds_the_month_is_not_known_either(told):
    values, _ = told("".join(without("2024-03", "西村")), every="quarter")
    assert [values["甲镇", quarter] for quarter in ("2024-Q1", "2024-Q2")] == [None, 3 * 7]


def test_another_area_keeps_its_value(told):
    values, _ = told("".join(without("2024-03", "西村")))
    assert values["乙镇", "2024-03"] == 1


def test_a_village_left_out_for_months_is_told_once(told):
    names = [v for v in VILLAGES if v != "西村"]
    texts = [lines(m, names if m in MONTHS[1:4] else VILLAGES) for m in MONTHS]
    texts += [lines(m, ["北村"], "乙镇") for m in MONTHS]
    values, issues = told("".join(texts))
    assert issues == [("part_left_out", "甲镇", "2024-02:2024-04", "西村")]
    assert [values["甲镇", month] for month in MONTHS] == [7, None, None, None, 7, 7]


def test_a_blank_cell_elsewhere_changes_nothing(told):
    texts = without("2024-03", "西村")
    texts[0] = texts[0].replace("南村,2024-01,0,", "南村,2024-01,,")
    values, issues = told(*texts)
    assert ("part_left_out", "甲镇", "2024-03", "西村") in issues
    assert [values["甲镇", month] for month in MONTHS] == [None, 7, None, 7, 7, 7]


def test_a_village_that_goes_for_good_is_a_warning_and_the_value_stays(told):
    # 3 + 0 births of what is left.
    values, issues = told(lines("2024-01"), lines("2024-02", ["东村", "南村"]))
    assert issues == [("parts_changed", "甲镇", "2024-02", "西村")]
    assert values["甲镇", "2024-02"] == 3


def test_what_later_returns_confirm_is_a_note(told):
    texts = [lines(m, VILLAGES if m < "2024-03" else ["东村", "南村"]) for m in MONTHS]
    _, issues = told(*texts)
    assert issues == [("parts_redrawn", "甲镇", "2024-03", "西村")]


def test_a_village_that_comes_is_a_warning(told):
    values, issues = told(lines("2024-01", ["东村", "南村"]), lines("2024-02"))
    assert issues == [("parts_changed", "甲镇", "2024-02", "西村")]
    assert values["甲镇", "2024-01"] == 3


@pytest.mark.parametrize("last", ["2024-03", "2024-06"])
def test_a_village_by_another_name_is_silent_for_a_month_or_for_good(told, last):
    other = ["东村", "西新村", "南村"]
    values, issues = told(
        *(lines(m, other if "2024-03" <= m <= last else VILLAGES) for m in MONTHS)
    )
    assert issues == []
    assert values["甲镇", "2024-03"] == 4


def test_many_areas_that_change_at_once_are_told_together(told):
    names = [f"{one}镇" for one in "甲乙丙丁戊己"]
    first = "".join(lines("2024-01", area=name) for name in names)
    second = "".join(lines("2024-02", ["东村", "新村"], name) for name in names)
    _, issues = told(first, second)
    assert issues == [("parts_changed", None, "2024-02", "6")]


def test_months_of_birth_part_late_births_and_are_no_villages(put):
    text = "单位,报告月份,出生月份,补报人数\n甲镇,2024-01,2023-01,1\n甲镇,2024-01,2023-02,1\n"
    text += "甲镇,2024-02,2023-02,1\n甲镇,2024-03,2023-01,1\n甲镇,2024-03,2023-02,1\n"
    done = fpstats.check(put(text), lang="en")
    assert {row["code"] for row in done.table.to_pylist()}.isdisjoint(CODES)


def test_every_engine_says_the_same(told):
    texts = without("2024-04", "东村")
    done = [told(*texts, engine=engine) for engine in ("polars", "pandas", "pyarrow", "duckdb")]
    assert all(one == done[0] for one in done)
    assert done[0][1] == [("part_left_out", "甲镇", "2024-04", "东村")]


# --- sets over time -----------------------------------------------------------------------------


def parts(text: str) -> frozenset[tuple[str, int]]:
    return frozenset((name, 0) for name in text)


def over_time(*texts: str) -> tuple[list[LeftOut], list[Changed]]:
    return compared([parts(text) for text in texts], range(len(texts)))


def test_villages_that_were_joined_for_years_and_parted_again_were_not_left_out():
    # As in 官田區: two villages were one from 2018 to 2026.
    texts = ["AB"] * 5 + ["C"] * 24 + ["AB"] * 5
    left_out, changed = over_time(*texts)
    assert left_out == []
    assert changed == [
        Changed(5, parts("AB"), parts("C")),
        Changed(29, parts("C"), parts("AB")),
    ]


def test_two_left_out_and_one_written_otherwise_for_a_month_are_left_out():
    left_out, changed = over_time("ABD", "ABD", "CD", "ABD", "ABD")
    assert left_out == [LeftOut(2, 2, parts("AB"))]
    assert changed == []


def test_the_trace_of_a_village_that_is_newly_set_up_is_a_change():
    # As in 斗六市: a first line of zeros in April, none in May, births from June on.
    left_out, changed = over_time("A", "A", "AB", "A", *["AB"] * 5)
    assert left_out == []
    assert [(one.at, one.gone, one.new) for one in changed] == [
        (2, parts(""), parts("B")),
        (3, parts("B"), parts("")),
        (4, parts(""), parts("B")),
    ]


@given(
    names=st.sets(st.characters(categories=["Lo"]), min_size=2, max_size=6),
    number=st.integers(3, 20),
    data=st.data(),
)
def test_whatever_is_left_out_of_steady_returns_is_found_there_and_nowhere_else(
    names: set[str], number: int, data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, number - 2))
    lacking = data.draw(st.sets(st.sampled_from(sorted(names)), min_size=1))
    whole = parts("".join(names))
    some = frozenset((name, 0) for name in lacking)
    returns = [whole - some if place == at else whole for place in range(number)]
    assert compared(returns, range(number)) == ([LeftOut(at, at, some)], [])


# --- what an office published -------------------------------------------------------------------


def test_years_of_a_whole_country_have_no_village_left_out(shared: Path) -> None:
    taiwan = shared / "data" / "taiwan"
    files = [*taiwan.glob("monthly/2018-*.csv"), *taiwan.glob("population/201[78]*.csv")]
    done = fpstats.compute(files, indicators="births", lang="en")
    codes = pl.DataFrame(done.issues)["code"]
    assert "part_left_out" not in codes
    # Boundaries were redrawn in April 2018: told, and not often.
    assert 0 < codes.str.starts_with("parts_").sum() < 20


def test_a_line_taken_out_of_a_published_file_is_found(shared: Path, tmp_path: Path) -> None:
    files = []
    for month in range(4, 7):
        path = tmp_path / f"2017-{month:02}.csv"
        text = (shared / "data" / "taiwan" / "monthly" / path.name).read_text("utf-8-sig")
        kept = [line for line in text.splitlines() if month != 5 or "馬公市,中央里" not in line]
        path.write_text("\n".join(kept) + "\n", "utf-8")
        files.append(path)
    done = fpstats.compute(files, indicators="births", every="month", lang="en")
    rows = [row for row in done.issues.to_pylist() if row["code"] == "part_left_out"]
    assert [(r["area"], r["period"], r["value"]) for r in rows] == [
        ("澎湖縣馬公市", "2017-05", "中央里")
    ]
    assert rows[0]["source"].endswith("2017-05.csv")
