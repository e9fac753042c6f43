"""Years to date: each is the one before it and the months since; one that is wrong is told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Operand, Result
from fpstats.checks.material import Flags, Material, passes
from fpstats.checks.off_the_rise import set_aside
from fpstats.estimates.panel import Numbers, Panel
from fpstats.estimates.rising import count_falls


def cumulative(material: Material, check: Check) -> Result:
    """Look at years to date: each is the last one before it and the months since, and never falls.

    So what is wrong shows where it begins, and not in all that follows. Where months are not known,
    those that are can be no more than what was added. Of totals that fall as few as possible are
    found, and each once.
    """
    result = Result(check)
    chains = list(_chains(material.panel))
    for item in material.flows(check):
        values = material.values(material.panel, item)
        for slots in chains:
            chain = _chain(material.panel, slots, values)
            found = _found(chain, check)
            result.judged += int(found.judged.sum())
            if (found.unequal | found.below).any():
                teller = _Teller(material, check, item, chain)
                result.findings += teller.findings(found)
    return result


def _chains(panel: Panel) -> Iterator[list[int]]:
    """Yield slots that begin in one month, shortest first, where any is longer than a month."""
    starting: dict[int, list[int]] = defaultdict(list)
    for slot, span in enumerate(panel.slots):
        starting[span.start].append(slot)
    for slots in starting.values():
        slots.sort(key=lambda slot: panel.slots[slot].end)
        if panel.slots[slots[-1]].months > 1:
            yield slots


class _Chain(Struct, frozen=True):
    """Years to date that begin in one month; areas down, totals across.

    `before` is the place of the last total before each that is known, -1 for none; `base` is that
    total, or 0; `more` the sum of the months since, `number` how many of them are known, and
    `whole` whether all are. `months` are the slots of the months from the start, -1 where none is.
    """

    slots: Sequence[int]
    months: Sequence[int]
    totals: Numbers
    each: Numbers
    before: np.ndarray
    ends: np.ndarray
    base: Numbers
    more: Numbers
    number: np.ndarray
    whole: Flags

    @property
    def given(self) -> Numbers:
        """What each total should be, or be at least."""
        return self.base + self.more


def _chain(panel: Panel, slots: Sequence[int], values: Numbers) -> _Chain:
    start, last = panel.slots[slots[0]].start, panel.slots[slots[-1]].end
    at = {span.start: slot for slot, span in enumerate(panel.slots[: panel.months])}
    months = [at.get(month, -1) for month in range(start, last + 1)]
    each = np.where(np.array(months) >= 0, values[:, months], np.nan)
    totals = values[:, list(slots)]
    known = np.where(np.isnan(totals), -1, np.arange(len(slots)))
    known = np.maximum.accumulate(known, axis=1)
    before = np.hstack([np.full((len(totals), 1), -1), known[:, :-1]])
    ends = np.array([panel.slots[slot].months for slot in slots])
    first = np.where(before >= 0, ends[before], 0)

    def since(numbers: np.ndarray) -> np.ndarray:
        running = np.pad(np.cumsum(numbers, axis=1), ((0, 0), (1, 0)))
        return np.asarray(running[:, ends] - np.take_along_axis(running, first, 1))

    number = since(~np.isnan(each))
    return _Chain(
        slots=slots,
        months=months,
        totals=totals,
        each=each,
        before=before,
        ends=ends,
        base=np.where(before >= 0, np.take_along_axis(totals, np.maximum(before, 0), 1), 0.0),
        more=since(np.nan_to_num(each)),
        number=number,
        whole=number == ends - first,
    )


class _Found(Struct, frozen=True):
    """Which totals can be judged, are not what they should be, or are below it."""

    judged: Flags
    unequal: Flags
    below: Flags


def _found(chain: _Chain, check: Check) -> _Found:
    longer = chain.ends > 1
    judged = ~np.isnan(chain.totals) & ((chain.before >= 0) | (chain.number > 0)) & longer
    passing = passes(check, chain.given)
    apart = np.nan_to_num(chain.totals) - chain.given
    return _Found(
        judged=judged,
        unequal=judged & chain.whole & (np.abs(apart) > passing),
        below=judged & ~chain.whole & (-apart > passing),
    )


class _Teller(Struct, frozen=True):
    """Turns what was found of one item in one year into findings."""

    material: Material
    check: Check
    item: str
    chain: _Chain

    def findings(self, found: _Found) -> Iterator[Finding]:
        """Yield each total that is wrong once."""
        chain = self.chain
        for area, place in np.argwhere(found.unequal).tolist():
            yield self._unequal(area, place)
        fallen = found.below & (chain.totals < chain.base)
        for area, place in np.argwhere(found.below & ~fallen).tolist():
            yield self._exceeded(area, place)
        for area in np.flatnonzero(fallen.any(axis=1)).tolist():
            told = set(np.flatnonzero(found.unequal[area]).tolist())
            told |= {int(chain.before[area, place]) for place in told}
            yield from self._fallen(area, told)

    def _unequal(self, area: int, place: int) -> Finding:
        """Return that a total is not the one before and the months since."""
        before = int(self.chain.before[area, place])
        key = "cumulative" if before < 0 else "cumulative_since"
        return self._sum(key, area, place, before, exact=True)

    def _exceeded(self, area: int, place: int) -> Finding:
        """Return that a total is below what is known of it."""
        before = int(self.chain.before[area, place])
        key = "exceeded" if before < 0 else "exceeded_since"
        return self._sum(key, area, place, before, exact=False)

    def _sum(self, key: str, area: int, place: int, before: int, *, exact: bool) -> Finding:
        chain, first = self.chain, 0 if before < 0 else int(self.chain.ends[before])
        months = [
            chain.months[month]
            for month in range(first, int(chain.ends[place]))
            if not np.isnan(chain.each[area, month])
        ]
        earlier = [] if before < 0 else [chain.slots[before]]
        weights = (1, *[-1] * (len(earlier) + len(months)))
        left, right = float(chain.totals[area, place]), float(chain.given[area, place])
        slots = self.material.panel.slots
        return Finding(
            check=self.check,
            key=key,
            area=self.material.panel.leaves[area],
            span=slots[chain.slots[place]],
            operands=self._operands(area, (chain.slots[place], *earlier, *months)),
            lefts=1,
            # What it began with is in question where it is wrong itself.
            sound=range(1, 1 + len(earlier)),
            weights=weights if exact else tuple(-one for one in weights),
            at_most=not exact,
            left=left,
            right=right,
            events=abs(left - right),
            words={
                "count": len(months),
                "before": float(chain.base[area, place]),
                "earlier": slots[earlier[0]] if earlier else "",
            },
        )

    def _fallen(self, area: int, told: set[int]) -> Iterator[Finding]:
        """Yield the totals that make a year fall, each beside one that is believed."""
        totals = self.chain.totals[area]
        if not count_falls(totals[None])[0]:
            return
        aside = set_aside(totals[None])[0]
        kept = np.flatnonzero(~aside & ~np.isnan(totals))
        for place in np.flatnonzero(aside).tolist():
            lower = [one for one in kept[kept < place].tolist() if totals[one] > totals[place]]
            higher = [one for one in kept[kept > place].tolist() if totals[one] < totals[place]]
            if place not in told and (lower or higher):
                key, other = ("falls", lower[-1]) if lower else ("overshoots", higher[0])
                yield self._beside(key, area, place, other)

    def _beside(self, key: str, area: int, place: int, other: int) -> Finding:
        chain, slots = self.chain, self.material.panel.slots
        left, right = (float(chain.totals[area, one]) for one in (place, other))
        return Finding(
            check=self.check,
            key=key,
            area=self.material.panel.leaves[area],
            span=slots[chain.slots[place]],
            operands=self._operands(area, (chain.slots[place], chain.slots[other])),
            lefts=1,
            sound=(1,),
            weights=(-1, 1) if key == "falls" else (1, -1),
            at_most=True,
            left=left,
            right=right,
            events=abs(left - right),
            words={"earlier": slots[chain.slots[other]]},
        )

    def _operands(self, area: int, slots: Sequence[int]) -> tuple[Operand, ...]:
        panel = self.material.panel
        return tuple(
            operand
            for slot in slots
            for operand in self.material.operands(panel, (self.item,), area, slot)
        )
