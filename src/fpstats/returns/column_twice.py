"""Two columns for one thing: nobody can say which of them counts, so the sheet is refused."""

from __future__ import annotations

from collections.abc import Iterator

from fpstats.catalogue import Catalogue
from fpstats.catalogue.model import folded
from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns.layout import Match
from fpstats.returns.sheet import Sheet


def refuse_columns_twice(name: str, sheet: Sheet, match: Match, catalogue: Catalogue) -> None:
    """Refuse a sheet that has what is read from one column in another column, too.

    That is a column of the same heading or, where an item stands under its own id, one that is
    headed by another name of the item. A layout that gives an item another heading says by that
    which column it means.

    Raises
    ------
    FpstatsError
        It names the file and the cells of both headings.
    """
    for one, other in _twice(match, catalogue):
        row = match.top + match.layout.heading_rows
        first, second = (
            f"{sheet.address(at, row)}“{match.headings[at]}”" for at in sorted((one, other))
        )
        raise FpstatsError(say("error", "column_twice", name=name, first=first, second=second))


def _twice(match: Match, catalogue: Catalogue) -> Iterator[tuple[int, int]]:
    """Yield columns that are read, each with one that means the same and is not."""
    used = match.used
    read = {match.headings[at]: at for at in sorted(used) if at in match.headings}
    named = {
        folded(name): column
        for heading, column in read.items()
        if heading in match.items and heading in catalogue.items
        for name in catalogue.items[heading].names
    }
    for column, heading in sorted(match.headings.items()):
        if column not in used:
            other = read.get(heading, named.get(folded(heading)))
            if other is not None:
                yield other, column
