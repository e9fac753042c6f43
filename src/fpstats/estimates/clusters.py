"""What a check of whole areas is worth: the design effect between the areas that were checked.

Each reporting area is one cluster. An area above has the design effect of those below it; one that
reports by itself is a single cluster, of which nothing can be said.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from fpstats import stats
from fpstats.catalogue import Indicator
from fpstats.estimates.panel import Numbers
from fpstats.estimates.rollup import Tree
from fpstats.estimates.tally import Tally

LEAST: Final = 1.0
"""Clusters that happen to be more alike than chance makes them are worth no more for it."""


class Clusters(NamedTuple):
    """Design effects, and from how many clusters each is: areas × periods, NaN where not known."""

    effect: Numbers
    number: Numbers

    def at(self, confidence: float) -> Numbers:
        """Return by how many times to divide the entries for an interval of this confidence.

        Of few clusters the effect is itself uncertain: it is multiplied by the square of how much
        farther out the quantile of Student's distribution lies than the normal one (Korn and
        Graubard 1998).
        """
        from scipy import special  # here, because few indicators are of clusters

        upper = (1 + confidence) / 2
        student = special.stdtrit(np.maximum(self.number - 1, 1), upper)
        return np.asarray(self.effect * np.square(student / special.ndtri(upper)))


def clusters_of(indicator: Indicator, tree: Tree, tally: Tally) -> Clusters | None:
    """Estimate the design effects of an indicator; None where they are not to be estimated."""
    if indicator.design_effect != "areas":
        return None
    known = tally.usable & (tally.denominator > 0)
    events = np.where(known, tally.plus - tally.minus, np.nan)
    entries = np.where(known, tally.denominator, np.nan)
    ends = [*tree.bounds.tolist()[1:], len(tree.leaf)]
    effects = []
    for start, end in zip(tree.bounds.tolist(), ends, strict=True):
        below = tree.leaf[start:end]
        effects.append(stats.design_effect(events[below].T, entries[below].T))
    # A maximum of two numbers, of which the unknown one stays unknown.
    effect = np.maximum(np.array(effects), LEAST)
    return Clusters(effect, tree.total(known.astype(np.float64)))
