"""Layouts that are written down read what was read, year by year, and refuse what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

import fpstats
from fpstats.errors import FpstatsError
from fpstats.pipeline.writing_layouts import new_layout


@pytest.fixture
def form(tmp_path, monkeypatch):
    """Return a function that writes a sheet as CSV and returns the name of its file."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, text: str) -> str:
        Path(name).write_text(text, "utf-8")
        return name

    return write


def read(path, **options):
    rows = fpstats.read(str(path), lang="en", **options).table.to_pylist()
    return sorted((row["area"], row["period"], row["item"], row["value"]) for row in rows)


def laid_out(path) -> str:
    Path("own.toml").write_text(new_layout(path, lang="en").text, "utf-8")
    return "own.toml"


@pytest.mark.parametrize(
    ("heading", "next_year", "periods"),
    [
        ("2024年5月出生,2024年5月死亡", "2025年6月出生,2025年6月死亡", ["2024-05", "2025-06"]),
        ("2023年出生,2023年死亡", "2024年出生,2024年死亡", ["2023", "2024"]),
    ],
)
def test_headings_that_name_the_year_are_of_any_year(form, heading, next_year, periods):
    first = form("a.csv", f"乡镇,{heading}\n东沟乡,5,3\n西沟乡,6,2\n")
    layout = laid_out(first)
    assert 'from = "headings"' in Path(layout).read_text("utf-8")
    again = form("b.csv", f"乡镇,{next_year}\n东沟乡,7,1\n西沟乡,8,4\n")
    for path, period, births in ((first, periods[0], 5), (again, periods[1], 7)):
        found = read(path, layout=layout)
        assert ("东沟乡", period, "births", births) in found
        assert len(found) == 4


def test_a_heading_without_its_year_is_another_form(form):
    layout = laid_out(form("a.csv", "乡镇,2024年5月出生\n东沟乡,5\n西沟乡,6\n"))
    with pytest.raises(FpstatsError, match="own"):
        read(form("b.csv", "乡镇,5月出生\n东沟乡,7\n西沟乡,8\n"), layout=layout)


def test_couples_below_a_unit_of_ten_thousand_stay_couples(form):
    text = "2023年人口,,单位：万人\n地区,年末总人口,结婚对数\n东海县,45.12,2104\n西山县,38.7,1903\n"
    path = form("a.csv", text)
    assert read(path, layout=laid_out(path)) == [
        ("东海县", "2023", "marriages", 2104),
        ("东海县", "2023", "population", 451200),
        ("西山县", "2023", "marriages", 1903),
        ("西山县", "2023", "population", 387000),
    ]


@pytest.mark.parametrize(
    "name", ["2005_都道府県別人口と世帯数.xls", "2022_都道府県別人口と世帯数.xlsx"]
)
def test_forms_of_japan_are_read_by_what_is_written_as_without_it(name, shared, form):
    path = shared / "data" / "japan" / name
    found = read(path)
    assert len(found) == 5 * 47
    assert read(path, layout=laid_out(path)) == found
