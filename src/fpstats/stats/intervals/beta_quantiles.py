"""Quantiles of beta distributions near their ends, for exact limits of proportions.

scipy's own where a parameter is small; where both are large one evaluation from a close start,
which is as exact and, for totals of a million, three times as fast.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import Final

import numpy as np

from fpstats.stats.border import Floats

LARGE: Final = 1000
"""From here on a beta distribution on the scale of log odds is normal but for small corrections."""

FARTHEST: Final = 4.0
"""Standard errors up to which those corrections are small."""


def beta_lower(a: Floats, b: Floats, tail: float) -> Floats:
    """Return the value below which so small a probability lies; NaN where a or b is not positive.

    Examples
    --------
    >>> beta_lower(np.array([213.0]), np.array([3.0]), 0.025).round(4).tolist()
    [0.9668]
    """
    from scipy import special  # here, because only exact answers need it

    large = _both_large(a, b, tail)
    found = np.array(special.betaincinv(np.where(large, np.nan, a), b, tail), dtype=np.float64)
    found[large] = special.expit(_lower_log_odds(a[large], b[large], tail))
    return found


def beta_upper(a: Floats, b: Floats, tail: float) -> Floats:
    """Return the value above which so small a probability lies; NaN where a or b is not positive.

    Examples
    --------
    >>> beta_upper(np.array([214.0]), np.array([2.0]), 0.025).round(4).tolist()
    [0.9989]
    """
    from scipy import special

    large = _both_large(a, b, tail)
    found = np.array(special.betainccinv(np.where(large, np.nan, a), b, tail), dtype=np.float64)
    found[large] = special.expit(-_lower_log_odds(b[large], a[large], tail))
    return found


def _both_large(a: Floats, b: Floats, tail: float) -> np.ndarray:
    near = abs(NormalDist().inv_cdf(tail)) < FARTHEST if tail > 0 else False
    return np.asarray((a >= LARGE) & (b >= LARGE) & near)


def _lower_log_odds(a: Floats, b: Floats, tail: float) -> Floats:
    """Return the log odds below which the tail lies: a close start, then one step of Halley's."""
    from scipy import special

    z = NormalDist().inv_cdf(tail)
    first, second = _cumulants(a), _cumulants(b)
    variance = first[1] + second[1]
    deviation = np.sqrt(variance)
    skew = (first[2] - second[2]) / (variance * deviation)
    excess = (first[3] + second[3]) / (variance * variance)
    # Cornish and Fisher: the quantile of a distribution that is nearly normal.
    place = z + (z * z - 1) * skew / 6 + z * (z * z - 3) * excess / 24
    place -= z * (2 * z * z - 5) * skew * skew / 36
    s = first[0] - second[0] + deviation * place
    t, rest = special.expit(s), special.expit(-s)
    density = np.exp(a * np.log(t) + b * np.log(rest) - special.betaln(a, b))
    step = (special.betainc(a, b, t) - tail) / density
    return np.asarray(s - step / (1 - step * (a * rest - b * t) / 2))


def _cumulants(a: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the first four cumulants of the logarithm of a gamma variable, for a large shape."""
    r = 1 / a
    return (
        np.log(a) - r / 2 - r * r / 12,
        r + r * r / 2 + r * r * r / 6,
        -r * r * (1 + r + r * r / 2),
        r * r * r * (2 + 3 * r),
    )
