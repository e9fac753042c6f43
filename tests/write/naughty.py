"""Texts that break programs: more than five hundred, made of what has broken some.

They stand where a file could bring them in: as names of areas, as values, as names of files. Those
that follow no rule stand in `naughty.json`.
"""

from __future__ import annotations

import json
from itertools import chain, product
from pathlib import Path

SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]
BEFORE = ["", "\t", "\r", "\n", "\r\n", " ", "　", "\u00a0", "\x00", "\ufeff", "\u200b", "'", '"']
AFTER = [
    "1+1",
    "A1",
    "SUM(A1:A9)",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://x.example","乡")',
    "乡",
    "",
]
INVISIBLE = [
    *range(0x20),
    *range(0x7F, 0xA1),
    0xAD,
    *range(0x200B, 0x2010),
    *range(0x2028, 0x2030),
    *range(0x2060, 0x206A),
    0xFEFF,
]
SPACES = " \t\n\r\v\f\x1c\x85\u00a0\u1680\u2003\u2028\u202f\u205f\u3000"
LONG = ["乡" * 3000, "=" + "乡" * 3000, *(sign * 99 for sign in "\"'<|\\=")]

NAUGHTY = list(
    dict.fromkeys(
        [
            *(f"{before}{sign}乡" for before, sign in product([*BEFORE, "''"], SIGNS)),
            *(f"{before}{sign}1" for before, sign in product(BEFORE, SIGNS)),
            *(f"{sign}{after}" for sign, after in product(SIGNS, AFTER)),
            *(f"东{chr(code)}乡" for code in INVISIBLE),
            *(f"{space}东乡{space}" for space in SPACES),
            *LONG,
            *chain(*json.loads(Path(__file__).with_suffix(".json").read_text("utf-8")).values()),
        ]
    )
)
