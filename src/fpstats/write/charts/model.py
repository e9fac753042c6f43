"""What is drawn: numbers with their words, and nothing of how."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

Numbers = Sequence[float | None]


class SeriesChart(Struct, frozen=True, kw_only=True):
    """A series over time with what it is compared with; None where a number is not known.

    Attributes
    ----------
    title, measure
        What stands above it, and beside its vertical axis.
    labels
        The periods, one after the other.
    value, expected, lower, upper
        The series, what was expected, and the limits.
    average
        A moving average of the series, where a signal goes by one.
    marked
        Which points are signals.
    """

    title: str
    measure: str
    labels: Sequence[str]
    value: Numbers
    expected: Numbers
    lower: Numbers
    upper: Numbers
    average: Numbers
    marked: Sequence[bool]


class Curve(Struct, frozen=True, kw_only=True):
    """The two limits of a funnel, by size."""

    name: str
    size: Sequence[float]
    lower: Sequence[float]
    upper: Sequence[float]


class FunnelChart(Struct, frozen=True, kw_only=True):
    """Areas by their size and value, and the curves within which chance alone would keep them.

    Attributes
    ----------
    title, across, measure
        What stands above it, below its horizontal axis, and beside its vertical one.
    size, value
        The areas.
    kinds, kind
        What kinds of points there are, the plain one first; and which each area is.
    centre
        The value that chance alone would scatter them around.
    curves
        From the narrowest to the widest.
    """

    title: str
    across: str
    measure: str
    size: Sequence[float]
    value: Sequence[float]
    kinds: Sequence[str]
    kind: Sequence[str]
    centre: float
    curves: Sequence[Curve]
