"""Errors and formulas without a value above the lines of a table."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

import fpstats

LINES = (("苇汀镇", 3, 5), ("晴禾镇", 4, 6))


def _book(path: Path, head: list[list[str]]) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("5月")
    for row, line in enumerate([*head, *LINES]):
        for column, cell in enumerate(line):
            if isinstance(cell, str) and cell.startswith("="):
                stored = "#REF!" if "#REF!" in cell else ""
                sheet.write_formula(row, column, cell, None, stored)
            else:
                sheet.write(row, column, cell)
    book.close()


@pytest.mark.parametrize(
    ("formula", "code"), [("=#REF!", "error_cell"), ("=A9", "formula_without_value")]
)
@pytest.mark.parametrize(
    ("head", "cell"),
    [
        ([["{}"], ["乡镇", "出生人数", "死亡人数"]], "A1"),
        ([["2024年5月", "", "{}"], ["乡镇", "出生人数", "死亡人数"]], "C1"),
        ([["2024年5月人口报表"], ["乡镇", "出生人数", "{}"]], "C2"),
    ],
)
def test_they_are_told_once_at_their_cell(
    tmp_path: Path, formula: str, code: str, head: list[list[str]], cell: str
) -> None:
    path = tmp_path / "示例县2024年5月.xlsx"
    _book(path, [[text.format(formula) for text in line] for line in head])
    found = fpstats.read(str(path), lang="en").issues.to_pylist()
    told = [(row["severity"], row["code"]) for row in found if row["cell"] == cell]
    assert told == [("error", code)]
