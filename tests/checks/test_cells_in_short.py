"""What people read names every cell on both sides, in short: `B5, C5 ↔ D5`."""

import openpyxl
import pytest

import fpstats
from fpstats.pipeline.replies import document
from fpstats.write import render


def shorts(checked, code):
    """Return the cells of the findings of one code as a table shows them."""
    return [row.short for row in checked.rows if row.values["code"] == code]


def test_the_two_sides_are_parted_and_neighbours_are_one_range(check):
    checked = check("""
        area,period,births_male,births,births_female,births_first,births_second,births_third_plus
        甲镇,2024-05,11,20,8,10,5,4
    """)
    # births stands in D; male in C and female in E do not touch, the orders in F, G and H do.
    assert shorts(checked, "births_by_sex") == ["returns.csv!D2 ↔ C2, E2"]
    assert shorts(checked, "births_by_order") == ["returns.csv!D2 ↔ F2:H2"]


def test_a_balance_names_both_months_and_what_happened_between(check):
    checked = check("""
        area,period,population,births,deaths,migrants_in,migrants_out
        甲镇,2024-01,1000,2,1,0,0
        甲镇,2024-02,1007,2,1,0,0
    """)
    # 1000 + 2 - 1 + 0 - 0 = 1001.
    assert shorts(checked, "population_balance") == ["returns.csv!C3 ↔ C2, D3:G3"]


def test_a_cell_of_another_file_is_named_with_it(saved):
    above = saved("above.csv", "area,period,births\n某县,2024-05,9")
    below = saved("below.csv", "area,period,births\n甲镇,2024-05,5\n乙镇,2024-05,3")
    areas = saved(
        "areas.csv", "name,level,parent\n某县,county,\n甲镇,township,某县\n乙镇,township,某县"
    )
    checked = fpstats.check([above, below], areas=areas, lang="en")
    assert shorts(checked, "area_above") == ["above.csv!C2 ↔ below.csv!C3, C2"]


def test_a_long_list_is_folded_with_how_many_more(check):
    lines = [f"甲镇,2023-{month:02d},{100 if month % 2 else ''},100" for month in range(1, 13)]
    lines += [f"甲镇,2024-{month:02d},100,100" for month in range(1, 13)]
    checked = check(["area,period,deaths,births", *lines])
    # All twenty-four in one column touch.
    assert "returns.csv!D2:D25" in shorts(checked, "too_even")
    # Deaths of every second month do not, until the year is whole: the first four are named.
    assert "returns.csv!C2, C4, C6, C8, 14 more numbers" in shorts(checked, "too_even")


@pytest.mark.parametrize("kind", ["table", "md", "html", "xlsx"])
def test_every_format_for_people_has_the_short_form(check, tmp_path, kind):
    checked = check("""
        area,period,births,births_male,births_female
        甲镇,2024-05,20,11,8
    """)
    content = b"".join(render(document(checked), kind, lang="en"))
    if kind == "xlsx":
        (tmp_path / "found.xlsx").write_bytes(content)
        sheet = openpyxl.load_workbook(tmp_path / "found.xlsx")["error"]
        assert "returns.csv!C2 ↔ D2:E2" in [cell.value for row in sheet for cell in row]
    else:
        # Markdown guards the mark of a picture with a backslash.
        assert "returns.csv!C2 ↔ D2:E2" in content.decode().replace("\\!", "!")
