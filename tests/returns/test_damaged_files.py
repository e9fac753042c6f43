"""Files with bits turned over and ends cut off: read or refused in words, never anything else."""

from __future__ import annotations

import datetime
import io
import os
import random
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
import xlwt

COUNT = int(os.environ.get("FPSTATS_DAMAGED", "100"))
"""How many damaged files of each kind; a run before a release makes thousands."""

READ = """
import sys
from pathlib import Path
import fpstats
from fpstats.errors import FpstatsError
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        fpstats.read(path, lang="en")
        print("read", path.name)
    except FpstatsError as error:
        print("refused", path.name, str(error).splitlines()[0])
status = Path("/proc/self/status")
if status.exists():
    print(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")))
"""

ROWS = [
    ["area", "period", "births", "deaths"],
    *([f"第{n}乡", "2024-01", n, n + 0.0] for n in range(1, 40)),
]


def xlsx() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("报表")
        for number, line in enumerate(ROWS):
            sheet.write_row(number, 0, line)
        sheet.write_datetime(50, 1, datetime.datetime(2024, 1, 31))
        sheet.write_formula(51, 2, "=1+1")
        sheet.write_comment(1, 1, "已核实")
        sheet.merge_range(52, 0, 52, 3, "合计")
    return buffer.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("报表")
    for number, line in enumerate(ROWS):
        for column, cell in enumerate(line):
            sheet.write(number, column, cell)
    sheet.write(50, 1, datetime.datetime(2024, 1, 31), xlwt.easyxf(num_format_str="yyyy-mm"))
    sheet.write(51, 2, xlwt.Formula("1+1"))
    sheet.write_merge(52, 52, 0, 3, "合计")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def table(write: str) -> bytes:
    buffer = io.BytesIO()
    getattr(pl.DataFrame(ROWS[1:], schema=ROWS[0], orient="row"), write)(buffer)
    return buffer.getvalue()


MADE = {
    "xlsx": xlsx,
    "xls": xls,
    "csv": lambda: table("write_csv"),
    "parquet": lambda: table("write_parquet"),
    "arrow": lambda: table("write_ipc"),
}


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """Cut off an end, turn bits over, double or drop a piece, or write noise."""
    if chance.random() < 0.3:
        raw = raw[: chance.randrange(len(raw))]
    data = bytearray(raw)
    for _ in range(chance.choice([0, 1, 1, 2, 8, 64]) if data else 0):
        place = chance.randrange(len(data))
        kind = chance.random()
        if kind < 0.5:
            data[place] ^= 1 << chance.randrange(8)
        elif kind < 0.7:
            data[place : place + 4] = chance.choice([b"\xff\xff\xff\x7f", b"\xff" * 4, bytes(4)])
        elif kind < 0.8:
            data[place:place] = data[place : place + chance.randrange(600)]
        elif kind < 0.9:
            del data[place : place + chance.randrange(600)]
        else:
            data[place : place + 16] = chance.randbytes(16)
        if not data:
            break
    return bytes(data)


@pytest.mark.parametrize("suffix", MADE)
def test_no_damage_ends_in_anything_but_words(tmp_path, suffix):
    chance = random.Random(suffix)
    raw = MADE[suffix]()
    for number in range(COUNT):
        (tmp_path / f"{number:04}.{suffix}").write_bytes(damaged(raw, chance))
    done = subprocess.run(
        [sys.executable, "-c", READ, str(tmp_path)], capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
    *lines, most = done.stdout.decode().splitlines()
    said = [line.split()[0] for line in lines if line.startswith(("read", "refused"))]
    assert len(said) == COUNT
    assert "refused" in said
    # Polars says itself where it panics, before the panic is turned into a refusal.
    assert not done.stderr or suffix in ("parquet", "arrow")
    if Path("/proc/self/status").exists():
        assert int(most.split()[1]) / 1024 <= 300
