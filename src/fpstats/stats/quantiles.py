"""Quantiles of beta and gamma distributions near their ends, for exact limits.

scipy's own where they hold; elsewhere a close start and Halley's steps on the logarithm of the
probability, which settle at once. Their probabilities come from `incomplete`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Final

import numpy as np

from fpstats.stats.border import Floats
from fpstats.stats.densities import deviance
from fpstats.stats.incomplete import AMONG, MANY, RARE, beta_below, gamma_below

LARGE: Final = 1000.0
"""From here on a beta distribution on the scale of log odds is normal but for small corrections."""

HALF: Final = 0.5
"""The least parameter that an interval asks for; smaller ones spread beyond what floats hold."""

NEAR: Final = 1e-15
"""A parameter so near 1 is 1."""

SETTLED: Final = 3e-5
"""A step of so many standard deviations is the last: the error after it is less than its cube."""

STEPS: Final = 50
"""A bound only: two steps are usual."""


def beta_lower(a: Floats, b: Floats, tail: float) -> Floats:
    """Return the value below which so small a probability lies; NaN where a or b is not positive.

    Examples
    --------
    >>> beta_lower(np.array([213.0]), np.array([3.0]), 0.025).round(4).tolist()
    [0.9668]
    """
    from scipy import special  # here, because only exact answers need it

    searched = _searched(a, b)
    given = np.where(searched, np.nan, _one_if_near(a))
    found = np.array(special.betaincinv(given, _one_if_near(b), tail), np.float64)
    found[searched] = _share(_lower_log_odds(a[searched], b[searched], tail))
    return found


def beta_upper(a: Floats, b: Floats, tail: float) -> Floats:
    """Return the value above which so small a probability lies; NaN where a or b is not positive.

    Examples
    --------
    >>> beta_upper(np.array([214.0]), np.array([2.0]), 0.025).round(4).tolist()
    [0.9989]
    """
    from scipy import special

    searched = _searched(a, b)
    given = np.where(searched, np.nan, _one_if_near(a))
    found = np.array(special.betainccinv(given, _one_if_near(b), tail), np.float64)
    found[searched] = _share(-_lower_log_odds(b[searched], a[searched], tail))
    return found


def gamma_lower(shape: Floats, tail: float) -> Floats:
    """Return the value below which so small a probability lies; NaN for no shape.

    Examples
    --------
    >>> gamma_lower(np.array([5.0, 1e9]), 0.025).round(3).tolist()
    [1.623, 999938021.444]
    """
    from scipy import special

    many = shape > MANY
    found = np.array(special.gammaincinv(np.where(many, np.nan, shape), tail), np.float64)
    k = shape[many]

    def below(u: Floats, shape: Floats) -> tuple[Floats, Floats, Floats]:
        place = shape * np.exp(u)
        logs = -deviance(shape, place) - remainder(shape)
        density = np.exp(logs) * np.sqrt(shape / (2 * math.pi))
        return gamma_below(shape, place), density, shape - place

    deviation = 1 / np.sqrt(k)
    z = NormalDist().inv_cdf(tail)
    # Wilson and Hilferty: the cube root is nearly normal.
    start = 3 * np.log1p(z * deviation / 3 - 1 / (9 * k))
    # Sought relative to the mean: a logarithm of the place itself would have fewer digits.
    found[many] = k * np.exp(_settled(below, start, deviation, tail, k))
    return found


def gamma_upper(shape: Floats, tail: float) -> Floats:
    """Return the value above which so small a probability lies; NaN for no shape.

    Examples
    --------
    >>> gamma_upper(np.array([6.0]), 0.025).round(3).tolist()
    [11.668]
    """
    from scipy import special

    return np.array(special.gammainccinv(shape, tail), np.float64)


def _searched(a: Floats, b: Floats) -> np.ndarray:
    """Say where scipy's quantiles are not exact, or slow."""
    least, most = np.minimum(a, b), np.maximum(a, b)
    return np.asarray((least >= LARGE) | ((most > AMONG) & (least >= HALF)))


def _one_if_near(parameter: Floats) -> Floats:
    """Return parameters; what is 1 but for its last digit is 1, because scipy is lost beside it."""
    return np.where(np.abs(parameter - 1) < NEAR, 1.0, parameter)


def _share(log_odds: Floats) -> Floats:
    """Return the share with these log odds, to the last digit also close to 1."""
    from scipy import special

    return np.where(log_odds > 0, 1 - special.expit(-log_odds), special.expit(log_odds))


def _lower_log_odds(a: Floats, b: Floats, tail: float) -> Floats:
    """Return the log odds below which the tail lies."""
    from scipy import special

    def below(s: Floats, a: Floats, b: Floats) -> tuple[Floats, Floats, Floats]:
        t, rest = special.expit(s), special.expit(-s)
        logs = -deviance(a, (a + b) * t) - deviance(b, (a + b) * rest)
        logs += remainder(a + b) - remainder(a) - remainder(b)
        density = np.exp(logs) * np.sqrt(a / (2 * math.pi) * (b / (a + b)))
        return beta_below(a, b, t, rest), density, a * rest - b * t

    return _settled(below, _start(a, b, tail), np.sqrt(1 / a + 1 / b), tail, a, b)


def _start(a: Floats, b: Floats, tail: float) -> Floats:
    """Return log odds close to those sought: by the normal distribution, or by the gamma."""
    from scipy import special

    start = np.empty(a.shape)
    large = (a >= RARE) & (b >= RARE)
    start[large] = _nearly_normal(a[large], b[large], tail)
    # One small parameter: the rarer side is nearly a gamma variable over the other's size.
    for few, many, inverse, sign in (
        (a, b, special.gammaincinv, 1.0),
        (b, a, special.gammainccinv, -1.0),
    ):
        rare = few < RARE
        size = inverse(few[rare], tail)
        odds = size / (many[rare] + (few[rare] - 1 - size) / 2)
        start[rare] = sign * np.log(odds)
    return start


def _nearly_normal(a: Floats, b: Floats, tail: float) -> Floats:
    """Return the quantile of Cornish and Fisher, of a distribution that is nearly normal."""
    z = NormalDist().inv_cdf(tail)
    first, second = _cumulants(a), _cumulants(b)
    variance = first[1] + second[1]
    deviation = np.sqrt(variance)
    skew = (first[2] - second[2]) / (variance * deviation)
    excess = (first[3] + second[3]) / (variance * variance)
    place = z + (z * z - 1) * skew / 6 + z * (z * z - 3) * excess / 24
    place -= z * (2 * z * z - 5) * skew * skew / 36
    return np.asarray(first[0] - second[0] + deviation * place)


def _settled(
    below: Callable[..., tuple[Floats, Floats, Floats]],
    start: Floats,
    deviation: Floats,
    tail: float,
    *shapes: Floats,
) -> Floats:
    """Find where a probability is the tail, by Halley's steps on its logarithm.

    `below` answers the probability, its slope, and the slope's slope over the slope.
    """
    found = start.copy()
    sought = np.flatnonzero(np.isfinite(start))
    for _ in range(STEPS):
        if not sought.size:
            break
        given = tuple(shape[sought] for shape in shapes)
        probability, density, bend = below(found[sought], *given)
        steep = density / probability
        step = np.log(probability / tail) / steep
        step = step / np.maximum(1 - step * (bend - steep) / 2, 0.1)
        found[sought] -= step
        sought = sought[np.abs(step) > SETTLED * deviation[sought]]
    return found


def remainder(a: Floats) -> Floats:
    """Return what Stirling's formula leaves of the logarithm of a gamma function.

    Examples
    --------
    >>> remainder(np.array([0.5, 100.0])).round(9).tolist()
    [0.15342641, 0.000833331]
    """
    from scipy import special

    few = a < 16
    x = np.where(few, 16.0, a)
    series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / (x * x)) / (x * x)) / (x * x)) / x
    y = np.where(few, a, 1.0)
    exact = special.gammaln(y) - (y - 0.5) * np.log(y) + y - 0.5 * math.log(2 * math.pi)
    return np.where(few, exact, series)


def _cumulants(a: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the first four cumulants of the logarithm of a gamma variable, of no small shape."""
    r = 1 / a
    return (
        np.log(a) - r / 2 - r * r / 12,
        r + r * r / 2 + r * r * r / 6,
        -r * r * (1 + r + r * r / 2),
        r * r * r * (2 + 3 * r),
    )
