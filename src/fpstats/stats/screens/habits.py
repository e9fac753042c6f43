"""Traces of habit: last digits that people like."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import is_count
from fpstats.stats.screens.spread import ChiSquare
from fpstats.stats.series import numbers_over_time
from fpstats.stats.significance import chi_square_above, chi_square_below


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
