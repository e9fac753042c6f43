"""What a rule found in the series of one indicator: how unlikely each point is, and its numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from fpstats.watching.laws import Flags, Numbers
from fpstats.watching.series import Places


class Found(Struct, frozen=True, kw_only=True):
    """The points of one rule and indicator: arrays of areas × points; levels, not yet values.

    Attributes
    ----------
    p
        How likely chance alone takes a point so far, either way; NaN where none was looked at.
    value, expected
        The level, and what it is compared with.
    limits
        Gives the limits of some points, by their places in the flat array: finding them is dear.
    above
        Whether it lies above what was expected, or rises.
    since, until
        The places of the first and the last time that the point speaks of.
    older
        Whether it may have begun earlier: it stands from the first time that was looked at on.
    times
        How many times it speaks of.
    history
        How many years it is compared with, or a trend has.
    spread
        How many times as far as by chance the series varies.
    slope
        Of years: the change of the value a year.
    """

    p: Numbers
    value: Numbers
    expected: Numbers
    limits: Callable[[Places], tuple[Numbers, Numbers]]
    above: Flags
    since: Places
    until: Places
    older: Flags
    times: Numbers
    history: Numbers
    spread: Numbers
    slope: Numbers


def unknown(points: Numbers) -> Numbers:
    """Return NaN for every point."""
    return np.full(points.shape, np.nan)
