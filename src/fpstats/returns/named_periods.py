"""Periods in the names of sheets and files: do they say what the title says?"""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from fpstats.periods import Span, read_period
from fpstats.returns.containers import Sheet
from fpstats.returns.layout import Contrary, Match
from fpstats.returns.titles import title_period

_YEAR: Final = 12


def contradicted(sheet: Sheet, titled: str | None) -> Contrary | None:
    """Return the period in the name of a sheet or its file that shares no month with the title's.

    A year alone contradicts nothing: the statistical year may begin in any month.
    """
    span = _within_a_year(titled)
    if span is None:
        return None
    for name in (sheet.name or "", PurePath(sheet.path).stem):
        said = title_period([[name]])
        other = _within_a_year(said)
        if other and said and (other.end < span.start or span.end < other.start):
            return Contrary(counts=titled or "", other=said)
    return None


def named_otherwise(match: Match) -> Span | None:
    """Return the period that a name says of a table which counts as of another."""
    return _within_a_year(match.contrary.other) if match.contrary is not None else None


def _within_a_year(text: str | None) -> Span | None:
    span = read_period(text) if text else None
    return span if span is not None and span.months < _YEAR else None
