"""Five hundred texts that break programs, through every format: none acts, none is changed."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser

import openpyxl
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from markdown_it import MarkdownIt
from naughty import NAUGHTY

import fpstats
from fpstats.areas import plain
from fpstats.issues import Findings
from fpstats.returns.forms import layouts
from fpstats.returns.layout import CLASSES
from fpstats.returns.marks import without_signs
from fpstats.returns.wholes import above_others
from fpstats.returns.workbooks import workbook
from fpstats.write import render
from fpstats.write.guard import one_line, xml_text

NUMBERS = [-1.5, 2.0, -3.0]
TABLE = pa.table(
    {
        "area": NAUGHTY,
        "n": [NUMBERS[n % 3] for n in range(len(NAUGHTY))],
        "i": [-n for n in range(len(NAUGHTY))],
    }
)
LIVE = re.compile(r"[\s\x00-\x1f\ufeff\u200b'\"]*[=+\-@＝＋－＠]")
"""What some spreadsheet program may take for a formula, whatever it skips before the sign."""

PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def acts(cell: str) -> bool:
    """Tell whether a cell of a text file could become a formula: the rule of OWASP, and wider."""
    return cell[:1] in "=+-@\t\r\n\0＝＋－＠" and cell != "" and not PLAIN_NUMBER.fullmatch(cell)


def written(what, form, **options) -> bytes:
    return b"".join(render(what, form, lang="en", **options))


def test_there_are_enough_of_them():
    assert len(NAUGHTY) == len(set(NAUGHTY)) >= 515
    assert sum(bool(LIVE.match(text)) for text in NAUGHTY) >= 200


@pytest.fixture
def report(with_rows, make_row):
    """Give a report and findings in which every text stands everywhere it could."""
    findings = Findings()
    for text in NAUGHTY:
        findings.add("not_a_number", area=text, source=text, sheet=text, value=text, item="births")
    rows = [make_row(area=text, parent=text, value=-1.5) for text in NAUGHTY]
    return with_rows(*rows, notes=tuple(NAUGHTY), issues=findings.table("en"))


@pytest.mark.parametrize("form", ["csv", "tsv"])
@pytest.mark.parametrize("excel", [False, True])
def test_no_cell_of_a_text_file_is_live_and_each_comes_back(report, form, excel):
    for what in (TABLE, report, report.issues):
        raw = written(what, form, excel=excel).decode("utf-8-sig" if excel else "utf-8")
        mark = "," if form == "csv" else "\t"
        head, *rows = csv.reader(io.StringIO(raw, newline=""), delimiter=mark)
        assert not [cell for row in (head, *rows) for cell in row if acts(cell)]
        if what is TABLE:
            assert [
                re.sub(r"^'('*[=+\-@\t\r\n\0＝＋－＠])", r"\1", row[0]) for row in rows
            ] == NAUGHTY
            assert [float(row[1]) for row in rows] == TABLE["n"].to_pylist()
            assert [row[2] for row in rows] == [str(n) for n in TABLE["i"].to_pylist()]


def test_data_formats_hold_every_text_as_it_is():
    lines = written(TABLE, "jsonl").decode().split("\n")[:-1]
    assert [json.loads(line)["area"] for line in lines] == NAUGHTY
    assert [row["area"] for row in json.loads(written(TABLE, "json"))] == NAUGHTY
    assert pq.read_table(pa.BufferReader(written(TABLE, "parquet"))).equals(TABLE)
    assert pa.ipc.open_file(written(TABLE, "arrow")).read_all().equals(TABLE)


def test_a_workbook_has_texts_and_numbers_and_nothing_else(report):
    for what in (TABLE, report, report.issues):
        raw = written(what, "xlsx")
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                part = archive.read(name)
                assert not re.search(rb"<f[ >/]|<hyperlink|<oleObject|externalLink", part), name
        book = openpyxl.load_workbook(io.BytesIO(raw))
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"s", "n", "inlineStr"}
        if what is TABLE:
            # Not by openpyxl, which takes `_x005F_` for an escape even where it was escaped.
            (sheet,) = workbook("a.xlsx", raw, None)
            cells = sheet.cells[1:]
            assert [row[0] for row in cells] == [
                f" {text}" if text.startswith("<r>") else xml_text(text) for text in NAUGHTY
            ]
            assert [row[1] for row in cells] == TABLE["n"].to_pylist()
            assert [row[2] for row in cells] == TABLE["i"].to_pylist()


class _Page(HTMLParser):
    """Collects the cells of a page, and every tag and attribute that stands in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.rows: list[list[str]] = []
        self.classes: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attributes}
        if tag == "tr":
            self.rows.append([])
            self.classes.append([])
        self.inside = tag in ("td", "th")
        if self.inside:
            self.rows[-1].append("")
            self.classes[-1].append(dict(attributes).get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def test_a_page_holds_texts_and_nothing_that_acts(report):
    for what in (TABLE, report, report.issues):
        text = written(what, "html").decode()
        page = _Page()
        page.feed(text)
        ours = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p"}
        assert page.tags <= ours | {"table", "thead", "tbody", "tr", "th", "td"}
        assert page.attributes <= {
            *(("td", "class"), ("th", "class"), ("p", "class")),
            *(("html", "lang"), ("meta", "charset")),
        }
        if what is TABLE:
            assert [row[0] for row in page.rows[1:]] == list(map(one_line, NAUGHTY))
            assert all("t" in kinds[0].split() for kinds in page.classes[1:])
            assert [float(row[1]) for row in page.rows[1:]] == TABLE["n"].to_pylist()
        # A spreadsheet that opens the source finds a sign only as a reference to a character.
        for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", text):
            assert not acts(cell), cell
        assert "\\@" in text


def test_markdown_shows_the_texts_and_nothing_that_acts(report):
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    for what in (TABLE, report, report.issues):
        text = written(what, "md").decode()
        for line in text.split("\n"):
            if line.startswith("|"):
                cells = re.split(r"(?<!\\)(?:\\\\)*\|", line)[1:-1]
                assert not [cell for cell in cells if acts(cell.strip()) and cell.strip("- :")]
        drawn = parser.render(text)
        page = _Page()
        page.feed(drawn)
        assert page.tags <= {"h2", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
        if what is TABLE:
            assert [row[0] for row in page.rows[1:]] == list(map(one_line, NAUGHTY))


def test_the_terminal_gets_no_orders(report):
    for what in (TABLE, report, report.issues):
        for colour in (False, True):
            text = written(what, "table", colour=colour).decode()
            text = re.sub("\x1b\\[(0|1|31|32|33)m", "", text) if colour else text
            assert not re.search(
                "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", text
            )
    lines = written(TABLE, "table").decode().rstrip("\n").split("\n")
    assert len(lines) == len(NAUGHTY) + 2


# --- out and in again ---------------------------------------------------------------------------

(TIDY,) = layouts(["births"], "tidy")
TOTAL = re.compile(TIDY.total)
NAMES = sorted({plain(text) for text in NAUGHTY} - {""})
# Told, and no names: a total, the head of a group (东片：, 一、乡), and the error of a formula.
NO_NAME = re.compile(rf"[:：]$|^#(N/A|REF!)$|{CLASSES}")
NAMES = [name for name in NAMES if not TOTAL.search(name) and not NO_NAME.search(name)]
# Nor have names signs of footnotes, and a county above townships is their total.
SIGNED = pl.Series(NAMES).to_frame("name").filter(without_signs(pl.col("name")) != pl.col("name"))
NAMES = [name for name in NAMES if name not in {*SIGNED["name"], *above_others(NAMES)}]


@pytest.fixture(scope="module")
def first():
    """Give what was read of a table that has all the texts for areas."""
    frame = pl.DataFrame({"area": NAMES, "period": "2024-01", "births": range(len(NAMES))})
    return fpstats.read(frame, lang="en")


def areas(table) -> list[tuple[str, float]]:
    return sorted(zip(table["area"].to_pylist(), table["value"].to_pylist(), strict=True))


def test_names_are_read_as_they_mean(first):
    assert len(NAMES) >= 300
    assert {area for area, _ in areas(first.table)} == set(NAMES)


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx", "parquet", "arrow"])
@pytest.mark.parametrize("excel", [False, True])
def test_what_was_written_is_read_back_unchanged(first, tmp_path, form, excel):
    path = tmp_path / f"again.{form}"
    path.write_bytes(written(first.table, form, excel=excel))
    again = fpstats.read(path, lang="en")
    assert areas(again.table) == areas(first.table)
    assert again.errors == 0


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_was_computed_of_them_is_read_back_too(first, tmp_path, form):
    """The swift way, by a plan, has to see the same names."""
    frame = pl.DataFrame(first.table).pivot("item", index=["area", "period"], values="value")
    path = tmp_path / f"wide.{form}"
    path.write_bytes(written(frame.to_arrow(), form))
    done = fpstats.compute(path, indicators=["births"], lang="en").comparisons
    found = dict(zip(done["area"].to_pylist(), done["value"].to_pylist(), strict=True))
    assert {name: found[name] for name in NAMES} == dict(areas(first.table))
