"""What is called a workbook and is none; and texts made to fill a memory."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fpstats.errors import FpstatsError
from fpstats.returns import intact, limits
from fpstats.returns.containers import sheets

TEXT = "area,period,births\n东乡,2024-01,5\n"
PAGE = "<html><head><meta charset='gb2312'></head><table><tr><td>单位</td></tr></table></html>"
OLD_XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
)


@pytest.mark.parametrize("name", ["wrong.xlsx", "wrong.xls", "WRONG.XLS"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_text_called_a_workbook_is_read_and_told(put, values, issues, name, encoding, mark):
    path = put(TEXT.replace(",", mark).encode(encoding), name)
    assert values(path) == [("东乡", "2024-01", "births", 5)]
    assert ("text_called_workbook", None, None) in issues(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.csv"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (PAGE, "is a web page"),
        ("\r\n  <TABLE border=1>", "is a web page"),
        ("<!DOCTYPE html>\n<p>单位", "is a web page"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related\n", "is a web page"),
        (OLD_XML, "in the XML of 2003"),
    ],
)
def test_a_page_is_refused_with_what_to_do(put, values, encoding, name, content, message):
    path = put(content.encode(encoding), name)
    with pytest.raises(FpstatsError, match=rf"{message}[^\0]*\nHint: open it .* save it as \.xlsx"):
        values(path)


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj,\n", b"just words", bytes(100), b"\x89PNG\r\n\x1a\n,,"],
)
@pytest.mark.parametrize("name", ["a.xls", "a.xlsx"])
def test_what_is_neither_workbook_nor_table_is_refused(put, values, content, name):
    with pytest.raises(FpstatsError, match=r"is no workbook, whatever its name says\nHint: "):
        values(put(content, name))


READ = """
import json, re, sys, time
from pathlib import Path
import fpstats
from fpstats.errors import FpstatsError
said = []
begin = time.process_time()
for way in (fpstats.read, fpstats.compute):
    try:
        way(sys.argv[1], lang="en")
        said.append("read")
    except FpstatsError as error:
        said.append(str(error))
seconds = time.process_time() - begin
status = Path("/proc/self/status")
most = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 1024 if status.exists() else 0
print(json.dumps([said, seconds, most]))
"""
LINE = "东乡,2024-01,5\n".encode()
MANY = LINE * 40_000


def one_line() -> list[bytes]:
    return [b"1,2,3,4,", *[b"1,2,3,4," * 2**17] * 300]


def one_line_below_a_table() -> list[bytes]:
    return [TEXT.encode(), *[b"x" * 2**20] * 300]


def nul_bytes() -> list[bytes]:
    return [bytes(2**20)] * 300


def one_nul_byte() -> list[bytes]:
    return [TEXT.encode(), MANY, "西\0乡,2024-01,5\n".encode(), MANY]


def quote_that_never_closes() -> list[bytes]:
    return [TEXT.encode(), MANY, '西乡,2024-01,"5\n'.encode(), *[MANY] * 300]


def quote_at_the_beginning() -> list[bytes]:
    return [b'"', TEXT.encode(), *[MANY] * 300]


def noise() -> list[bytes]:
    return [bytes(range(256)) * 2**12] * 300


def long_line_in_chinese() -> list[bytes]:
    return [TEXT.encode("gb18030"), *["乡".encode("gb18030") * 2**19] * 300]


REFUSED = {
    one_line: "a line begins that is longer than 1 MB",
    one_line_below_a_table: "a line begins that is longer than 1 MB",
    nul_bytes: "has a NUL byte in line 1",
    one_nul_byte: "has a NUL byte in line 40003",
    quote_that_never_closes: "from line 40003 on",
    quote_at_the_beginning: "from line 1 on: a cell has more than 32,767 characters",
    noise: "has a NUL byte in line 1",
    long_line_in_chinese: "a line begins that is longer than 1 MB",
}


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_a_text_made_to_fill_a_memory_is_refused_before_it_does(tmp_path, make):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.writelines(make())
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, timeout=120, check=False
    )
    path.unlink()
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    said, seconds, most = json.loads(done.stdout)
    for message in said:
        assert re.search(REFUSED[make], message), message
    assert most <= 300
    assert seconds <= 10  # twice two seconds, on a machine that has other things to do


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_as_long_as_may_be_is_read(put, end):
    path = Path(put(("x" * (limits.LONGEST_LINE - 10) + end) * 5))
    intact.refuse_long_lines("a", path)
    intact.refuse_long_lines("a", path.read_bytes())


@pytest.mark.parametrize("before", [0, 1, 4095, 4096, 4097, 2**20 - 1, 2**20, 2**20 + 1, 3_000_000])
def test_a_line_of_twice_the_length_is_found_wherever_it_begins(before):
    data = b"ab\n" * (before // 3) + b"x" * (2 * limits.LONGEST_LINE) + b"\nab\n"
    with pytest.raises(FpstatsError, match="longer than 1 MB"):
        intact.refuse_long_lines("a", data)


def test_quotes_inside_cells_are_no_fault(put, values):
    text = 'area,period,births\n东"乡,2024-01,5\n"西""乡",2024-01,4\n'
    assert [row[0] for row in values(put(text))] == ['东"乡', '西"乡']


def test_a_nul_in_a_text_of_two_bytes_a_letter_is_none(put, values):
    assert values(put(TEXT.encode("utf-16"))) == [("东乡", "2024-01", "births", 5)]
    assert list(sheets("returns.csv"))
