"""CELLS as arrays: for each item its value and whether it is known, areas down and periods across.

Here it is decided what counts as reported: a blank is not a zero, a part is not the whole, and what
was handed in twice with different numbers is not known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import numpy as np
import polars as pl
from msgspec import Struct, field
from numpy.typing import NDArray

from fpstats.areas import Areas
from fpstats.estimates.gather import Cells
from fpstats.estimates.placing import Flags, Indices, Rows
from fpstats.estimates.repeated import Repeated
from fpstats.periods import Calendar, Span, months_label
from fpstats.returns.distinct import unique
from fpstats.returns.names import leave_out_lone_wholes, parents_that_report, put_below_wholes
from fpstats.returns.opening import Returns
from fpstats.returns.presence import came
from fpstats.returns.repeats import Held

Numbers = NDArray[np.float64]


class Panel(Struct):
    """Values by reporting area and slot.

    A slot is a period that some return covers: first the months in order, then any longer ones.
    `source` is the number of a sheet that reported there.
    Values are whole numbers held as floats (exact to 2**53), or amounts of money in hundredths.
    `opened` tells of a stock where it was taken from what stood at the start of the next return.
    """

    leaves: list[str]
    slots: list[Span]
    months: int
    value: dict[str, Numbers] = field(default_factory=dict)
    known: dict[str, Flags] = field(default_factory=dict)
    opened: dict[str, Flags] = field(default_factory=dict)
    source: Indices = field(default_factory=lambda: np.empty((0, 0), dtype=np.int64))

    def stated(self, item: str) -> Flags:
        """Tell where an item is known from a return of that very period."""
        known = self.known[item]
        return known & ~self.opened[item] if item in self.opened else known

    @property
    def days(self) -> Numbers:
        """The days of each slot."""
        return np.array([span.days for span in self.slots], dtype=np.float64)


def build_all(
    cells: Cells, areas: Areas, returns: Returns, calendar: Calendar
) -> tuple[Panel, Panel | None]:
    """Put the cells in their places, months and longer returns alike; and those of areas above.

    The second panel has the returns of areas below which others report; None where there are none.
    """
    frame = cells.frame
    names = _names(frame)
    leave_out_lone_wholes(areas, returns.readings, {*names, *cells.undated})
    put_below_wholes(areas, frame, {*names, *cells.undated})
    upper = None
    if above := parents_that_report(names, areas):
        for name in above:
            returns.findings.add("parent_return", area=name)
        mine = frame.filter(pl.col("name").is_in(above))
        upper, _ = _placed(mine, cells.items, sorted(above), areas, returns, calendar)
        frame = frame.filter(~pl.col("name").is_in(above))
        names = _names(frame)
    leaves = _leaves([*names, *_lowest(cells.undated, areas)], areas)
    panel, reported = _placed(frame, cells.items, leaves, areas, returns, calendar)
    _note_missing(panel, reported, areas, returns, calendar)
    return panel, upper


def _placed(
    frame: pl.DataFrame,
    items: Sequence[str],
    leaves: list[str],
    areas: Areas,
    returns: Returns,
    calendar: Calendar,
) -> tuple[Panel, Flags]:
    """Return the panel of these areas, and where anything was reported."""
    spans = unique(frame.select("start", "end")).rows()
    slots = sorted((Span(*span) for span in spans), key=lambda s: (s.months > 1, s.start, s.end))
    panel = Panel(leaves, slots, sum(slot.months == 1 for slot in slots))
    repeated = Repeated(returns, areas, calendar)
    rows = Rows.of(frame, leaves, slots, returns)
    panel.source = np.full((len(leaves), len(slots)), -1, dtype=np.int64)
    # Of several sources the last, in whatever order an engine gives them.
    in_order = np.argsort(rows.source, kind="stable")
    panel.source.ravel()[rows.place[in_order]] = rows.source[in_order]
    reported = np.zeros((len(leaves), len(slots)), dtype=bool)
    for item in items:
        total = frame[item].to_numpy()
        _fill(panel, item, total, rows, returns, calendar, repeated)
        reported |= rows.judge(item).met
    return panel, reported


def _names(frame: pl.DataFrame) -> list[str]:
    """Return the areas that report, sorted by name."""
    return unique(frame.select("name"))["name"].cast(pl.String).sort().to_list()


def _leaves(names: list[str], areas: Areas) -> list[str]:
    """Return the areas that report, or by the areas table should: sorted by name."""
    if not areas.given:
        return sorted({*names})
    parents = {area.parent for area in areas}
    return sorted({*names} | {area.name for area in areas if area.name not in parents})


def _lowest(names: Collection[str], areas: Areas) -> list[str]:
    """Return those of some areas that have none below them."""
    parents = {area.parent for area in areas} if names else set()
    return [name for name in names if name not in parents]


def _fill(
    panel: Panel,
    item: str,
    total: Numbers,
    rows: Rows,
    returns: Returns,
    calendar: Calendar,
    repeated: Repeated,
) -> None:
    """Place one item: complete and unique cells are known, the others become issues."""
    judged = rows.judge(item)
    value, known = np.zeros(rows.shape), judged.alone.copy()
    panel.value[item], panel.known[item] = value, known
    for row in judged.short:
        _note(
            "incomplete_return", panel, rows.place[row], item, returns, calendar,
            source=int(rows.source[row]),
            value=int(judged.count[row]), expected=int(judged.expected[row]),
        )  # fmt: skip
    for row in judged.doubled:
        _note(
            "duplicate_return", panel, rows.place[row], item, returns, calendar,
            source=int(rows.source[row]), value=int(judged.count[row]),
        )  # fmt: skip
    value.ravel()[judged.at] = total[judged.once]
    if len(judged.again):
        _fill_repeated(panel, item, total, rows, judged.again, returns, calendar, repeated)
    known.ravel()[judged.refused] = False
    if not known.all():
        value[~known] = 0


def _fill_repeated(
    panel: Panel,
    item: str,
    total: Numbers,
    rows: Rows,
    again: Indices,
    returns: Returns,
    calendar: Calendar,
    repeated: Repeated,
) -> None:
    """Place what several rows report for the same cell.

    Lines that part an area (villages) add up when the sources hold different parts. The same
    number twice is one return handed in twice; different numbers are a contradiction.
    """
    value, known = panel.value[item].ravel(), panel.known[item].ravel()
    again = again[np.argsort(rows.place[again], kind="stable")]
    bounds = np.flatnonzero(np.diff(rows.place[again], prepend=-1, append=-1))
    for start, stop in pairwise(bounds):
        mine = again[start:stop]
        place = int(rows.place[mine[0]])
        # Areas that were merged into one have several rows in one sheet.
        owners = sorted({*rows.source[mine].tolist()})
        amounts = np.bincount(np.searchsorted(owners, rows.source[mine]), weights=total[mine])
        how: Held = "apart" if len(owners) == 1 else "alike"
        area, slot = divmod(place, len(panel.slots))
        whose = panel.leaves[area], panel.slots[slot]
        if len(owners) > 1 and rows.additive[mine].all():
            how = repeated.how(owners, *whose)
        if how == "apart":
            value[place], known[place] = amounts.sum(), True
        elif how == "alike" and (amounts == amounts[0]).all():
            value[place], known[place] = amounts[0], True
            _note("same_return", panel, place, item, returns, calendar, source=owners[-1])
        else:
            repeated.contradict(owners, amounts.tolist(), *whose, item)


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
    panel: Panel, reported: Flags, areas: Areas, returns: Returns, calendar: Calendar
) -> None:
    """Note every area that is open in a month for which others handed in, and did not.

    A return whose cell is blank or refused came all the same, and one that is longer than the
    month holds it.
    """
    months = panel.slots[: panel.months]
    owed = open_months(panel.leaves, months, areas) > 0
    for area, span in _runs(~owed & reported[:, : panel.months], panel):
        returns.findings.add("not_open", area=area, period=months_label(span), value=span.months)
    lacking = owed & ~reported[:, : panel.months]
    if areas.given:
        # Of an area that is not in the table nobody knows since when, and until when, it reports.
        for place in [place for place, name in enumerate(panel.leaves) if name in areas.met]:
            came_in = np.flatnonzero(reported[place, : panel.months])
            lacking[place, : came_in.min(initial=panel.months)] = False
            lacking[place, came_in.max(initial=-1) + 1 :] = False
    for place in range(panel.months, len(panel.slots)):
        inside = np.array([panel.slots[place].covers(month) for month in months], dtype=bool)
        lacking &= ~(reported[:, [place]] & inside)
    handed_in = came(returns, areas, calendar) if lacking.any() else set()
    for area, slot in np.argwhere(lacking):
        name, month = panel.leaves[area], panel.slots[slot]
        if (name, month) not in handed_in:
            returns.findings.add("missing_return", area=name, period=calendar.label(month))


def _runs(flags: Flags, panel: Panel) -> Iterator[tuple[str, Span]]:
    """Yield areas of which months are flagged, with each run of months that follow one another."""
    starts = np.array([month.start for month in panel.slots[: panel.months]], dtype=np.int64)
    for area in np.flatnonzero(flags.any(axis=1)):
        months = starts[flags[area]]
        for run in np.split(months, np.flatnonzero(np.diff(months) > 1) + 1):
            yield panel.leaves[area], Span(int(run[0]), int(run[-1]))


def open_months(leaves: Sequence[str], spans: Sequence[Span], areas: Areas) -> Numbers:
    """Count for each area (down) and period (across) the months in which the area is open."""
    if not areas.given:
        # Areas that were only met in returns are always open.
        everywhere: Numbers = np.array([span.months for span in spans], dtype=np.float64)
        return np.tile(everywhere, (len(leaves), 1))
    opened = np.array([areas[name].opened or 0 for name in leaves])[:, None]
    closed = np.array([areas[name].closed or 10**6 for name in leaves])[:, None]
    starts = np.array([span.start for span in spans])
    ends = np.array([span.end for span in spans])
    months = np.minimum(closed, ends) - np.maximum(opened, starts) + 1
    found: Numbers = np.maximum(months, 0).astype(np.float64)
    return found
