"""A county's returns as a clerk gets them: forms, files of others, and mistakes of every kind."""

import csv

import openpyxl
import pytest

import fpstats

from .conftest import found

ITEMS = (
    "population", "births", "births_male", "births_female", "births_in_policy", "deaths",
    "deaths_male", "deaths_female", "migrants_in", "migrants_out", "women_15_49",
    "married_women_15_49", "population_opening",
)  # fmt: skip
AREAS = """name,aliases,level,parent
某县,,county,
甲镇,,township,某县
乙镇,老乙镇,township,某县
丙镇,,township,某县
"""
START = {"甲镇": 20000, "乙镇": 14000, "丙镇": 29000}


def honest():
    """Return what is true, by area and month: everything adds up and balances."""
    told = {}
    for place, (area, opening) in enumerate(START.items()):
        population = opening
        for month in (1, 2, 3):
            births, deaths = 20 + 7 * place + month, 12 + 5 * place - month
            closing = population + births - deaths + 9 - month
            values = (closing, births, births - 9, 9, births - 1, deaths, deaths - 4, 4, 9, month,
                      population // 4, population // 5, population)  # fmt: skip
            told[area, month] = dict(zip(ITEMS, values, strict=True))
            population = closing
    return told


@pytest.fixture(scope="module")
def checked(tmp_path_factory, run):
    folder = tmp_path_factory.mktemp("clerk")
    (folder / "areas.csv").write_text(AREAS, "utf-8")
    returns = folder / "returns"
    returns.mkdir()
    told = honest()
    truth = {item: sum(told[area, 3][item] for area in START) for item in ITEMS}
    year = sum(told["甲镇", month]["births"] for month in (1, 2, 3))
    told["甲镇", 1]["births"] += 3
    told["乙镇", 1]["births_in_policy"] += 5
    told["丙镇", 2]["population"] += 10
    told["甲镇", 2]["deaths_male"] = None
    told["乙镇", 3]["deaths"] = "O"
    told["丙镇", 3]["married_women_15_49"] += 2000
    del told["丙镇", 1]
    for month in (1, 2, 3):
        run("form", "--areas", folder / "areas.csv", "--period", f"2024-{month:02d}",
            "--items", ",".join(ITEMS), "--each", folder / f"{month}", "-q")  # fmt: skip
    for (area, month), values in told.items():
        book = openpyxl.load_workbook(folder / f"{month}" / f"{area}.xlsx")
        for column, item in enumerate(ITEMS, 2):
            # The items stand in the order of the county's return, the opening stock behind.
            book.worksheets[0].cell(5, column).value = values[item]
        book.save(returns / f"{area}{month}.xlsx")
    with (returns / "汇总.csv").open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows(
            [["某县2024年3月汇总表"], [], ["单位", "出生人数", "出生男", "出生女"],
             ["某县", truth["births"] + 6, truth["births_male"], truth["births_female"]],
             ["注：由统计科汇总"]]
        )  # fmt: skip
    with (returns / "累计.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [["单位", "期别", "出生人数"], ["甲镇", "2024年1-3月累计", year]]
        )
    with (returns / "结婚.csv").open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows(
            [["单位", "期别", "结婚登记对数"], ["老乙镇", "2024年3月", "十二"]]
        )
    return fpstats.check(returns, areas=folder / "areas.csv", lang="en", year_start=1)


def one(checked, code, **wanted):
    (row,) = [r for r in found(checked, code) if all(r[k] == v for k, v in wanted.items())]
    return row


def test_every_mistake_is_found_with_its_cells_its_difference_and_what_is_at_stake(checked):
    expected = {
        # code: area, period, events at stake, cells on both sides
        ("births_by_sex", "甲镇", "2024-01"): (3, "甲镇1.xlsx[报表]!C5 !D5 !E5"),
        ("policy_births_within_births", "乙镇", "2024-01"): (4, "乙镇1.xlsx[报表]!F5 !C5"),
        ("opening_is_closing", "丙镇", "2024-03"): (10, "丙镇3.xlsx[报表]!N5 丙镇2.xlsx[报表]!B5"),
        ("opening_balances", "丙镇", "2024-02"): (10, "丙镇2.xlsx[报表]!B5 !N5 !C5 !G5"),
        ("area_above", "某县", "2024-03"): (
            6, "汇总.csv!B4 甲镇3.xlsx[报表]!C5 乙镇3.xlsx[报表]!C5 丙镇3.xlsx[报表]!C5",
        ),
        ("year_to_date", "甲镇", "2024-Q1"): (
            3, "累计.csv!C2 甲镇1.xlsx[报表]!C5 甲镇2.xlsx[报表]!C5 甲镇3.xlsx[报表]!C5",
        ),
    }  # fmt: skip
    for (code, area, period), (events, cells) in expected.items():
        row = one(checked, code, area=area, period=period)
        assert row["severity"] == "error"
        assert (row["events"], abs(row["difference"])) == (events, events), code
        assert all(cell in row["cells"] for cell in cells.split()), (code, row["cells"])


def test_a_part_above_its_whole_says_by_how_much(checked):
    row = one(checked, "married_within_women", area="丙镇")
    # 29,000 grew by 22 and by 23: a fifth of 29,045 is 5,809, and 2,000 more; a quarter 7,261.
    assert (row["left"], row["right"]) == (7809, 7261)
    assert row["events"] == row["difference"] == 548


def test_what_was_typed_wrong_is_of_the_township_whose_line_it_is(checked):
    letters = one(checked, "not_a_number", item="deaths")
    assert (letters["area"], letters["period"], letters["cell"]) == ("乙镇", "2024-03", "G5")
    # By an old name of the township, and a period as people write it.
    words = one(checked, "not_a_number", item="marriages")
    assert (words["area"], words["period"], words["cell"]) == ("乙镇", "2024-03", "C2")
    assert words["message"].startswith("乙镇 2024-03: «十二»")


def test_what_is_lacking_is_named_first(checked):
    row = one(checked, "deaths_with_sexes", area="甲镇")
    assert (row["cell"], row["period"]) == ("H5", "2024-02")
    blank = one(checked, "blank_value", area="甲镇")
    assert (blank["cell"], blank["period"]) == ("H5", "2024-02")
    missing = one(checked, "missing_return")
    assert (missing["area"], missing["period"]) == ("丙镇", "2024-01")


def test_the_numbers_of_several_areas_are_named_with_their_area(checked):
    cells = one(checked, "area_above")["cells"]
    assert "甲镇 births 2024-03" in cells
    assert "births 2024-01 " in one(checked, "births_by_sex", area="甲镇")["cells"]


def test_the_gravest_and_largest_come_first(checked):
    rows = checked.table.to_pylist()
    errors = [row["events"] for row in rows if row["severity"] == "error" and row["events"]]
    assert errors == sorted(errors, reverse=True)
    grades = [row["severity"] for row in rows]
    assert grades == sorted(grades, key=("error", "warning", "info").index)


def test_and_nothing_else_is_an_error(checked):
    rows = checked.table.to_pylist()
    told = {(row["code"], row["area"], row["period"]) for row in rows if row["severity"] == "error"}
    assert told == {
        ("births_by_sex", "甲镇", "2024-01"),
        ("opening_balances", "甲镇", "2024-01"),
        ("policy_births_within_births", "乙镇", "2024-01"),
        ("opening_balances", "丙镇", "2024-02"),
        ("opening_is_closing", "丙镇", "2024-03"),
        ("population_balance", "丙镇", "2024-03"),
        ("married_within_women", "丙镇", "2024-03"),
        ("not_a_number", "乙镇", "2024-03"),
        ("area_above", "某县", "2024-03"),
        ("births_by_sex", "某县", "2024-03"),
        ("year_to_date", "甲镇", "2024-Q1"),
    }


def test_findings_of_one_mistake_are_one_cause_with_the_cell_to_look_at_first(checked):
    causes = {}
    for row in checked.table.to_pylist():
        if row["severity"] == "error":
            mine = causes.setdefault(row["cause"], [])
            mine.append((row["code"], row["area"], row["period"], row["hint"]))
    told = {tuple(sorted(one[:3] for one in mine)): mine[0][3] for mine in causes.values()}
    # Three births too many in January: they neither fit the sexes, nor the year, nor the balance.
    births = told[
        ("births_by_sex", "甲镇", "2024-01"),
        ("opening_balances", "甲镇", "2024-01"),
        ("year_to_date", "甲镇", "2024-Q1"),
    ]
    assert births == "甲镇 2024-01 births (甲镇1.xlsx[报表]!C5), 24; were it 21, all would come out"
    # Ten more in a closing population: it fits neither its month nor the next.
    closing = told[
        ("opening_balances", "丙镇", "2024-02"),
        ("opening_is_closing", "丙镇", "2024-03"),
        ("population_balance", "丙镇", "2024-03"),
    ]
    assert closing.startswith("丙镇 2024-02 population (丙镇2.xlsx[报表]!B5), 29055; were it 29045")
    # Six more in the births of the county.
    county = told[("area_above", "某县", "2024-03"), ("births_by_sex", "某县", "2024-03")]
    assert county.startswith("某县 2024-03 births (汇总.csv!B4)")
    # And a part above its whole, twice, and two numbers that are none.
    assert checked.count("error") == len(causes) == 7
