"""Cells above the lines of a table that hold an error, or a formula whose value is not stored.

Such a cell may have been the period, the unit of all numbers or the name of an item.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fpstats.issues import Findings
from fpstats.patterns import pattern
from fpstats.returns.clean import ERROR
from fpstats.returns.facts import UNSTORED
from fpstats.returns.lines import Reading
from fpstats.returns.sheet import Sheet
from fpstats.returns.turned import Turned

_ERROR: Final = pattern(ERROR)


def is_error(text: str) -> bool:
    """Tell whether a cell holds no words but an error, or a formula without a value."""
    return text == UNSTORED or (text[:1] == "#" and _ERROR.match(text.strip()) is not None)


def note_head_errors(sheet: Sheet, readings: Sequence[Reading], findings: Findings) -> None:
    """Tell of errors in the titles, lines of units and headings of the tables of a sheet."""
    lines = sheet.head()
    heads = set(range(max(map(_first, readings), default=0)))
    for one in readings:
        last = len(lines) if one.match.last is None else one.match.last
        heads -= set(range(_first(one), len(lines) if isinstance(one.sheet, Turned) else last))
    for row in sorted(heads & set(range(len(lines)))):
        for column, text in enumerate(lines[row]):
            if is_error(text):
                kind = "formula_without_value" if text == UNSTORED else "error_cell"
                findings.add(
                    kind, saying=f"{kind}_in_head", value=text, source=sheet.path,
                    sheet=sheet.name, cell=sheet.address(column, row + 1),
                )  # fmt: skip


def _first(one: Reading) -> int:
    """Return the first line of a table that is no heading; of one on its side, its first line."""
    return one.sheet.top if isinstance(one.sheet, Turned) else one.match.first
