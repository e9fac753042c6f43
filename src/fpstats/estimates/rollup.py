"""From areas that report to the areas above them: sums of counts, never means of ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from fpstats.areas import Area, Areas
from fpstats.estimates.panel import Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Which areas are computed, and which reporting areas each of them is made of.

    `names` is sorted; `leaf` and `bounds` list the reporting areas of each in turn; `parent` is an
    index into `names`, −1 where nothing lies above.
    """

    names: list[str]
    levels: list[str]
    parent: NDArray[np.int64]
    leaf: NDArray[np.int64]
    bounds: NDArray[np.int64]
    own: NDArray[np.int64]

    @classmethod
    def over(cls, leaves: Sequence[str], areas: Areas, total: str) -> Tree:
        """Build the tree; where several areas have nothing above them, a total is put there."""
        below: dict[str | None, list[int]] = {}
        for index, leaf in enumerate(leaves):
            below.setdefault(areas[leaf].parent, []).append(index)
        chains = {name: [name, *areas.above(name)] for name in below if name is not None}
        roots = {higher[-1] for higher in chains.values()} | {
            leaves[i] for i in below.get(None, ())
        }
        whole = [total] if len(roots) > 1 else []
        members = {leaf: [index] for index, leaf in enumerate(leaves)}
        for parent, indices in below.items():
            for name in [*(chains[parent] if parent is not None else []), *whole]:
                members[name] = members.get(name, []) + indices
        names = sorted(members)
        place = {name: index for index, name in enumerate(names)}

        def above(name: str) -> int:
            found = areas[name].parent if name in areas else None
            if found is not None:
                return place[found]
            return place[total] if whole and name != total else -1

        lengths = [len(members[name]) for name in names]
        leaf_place = {leaf: index for index, leaf in enumerate(leaves)}
        return cls(
            names=names,
            levels=[_level(areas, name) for name in names],
            parent=np.array([above(name) for name in names], dtype=np.int64),
            leaf=np.fromiter(chain.from_iterable(members[name] for name in names), np.int64),
            bounds=np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64),
            own=np.array([leaf_place.get(name, -1) for name in names], dtype=np.int64),
        )

    def total(self, values: Numbers) -> Numbers:
        """Add reporting areas (down) into every area."""
        found: Numbers = np.add.reduceat(values[self.leaf], self.bounds, axis=0)
        return found

    def most(self, values: Numbers) -> Numbers:
        """Return the greatest of each area's reporting areas."""
        found: Numbers = np.maximum.reduceat(values[self.leaf], self.bounds, axis=0)
        return found


def _level(areas: Areas, name: str) -> str:
    return areas[name].level if name in areas else Area(name=name, level="total").level
