"""From a test statistic to a probability; loads scipy when asked.

Small private vocabulary of the tests in this package. NaN in, NaN out, and never a warning.
"""

from __future__ import annotations

import numpy as np

from fpstats.stats.border import Floats


def normal_two_sided(z: Floats) -> Floats:
    """Return the probability of a standard normal at least as far from zero, on either side.

    Examples
    --------
    >>> normal_two_sided(np.array([0, -1.959963984540054])).round(6).tolist()
    [1.0, 0.05]
    """
    from scipy import special  # here, because no interval needs it

    return np.asarray(special.erfc(np.abs(z) / np.sqrt(2)))


def student_two_sided(t: Floats, freedom: Floats) -> Floats:
    """Return the probability of Student's t at least as far from zero, on either side.

    Examples
    --------
    >>> student_two_sided(np.array([2.0738730679]), np.array([22.0])).round(6).tolist()
    [0.05]
    """
    from scipy import special

    return np.asarray(2 * special.stdtr(freedom, -np.abs(t)))


def chi_square_above(statistic: Floats, freedom: Floats) -> Floats:
    """Return the probability of a chi-square this large or larger.

    Examples
    --------
    >>> chi_square_above(np.array([16.918977604620]), np.array([9.0])).round(6).tolist()
    [0.05]
    """
    from scipy import special

    return np.asarray(special.gammaincc(freedom / 2, statistic / 2))


def chi_square_below(statistic: Floats, freedom: Floats) -> Floats:
    """Return the probability of a chi-square this small or smaller.

    Examples
    --------
    >>> chi_square_below(np.array([3.3251128430668]), np.array([9.0])).round(6).tolist()
    [0.05]
    """
    from scipy import special

    return np.asarray(special.gammainc(freedom / 2, statistic / 2))
