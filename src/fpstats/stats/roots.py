"""Where a function of each element crosses zero, for all elements at once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final

import numpy as np

from fpstats.stats.border import Floats, all_known

STEPS: Final = 200
"""A bound only: some ten steps are usual, and halving alone settles in a hundred."""

_TINY: Final = sys.float_info.min


def crossing(
    function: Callable[..., Floats], below: Floats, above: Floats, *given: Floats
) -> Floats:
    """Find where a function crosses zero between a place below zero and one above.

    Parameters
    ----------
    function
        Takes places and what else is given, and answers element by element. It is taken to be
        below zero just beyond `below`, whatever it answers there, and to cross at `above` if it
        has not crossed before.
    below, above
        Where to search, in either order; NaN has no crossing.
    given
        What the function needs besides, of the same shape.

    References
    ----------
    Chandrupatla TR (1997). A new hybrid quadratic/bisection algorithm for finding the zero of a
    nonlinear function without using derivatives. Advances in Engineering Software 28:145-149.
    """
    below, above = all_known(below, above)
    a, b, *rest = (np.ravel(each) for each in (below, above, *given))
    at_a, at_b = np.minimum(function(a, *rest), -_TINY), np.maximum(function(b, *rest), _TINY)
    found, sought = np.full(a.shape, np.nan), np.arange(a.size)
    share = np.full(a.shape, 0.5)
    for _ in range(STEPS):
        x = a + share * (b - a)
        at_x = function(x, *rest)
        same = (at_x > 0) == (at_a > 0)
        c, at_c = np.where(same, a, b), np.where(same, at_a, at_b)
        b, at_b = np.where(same, b, a), np.where(same, at_b, at_a)
        a, at_a = x, at_x
        best = np.where(np.abs(at_a) < np.abs(at_b), a, b)
        found[sought] = best
        width = np.abs(b - a)
        least = 2 * np.spacing(np.abs(best))
        left = (width > 2 * least) & (at_a != 0)
        if not left.any():
            break
        # What has settled is looked at no more: a few stragglers must not cost what all cost.
        sought, least = sought[left], least[left] / width[left]
        a, b, c, at_a, at_b, at_c, *rest = (
            each[left] for each in (a, b, c, at_a, at_b, at_c, *rest)
        )
        share = np.clip(_share(a, b, c, at_a, at_b, at_c), least, 1 - least)
    return found.reshape(np.shape(below))


def _share(a: Floats, b: Floats, c: Floats, at_a: Floats, at_b: Floats, at_c: Floats) -> Floats:
    """Say how far from a to b to look next: by an inverse parabola where one fits, or half."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        place, value = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
        fits = (value * value < place) & ((1 - value) * (1 - value) < 1 - place)
        straight = at_a / (at_b - at_a) * at_c / (at_b - at_c)
        bent = (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
    return np.where(fits, straight + bent, 0.5)
