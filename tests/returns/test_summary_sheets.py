"""Sheets and files that are the sum of all others, and bear no name that says so."""

import openpyxl
import pytest

import fpstats

TOWNSHIPS = {"马店镇": (5, 2, 500), "高桥乡": (6, 3, 700), "三合街道": (7, 4, 900)}
SUMS = (18, 9, 2100)


def workbook(path, sheets):
    """Write a workbook of forms, a sheet each, of births, deaths and population."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, (unit, numbers) in enumerate(sheets.items()):
        sheet = book.create_sheet(f"t{number}")
        for line in (
            ["2024年5月人口月报表"],
            [f"填报单位：{unit}"],
            ["出生人数", "死亡人数", "总人口"],
            numbers,
        ):
            sheet.append(line)
    book.save(path)
    return path


def births(source, **options):
    """Return the births of all areas together, and what is told of sheets, with its severity."""
    done = fpstats.compute(source, indicators=["births"], lang="zh", **options)
    found = {row["area"]: row["numerator"] for row in done.comparisons.to_pylist()}
    codes = {"looks_like_total", "perhaps_total"}
    told = [
        (one["severity"], one["sheet"]) for one in done.issues.to_pylist() if one["code"] in codes
    ]
    return found["合计"], told


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("name", ["青禾", "青禾镇"])
def test_a_sheet_that_is_the_sum_of_all_others_is_left_out(tmp_path, name, first):
    sheets = [*TOWNSHIPS.items()]
    sheets.insert(0 if first else 3, (name, SUMS))
    found = births(workbook(tmp_path / "b.xlsx", dict(sheets)))
    # 5 + 6 + 7 = 18.
    assert found == (18, [("error", "t0" if first else "t3")])


def test_a_file_that_is_the_sum_of_all_others_is_left_out(tmp_path):
    for name, numbers in (TOWNSHIPS | {"青禾": SUMS}).items():
        said = ",".join(map(str, numbers))
        text = f"期别,地区,出生人数,死亡人数,总人口\n2024年5月,{name},{said}\n"
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    assert births(tmp_path) == (18, [("error", None)])


def test_a_sheet_that_differs_in_one_number_counts(tmp_path):
    sheets = TOWNSHIPS | {"青禾": (18, 10, 2100)}
    assert births(workbook(tmp_path / "b.xlsx", sheets)) == (36, [])


def test_few_small_numbers_are_no_proof(tmp_path):
    # 1 + 2 = 3 may be chance: told, and counted.
    sheets = {"马店镇": (1, 0, 0), "高桥乡": (2, 0, 0), "青禾": (3, 0, 0)}
    assert births(workbook(tmp_path / "b.xlsx", sheets)) == (6, [("warning", "t2")])


def test_of_two_sheets_with_the_same_numbers_nobody_can_tell(tmp_path):
    sheets = {"马店镇": (5, 2, 500), "青禾": (5, 2, 500)}
    assert births(workbook(tmp_path / "b.xlsx", sheets)) == (10, [("warning", "t1")])


def test_what_the_table_of_areas_names_counts_and_is_told(tmp_path):
    areas = tmp_path / "areas.csv"
    areas.write_text("name\n青禾\n" + "\n".join(TOWNSHIPS), "utf-8")
    path = workbook(tmp_path / "b.xlsx", TOWNSHIPS | {"青禾": SUMS})
    assert births(path, areas=areas) == (36, [("warning", "t3")])
