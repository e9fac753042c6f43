"""A spot check: entries of a return that were looked at again, and how many were wrong."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import (
    Floats,
    as_floats,
    counts_among,
    is_count,
)
from fpstats.stats.series import proportions_over_time, quotient, total_over


def gross_error(
    missed: ArrayLike, duplicate: ArrayLike, wrong: ArrayLike, checked: ArrayLike
) -> Floats:
    """Compute the gross error rate: every fault counts, in whatever direction.

    The honest one of the two: a birth left out and a birth entered twice are two errors here,
    and none in the net rate. Its limits are those of `hypergeometric`, with the sum as count.

    Parameters
    ----------
    missed, duplicate, wrong
        Entries left out, entered twice or falsely, and entered with a wrong detail.
    checked
        Entries that were looked at: whole numbers, of any shapes that broadcast.

    Returns
    -------
    numpy.ndarray
        The rate (0 to 1). NaN where a count is missing or none, or the sum is above the checked.

    References
    ----------
    Hansen MH, Hurwitz WN, Pritzker L (1964). The estimation and interpretation of gross
    differences and the simple response variance. In: Contributions to Statistics, Calcutta.

    Examples
    --------
    >>> float(gross_error(1, 1, 1, 50))
    0.06
    """
    parts = as_floats(missed, duplicate, wrong)
    count = sum(np.where(is_count(part), part, np.nan) for part in parts)
    count, checked = counts_among(count, checked)
    return np.asarray(count / np.where(np.isnan(count), np.nan, checked))


def net_error(reported: ArrayLike, verified: ArrayLike) -> Floats:
    """Compute the net error rate: by how much the reported total is off, with its sign.

    What was left out and what was entered twice cancel, so that a return full of faults may show
    none. Offices print it without its sign.

    Parameters
    ----------
    reported, verified
        The total as reported, and as found: whole numbers, of any shapes that broadcast.

    Returns
    -------
    numpy.ndarray
        (reported - verified) / verified: negative where events were left out. NaN where either
        is none, or nothing was found.

    References
    ----------
    Hansen MH, Hurwitz WN, Pritzker L (1964). The estimation and interpretation of gross
    differences and the simple response variance. In: Contributions to Statistics, Calcutta.

    Examples
    --------
    >>> float(net_error(15832, 15844).round(6))
    -0.000757
    """
    reported, verified = as_floats(reported, verified)
    valid = is_count(reported) & is_count(verified) & (verified > 0)
    reported, verified = (np.where(valid, part, np.nan) for part in (reported, verified))
    return np.asarray((reported - verified) / verified)


def design_effect(count: ArrayLike, total: ArrayLike) -> Floats:
    """Estimate the design effect from the clusters that were drawn.

    The variance of the proportion between clusters, over that of as many entries drawn one by
    one. With fewer than some twenty clusters it is itself uncertain; below 1, use 1.

    Parameters
    ----------
    count, total
        Errors and entries of each cluster, clusters along the last axis; those that are missing
        are left out.

    Returns
    -------
    numpy.ndarray
        Without the axis of clusters. NaN with fewer than two, or where all entries are wrong, or
        none is.

    References
    ----------
    Kish L (1965). Survey Sampling. Wiley, New York; the ratio estimate of Cochran WG (1977),
    Sampling Techniques, 3rd edition, chapter 6.

    Examples
    --------
    >>> float(design_effect([5, 0, 0, 5], [10, 10, 10, 10]).round(4))
    4.3333
    """
    count, total = proportions_over_time(count, total)
    clusters = total_over(np.where(np.isnan(count), np.nan, 1.0))
    events, entries = total_over(count), total_over(total)
    # In whole numbers, so that clusters that are all alike have exactly no variance.
    apart = (count * entries - total * events) / entries
    between = quotient(clusters, clusters - 1) * total_over(np.square(apart)) / np.square(entries)
    simple = (events / entries) * ((entries - events) / entries)
    alone = quotient(simple, entries - 1)
    return np.asarray(quotient(between, alone)[..., 0])
