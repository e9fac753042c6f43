"""Totals that a form states: compared with the sums, never added in.

A total is that of all returns of its period on the sheet; a subtotal is that of the lines between
it and the subtotal before it, or, where it stands above its group, of the lines down to the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fpstats.issues import Findings
from fpstats.returns.clean import BLANK
from fpstats.returns.layout import CLASSES
from fpstats.returns.lines import Reading

_OF_MONTHS: Final = r"小计|季|半年"
"""How the months of a part of the year are added up, below them."""

PARTIAL: Final = (
    rf"{CLASSES}|小计|小計|片区?(合计|小计|共计)?[：:]?$|^[^全本合总共]+[：:]$|(?i:sub-?total)"
)
"""How subtotals are named; every other total is of the whole table."""

Rows = NDArray[np.int64]


class Compared(NamedTuple):
    """How many stated totals were compared with the sums of their lines, and how many agree."""

    made: int = 0
    agreed: int = 0


def check(
    one: Reading,
    lines: pl.DataFrame,
    items: Sequence[str],
    findings: Findings,
    before: Mapping[str, float],
) -> Compared:
    """Compare every stated total with the sum of its lines; a difference is an issue.

    `before` are the sums of the tables of the same period that stand before this one on its sheet:
    the total below a table that is continued is of all its parts.
    """
    stated = np.flatnonzero((lines["kind"] == "total_row").to_numpy())
    if not len(stated) or not one.match.items:
        return Compared()
    returns = np.flatnonzero((lines["kind"] == "return").to_numpy())
    if not len(returns):
        return Compared()
    values = lines.select(pl.col(list(items)).cast(pl.Float64)).to_numpy()
    periods = lines["period"].fill_null("").to_list()
    names = lines["area"].fill_null("").str.replace_all(r"\s", "")
    # 一季度 beside a township adds up its months; beside 合计 it is the period of the total.
    times = lines["period"].fill_null("").str.contains(_OF_MONTHS)
    times &= ~names.str.contains(one.match.layout.total)
    partial = (names.str.contains(PARTIAL) | times).to_numpy()
    groups = _groups(stated[partial[stated]], returns, values)
    rows = lines["row"].to_list()
    refused = _refused(lines, items)
    # What stands on a line without an area belongs to the total, but is not known either.
    made = differing = 0
    nameless = bool(lines["kind"].is_in(["no_area", "no_period"]).any())

    def told(code: str, line: int, item: str, given: float, parts: NDArray[np.float64]) -> None:
        findings.add(
            code,
            item=item,
            source=one.sheet.path,
            sheet=one.sheet.name,
            cell=one.cell(item, rows[line]),
            value=f"{given:.15g}",
            expected=f"{np.nansum(parts):.15g}",
        )

    for line in stated.tolist():
        members = groups.get(line, returns) if partial[line] else returns
        if one.match.period is not None and one.match.area is not None:
            alike = [m for m in members if periods[m] == periods[line]]
            # 小计 in the column of months is of the area beside it.
            alike = alike or [m for m in members if names[int(m)] == names[line]]
            members = np.array(alike or members)
        for place, item in enumerate(items):
            given, parts = values[line, place], values[members, place]
            if np.isnan(given) or item not in one.match.items or np.isnan(parts).all():
                continue
            short = given - np.nansum(parts)
            # Where a cell was refused, a total may be larger by what stands there.
            if short > 0.005 and (nameless or refused[members, place].any()):
                told("total_unchecked", line, item, given, parts)
                continue
            made += 1
            if abs(short) > 0.005 and (partial[line] or abs(short - before.get(item, 0)) > 0.005):
                differing += 1
                code = "total_with_blanks" if np.isnan(parts).any() else "total_differs"
                told(code, line, item, given, parts)
    return Compared(made, made - differing)


def _refused(lines: pl.DataFrame, items: Sequence[str]) -> NDArray[np.bool_]:
    """Tell for each line and item whether something stands there that is no number."""
    found = np.zeros((len(lines), len(items)), dtype=bool)
    for place, item in enumerate(items):
        codes = [name for name in lines.columns if name.startswith(f"{item}!")]
        for name in codes:
            found[:, place] |= (lines[name].fill_null(BLANK) != BLANK).to_numpy()
    return found


def _groups(stated: Rows, returns: Rows, values: NDArray[np.float64]) -> dict[int, Rows]:
    """Return the lines of each subtotal: those above it, or below, as agrees with more numbers."""
    above: dict[int, Rows] = {}
    below: dict[int, Rows] = {}
    for place, line in enumerate(stated):
        before = stated[place - 1] if place else -1
        after = stated[place + 1] if place + 1 < len(stated) else len(values)
        above[int(line)] = returns[(returns > before) & (returns < line)]
        below[int(line)] = returns[(returns > line) & (returns < after)]
    return max((above, below), key=lambda groups: _agreeing(groups, values))


def _agreeing(groups: dict[int, Rows], values: NDArray[np.float64]) -> int:
    return sum(
        int((np.nansum(values[members], axis=0) == values[line]).sum()) if len(members) else 0
        for line, members in groups.items()
    )
