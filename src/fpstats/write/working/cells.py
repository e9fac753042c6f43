"""Where a count stands on the sheet of data, as formulas name it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from xlsxwriter.utility import xl_col_to_name

KEYS = ("area", "period", "months", "days", "open", "source")
"""The columns left of the items."""


class Cells(Struct):
    """The sheet of data: a line a reporting area and slot, a column an item."""

    sheet: str
    slots: int
    items: Sequence[str]
    _letters: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        columns = enumerate((*KEYS, *self.items))
        self._letters = {name: xl_col_to_name(place) for place, name in columns}

    def one(self, name: str, leaf: int, slot: int) -> str:
        """Return one cell.

        >>> Cells("Data", 12, ["births"]).one("births", 0, 0)
        "'Data'!G2"
        """
        return f"'{self.sheet}'!{self._letters[name]}{self._row(leaf, slot)}"

    def run(self, name: str, leaf: int, first: int, last: int) -> str:
        """Return neighbouring cells of one area.

        >>> Cells("Data", 12, ["births"]).run("births", 1, 0, 11)
        "'Data'!G14:G25"
        """
        letters = self._letters[name]
        rows = f"{letters}{self._row(leaf, first)}:{letters}{self._row(leaf, last)}"
        return f"'{self.sheet}'!{rows}"

    def _row(self, leaf: int, slot: int) -> int:
        return 2 + leaf * self.slots + slot


def runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Return ascending numbers as runs of neighbours.

    >>> runs([3, 4, 5, 9])
    [(3, 5), (9, 9)]
    """
    found: list[tuple[int, int]] = []
    for place in places:
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
