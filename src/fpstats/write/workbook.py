"""Sections → an Excel workbook: typed cells, no formula, the same bytes each time."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, Final

from fpstats.errors import OutputError
from fpstats.locale import say, text, texts
from fpstats.write import about, flat, plain, wide, working
from fpstats.write.book import MOST_ROWS, Book
from fpstats.write.document import Document, Reply
from fpstats.write.grid import Column, Section
from fpstats.write.guard import one_line
from fpstats.write.replies import sheet_name, write_reply
from fpstats.write.report import Options, Report, What

_COLOURS: Final = {
    "met": {"font_color": "#176B2C", "bg_color": "#DDF2E0"},
    "missed": {"font_color": "#B3261E", "bg_color": "#FBE3E1"},
    "chance": {"font_color": "#7A5200", "bg_color": "#FFF3CD"},
}
_SAMPLE: Final = 1000  # rows that decide the width of a column
_WIDEST: Final = 60
_EXACT: Final = 10**15  # Excel keeps 15 digits
# Above this, cells go to a temporary file row by row; below, memory is faster and names are shared.
_IN_MEMORY: Final = 100_000


def xlsx(what: What, options: Options) -> Iterator[bytes]:
    """Yield a workbook: the results; of a report also findings, definitions and the run record."""
    lang = options.lang
    replies: Sequence[Reply] = ()
    if isinstance(what, Document):
        sheets = {one.title: [one] for one in what.sections if one.rows}
        summary = Column(what.title, list(what.notes))
        sheets = {what.title: [Section(what.title, (summary,))], **sheets}
        replies = what.replies()
    elif isinstance(what, Report):
        wanted = options.shape == "wide"
        results = wide.section(what, lang, options.columns) if wanted else flat.section(what, lang)
        beside = [about.definitions(what, lang), *about.provenance(what, lang)]
        said = (*what.notes, *results.captions)
        beside += [about.notes(said, lang)] if said else []
        sheets = {
            "results": [results],
            **({} if what.workings is None else working.sheets(what, what.workings, lang)),
            "issues": [about.issues(what, lang)],
            "about": beside,
        }
    else:
        sheets = {"data": [plain.section(what, lang)]}
    with _uncollected():
        book = _workbook(sheets, lang, replies)
    yield book


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking at millions of cells again and again: a fifth of
    the time, and there is no garbage among them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _workbook(sheets: dict[str, list[Section]], lang: str, replies: Sequence[Reply] = ()) -> bytes:
    most = max(section.rows for sections in sheets.values() for section in sections)
    if most > MOST_ROWS:
        raise OutputError(say("error", "too_many_rows", most=MOST_ROWS, rows=most))
    book = Book(lang, memory="in_memory" if replies or most <= _IN_MEMORY else "constant_memory")
    taken: set[str] = set()
    for key, sections in sheets.items():
        # A document names its sheets itself; those of a report have names of ours.
        known = texts(lang)["write"].get(f"{key}_sheet")
        sheet = book.sheet(sheet_name(known or key, taken))
        for place, width in enumerate(_widths(sections)):
            sheet.set_column(place, place, width)
        _print(sheet, lang)
        if len(sections) == 1:
            _table(sheet, sections[0], book)
        else:
            _page(sheet, sections, book)
    for reply in replies:
        write_reply(book.sheet(sheet_name(reply.area, taken)), reply, book)
    return book.close()


def _print(sheet: Any, lang: str) -> None:
    """Print on A4 sideways, as wide as the page and as long as it takes, with page numbers."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(text(lang, "form", "footer"))


def _table(sheet: Any, section: Section, book: Book) -> None:
    """Write a sheet that is one table: headings in view and on each page, a filter a column."""
    sheet.freeze_panes(1, section.keys)
    sheet.repeat_rows(0)
    _section(sheet, 0, section, book)
    if section.rows:
        sheet.autofilter(0, 0, section.rows, len(section.columns) - 1)
    for place, column in enumerate(section.columns):
        if column.styles:
            _colour(sheet, place, section.rows, book)


def _page(sheet: Any, sections: Sequence[Section], book: Book) -> None:
    """Write sections below one another, each under its title."""
    top = 0
    for section in sections:
        title = book.format(bold=True, font_size=13)
        sheet.write_string(top, 0, book.cell(section.title), title)
        _section(sheet, top + 1, section, book, prose=True)
        top += section.rows + 3


def _section(sheet: Any, top: int, section: Section, book: Book, *, prose: bool = False) -> None:
    """Write headings and rows, row by row because a temporary file takes them in no other order."""
    heading = book.format(bold=True, text_wrap=True, valign="top", bottom=1, bg_color="#EDEDED")
    for place, column in enumerate(section.columns):
        sheet.write_string(top, place, book.cell(column.heading), heading)
    looks = [_looks(column, book) for column in section.columns]
    wrapped = book.format(text_wrap=True, valign="top")
    texts_look = [wrapped if prose or _is_long(column) else None for column in section.columns]
    values = [column.values for column in section.columns]
    formulas = [column.formulas or (None,) * section.rows for column in section.columns]
    _comments(sheet, top + 1, section, book)
    string, number, cell = sheet.write_string, sheet.write_number, book.cell
    for row in range(section.rows):
        for place, column_values in enumerate(values):
            value = column_values[row]
            if (formula := formulas[place][row]) is not None:
                stored = "" if value is None else value
                sheet.write_formula(top + 1 + row, place, formula, looks[place][row], stored)
            elif value is None:
                continue
            elif isinstance(value, str):
                string(top + 1 + row, place, cell(value), texts_look[place])
            elif abs(value) < _EXACT:
                number(top + 1 + row, place, value, looks[place][row])
            else:
                string(top + 1 + row, place, str(value), texts_look[place])


def _comments(sheet: Any, top: int, section: Section, book: Book) -> None:
    """Lay the notes on cells beside them; in so many rows that nobody reads them there are none."""
    if section.rows > _IN_MEMORY:
        return
    for place, column in enumerate(section.columns):
        for row, note in enumerate(column.notes):
            if note is not None:
                sheet.write_comment(top + row, place, book.cell(note))


def _looks(column: Column, book: Book) -> Sequence[Any]:
    """Return the number format of each row."""
    rows = len(column.values)
    if not column.right or column.decimals is None:
        return [None] * rows
    if isinstance(column.decimals, int):
        return [book.number(column.decimals, column.signed)] * rows
    looks = {digits: book.number(digits, column.signed) for digits in sorted(set(column.decimals))}
    return [looks[digits] for digits in column.decimals]


def _colour(sheet: Any, place: int, rows: int, book: Book) -> None:
    """Colour verdicts by what the cell says, so that an edited cell changes its colour."""
    said = texts(book.lang)["verdict"]
    words = {said["not distinguishable"]: "chance", said["met"]: "met", said["missed"]: "missed"}
    words |= {said["chance"].format(verdict=said[key]): "chance" for key in ("met", "missed")}
    words |= {said["part"].format(verdict=word): style for word, style in words.items()}
    for word, style in words.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"'}
        look = book.format(**_COLOURS[style])
        sheet.conditional_format(1, place, max(rows, 1), place, {**rule, "format": look})


def _widths(sections: Sequence[Section]) -> list[float]:
    """Return the width of each column in figures; a Chinese character takes two."""
    from wcwidth import wcswidth

    widths: list[int] = []
    for section in sections:
        for place, column in enumerate(section.columns):
            words = (one_line(one)[:_WIDEST] for one in chain([column.heading], _samples(column)))
            width = max(map(wcswidth, words))
            widths += [0] * (place + 1 - len(widths))
            widths[place] = max(widths[place], width)
    return [min(max(width, 6), _WIDEST) + 2.0 for width in widths]


def _is_long(column: Column) -> bool:
    """Tell whether a column has texts that go beyond the widest that one may be."""
    from wcwidth import wcswidth

    texts = (one for one in column.values[:_SAMPLE] if isinstance(one, str))
    return any(wcswidth(one_line(one)) > _WIDEST for one in texts)


def _samples(column: Column) -> Iterator[str]:
    decimals = column.decimals
    for row, value in enumerate(column.values[:_SAMPLE]):
        if isinstance(value, float):
            digits = decimals[row] if isinstance(decimals, Sequence) else decimals
            yield str(value) if digits is None else f"{value:+,.{digits}f}"
        elif value is not None:
            yield str(value)
