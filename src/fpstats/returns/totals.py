"""Totals that a form states: compared with the sums, never added in.

A total is that of all returns of its period on the sheet; a subtotal is that of the lines between
it and the subtotal before it, or, where it stands above its group, of the lines down to the next.
Where several subtotals stand together, no place says which lines are whose: they are compared
together. A line under another name that is the sum of all others is no part of either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fpstats.issues import Findings
from fpstats.returns.clean import BLANK
from fpstats.returns.layout import CLASSES, COUNTED
from fpstats.returns.lines import Reading
from fpstats.returns.suspect import FEWEST
from fpstats.returns.villages import UNCLEAR

_OF_MONTHS: Final = r"小计|季|半年"
"""How the months of a part of the year are added up, below them."""

PARTIAL: Final = (
    rf"{CLASSES}|{COUNTED}|小计|小計|片区?(合计|小计|共计)?[：:]?$|^[^全本合总共]+[：:]$"
    "|(?i:sub-?total)"
)
"""How subtotals are named; every other total is of the whole table."""

_SAYS_SUM: Final = re.compile("[计計总總汇匯和]|[A-Za-z]")
"""What the names of totals say that no place is called; 全镇 and 本县 do not, and may be places."""

_CENT: Final = 0.005

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
Values = NDArray[np.float64]


class Compared(NamedTuple):
    """How many stated totals were compared with the sums of their lines, and how many agree."""

    made: int = 0
    agreed: int = 0


class _Group(NamedTuple):
    """Stated totals, as lines, and the lines that they together are the sum of."""

    stated: Rows
    members: Rows
    partial: bool = True


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
    returns = np.flatnonzero((lines["kind"] == "return").to_numpy())
    if not (len(stated) and len(returns) and one.match.items):
        return Compared()
    values = lines.select(pl.col(list(items)).cast(pl.Float64)).to_numpy()
    rows, names = lines["row"].to_list(), lines["area"].fill_null("").to_list()
    refused = _refused(lines, items)
    # What stands on a line without an area belongs to the total, but is not known either.
    made = differing = 0
    nameless = bool(lines["kind"].is_in(["no_area", "no_period", UNCLEAR]).any())

    def told(code: str, group: _Group, item: str, given: Values, expected: float) -> None:
        name = names[group.stated[0]]
        perhaps = code != "total_unchecked" and len(given) == 1 and not _SAYS_SUM.search(name)
        findings.add(
            code,
            **({"saying": "total_or_area", "area": name} if perhaps else {}),
            item=item,
            source=one.sheet.path,
            sheet=one.sheet.name,
            cell=one.cell(item, rows[group.stated[0]]),
            value="+".join(f"{number:.15g}" for number in given),
            expected=f"{expected:.15g}",
        )

    for group in _groups(one, lines, stated, returns, values):
        sums = np.nansum(values[group.members], axis=0)
        for place, item in enumerate(items):
            given, parts = values[group.stated, place], values[group.members, place]
            if item not in one.match.items or np.isnan(given).any() or np.isnan(parts).all():
                continue
            short = given.sum() - sums[place]
            # Where a cell was refused, a total may be larger by what stands there.
            if short > _CENT and (nameless or refused[group.members, place].any()):
                told("total_unchecked", group, item, given, sums[place])
                continue
            # Several subtotals may be of a part of the lines only.
            if short < -_CENT and len(given) > 1:
                continue
            made += len(given)
            if abs(short) > _CENT and (group.partial or abs(short - before.get(item, 0)) > _CENT):
                differing += 1
                code = "total_with_blanks" if np.isnan(parts).any() else "total_differs"
                told(code, group, item, given, sums[place])
    return Compared(made, made - differing)


def _refused(lines: pl.DataFrame, items: Sequence[str]) -> Flags:
    """Tell for each line and item whether something stands there that is no number."""
    found = np.zeros((len(lines), len(items)), dtype=bool)
    for place, item in enumerate(items):
        codes = [name for name in lines.columns if name.startswith(f"{item}!")]
        for name in codes:
            found[:, place] |= (lines[name].fill_null(BLANK) != BLANK).to_numpy()
    return found


def _groups(
    one: Reading, lines: pl.DataFrame, stated: Rows, returns: Rows, values: Values
) -> Iterator[_Group]:
    """Yield every total with its lines, each period by itself."""
    written = lines["period"].fill_null("")
    periods = written.to_numpy()
    names = lines["area"].fill_null("").str.replace_all(r"\s", "")
    # 一季度 beside a township adds up its months; beside 合计 it is the period of the total.
    adding = written.str.contains(_OF_MONTHS) & ~names.str.contains(one.match.layout.total)
    partial = (names.str.contains(PARTIAL) | adding).to_numpy()
    apart = one.match.period is not None and one.match.area is not None
    known = set(periods[returns]) if apart else set()
    areas = set(names[returns]) if apart else set()
    # A total without a period of its own is that of all; 小计 in the column of months is of the
    # area beside it.
    when = [
        (str(periods[line]), "")
        if periods[line] in known
        else ("", names[int(line)] if names[int(line)] in areas else "")
        for line in stated
    ]
    for period, area in dict.fromkeys(when):
        mine = returns[periods[returns] == period] if period else returns
        mine = mine[names.to_numpy()[mine] == area] if area else mine
        mine = mine[~_wholes(values[mine])]
        totals = stated[np.array([one == (period, area) for one in when])]
        for line in totals[~partial[totals]]:
            yield _Group(np.array([line]), mine, partial=False)
        subtotals = totals[partial[totals]]
        sides = [_subtotals(subtotals, mine, values, above=above) for above in (True, False)]
        yield from max(sides, key=lambda groups: (_agreeing(groups, values), len(groups)))


def _wholes(values: Values) -> Flags:
    """Tell which lines are the sum of all others, in every number."""
    known = np.nan_to_num(values)
    is_sum = np.all(np.abs(2 * known - known.sum(axis=0)) <= _CENT, axis=1)
    return np.asarray(is_sum & (known.sum(axis=1) > 0) & (len(values) > FEWEST))


def _subtotals(stated: Rows, returns: Rows, values: Values, *, above: bool) -> list[_Group]:
    """Return the subtotals with the lines above them, or below; those that stand together as one,
    unless the one next to the lines is their sum alone.
    """
    # Subtotals between which no return stands are together.
    before = np.searchsorted(returns, stated)
    places = [0, *dict.fromkeys(before.tolist()), len(returns)]
    groups = []
    for start, here, stop in zip(places, places[1:], places[2:], strict=False):
        run = stated[before == here]
        members = returns[start:here] if above else returns[here:stop]
        nearest = run[:1] if above else run[-1:]
        options = [_Group(run, members), _Group(nearest, members)]
        if len(members):
            groups.append(max(options, key=lambda group: _agreeing([group], values)))
    return groups


def _agreeing(groups: Sequence[_Group], values: Values) -> int:
    """Count the numbers in which totals are the sum of their lines."""
    return sum(
        int((np.nansum(values[group.members], axis=0) == values[group.stated].sum(axis=0)).sum())
        for group in groups
    )
