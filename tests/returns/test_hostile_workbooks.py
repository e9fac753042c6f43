"""Workbooks that are broken, or made to break a reader: refused in words, in little memory.

Every one is built here, and read in a process of its own, whose memory is measured.
"""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

MOST_MEMORY = 300  # MB
MOST_SECONDS = 2

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"

READ = """
import json, re, sys, time
from pathlib import Path
import fpstats
from fpstats.errors import FpstatsError
begin = time.process_time()
try:
    fpstats.read(sys.argv[1], lang="en")
    code, message = 0, ""
except FpstatsError as error:
    code, message = error.exit_code, str(error)
seconds = time.process_time() - begin
# What `resource` tells would be that of the process which started this one, if that had more.
status = Path("/proc/self/status")
most = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 1024 if status.exists() else 0
print(json.dumps([code, message, seconds, most]))
"""


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def word(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


GOOD = [
    row(1, word("A1", "area"), word("B1", "period"), word("C1", "births")),
    row(2, word("A2", "东乡"), word("B2", "2024-01"), '<c r="C2"><v>5</v></c>'),
]


def sheet(*rows: str, before: str = "", after: str = "") -> str:
    data = "".join(rows)
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def parts(**other: str) -> dict[str, str | bytes]:
    """Return the parts of the smallest workbook that is one."""
    return {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="报表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="rId1" Type="{OFFICE}/'
        'worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="'
        f'{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        SHEET: sheet(*GOOD),
        **other,
    }


def zipped(path: str, found: dict[str, str | bytes], *twice: tuple[str, str]) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (*found.items(), *twice):
            archive.writestr(name, text)
    return path


def shown(one: str) -> dict[str, str | bytes]:
    return parts() | {SHEET: one}


def far_corner(path: str) -> str:
    corner = row(1048576, '<c r="XFD1048576"><v>1</v></c>')
    return zipped(path, shown(sheet(*GOOD, corner)))


def far_corner_without_addresses(path: str) -> str:
    many = "<c/>" * 16_383 + "<c><v>1</v></c>"
    return zipped(path, shown(sheet(*GOOD, row(1048576, many))))


def far_corner_in_odd_quotes(path: str) -> str:
    corner = "<row r='1048576'><c s=' r=\"A1\" ' r='XFD1048576'><v>1</v></c></row>"
    return zipped(path, shown(sheet(*GOOD, corner)))


def far_corner_with_a_prefix(path: str) -> str:
    one = sheet(*GOOD, row(1048576, '<c r="XFD1048576"><v>1</v></c>'))
    one = one.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    return zipped(path, shown(one.replace("xmlns=", "xmlns:x=")))


def far_corner_spelled(path: str) -> str:
    corner = row(1048576, '<c r="&#88;FD1048576"><v>1</v></c>')
    return zipped(path, shown(sheet(*GOOD, corner)))


def bomb(path: str) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts().items():
            archive.writestr(name, text)
        with archive.open("xl/media/image1.png", "w", force_zip64=False) as file:
            for _ in range(300):
                file.write(bytes(2**20))
    return path


def bomb_that_lies(path: str) -> str:
    """State one kilobyte where three hundred megabytes are."""
    bomb(path)
    raw = bytearray(Path(path).read_bytes())
    true = struct.pack("<L", 300 * 2**20)
    while (place := raw.find(true)) >= 0:
        raw[place : place + 4] = struct.pack("<L", 1024)
    Path(path).write_bytes(raw)
    return path


def bomb_of_cells(path: str) -> str:
    cells = "".join(f'<c r="A{n}"/>' for n in range(1, 40_000))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts().items():
            if name != SHEET:
                archive.writestr(name, text)
        with archive.open(SHEET, "w") as file:
            file.write(sheet("\0").split("\0")[0].encode())
            for _ in range(150):
                file.write(cells.encode())
            file.write(sheet("\0").split("\0")[1].encode())
    return path


def cells_that_hold_nothing(path: str) -> str:
    """Format twelve hundred thousand cells below a small table."""
    columns = [chr(65 + n) for n in range(24)]
    rows = "".join(
        row(n, *(f'<c r="{letter}{n}" s="0"/>' for letter in columns)) for n in range(10, 50_010)
    )
    return zipped(path, shown(sheet(*GOOD, rows)))


def text_used_a_million_times(path: str) -> str:
    texts = f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>'
    rows = [
        row(n, *(f'<c r="{c}{n}" t="s"><v>0</v></c>' for c in "ABCDEFGHIJ"))
        for n in range(3, 20_000)
    ]
    found = shown(sheet(*GOOD, *rows))
    return zipped(path, {**found, "xl/sharedStrings.xml": texts})


def text_hidden_in_a_section(path: str) -> str:
    inside = "<si>" + "x" * 30_000
    texts = f'<sst xmlns="{MAIN}"><si><t><![CDATA[{inside * 30}]]></t></si></sst>'
    rows = [
        row(n, *(f'<c r="{c}{n}" t="s"><v>0</v></c>' for c in "ABCDEFGHIJ"))
        for n in range(3, 20_000)
    ]
    return zipped(path, {**shown(sheet(*GOOD, *rows)), "xl/sharedStrings.xml": texts})


def laughs(path: str) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    kind = f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'
    return zipped(path, shown(kind + sheet(*GOOD).replace("东乡", "&l9;")))


def outside_entity(path: str) -> str:
    kind = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return zipped(path, shown(kind + sheet(*GOOD).replace("东乡", "&f;")))


def declaration_in_other_characters(path: str) -> str:
    kind = '<!DOCTYPE x [<!ENTITY f "x">]>'
    return zipped(path, shown("") | {SHEET: (kind + sheet(*GOOD)).encode("utf-16")})


def same_part_twice(path: str) -> str:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return zipped(path, parts(), (SHEET, sheet(*GOOD).replace("<v>5<", "<v>6<")))


def same_part_twice_but_for_a_capital(path: str) -> str:
    return zipped(path, parts(), ("xl/worksheets/Sheet1.xml", sheet(*GOOD)))


def part_outside(path: str) -> str:
    return zipped(path, parts(), ("../../etc/cron.d/x", "x"))


def many_parts(path: str) -> str:
    return zipped(path, parts(), *((f"xl/media/{n}", "") for n in range(10_100)))


def cut_in_half(path: str) -> str:
    zipped(path, parts())
    raw = Path(path).read_bytes()
    Path(path).write_bytes(raw[: len(raw) // 2])
    return path


def with_something_behind(path: str) -> str:
    zipped(path, parts())
    with Path(path).open("ab") as file:
        file.write(b"\n")
    return path


def marked_as_encrypted(path: str) -> str:
    raw = bytearray(Path(zipped(path, parts())).read_bytes())
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = -1
        while (place := raw.find(mark, place + 1)) >= 0:
            raw[place + offset] |= 1
    Path(path).write_bytes(raw)
    return path


def no_workbook(path: str) -> str:
    return zipped(path, {"mimetype": "application/zip", "content.xml": "<x/>"})


def no_xml(path: str) -> str:
    return zipped(path, shown(sheet(*GOOD)[:-30]) | {"xl/workbook.xml": "<workbook><sheets>"})


def a_row_zero(path: str) -> str:
    return zipped(path, shown(sheet(*GOOD, row(0, '<c r="A0" t="e"><v>#REF!</v></c>'))))


REFUSED: dict[Callable[[str], str], str] = {
    far_corner: "goes to line 1048576 and column 16384\nHint: delete",
    far_corner_without_addresses: "goes to line 1048576 and column",
    far_corner_in_odd_quotes: "goes to line 1048576 and column",
    far_corner_with_a_prefix: "goes to line 1048576 and column",
    far_corner_spelled: "goes to line 1048576 and column",
    bomb: "unpacks to more than 100 times",
    bomb_that_lies: "image1.png is damaged",
    bomb_of_cells: "more than 1,000,000 empty cells",
    cells_that_hold_nothing: "more than 1,000,000 empty cells",
    text_used_a_million_times: "more than 100,000,000 characters",
    text_hidden_in_a_section: "more than 100,000,000 characters",
    laughs: "document type declaration",
    outside_entity: "document type declaration",
    declaration_in_other_characters: "sheet1.xml is damaged",
    same_part_twice: "sheet1.xml stands in it twice",
    same_part_twice_but_for_a_capital: "sheet1.xml stands in it twice",
    part_outside: "a name that leads elsewhere",
    many_parts: "more than 10,000 parts",
    cut_in_half: "its end is missing",
    with_something_behind: "its end is missing",
    marked_as_encrypted: "protected by a password",
    no_workbook: "holds no sheets",
    no_xml: "workbook.xml is damaged",
    a_row_zero: "sheet1.xml is damaged",
}


def read_apart(path: str) -> tuple[int, str, float, float]:
    """Read a file in a process of its own: exit code, message, its seconds, most megabytes."""
    done = subprocess.run(
        [sys.executable, "-c", READ, path], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    code, message, seconds, most = json.loads(done.stdout)
    return code, message, seconds, most


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_a_hostile_workbook_is_refused_in_words(put, make):
    put("")
    code, message, seconds, most = read_apart(make("a.xlsx"))
    assert code == 1
    assert re.search(REFUSED[make], message), message
    assert "Hint: " in message
    assert "a.xlsx" in message
    assert most <= MOST_MEMORY
    assert seconds <= 5 * MOST_SECONDS  # the machine that tests may be slow, and is not measured
