"""From the curves of areas to the probabilities of their ranks, by Gauss and Legendre's rule.

What the curves are, beta or gamma, `probabilities` knows.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from fpstats.stats.border import Floats

NODES: Final = 16
"""Of each panel: a polynomial of degree 31 is integrated exactly."""

PANEL: Final = 4.0
"""How wide a panel is, in standard deviations of what varies within it."""

BLOCK: Final = 4_000_000
"""How many numbers are held at once."""


class Curves(NamedTuple):
    """What the counts leave open of each area.

    Attributes
    ----------
    heights
        From places to densities and probabilities above, a row a place, a column an area.
    bends
        From a place for all areas, or one for each, to the curvature and the slope there of the
        logarithm of each density.
    """

    heights: Callable[[Floats], tuple[Floats, Floats]]
    bends: Callable[[Floats], tuple[Floats, Floats]]


def ranks_of(curves: Curves, low: Floats, high: Floats, highest_first: bool) -> Floats:
    """Return how likely each area is to hold each rank, from where its curve begins to its end.

    Over all places the density of each area is added up, times how likely so many others are ahead.
    """
    found = np.zeros((low.size, low.size))
    if not low.size:
        return found
    places, weights = _nodes(curves, low, high)
    for start in range(0, places.size, step := max(1, BLOCK // low.size)):
        here = slice(start, start + step)
        density, above = curves.heights(places[here])
        ahead = above if highest_first else 1 - above
        _add(found, density * weights[here, None], ahead)
    found = np.maximum(found, 0.0)  # subtraction may leave a few units of the last digit below
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def _steepness(curvature: Floats, slope: Floats) -> Floats:
    """Say how fast a logarithm of a density bends: what a panel must be narrow for.

    At least 3, because it may grow as the exponential of the place: twice and more in a panel.
    """
    return np.asarray(np.maximum(np.maximum(np.sqrt(curvature), np.abs(slope) / 6), 3.0))


def _nodes(curves: Curves, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Lay panels from the first place to the last, each as narrow as the areas around it ask."""
    order = np.argsort(low)
    entry, entering = low[order], np.square(_steepness(*curves.bends(low)))[order]
    edges = [float(entry[0])]
    last = float(high.max())
    while (edge := edges[-1]) < last:
        # Areas at one place sort themselves out within a fraction of the width of one: their
        # steepness adds up as squares do.
        here = (low <= edge) & (high > edge)
        steep = np.sum(np.square(_steepness(*curves.bends(np.asarray(edge)))[here]))
        coming = entry > edge
        later = steep + np.cumsum(entering[coming])
        reach = np.maximum(entry[coming] - edge, PANEL / np.sqrt(later))
        widest = PANEL / math.sqrt(max(steep, 1.0))
        edges.append(edge + float(reach.min(initial=widest)))
    x, w = np.polynomial.legendre.leggauss(NODES)
    middle, half = (np.add(edges[1:], edges[:-1]) / 2, np.subtract(edges[1:], edges[:-1]) / 2)
    return (middle[:, None] + half[:, None] * x).ravel(), (half[:, None] * w).ravel()


def _add(found: Floats, density: Floats, ahead: Floats) -> None:
    """Add what these places give to the probability of each rank of each area.

    The number of areas ahead of a place is a sum of independent yes and no (Poisson-binomial).
    It is built once for all areas; each area is then taken out again, from the end at which that
    is stable.
    """
    behind = 1 - ahead
    size = ahead.shape[1]
    number = np.zeros((ahead.shape[0], size + 1))
    number[:, 0] = 1
    for area in range(size):
        yes, no = ahead[:, area, None], behind[:, area, None]
        number[:, 1 : area + 2] = number[:, 1 : area + 2] * no + number[:, : area + 1] * yes
        number[:, :1] *= no
    few = ahead <= 0.5
    ratio = np.where(few, ahead / np.where(few, behind, 1), behind / np.where(few, 1, ahead))
    scale = 1 / np.where(few, behind, ahead)
    up, down = np.where(few, density * scale, 0), np.where(few, 0, density * scale)
    forward, backward = np.zeros_like(ahead), np.zeros_like(ahead)
    for rank in range(size):
        forward = number[:, rank, None] - ratio * forward
        backward = number[:, size - rank, None] - ratio * backward
        found[:, rank] += np.sum(up * forward, axis=0)
        found[:, size - 1 - rank] += np.sum(down * backward, axis=0)
