"""What a workbook says beside its values: found, at its place, whatever program wrote it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment

from fpstats.returns import sheet_odd, sheet_plain
from fpstats.returns.containers import sheets
from fpstats.returns.facts import UNSTORED, place, span
from fpstats.returns.workbooks import written

HEADINGS = ["area", "period", "births", "deaths"]


def only(path: str):
    (sheet,) = sheets(path)
    return sheet


def rewritten(path: str, old: bytes, new: bytes, part: str = "xl/worksheets/sheet1.xml") -> None:
    """Write one part of a workbook anew."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


@pytest.fixture
def rich(put):
    """Give a workbook with everything in it, as openpyxl writes it."""
    put("")
    book = openpyxl.Workbook()
    one = book.active
    one.title = "报表"
    one.append(["某县报表", None, None, None])
    one.append(HEADINGS)
    one.append(["东乡", "2024-01", 5, 0.05])
    one.append(["西乡", "2024-01", "=C3*2", 3])
    one.append(["南乡", "2024-01", "#DIV/0!", 4])
    one.append(["北乡", "2024-01", 1, 1])
    one.merge_cells("A1:D1")
    one["D3"].number_format = '0.0"%"'
    one["D4"].number_format = "0.0%"
    one["D5"].number_format = "0%"
    one["C3"].comment = Comment("已核实", "某某")
    one.row_dimensions[6].hidden = True
    one.column_dimensions["B"].hidden = True
    book.create_sheet("旧表").append(HEADINGS)
    book["旧表"].sheet_state = "veryHidden"
    book.save("a.xlsx")
    return "a.xlsx"


def test_everything_is_found_at_its_place(rich):
    first, second = sheets(rich)
    facts = first.facts
    assert facts.errors == {(4, 2): "#DIV/0!"}
    assert facts.unstored == {(3, 2)}
    assert facts.percent == {(3, 3), (4, 3)}  # "%" in quotes is a letter and no format
    assert facts.merged == ((0, 0, 0, 3),)
    assert facts.hidden_rows == {5}
    assert facts.hidden_columns == ((1, 1),)
    assert "已核实" in facts.comments[2, 2]
    assert (facts.state, second.facts.state) == ("visible", "veryHidden")


def test_error_cells_and_unstored_formulas_stand_in_the_grid(rich):
    head = next(iter(sheets(rich))).head()
    assert head[4][2] == "#DIV/0!"
    assert head[3][2] == UNSTORED


def test_they_are_issues_with_their_cells(put, issues):
    put("")
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    book.active.append(["东乡", "2024-01", "=1+1", 3])
    book.active.append(["西乡", "2024-01", 4, "#REF!"])
    book.save("a.xlsx")
    assert issues("a.xlsx") == [
        ("error_cell", "D3", "#REF!"),
        ("formula_without_value", "C2", UNSTORED),
    ]


def test_the_last_line_and_column_may_hold_nothing_else(put, issues):
    """A reader of values ends the sheet before them."""
    put("")
    book = openpyxl.Workbook()
    book.active.append(HEADINGS[:3])
    book.active.append(["东乡", "2024-01", "=1+1"])
    book.active["C3"] = "#N/A"
    book.active["A3"], book.active["B3"] = "西乡", "2024-01"
    book.active.delete_cols(4, 1)
    book.save("a.xlsx")
    assert {(code, cell) for code, cell, _ in issues("a.xlsx")} == {
        ("error_cell", "C3"),
        ("formula_without_value", "C2"),
    }


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        (b'<c r="C2"><f>1+1</f><v>2</v></c>', "2"),
        (b'<c r="C2" t="str"><f>A1</f><v>x</v></c>', "x"),
        (b'<c r="C2" t="str"><f>A1</f><v></v></c>', ""),
        (b'<c r="C2"><f>1+1</f><v></v></c>', UNSTORED),
        (b'<c r="C2"><f>1+1</f><v/></c>', UNSTORED),
        (b'<c r="C2"><f>1+1</f></c>', UNSTORED),
        (b'<c r="C2" t="str"><f>1+1</f></c>', UNSTORED),
        (b'<c r="C2"><f t="shared" si="0"/></c>', UNSTORED),
        (b'<c r="C2"><f t="shared" si="0"/><v>7</v></c>', "7"),
        (b'<c r="C2" s="0" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        (b'<c t="e" r="C2"><v>#NAME?</v></c>', "#NAME?"),
        (b'<c r="C2" t="e"/>', ""),
    ],
)
@pytest.mark.parametrize("odd", [False, True])
def test_each_way_to_store_a_formula(put, stored, value, odd):
    put("")
    with xlsxwriter.Workbook("a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ["东乡", "2024-01", 12345])
    old = b'<c r="C2"><v>12345</v></c>'
    rewritten("a.xlsx", old, stored + (b"<!-- odd -->" if odd else b""))
    head = only("a.xlsx").head()
    assert (head[1][2] if len(head[1]) > 2 else "") == value


def test_an_old_workbook_tells_the_same(put):
    put("")
    book = xlwt.Workbook()
    sheet = book.add_sheet("报表")
    sheet.write_merge(0, 0, 0, 3, "某县报表")
    for column, heading in enumerate(HEADINGS):
        sheet.write(1, column, heading)
    sheet.write(2, 0, "东乡")
    sheet.write(2, 2, 0.5, xlwt.easyxf(num_format_str="0.0%"))
    sheet.row(3).set_cell_error(2, "#DIV/0!")
    sheet.row(3).hidden = True
    sheet.col(1).hidden = True
    book.add_sheet("旧表").write(0, 0, "x")
    book.get_sheet(1).visibility = 2
    book.save("a.xls")
    first, second = sheets("a.xls")
    assert first.facts.errors == {(3, 2): "#DIV/0!"}
    assert first.head()[3][2] == "#DIV/0!"
    assert first.facts.percent == {(2, 2)}
    assert first.facts.merged == ((0, 0, 0, 3),)
    assert first.facts.hidden_rows == {3}
    assert first.facts.hidden_columns == ((1, 1),)
    assert (first.facts.state, second.facts.state) == ("visible", "veryHidden")


def test_the_ministry_s_old_workbook_reads_as_another_reader_reads_it(shared):
    python_calamine = pytest.importorskip("python_calamine")
    (path,) = (shared / "data" / "japan").glob("*.xls")
    book = python_calamine.load_workbook(path)
    for name, sheet in zip(book.sheet_names, sheets(str(path)), strict=True):
        other = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert sheet.name == name
        assert [list(map(written, line)) for line in trimmed(sheet.cells)] == [
            list(map(written, line)) for line in trimmed(other)
        ]


def trimmed(cells):
    """Return lines without what is blank at their ends, and without blank ones at the end."""
    lines = []
    for line in cells:
        while line and line[-1] == "":
            line = line[:-1]
        lines.append(line)
    while lines and not lines[-1]:
        lines.pop()
    return lines


ADDRESSES = [
    ("A1", (0, 0)),
    ("B7", (6, 1)),
    ("Z1", (0, 25)),
    ("AA1", (0, 26)),
    ("XFD1", (0, 16383)),
]


@pytest.mark.parametrize(("address", "spot"), ADDRESSES)
def test_places(address, spot):
    assert place(address) == spot


@pytest.mark.parametrize("address", ["", "A", "1", "A0", "a1", "A1 ", "ABCD1", "A12345678", "Ａ1"])
def test_what_is_no_place(address):
    with pytest.raises(ValueError, match=f"^{address}$"):
        place(address)


def test_ranges():
    assert span("A1:C2") == (0, 0, 1, 2)
    assert span("$B$2") == (1, 1, 1, 1)


CELLS = st.sampled_from(
    [
        '<c r="{}"><v>1</v></c>',
        '<c r="{}" s="1"><v>0.5</v></c>',
        '<c s="1" r="{}" t="n"><v>0.5</v></c>',
        '<c r="{}" s="1" t="s"><v>0</v></c>',
        '<c r="{}" s="1"/>',
        '<c r="{}" t="e"><v>#REF!</v></c>',
        '<c r="{}" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        '<c r="{}"><f>A1&lt;&gt;"x"</f></c>',
        '<c r="{}"><f>A1</f><v></v></c>',
        '<c r="{}" t="str"><f>A1</f><v>&lt;c r="Z9"</v></c>',
        '<c r="{}" t="str"><f>A1</f><v/></c>',
        '<c r="{}" t="inlineStr"><is><t>t="e"</t></is></c>',
        '<c r="{}"/>',
    ]
)
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=8)


@given(
    ROWS,
    st.sets(st.integers(1, 8)),
    st.sampled_from(["", "x:"]),
    st.integers(1, 400),
    st.sampled_from(["", '<cols><col min="2" max="3" hidden="1" width="9"/></cols>']),
    st.sampled_from(
        [
            "",
            '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
            '<dataValidations><dataValidation type="list"><formula1>"a&lt;,&#x4E00;"</formula1>'
            "</dataValidation></dataValidations><headerFooter><oddHeader>&amp;C1</oddHeader>"
            "<firstFooter/></headerFooter>",
        ]
    ),
)
def test_the_fast_scan_finds_what_the_exact_one_finds(rows, hidden, prefix, size, before, after):
    lines = []
    for number, cells in enumerate(rows, 1):
        inside = "".join(one.format(f"{'ABCDEF'[c]}{number}") for c, one in enumerate(cells))
        shown = ' hidden="1"' if number in hidden else ""
        lines.append(f'<row r="{number}" spans="1:6"{shown}>{inside}</row>')
    data = "".join(lines)
    xml = f"<worksheet>{before}<sheetData>{data}</sheetData>{after}</worksheet>"
    xml = '<?xml version="1.0"?>\n' + xml
    if prefix:
        for tag in ("worksheet", "sheetData", "row", "cols", "col", "c", "v", "f", "is", "t",
                    "mergeCells", "mergeCell", "dataValidations", "dataValidation", "formula1",
                    "headerFooter", "oddHeader", "firstFooter"):  # fmt: skip
            for end in (" ", ">", "/>"):
                xml = xml.replace(f"<{tag}{end}", f"<{prefix}{tag}{end}")
            xml = xml.replace(f"</{tag}>", f"</{prefix}{tag}>")
        xml = xml.replace("<x:worksheet", '<x:worksheet xmlns:x="y"')
    raw = xml.encode()
    chunks = [raw[start : start + size] for start in range(0, len(raw), size)]
    fast, exact = sheet_plain.scan(chunks, {1}), sheet_odd.scan(chunks, {1})
    assert exact.used is not None
    assert sorted(exact.used.elements()) == list(sheet_plain.shared(chunks))
    exact.used = None
    exact.hidden_rows &= set(range(len(rows)))
    fast.filled = exact.filled  # or a few more
    assert fast == exact


def test_an_empty_workbook_has_no_sheets(put):
    put("")
    openpyxl.Workbook().save("a.xlsx")
    assert list(sheets("a.xlsx")) == []
    assert Path("a.xlsx").exists()
