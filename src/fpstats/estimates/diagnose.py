"""Why a value is not known, or is not of the whole: every null of ESTIMATES becomes an issue.

What is so for every area is said once for the period, and what is so in every period once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from fpstats import locale
from fpstats.areas import Areas
from fpstats.catalogue import SUMS
from fpstats.estimates.drawn import drawn
from fpstats.estimates.estimate import Estimates
from fpstats.estimates.impossible import Beyond, summed
from fpstats.estimates.openings import note_differing
from fpstats.estimates.placing import Flags, Indices
from fpstats.estimates.tally import Tallies
from fpstats.issues import Findings
from fpstats.periods import Calendar, month_label
from fpstats.returns.address import locate
from fpstats.returns.opening import Returns


def diagnose(
    done: Estimates,
    tallies: Tallies,
    periods: Sequence[int],
    calendar: Calendar,
    areas: Areas,
    returns: Returns,
    lang: str,
) -> None:
    """Note what is missing, incomplete, divided by zero or above its denominator."""
    places = np.asarray(periods, dtype=np.int64)
    teller = _Teller(done, tallies, places, returns.findings, lang)
    for index, indicator in enumerate(done.indicators):
        tally = done.tallies[index]
        blamed = np.zeros_like(tally.usable)
        for item, missing in tally.missing.items():
            fresh = missing & ~blamed
            blamed |= missing
            stock = tallies.items[item].type == "stock"
            code = "stock_missing" if stock else "item_missing"
            teller.of_leaves(code, index, fresh, item=item)
        teller.drawn_on(index)
        short = tally.usable & (tally.used < tally.expected)
        teller.of_leaves("months_missing", index, short, months=True)
        empty = (done.denominator[index] == 0) & (indicator.kind not in SUMS)
        impossible = done.impossible(index)
        teller.of_areas("zero_denominator", index, empty)
        for one in tally.beyond:
            teller.in_a_return(index, one, calendar, areas, returns)
        # What stands in one return is told with its cell, and not again as its period.
        own, faulty = (done.tree.own >= 0)[:, None], done.faulty[index]
        single = own & faulty
        if tally.beyond:
            counts = tallies.counted(tally.together)
            single &= done.tree.total(tallies.over(tally.together, counts=counts)) <= 1
        above = impossible & ~(single | empty)
        teller.of_areas("above_denominator", index, above, operands=True)
        inside = faulty & ~(single | above)
        teller.of_areas("fault_inside", index, inside & ~own)
        teller.of_areas("fault_inside", index, inside & own, saying="fault_inside_own")
        teller.of_samples(index)
        teller.unranked(index)
    starts = sorted({tallies.spans[place].start - 1 for place in periods})
    note_differing(tallies.panel, starts, returns, areas, calendar)


class _Teller:
    """Turns flags of areas and periods into findings."""

    def __init__(
        self,
        done: Estimates,
        tallies: Tallies,
        periods: NDArray[np.int64],
        findings: Findings,
        lang: str,
    ) -> None:
        self.done, self.tallies, self.panel = done, tallies, tallies.panel
        self.periods, self.findings = periods, findings
        self.every = locale.text(lang, "area", "every", count=len(self.panel.leaves))

    def of_leaves(
        self, code: str, index: int, flags: Flags, item: str | None = None, *, months: bool = False
    ) -> None:
        """Note something about areas that report."""
        owed = self.done.tallies[index].owed[:, self.periods]
        flags = flags[:, self.periods] & owed
        some = flags.any(axis=0)
        every = (flags == owed).all(axis=0) & some & (len(flags) > 1)
        stands = self._stands(index, item) if code == "stock_missing" and item is not None else []
        for column in np.flatnonzero(some):
            place = int(self.periods[column])
            rows = np.flatnonzero(flags[:, column])
            if months:
                self._of_months(code, index, place, rows, merged=bool(every[column]))
                continue
            unknown = np.array([~known[rows, place] for _, known in stands], dtype=bool)
            unknown = unknown.reshape(len(stands), len(rows))
            ends = [month_label(end[place]) for end, _ in stands]
            for name, which in self._told(rows, unknown, merged=bool(every[column])):
                lacking = ", ".join(end for end, one in zip(ends, which, strict=True) if one)
                self._add(code, index, place, name, {"item": item, "expected": lacking})

    def _of_months(self, code: str, index: int, place: int, rows: Indices, *, merged: bool) -> None:
        """Note how many months are known, of all areas at once where they are as many for each."""
        tally = self.done.tallies[index]
        known = np.stack([tally.used[rows, place], tally.expected[rows, place]], axis=1).astype(int)
        if merged and (known == known[0]).all():
            told = [(self.every, known[0])]
        else:
            told = list(zip((self.panel.leaves[row] for row in rows), known, strict=True))
        for name, (value, expected) in told:
            self._add(code, index, place, name, {"value": value, "expected": expected})

    def _told(self, rows: Indices, unknown: Flags, *, merged: bool) -> Iterator[tuple[str, Flags]]:
        """Yield areas with which of several are unknown there: of all areas what is so of each.

        `unknown` has a line for each of these, and a column an area.
        """
        shared: Flags = np.logical_and(np.all(unknown, axis=1), merged)
        merged &= bool(shared.any()) or not unknown.any()
        if merged:
            yield self.every, shared
        own = unknown & ~shared[:, None]
        for row, which in zip(rows, own.T, strict=True):
            if which.any() or not merged:
                yield self.panel.leaves[row], which

    def _stands(self, index: int, item: str) -> list[tuple[list[int], Flags]]:
        """Return the month ends at which a stock is needed, by period, and where it is known."""
        spans = self.done.spans
        ends = {-1: [span.start - 1 for span in spans], 0: [span.end for span in spans]}
        found = [(ends[which], self.tallies.stocks.at(item, which)[1]) for which in ends]
        only_end = self.done.indicators[index].population == "end_of_period"
        return found[-1:] if only_end else found

    def drawn_on(self, index: int) -> None:
        """Note the year ends inside long periods at which a population was not known."""
        indicator, tallies = self.done.indicators[index], self.tallies
        usable = self.done.tallies[index].usable
        if all(tallies.items[item].type == "stock" for item in indicator.items):
            return
        for item in indicator.denominator:
            if tallies.items[item].type != "stock":
                continue
            for place in self.periods.tolist():
                for month, flags in tallies.person_years.unknown(item, place).items():
                    for leaf in np.flatnonzero(flags & usable[:, place]):
                        details = {"item": item, "expected": month_label(month)}
                        self._add("stock_drawn_on", index, place, self.panel.leaves[leaf], details)

    def in_a_return(
        self, index: int, one: Beyond, calendar: Calendar, areas: Areas, returns: Returns
    ) -> None:
        """Note a part above its whole in each return that has one, with its cell."""
        part, whole = (summed(self.panel.value, side) for side in (one.bound.part, one.bound.whole))
        for leaf, slot in np.argwhere(one.returns):
            name, span = self.panel.leaves[leaf], self.panel.slots[slot]
            source, item = int(self.panel.source[leaf, slot]), next(iter(one.bound.part))
            self.findings.add(
                one.bound.code,
                indicator=self.done.indicators[index].id,
                area=name,
                period=calendar.label(span),
                item=item,
                **locate(returns, areas, calendar, source, name, span, item),
                value=f"{part[leaf, slot]:g}",
                expected=f"{whole[leaf, slot]:g}",
            )

    def of_areas(
        self, code: str, index: int, flags: Flags, *, operands: bool = False, saying: str = ""
    ) -> None:
        """Note something about any area, those above the reporting ones included."""
        for area, column in np.argwhere(flags[:, self.periods]):
            place = int(self.periods[column])
            details = {"saying": saying} if saying else {}
            if operands:
                details = {
                    "value": f"{self.done.numerator[index, area, place]:g}",
                    "expected": f"{self.done.denominator[index, area, place]:g}",
                }
            self._add(code, index, place, self.done.tree.names[area], details)

    def of_samples(self, index: int) -> None:
        """Note where areas were checked in unlike proportions, and what they are if weighted."""
        uneven, indicator = self.done.uneven[index], self.done.indicators[index]
        if not uneven[:, self.periods].any():
            return
        found, unit = drawn(indicator, self.done.tree, self.done.tallies[index]), indicator.unit
        for area, column in np.argwhere(uneven[:, self.periods]):
            place = int(self.periods[column])
            least, most = (100 * end[area, place] for end in (found.least, found.most))
            details = {
                "value": f"{indicator.per * found.weighted[area, place]:.3g}{unit}",
                "expected": f"{least:.3g}%–{most:.3g}%",
            }
            self._add("drawn_unevenly", index, place, self.done.tree.names[area], details)

    def unranked(self, index: int) -> None:
        """Note who was left out of a ranking in which others were placed, and why."""
        done = self.done
        known, owed = ~np.isnan(done.value[index]), done.areas_expected[index] > 0
        ranked = known & ~done.unjudged(index)
        why = {
            "not_ranked_impossible": known & done.impossible(index),
            "not_ranked_uneven": known & done.uneven[index],
            "not_ranked_inside": known & done.withheld(index),
            "not_ranked_endless": np.isinf(done.standing(index)),
        }
        for rows in self.done.tree.each_level():
            mine = ranked[rows][:, self.periods]
            out = ~mine & mine.any(axis=0) & owed[rows][:, self.periods]
            for row, column in np.argwhere(out):
                area, place = rows[row], int(self.periods[column])
                reason = next((key for key, flags in why.items() if flags[area, place]), None)
                details = {"saying": reason} if reason else {}
                self._add("not_ranked", index, place, self.done.tree.names[area], details)

    def _add(
        self, code: str, index: int, place: int, area: str, details: Mapping[str, object]
    ) -> None:
        self.findings.add(
            code,
            indicator=self.done.indicators[index].id,
            area=area,
            period=self.done.labels[place],
            **details,
        )
