"""Where each row of the cells belongs, and which rows can be counted on.

A row is complete when every line of the area reported the item; what a form of one line an area
reports twice is doubled, and what several sources report stands again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from msgspec import Struct, field
from numpy.typing import NDArray

from fpstats.engine import REPORTED
from fpstats.periods import Span
from fpstats.returns.distinct import distinct
from fpstats.returns.lines import ABSENT
from fpstats.returns.opening import Returns

Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]


class Judged(Struct, frozen=True, kw_only=True):
    """What the rows of one item are good for; all but `expected` and `count` are row numbers.

    `short` lack some of their lines and are told, `doubled` have more than they should, `once` are
    complete and alone in their place (`at`), `again` are complete and not alone; at the places
    `refused` nothing is known. `alone` and `met` are flags of all places: where one is complete and
    alone, and where something was reported.
    """

    count: Indices
    expected: Indices
    short: Indices
    doubled: Indices
    once: Indices | slice
    at: Indices
    again: Indices
    refused: Indices
    alone: Flags
    met: Flags


class Rows(Struct, frozen=True, kw_only=True):
    """The rows of the cells: place in the panel (counted along its rows), source, and lines.

    `shape` is that of the panel: so many areas, so many slots.
    `absent` counts the parts of the area that lack; None where none lacks anywhere.
    """

    frame: pl.DataFrame
    returns: Returns
    shape: tuple[int, int]
    place: Indices
    source: Indices
    lines: Indices
    absent: Indices | None
    additive: Flags
    repeated: Flags
    _known: dict[tuple[object, ...], Judged] = field(default_factory=dict)

    @classmethod
    def of(
        cls, frame: pl.DataFrame, leaves: Sequence[str], slots: Sequence[Span], returns: Returns
    ) -> Rows:
        """Find the place of every row among areas (down) and slots (across)."""
        where = pl.DataFrame({"name": leaves}, schema={"name": frame.schema["name"]})
        when = pl.DataFrame(
            [(slot.start, slot.end) for slot in slots],
            schema={"start": pl.Int64, "end": pl.Int64},
            orient="row",
        )
        place = _among(where, frame) * len(slots) + _among(when, frame)
        source = frame["source"].cast(pl.Int64).to_numpy()
        additive = np.array([one.match.additive for one in returns.readings])
        return cls(
            frame=frame,
            returns=returns,
            shape=(len(leaves), len(slots)),
            place=place,
            source=source,
            lines=frame["lines"].to_numpy(),
            absent=frame[ABSENT].to_numpy() if ABSENT in frame.columns else None,
            additive=additive[source],
            repeated=(np.bincount(place, minlength=len(leaves) * len(slots)) > 1)[place],
        )

    def judge(self, item: str) -> Judged:
        """Tell of each row what its number of the item is good for."""
        counted = item + REPORTED in self.frame.columns
        has = self.returns.has(item)
        parts = [one.match.layout.parts(item) or 0 for one in self.returns.readings]
        # Items of which nothing is lacking anywhere are all alike: judged once.
        key = (item if counted else None, tuple(has), tuple(parts))
        if key not in self._known:
            count = self.lines
            if counted:
                count = self.frame[item + REPORTED].fill_null(self.frame["lines"]).to_numpy()
            self._known[key] = self._judge(count, np.array(has), np.array(parts))
        return self._known[key]

    def _judge(self, count: Indices, has: Flags, parts: Indices) -> Judged:
        here = has[self.source]
        doubled = here & ~self.additive & (count > 1)
        expected = self.lines
        partial = here & (count < expected) & (count > 0)
        if parts.any():
            owed = parts[self.source]
            expected = np.where(owed > 0, owed, self.lines)
            doubled |= here & (owed > 0) & (count > owed)
            # A form of categories that reports some parts of an item owes the others too.
            partial = here & (count < expected) & ((count > 0) | (owed > 1))
        told = partial & ~doubled & (self.additive | (count == 0))
        if self.absent is not None:  # told already, by name
            partial |= here & (count > 0) & (self.absent > 0)
        whole = here & (count > 0) & ~partial & ~doubled
        alone = whole & ~self.repeated
        # Where nothing is amiss all rows are alone, and none need be picked out.
        once = slice(None) if alone.all() else np.flatnonzero(alone)
        return Judged(
            count=count,
            expected=expected,
            short=np.flatnonzero(told),
            doubled=np.flatnonzero(doubled),
            once=once,
            at=self.place[once],
            again=np.flatnonzero(whole & self.repeated),
            refused=self.place[(partial & (count > 0)) | doubled],
            alone=self._flags(once),
            met=self._flags(count > 0),
        )

    def _flags(self, rows: Flags | Indices | slice) -> Flags:
        """Return at which places of the panel these rows stand."""
        found = np.zeros(self.shape, dtype=bool)
        found.ravel()[self.place[rows]] = True
        return found


def _among(table: pl.DataFrame, frame: pl.DataFrame) -> Indices:
    """Return for every row of the frame the line of the table that is like it."""
    keys = frame.select(table.columns)
    each = distinct(keys)
    numbered = table.with_row_index("line")
    found = keys[each.first()].join(numbered, on=table.columns, how="left", maintain_order="left")[
        "line"
    ]
    lines: Indices = found.cast(pl.Int64).to_numpy()[each.number]
    return lines
