"""The samples are what data/make_samples.py writes, and are wrong only where they should be.

One file, because one script writes them all.
"""

from __future__ import annotations

import csv
import importlib.util
import io
from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

DATA = Path(__file__).parents[2] / "data"
SAMPLES = DATA / "samples"


def words(text: str) -> list[str]:
    return text.split()


LATE = ("霜堰乡", "2024-09")
BLANK = ("榆墩镇", "2023-03")
IMPOSSIBLE = ("禾笠镇", "2024-02")
SMALL = "微岭乡"
MONTHS = [f"{y}-{m:02d}" for y in range(2021, 2025) for m in range(1, 13)][9:45]
OPENING = "2021-09"

# Written out a second time, so that a change of the form does not go unseen.
HEADINGS = """
单位/; 期末总人口/合计,男,女; 出生人数/合计,男,女; 一孩出生/合计,男,女; 二孩出生/合计,男,女;
多孩出生/合计,男,女; 符合政策出生/合计,一孩,二孩,多孩; 往年补报出生/; 死亡人数/合计,男,女;
人口迁移/迁入,迁出; 婚姻登记/结婚对数,离婚对数; 女性初婚/合计,23岁及以上; 晚育一孩/;
育龄妇女/15—49岁,已婚;
避孕人数/合计,男性绝育,女性绝育,宫内节育器,皮下埋植,口服及注射,避孕套,其他;
生殖健康检查/应查,实查; 出生核查/核查数,漏报,重报,错报,原报数
"""
STOCK_HEADINGS = """
单位/; 期末总人口/合计,男,女; 育龄妇女/15—49岁,已婚;
避孕人数/合计,男性绝育,女性绝育,宫内节育器,皮下埋植,口服及注射,避孕套,其他
"""
STOCKS = words("""
population population_male population_female women_15_49 married_women_15_49 contraceptive_users
users_male_sterilisation users_female_sterilisation users_iud users_implant users_pill_injection
users_condom users_other
""")
ITEMS = words("""
population population_male population_female births births_male births_female
births_first births_first_male births_first_female
births_second births_second_male births_second_female
births_third_plus births_third_plus_male births_third_plus_female
births_in_policy births_in_policy_first births_in_policy_second births_in_policy_third_plus
births_late_registered deaths deaths_male deaths_female migrants_in migrants_out
marriages divorces first_marriages_women late_first_marriages_women late_first_births
women_15_49 married_women_15_49 contraceptive_users users_male_sterilisation
users_female_sterilisation users_iud users_implant users_pill_injection users_condom users_other
examinations_due examinations_done births_checked births_check_missed births_check_duplicated
births_check_wrong births_check_reported
""")
ORDERS = ("first", "second", "third_plus")

# Whole = sum of parts.
SUMS = {
    "population": ("population_male", "population_female"),
    "births": ("births_male", "births_female"),
    **{f"births_{o}": (f"births_{o}_male", f"births_{o}_female") for o in ORDERS},
    "births_male": tuple(f"births_{o}_male" for o in ORDERS),
    "births_female": tuple(f"births_{o}_female" for o in ORDERS),
    "births_in_policy": tuple(f"births_in_policy_{o}" for o in ORDERS),
    "deaths": ("deaths_male", "deaths_female"),
    "contraceptive_users": tuple(item for item in STOCKS if item.startswith("users_")),
}
# Part ≤ whole.
LIMITS = (
    ("births_in_policy", "births"),
    *((f"births_in_policy_{o}", f"births_{o}") for o in ORDERS),
    ("first_marriages_women", "marriages"),
    ("late_first_marriages_women", "first_marriages_women"),
    ("late_first_births", "births_first"),
    ("women_15_49", "population_female"),
    ("married_women_15_49", "women_15_49"),
    ("contraceptive_users", "married_women_15_49"),
    ("examinations_done", "examinations_due"),
    ("births_check_missed", "births_checked"),
    ("births_check_wrong", "births_checked"),
    ("births_check_duplicated", "births_check_reported"),
    ("births_check_reported", "births"),
)


def pairs(headings: str) -> list[tuple[str, str]]:
    columns = (heading.strip().split("/") for heading in headings.split(";"))
    return [(parent, child) for parent, children in columns for child in children.split(",")]


def tidy(name: str) -> dict[tuple[str, str], dict[str, int | None]]:
    with (SAMPLES / "tidy" / name).open(encoding="utf-8", newline="") as file:
        return {
            (row.pop("area"), row.pop("period")): {
                item: int(cell) if cell else None for item, cell in row.items()
            }
            for row in csv.DictReader(file)
        }


@pytest.fixture(scope="module")
def returns() -> dict[tuple[str, str], dict[str, int | None]]:
    return tidy("returns.csv")


@pytest.fixture(scope="module")
def opening() -> dict[tuple[str, str], dict[str, int | None]]:
    return tidy("opening.csv")


def listed(level: str) -> list[str]:
    with (SAMPLES / "areas.csv").open(encoding="utf-8", newline="") as file:
        return [row["name"] for row in csv.DictReader(file) if row["level"] == level]


def gbk_grid(period: str) -> list[list[str]]:
    text = (SAMPLES / "gbk" / f"{period}.csv").read_bytes().decode("gb18030")
    assert text.count("\n") == text.count("\r\n")
    return list(csv.reader(io.StringIO(text, newline="")))


def xlsx_grid(period: str) -> list[list[str]]:
    book = CalamineWorkbook.from_path(SAMPLES / "xlsx" / f"{period}.xlsx")
    assert book.sheet_names == ["月报表"]
    grid = book.get_sheet_by_index(0).to_python()
    assert not any(isinstance(cell, str) and cell for row in grid[3:] for cell in row[1:])
    return [[str(int(c)) if isinstance(c, float) else c for c in row] for row in grid]


def paths(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def test_made_anew_they_are_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(DATA)
    spec = importlib.util.spec_from_file_location("make_samples", DATA / "make_samples.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    maker.write(tmp_path)
    assert paths(tmp_path) == paths(SAMPLES)
    for path in paths(tmp_path):
        assert (tmp_path / path).read_bytes() == (SAMPLES / path).read_bytes(), path


def test_they_stay_small():
    assert sum((SAMPLES / path).stat().st_size for path in paths(SAMPLES)) < 3_000_000


def test_every_township_reports_every_month_but_the_late_one(returns, opening):
    townships = listed("township")
    assert len(townships) == len(set(townships)) == 24
    expected = [(area, period) for period in MONTHS for area in townships]
    expected.remove(LATE)
    assert list(returns) == expected
    assert list(opening) == [(area, OPENING) for area in townships]
    assert all(list(row) == ITEMS for row in returns.values())
    assert all(list(row) == STOCKS for row in opening.values())


def test_one_cell_is_blank(returns):
    blank = [
        (key, item) for key, row in returns.items() for item, value in row.items() if value is None
    ]
    assert blank == [(BLANK, "deaths")]


def test_no_count_is_negative(returns, opening):
    rows = [*returns.values(), *opening.values()]
    assert min(value for row in rows for value in row.values() if value is not None) >= 0


@pytest.mark.parametrize("whole", SUMS)
def test_parts_add_up(returns, opening, whole):
    known = {"births_in_policy": [IMPOSSIBLE], "deaths": [BLANK]}.get(whole, [])
    rows = {key: row for key, row in (returns | opening).items() if whole in row}
    wrong = [
        key for key, row in rows.items() if row[whole] != sum(row[part] for part in SUMS[whole])
    ]
    assert wrong == known


def test_births_are_the_sum_of_their_orders(returns):
    for key, row in returns.items():
        assert row["births"] == sum(row[f"births_{order}"] for order in ORDERS), key


@pytest.mark.parametrize(("part", "whole"), LIMITS)
def test_parts_are_not_more_than_the_whole(returns, part, whole):
    known = [IMPOSSIBLE] if part == "births_in_policy" else []
    assert [key for key, row in returns.items() if row[part] > row[whole]] == known


def test_the_number_the_return_had(returns):
    for key, row in returns.items():
        had = row["births_checked"] - row["births_check_missed"] + row["births_check_duplicated"]
        assert row["births_check_reported"] == had, key


def test_population_balances(returns, opening):
    months = [OPENING, *MONTHS]
    before = dict(zip(MONTHS, months, strict=False))
    rows = returns | opening
    for (area, period), row in returns.items():
        deaths = row["deaths_male"] + row["deaths_female"]  # the total is blank once
        moved = row["migrants_in"] - row["migrants_out"]
        balance = rows[area, before[period]]["population"] + row["births"] - deaths + moved
        assert row["population"] == balance, (area, period)


def test_the_small_township_is_small(opening):
    people = {area: row["population"] for (area, _), row in opening.items()}
    assert people.pop(SMALL) == 900
    assert 8_000 <= min(people.values()) <= max(people.values()) <= 60_000


@pytest.mark.parametrize("grid", [gbk_grid, xlsx_grid])
@pytest.mark.parametrize("period", [OPENING, *MONTHS])
def test_forms_hold_the_tidy_numbers(returns, opening, grid, period):
    headings, items = (STOCK_HEADINGS, STOCKS) if period == OPENING else (HEADINGS, ITEMS)
    rows = {area: row for (area, end), row in (returns | opening).items() if end == period}
    title, parents, children, *lines, total = grid(period)

    year, month = int(period[:4]), int(period[5:])
    name = "末人口和妇女基数表" if period == OPENING else "人口和计划生育月报表"
    stated = f"示例县{year}年{month}月{name}（样例，数据为虚构）"
    assert title == [stated, *[""] * len(items)]

    columns = pairs(headings)
    before = [("", ""), *columns]  # a parent heading is written once, over its first child
    assert children == [child for _, child in columns]
    assert parents == [
        "" if parent == left else parent
        for (parent, _), (left, _) in zip(columns, before, strict=False)
    ]

    assert lines == [
        [area, *("" if row[item] is None else str(row[item]) for item in items)]
        for area, row in rows.items()
    ]
    sums = (sum(row[item] or 0 for row in rows.values()) for item in items)
    assert total == ["合计", *map(str, sums)]


@pytest.mark.parametrize("period", [OPENING, *MONTHS])
def test_workbooks_really_merge_title_and_headings(period):
    book = CalamineWorkbook.from_path(SAMPLES / "xlsx" / f"{period}.xlsx")
    merged = set(book.get_sheet_by_index(0).merged_cell_ranges)
    columns = pairs(STOCK_HEADINGS if period == OPENING else HEADINGS)
    expected, column = {((0, 0), (0, len(columns) - 1))}, 0
    for parent, width in Counter(parent for parent, _ in columns).items():
        bottom = 2 if (parent, "") in columns else 1
        expected.add(((1, column), (bottom, column + width - 1)))
        column += width
    assert merged == expected


def test_gbk_forms_fit_in_gbk():
    for path in (SAMPLES / "gbk").iterdir():
        assert path.read_bytes().decode("gbk") == path.read_bytes().decode("gb18030")


def test_areas_form_a_tree():
    with (SAMPLES / "areas.csv").open(encoding="utf-8", newline="") as file:
        areas = list(csv.DictReader(file))
    assert list(areas[0]) == ["code", "name", "aliases", "level", "parent", "opened", "closed"]
    assert [area["level"] for area in areas] == ["county", *["group"] * 3, *["township"] * 24]
    level = {area["name"]: area["level"] for area in areas}
    above = {"county": "", "group": "county", "township": "group"}
    for area in areas:
        assert level.get(area["parent"], "") == above[area["level"]], area
    names = [n for a in areas for n in (a["name"], *filter(None, a["aliases"].split("|")))]
    assert len(names) == len(set(names))
    assert len({area["code"] for area in areas}) == len(areas)


def test_targets():
    with (SAMPLES / "targets.csv").open(encoding="utf-8", newline="") as file:
        targets = list(csv.DictReader(file))
    assert list(targets[0]) == ["indicator", "area", "period", "kind", "value", "upper"]
    assert {row["kind"] for row in targets} == {"at_least", "at_most", "within"}
    assert all(bool(row["upper"]) == (row["kind"] == "within") for row in targets)
    assert {row["area"] for row in targets} == {"all", SMALL}


# The county's three statistical years look like a county.
@pytest.mark.parametrize(
    ("per", "numerator", "denominator", "low", "high"),
    [
        (12_000, ("births",), "population", 7.3, 10.3),
        (12_000, ("deaths",), "population", 6.5, 8),
        (100, ("births_in_policy",), "births", 95, 98.5),
        (100, ("births_first_male",), "births_first_female", 103, 114),
        (100, ("births_third_plus_male",), "births_third_plus_female", 110, 135),
        (100, ("contraceptive_users",), "married_women_15_49", 80, 84),
        (100, ("late_first_marriages_women",), "first_marriages_women", 53, 57),
        (100, ("examinations_done",), "examinations_due", 88, 99),
        (
            100,
            ("births_check_missed", "births_check_duplicated", "births_check_wrong"),
            "births_checked",
            1,
            4,
        ),
    ],
)
def test_sizes_are_realistic(returns, per, numerator, denominator, low, high):
    for year in (MONTHS[:12], MONTHS[12:24], MONTHS[24:]):
        rows = [row for (_, period), row in returns.items() if period in year]
        above = sum(row[item] or 0 for row in rows for item in numerator)
        assert low < per * above / sum(row[denominator] for row in rows) < high
