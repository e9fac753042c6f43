"""One column of a form: its headings, what it was taken for, and why."""

from __future__ import annotations

from msgspec import Struct


class Time(Struct, frozen=True):
    """Which time a column speaks of.

    `month`, `this` and `to_date` are as the title says; `months` are named by number, of a year
    that is said or not; `year` is the same months as those of the title, of another year,
    or with `last` the end of that year.
    """

    kind: str
    first: int = 0
    last: int = 0
    year: int = 0


class Column(Struct, frozen=True, kw_only=True):
    """One column: its headings from above, what it was taken for, and why.

    Attributes
    ----------
    place, line
        Its number, and the line of its lowest heading; both from 0.
    path
        The headings, each once, as they are written.
    role
        `item`, or what else it is: area, period, part, group, sequence, code, remark, unit,
        computed, earlier, planned, visitors (of people who do not belong to the place, or of those
        who do, beside the others), twice (two columns are the same item),
        other_unit (it counts something else than the item), unheaded, empty, unknown.
    item
        The item, where the role says so.
    why
        How it was found: `layout`, `name` (the catalogue has it), `words`, `beside` (a part of the
        column before), `title` (the title names the subject), `year_end` (年末 below a month),
        `whole_year` (全年 below a month that ends no year),
        `apart` (blank cells put it below a heading of something else), `unit` (the form is in
        another unit than the item), `own_unit` (likewise, but both count one by one), `either`
        (放环 may be of users or of operations), `content`, `heading`; and why it was not: `parity`
        (一孩 beside women), `operations` (放环 of the month).
    others
        Items that it might be as well.
    scale, stated
        By what its numbers are multiplied, and whether its own headings say so.
    at_end
        Whether it is a stock below months that run on (1—5月), and so of the end of the last.
    """

    place: int
    line: int = 0
    path: tuple[str, ...]
    role: str
    item: str | None = None
    why: str = "heading"
    others: tuple[str, ...] = ()
    scale: int = 1
    stated: bool = False
    time: Time | None = None
    at_end: bool = False

    @property
    def heading(self) -> str:
        """The headings in one line."""
        return "/".join(" ".join(part.split()) for part in self.path)
