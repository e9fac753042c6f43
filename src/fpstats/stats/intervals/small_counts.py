"""The exact Poisson limits of fewer than ten events, in plain Python.

Most townships report fewer than ten deaths or marriages a month, so that these ten pairs of
numbers answer most questions without scipy, which takes longer to import than the work takes.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

FEW: Final = 10
"""Counts below this are in the table; PHEindicatormethods changes method at the same number."""

STEPS: Final = 100
"""A bound only: Newton's method settles in under fifteen steps."""


@lru_cache(maxsize=64)
def exact_limits_below_ten(tail: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the lower and the upper limits for 0, 1, ... 9 events.

    Parameters
    ----------
    tail
        The probability outside each limit: 0.025 for 95 % confidence.

    References
    ----------
    Garwood F (1936). Fiducial limits for the Poisson distribution. Biometrika 28:437-442.

    Examples
    --------
    >>> lower, upper = exact_limits_below_ten(0.025)
    >>> [round(limit, 3) for limit in (lower[5], upper[5])]
    [1.623, 11.668]
    """
    lower = (0.0, *(_lower(count, tail) for count in range(1, FEW)))
    return lower, tuple(_upper(count, tail) for count in range(FEW))


def _lower(count: int, tail: float) -> float:
    """Find the mean at which this many events or more have the tail's probability."""
    # The sum is below mean^count / count!, so this start lies left of the root. The logarithm of
    # the probability is concave in log(mean): from the left Newton never passes the root.
    mean: float = (tail * math.factorial(count)) ** (1 / count)
    for _ in range(STEPS):
        term = first = math.exp(-mean) * mean**count / math.factorial(count)
        probability, events = 0.0, count
        # Summed upwards, never as one minus the rest: that would lose the digits of a small tail.
        while probability + term != probability:
            probability += term
            events += 1
            term *= mean / events
        slope = count * first / probability
        better = mean * math.exp(math.log(tail / probability) / slope)
        if abs(better - mean) <= 2e-16 * mean:
            break
        mean = better
    return mean


def _upper(count: int, tail: float) -> float:
    """Find the mean at which this many events or fewer have the tail's probability."""
    # The logarithm of the probability is concave in the mean, so Newton passes the root at most
    # once, at the first step, and then comes down to it.
    mean = count + 1.0
    for _ in range(STEPS):
        term = probability = math.exp(-mean)
        for events in range(1, count + 1):
            term *= mean / events
            probability += term
        better = mean + math.log(probability / tail) * probability / term
        if abs(better - mean) <= 2e-16 * mean:
            break
        mean = better
    return mean
