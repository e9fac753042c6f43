"""The workbooks of Japan's Ministry of Internal Affairs: 47 prefectures and their sums."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import python_calamine

import fpstats

GUIDES = Path(__file__).parents[2] / "docs" / "how-to"

# The file, its period, the columns of the sum 合計, and those of the change and of the natural rate
# (%) that are printed; all counted from 0. 平成16年度 is April 2004 to March 2005.
BOOKS = [
    ("2005_都道府県別人口と世帯数.xls", "2004-04:2005-03",
     {"population_male": 2, "population_female": 3, "population": 4, "births": 9, "deaths": 13},
     16, 19),
    ("2022_都道府県別人口と世帯数.xlsx", "2021",
     {"population_male": 2, "population_female": 3, "population": 4, "births": 9, "deaths": 15},
     18, 21),
]  # fmt: skip


@pytest.fixture(params=BOOKS, ids=["2005", "2022"])
def book(request, shared):
    name, *rest = request.param
    path = shared / "data" / "japan" / name
    sheet = python_calamine.load_workbook(path).get_sheet_by_index(0)
    lines = sheet.to_python(skip_empty_area=False)
    return path, {str(line[1]).strip(): line for line in lines if str(line[1]).strip()}, *rest


def _read(path: Path):
    found = fpstats.read(str(path))
    assert {one["severity"] for one in found.issues.to_pylist()} == {"info"}
    return found.table.to_pylist()


def test_all_prefectures_and_the_sums_of_the_ministry(book):
    path, printed, period, columns, _, _ = book
    rows = _read(path)
    assert {row["period"] for row in rows} == {period}
    assert len({row["area"] for row in rows}) == 47
    for item, column in columns.items():
        values = [row["value"] for row in rows if row["item"] == item]
        assert len(values) == 47
        assert sum(values) == printed["合計"][column], item


def test_the_printed_rates_of_natural_change(book):
    """Births less deaths, over the population of the year before, in per cent."""
    path, printed, _, _, change, rate = book
    read = {(row["area"], row["item"]): row["value"] for row in _read(path)}
    for area in {area for area, _ in read}:
        line = printed[area]
        before = read[area, "population"] - line[change]
        natural = read[area, "births"] - read[area, "deaths"]
        assert 100 * natural / before == pytest.approx(line[rate], rel=1e-9), area


@pytest.mark.parametrize("page", ["catalogue.md", "catalogue.zh.md"])
def test_the_command_of_the_guide_prints_the_rates_of_the_ministry(page, book, tmp_path):
    """100 (births - deaths) / (residents after - entries + removals), of 47 prefectures and all."""
    path, printed, period, _, _, rate = book
    guide = (GUIDES / page).read_text("utf-8")
    files = dict(re.findall(r"```toml file=(japan[\w-]*\.toml)\n(.*?)```", guide, re.DOTALL))
    for name, content in files.items():
        (tmp_path / name).write_text(content, "utf-8")
    done = fpstats.compute(
        str(path),
        layout=str(tmp_path / "japan.toml"),
        catalogue=str(tmp_path / "japan-rates.toml"),
        indicators=["japan_natural_change"],
        year_start=4 if period.startswith("2004-04") else 1,
    )
    rows = {row["area"]: row for row in done.comparisons.to_pylist()}
    whole = rows.pop("合计")["value"]
    assert whole == pytest.approx(printed["合計"][rate], rel=1e-9)
    assert len(rows) == 47
    for area, row in rows.items():
        assert row["value"] == pytest.approx(printed[area][rate], rel=1e-9), area
