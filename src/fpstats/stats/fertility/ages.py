"""Age heaping: do people report ages that end in 0 or 5 more often than there are?

Only for tables by single years of age; in small populations both indices are chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import LARGEST, Floats
from fpstats.stats.series import quotient


class Myers(NamedTuple):
    """What `myers` finds: NaN where an age is missing.

    Attributes
    ----------
    misreported
        The index: half the distances of the ten parts from 10 %, added up. From 0 to 90, the
        percentage of people who would have to report another last digit.
    parts
        Percentages of the last digits 0 to 9, along the last axis.
    """

    misreported: Floats
    parts: Floats


def whipple(
    population: ArrayLike, digits: Sequence[int] = (0, 5), first: int = 23, last: int = 62
) -> Floats:
    """Compute Whipple's index of ages heaped at some last digits.

    100 without heaping; 500 where all end in 0 or 5 (1000 with one digit). Below 105 is called
    highly accurate.

    Parameters
    ----------
    population
        People by single years of age from 0, along the last axis.
    digits
        The last digits that are preferred.
    first, last
        The ages that are looked at.

    Returns
    -------
    numpy.ndarray
        The index, without the axis of age. NaN where an age is missing or negative, or the ages
        do not reach the last.

    Raises
    ------
    ValueError
        Where the ages or the digits are none.

    References
    ----------
    United Nations (1955). Manual II: Methods of Appraisal of Quality of Basic Data for
    Population Estimates.

    Examples
    --------
    >>> float(whipple(np.full(100, 50)))
    100.0
    """
    chosen = sorted(set(digits))
    if not 0 <= first <= last or not chosen or not set(chosen) <= set(range(10)):
        raise ValueError(
            f"ages from {first!r} to {last!r} and digits {tuple(digits)!r} make no index. "
            "Hint: usual are 23 to 62 and (0, 5)"
        )
    people = _people(population, first, last)
    heaped = np.isin(np.arange(first, last + 1) % 10, chosen)
    expected = np.sum(people, axis=-1) * (len(chosen) / 10)
    return np.asarray(100 * quotient(np.sum(people[..., heaped], axis=-1), expected))


def myers(population: ArrayLike, first: int = 10, last: int = 89) -> Myers:
    """Compute Myers' blended index of preference for last digits.

    Each digit is counted from ten starting ages, so that there being fewer old people than young
    does not favour the low digits.

    Parameters
    ----------
    population
        People by single years of age from 0, along the last axis.
    first, last
        The ages that are looked at: whole decades, the outer two only partly.

    Returns
    -------
    Myers
        The index and the parts. NaN where an age is missing or negative, or the ages do not
        reach the last.

    Raises
    ------
    ValueError
        Where the ages are not two whole decades or more.

    References
    ----------
    Myers RJ (1940). Errors and bias in the reporting of ages in census data. Transactions of the
    Actuarial Society of America 41:395-415.

    Examples
    --------
    >>> float(myers(np.where(np.arange(100) % 10 == 0, 100, 0)).misreported)
    90.0
    """
    decades = (last - first + 1) // 10
    if first < 0 or (last - first + 1) % 10 or decades < 2:
        raise ValueError(
            f"ages from {first!r} to {last!r} are not two whole decades or more. "
            "Hint: usual are 10 to 89"
        )
    people = _people(population, first, last)
    table = people.reshape(*people.shape[:-1], decades, 10)
    # Ten spans, each starting a year later and a decade shorter than all ages together: an age of
    # the first decade is in place + 1 of them, that of the last decade in the others.
    place = np.arange(10)
    early, late = np.sum(table[..., :-1, :], axis=-2), np.sum(table[..., 1:, :], axis=-2)
    blended = (place + 1) * early + (9 - place) * late
    parts = 100 * quotient(blended, np.sum(blended, axis=-1, keepdims=True))
    parts = np.roll(parts, first % 10, axis=-1)
    return Myers(np.asarray(np.sum(np.abs(parts - 10), axis=-1) / 2), parts)


def _people(population: ArrayLike, first: int, last: int) -> Floats:
    """Return the people of the ages that are looked at; NaN for those that are not there."""
    people = np.asarray(population, dtype=np.float64)
    if people.ndim == 0:
        raise ValueError("ages need an axis. Hint: give people by single years of age from 0")
    widths = [(0, 0)] * (people.ndim - 1) + [(0, max(0, last + 1 - people.shape[-1]))]
    people = np.pad(people, widths, constant_values=np.nan)[..., first : last + 1]
    return np.where((people >= 0) & (people <= LARGEST), people, np.nan)
