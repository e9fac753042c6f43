"""Sections → text tables for a terminal: Chinese aligned, verdicts in colour where there is any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from fpstats.locale import text
from fpstats.write import long, plain, wide
from fpstats.write.document import Document
from fpstats.write.grid import Column, Section, first_rows
from fpstats.write.guard import one_line
from fpstats.write.narrow import fitted
from fpstats.write.report import Options, Report, What

_COLOURS: Final = {"met": "\x1b[32m", "missed": "\x1b[31m", "chance": "\x1b[33m"}
FOLDED: Final = 66
"""How wide a sentence in a table may be before it goes on in the next line."""

_BOLD: Final = "\x1b[1m"
_END: Final = "\x1b[0m"


def table(what: What, options: Options) -> Iterator[bytes]:
    """Yield the sections, at most `limit` rows of them, then what was left out and the notes."""
    sections, notes = _sections(what, options)
    shown, total, narrowed = 0, 0, dict[str, None]()
    for section in first_rows(sections, options.limit):
        shown += section.rows
        if options.width is not None:
            section, gone = fitted(section, options.width)
            narrowed |= dict.fromkeys(gone)
        yield _drawn(section, options, folded=isinstance(what, Document)).encode()
    total = _rows(what, options)
    endings = [text(options.lang, "write", "no_rows")] if not total else []
    if total > shown:
        key = "rows_left" if isinstance(what, Report) else "left_out"
        endings.append(text(options.lang, "write", key, count=total - shown))
    if narrowed:
        columns = text(options.lang, "error", "comma").join(map(one_line, narrowed))
        key = "narrow_wide" if options.shape == "wide" else "narrow"
        endings.append(text(options.lang, "write", key, columns=columns, width=options.width))
    for line in (*endings, *notes):
        yield f"{one_line(line)}\n".encode()


def of_sections(sections: Iterable[Section], options: Options) -> Iterator[bytes]:
    """Yield sections that are no table of ours."""
    for section in sections:
        yield _drawn(section, options, folded=False).encode()


def _sections(what: What, options: Options) -> tuple[Iterator[Section], tuple[str, ...]]:
    if isinstance(what, Document):
        return iter(what.sections), what.notes
    if not isinstance(what, Report):
        shown = what if options.limit is None else what.slice(0, max(options.limit, 0))
        return iter((plain.section(shown, options.lang).filled(),)), ()
    if options.shape == "wide":
        return iter((wide.section(what, options.lang, options.columns),)), what.notes
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


def _drawn(section: Section, options: Options, *, folded: bool) -> str:
    # Loaded here: only a terminal needs it.
    from tabulate import SEPARATING_LINE, DataRow, Line, TableFormat, tabulate

    # As its `simple`, without the room that one keeps beside every heading: a screen is narrow.
    rule, row = Line("", "-", "  ", ""), DataRow("", "  ", "")
    narrow = TableFormat(None, rule, None, None, row, row, padding=0, with_header_hide=None)
    columns = section.columns
    headings = [one_line(column.heading) for column in columns]
    cells = zip(*(_cells(column, options.colour) for column in columns), strict=True)
    rows = chain.from_iterable(map(_folded, cells)) if folded else cells
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


def _folded(cells: tuple[str, ...]) -> Iterator[list[str]]:
    """Yield a row as several, where a cell holds a sentence longer than a screen is wide."""
    parts = [_parts(cell) for cell in cells]
    for line in range(max(map(len, parts))):
        yield [part[line] if line < len(part) else "" for part in parts]


def _parts(cell: str) -> list[str]:
    """Cut a text where a word ends, or anywhere among Chinese characters."""
    from wcwidth import wcwidth

    lines, line, width = [], "", 0
    for word in re.findall(r"[\x21-\x7e‰–]+ *|.", cell):
        length = sum(max(wcwidth(one), 0) for one in word.rstrip())
        if line and width + length > FOLDED:
            lines.append(line.rstrip())
            line, width = "", 0
        line += word
        width += length + len(word) - len(word.rstrip())
    return [*lines, line.rstrip()]


def _cells(column: Column, colour: bool) -> list[str]:
    cells = [one_line(cell) for cell in column.texts()]
    if not (colour and column.styles):
        return cells
    return [
        f"{_COLOURS[style]}{cell}{_END}" if style and cell else cell
        for cell, style in zip(cells, column.styles, strict=True)
    ]
