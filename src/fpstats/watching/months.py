"""Single months that lie outside their limits, those in a row as one."""

from __future__ import annotations

import numpy as np

from fpstats.watching.compared import Compared
from fpstats.watching.found import Found, unknown
from fpstats.watching.laws import Flags
from fpstats.watching.series import Places


def months_apart(months: Compared, first: int) -> Found:
    """Look at each month on its own; `first` is the place of the first among all times."""
    p = months.probability(months.count)
    places = np.broadcast_to(np.arange(first, first + p.shape[1]), p.shape)
    return Found(
        p=p,
        value=months.count / months.under,
        expected=months.expected,
        limits=lambda chosen: months.flat(chosen).limits(),
        above=np.asarray(months.count > months.expected * months.under),
        since=places,
        until=places,
        older=places == first,
        times=np.ones_like(p),
        history=months.history,
        spread=months.sigma,
        slope=unknown(p),
    )


def in_a_row(hits: Flags, above: Flags) -> tuple[Places, Places]:
    """Number the runs of hits on one side, in months that follow one another.

    Parameters
    ----------
    hits, above
        Arrays of areas × months: what is a hit, and on which side it lies.

    Returns
    -------
    tuple
        The hits as places in the flat array, by area and month; and the number of the run of each.

    Examples
    --------
    >>> hits = np.array([[True, True, False, True], [True, True, False, False]])
    >>> above = np.array([[True, True, True, True], [True, False, True, True]])
    >>> [part.tolist() for part in in_a_row(hits, above)]
    [[0, 1, 3, 4, 5], [0, 0, 1, 2, 3]]
    """
    at = np.flatnonzero(hits)
    side, area = above.ravel()[at], at // max(hits.shape[1], 1)
    new = (np.diff(at) > 1) | (side[1:] != side[:-1]) | (area[1:] != area[:-1])
    return at, np.concatenate([np.zeros(min(len(at), 1)), np.cumsum(new)]).astype(np.int64)
