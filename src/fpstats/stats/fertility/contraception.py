"""Contraceptive methods: how they share their users, and how many years they protect.

The factors of couple-years are data, dated, in `couple_years.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import LARGEST, Floats, as_floats, counts_among, is_count
from fpstats.stats.series import quotient

LATEST = 2022
"""The year of the newest factors that are shipped."""


def method_mix(users: ArrayLike) -> Floats:
    """Compute the method mix: what part of all users uses each method.

    A composition, not a rate: the parts add up to 1, and one rises only where another falls.
    The limits of each part are those of `wilson`.

    Parameters
    ----------
    users
        Users of each method, methods along the last axis: whole numbers.

    Returns
    -------
    numpy.ndarray
        The part of each method (0 to 1), in the shape of the users. All NaN where any method is
        missing, or nobody uses any.

    References
    ----------
    United Nations (2019). Contraceptive Use by Method: Data Booklet.

    Examples
    --------
    >>> method_mix([405, 4010, 15, 20]).round(4).tolist()
    [0.091, 0.9011, 0.0034, 0.0045]
    """
    (users,) = as_floats(users)
    users = np.where(is_count(users), users, np.nan)
    return quotient(users, np.sum(users, axis=-1, keepdims=True))


def long_acting_share_of_users(long_acting: ArrayLike, users: ArrayLike) -> Floats:
    """Compute the long-acting and permanent methods' share of all users of any method.

    Not to be compared with `long_acting_share_of_married_women`, which offices print under the
    same words: it has the smaller denominator. The limits are those of `wilson`.

    Parameters
    ----------
    long_acting, users
        Users of sterilisation, intrauterine devices and implants, and users of any method.

    Returns
    -------
    numpy.ndarray
        The share (0 to 1). NaN where the first is no part of the second.

    References
    ----------
    United Nations (2019). Contraceptive Use by Method: Data Booklet.

    Examples
    --------
    >>> float(long_acting_share_of_users(4430, 4450).round(4))
    0.9955
    """
    count, total = counts_among(long_acting, users)
    return np.asarray(count / np.where(np.isnan(count), np.nan, total))


def long_acting_share_of_married_women(long_acting: ArrayLike, married_women: ArrayLike) -> Floats:
    """Compute the share of married women of 15 to 49 who use a long-acting or permanent method.

    Not to be compared with `long_acting_share_of_users`. The limits are those of `wilson`.

    Parameters
    ----------
    long_acting, married_women
        Users of sterilisation, intrauterine devices and implants, and married women of 15 to 49.

    Returns
    -------
    numpy.ndarray
        The share (0 to 1). NaN where the first is no part of the second.

    References
    ----------
    United Nations (2019). Contraceptive Use by Method: Data Booklet.

    Examples
    --------
    >>> float(long_acting_share_of_married_women(405 + 4010 + 15, 4929).round(4))
    0.8988
    """
    count, total = counts_among(long_acting, married_women)
    return np.asarray(count / np.where(np.isnan(count), np.nan, total))


def couple_years(
    quantities: Mapping[str, ArrayLike],
    factors: Mapping[str, Fraction] | Mapping[str, float] | None = None,
) -> Floats:
    """Compute couple-years of protection from what was handed out or inserted in a year.

    An output, not a number of users: a device counts for all its years in the year it is
    inserted.

    Parameters
    ----------
    quantities
        Units of each method, by its name in the table of factors; of shapes that broadcast.
    factors
        Couple-years a unit, by method; those of `couple_years_factors`, if not given.

    Returns
    -------
    numpy.ndarray
        Couple-years. NaN where a quantity is negative or missing: it is not taken for zero.

    Raises
    ------
    ValueError
        Where a method has no factor, or no method is given.

    References
    ----------
    Stover J, Bertrand JT, Shelton JD (2000). Empirically based conversion factors for
    calculating couple-years of protection. Evaluation Review 24:3-46.

    Examples
    --------
    >>> float(couple_years({"sterilisation_global": 12, "copper_iud": 40, "hormonal_iud": 5}))
    328.0
    """
    table = couple_years_factors() if factors is None else factors
    unknown = [method for method in quantities if method not in table]
    if unknown or not quantities:
        asked = ", ".join(unknown) or "nothing"
        raise ValueError(f"no factor for {asked}. Hint: the methods are {', '.join(sorted(table))}")
    parts = []
    for name, units in zip(quantities, as_floats(*quantities.values()), strict=True):
        factor = Fraction(table[name])
        units = np.where((units >= 0) & (units <= LARGEST), units, np.nan)
        # One after the other, so that 120 packs of a twelfth are exactly 10.
        parts.append(units * factor.numerator / factor.denominator)
    return np.asarray(np.sum(parts, axis=0))


def couple_years_factors(year: int = LATEST) -> Mapping[str, Fraction]:
    """Return the couple-years that one unit of each method gives, as set in a year.

    Parameters
    ----------
    year
        The year of issue of the table.

    Returns
    -------
    Mapping
        Exact fractions by the name of the method.

    Raises
    ------
    ValueError
        Where there is no table of that year.

    References
    ----------
    FHI 360, Avenir Health, USAID (2022), in: Global Health: Science and Practice
    2024;12(2):e2300388.

    Examples
    --------
    >>> float(couple_years_factors(2022)["copper_iud"])
    4.6
    """
    tables = _tables()
    if year not in tables:
        raise ValueError(f"no factors of {year!r}. Hint: there are those of {sorted(tables)}")
    return tables[year]


@lru_cache(maxsize=1)
def _tables() -> Mapping[int, Mapping[str, Fraction]]:
    from importlib.resources import files

    import tomli  # here, and the next, because most work needs no factors

    text = files("fpstats.stats.fertility").joinpath("couple_years.toml").read_text("utf-8")
    return {
        int(year): MappingProxyType(
            {name: Fraction(factor) for name, factor in table.items() if name != "source"}
        )
        for year, table in tomli.loads(text).items()
    }
