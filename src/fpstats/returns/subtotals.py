"""Which lines a subtotal is the sum of: those above it or those below, up to the next one.

Subtotals that stand together are of one run of lines after another, or, where that is not so, are
together the sum of all of them. Knows numbers and places of lines, and no names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fpstats.returns.agreement import Rows, Values, agreeing


class Group(NamedTuple):
    """Stated totals, as lines, and the lines that they together are the sum of.

    `named` tells that the table of the user says whose total it is.
    """

    stated: Rows
    members: Rows
    partial: bool = True
    named: bool = False


def subtotals(stated: Rows, returns: Rows, values: Values, borders: Rows) -> list[Group]:
    """Return subtotals with the lines above them, or below, whichever agrees more often.

    None reaches over one of the `borders`, which are lines too.
    """
    sides = [_side(stated, returns, values, borders, above=above) for above in (True, False)]
    return max(sides, key=lambda groups: (_agreeing(groups, values), len(groups)))


def _side(
    stated: Rows, returns: Rows, values: Values, borders: Rows, *, above: bool
) -> list[Group]:
    # Subtotals between which no return stands are together.
    before = np.searchsorted(returns, stated)
    ends = {0, len(returns), *before.tolist(), *np.searchsorted(returns, borders).tolist()}
    groups: list[Group] = []
    for here in dict.fromkeys(before.tolist()):
        run = stated[before == here]
        start = max((end for end in ends if end < here), default=here)
        stop = min((end for end in ends if end > here), default=here)
        members = returns[start:here] if above else returns[here:stop]
        nearest = run[:1] if above else run[-1:]
        together, next_to_it = [Group(run, members)], [Group(nearest, members)]
        options: list[list[Group]] = [together, next_to_it, _in_turn(run, members, values)]
        if len(members):
            best: list[Group] = max(options, key=lambda one: _agreeing(one, values))
            groups += best
    return groups


def _in_turn(run: Rows, members: Rows, values: Values) -> list[Group]:
    """Return subtotals that stand together, each with its run of the lines, one after another.

    One of them may differ, where the others leave it the lines between; else there are none.
    """
    ahead, start = _matching(run, members, values)
    behind, taken = _matching(run[len(ahead) :][::-1], members[start:][::-1], values)
    stop = len(members) - taken
    left = run[len(ahead) : len(run) - len(behind)]
    if not (ahead or behind) or len(left) > 1 or (len(left) and start == stop):
        return []
    middle = [Group(left, members[start:stop])] if len(left) else []
    return [*ahead, *middle, *behind[::-1]]


def _matching(run: Rows, members: Rows, values: Values) -> tuple[list[Group], int]:
    """Return the first subtotals that are sums of the first lines in turn, and how many these."""
    found: list[Group] = []
    start = 0
    for line in run:
        sums = np.cumsum(np.nan_to_num(values[members[start:]]), axis=0)
        agree = agreeing(values[line], sums) | np.isnan(values[line])
        fits = np.flatnonzero(agree.all(axis=1))
        if not len(fits) or not np.nansum(values[line]) > 0:
            break
        stop = start + int(fits[0]) + 1
        found.append(Group(np.array([line]), np.sort(members[start:stop])))
        start = stop
    return found, start


def _agreeing(groups: Sequence[Group], values: Values) -> int:
    """Count the numbers in which totals are the sum of their lines."""
    return sum(
        int((np.nansum(values[group.members], axis=0) == values[group.stated].sum(axis=0)).sum())
        for group in groups
    )
