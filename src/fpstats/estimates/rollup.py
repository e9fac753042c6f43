"""From areas that report to the areas above them: sums of counts, never means of ratios."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from fpstats.areas import Area, Areas
from fpstats.estimates.panel import Numbers


def _codes(names: Iterable[str | None], codes: Mapping[Any, int]) -> NDArray[np.int64]:
    """Return the code of each name, without a step of Python a name: there are 42,000."""
    return np.fromiter(map(codes.__getitem__, names), dtype=np.int64)


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
        place: dict[str | None, int] = dict(zip(names, range(len(names)), strict=True))
        none = place[total] if whole else -1
        place[None] = none
        each = [*map(found.__getitem__, names)]
        parent = _codes(map(attrgetter("parent"), each), place)
        if whole:
            parent[none] = -1
        known = dict.fromkeys(one.level for one in each)
        levels = {level: code for code, level in enumerate(known)}
        own = np.full(len(names), -1, dtype=np.int64)
        own[_codes(leaves, place)] = np.arange(len(leaves))
        # Upwards from all leaves at once, a level a step.
        members, at = [], np.flatnonzero(own >= 0)
        leaf = own[at]
        while len(at):
            members.append((at, leaf))
            at = parent[at]
            at, leaf = at[at >= 0], leaf[at >= 0]
        area, leaf = (np.concatenate(both) for both in zip(*members, strict=True))
        # As one number a pair, of which each step upwards is mostly in order already.
        order = np.argsort(area * len(leaves) + leaf, kind="stable")
        return cls(
            names=names,
            levels=[*levels],
            level=_codes(map(attrgetter("level"), each), levels),
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
