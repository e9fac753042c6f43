"""Sections → GitHub Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from fpstats.locale import text
from fpstats.patterns import pattern
from fpstats.write import about, long, plain, wide
from fpstats.write.document import Document
from fpstats.write.grid import Column, Section
from fpstats.write.guard import is_formula, one_line
from fpstats.write.report import Options, Report, What

_MARKUP: Final = pattern(r"([\\`*\[\]<>|~&#!$]|(?<!\w)_|_(?!\w))")

_NUMBERED: Final = pattern(r"^([0-9]{1,9})([.)])(?=\s|$)")


def md(what: What, options: Options) -> Iterator[bytes]:
    """Yield a heading and a table a section, then the notes."""
    lang = options.lang
    if isinstance(what, Document):
        yield f"# {_escaped(what.title)}\n\n".encode()
        for section in what.sections:
            yield _drawn(section.filled()).encode()
        yield "".join(f"- {_escaped(note)}\n" for note in what.notes).encode()
        return
    if not isinstance(what, Report):
        yield _drawn(plain.section(what, lang).filled()).encode()
        return
    empty = True
    wanted: Iterable[Section] = long.sections(what, lang)
    if options.shape == "wide":
        wanted = (wide.section(what, lang, options.columns),)
    for section in wanted:
        if section.rows:
            empty = False
            yield _drawn(section).encode()
    notes = [*what.notes, about.issue_count(what, lang)]
    if empty:
        notes.insert(0, text(lang, "write", "no_rows"))
    yield "".join(f"- {_escaped(note)}\n" for note in notes if note).encode()


def of_sections(sections: Iterable[Section]) -> Iterator[bytes]:
    """Yield sections that are no table of ours."""
    for section in sections:
        yield _drawn(section).encode()


def _drawn(section: Section) -> str:
    columns = section.columns
    lines = [f"## {_escaped(section.title)}\n"] if section.title else []
    lines.append(_line([_escaped(column.heading) for column in columns]))
    lines.append(_line(["---:" if column.right else "---" for column in columns]))
    cells = [_cells(column) for column in columns]
    lines += [_line(row) for row in zip(*cells, strict=True)]
    lines += [f"\n{_escaped(caption)}" for caption in section.captions]
    return "\n".join(lines) + "\n\n"


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(column: Column) -> list[str]:
    """Return the cells; numbers need no escape and would read worse with one."""
    return [
        _escaped(cell) if isinstance(value, str) else cell
        for cell, value in zip(column.texts(), column.values, strict=True)
    ]


def _escaped(cell: str) -> str:
    """Return text that means nothing to Markdown, nor to a spreadsheet that reads the source."""
    line = one_line(cell)
    escaped = _NUMBERED.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", line))
    if not is_formula(line):
        return escaped
    # A backslash has no effect before a full-width sign; a character reference has.
    return f"\\{escaped}" if line[0].isascii() else f"&#{ord(line[0])};{escaped[1:]}"
