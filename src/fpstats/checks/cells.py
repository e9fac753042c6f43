"""The cells of a finding in short, as a table has room for them: `B5, C5 ↔ D5`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from fpstats import locale
from fpstats.checks.finding import Finding, Operand
from fpstats.checks.places import Place
from fpstats.returns import facts

APART: Final = " ↔ "
"""What stands between the two sides."""

MOST: Final = 4
"""So many cells, or runs of cells, of one side are named, and how many more there are."""


def cells(one: Finding, found: Sequence[tuple[Operand, Place | None]], lang: str) -> str | None:
    """Return the cells of both sides, those that touch in a line or column as `B5:D5`.

    `found` are the first operands of the finding with their places. A sheet is named where it is
    not that of the cell before.
    """
    comma = locale.text(lang, "error", "comma")
    told, before = [], None
    for side, number in (
        (found[: one.lefts], one.lefts),
        (found[one.lefts :], len(one.operands) - one.lefts),
    ):
        parts, named = [], 0
        for run in _runs(place for _, place in side if place is not None)[:MOST]:
            sheet = _sheet(run[0].source, run[0].sheet)
            mark = ":".join(dict.fromkeys(place.cell for place in (run[0], run[-1]) if place.cell))
            parts.append(mark if mark and sheet == before else _joined(sheet, mark))
            named, before = named + len(run), sheet
        if parts and named < number:
            parts.append(locale.text(lang, "check", "more", count=number - named))
        told += [comma.join(parts)] if parts else []
    return APART.join(told) or None


def of_one(source: str | None, sheet: str | None, cell: str | None) -> str | None:
    """Return the place of one cell, without the folders of the office."""
    return _joined(_sheet(source, sheet), cell) if source else None


def _sheet(source: str, sheet: str | None) -> str:
    return f"{Path(source).name}{f'[{sheet}]' if sheet else ''}"


def _joined(sheet: str, mark: str | None) -> str:
    return f"{sheet}!{mark}" if mark else sheet


def _runs(places: Iterable[Place]) -> list[list[Place]]:
    """Part places, in their order, into runs of those that follow one another on a sheet."""
    runs: list[list[Place]] = []
    for place in places:
        if runs and _follows(runs[-1], place):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _follows(run: Sequence[Place], place: Place) -> bool:
    """Tell whether a cell goes on where a run ends, in the direction that the run has."""
    if run[-1][:3] != place[:3]:
        return False
    if not (run[-1].cell and place.cell):
        return run[-1].cell == place.cell
    step = _step(run[-1].cell, place.cell)
    ways = [_step(run[0].cell, run[1].cell)] if len(run) > 1 else [(0, 1), (1, 0)]
    return step in ways


def _step(first: str | None, last: str | None) -> facts.Place | None:
    """Return how many lines and columns lie between two cells; None where one is a sum of cells."""
    if not first or not last or "+" in first + last:
        return None
    (top, left), (bottom, right) = facts.place(first), facts.place(last)
    return bottom - top, right - left
