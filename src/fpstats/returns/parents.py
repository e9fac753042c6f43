"""Lines of areas above others on one sheet: whose totals they are, as the table of the user says.

Knows names and no numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from fpstats.areas import Areas, plain
from fpstats.returns.agreement import Rows
from fpstats.returns.lines import Reading
from fpstats.returns.subtotals import Group
from fpstats.returns.unseen import UNSEEN

_NONE = np.array([], np.int64)


class Parents(NamedTuple):
    """Totals with their lines; and the `returns` of areas above others, no part of any total."""

    groups: Sequence[Group]
    returns: Rows


def parents(
    one: Reading, lines: pl.DataFrame, areas: Areas | None, counties: Sequence[Group]
) -> Parents:
    """Return the lines of areas that have others of the sheet below them, by the table of areas.

    A total by its name (东片) is that of the lines below it; any other is a return of its own,
    which is compared with theirs and added to none. `counties` are totals that are known already.
    """
    if areas is None or not areas.given or one.match.area is None:
        return Parents(counties, _NONE)
    names = lines["area"].fill_null("").str.replace_all(rf"\s|{UNSEEN}", "")
    found = {name: areas.find(plain(name)) for name in names.unique() if name}
    returns = lines["kind"] == "return"
    below = _below({name: found.get(name) for name in names.filter(returns).unique()}, areas)
    above = names.is_in([name for name, area in found.items() if area in below])
    higher = names.is_in(
        [name for name, area in found.items() if area and not areas.is_lowest(plain(name))]
    )
    stated = higher & (lines["kind"] == "total_row") & ~names.str.contains(one.match.layout.total)
    mine = returns & ~above
    periods = lines["period"].fill_null("")
    unknown = names.is_in([name for name, area in found.items() if area is None])
    groups = [*counties]
    for line in stated.arg_true():
        area = found[names[line]] or ""
        theirs = names.is_in(below.get(area, []))
        # What no table names is of the county all the same.
        theirs |= unknown & (not areas.above(area))
        members = (mine & theirs & (periods == periods[line])).arg_true().to_numpy()
        groups.append(Group(np.array([line]), members.astype(np.int64), named=True))
    return Parents(groups, (returns & above).arg_true().to_numpy().astype(np.int64))


def _below(found: Mapping[str, str | None], areas: Areas) -> dict[str, list[str]]:
    """Return for each area that has any the names of the sheet that mean areas below it."""
    below: dict[str, list[str]] = {}
    for name, area in found.items():
        for higher in areas.above(area) if area else ():
            below.setdefault(higher, []).append(name)
    return below
