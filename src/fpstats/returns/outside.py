"""Lines outside the tables of a sheet: titles, notes, blank ones, and those nobody can explain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fpstats.issues import Findings
from fpstats.returns.facts import Place
from fpstats.returns.lines import Reading
from fpstats.returns.moved import beneath
from fpstats.returns.relaid import Relaid
from fpstats.returns.rows import is_note
from fpstats.returns.sheet import Sheet
from fpstats.returns.turned import Turned


def upright(sheet: Sheet) -> Sheet:
    """Return the sheet whose lines are those of the form, be it as it lies or laid anew."""
    return sheet.sheet if isinstance(sheet, Turned) else sheet


def line_at(sheet: Sheet, place: Place) -> int | None:
    """Return the line of a form, from 1, on which a cell of the file stands; None where none is."""
    if isinstance(sheet, Turned):
        # The lines of a form that lies on its side are columns.
        lies = sheet.sheet
        found = lies.found(place) if isinstance(lies, Relaid) else place
        return found[1] + 1 if found is not None else None
    found = sheet.found(place) if isinstance(sheet, Relaid) else place
    return found[0] + 1 if found is not None else None


def by_sheet(readings: Sequence[Reading]) -> list[tuple[Sheet, list[int]]]:
    """Return the sheets of the files, each with the numbers of the readings of its tables."""
    found: dict[int, tuple[Sheet, list[int]]] = {}
    for index, one in enumerate(readings):
        sheet = beneath(one.sheet)
        found.setdefault(id(sheet), (sheet, []))[1].append(index)
    return list(found.values())


def outside(sheet: Sheet, readings: Sequence[Reading]) -> Iterator[tuple[int, str]]:
    """Yield each line (from 1) above, between and below the tables, and what it is.

    `sheet` is upright: where cells were laid anew, its lines are those into which they were laid.

    A line is `title`, `note`, `blank`, `table_left_out` (of a table that is not read, and why is
    told), or `unexplained_line`: one with numbers that no table took.
    """
    spans = [_span(one) for one in readings]
    first = min(top for top, _ in spans)
    # Between two tables the titles of the second begin where the notes of the first end.
    titles = [
        (0, first),
        *((one.match.start, top) for one, (top, _) in zip(readings, spans, strict=True)),
    ]
    ends = [last for _, last in spans if last is not None]
    # A table without an end goes on to that of the sheet: only what is above it is outside.
    far = len(ends) == len(spans)
    lines = sheet.lines() if far or first > len(sheet.head()) else sheet.head()[:first]
    passed = [other for one in readings for other in one.match.passed_over]
    for row, line in enumerate(lines):
        if any(other.top <= row < other.last for other in passed):
            yield row + 1, "table_left_out" if any(map(str.strip, line)) else "blank"
        elif not any(top <= row and (last is None or row < last) for top, last in spans):
            yield row + 1, _kind(line, above=any(start <= row < top for start, top in titles))


def _span(one: Reading) -> tuple[int, int | None]:
    """Return the lines of a table from its first heading row on, as its sheet lies."""
    if isinstance(one.sheet, Turned):
        return one.sheet.top, one.sheet.top + len(one.sheet.cells[0])
    return one.match.top, one.match.last


def _kind(line: Sequence[str], *, above: bool) -> str:
    cells = [cell for cell in line if cell.strip()]
    if not cells:
        return "blank"
    if not is_note(cells[0]) and _is_lost(cells) and not (above and _is_dated(line)):
        return "unexplained_line"
    return "title" if above else "note"


def _is_lost(cells: Sequence[str]) -> bool:
    """Tell a line of a table from 2024 | 年 | 5 | 月: a name and as many numbers, or more."""
    # Loaded here, because most files have no line outside their table.
    from fpstats.returns.recognition.looks import is_number

    numbers = [is_number(cell) for cell in cells]
    named = not numbers[0] and not cells[0].rstrip().endswith((":", "："))
    return sum(numbers) * 2 > len(cells) or (named and sum(numbers) * 2 == len(cells))


def _is_dated(line: Sequence[str]) -> bool:
    """Tell a line that holds the period of the form, its year and its month in cells."""
    from fpstats.returns.recognition.labelled import is_dated

    return is_dated(line)


def note_unexplained(readings: Sequence[Reading], findings: Findings) -> None:
    """Tell of every line outside the tables that is no title, no note and not blank."""
    for sheet, indices in by_sheet(readings):
        mine = [readings[index] for index in indices]
        lies = upright(mine[0].sheet)
        for row, kind in outside(lies, mine):
            if kind == "unexplained_line":
                line = lies.lines()[row - 1]
                column = next(at for at, cell in enumerate(line) if cell.strip())
                cell = lies.address(column, row)
                findings.add(kind, source=sheet.path, sheet=sheet.name, cell=cell)
