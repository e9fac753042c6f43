"""A sheet whose cells are those of another, moved: turned, or laid anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct

from fpstats.returns.facts import SheetFacts
from fpstats.returns.sheet import Sheet


class Moved(Struct, frozen=True):
    """What such a sheet has of the one beneath it; `facts` are those of the moved cells."""

    sheet: Sheet
    facts: SheetFacts

    @property
    def path(self) -> str:
        """The file of the sheet beneath."""
        return self.sheet.path

    @property
    def name(self) -> str | None:
        """Its name in the workbook."""
        return self.sheet.name

    @property
    def encoding(self) -> str | None:
        """The encoding that its file was read in."""
        return self.sheet.encoding

    @property
    def cut(self) -> bool:
        """Tell that all its lines are there: only whole sheets are moved."""
        return False

    def picked(self, rows: Collection[int]) -> dict[int, Sequence[Any]]:
        """Return lines of the sheet beneath, as they lie in the file."""
        return self.sheet.picked(rows)


def beneath(sheet: Sheet) -> Sheet:
    """Return the sheet as it lies in the file."""
    return beneath(sheet.sheet) if isinstance(sheet, Moved) else sheet
