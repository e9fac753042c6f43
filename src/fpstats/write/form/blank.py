"""What a blank return has, before it is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from fpstats.catalogue import Item
from fpstats.catalogue.sums import Sum


class Field(Struct, frozen=True, kw_only=True):
    """One column of numbers: its heading from the top down, and its item.

    `alone` tells whether the column is all of the item, not one of several that are added.
    """

    heading: tuple[str, ...]
    item: Item
    alone: bool = True


class Blank(Struct, frozen=True, kw_only=True):
    """A blank return.

    Attributes
    ----------
    title, office
        What stands above the table; `office` is who fills it in, and may be empty.
    dated
        Whether the title has its month; where not, it may be written into.
    heading_rows
        How many rows of headings there are.
    area, period
        The headings of the columns of names and of periods; a form may have no such column.
    month
        What stands in the column of periods.
    areas
        The names that are filled in; none gives blank lines.
    sums
        What must hold between the items.
    hidden
        The name of the hidden sheet, and its lines.
    """

    title: str
    office: str
    dated: bool
    heading_rows: int
    area: str
    period: str | None
    month: str
    fields: tuple[Field, ...]
    areas: tuple[str, ...]
    sums: tuple[Sum, ...]
    hidden: tuple[str, Sequence[tuple[str, str]]]

    @property
    def keys(self) -> int:
        """How many columns stand left of the numbers."""
        return 1 if self.period is None else 2

    def checked(self) -> list[tuple[Sum, int, list[int]]]:
        """Return the sums that can be checked, each with the columns of its whole and parts."""
        place = {one.item.id: self.keys + n for n, one in enumerate(self.fields) if one.alone}
        return [
            (one, place[one.whole], [place[part] for part in one.parts])
            for one in self.sums
            if all(item in place for item in one.items)
        ]
