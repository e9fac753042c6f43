"""What a narrow screen leaves out: columns give way, the least important first, until a table fits.

Only a screen does so; what goes into a file or a pipe has every column.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from fpstats.write.grid import Column, Section
from fpstats.write.guard import one_line

GIVES_WAY: Final = (
    "areas",
    "months",
    "gap",
    "change",
    "previous",
    "rank_range",
    "tier",
    "numerator",
    "denominator",
    "gap_events",
    "change_verdict",
    "one_event",
    "parent_value",
    "change_interval",
)
"""Columns of a comparison that may be left out, the first to go last; all others stay.

A value is never without its interval; that months or areas are missing the verdict says, too.
"""

BETWEEN: Final = 2
"""Spaces between two columns."""


def fitted(section: Section, width: int) -> tuple[Section, list[str]]:
    """Return a section that is at most so wide, and the headings that were left out of it.

    A column gives way by its `spare`: the highest first, those without one never. Where none is
    left to give way the section is as wide as it is.
    """
    taken = {place: _width(column) for place, column in enumerate(section.columns)}
    spare = [place for place, column in enumerate(section.columns) if column.spare]
    for place in sorted(spare, key=lambda place: -section.columns[place].spare):
        if sum(taken.values()) + BETWEEN * (len(taken) - 1) <= width:
            break
        del taken[place]
    left = [one.heading for place, one in enumerate(section.columns) if place not in taken]
    return replace(section, columns=tuple(section.columns[place] for place in taken)), left


def by_importance(columns: Iterable[tuple[str, Column]]) -> tuple[Column, ...]:
    """Return named columns of a comparison, each with how early it gives way."""
    order = {name: place for place, name in enumerate(GIVES_WAY, 1)}
    return tuple(replace(column, spare=order.get(name, 0)) for name, column in columns)


def from_the_right(columns: Iterable[Column]) -> list[Column]:
    """Return columns of which the last gives way first; the first stays."""
    return [replace(column, spare=place) for place, column in enumerate(columns)]


def _width(column: Column) -> int:
    from wcwidth import wcswidth

    cells = (one_line(cell) for cell in (column.heading, *column.texts()))
    return max(max(wcswidth(cell), 0) for cell in cells)
