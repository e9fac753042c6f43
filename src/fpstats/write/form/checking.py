"""The formulas of a blank return: sums, and whether a line adds up."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from fpstats.catalogue.sums import Sum
from fpstats.locale import text
from fpstats.write.form.blank import Blank


def total(column: int, first: int, last: int) -> str:
    """Return the sum of the rows from `first` to `last`; nothing where nothing is filled in.

    >>> total(1, 4, 27)
    '=IF(COUNT(B4:B27)=0,"",SUM(B4:B27))'
    """
    cells = f"{_letters(column)}{first}:{_letters(column)}{last}"
    return f'=IF(COUNT({cells})=0,"",SUM({cells}))'


def broken(one: Sum, whole: int, parts: Sequence[int], row: int) -> str:
    """Return the condition that a sum does not hold in a row; what is blank is not judged."""
    cells = [f"${_letters(column)}{row}" for column in (whole, *parts)]
    differs = "<>" if one.exact else "<"
    filled = f"COUNT({','.join(cells)})={len(cells)}"
    return f"AND({filled},{cells[0]}{differs}{'+'.join(cells[1:])})"


def remark(form: Blank, row: int, lang: str) -> str:
    """Return what tells of a line: nothing, what is wrong, how much is blank, or a tick."""
    first, last = form.keys, form.keys + len(form.fields) - 1
    cells = f"{_letters(first)}{row}:{_letters(last)}{row}"
    blank = f"{len(form.fields)}-COUNT({cells})"
    lacking = f"{_quoted(text(lang, 'form', 'lacking'))}&{blank}"
    rest = f"IF({blank}>0,{lacking},{_quoted(text(lang, 'form', 'fine'))})"
    wrong = [(broken(*one, row), _said(form, one[0], lang)) for one in form.checked()]
    if wrong:
        sentences = "&".join(f'IF({condition},{words},"")' for condition, words in wrong)
        rest = f"IF(OR({','.join(condition for condition, _ in wrong)}),{sentences},{rest})"
    return f'=IF(COUNT({cells})=0,"",{rest})'


def tally(column: int, first: int, last: int, lang: str) -> str:
    """Return how many of the lines are filled in and add up."""
    cells = f"{_letters(column)}{first}:{_letters(column)}{last}"
    fine = _quoted(text(lang, "form", "fine"))
    return f'=COUNTIF({cells},{fine})&"/{last - first + 1}"'


def _said(form: Blank, one: Sum, lang: str) -> str:
    titles = {field.item.id: field.item.title.of(lang) for field in form.fields}
    whole, part = titles[one.whole], titles[one.parts[0]]
    key = "differs" if one.exact else "above"
    return _quoted(text(lang, "form", key, whole=whole, part=part))


def _quoted(words: str) -> str:
    doubled = words.replace('"', '""')
    return f'"{doubled}"'


def _letters(column: int) -> str:
    letters: str = xl_col_to_name(column)
    return letters
