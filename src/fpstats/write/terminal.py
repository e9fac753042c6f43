"""Sections → text tables for a terminal: Chinese aligned, verdicts in colour where there is any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fpstats.locale import text
from fpstats.write import long, plain, wide
from fpstats.write.document import Document
from fpstats.write.grid import Column, Section, first_rows
from fpstats.write.guard import one_line
from fpstats.write.report import Options, Report, What

_COLOURS: Final = {"met": "\x1b[32m", "missed": "\x1b[31m", "chance": "\x1b[33m"}
_BOLD: Final = "\x1b[1m"
_END: Final = "\x1b[0m"


def table(what: What, options: Options) -> Iterator[bytes]:
    """Yield the sections, at most `limit` rows of them, then what was left out and the notes."""
    sections, notes = _sections(what, options)
    shown, total = 0, 0
    for section in first_rows(sections, options.limit):
        shown += section.rows
        yield _drawn(section, options).encode()
    total = _rows(what, options)
    endings = [text(options.lang, "write", "no_rows")] if not total else []
    if total > shown:
        endings.append(text(options.lang, "write", "left_out", count=total - shown))
    for line in (*endings, *notes):
        yield f"{one_line(line)}\n".encode()


def _sections(what: What, options: Options) -> tuple[Iterator[Section], tuple[str, ...]]:
    if isinstance(what, Document):
        return iter(what.sections), what.notes
    if not isinstance(what, Report):
        shown = what if options.limit is None else what.slice(0, max(options.limit, 0))
        return iter((plain.section(shown, options.lang).filled(),)), ()
    if options.shape == "wide":
        return iter((wide.section(what, options.lang),)), what.notes
    return long.sections(what, options.lang), what.notes


def _rows(what: What, options: Options) -> int:
    if isinstance(what, Document):
        return sum(section.rows for section in what.sections)
    table = what
    if isinstance(what, Report):
        table = what.table
        if options.shape == "wide":
            table = table.group_by(["area", "period"]).aggregate([])
    return int(table.num_rows)


def _drawn(section: Section, options: Options) -> str:
    # Loaded here: only a terminal needs it.
    from tabulate import SEPARATING_LINE, DataRow, Line, TableFormat, tabulate

    # As its `simple`, without the room that one keeps beside every heading: a screen is narrow.
    rule, row = Line("", "-", "  ", ""), DataRow("", "  ", "")
    narrow = TableFormat(None, rule, None, None, row, row, padding=0, with_header_hide=None)
    columns = section.columns
    headings = [one_line(column.heading) for column in columns]
    rows = zip(*(_cells(column, options.colour) for column in columns), strict=True)
    grid = tabulate(
        [headings, SEPARATING_LINE, *rows],
        tablefmt=narrow,
        disable_numparse=True,
        colalign=["right" if column.right else "left" for column in columns],
    )
    title = one_line(section.title)
    lines = [f"{_BOLD}{title}{_END}" if options.colour else title] if title else []
    lines += [grid, *map(one_line, section.captions), ""]
    return "\n".join(lines) + "\n"


def _cells(column: Column, colour: bool) -> list[str]:
    cells = [one_line(cell) for cell in column.texts()]
    if not (colour and column.styles):
        return cells
    return [
        f"{_COLOURS[style]}{cell}{_END}" if style and cell else cell
        for cell, style in zip(cells, column.styles, strict=True)
    ]
