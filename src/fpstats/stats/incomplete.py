"""Incomplete beta and gamma functions: the probability on one side of a place, to all its digits.

scipy's, where they hold them. Two gaps are filled by sums: of a beta distribution with one small
and one very large parameter (a rare event among millions) scipy 1.17 keeps seven digits, and of
a gamma distribution far below the mean of very many events none. NaN flows through.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fpstats.stats.border import Flags, Floats
from fpstats.stats.densities import poisson_log

RARE: Final = 40.0
AMONG: Final = 10_000.0
"""A parameter below the first beside one above the second: scipy loses digits of such a beta."""

LATE: Final = 0.9
"""Beyond this place the rest, which has more digits, is asked about: that takes thrice as long."""

MANY: Final = 50_000.0
FAR: Final = 4.0
"""A shape above the first, so many standard deviations above the place: scipy's sum ends early."""


def beta_below(a: Floats, b: Floats, place: Floats, rest: Floats) -> Floats:
    """Return the probability of a beta variable up to a place; `rest` is one less the place.

    Both are asked for, because one less a place near 1 has lost its digits.

    Examples
    --------
    >>> one = np.array([1.0])
    >>> beta_below(2 * one, one, one / 2, one / 2).tolist()
    [0.25]
    """
    from scipy import special  # here, because only exact answers need it

    a, b, place, rest = np.broadcast_arrays(a, b, place, rest)
    late = place > LATE
    first, second = np.where(late, b, a), np.where(late, a, b)
    near = np.where(late, rest, place)
    few, many = (a < RARE) & (b > AMONG), (b < RARE) & (a > AMONG)
    held, found = ~(few | many), np.empty(a.shape)
    given = (each[held] for each in (first, second, near))
    found[held] = _by_kind(late[held], special.betaincc, special.betainc, *given)
    if few.any():
        found[few] = _rare_below(a[few], b[few], place[few])
    if many.any():
        found[many] = _rare_above(b[many], a[many], rest[many])
    return found


def beta_above(a: Floats, b: Floats, place: Floats, rest: Floats) -> Floats:
    """Return the probability of a beta variable from a place on; `rest` is one less the place.

    Examples
    --------
    >>> one = np.array([1.0])
    >>> beta_above(2 * one, one, one / 2, one / 2).tolist()
    [0.75]
    """
    return beta_below(b, a, rest, place)


def gamma_below(shape: Floats, place: Floats) -> Floats:
    """Return the probability of a gamma variable up to a place.

    Examples
    --------
    >>> gamma_below(np.array([1.0, 1e9]), np.array([1.0, 1e9 - 1.5e5])).round(9).tolist()
    [0.632120559, 1.05e-06]
    """
    from scipy import special

    shape, place = np.broadcast_arrays(shape, place)
    found = np.array(special.gammainc(shape, place))
    far = (shape > MANY) & (shape - place > FAR * np.sqrt(shape)) & (place > 0)
    if far.any():
        found[far] = _gamma_far_below(shape[far], place[far])
    return found


def gamma_above(shape: Floats, place: Floats) -> Floats:
    """Return the probability of a gamma variable from a place on.

    Examples
    --------
    >>> gamma_above(np.array([1.0]), np.array([1.0])).round(9).tolist()
    [0.367879441]
    """
    from scipy import special

    return np.array(special.gammaincc(shape, place))


def _by_kind(
    late: Flags,
    yes: Callable[..., Floats],
    no: Callable[..., Floats],
    *given: Floats,
) -> NDArray[np.float64]:
    """Ask one function where something is so, and another elsewhere."""
    found = np.empty(late.shape)
    for function, where in ((yes, late), (no, ~late)):
        found[where] = function(*(each[where] for each in given))
    return found


def _rare_below(a: Floats, b: Floats, place: Floats) -> Floats:
    """Return the probability up to a place, where a is small and b very large."""
    low = place * (a + b) <= a
    found = np.empty(a.shape)
    found[low] = _summed_up(a[low], b[low], place[low])
    found[~low] = 1 - _summed_down(a[~low], b[~low], place[~low])
    return found


def _rare_above(a: Floats, b: Floats, place: Floats) -> Floats:
    """Return the probability from a place on, where a is small and b very large."""
    low = place * (a + b) <= a
    found = np.empty(a.shape)
    found[low] = 1 - _summed_up(a[low], b[low], place[low])
    found[~low] = _summed_down(a[~low], b[~low], place[~low])
    return found


def _summed_up(a: Floats, b: Floats, place: Floats) -> Floats:
    """Sum the probability up to a place below the mean: all terms are positive, and fall."""
    term = _term(a, b, place)
    total, step = term, 0
    while np.any(term > 1e-17 * total):
        term = term * ((a + step + b) / (a + step + 1) * place)
        total, step = total + term, step + 1
    return total


def _summed_down(a: Floats, b: Floats, place: Floats) -> Floats:
    """Sum the probability from a place on: as many terms as a has units, and what is left."""
    from scipy import special

    left = a - np.floor(a)
    total = np.where(left > 0, special.betaincc(np.where(left > 0, left, np.nan), b, place), 0.0)
    k = a - 1
    term = np.where(k >= 0, _term(np.maximum(k, 0.0), b, place), 0.0)
    while np.any(term > 1e-17 * total):
        total = total + term
        term = term * (np.where(k >= 1, k, 0.0) / ((k - 1 + b) * place))
        k = k - 1
    return total


def _term(k: Floats, b: Floats, place: Floats) -> Floats:
    """Return place^k (1 - place)^b Gamma(k + b) / Gamma(k + 1) / Gamma(b), for a very large b."""
    from scipy import special

    inside = (place > 0) & (place < 1)
    t = np.where(inside, place, 0.5)
    # Stirling's formula for both large gamma functions, without the difference of the two.
    both = k + b
    ratio = (b - 0.5) * np.log1p(k / b) - k + (1 / both - 1 / b) / 12
    logs = k * np.log(t * both) + b * np.log1p(-t) - special.gammaln(k + 1) + ratio
    nothing = np.where((place == 0) & (k == 0), 1.0, 0.0)
    return np.where(inside, np.exp(logs), np.where(np.isnan(place), np.nan, nothing))


def _gamma_far_below(shape: Floats, place: Floats) -> Floats:
    """Return the probability by a continued fraction, which is short far below the mean.

    References
    ----------
    NIST Digital Library of Mathematical Functions, 8.9.1; evaluated by Lentz's method.
    """
    fraction = top = np.ones_like(shape)
    bottom = np.zeros_like(shape)
    change, step = np.full_like(shape, np.inf), 1
    while np.any(np.abs(change - 1) > 1e-16):
        half = step // 2
        factor = place * half if step % 2 == 0 else -place * (shape + half if half else 1.0)
        bottom = 1 / (shape + step + factor * bottom)
        top = shape + step + factor / top
        change = top * bottom
        fraction, step = fraction * change, step + 1
    return np.asarray(np.exp(poisson_log(shape, place)) / fraction)
