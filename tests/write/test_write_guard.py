"""No cell of ours can become a formula, markup, or an order to a terminal."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from fpstats.issues import Findings
from fpstats.write import FORMATS, render
from fpstats.write.guard import is_formula, xml_text

FORMULAS = [
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", "\x00=1",
    "＝1+1", "＋1", "－1", "＠A1", '=HYPERLINK("http://x.example","乡")', "-", "+", "=", "-1.",
    "+1,000",
]  # fmt: skip
HARMLESS = ["晴禾街道", "-3", "+5.5", "2024-05", "A=1", "", "0", "‘", "3/24"]
MARKUP = [
    "<script>alert(1)</script>", "<r>x</r>", "<r>", "</td></table>", "a|b", "`rm`", "*x*", "[a](b)",
    "&lt;", "a & b", "_x0041_", "</style>", '"', "'", "a\\|b", "~~x~~", "\ufffe", "\uffff",
]  # fmt: skip
CONTROLS = ["\x1b[31m红", "\x07", "\x9b2J", "a\u202eb", "a\r\nb\tc", "\x7f", "\u2028x", "\ufeff乡"]
TEXTS = [*FORMULAS, *HARMLESS, *MARKUP, *CONTROLS, "x" * 40_000]


@pytest.fixture
def hostile(with_rows, make_row):
    """Return a report with such text wherever a file could have brought it in."""
    findings = Findings()
    for text in TEXTS:
        findings.add("not_a_number", area=text, source=text, value=text, item="births")
    rows = [make_row(area=text, value=-1.5, gap=-2.25, parent=text) for text in TEXTS]
    inputs = [{"path": text, "sha256": "00"} for text in TEXTS]
    report = with_rows(*rows, notes=tuple(TEXTS), issues=findings.table("zh"))
    return replace(report, run={"version": "1", "options": {"area": TEXTS}, "inputs": inputs})


def test_what_is_a_formula():
    assert all(is_formula(text) for text in FORMULAS)
    assert not any(is_formula(text) for text in HARMLESS)


@pytest.mark.parametrize(("form", "separator"), [("csv", ","), ("tsv", "\t")])
@pytest.mark.parametrize("excel", [False, True])
def test_delimited_text_gets_an_apostrophe_and_nothing_else_changes(
    hostile, written, form, separator, excel
):
    text = written(hostile, form, excel=excel).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    assert [row["area"] for row in rows] == [
        f"'{text}" if is_formula(text) else text for text in TEXTS
    ]
    assert {row["value"] for row in rows} == {"-1.5"}
    assert {row["gap"] for row in rows} == {"-2.25"}


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_headings_are_text_too(written, form):
    table = pa.table({text: [1.5] for text in FORMULAS})
    text = written(table, form)
    head = next(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if form == "tsv" else ","))
    assert head == [f"'{text}" for text in FORMULAS]


def test_every_format_takes_it_all(hostile):
    for form in FORMATS:
        for shape in ("long", "wide"):
            assert b"".join(render(hostile, form, shape=shape))
            assert b"".join(render(hostile.issues, form))


def test_the_terminal_is_given_no_orders(hostile, written):
    for colour in (False, True):
        text = written(hostile, "table", colour=colour)
        text = re.sub("\x1b\\[(0|1|31|32|33)m", "", text) if colour else text
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e\ufeff]", text)
        assert sum(line.count("-1.50") for line in text.splitlines()) == len(TEXTS)


def test_markdown_stays_in_its_cells(hostile, written):
    text = written(hostile, "md", shape="wide")
    table = [line for line in text.split("\n") if line.startswith("|")]
    assert len(table) == len(TEXTS) + 2
    for line in table[2:]:
        cells = re.split(r"(?<!\\)(?:\\\\)*\|", line)[1:-1]
        assert len(cells) == 3
        for cell in cells[:2]:
            assert not is_formula(cell.strip()), cell
    assert not re.search(r"(?<!\\)<(script|/td|r>)", text)


def test_html_is_escaped(hostile, written):
    text = written(hostile, "html")
    for bad in ("<script", "<r>", "</td></table><", "\x1b", "\u202e"):
        assert bad not in text
    assert text.count("</style>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "&amp;lt;" in text


@pytest.mark.parametrize("memory", [True, False])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_workbook_opens_and_has_no_formula(hostile, monkeypatch, memory, lang):
    monkeypatch.setattr("fpstats.write.workbook._IN_MEMORY", 10**6 if memory else 0)
    for shape in ("long", "wide"):
        raw = b"".join(render(hostile, "xlsx", shape=shape, lang=lang))
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                assert b"<f>" not in archive.read(name)
                assert b"<hyperlink" not in archive.read(name)
        book = openpyxl.load_workbook(io.BytesIO(raw))
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"s", "n", "inlineStr"}
        seen = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
        for text in ("=1+1", "@SUM(1)", "＝1+1", "<script>alert(1)</script>", " <r>x</r>"):
            assert text in seen
        assert max(len(value) for value in seen if isinstance(value, str)) == 32_767
        assert any(str(value).endswith("）" if lang == "zh" else ")") for value in seen)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_any_text_survives(texts):
    table = pa.table({"area": texts, "n": [-1.5] * len(texts)})
    text = b"".join(render(table, "csv")).decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert rows == [[f"'{one}" if is_formula(one) else one, "-1.5"] for one in texts]
    lines = b"".join(render(table, "jsonl")).decode().split("\n")[:-1]
    assert [json.loads(line)["area"] for line in lines] == texts
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(render(table, "xlsx")))).worksheets[0]
    assert [cell.value or "" for cell in sheet["A"][1:]] == [xml_text(one) for one in texts]
    drawn = b"".join(render(table, "table", lang="en")).decode().split("\n")
    assert sum(line.endswith("-1.5") for line in drawn) == len(texts)
