"""Replies → sheets of a workbook: what was found, and the area's own form with cells coloured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fpstats.patterns import pattern
from fpstats.write.book import Book
from fpstats.write.document import Copy, Reply
from fpstats.write.grid import Section

LONGEST: Final = 31
"""How many characters the name of a sheet has."""

_FORBIDDEN: Final = pattern(r"[\[\]:*?/\\']")
_EXACT: Final = 10**15
_OVER: Final = (1, 8, 8, 5)
"""Over how many columns each text of a finding goes: severity, message, numbers, advice."""

_FIRST: Final = 16
_USUAL: Final = 8
"""How many figures stand in the first column, and in one that nobody made wider."""

_NARROWEST: Final = 5
"""How many figures stand at least in a column of a form that is wider than what was found."""

_A3, _A4 = 8, 9

_LINE: Final = 15.0
_HIGHEST: Final = 400.0
"""The heights of a line, and of the highest row that there can be, in points."""


def sheet_name(area: str, taken: set[str]) -> str:
    """Return a name for the sheet of an area that no other has.

    >>> taken = {"晴禾街道"}
    >>> sheet_name("晴禾街道", taken), sheet_name("a/b", taken)
    ('晴禾街道 2', 'a b')
    """
    plain = _FORBIDDEN.sub(" ", area).strip() or "-"
    name, number = plain[:LONGEST], 1
    while name.casefold() in {one.casefold() for one in taken}:
        number += 1
        name = f"{plain[: LONGEST - len(str(number)) - 1]} {number}"
    taken.add(name)
    return name


def write_reply(sheet: Any, reply: Reply, book: Book) -> None:
    """Write what was found, and below it each form; offending cells have a colour and a note.

    A form of many columns has narrow ones and the larger paper, so that it can be read in print.
    """
    widths = _widths(reply.copies)
    wide = len(widths) > sum(_OVER)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, book.cell(reply.area), book.format(bold=True, font_size=13))
    sheet.write_string(1, 0, book.cell(reply.hint))
    top = _section(sheet, 3, reply.findings, widths, book) + 2
    for copy in reply.copies:
        top = _copy(sheet, top, copy, book) + 2
    sheet.set_paper(_A3 if wide else _A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _widths(copies: Sequence[Copy]) -> list[float]:
    """Return the widths of the columns in figures; those of a wide form are as its numbers are."""
    number = max((len(line) for copy in copies for line in copy.lines), default=0)
    if number <= sum(_OVER):
        return [_FIRST, *[_USUAL] * (sum(_OVER) - 1)]
    widths: list[float] = [_FIRST, *[_NARROWEST] * (number - 1)]
    for copy in copies:
        for line in copy.lines[copy.headings :]:
            for place, value in enumerate(line):
                widths[place] = max(widths[place], min(1 + _wide(str(value)), _FIRST))
    return widths


def _section(sheet: Any, top: int, section: Section, widths: Sequence[float], book: Book) -> int:
    """Write what was found; its long texts go over several columns, which the forms below need."""
    heading = book.format(bold=True, bottom=1, bg_color="#EDEDED")
    wrapped = book.format(text_wrap=True, valign="top")
    lefts = [sum(_OVER[:place]) for place in range(len(_OVER))]
    for left, over, column in zip(lefts, _OVER, section.columns, strict=True):
        _over(sheet, top, left, over, column.heading, book, heading)
        for row, value in enumerate(column.values, top + 1):
            _over(sheet, row, left, over, value, book, wrapped)
    for row in range(section.rows):
        high = max(
            _lines(str(column.values[row] or ""), int(sum(widths[left : left + over])))
            for left, over, column in zip(lefts, _OVER, section.columns, strict=True)
        )
        sheet.set_row(top + 1 + row, min(_LINE * high, _HIGHEST))
    return top + 1 + section.rows


def _over(sheet: Any, row: int, left: int, over: int, value: Any, book: Book, look: Any) -> None:
    if over > 1:
        sheet.merge_range(row, left, row, left + over - 1, "", look)
    _put(sheet, row, left, value, book, look)


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes."""
    return sum(1 + _wide(line) // width for line in text.split("\n"))


def _wide(text: str) -> int:
    """Return the width of a text in figures; a Chinese character is as wide as two."""
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def _copy(sheet: Any, top: int, copy: Copy, book: Book) -> int:
    sheet.write_string(top, 0, book.cell(copy.title), book.format(bold=True))
    top += 1
    plain = book.format(border=1)
    heading = book.format(border=1, bold=True, align="center", valign="vcenter", text_wrap=True)
    wrong = book.format(border=1, bg_color="#FFC7CE", font_color="#9C0006", bold=True)
    width = max((len(line) for line in copy.lines), default=0)
    inside = {
        (row, column)
        for first, left, last, right in copy.merged
        for row in range(first, last + 1)
        for column in range(left, right + 1)
    }
    for first, left, last, right in copy.merged:
        value = _at(copy, first, left)
        sheet.merge_range(top + first, left, top + last, right, "", heading)
        _put(sheet, top + first, left, value, book, heading)
    for row in range(len(copy.lines)):
        for column in range(width):
            if (row, column) in inside:
                continue
            look = heading if row < copy.headings or column < copy.labels else plain
            look = wrong if (row, column) in copy.marks else look
            _put(sheet, top + row, column, _at(copy, row, column), book, look)
    for (row, column), words in copy.marks.items():
        sheet.write_comment(top + row, column, book.cell(words), {"x_scale": 2, "y_scale": 1.5})
    return top + len(copy.lines)


def _at(copy: Copy, row: int, column: int) -> Any:
    line = copy.lines[row]
    return line[column] if column < len(line) else ""


def _put(sheet: Any, row: int, column: int, value: Any, book: Book, look: Any) -> None:
    """Write a value as what it is; text never becomes a formula."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, bool) or not isinstance(value, int | float) or abs(value) >= _EXACT:
        sheet.write_string(row, column, book.cell(str(value)), look)
    else:
        sheet.write_number(row, column, value, look)
