"""A form that has more than the layout that fits it loses nothing in silence."""

from __future__ import annotations

from pathlib import Path

import openpyxl

import fpstats

SAMPLES = Path(__file__).parents[2] / "data" / "samples" / "xlsx"


def _renamed(folder: Path, heading: str, other: str) -> tuple[Path, Path]:
    """Write a sample of the monthly return in which one heading has another wording."""
    source = sorted(SAMPLES.glob("*.xlsx"))[-1]
    book = openpyxl.load_workbook(source)
    cells = [cell for row in book.active.iter_rows(max_row=6) for cell in row]
    (one,) = [cell for cell in cells if cell.value == heading]
    one.value = other
    path = folder / source.name
    book.save(path)
    return source, path


def _numbers(path: Path) -> dict[str, tuple[object, ...]]:
    rows = fpstats.read(str(path)).table.to_pylist()
    return {row["cell"]: (row["area"], row["period"], row["item"], row["value"]) for row in rows}


def test_a_renamed_heading_loses_no_item(tmp_path: Path) -> None:
    # The layout of the stocks alone would fit what is left, without births and deaths.
    source, renamed = _renamed(tmp_path, "死亡人数", "死亡人口")
    assert _numbers(renamed) == _numbers(source)


def test_what_the_layout_alone_reads_is_told(tmp_path: Path) -> None:
    # Neither reads everything: the layout of the stocks has what was asked for by name, and one
    # heading has a strange word. Whichever is taken, the column stands among the findings.
    _, renamed = _renamed(tmp_path, "死亡人数", "殁亡者")
    found = fpstats.read(str(renamed))
    told = {(one["code"], one["value"]) for one in found.issues.to_pylist()}
    assert any(code in ("unknown_column", "item_not_read") and "殁亡者" in str(value)
               for code, value in told)  # fmt: skip
    assert {"births", "migrants_in"} <= {row["item"] for row in found.table.to_pylist()}
