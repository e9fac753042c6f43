"""A form that was written down after it was recognised: what every heading of it is.

Such a layout lists all headings, those that are left out as well, so nothing is left to guess: a
form that has another heading is another form. Months in headings are written `{month}`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field

from fpstats.patterns import pattern
from fpstats.returns.unseen import seen

SECTIONS: Final = ("items", "month", "to_date", "months")
"""Of which time the columns of items are: that of the form, its (last) month, the year to that
month, or the months that stand in the heading itself."""

LEFT_OUT: Final = (
    "sequence", "code", "group", "remark", "unit", "computed", "earlier", "planned", "twice",
    "visitors", "other_unit", "items", "unheaded", "unknown",
)  # fmt: skip
"""What columns are that are not read; as `Column.role`."""

_YEAR: Final = pattern(r"\d{4}年|1\d\d年")
_MONTHS: Final = pattern(r"\d{1,2}([-—–−~～至到])\d{1,2}(?=月)")
_MONTH: Final = pattern(r"\d{1,2}(?=月)")
_LONG: Final = pattern(r"(?<![^/])(?:十[一二]?|[一二三四五六七八九])(?=月份?(?:/|$))")


class Meant(Struct, frozen=True, kw_only=True):
    """What a heading means: a role, as `Column.role`; of an item which, and of which time."""

    role: str
    item: str | None = None
    section: str = "items"


class Exact(Struct, frozen=True, kw_only=True):
    """A form as it was written down.

    Attributes
    ----------
    rows
        How many heading rows its tables have; of a form that lies on its side, columns.
    turned
        Whether it lies on its side.
    dated
        Where its period stands: `title`, `sheet`, `file`, `headings`; empty where a column has it.
    titled
        Whether the one area of a sheet stands above the table, or is its or the file's name.
    meant
        Heading → what it means. `@C 男` is the heading 男 of column C alone.
    unit, units
        By what all numbers are multiplied, and those below a heading.
    """

    rows: frozenset[int]
    turned: bool = False
    dated: str = ""
    titled: bool = False
    meant: Mapping[str, Meant] = field(default_factory=dict)
    unit: int = 1
    units: Mapping[str, int] = field(default_factory=dict)


def form_of(heading: str) -> str:
    """Return a heading as layouts have it: no spaces, half-width, its months as `{month}`.

    >>> form_of("2024年1—5月累计 / 出生"), form_of("五月/男")
    ('{year}年{first}—{month}月累计/出生', '{month}月/男')
    """
    plain = "".join(unicodedata.normalize("NFKC", seen(heading)).split())
    plain = _MONTHS.sub(r"{first}\1{month}", _YEAR.sub("{year}年", plain))
    return _LONG.sub("{month}", _MONTH.sub("{month}", plain))


def placed(letter: str, form: str) -> str:
    """Return the heading of one column alone."""
    return f"@{letter} {form}".strip()
