"""Tables of which no column is certain: each is named, with what is in doubt about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns.column import Column
from fpstats.returns.recognition.form_unit import FormUnit
from fpstats.returns.sheet import Sheet

_DOUBTS: Final = {
    "form_unit": "doubt_form_unit",
    "computed": "doubt_computed",
    "other_unit": "doubt_other_unit",
    "twice": "doubt_twice",
    "visitors": "doubt_visitors",
    "unknown": "doubt_unknown",
    "parity": "doubt_parity",
    "operations": "doubt_operations",
    "narrowed": "doubt_narrowed",
}
"""What is said of a column that may be an item: by its role, or of the unit of the form."""


_WHY: Final = {
    "unit": "form_unit",
    "parity": "parity",
    "operations": "operations",
    "narrowed": "narrowed",
}
"""Why a column is in doubt, where that says more than its role."""


class NothingCertainError(FpstatsError):
    """The headings are understood, but of no column is it certain what it counts."""

    def reason(self, name: str) -> str:
        """Return what is said of the table called `name`, in one line and without a hint."""
        return str(self).splitlines()[0].removeprefix(name).lstrip("：: ")


def refuse_doubtful(
    cols: Sequence[Column], name: str, sheet: Sheet, unit: FormUnit, at: str
) -> None:
    """Refuse a table whose columns may be items, of which none is one; `at` states the `unit`.

    Raises
    ------
    NothingCertainError
        There are such columns.
    """
    told = []
    for one in cols:
        if one.others and one.role in _DOUBTS:
            why = _WHY.get(one.why, one.role)
            named = {"item": one.others[0], "heading": one.heading}
            reason = say("error", _DOUBTS[why], cell=at, unit=unit.written, **named)
            place = {"cell": sheet.address(one.place, one.line + 1), "heading": one.heading}
            told.append("- " + say("error", "heading_at", **place) + reason)
    if told:
        columns = "\n".join(told)
        raise NothingCertainError(say("error", "nothing_certain", name=name, columns=columns))
