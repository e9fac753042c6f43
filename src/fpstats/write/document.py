"""A document: sections to read, one table for programs, and copies of forms to send back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from msgspec import Struct, field

from fpstats.write.grid import Section

if TYPE_CHECKING:
    from fpstats.write.charts.model import SeriesChart


class Copy(Struct, frozen=True, kw_only=True):
    """Part of a form: its titles, its headings, and the lines of one area.

    Attributes
    ----------
    title
        What stands above the copy.
    lines
        The cells, as they stood there: numbers and texts.
    merged
        Merged ranges: top, left, bottom, right; from 0, both ends within.
    headings, labels
        How many of the lines are titles and headings, and how many columns name the lines.
    marks
        The offending cells, by line and column from 0, and what is wrong with each.
    """

    title: str
    lines: Sequence[Sequence[Any]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    headings: int = 0
    labels: int = 0
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)


class Reply(Struct, frozen=True, kw_only=True):
    """What goes back to one area: what was found, and its own form with the cells coloured."""

    area: str
    hint: str
    findings: Section
    copies: Sequence[Copy] = ()


class Document(Struct, frozen=True, kw_only=True):
    """Sections to read in order, and the same as tables.

    Attributes
    ----------
    table
        What the data formats write.
    tables
        Further tables, which JSON holds too.
    notes
        Sentences under everything.
    replies
        Gives what goes back to each area, a sheet of a workbook each: only a workbook asks.
    charts
        Gives what is drawn below the sections: only a page and a picture ask.
    charts_said
        What is to be seen in them, or that there is nothing; empty where nothing is ever drawn.
    """

    title: str
    table: pa.Table
    sections: Sequence[Section]
    notes: tuple[str, ...]
    run: Mapping[str, Any]
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    replies: Callable[[], Sequence[Reply]] = tuple
    charts: Callable[[], Sequence[SeriesChart]] = tuple
    charts_said: str = ""
