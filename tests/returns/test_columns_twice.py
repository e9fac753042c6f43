"""Two columns of one item: which counts nobody can say, so the file is refused with both cells."""

from __future__ import annotations

import re

import pytest

import fpstats


@pytest.mark.parametrize(
    ("headings", "first", "second"),
    [
        ("area,period,births,births", "C1“births”", "D1“births”"),
        ("area,period,births,出生人数", "C1“births”", "D1“出生人数”"),
        ("area,period,出生 人数,births", "C1“出生人数”", "D1“births”"),
        ("area,period,births,出生数,deaths", "C1“births”", "D1“出生数”"),
        ("area,area,period,births", "A1“area”", "B1“area”"),
    ],
)
def test_a_file_is_refused_that_has_an_item_in_two_columns(put, headings, first, second):
    line = ",".join("甲镇" if one == "area" else "2024-01" if one == "period" else "5"
                    for one in headings.split(","))  # fmt: skip
    path = put(f"{headings}\n{line}\n")
    text = f"returns.csv: {first} and {second} are the same, and nothing tells which of them counts"
    with pytest.raises(fpstats.FpstatsError, match=re.escape(text)):
        fpstats.read(path, lang="en")


def test_two_names_of_which_neither_is_the_id_are_refused_too(put):
    path = put("area,period,出生人数,出生数\n甲镇,2024-01,5,6\n")
    with pytest.raises(fpstats.FpstatsError, match=r"(?s)returns\.csv.*C1.*D1"):
        fpstats.read(path, lang="en")


def test_a_layout_that_names_its_heading_says_which_column_it_means(put, values):
    layout = 'period.columns = ["月份"]\narea.columns = ["乡镇"]\nitems.births = ["出生活产"]\n'
    path = put("乡镇,月份,出生活产,出生人数\n甲镇,2024-01,5,6\n")
    found = values(path, layout=put(layout, "own.toml"))
    assert found == [("甲镇", "2024-01", "births", 5)]
