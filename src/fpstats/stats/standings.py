"""Where a number stands against a value, at two strengths of evidence, and how firm it is."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fpstats.stats.border import (
    Floats,
    all_known,
    as_floats,
    can_divide,
    checked_per,
    counts_among,
    is_count,
    measured,
)

FEW_EVENTS: Final = 10
"""A number made of fewer events than this is called unreliable."""

WIDE: Final = 1.6
"""So is one whose interval is wider than this many times the number itself."""


def standing(
    usual: tuple[ArrayLike, ArrayLike], strict: tuple[ArrayLike, ArrayLike], value: ArrayLike
) -> NDArray[np.str_]:
    """Say whether a number lies below or above a value, or cannot be told apart from it.

    A number lies below where its whole interval does. The usual interval has 95 % confidence
    and the strict one 99.8 %, as Fingertips uses them: 1 in 20 and 1 in 500 of numbers that do
    not differ are said to.

    Parameters
    ----------
    usual, strict
        The limits of the number at 95 % and at 99.8 %, of any shapes that broadcast.
    value
        What the number is compared with, in the same unit.

    Returns
    -------
    numpy.ndarray
        "below (99.8)", "below (95)", "not different", "above (95)" or "above (99.8)"; "" where
        there is no usual interval or no value.

    References
    ----------
    Office for Health Improvement and Disparities. Fingertips: public health technical guidance.

    Examples
    --------
    >>> from fpstats.stats import wilson
    >>> counts, totals = [213, 180, 0], [215, 200, 10]
    >>> near, far = wilson(counts, totals), wilson(counts, totals, confidence=0.998)
    >>> standing(near, far, [0.95, 0.92, 0.95]).tolist()
    ['above (95)', 'not different', 'below (99.8)']
    """
    low, high, least, most, value = as_floats(*usual, *strict, value)
    known = ~(np.isnan(low) | np.isnan(high) | np.isnan(value))
    return np.select(
        [~known, most < value, high < value, least > value, low > value],
        ["", "below (99.8)", "below (95)", "above (99.8)", "above (95)"],
        "not different",
    )


def score_z(count: ArrayLike, total: ArrayLike, share: ArrayLike) -> Floats:
    """Compute how many standard errors a proportion lies from a value, were the value true.

    Wilson's interval holds the values from which this is less than z. Needs no scipy; for p-values
    of few events use `binomial_test`.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, of any shapes that broadcast.
    share
        The value compared with, strictly between 0 and 1.

    Returns
    -------
    numpy.ndarray
        Standard errors, negative below the value. NaN where the count is no part of the total,
        or the share not strictly between 0 and 1.

    References
    ----------
    Wilson EB (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22:209-212.

    Examples
    --------
    >>> float(score_z(213, 215, 0.95).round(3))
    2.738
    """
    count, total, share = all_known(*counts_among(count, total), *as_floats(share))
    share = np.where((share > 0) & (share < 1), share, np.nan)
    # Divided first, so that a value that equals the other as a float lies exactly upon it.
    return np.asarray((count / total - share) * (np.sqrt(total) / np.sqrt(share * (1 - share))))


def one_event(total: ArrayLike, per: float = 1) -> Floats:
    """Compute by how much one event more or less changes a value.

    The number to print beside every small value: one birth in 215 is 0.47 percentage points.

    Parameters
    ----------
    total
        What the events are counted among or over: positive.
    per
        What the value is stated per: 100 for percent.

    Returns
    -------
    numpy.ndarray
        The change, in the unit of the value. NaN where the total is not positive and finite.

    Examples
    --------
    >>> float(one_event(215, per=100).round(2))
    0.47
    """
    (total,) = as_floats(total)
    return np.asarray(checked_per(per) / np.where(can_divide(total), total, np.nan))


def reliable(
    count: ArrayLike, value: ArrayLike, interval: tuple[ArrayLike, ArrayLike]
) -> NDArray[np.bool_]:
    """Say whether a number is firm enough to be read alone.

    It is not where it is made of fewer than ten events, or where its 95 % interval is wider than
    1.6 times the number.

    Parameters
    ----------
    count
        The events that the number is made of.
    value, interval
        The number and its limits, in one unit; of any shapes that broadcast.

    Returns
    -------
    numpy.ndarray
        False also where the count is no count, or the value or a limit is missing.

    References
    ----------
    National Center for Health Statistics (2023). Data presentation standards for rates and
    counts. Vital and Health Statistics 2(200).

    Examples
    --------
    >>> reliable([9, 10, 12], [0.1, 0.5, 0.1], ([0.0, 0.3, 0.0], [0.2, 0.7, 0.2])).tolist()
    [False, True, False]
    """
    count, value, lower, upper = measured(count, value, *interval)
    width = np.where(is_count(count) & (count >= FEW_EVENTS), upper - lower, np.nan)
    return np.asarray(width <= WIDE * np.abs(value))
