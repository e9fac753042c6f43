"""The judge itself: an ideal reader passes, and every way of being wrong is seen."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from .judge import Verdict, compare
from .plan import Plan
from .run import make, plan_of
from .sheets import File, Known, Return, Sheet, address
from .writing import write

Row = dict[str, Any]


def _row(file: File, sheet: Sheet, known: Known) -> Row:
    first, last = ((month // 12, month % 12 + 1) for month in known.span)
    text = file.container in ("csv", "tsv")
    return {
        "area": known.area,
        "period": f"{first[0]}-{first[1]:02d}:{last[0]}-{last[1]:02d}",
        "item": known.item,
        "value": known.value,
        "source": f"/somewhere/{file.name}",
        "sheet": None if text else sheet.name,
        "cell": address(known.at),
    }


def _ideal(given: Return) -> list[Row]:
    """What a reader without fault reads of a sound return."""
    return [
        _row(file, sheet, known)
        for file in given.files
        for sheet in file.sheets
        for known in sheet.known
    ]


def _issue(row: Row, code: str = "not_a_number", severity: str = "error") -> Row:
    return {**row, "area": None, "value": None, "code": code, "severity": severity}


def _judged(readings: list[Row], issues: list[Row] | None = None) -> Verdict:
    return compare(SOUND, readings, issues or [])


SOUND = make(Plan(7, container="csv", fill="blank"))


@pytest.mark.parametrize("seed", range(1, 200, 3))
def test_an_ideal_reader_is_exact_in_sound_returns(seed: int) -> None:
    given = make(plan_of(seed))
    assert given.sound
    verdict = compare(given, _ideal(given), [])
    assert verdict.exact
    assert not verdict.wrong


@pytest.mark.parametrize("change", ["area", "period", "item", "value"])
def test_one_wrong_cell_is_silently_wrong(change: str) -> None:
    other = {"area": "别处镇", "period": "1999-01", "item": "answers", "value": -1.0}
    readings = _ideal(SOUND)
    readings[3] = {**readings[3], change: other[change]}
    verdict = _judged(readings)
    assert not verdict.exact
    assert len(verdict.wrong) == 1
    told = _judged(readings, [_issue(readings[3])])
    assert not told.exact
    assert not told.wrong


def test_a_lost_cell_is_silently_wrong_unless_an_issue_speaks_of_it() -> None:
    readings = _ideal(SOUND)
    lost = next(row for row in readings if row["value"] is not None)
    rest = [row for row in readings if row is not lost]
    assert len(_judged(rest).wrong) == 1
    assert not _judged(rest, [_issue(lost)]).wrong
    assert len(_judged(rest, [_issue(lost, severity="info")]).wrong) == 1


def test_a_missing_value_read_as_zero_is_silently_wrong() -> None:
    given = make(Plan(11, missing="dash"))
    readings = [{**row, "value": row["value"] or 0.0} for row in _ideal(given)]
    blanks = sum(row["value"] is None for row in _ideal(given))
    assert blanks
    assert len(compare(given, readings, []).wrong) == blanks


def test_a_total_read_as_an_area_is_silently_wrong() -> None:
    readings = _ideal(SOUND)
    verdict = _judged([*readings, {**readings[0], "area": "合计", "cell": "C99"}])
    assert len(verdict.wrong) == 1


def test_a_fault_counts_as_reported_only_at_its_cell_and_by_its_kind() -> None:
    given = make(plan_of(200_001))
    (fault,) = given.faults
    file, sheet = given.files[0], given.files[0].sheets[0]
    (at,) = fault.cells
    known = next(one for one in sheet.known if one.at == at)
    there = _row(file, sheet, known)
    rest = [row for row in _ideal(given) if row["cell"] != there["cell"]]
    assert compare(given, rest, [_issue(there)]).reported[fault]
    assert not compare(given, rest, [_issue({**there, "cell": "A1"})]).reported[fault]
    assert not compare(given, rest, [_issue({**there, "sheet": "别的表"})]).reported[fault]
    assert not compare(given, rest, [_issue(there, "blank_value", "warning")]).reported[fault]
    assert not compare(given, rest, []).reported[fault]
    assert compare(given, [*rest, there], []).wrong


def test_what_is_written_stands_in_the_cells_of_the_truth(tmp_path: Any) -> None:
    given = make(Plan(5, blanks="left", sequence=True, totals="top", titles=2))
    path = write(given, tmp_path)
    page = openpyxl.load_workbook(path).active
    known = given.files[0].sheets[0].known
    assert known
    assert [page[address(one.at)].value for one in known] == [one.value for one in known]
