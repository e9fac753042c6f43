"""The other areas of a group, pooled: those of the same level under the same area above."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from fpstats.catalogue import Indicator, Kind
from fpstats.comparisons.chance import Counts
from fpstats.estimates.rollup import Tree

_POOLED: Final = frozenset({Kind.PROPORTION, Kind.RATE, Kind.RATIO, Kind.BALANCE})
"""Kinds whose sums are values again; that of counts is no value to compare a count with."""


def rest_of_group(tree: Tree, indicator: Indicator, counts: Counts) -> Counts:
    """Add up the counts of the others; the area itself, of which they are judged, is not in them.

    NaN where there is no other area with counts, or nothing lies above. Arrays of areas × periods.
    """
    known = ~np.isnan(counts.plus)
    group = _groups(tree)
    others = _added(group, known.astype(np.float64)) - known
    there = (others > 0) & (group >= 0)[:, None] & (indicator.kind in _POOLED)
    sums = (_rest(group, np.where(known & np.isfinite(each), each, 0.0)) for each in counts)
    plus, minus, under, frame = sums
    frame = frame if indicator.frame else counts.frame
    return Counts(plus, minus, under, frame).where(there)


def _groups(tree: Tree) -> NDArray[np.int64]:
    """Number the groups of areas; −1 where nothing lies above."""
    keys = list(zip(tree.parent.tolist(), tree.level.tolist(), strict=True))
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return np.array([numbers[key] if key[0] >= 0 else -1 for key in keys], dtype=np.int64)


def _added(group: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up each group, and give every area the sum of its own."""
    sums = np.zeros((int(group.max(initial=0)) + 1, values.shape[1]))
    np.add.at(sums, group[group >= 0], values[group >= 0])
    found: NDArray[np.float64] = sums[group]
    return found


def _rest(group: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up each group without the area itself."""
    return np.asarray(_added(group, values) - values)
