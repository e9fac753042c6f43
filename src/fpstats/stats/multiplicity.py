"""P-values of many comparisons, adjusted so that some are not called differences by chance.

One family is what is read together: one indicator in one period over all areas. Each function
adjusts along one axis and leaves missing values out of the count.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, as_floats


def benjamini_hochberg(p: ArrayLike, axis: int = -1) -> Floats:
    """Compute adjusted p-values that control the share of false findings.

    The default for lists of areas: of those at 0.05 or below, one in twenty is expected to be
    chance. For independent tests, or tests that rise and fall together.

    Parameters
    ----------
    p
        P-values, of any shape.
    axis
        Along which the family lies.

    Returns
    -------
    numpy.ndarray
        Adjusted p-values in the same shape. NaN stays NaN and does not count; so does what is no
        probability.

    References
    ----------
    Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate. Journal of the Royal
    Statistical Society B 57:289-300.

    Examples
    --------
    >>> benjamini_hochberg([0.04, 0.001, 0.5, 0.03]).round(4).tolist()
    [0.0533, 0.004, 0.5, 0.0533]
    """
    p, order, place, number = _family(p, axis)
    return _back(_from_largest(p * (number / place)), order, axis)


def benjamini_yekutieli(p: ArrayLike, axis: int = -1) -> Floats:
    """Compute adjusted p-values that control the share of false findings under any dependence.

    Stricter than `benjamini_hochberg` by 1 + 1/2 + 1/3 + ...; for tests of which one gains what
    another loses, such as shares of one whole.

    Parameters
    ----------
    p
        P-values, of any shape.
    axis
        Along which the family lies.

    Returns
    -------
    numpy.ndarray
        Adjusted p-values in the same shape. NaN stays NaN and does not count; so does what is no
        probability.

    References
    ----------
    Benjamini Y, Yekutieli D (2001). The control of the false discovery rate in multiple testing
    under dependency. Annals of Statistics 29:1165-1188.

    Examples
    --------
    >>> benjamini_yekutieli([0.04, 0.001, 0.5, 0.03]).round(4).tolist()
    [0.1111, 0.0083, 1.0, 0.1111]
    """
    p, order, place, number = _family(p, axis)
    # Added one by one: a sum in pairs would round by how many values are missing.
    harmonic = np.cumsum([0.0, *(1 / place)])[number.astype(np.intp)]
    return _back(_from_largest(p * (number / place) * harmonic), order, axis)


def holm(p: ArrayLike, axis: int = -1) -> Floats:
    """Compute adjusted p-values that control the chance of any false finding at all.

    Always at least as sharp as `bonferroni`, and as generally valid.

    Parameters
    ----------
    p
        P-values, of any shape.
    axis
        Along which the family lies.

    Returns
    -------
    numpy.ndarray
        Adjusted p-values in the same shape. NaN stays NaN and does not count; so does what is no
        probability.

    References
    ----------
    Holm S (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal
    of Statistics 6:65-70.

    Examples
    --------
    >>> holm([0.04, 0.001, 0.5, 0.03]).round(4).tolist()
    [0.09, 0.004, 0.5, 0.09]
    """
    p, order, place, number = _family(p, axis)
    adjusted = np.maximum.accumulate(np.minimum(p * (number - place + 1), 1.0), axis=-1)
    return _back(adjusted, order, axis)


def hochberg(p: ArrayLike, axis: int = -1) -> Floats:
    """Compute adjusted p-values that control the chance of a false finding in independent tests.

    Sharper than `holm`, but only where the tests are independent or rise and fall together.

    Parameters
    ----------
    p
        P-values, of any shape.
    axis
        Along which the family lies.

    Returns
    -------
    numpy.ndarray
        Adjusted p-values in the same shape. NaN stays NaN and does not count; so does what is no
        probability.

    References
    ----------
    Hochberg Y (1988). A sharper Bonferroni procedure for multiple tests of significance.
    Biometrika 75:800-802.

    Examples
    --------
    >>> hochberg([0.04, 0.001, 0.5, 0.03]).round(4).tolist()
    [0.08, 0.004, 0.5, 0.08]
    """
    p, order, place, number = _family(p, axis)
    return _back(_from_largest(p * (number - place + 1)), order, axis)


def bonferroni(p: ArrayLike, axis: int = -1) -> Floats:
    """Compute p-values multiplied by how many there are.

    The plainest way to control the chance of any false finding, and the bluntest.

    Parameters
    ----------
    p
        P-values, of any shape.
    axis
        Along which the family lies.

    Returns
    -------
    numpy.ndarray
        Adjusted p-values in the same shape, at most 1. NaN stays NaN and does not count; so does
        what is no probability.

    References
    ----------
    Dunn OJ (1961). Multiple comparisons among means. Journal of the American Statistical
    Association 56:52-64.

    Examples
    --------
    >>> bonferroni([0.04, 0.001, 0.5, 0.03]).round(4).tolist()
    [0.16, 0.004, 1.0, 0.12]
    """
    p, order, _, number = _family(p, axis)
    return _back(np.minimum(p * number, 1.0), order, axis)


def _family(p: ArrayLike, axis: int) -> tuple[Floats, np.ndarray, Floats, Floats]:
    """Return the p-values in order along the last axis, that order, their places, their number."""
    (p,) = as_floats(p)
    p = np.moveaxis(np.atleast_1d(np.where((p >= 0) & (p <= 1), p, np.nan)), axis, -1)
    order = np.argsort(p, axis=-1, kind="stable")  # NaN comes last
    ordered = np.take_along_axis(p, order, axis=-1)
    number = np.sum(~np.isnan(p), axis=-1, keepdims=True).astype(np.float64)
    return ordered, order, np.arange(1.0, p.shape[-1] + 1), number


def _from_largest(adjusted: Floats) -> Floats:
    """Let no value exceed one that follows it, nor 1."""
    missing = np.isnan(adjusted)
    turned = np.where(missing, 1.0, adjusted)[..., ::-1]
    smallest = np.minimum(np.minimum.accumulate(turned, axis=-1)[..., ::-1], 1.0)
    return np.where(missing, np.nan, smallest)


def _back(adjusted: Floats, order: np.ndarray, axis: int) -> Floats:
    """Put the values where their p-values were."""
    placed = np.empty_like(adjusted)
    np.put_along_axis(placed, order, adjusted, axis=-1)
    return np.moveaxis(placed, -1, axis)
