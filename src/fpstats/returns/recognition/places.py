"""Where a text stands that was found around a table."""

from __future__ import annotations

from fpstats.returns.recognition.pieces import joined
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.sheet import HEAD_LINES, Sheet
from fpstats.returns.turned import Turned


def place_of(sheet: Sheet, text: str, end: int, *, start: int = 0) -> str:
    """Return the cell between two lines that holds a text, the lowest where several do; or nothing.

    Of a form that lies on its side it is the cell as the sheet lies, above the form.
    """
    whole = sheet
    if isinstance(sheet, Turned):
        whole, end = sheet.sheet, sheet.top
    wanted, cell = squeezed(text), ""
    lines = whole.head() if end <= HEAD_LINES else whole.lines()
    for row, line in enumerate(lines[start:end], start):
        for column, written in enumerate(joined(line)):
            if wanted in written:
                cell = whole.address(column, row + 1)
    return cell
