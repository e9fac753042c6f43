"""Draws a made-up workbook as fpstats reads it: the kind of every line, and what each column is.

    python docs/make_workbook_picture.py

Needs `chromium` and a Chinese font. The colours and the words are those of `fpstats.inspect`.
"""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import xlsxwriter

import fpstats
from fpstats import catalogue, locale
from fpstats.returns import account, forms, opening

PICTURES: Final = Path(__file__).with_name("pictures")
COLOURS: Final = {
    "title": "#e8e3f7", "heading": "#d6e6fb", "data": "#e2f4e3", "total": "#fdf0cd",
    "note": "#eeeeee", "blank": "#ffffff",
}  # fmt: skip
LINES: Final = [
    ["青禾县2024年5月人口和计划生育月报表"],
    ["填报单位：青禾县统计办公室", "", "", "", "", "单位：人"],
    ["序号", "乡镇", "出生人数", "", "死亡人数", "出生率‰"],
    ["", "", "男", "女", "", ""],
    [1, "晴禾街道", 16, 14, 9, 8.1],
    [2, "临溪镇", 10, 12, 7, 7.9],
    [3, "柳河乡", 9, 7, 5, 8.0],
    ["", "合计", 35, 33, 22, 8.0],
    ["注：死亡人数含补报。"],
]
MERGED: Final = ("A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4")


def workbook(path: Path) -> None:
    """Write the workbook; one of its totals is wrong."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("月报")
        for place in MERGED:
            sheet.merge_range(place, "")
        for row, line in enumerate(LINES):
            for column, content in enumerate(line):
                if content != "":
                    sheet.write(row, column, content)


def page(path: Path, lang: str) -> str:
    """Return the workbook as a table, with the words of `fpstats inspect` beside it."""
    (sheet,) = fpstats.inspect(str(path), lang=lang).sheets
    known = catalogue.load()
    (lines,) = account.accounts(opening.scan([path], forms.layouts(known.items), known))
    wrong = {one["cell"] for one in sheet["totals"]["differing"]}
    words = locale.texts(lang)["inspect"]
    columns = sheet["tables"][0]["columns"]
    roles = {one["column"]: one["title"] or words[f"role_{one['role']}"] for one in columns}
    letters = "ABCDEF"
    head = "".join(f"<th>{letter}</th>" for letter in letters)
    rows = []
    for row, (line, kind) in enumerate(zip(LINES, lines.kinds, strict=True), 1):
        cells = []
        for place, letter in enumerate(letters):
            content = str(line[place]) if place < len(line) else ""
            mark = ' class="wrong"' if f"{letter}{row}" in wrong else ""
            cells.append(f"<td{mark}>{html.escape(content)}</td>")
        if len(line) == 1:
            cells = [f'<td colspan="6">{html.escape(str(line[0]))}</td>']
        colour, word = COLOURS[kind], html.escape(words[f"line_{kind}"])
        rows.append(
            f'<tr style="background:{colour}"><th>{row}</th>{"".join(cells)}'
            f'<td class="w">{word}</td></tr>'
        )
    read = "".join(f'<td class="w">{html.escape(roles.get(one, ""))}</td>' for one in letters)
    return f"""<meta charset="utf-8"><style>
body{{font:15px/1.5 "Noto Sans CJK SC",sans-serif;margin:14px;background:#fff;color:#222}}
table{{border-collapse:collapse}}td,th{{border:1px solid #bbb;padding:3px 9px;white-space:nowrap}}
th{{background:#f4f4f4;font-weight:normal;color:#777}}.w{{border:0;background:#fff;color:#555}}
.wrong{{outline:3px solid #b3261e;outline-offset:-3px;font-weight:bold}}</style>
<table><tr><th></th>{head}</tr>{"".join(rows)}<tr><td class="w"></td>{read}</tr></table>"""


def main() -> None:
    """Draw both pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workbook(folder / "五月.xlsx")
        for lang in locale.LANGUAGES:
            drawn = folder / f"{lang}.html"
            drawn.write_text(page(folder / "五月.xlsx", lang), "utf-8")
            picture = PICTURES / f"workbook.{lang}.png"
            subprocess.run(  # noqa: S603 - found on the path
                [
                    chromium, "--headless=new", "--disable-gpu", "--hide-scrollbars",
                    "--window-size=1000,392", f"--screenshot={picture}",
                    *(["--no-sandbox"] if os.geteuid() == 0 else []), drawn.as_uri(),
                ],
                check=True,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip


if __name__ == "__main__":
    main()
