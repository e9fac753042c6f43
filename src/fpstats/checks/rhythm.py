"""For which periods returns are due: months, or as long and as often as they came."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from fpstats.checks.material import Material
from fpstats.periods import Span
from fpstats.returns.named_periods import named_otherwise

YEAR: Final = 12

REGULAR: Final = 3
"""So many months with returns, each as far from the next, are regular."""


class Rhythm(NamedTuple):
    """The periods of which returns are due, and how many months lie from one to the next."""

    spans: list[Span]
    step: int


def rhythm(material: Material, within: Span | None) -> Rhythm:
    """Return the periods from the first of which anybody reported to the last, or those asked for.

    Those that the name of a file promises belong to them, whatever its title says.
    Where no return is of one month, a period is as long as the shortest, such as a quarter. Where
    months came at regular distances, and none between, only these are due.
    """
    panel = material.panel
    flows = [span for slot, span in enumerate(panel.slots) if material.flow_slots[slot]]
    held = flows or panel.slots
    first, last = min(span.start for span in held), max(span.end for span in held)
    length = _length(held)
    step = length if length > 1 else _distance(held)
    if within is not None:
        ahead = (within.start - first) // step if length > 1 else -((first - within.start) // step)
        asked = range(first + ahead * step, within.end + 1, step)
        if not asked:
            step, asked = 1, range(within.start, within.end + 1)
    else:
        asked = _promised(material, range(first, last + 1, step), length)
    return Rhythm([Span(start, start + length - 1) for start in asked], step)


def _promised(material: Material, asked: range, length: int) -> range:
    """Return the periods with those that names of files promise and their titles are not of.

    What a name says a year and more away is no promise but a slip.
    """
    first, last, step = asked.start, asked[-1], asked.step
    for one in material.returns.readings:
        span = named_otherwise(one.match)
        if span is not None and span.months == length and (span.start - first) % step == 0:
            if asked.start - YEAR < span.start < first:
                first = span.start
            elif last < span.start < asked[-1] + YEAR:
                last = span.start
    return range(first, last + 1, step)


def _length(held: list[Span]) -> int:
    """Return how long the shortest is, if all others are made of such; else one month."""
    length, first = min(span.months for span in held), min(span.start for span in held)
    whole = all(span.months % length == 0 == (span.start - first) % length for span in held)
    return length if whole else 1


def _distance(held: list[Span]) -> int:
    """Return how far each month is from the next, if all are as far; else one month."""
    months = np.unique([span.start for span in held])
    steps = np.unique(np.diff(months))
    alone = all(span.months == 1 for span in held)
    return int(steps[0]) if alone and len(months) >= REGULAR and len(steps) == 1 else 1
