"""Which values are set aside, so that one wrong month makes no other look wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np

from fpstats.stats.border import Flags, Floats
from fpstats.stats.series import mean_over, median_over

ASIDE: Final = 4
"""So many values of one series can be set aside; where more are odd, none is usual."""

ROUNDS: Final = 5
"""So often values are tested anew, if others than before were found."""

_VERY_FAR: Final = 5.0
"""Deviations from the median from which a value is left out of the first comparison."""

Found = TypeVar("Found")


def far_out(count: Floats, exposure: Floats) -> Floats:
    """Return how far out each value of a series is, where that is very far; else minus infinity."""
    rate = count / exposure * mean_over(exposure)
    middle = median_over(rate)[..., None]
    apart = np.abs(rate - middle)
    spread = np.maximum(1.4826 * median_over(apart)[..., None], np.sqrt(np.maximum(middle, 1.0)))
    with np.errstate(invalid="ignore"):
        return np.where(apart > _VERY_FAR * spread, apart / spread, -np.inf)


def worst(scores: Floats) -> Flags:
    """Choose the values of each series with the highest scores, no more than may be set aside."""
    if scores.shape[-1] == 0:
        return np.zeros(scores.shape, dtype=bool)
    highest = np.sort(scores, axis=-1)[..., ::-1][..., :ASIDE]
    return np.asarray((scores >= highest[..., -1:]) & np.isfinite(scores))


def settled(tested: Callable[[Flags], tuple[Found, Floats]], aside: Flags) -> Found:
    """Test without what is set aside, until what is found is what was set aside.

    `tested` gives what it finds, and scores of what is unlike the others: minus infinity if not.
    """
    for _ in range(ROUNDS):
        found, scores = tested(aside)
        again = worst(scores)
        if np.array_equal(again, aside):
            return found
        aside = again
    return tested(aside)[0]
