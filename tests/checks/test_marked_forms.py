"""What goes back to a township: its own lines as they lie in its file, with the cells coloured."""

import io

import numpy as np
import openpyxl
import polars as pl
import pytest
import xlsxwriter

from fpstats import catalogue

COLOUR = "FFFFC7CE"
TITLE = "示例县2024年2月人口和计划生育月报表"
SIDEWAYS = [
    ["指标", "", "晴禾街道", "苇汀镇", "柏渚镇"],
    ["出生人数", "合计", 34, 24, 21],
    ["", "男", 17, 11, 10],
    ["", "女", 17, 13, 12],
    ["死亡人数", "合计", 40, 17, 21],
    ["", "男", 27, 9, 11],
    ["", "女", 13, 8, 10],
]


@pytest.fixture
def reply(run):
    """Give a function that checks files and opens the reply to one area."""

    def reply(path, area, *options):
        ran = run("check", path, "--lang", "en", "-q", "--format", "xlsx", *options)
        return openpyxl.load_workbook(io.BytesIO(ran.out))[area]

    return reply


def coloured(sheet):
    return {
        cell.coordinate: cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == COLOUR
    }


def copied(sheet):
    """Return the lines below the last heading of a copy, without what is empty at their ends."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = max(n for n, row in enumerate(rows) if str(row[0]).startswith("Your return"))
    lines = []
    for row in rows[start + 1 :]:
        while row and row[-1] is None:
            row.pop()
        lines.append(row)
    return start + 2, lines


def test_a_form_that_lies_on_its_side_is_copied_as_it_lies(reply, tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "sideways.xlsx"))
    sheet = book.add_worksheet("月报")
    sheet.merge_range(0, 0, 0, 4, TITLE)
    for row, line in enumerate(SIDEWAYS, 1):
        sheet.write_row(row, 0, line)
    sheet.merge_range(2, 0, 4, 0, "出生人数")
    book.close()
    made = reply(tmp_path / "sideways.xlsx", "柏渚镇")
    top, lines = copied(made)
    # The names of the items, and of the townships its own column alone.
    assert lines[0] == [TITLE]
    assert lines[1] == ["指标", None, "柏渚镇"]
    assert lines[2:5] == [["出生人数", "合计", 21], [None, "男", 10], [None, "女", 12]]
    assert coloured(made) == {f"C{top + 2}": 21, f"C{top + 3}": 10, f"C{top + 4}": 12}
    merged = {str(one) for one in made.merged_cells.ranges}
    assert {f"A{top}:C{top}", f"A{top + 2}:A{top + 4}"} <= merged
    assert "21 and 22 differ by 1" in made[f"C{top + 2}"].comment.text


def test_and_so_is_one_of_text(reply, tmp_path):
    lines = [[TITLE], ["指标", *SIDEWAYS[0][2:]]]
    names = ("出生人数", "出生男", "出生女", "死亡人数", "死亡男", "死亡女")
    lines += [[name, *line[2:]] for name, line in zip(names, SIDEWAYS[1:], strict=True)]
    text = "".join(",".join(map(str, line)) + "\n" for line in lines)
    (tmp_path / "sideways.csv").write_text(text, "gb18030")
    made = reply(tmp_path / "sideways.csv", "柏渚镇")
    top, copy = copied(made)
    assert copy[:3] == [[TITLE], ["指标", "柏渚镇"], ["出生人数", 21]]
    assert coloured(made) == {f"B{top + 2}": 21, f"B{top + 3}": 10, f"B{top + 4}": 12}


def test_lines_of_a_text_file_are_copied_as_they_were_read(reply):
    made = reply("data/samples/gbk", "禾笠镇", "--areas", "data/samples/areas.csv")
    top, lines = copied(made)
    # Title, two heading rows, and its own line; counts are numbers.
    assert lines[0][0].startswith("示例县2024年2月")
    assert lines[1][0] == "单位"
    assert lines[3][:6] == ["禾笠镇", 29689, 15089, 14600, 13, 8]
    assert len(lines) == 4
    # 21 is 12 with its digits swapped: then all sums come out, and no other number is in question.
    assert coloured(made) == {f"Q{top + 3}": 21}


def test_a_tidy_table_gives_the_lines_in_question_under_its_headings(reply, tmp_path):
    text = (
        "area,period,births,births_male,births_female\n"
        "甲镇,2024-05,5,3,1\n\n乙镇,2024-05,5,4,1\n甲镇,2024-06,007,4,2\n"
    )
    (tmp_path / "tidy.csv").write_text(text, "utf-8")
    made = reply(tmp_path / "tidy.csv", "甲镇")
    _, lines = copied(made)
    assert lines == [
        ["area", "period", "births", "births_male", "births_female"],
        ["甲镇", "2024-05", 5, 3, 1],
        # What is no plain number stays as it was written.
        ["甲镇", "2024-06", "007", 4, 2],
    ]
    assert len(coloured(made)) == 6


def test_so_does_a_table_of_columns(reply, tmp_path):
    pl.DataFrame(
        {
            "area": ["甲镇", "乙镇", "甲镇"],
            "period": ["2024-05", "2024-05", "2024-06"],
            "births": [5, 5, 7],
            "births_male": [3.0, 4.0, 4.0],
            "births_female": [1.0, 1.0, float("nan")],
        }
    ).write_parquet(tmp_path / "tidy.parquet")
    made = reply(tmp_path / "tidy.parquet", "甲镇")
    _, lines = copied(made)
    assert lines[1] == ["甲镇", "2024-05", 5, 3, 1]
    assert {5, 3, 1} <= set(coloured(made).values())


def test_of_two_tables_on_a_sheet_the_second_is_copied_without_the_first(reply, tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "two.xlsx"))
    sheet = book.add_worksheet()
    heads = ["单位", "出生人数", "出生男", "出生女"]
    for row, line in enumerate(
        [["甲镇2024年5月报表"], heads, ["甲镇", 5, 3, 2], [], ["乙镇2024年5月报表"], heads,
         ["乙镇", 6, 3, 2]]
    ):  # fmt: skip
        sheet.write_row(row, 0, line)
    book.close()
    made = reply(tmp_path / "two.xlsx", "乙镇")
    _, lines = copied(made)
    assert [line[0] for line in lines if line] == ["乙镇2024年5月报表", "单位", "乙镇"]
    assert list(coloured(made).values()) == [6, 3, 2]


def test_cells_of_another_township_are_not_sent_along(reply, tmp_path):
    # Of 400 births a month, the same numbers twice; each township is shown its own alone.
    counts = np.random.default_rng(20240501).poisson(400, (2, 6, 3))
    counts[1, 2] = counts[0, 2]
    lines = ["area,period,births_male,births_female,deaths"]
    for area, months in zip(("甲镇", "乙镇"), counts.tolist(), strict=True):
        lines += [f"{area},2023-{n:02d},{','.join(map(str, c))}" for n, c in enumerate(months, 1)]
    (tmp_path / "same.csv").write_text("\n".join(lines) + "\n", "utf-8")
    made = reply(tmp_path / "same.csv", "甲镇")
    _, rows = copied(made)
    assert [row[:2] for row in rows] == [["area", "period"], ["甲镇", "2023-03"]]
    assert "乙镇 2023-03" in made["B5"].value


def test_a_county_is_shown_the_lines_of_its_townships(reply, tmp_path):
    text = "area,period,births\n某县,2024-05,12\n甲镇,2024-05,5\n乙镇,2024-05,6\n"
    (tmp_path / "county.csv").write_text(text, "utf-8")
    areas = tmp_path / "areas.csv"
    areas.write_text(
        "name,level,parent\n某县,county,\n甲镇,township,某县\n乙镇,township,某县\n", "utf-8"
    )
    made = reply(tmp_path / "county.csv", "某县", "--areas", areas)
    assert sorted(coloured(made).values()) == [5, 6, 12]


def test_the_folders_of_the_office_are_not_told(reply, tmp_path):
    (tmp_path / "tidy.csv").write_text(
        "area,period,births,births_male,births_female\n甲镇,2024-05,5,3,1\n", "utf-8"
    )
    made = reply(tmp_path / "tidy.csv", "甲镇")
    texts = [str(cell.value) for row in made.iter_rows() for cell in row]
    assert any("tidy.csv!C2" in one for one in texts)
    assert not any(str(tmp_path) in one for one in texts)


def test_a_wide_form_is_printed_on_large_paper_in_narrow_columns(reply, tmp_path):
    items = list(catalogue.load().items)[:30]
    numbers = [23_456_789, *[1] * 29]
    path = tmp_path / "wide.csv"
    lines = [["area", "period", *items], ["甲镇", "2024-05", *map(str, numbers)]]
    path.write_text("".join(",".join(line) + "\n" for line in lines), "utf-8")
    sheet = reply(path, "甲镇")
    assert sheet.page_setup.paperSize == 8  # A3
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    width = {name: one.width for name, one in sheet.column_dimensions.items()}
    # Eight figures and a margin stand in the third column; of one figure, five.
    assert 9 <= width["C"] < 10
    assert 5 <= width["D"] < 6


HEADS = ["单位", "出生人数", "", "死亡人数", ""]
MONTHS = {1: (15, 13), 2: (18, 12), 3: (20, 12), 4: (27, 17), 5: (22, 15), 6: (18, 11)}
"""Births and deaths of six months."""


def months_and_to_date(folder, wrong):
    """Write a form a month with 本月 beside 累计; `wrong` are cells that say something else."""
    births = deaths = 0
    for month, (born, died) in MONTHS.items():
        births, deaths = births + born, deaths + died
        book = xlsxwriter.Workbook(str(folder / f"2024年{month}月.xlsx"))
        sheet = book.add_worksheet("月报")
        sheet.merge_range(0, 0, 0, 4, f"示例县2024年{month}月人口月报表")
        sheet.write_row(1, 0, HEADS)
        sheet.merge_range(1, 1, 1, 2, "出生人数")
        sheet.merge_range(1, 3, 1, 4, "死亡人数")
        sheet.write_row(2, 0, ["", "本月", "累计", "本月", "累计"])
        sheet.write_row(3, 0, ["甲镇", born, births, died, deaths])
        sheet.write_row(4, 0, ["乙镇", born, births, died, deaths])
        for cell, number in wrong.get(month, {}).items():
            sheet.write_number(cell, number)
        book.close()


def copies(sheet):
    return [
        row[0].value for row in sheet.iter_rows() if str(row[0].value).startswith("Your return")
    ]


def test_a_return_stands_once_with_all_that_is_wrong_in_it_and_nothing_that_is_right(
    reply, tmp_path
):
    # Births to date of May are 2 too many: with 102 May and June come out. Deaths to date are 5 too
    # few from June on; whether the 11 of June or the 75 is wrong nobody can tell.
    months_and_to_date(tmp_path, {5: {"C4": 104}, 6: {"E4": 75}})
    made = reply(tmp_path, "甲镇")
    assert copies(made) == [
        "Your return (2024年5月.xlsx[月报])",
        "Your return (2024年6月.xlsx[月报])",
    ]
    assert list(coloured(made).values()) == [104, 11, 75]


def test_what_carries_a_fault_on_is_not_sent_back(reply, tmp_path):
    # 5 too few from March on: 37 − 5, and so on. March is named, April and May follow from it.
    wrong = {month: {"E4": sum(d for _, d in list(MONTHS.values())[:month]) - 5}
             for month in (3, 4, 5, 6)}  # fmt: skip
    months_and_to_date(tmp_path, wrong)
    made = reply(tmp_path, "甲镇")
    assert copies(made) == ["Your return (2024年3月.xlsx[月报])"]
    assert list(coloured(made).values()) == [12, 32]
