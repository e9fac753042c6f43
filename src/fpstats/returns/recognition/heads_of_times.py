"""Headings that are months or years in the way that spreadsheets keep them: a date, a number."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from fpstats.patterns import pattern
from fpstats.periods import read_day, read_period
from fpstats.returns.recognition.beside import SEARCHED
from fpstats.returns.recognition.looks import Grid, is_number
from fpstats.returns.recognition.words import Lexicon

_YEAR: Final = pattern(r"\s*((?:19|20)\d\d)(?:\.0)?\s*")
_DAY: Final = pattern(r"\s*((?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2})(?:[T ]00:00(?::00)?)?\s*")
_HEADED: Final = frozenset({"area", "items", "sequence"})


def with_times(grid: Grid, lexicon: Lexicon) -> Grid:
    """Return a sheet whose headings 2024-05-01 and 2024 are written 2024年5月 and 2024年.

    A line has them where it names at least two months by their first or their last days, or at
    least two years that follow one another, and heads areas or items.
    """
    found: list[Sequence[str]] | None = None
    for row, line in enumerate(grid[:SEARCHED]):
        if any(cell[:2] in ("19", "20") for cell in line):
            heads = _months(line) or _years(line, lexicon)
            if heads:
                found = list(grid) if found is None else found
                found[row] = heads
    return grid if found is None else found


def _months(line: Sequence[str]) -> list[str]:
    """Return a line with its dates as months; nothing where it is no line of headings."""
    if any(map(is_number, line)):
        return []
    days = {cell: read_day(found[1]) for cell in line if (found := _DAY.fullmatch(cell))}
    spans = {cell: read_period(day.isoformat()) for cell, day in days.items() if day}
    ends = all(day and day.day in (1, monthrange(day.year, day.month)[1]) for day in days.values())
    if not ends or len(set(spans.values())) < 2 or len(spans) < len(days):
        return []
    months = {cell: f"{day.year}年{day.month}月" for cell, day in days.items() if day}
    return [months.get(cell, cell) for cell in line]


def _years(line: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Return a line with its numbers as years; nothing where it is no line of headings."""
    cells = [cell for cell in line if cell.strip()]
    years = [int(found[1]) for cell in cells if (found := _YEAR.fullmatch(cell))]
    follow = {after - before for before, after in pairwise(years)}
    headed = bool(cells) and lexicon.role(cells[0]) in _HEADED
    if not headed or len(years) < 2 or follow not in ({1}, {-1}):
        return []
    if sum(map(is_number, cells)) > len(years):
        return []
    return [f"{found[1]}年" if (found := _YEAR.fullmatch(cell)) else cell for cell in line]
