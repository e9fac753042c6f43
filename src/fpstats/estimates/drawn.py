"""Samples of several areas together: whether their sum is a sample of all their records.

It is one only where each area was checked in the same proportion. Of fifty records of a thousand
and fifty of a hundred thousand, added up, a record of the first counts a hundred times.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from fpstats.areas import Areas
from fpstats.catalogue import Indicator
from fpstats.estimates.impossible import summed
from fpstats.estimates.panel import Numbers, Panel
from fpstats.estimates.placing import Flags
from fpstats.estimates.rollup import Tree
from fpstats.estimates.tally import Tally
from fpstats.periods import Calendar
from fpstats.returns.address import locate
from fpstats.returns.opening import Returns

ALIKE: Final = 1.1
"""Proportions that differ by no more than a tenth of the smaller are taken for one."""


class Drawn(NamedTuple):
    """What was checked of the records there are: areas × periods.

    `least` and `most` are the smallest and the greatest proportion among the reporting areas of
    each, infinite where there are none; `weighted` is the share that those that were checked have
    together, each weighted by its records.
    """

    least: Numbers
    most: Numbers
    weighted: Numbers

    @property
    def uneven(self) -> Flags:
        """Where the areas were checked in proportions that are not the same."""
        return np.asarray(self.most > ALIKE * self.least)


def drawn(indicator: Indicator, tree: Tree, tally: Tally) -> Drawn:
    """Return what was checked for an indicator that has a frame."""
    frame = np.sum([tally.singly[item] for item in indicator.frame], axis=0)
    there, checked = tally.usable & (frame > 0), tally.denominator
    with np.errstate(divide="ignore", invalid="ignore"):
        proportion = np.where(there, checked / frame, -np.inf)
        share = (tally.plus - tally.minus) / checked
        known = there & (checked > 0)
        weighted = tree.total(np.where(known, frame * share, 0.0)) / tree.total(
            np.where(known, frame, 0.0)
        )
    least = -tree.most(np.where(there, -proportion, -np.inf))
    return Drawn(least, tree.most(proportion), weighted)


def refuse_frames(
    panel: Panel, framed: Sequence[Indicator], returns: Returns, areas: Areas, calendar: Calendar
) -> None:
    """Take the number of records for not known where more were checked than there are.

    So such a return is in no sample, neither that of its area nor that of those above.
    """
    each = {(tuple(one.denominator.items()), tuple(one.frame)): one for one in framed}
    for one in each.values():
        sides, frame = (one.denominator, one.frame), list(one.frame)
        together = np.logical_and.reduce([panel.known[item] for side in sides for item in side])
        part, whole = (summed(panel.value, side) for side in sides)
        impossible = together & (part > whole)
        for leaf, slot in np.argwhere(impossible):
            name, span = panel.leaves[leaf], panel.slots[slot]
            source, item = int(panel.source[leaf, slot]), frame[0]
            returns.findings.add(
                "above_frame",
                area=name,
                period=calendar.label(span),
                item=item,
                **locate(returns, areas, calendar, source, name, span, item),
                value=f"{part[leaf, slot]:g}",
                expected=f"{whole[leaf, slot]:g}",
            )
        for item in frame:
            panel.known[item] = panel.known[item] & ~impossible
            panel.value[item] = np.where(impossible, 0, panel.value[item])
