"""CELLS as arrays: for each item its value and whether it is known, areas down and periods across.

Here it is decided what counts as reported: a blank is not a zero, a part is not the whole, and what
was handed in twice with different numbers is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fpstats.engine import REPORTED
from fpstats.estimates.gather import Cells
from fpstats.periods import Calendar, Span
from fpstats.returns.names import parents_that_report
from fpstats.returns.opening import Returns

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]


@dataclass(slots=True)
class Panel:
    """Values by reporting area and slot.

    A slot is a period that some return covers: first the months in order, then any longer ones.
    Values are whole numbers held as floats (exact to 2**53), or amounts of money in hundredths.
    """

    leaves: list[str]
    slots: list[Span]
    months: int
    value: dict[str, Numbers] = field(default_factory=dict)
    known: dict[str, Flags] = field(default_factory=dict)

    @property
    def days(self) -> Numbers:
        """The days of each slot."""
        return np.array([span.days for span in self.slots], dtype=np.float64)


def build(cells: Cells, returns: Returns, calendar: Calendar) -> Panel:
    """Put the cells in their places, and say of every missing one that it is missing."""
    frame = cells.frame
    above = parents_that_report(frame["name"].unique(), cells.areas)
    for name in above:
        returns.findings.add("parent_return", area=name)
    frame = frame.filter(~pl.col("name").is_in(above))
    leaves = _leaves(frame, cells)
    spans = frame.select("start", "end").unique().rows()
    slots = sorted((Span(*span) for span in spans), key=lambda s: (s.months > 1, s.start, s.end))
    panel = Panel(leaves, slots, sum(slot.months == 1 for slot in slots))
    lines = _Lines.of(frame, panel)
    reported = np.zeros((len(leaves), len(slots)), dtype=bool)
    for item in cells.items:
        _fill(panel, item, lines, frame, returns, calendar)
        any_line = lines.counts(frame, item) > 0
        reported[lines.area[any_line], lines.slot[any_line]] = True
    _note_missing(panel, reported, cells, returns, calendar)
    _prefer_months(panel, returns, calendar)
    return panel


def _leaves(frame: pl.DataFrame, cells: Cells) -> list[str]:
    """Return the areas that report, or by the areas table should: sorted by name."""
    names = set(frame["name"].unique())
    if cells.given:
        parents = {area.parent for area in cells.areas}
        names |= {area.name for area in cells.areas if area.name not in parents}
    return sorted(names)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Where each row of the cells stands in the panel."""

    area: Indices
    slot: Indices
    source: Indices
    lines: Indices

    @classmethod
    def of(cls, frame: pl.DataFrame, panel: Panel) -> _Lines:
        where = pl.DataFrame(
            {"name": panel.leaves, "area": range(len(panel.leaves))},
            schema={"name": pl.String, "area": pl.Int64},
        )
        when = pl.DataFrame(
            [(slot.start, slot.end, index) for index, slot in enumerate(panel.slots)],
            schema={"start": pl.Int64, "end": pl.Int64, "slot": pl.Int64},
            orient="row",
        )
        placed = frame.select("name", "start", "end", "source", "lines").join(
            where, on="name", how="left", maintain_order="left"
        )
        placed = placed.join(when, on=["start", "end"], how="left", maintain_order="left")
        return cls(
            *(placed[c].cast(pl.Int64).to_numpy() for c in ("area", "slot", "source", "lines"))
        )

    @staticmethod
    def counts(frame: pl.DataFrame, item: str) -> Indices:
        """Return how many lines reported the item."""
        return frame[item + REPORTED].to_numpy()


def _fill(
    panel: Panel,
    item: str,
    lines: _Lines,
    frame: pl.DataFrame,
    returns: Returns,
    calendar: Calendar,
) -> None:
    """Place one item: complete and unique cells are known, the others become issues."""
    shape = (len(panel.leaves), len(panel.slots))
    value, known = np.zeros(shape), np.zeros(shape, dtype=bool)
    panel.value[item], panel.known[item] = value, known
    layouts = [one.match.layout for one in returns.readings]
    has = np.array(returns.has(item))[lines.source]
    parts = np.array([layout.parts(item) or 0 for layout in layouts])[lines.source]
    additive = np.array([layout.additive for layout in layouts])[lines.source]
    count = lines.counts(frame, item)
    total = frame[item].cast(pl.Float64).to_numpy()
    expected = np.where(parts > 0, parts, lines.lines)
    # A form of categories that reports some parts of an item owes the others too.
    partial = has & (count < expected) & ((count > 0) | (parts > 1))
    doubled = has & ((~additive & (count > 1)) | ((parts > 0) & (count > parts)))
    whole = has & (count > 0) & ~partial & ~doubled
    flat = lines.area * shape[1] + lines.slot
    refused = np.zeros(shape[0] * shape[1], dtype=bool)
    for row in np.flatnonzero(partial & ~doubled & (additive | (count == 0))):
        _note(
            "incomplete_return", panel, flat[row], item, returns, calendar,
            source=int(lines.source[row]), value=int(count[row]), expected=int(expected[row]),
        )  # fmt: skip
    for row in np.flatnonzero(doubled):
        _note(
            "duplicate_return", panel, flat[row], item, returns, calendar,
            source=int(lines.source[row]), value=int(count[row]),
        )  # fmt: skip
    refused[flat[partial & (count > 0)]] = True
    refused[flat[doubled]] = True
    places, amounts, sources = flat[whole], total[whole], lines.source[whole]
    often = np.bincount(places, minlength=refused.size) > 1
    once = ~often[places]
    value.ravel()[places[once]] = amounts[once]
    known.ravel()[places[once]] = True
    if often.any():
        again = often[places]
        _fill_repeated(
            panel, item, places[again], amounts[again], sources[again], additive[whole][again],
            returns, calendar, refused,
        )  # fmt: skip
    known.ravel()[refused] = False
    value[~known] = 0


def _fill_repeated(
    panel: Panel,
    item: str,
    places: Indices,
    amounts: Numbers,
    sources: Indices,
    additive: Flags,
    returns: Returns,
    calendar: Calendar,
    refused: Flags,
) -> None:
    """Place what several sources report for the same cell.

    Lines that part an area (villages) add up when the sources hold different parts. The same
    number twice is one return handed in twice; different numbers are a contradiction.
    """
    value, known = panel.value[item].ravel(), panel.known[item].ravel()
    order = np.argsort(places, kind="stable")
    bounds = np.flatnonzero(np.diff(places[order], prepend=-1, append=-1))
    for start, stop in pairwise(bounds):
        rows = order[start:stop]
        place, owners = places[rows[0]], sorted({int(s) for s in sources[rows]})
        if additive[rows].all() and (len(owners) == 1 or not returns.share_parts(owners)):
            value[place], known[place] = amounts[rows].sum(), True
        elif len(owners) == len(rows) and (amounts[rows] == amounts[rows[0]]).all():
            value[place], known[place] = amounts[rows[0]], True
            _note("same_return", panel, place, item, returns, calendar, source=owners[-1])
        else:
            refused[place] = True
            texts = dict.fromkeys(f"{amount:g}" for amount in amounts[rows])
            _note(
                "duplicate_return", panel, place, item, returns, calendar,
                source=owners[-1], value=" / ".join(texts),
            )  # fmt: skip


def _note(
    code: str,
    panel: Panel,
    place: int,
    item: str,
    returns: Returns,
    calendar: Calendar,
    *,
    source: int,
    **fields: object,
) -> None:
    area, slot = divmod(int(place), len(panel.slots))
    sheet = returns.readings[source].sheet
    returns.findings.add(
        code,
        area=panel.leaves[area],
        period=calendar.label(panel.slots[slot]),
        item=item,
        source=sheet.path,
        sheet=sheet.name,
        **fields,
    )


def _note_missing(
    panel: Panel, reported: Flags, cells: Cells, returns: Returns, calendar: Calendar
) -> None:
    """Note every area that is open in a month for which others handed in, and did not."""
    openness = expected(panel.leaves, panel.slots[: panel.months], cells)
    for area, slot in np.argwhere(openness & ~reported[:, : panel.months]):
        returns.findings.add(
            "missing_return",
            area=panel.leaves[area],
            period=calendar.label(panel.slots[slot]),
        )


def expected(leaves: Sequence[str], spans: Sequence[Span], cells: Cells) -> Flags:
    """Tell for each area and period whether the area is open in any of it."""
    opened = np.array([cells.areas[name].opened or 0 for name in leaves])
    closed = np.array([cells.areas[name].closed or 10**6 for name in leaves])
    starts = np.array([span.start for span in spans])
    ends = np.array([span.end for span in spans])
    found: Flags = (opened[:, None] <= ends) & (closed[:, None] >= starts)
    return found


def _prefer_months(panel: Panel, returns: Returns, calendar: Calendar) -> None:
    """Where months and a longer return give the same item, keep the months."""
    for slot in range(panel.months, len(panel.slots)):
        inside = [m for m in range(panel.months) if panel.slots[slot].covers(panel.slots[m])]
        for item, known in panel.known.items():
            if returns.catalogue.items[item].type == "stock" or not inside:
                continue
            both = known[:, inside].any(axis=1) & known[:, slot]
            for area in np.flatnonzero(both):
                returns.findings.add(
                    "overlapping_returns",
                    area=panel.leaves[area],
                    period=calendar.label(panel.slots[slot]),
                    item=item,
                )
            known[both, slot] = False
            panel.value[item][both, slot] = 0
