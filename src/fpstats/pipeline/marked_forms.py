"""Forms with what is wrong in them marked: of each area's own lines a copy, as its sheet lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from fpstats.areas import Areas
from fpstats.checks.table import Row
from fpstats.locale import text
from fpstats.patterns import pattern
from fpstats.pipeline.checked import Checked
from fpstats.returns.containers import TextSheet
from fpstats.returns.facts import Place, SheetFacts, place
from fpstats.returns.lines import Reading
from fpstats.returns.moved import beneath
from fpstats.returns.relaid import Relaid
from fpstats.returns.turned import Turned
from fpstats.write.document import Copy

_NUMERAL: Final = pattern(r"-?(0|[1-9][0-9]{0,14})")

Marks = Mapping[Place, Sequence[str]]
"""What is wrong with each cell, by row and column from 0, as the sheet lies."""


def marked_forms(by_area: Mapping[str, Sequence[Row]], checked: Checked) -> dict[str, list[Copy]]:
    """Return for each area copies of the forms in which a cell of its own is in question."""
    readings, areas = checked.material.returns.readings, checked.material.areas
    tables = _tables(readings)
    marks = {area: _marks(area, rows, readings, tables, areas) for area, rows in by_area.items()}
    parts = {
        (area, number): _part(readings[number], found)
        for area, mine in marks.items()
        for number, found in mine.items()
    }
    # Each sheet is gone through once, whatever the number of areas on it.
    wanted: dict[int, set[int]] = defaultdict(set)
    for (_, number), part in parts.items():
        wanted[number].update(part.rows)
    lines = {number: _typed(readings[number], rows) for number, rows in wanted.items()}
    return {
        area: [
            _copy(
                parts[area, number], lines[number], _lying(readings[number]), found,
                text(checked.lang, "check", "own_form", period=_name(readings[number])),
            )
            for number, found in sorted(mine.items())
        ]
        for area, mine in marks.items()
    }  # fmt: skip


def _tables(readings: Sequence[Reading]) -> list[int]:
    """Return for each reading the first of the same table: of 本月 and 累计 there are two."""
    first: dict[object, int] = {}
    return [
        first.setdefault(
            (one.sheet.path, one.sheet.name, one.match.start, one.match.first, one.match.last),
            number,
        )
        for number, one in enumerate(readings)
    ]


def _name(one: Reading) -> str:
    """Return the name of the file and of the sheet, without the folders of the office."""
    sheet = f"[{one.sheet.name}]" if one.sheet.name else ""
    return f"{Path(one.sheet.path).name}{sheet}"


def _marks(
    area: str,
    rows: Sequence[Row],
    readings: Sequence[Reading],
    tables: Sequence[int],
    areas: Areas,
) -> dict[int, Marks]:
    """Return which cells are in question, by the table: those of the area, and of areas below."""
    found: dict[int, dict[Place, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for number, cell in _cells(area, row, readings, areas):
            words = found[tables[number]][place(cell)]
            words += [row.values["message"]] if row.values["message"] not in words else []
    return dict(found)


def _cells(
    area: str, row: Row, readings: Sequence[Reading], areas: Areas
) -> Iterator[tuple[int, str]]:
    for operand, one in row.questioned:
        if one.cell and (operand.area == area or area in areas.above(operand.area)):
            yield from ((one.reading, cell) for cell in one.cell.split("+"))
    if not row.places and row.values["cell"]:
        # What was found while reading has its cells, and no numbers.
        cells = row.values["cell"].split("+")
        there = [
            number
            for number, one in enumerate(readings)
            if (one.sheet.path, one.sheet.name) == (row.values["source"], row.values["sheet"])
        ]
        within = [one for one in there if _holds(readings[one], place(cells[0])[0])]
        for number in (within or there)[:1]:
            yield from ((number, cell) for cell in cells)


def _holds(one: Reading, row: int) -> bool:
    match = one.match
    if beneath(one.sheet) is not one.sheet:
        return True
    return match.start <= row and (match.last is None or row < match.last)


class _Part(Struct, frozen=True, kw_only=True):
    """Which lines and columns of a sheet are copied; `columns` None are all of them.

    Numbers begin in line `first`, and after so many columns of `labels`.
    """

    rows: Sequence[int]
    columns: Sequence[int] | None
    first: int
    labels: int = 0


def _part(one: Reading, marks: Marks) -> _Part:
    """Choose the headings, and of all lines those in question; of a form that lies on its side
    the columns in question.
    """
    match, lines = one.match, {row for row, _ in marks}
    sheet = one.sheet
    if isinstance(sheet, Relaid):
        first = sheet.line(match.top) + 1
        return _Part(rows=sorted({*range(first), *lines}), columns=None, first=first)
    if not isinstance(sheet, Turned):
        rows = sorted({*range(match.start, match.first), *lines})
        return _Part(rows=rows, columns=None, first=match.first)
    whole = range(sheet.top + len(sheet.cells[0]))
    named: Collection[int] = range(match.first)
    first = sheet.top + min(place for places in match.items.values() for place in places)
    lies = sheet.sheet
    if isinstance(lies, Relaid):
        # Each of the lists has columns of its own that name its items.
        names = {
            cell.place[1] for row in whole for cell in lies.laid[row][: match.first] if cell.place
        }
        whole, named, first = range(max(map(lies.line, whole)) + 1), names, lies.line(first)
    return _Part(
        rows=sorted({*whole, *lines}),
        columns=sorted({*named, *(column for _, column in marks)}),
        first=first,
        labels=match.first,
    )


def _lying(one: Reading) -> SheetFacts:
    """Return what is known of a sheet as it lies."""
    return beneath(one.sheet).facts


def _typed(one: Reading, rows: set[int]) -> Mapping[int, Sequence[Any]]:
    """Return lines of a sheet; whole numbers of a text file as numbers."""
    picked = one.sheet.picked(rows)
    if not isinstance(beneath(one.sheet), TextSheet):
        return picked
    return {
        row: [int(cell) if _NUMERAL.fullmatch(cell) else cell for cell in line]
        for row, line in picked.items()
    }


def _copy(
    part: _Part, lines: Mapping[int, Sequence[Any]], facts: SheetFacts, marks: Marks, title: str
) -> Copy:
    width = max((len(line) for line in lines.values()), default=0)
    columns = range(width) if part.columns is None else part.columns
    down = {row: at for at, row in enumerate(part.rows)}
    across = {column: at for at, column in enumerate(columns)}
    cells = [
        [line[column] if column < len(line) else "" for column in columns]
        for line in (lines.get(row, ()) for row in part.rows)
    ]
    merged = []
    for top, left, bottom, right in facts.merged:
        names = bottom < part.first or right < part.labels
        rows = [down[row] for row in range(top, bottom + 1) if row in down]
        places = [across[column] for column in range(left, right + 1) if column in across]
        if names and len(rows) > bottom - top and places:
            # The value stands in the first cell, be that copied or not.
            line = lines.get(top, ())
            cells[rows[0]][places[0]] = line[left] if left < len(line) else ""
            merged.append((rows[0], places[0], rows[-1], places[-1]))
    return Copy(
        title=title,
        lines=cells,
        merged=[one for one in merged if one[:2] != one[2:]],
        headings=sum(row < part.first for row in part.rows),
        labels=part.labels,
        marks={
            (down[row], across[column]): "\n".join(words)
            for (row, column), words in marks.items()
            if column in across
        },
    )
