"""Traces of habit: last digits that people like, and values that just reach a target."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, as_floats, is_count
from fpstats.stats.exact_tests import binomial_test
from fpstats.stats.screens.spread import ChiSquare
from fpstats.stats.series import numbers_over_time
from fpstats.stats.significance import chi_square_above, chi_square_below


class Bunching(NamedTuple):
    """What `bunching` finds: arrays without the last axis.

    Attributes
    ----------
    above, below
        How many values lie in the band that just reaches the target, and in the one just short.
    p
        Probability of so many above or more, were either side as likely. NaN where both bands
        are empty.
    """

    above: Floats
    below: Floats
    p: Floats


def terminal_digits(count: ArrayLike, least: float = 100) -> ChiSquare:
    """Test whether the last digits 0 to 9 are equally frequent.

    Only for large counts: among small ones the last digits are not equally frequent in honest
    returns either. Fifty numbers or more are needed for the probability to be good.

    Parameters
    ----------
    count
        Whole numbers, along the last axis; what is none is left out.
    least
        Smaller counts are left out.

    Returns
    -------
    ChiSquare
        With nine degrees of freedom. NaN where no count is large enough.

    References
    ----------
    Mosimann JE, Wiseman CV, Edelman RE (1995). Data fabrication: can people generate random
    digits? Accountability in Research 4:31-55.

    Examples
    --------
    >>> found = terminal_digits([120, 150, 200, 310, 180, 240, 105, 330, 190, 260])
    >>> float(found.statistic), float(found.greater.round(6))
    (72.0, 0.0)
    """
    count = numbers_over_time(count)
    used = is_count(count) & (count >= least)
    digit = np.where(used, count % 10, -1)
    seen = np.stack([np.sum(digit == value, axis=-1) for value in range(10)], axis=-1)
    expected = np.sum(seen, axis=-1) / 10
    expected = np.where(expected > 0, expected, np.nan)
    statistic = np.asarray(np.sum(np.square(seen - expected[..., None]), axis=-1) / expected)
    freedom = np.full(statistic.shape, 9.0)
    return ChiSquare(
        statistic,
        freedom,
        chi_square_below(statistic, freedom),
        chi_square_above(statistic, freedom),
    )


def bunching(value: ArrayLike, target: ArrayLike, width: float) -> Bunching:
    """Test whether values crowd just above a target, at the expense of those just below.

    An honest spread of values is smooth around a target, which is somebody's decision. Choose
    the width before looking, wide enough that one event of a small area does not cross it.

    Parameters
    ----------
    value
        Of many areas, along the last axis; what is missing is left out.
    target
        What the values should reach: one number, or one for each value.
    width
        Of each band, in the unit of the values: from the target on, and up to below it.

    Returns
    -------
    Bunching
        The numbers in both bands, and a one-sided exact probability.

    Raises
    ------
    ValueError
        Where the width is not positive and finite.

    References
    ----------
    McCrary J (2008). Manipulation of the running variable in the regression discontinuity
    design: a density test. Journal of Econometrics 142:698-714 (the idea, here without curves).

    Examples
    --------
    >>> found = bunching([95.0, 95.2, 95.1, 96.8, 95.3, 94.1, 95.0], 95, width=1)
    >>> int(found.above), int(found.below), float(found.p.round(4))
    (5, 1, 0.1094)
    """
    if not 0 < width < math.inf:
        raise ValueError(f"width must be a positive finite number, not {width!r}")
    value, target = as_floats(numbers_over_time(value), target)
    above = np.sum((value >= target) & (value < target + width), axis=-1)
    below = np.sum((value < target) & (value >= target - width), axis=-1)
    return Bunching(
        np.asarray(above, dtype=np.float64),
        np.asarray(below, dtype=np.float64),
        binomial_test(above, above + below, 0.5).greater,
    )
