"""Returns that hold one another: which of them a period is made of, so that no month counts twice.

Years to date lie in each other (January to March, January to June), a year holds its months. Of
what an area handed in inside a period those returns count that have most of its months and none
of them twice; among such, the shorter ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from fpstats.estimates.placing import Flags
from fpstats.periods import Span


def overlap(spans: Sequence[Span]) -> bool:
    """Tell whether any two of these periods have a month in common."""
    return any(one.end >= other.start for one, other in pairwise(sorted(spans)))


def counted(known: Flags, spans: Sequence[Span]) -> Flags:
    """Tell which of the returns that are known count.

    Parameters
    ----------
    known
        Areas down, returns across: what was handed in.
    spans
        The months of each return.

    Returns
    -------
    Flags
        The same, without the returns whose months others have.
    """
    if not overlap(spans):
        return known
    # Areas mostly hand in alike: each pattern is looked at once.
    patterns, which = np.unique(known, axis=0, return_inverse=True)
    found = np.zeros_like(patterns)
    for place, pattern in enumerate(patterns):
        found[place, _best(np.flatnonzero(pattern).tolist(), spans)] = True
    used: Flags = found[which.reshape(-1)]
    return used


def _best(places: Sequence[int], spans: Sequence[Span]) -> list[int]:
    """Return the places of the spans that have most months and overlap nowhere; then, most spans.

    Each month in turn is the last, and the best up to it is kept (weighted interval scheduling).
    """
    if not places:
        return []
    first, last = min(spans[one].start for one in places), max(spans[one].end for one in places)
    ending: dict[int, list[int]] = {}
    for one in places:
        ending.setdefault(spans[one].end, []).append(one)
    best: list[tuple[int, int, list[int]]] = [(0, 0, [])]
    for month in range(first, last + 1):
        options = [best[-1]]
        for one in ending.get(month, []):
            months, number, before = best[spans[one].start - first]
            options.append((months + spans[one].months, number + 1, [*before, one]))
        best.append(max(options, key=lambda option: option[:2]))
    return best[-1][2]


def set_aside(known: Flags, spans: Sequence[Span]) -> Flags:
    """Tell which returns do not count, known or not, because their months lie in others."""
    used = counted(known, spans)
    starts = np.array([span.start for span in spans])
    ends = np.array([span.end for span in spans])
    meet = (starts[:, None] <= ends) & (starts <= ends[:, None])
    np.fill_diagonal(meet, val=False)
    beside: Flags = (used.astype(np.int64) @ meet.astype(np.int64)) > 0
    return beside & ~used
