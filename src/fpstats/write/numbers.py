"""Numbers → text as offices print it: rounded once, half away from zero, at fixed decimals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from fpstats.catalogue import Catalogue, Indicator
from fpstats.stats.rounding import exact_text, rounded

Value = str | int | float | None
Numbers = Sequence[float | None]

_AGREES: Final = 1e-9


def shortest(value: Value) -> str:
    """Write a value with as many digits as it has, and no more.

    >>> [shortest(value) for value in (95.0, 0.1, None, "乡")]
    ['95', '0.1', '', '乡']
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def fixed(values: Numbers, decimals: int, *, signed: bool = False) -> list[str]:
    """Write numbers with so many decimals; None is nothing.

    >>> fixed([0.125, None, -0.001], 2, signed=True)
    ['+0.13', '', '0.00']
    """
    known = rounded([math.nan if value is None else value for value in values], decimals)
    # A zero has no sign, whatever it was before it was rounded.
    return [
        "" if math.isnan(number) else f"{number:{'+' if signed and number else ''}.{decimals}f}"
        for number in known.tolist()
    ]


def value_texts(
    indicator: Indicator, numerators: Numbers, denominators: Numbers, values: Numbers
) -> list[str]:
    """Write the values of one indicator, recomputed from their counts without float error.

    Where value is not what its counts make (a sum of rates has no denominator), it is the value
    that is written.
    """
    above, below = (np.asarray(counts, dtype=object) for counts in (numerators, denominators))
    exact = exact_text(above, below, indicator.per, indicator.decimals)
    plain = fixed(values, indicator.decimals)
    rows = zip(exact, plain, numerators, denominators, values, strict=True)
    return [
        counted if counted and _agree(indicator.per, top, bottom, value) else own
        for counted, own, top, bottom, value in rows
    ]


def _agree(per: int, above: float | None, below: float | None, value: float | None) -> bool:
    if above is None or not below or value is None:
        return False
    return abs(per * above / below - value) <= _AGREES * max(1.0, abs(value))


def count_decimals(numbers: Numbers, items: Sequence[str], catalogue: Catalogue) -> int:
    """Return with how many decimals to print a column of counts.

    As many as its items have: none for persons, more for money; one where a number is not whole,
    as a mean population.
    """
    decimals = max((catalogue.items[key].decimals for key in items), default=0)
    whole = all(number is None or float(number).is_integer() for number in numbers)
    return decimals if whole else max(1, decimals)
