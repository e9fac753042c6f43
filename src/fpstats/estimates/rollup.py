"""From areas that report to the areas above them: sums of counts, never means of ratios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from fpstats.areas import Area, Areas
from fpstats.estimates.panel import Numbers


class Tree(Struct, frozen=True, kw_only=True):
    """Which areas are computed, and which reporting areas each of them is made of.

    `names` is sorted; `leaf` and `bounds` list the reporting areas of each in turn; `parent` is an
    index into `names`, −1 where nothing lies above, and `level` one into `levels`.
    """

    names: list[str]
    levels: list[str]
    level: NDArray[np.int64]
    parent: NDArray[np.int64]
    leaf: NDArray[np.int64]
    bounds: NDArray[np.int64]
    own: NDArray[np.int64]

    @classmethod
    def over(cls, leaves: Sequence[str], areas: Areas, total: str) -> Tree:
        """Build the tree; where several areas have nothing above them, a total is put there."""
        found = areas.with_those_above(leaves)
        whole = sum(area.parent is None for area in found.values()) > 1
        if whole:
            found[total] = Area(total, level="total")
        names = sorted(found)
        place = dict(zip(names, range(len(names)), strict=True))
        none = place[total] if whole else -1
        above = [found[name].parent for name in names]
        parent = np.array([none if name is None else place[name] for name in above], dtype=np.int64)
        if whole:
            parent[none] = -1
        own = np.full(len(names), -1, dtype=np.int64)
        own[[place[leaf] for leaf in leaves]] = np.arange(len(leaves))
        # Upwards from all leaves at once, a level a step.
        members, at = [], np.flatnonzero(own >= 0)
        leaf = own[at]
        while len(at):
            members.append((at, leaf))
            at = parent[at]
            at, leaf = at[at >= 0], leaf[at >= 0]
        area, leaf = (np.concatenate(both) for both in zip(*members, strict=True))
        order = np.lexsort((leaf, area))
        each = [found[name].level for name in names]
        levels = {level: code for code, level in enumerate(dict.fromkeys(each))}
        return cls(
            names=names,
            levels=[*levels],
            level=np.array([levels[level] for level in each], dtype=np.int64),
            parent=parent,
            leaf=leaf[order],
            bounds=np.searchsorted(area[order], np.arange(len(names))),
            own=own,
        )

    def each_level(self) -> Iterator[NDArray[np.int64]]:
        """Yield the areas of each level, as places in `names`."""
        for level in range(len(self.levels)):
            yield np.flatnonzero(self.level == level)

    def total(self, values: Numbers) -> Numbers:
        """Add reporting areas (down) into every area."""
        found: Numbers = np.add.reduceat(values[self.leaf], self.bounds, axis=0)
        return found

    def most(self, values: Numbers) -> Numbers:
        """Return the greatest of each area's reporting areas."""
        found: Numbers = np.maximum.reduceat(values[self.leaf], self.bounds, axis=0)
        return found
