"""Names and addresses of persons below the first lines of a text file.

The first lines are looked at cell by cell, and rows of figures throughout. Here the other lines
are, in the columns of words that no table takes; in that of the areas only what its last names are,
and only of a file that costs nothing to read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from fpstats.errors import PersonalDataError
from fpstats.locale import say
from fpstats.returns import persons
from fpstats.returns.delimited import TextSheet
from fpstats.returns.lines import Reading
from fpstats.returns.screening import OF_AREAS
from fpstats.returns.sheet import HEAD_LINES

TOGETHER: Final = 20
"""So many filled cells that follow one another are looked at together."""

LISTED: Final = 6
"""So many names of persons at the end of a column of areas are a list of them."""

SMALL: Final = 2**16
"""Up to so many bytes, those of a form that a clerk keeps, the column of areas is looked at."""

_CLOSING: Final = 3
"""So many other texts may follow such a list: a total, who filled in the form."""

_LOOKS: Final = 200
"""So many stretches of a column are looked at more closely."""

_TEXT: Final = pl.col("text")
_FITS: Final = {
    "addresses": _TEXT.str.contains(persons.DWELLING.pattern),
    "names": _TEXT.str.contains(rf"^(?:{persons.NAME.pattern})$")
    & ~_TEXT.str.contains(persons.PLACE.pattern),
}
"""What tells for a whole column which of its texts are such."""


def refuse_deep(sheet: TextSheet, readings: Sequence[Reading]) -> None:
    """Refuse a text file that holds a list of persons further down.

    Raises
    ------
    PersonalDataError
        Three in four of `TOGETHER` cells of a column are names, or addresses; or the last areas
        are persons.
    """
    if len(sheet.first_lines) < HEAD_LINES:
        return
    first = min(one.match.first for one in readings)
    width = max(len(line) for line in sheet.first_lines)
    if sheet.size <= SMALL:
        for column in sorted({one.match.area for one in readings if one.match.area is not None}):
            _refuse_listed(sheet, sheet.columns(first, width, [column]), column)
    taken = {column for one in readings for column in one.match.used}
    wanted = [at for at in range(width) if at not in taken and _has_words(sheet, first, at)]
    if not wanted:
        return
    texts = sheet.columns(first, width, wanted)
    for column in wanted:
        found = _persons(texts.select("row", text=f"c{column}"))
        headings = [line[column] for line in sheet.first_lines[:first] if column < len(line)]
        if found is None or (found[0] == "names" and any(map(OF_AREAS.search, headings))):
            continue
        kind, row = found
        given = {"name": sheet.path, "column": column + 1, "line": row}
        raise PersonalDataError(say("error", "persons", **given, kind=say("personal", kind)))


def _refuse_listed(sheet: TextSheet, texts: pl.DataFrame, column: int) -> None:
    """Refuse a column of areas that ends with a list of persons, each of them once."""
    plain = texts.select("row", text=pl.col(f"c{column}").cast(pl.String).str.strip_chars())
    areas = plain.filter(_TEXT != "").unique("text", keep="first", maintain_order=True)
    named = areas.select(_FITS["names"]).to_series().to_list()
    last = next((place for place in reversed(range(len(named))) if named[place]), -1)
    start = next((place + 1 for place in range(last, -1, -1) if not named[place]), 0)
    listed = areas["text"].to_list()[start : last + 1]
    if len(named) - 1 - last <= _CLOSING and len(listed) >= LISTED and persons.all_names(listed):
        given = {"name": sheet.path, "column": column + 1, "line": int(areas["row"][start])}
        raise PersonalDataError(say("error", "persons", **given, kind=say("personal", "names")))


def _has_words(sheet: TextSheet, first: int, column: int) -> bool:
    """Tell whether words stand in a column, as far as the first lines show; a blank one may."""
    cells = [line[column] for line in sheet.first_lines[first:] if column < len(line)]
    filled = [cell for cell in cells if cell.strip()]
    return not filled or any(not cell.isascii() for cell in filled)


def _persons(texts: pl.DataFrame) -> tuple[str, int] | None:
    """Return what a column says of persons, and the line where that begins."""
    plain = texts.with_columns(_TEXT.cast(pl.String).str.replace_all(r"\s", ""))
    plain = plain.filter(_TEXT != "")
    window = min(TOGETHER, len(plain))
    if window < persons.LEAST:
        return None
    for kind, fits in _FITS.items():
        hits = plain.select(fits.cast(pl.Int64)).to_series()
        if hits.sum() < persons.LEAST:
            continue
        dense = (hits.rolling_sum(window) >= 0.75 * window).fill_null(value=False).arg_true()
        for end in dense.gather_every(max(window, len(dense) // _LOOKS)).to_list():
            rows = plain[end - window + 1 : end + 1]
            found = persons.of_column(rows["text"].to_list())
            if found is not None and found[0] == kind:
                return kind, int(rows["row"][found[1]])
    return None
