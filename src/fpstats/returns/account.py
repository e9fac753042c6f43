"""Every line of every sheet accounted for, once: what it is, or for which reason it was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from fpstats.returns.containers import FrameSheet, Sheet
from fpstats.returns.layout import Match
from fpstats.returns.lines import Reading
from fpstats.returns.opening import Returns
from fpstats.returns.outside import by_sheet, outside, upright
from fpstats.returns.relaid import Relaid
from fpstats.returns.turned import Turned

KINDS: Final = ("title", "heading", "data", "total", "group", "note", "blank", "refused")
"""What a line can be, in the order of the account."""

_KIND: Final = {
    "return": "data",
    "total_row": "total",
    "villages_total": "total",
    "group_row": "group",
    "note_row": "note",
    "heading_row": "heading",
    "blank": "blank",
}
"""What a close look calls a line; every other word of its is the code of a refusal."""

_WEIGHT: Final = {
    word: weight
    for weight, word in enumerate(("blank", "note", "title", "heading", "group", "total"), 1)
} | {"data": 9}
"""Where several tables share a line, the heaviest word counts; a refusal weighs 8."""

_TURNED: Final = {
    "item": "data",
    "computed": "computed_column",
    "earlier": "other_time_column",
    "planned": "other_time_column",
    "twice": "column_twice",
    "other_unit": "unit_differs",
    "visitors": "unknown_column",
    "unknown": "unknown_column",
    "unheaded": "unknown_column",
    "empty": "blank",
}
"""What a line is of a form that lies on its side, by the role of the column that it becomes."""


class Account(Struct, frozen=True, kw_only=True):
    """The lines of one sheet: `kinds` has a word of `KINDS` or the code of an issue for each.

    `why` is the reason for which the whole sheet was left out.
    """

    path: str
    sheet: str | None
    kinds: Sequence[str]
    why: str = ""

    @property
    def lines(self) -> int:
        """How many lines the sheet has."""
        return len(self.kinds)

    @property
    def counts(self) -> dict[str, int]:
        """How many lines are of each kind; they add up to `lines`."""
        found = Counter(kind if kind in KINDS else "refused" for kind in self.kinds)
        return {kind: found[kind] for kind in KINDS}

    @property
    def refused(self) -> dict[str, list[int]]:
        """The lines that were refused, from 1, by the code of the reason."""
        found: dict[str, list[int]] = {}
        for row, kind in enumerate(self.kinds, 1):
            if kind not in KINDS:
                found.setdefault(kind, []).append(row)
        return found


def accounts(returns: Returns) -> list[Account]:
    """Return the account of every sheet; those that were left out come last."""
    returns.look_closely(range(len(returns.readings)))
    found = [_account(returns, sheet, indices) for sheet, indices in by_sheet(returns.readings)]
    return found + [
        Account(
            path=sheet.path,
            sheet=sheet.name,
            kinds=["sheet_left_out" if any(map(str.strip, line)) else "blank"
                   for line in sheet.lines()],
            why=why,
        )
        for sheet, why in returns.left_out
    ]  # fmt: skip


def _account(returns: Returns, sheet: Sheet, indices: Sequence[int]) -> Account:
    readings = [returns.readings[index] for index in indices]
    lies = upright(readings[0].sheet)
    kinds: dict[int, str] = {}
    _weigh(kinds, outside(lies, readings))
    for index, one in zip(indices, readings, strict=True):
        _weigh(kinds, _headings(lies, one))
        if isinstance(one.sheet, Turned):
            _weigh(kinds, _turned(one.sheet, one.match))
        else:
            rows = returns.kinds[index].select("row", "kind").rows()
            _weigh(kinds, ((row, _KIND.get(kind, kind)) for row, kind in rows))
    if isinstance(lies, Relaid):
        kinds = _as_it_lay(lies, kinds, readings)
    length = max([_length(sheet), *kinds])
    listed = [kinds.get(row, "unexplained_line") for row in range(1, length + 1)]
    return Account(path=sheet.path, sheet=sheet.name, kinds=listed)


def _as_it_lay(
    sheet: Relaid, kinds: Mapping[int, str], readings: Sequence[Reading]
) -> dict[int, str]:
    """Return what each line of the file is, of a sheet whose cells were laid anew.

    A line of data says by its cells what became of them: a line that names 空挂户数 is not read.
    """
    roles = {
        one.place: _TURNED[one.role]
        for reading in readings
        if not isinstance(reading.sheet, Turned)
        for one in reading.match.columns
        if one.role in _TURNED
    }
    found: dict[int, str] = {}
    heads: list[tuple[int, str]] = []
    for row, line in enumerate(sheet.laid, 1):
        kind = kinds.get(row, "unexplained_line")
        for column, cell in enumerate(line):
            if cell.place is None:
                continue
            if kind == "data" and roles and column not in roles:
                heads.append((cell.place[0] + 1, "group"))
            else:
                own = roles.get(column, kind) if kind == "data" else kind
                _weigh(found, [(cell.place[0] + 1, own)])
    # A township alone on a line above those of its items.
    _weigh(found, [(row, kind) for row, kind in heads if row not in found])
    _weigh(found, ((row + 1, "heading") for row in sheet.headings))
    return found


def _length(sheet: Sheet) -> int:
    return 1 + len(sheet.frame) if isinstance(sheet, FrameSheet) else len(sheet.lines())


def _weigh(kinds: dict[int, str], more: Iterable[tuple[int, str]]) -> None:
    """Take in what lines are, from 1."""
    for row, kind in more:
        if row not in kinds or _WEIGHT.get(kind, 8) > _WEIGHT.get(kinds[row], 8):
            kinds[row] = kind


def _headings(sheet: Sheet, one: Reading) -> Iterator[tuple[int, str]]:
    """Yield the heading rows; of a form that lies on its side they are columns."""
    if isinstance(one.sheet, Turned):
        return
    lines = sheet.lines() if one.match.first > len(sheet.head()) else sheet.head()
    for row in range(one.match.top, one.match.first):
        written = row < len(lines) and any(map(str.strip, lines[row]))
        yield row + 1, "heading" if written else "blank"


def _turned(sheet: Turned, match: Match) -> Iterator[tuple[int, str]]:
    roles: Mapping[int, str] = {one.place: one.role for one in match.columns}
    for place in range(len(sheet.cells[0]) if sheet.cells else 0):
        yield sheet.top + place + 1, _TURNED.get(roles.get(place, "empty"), "heading")
