"""Years to date under the name of months: not counted, or turned into months where that is asked.

What tells them is the test of `fpstats check`, with the thresholds of its check `called_months`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from fpstats.areas import Areas
from fpstats.catalogue.checks import CheckKind
from fpstats.catalogue.checks_parse import load_checks
from fpstats.checks import to_date
from fpstats.checks.accumulation import Looked, looked_at
from fpstats.checks.material import wholes
from fpstats.checks.months_or_totals import ALONE, Alone, Told, another_start, judge, unlike
from fpstats.checks.off_the_rise import set_aside
from fpstats.checks.switched import Switched, switched
from fpstats.checks.to_date import Gap
from fpstats.comparisons.recounted import names
from fpstats.estimates.overlapping import prefer_months
from fpstats.estimates.panel import Panel
from fpstats.estimates.rising import begins_anew, count_falls, year_slots
from fpstats.issues import Findings
from fpstats.periods import Calendar, Span
from fpstats.returns.address import locate
from fpstats.returns.opening import Returns


def refuse(
    panel: Panel,
    returns: Returns,
    areas: Areas,
    calendar: Calendar,
    wider: Callable[[Sequence[str]], Panel],
) -> None:
    """Take what looks like years to date out of the months of a panel, and note each.

    Of an area that has no year of true months, or of all areas, the years that are too short to
    tell are taken out as well; of all areas not where most of them say otherwise. Where the numbers
    that were asked for do not tell, all that is counted on the forms is asked: `wider` gives the
    panel of more items.
    """
    checks = load_checks(returns.catalogue).values()
    (check,) = (one for one in checks if one.kind is CheckKind.ACCUMULATION)
    level, fewest, sums = check.level or 0.001, check.history, wholes(checks)
    counted, items = looked_at(panel, returns.catalogue, sums)
    asked, judged = panel, judge(panel, items, calendar, level=level, fewest=fewest)
    if not judged.told and not set(_counted(returns)) <= set(counted):
        asked = wider(_counted(returns))
        counted, items = looked_at(asked, returns.catalogue, sums)
        judged = judge(asked, items, calendar, level=level, fewest=fewest)
    told = [one for one in judged.told if one.area in panel.leaves]
    alone = unlike(asked, counted, calendar, level=level, fewest=fewest)
    alone = [one for one in alone if one.area in panel.leaves and one.item in panel.known]
    counted = [item for item in counted if item in panel.known]
    teller, months = _Teller(panel, returns, areas, calendar), range(panel.months)
    start = another_start(asked, items, calendar, level=level, fewest=fewest)
    if start is not None:
        teller.everywhere(counted, months, saying="years_begin", expected=start)
        return
    totals = [one for one in told if one.reported == "ytd"]
    if totals and len(totals) == len(told) and not judged.outvoted:
        who = list(dict.fromkeys(one.area for one in totals))
        teller.everywhere(counted, months, expected=len(who), value=names(who))
        return
    for area in dict.fromkeys(one.area for one in totals):
        mine = [one for one in told if one.area == area]
        teller.refuse(area, counted, teller.doubtful(mine), saying="area_cumulative")
    turned = switched(asked, items, calendar, level=level)
    _refuse_some(teller, alone, [one for one in turned if one.area in panel.leaves], counted, level)
    sure = {(one.area, one.item) for one in alone if one.sure}
    for one in alone:
        if (one.area, one.item) not in sure:
            teller.doubt(one.area, one.item, calendar.year(one.year), one.months)
    for year in judged.untold:
        returns.findings.add("untold_months", period=calendar.label(calendar.year(year)))


def refuse_some(
    panel: Panel,
    returns: Returns,
    areas: Areas,
    calendar: Calendar,
    looked: Looked,
    level: float,
) -> None:
    """Take out what among the months of a panel surely is a running total, and note each."""
    items = returns.catalogue.items
    flows = [item for item in panel.known if items[item].type == "flow" and items[item].counted]
    teller = _Teller(panel, returns, areas, calendar)
    _refuse_some(teller, looked.alone, looked.switched, flows, level)


def _refuse_some(
    teller: _Teller,
    alone: Sequence[Alone],
    turned: Sequence[Switched],
    counted: Sequence[str],
    level: float,
) -> None:
    for area, item in dict.fromkeys((one.area, one.item) for one in alone if one.sure):
        by_item = judge(teller.panel, [item], teller.calendar, level=level, fewest=2)
        mine = [one for one in by_item.told if one.area == area]
        teller.refuse(area, [item], teller.doubtful(mine), saying="item_cumulative")
    for one in turned:
        teller.refuse(one.area, counted, one.slots, saying="turned_cumulative")


def refuse_years(
    panel: Panel,
    returns: Returns,
    areas: Areas,
    calendar: Calendar,
    counted: Sequence[str],
    start: int,
) -> None:
    """Take out years to date that begin anew in another month than the statistical year."""
    totals = [
        place for place, slot in enumerate(panel.slots)
        if slot == calendar.containing(slot.end, "ytd")
    ]  # fmt: skip
    teller = _Teller(panel, returns, areas, calendar)
    teller.everywhere(counted, totals, saying="years_begin_labelled", expected=start)


def _counted(returns: Returns) -> list[str]:
    """Return the flows on the forms that are counts."""
    items = returns.catalogue.items
    return [one for one in returns.items if items[one].type == "flow" and items[one].counted]


def turned(panel: Panel, returns: Returns, areas: Areas, calendar: Calendar) -> Panel:
    """Return the panel with the months that its years to date tell, and note each that falls.

    Where one falls, the months up to the next that is believed are known together only. Where all
    fall in one month of the year, years begin there, and no month is told.
    """
    named = to_date.as_totals(panel, calendar)
    counted = [item for item in _counted(returns) if item in panel.known]
    if (start := begins_anew(named, counted, calendar)) is not None:
        refuse_years(named, returns, areas, calendar, counted, start)
        return to_date.months_within(named, returns.catalogue, calendar)
    monthly = to_date.months_within(named, returns.catalogue, calendar)
    gaps = _without_falls(panel, monthly, _Teller(panel, returns, areas, calendar))
    heard = Findings()
    prefer_months(monthly, replace(returns, findings=heard), calendar)
    # That months agree with the totals they were made of says nothing.
    returns.findings.take(heard, leaving="agreeing_returns")
    return to_date.with_gaps(monthly, gaps) if gaps else monthly


def _without_falls(panel: Panel, monthly: Panel, teller: _Teller) -> list[Gap]:
    """Note the totals that make a year fall, and return what the others tell of months together.

    The totals of such a year are no returns of their own beside its months.
    """
    items, slots = teller.returns.catalogue.items, year_slots(panel, teller.calendar)
    longer = range(monthly.months, len(monthly.slots))
    gaps = []
    for item in (one for one in panel.known if items[one].type == "flow"):
        there = (slots >= 0) & panel.known[item][:, slots]
        values = np.where(there, panel.value[item][:, slots], np.nan)
        for area, year in np.argwhere(count_falls(values) > 0).tolist():
            given, mine = values[area, year], slots[year]
            aside = set_aside(given[None])[0]
            for slot in mine[aside].tolist():
                teller.falls(area, item, slot)
            within = teller.calendar.year(teller.calendar.year_of(panel.slots[max(mine)].start))
            gaps += to_date.gaps(item, area, within, np.where(aside, np.nan, given))
            ended = [place for place in longer if monthly.slots[place].start == within.start
                     and within.covers(monthly.slots[place])]  # fmt: skip
            monthly.known[item][area, ended] = False
            monthly.value[item][area, ended] = 0
    return gaps


class _Teller(Struct, frozen=True):
    """Takes numbers out of a panel, and says so."""

    panel: Panel
    returns: Returns
    areas: Areas
    calendar: Calendar

    def doubtful(self, told: Sequence[Told]) -> list[int]:
        """Return the months of the years that look like totals; all where no year is of months."""
        months = range(self.panel.months)
        if all(one.reported == "ytd" for one in told):
            return list(months)
        years = [self.calendar.year(one.year) for one in told if one.reported == "ytd"]
        return [m for m in months if any(year.covers(self.panel.slots[m]) for year in years)]

    def everywhere(self, items: Collection[str], slots: Sequence[int], **said: object) -> None:
        """Take these returns of all areas out."""
        self.returns.findings.add("looks_cumulative", period=self._label(slots), **said)
        for item in items:
            self._forget(slice(None), item, list(slots))

    def refuse(self, area: str, items: Sequence[str], slots: Sequence[int], saying: str) -> None:
        """Take out these months of an area; the last number of the first item is told."""
        place = self.panel.leaves.index(area)
        reported = [one for one in items if self.panel.known[one][place, slots].any()]
        if not reported:
            return
        item = reported[0]
        there = [slot for slot in slots if self.panel.known[item][place, slot]]
        self._add("looks_cumulative", place, item, there, saying=saying)
        for one in items:
            self._forget(place, one, slots)

    def doubt(self, area: str, item: str, year: Span, months: int) -> None:
        """Note an item of which too few months are there to tell, unless they were taken out."""
        place = self.panel.leaves.index(area)
        there = [
            slot for slot in range(self.panel.months)
            if year.covers(self.panel.slots[slot]) and self.panel.known[item][place, slot]
        ]  # fmt: skip
        if len(there) == months:
            self._add("perhaps_cumulative", place, item, there, months=months, expected=ALONE)

    def falls(self, place: int, item: str, slot: int) -> None:
        """Note a total that makes its year fall."""
        self._add("falling_total", place, item, [slot])

    def _add(self, code: str, place: int, item: str, there: Sequence[int], **more: object) -> None:
        """Note something about the numbers of an item, with the cell of the last one."""
        last, area = there[-1], self.panel.leaves[place]
        source, span = int(self.panel.source[place, last]), self.panel.slots[last]
        self.returns.findings.add(
            code,
            area=area,
            period=self._label(there),
            item=item,
            value=f"{self.panel.value[item][place, last]:g}",
            **locate(self.returns, self.areas, self.calendar, source, area, span, item),
            **more,
        )

    def _label(self, slots: Sequence[int]) -> str:
        first, last = self.panel.slots[slots[0]], self.panel.slots[slots[-1]]
        return self.calendar.label(Span(first.start, last.end))

    def _forget(self, place: int | slice, item: str, slots: Sequence[int]) -> None:
        self.panel.known[item][place, slots] = False
        self.panel.value[item][place, slots] = 0
