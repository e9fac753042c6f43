"""Both tails of a binomial outcome, from its own probability outwards.

A continued fraction gives the tail that ends at the outcome as a multiple of the probability of
the outcome itself, which keeps all its digits however rare it is. It needs nothing but numpy:
loading the incomplete beta function of scipy takes longer than a run on a county's month.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from fpstats.stats.border import Floats
from fpstats.stats.densities import binomial_log
from fpstats.stats.probabilities import binomial_at_least, binomial_at_most

WIDE: Final = 1e6
"""Above this variance the fraction is long near the mean, and scipy's function is asked."""

RARE: Final = 1e-4
"""Of a share below this one less the share has lost too many digits for the fraction."""

_TOGETHER: Final = 8
"""So many steps are taken before it is looked which fractions have ended."""


def binomial_tails(count: Floats, total: Floats, share: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the probabilities of this many or fewer, this many or more, and exactly this many.

    References
    ----------
    NIST Digital Library of Mathematical Functions, 8.17.22; evaluated by Lentz's method.

    Examples
    --------
    >>> less, greater, point = binomial_tails(np.array([1.0]), np.array([2.0]), np.array([0.5]))
    >>> [tail.round(12).tolist() for tail in (less, greater, point)]
    [[0.75], [0.75], [0.5]]
    """
    count, total, share = np.broadcast_arrays(count, total, share)
    point = np.asarray(np.exp(binomial_log(count, total, share)))
    # The side on which the outcome lies, where the fraction is short.
    above = count > (total + 1) * share - 0.5
    events = np.where(above, count, total - count)
    chance = np.where(above, share, 1 - share)
    near = np.where((count == 0) | (count == total), point, np.nan)
    above = np.where(count == 0, False, np.where(count == total, True, above))
    asked = (total * share * (1 - share) > WIDE) | (np.minimum(share, 1 - share) < RARE)
    inside = (count > 0) & (count < total) & ~asked
    each = events[inside], total[inside], chance[inside]
    near[inside] = point[inside] * _multiple(*each)
    far = np.minimum(1.0, 1 - near + point)
    less, greater = np.where(above, far, near), np.where(above, near, far)
    if asked.any():
        each = count[asked], total[asked], share[asked]
        less[asked], greater[asked] = binomial_at_most(*each), binomial_at_least(*each)
    return less, greater, point


def _multiple(events: Floats, total: Floats, chance: Floats) -> Floats:
    """Return how often the probability of so many events goes into that of so many or more."""
    found = np.empty(events.shape)
    places: NDArray[np.intp] = np.arange(len(events))
    a, b, x = events, total - events + 1, chance
    top = np.ones_like(x)
    bottom = 1 / (1 - (a + b) * x / (a + 1))
    value, step = bottom, 0
    while len(places):
        for _ in range(_TOGETHER):
            step += 1
            twice = a + 2 * step
            factor = step * (b - step) * x / ((twice - 1) * twice)
            bottom, top = 1 / (1 + factor * bottom), 1 + factor / top
            value = value * top * bottom
            factor = -(a + step) * (a + b + step) * x / (twice * (twice + 1))
            bottom, top = 1 / (1 + factor * bottom), 1 + factor / top
            change = top * bottom
            value = value * change
        more = np.abs(change - 1) > 2e-16
        found[places[~more]] = value[~more]
        places = places[more]
        a, b, x, top, bottom, value = (each[more] for each in (a, b, x, top, bottom, value))
    return (1 - chance) * found
