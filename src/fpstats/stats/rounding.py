"""Rounding as offices print it: half away from zero, once, when a number becomes text."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, checked_per


def rounded(value: ArrayLike, decimals: int) -> Floats:
    """Round to so many decimals, half away from zero.

    For numbers that stay numbers; text from counts is made by `exact_text`. A binary fraction is
    seldom exactly half: 1.005 is stored as 1.00499999999999989. Whatever lies within four units
    in the last place of a half counts as that half, because the arithmetic that made it is no
    better than that.

    Parameters
    ----------
    value
        Numbers, of any shape.
    decimals
        How many digits after the point, 0 to 15.

    Returns
    -------
    numpy.ndarray
        The rounded numbers, in the same shape and unit; NaN and infinities stay, and zero is
        never negative.

    Examples
    --------
    >>> rounded([2.675, 1.005, -12.5, -0.001], 2).tolist()
    [2.68, 1.01, -12.5, 0.0]
    >>> float(rounded(-12.5, 0))
    -13.0
    """
    scale = 10.0 ** _checked(decimals)
    value = np.asarray(value, dtype=np.float64)
    # Scaled beyond 2^52 a float is whole already, and scaling could overflow.
    fractional = np.abs(value) < 2.0**52 / scale
    scaled = np.abs(np.where(fractional, value, 0.0)) * scale
    whole = np.floor(scaled)
    up = scaled - whole >= 0.5 - np.minimum(4 * np.spacing(scaled), 1 / 32)
    # Adding zero turns -0.0 into 0.0.
    return np.where(fractional, np.copysign((whole + up) / scale, value) + 0.0, value)


def exact_text(
    numerator: ArrayLike, denominator: ArrayLike, per: float = 1, decimals: int = 0
) -> list[str]:
    """Write numerator / denominator x per, rounded half away from zero, without any float error.

    Every float is a fraction with a power of two below, so whole-number arithmetic decides a tie
    exactly: 201 of 400 are 50.25 %, which prints as 50.3.

    Parameters
    ----------
    numerator, denominator
        Numbers or None, of any shapes that broadcast.
    per
        What the result is stated per: 100 for percent.
    decimals
        How many digits after the point, 0 to 15.

    Returns
    -------
    list of str
        One text an element, in order; "" where either number is missing or infinite or the
        denominator is zero. Zero has no sign.

    Examples
    --------
    >>> exact_text([201, 1, None], 400, per=100, decimals=1)
    ['50.3', '0.3', '']
    >>> exact_text(-1, 30000, per=100, decimals=2)
    ['0.00']
    """
    decimals = _checked(decimals)
    above, below = float(checked_per(per)).as_integer_ratio()
    above *= 10**decimals
    # Objects, so that whole numbers above 2^53 stay exact.
    pairs = np.broadcast(np.asarray(numerator, dtype=object), np.asarray(denominator, dtype=object))
    return [_text(top, bottom, above, below, decimals) for top, bottom in pairs]


def _checked(decimals: int) -> int:
    """Refuse what a float cannot hold."""
    if decimals not in range(16):
        raise ValueError(f"decimals must be a whole number from 0 to 15, not {decimals!r}")
    return int(decimals)


def _text(top: Any, bottom: Any, above: int, below: int, decimals: int) -> str:
    """Write top / bottom x above / below, a count of units of the last decimal."""
    over, under = _ratio(top), _ratio(bottom)
    if over is None or under is None or under[0] == 0:
        return ""
    dividend, divisor = over[0] * under[1] * above, over[1] * under[0] * below
    units = (2 * abs(dividend) + abs(divisor)) // (2 * abs(divisor))
    digits = str(units).zfill(decimals + 1)
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"-{text}" if units and (dividend < 0) != (divisor < 0) else text


def _ratio(value: Any) -> tuple[int, int] | None:
    """Return a number as the exact fraction that it is; None where it is missing or infinite."""
    if value is None or value - value != 0:  # NaN, or infinity less infinity
        return None
    ratio: tuple[int, int] = (
        value.item() if isinstance(value, np.generic) else value
    ).as_integer_ratio()
    return ratio
