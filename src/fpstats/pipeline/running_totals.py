"""Years to date under the name of months: not counted, or turned into months where that is asked.

What tells them is the test of `fpstats check`, with the thresholds of its check `called_months`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from fpstats.areas import Areas
from fpstats.catalogue.checks import CheckKind
from fpstats.catalogue.checks_parse import load_checks
from fpstats.checks import accumulation, to_date
from fpstats.checks.accumulation import ALONE, Told
from fpstats.checks.material import wholes
from fpstats.estimates.panel import Panel, prefer_months
from fpstats.issues import Findings
from fpstats.periods import Calendar, Span
from fpstats.returns.address import locate
from fpstats.returns.opening import Returns


def refuse(panel: Panel, returns: Returns, areas: Areas, calendar: Calendar) -> None:
    """Take what looks like years to date out of the months of a panel, and note each.

    Of an area that has no year of true months, or of all areas, the years that are too short to
    tell are taken out as well.
    """
    checks = load_checks(returns.catalogue).values()
    (check,) = (one for one in checks if one.kind is CheckKind.ACCUMULATION)
    counted, items = accumulation.looked_at(panel, returns.catalogue, wholes(checks))
    level, fewest = check.level or 0.001, check.history
    told = accumulation.by_numbers(panel, items, calendar, level=level, fewest=fewest)
    alone = accumulation.unlike(panel, counted, calendar, level=level, fewest=fewest)
    teller = _Teller(panel, returns, areas, calendar)
    totals = [one for one in told if one.reported == "ytd"]
    if totals and len(totals) == len(told):
        teller.everywhere(counted, expected=len({one.area for one in totals}))
        return
    start = accumulation.another_start(panel, items, calendar, level=level, fewest=fewest)
    if start is not None:
        teller.everywhere(counted, saying="years_begin", expected=start)
        return
    for area in dict.fromkeys(one.area for one in totals):
        mine = [one for one in told if one.area == area]
        teller.refuse(area, counted, teller.doubtful(mine), saying="area_cumulative")
    sure = dict.fromkeys((one.area, one.item) for one in alone if one.sure)
    for area, item in sure:
        by_item = accumulation.by_numbers(panel, [item], calendar, level=level, fewest=2)
        mine = [one for one in by_item if one.area == area]
        teller.refuse(area, [item], teller.doubtful(mine), saying="item_cumulative")
    for one in alone:
        if (one.area, one.item) not in sure:
            teller.doubt(one.area, one.item, calendar.year(one.year), one.months)


def turned(panel: Panel, returns: Returns, calendar: Calendar) -> Panel:
    """Return the panel with the months that its years to date tell."""
    monthly = to_date.months_within(to_date.as_totals(panel, calendar), returns.catalogue, calendar)
    heard = Findings()
    prefer_months(monthly, replace(returns, findings=heard), calendar)
    # That months agree with the totals they were made of says nothing.
    returns.findings.take(heard, leaving="agreeing_returns")
    return monthly


@dataclass(frozen=True, slots=True)
class _Teller:
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

    def everywhere(self, items: Collection[str], **said: object) -> None:
        """Take out all months of all areas."""
        period = self._label(range(self.panel.months))
        self.returns.findings.add("looks_cumulative", period=period, **said)
        for item in items:
            self._forget(slice(None), item, list(range(self.panel.months)))

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
        """Note an item of which too few months are there to tell."""
        place = self.panel.leaves.index(area)
        there = [
            slot for slot in range(self.panel.months)
            if year.covers(self.panel.slots[slot]) and self.panel.known[item][place, slot]
        ]  # fmt: skip
        self._add("perhaps_cumulative", place, item, there, months=months, expected=ALONE)

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
