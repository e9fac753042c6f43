"""Numbers of a year to date that were typed wrongly, or corrected: those that make it fall."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


def set_aside(values: Numbers) -> Flags:
    """Tell which numbers of each line lie off the longest run that never falls.

    Setting these aside, and no fewer, leaves what can be a running total. Of several such runs the
    one that ends with the earliest numbers counts: of 114, 136, 133, 183 the 133 is aside.
    """
    rows, width = values.shape
    there = ~np.isnan(values)
    length = np.zeros((rows, width), dtype=np.int64)
    before = np.full((rows, width), -1)
    for place in range(width):
        fits = np.where(values[:, :place] <= values[:, [place]], length[:, :place], 0)
        longest = fits.max(axis=1, initial=0)
        before[:, place] = np.where(longest > 0, fits.argmax(axis=1) if place else -1, -1)
        length[:, place] = np.where(there[:, place], longest + 1, 0)
    kept = np.zeros((rows, width), dtype=bool)
    at, every = length.argmax(axis=1) if width else np.zeros(rows, np.int64), np.arange(rows)
    for _ in range(width):
        on = at >= 0
        kept[every[on], at[on]] = True
        at = np.where(on, before[every, at], -1)
    return there & ~kept
