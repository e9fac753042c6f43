"""Totals that a form states: compared with the sums, never added in.

A total is that of all returns of its period on the sheet; a subtotal is that of the lines between
it and the subtotal before it, or, where it stands above its group, of the lines down to the next.
A line of which it is told that it may be the sum of all others is no part of either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl

from fpstats.issues import Findings
from fpstats.returns import above_townships, villages
from fpstats.returns.agreement import HALF_A_CENT, Flags, Rows, Values, agreeing
from fpstats.returns.clean import BLANK
from fpstats.returns.layout import AREALESS, CLASSES, COUNTED
from fpstats.returns.lines import Reading, one_line_each
from fpstats.returns.parents import Parents
from fpstats.returns.stated import Compared, Differing, note
from fpstats.returns.subtotals import Group, subtotals
from fpstats.returns.unseen import UNSEEN
from fpstats.returns.wholes import FEWEST

_OF_MONTHS: Final = r"小计|季|半年"
"""How the months of a part of the year are added up, below them."""

PARTIAL: Final = (
    rf"{CLASSES}|{COUNTED}|{AREALESS}|小计|小計|^[本每]页|[市区郡町村部]計$|片区?(合计|小计|共计)?[：:]?$|^[^全本合总共]+[：:]$"
    "|(?i:sub-?total)"
)
"""How subtotals are named; every other total is of the whole table."""

_UNKNOWN: Final = ["no_area", "no_period", villages.UNCLEAR, above_townships.UNCLEAR]
"""Lines whose numbers may be part of a total, and are not known."""


def check(
    one: Reading,
    lines: pl.DataFrame,
    items: Sequence[str],
    findings: Findings,
    before: Mapping[str, float],
    told: Parents,
) -> Compared:
    """Compare every stated total with the sum of its lines; a difference is an issue.

    `before` are the sums of the tables of the same period that stand before this one on its sheet:
    the total below a table that is continued is of all its parts. Of some it has been
    `told` which lines are theirs.
    """
    stated = np.flatnonzero((lines["kind"] == "total_row").to_numpy())
    returns = np.flatnonzero((lines["kind"] == "return").to_numpy())
    if not (len(stated) and len(returns) and one.match.items):
        return Compared()
    values = lines.select(pl.col(list(items)).cast(pl.Float64)).to_numpy()
    refused = _refused(lines, items)
    # What stands on a line without an area belongs to the total, but is not known either.
    nameless = np.flatnonzero(lines["kind"].is_in(_UNKNOWN).to_numpy())
    returns, values, more = _once(one, lines, returns, values)
    made = agreed = 0
    differing: list[Differing] = []
    known = [each._replace(members=np.intersect1d(each.members, returns)) for each in told.groups]
    theirs = np.array([line for each in known for line in each.stated], np.int64)
    others, returns = np.setdiff1d(stated, theirs), np.setdiff1d(returns, told.returns)
    for group in (*known, *_groups(one, lines, others, returns, values, theirs)):
        sums = np.nansum(values[group.members], axis=0)
        twice = more[group.members].sum(axis=0)
        for place, item in enumerate(items):
            given, parts = values[group.stated, place], values[group.members, place]
            if item not in one.match.items or np.isnan([*given, twice[place]]).any():
                continue
            if np.isnan(parts).all():
                continue
            short = given.sum() - sums[place]
            # Where a cell was refused, a total may be larger by what stands there.
            unknown = refused[group.members, place].any() or _within(nameless, group)
            if short > HALF_A_CENT and unknown:
                note(
                    "total_unchecked", one, _differing(lines, group, item, values, place), findings
                )
                continue
            # Several subtotals may be of a part of the lines only.
            if short < -HALF_A_CENT and len(given) > 1:
                continue
            made += len(given)
            # What is wrong with a line that stands twice is told of the line.
            passing = [0, twice[place], *([] if group.partial else [before.get(item, 0)])]
            if min(abs(short - other) for other in passing) <= HALF_A_CENT:
                agreed += len(given)
                continue
            what = _differing(lines, group, item, values, place)
            if short > 0 and np.isnan(parts).any():
                note("total_with_blanks", one, what, findings)
            else:
                note("total_differs", one, what, findings)
                differing.append(what)
    return Compared(made, agreed, tuple(differing))


def _within(lines: Rows, group: Group) -> bool:
    """Tell whether any of these lines stands where those of a total do: never behind one below."""
    end = int(group.stated.max())
    below = end > int(group.members.max())
    return bool((lines < end).any() if below else len(lines))


def _differing(
    lines: pl.DataFrame, group: Group, item: str, values: Values, place: int
) -> Differing:
    """Return a stated total with its lines, as they are told."""
    rows = lines["row"].to_numpy()
    first = int(group.stated[0])
    return Differing(
        item=item,
        label=lines["area"][first] or "",
        period=lines["period"][first] or "",
        partial=group.partial,
        named=group.named,
        stated=tuple(rows[group.stated].tolist()),
        given=tuple(values[group.stated, place].tolist()),
        lines=tuple(rows[group.members].tolist()),
        parts=tuple(
            None if np.isnan(part) else part for part in values[group.members, place].tolist()
        ),
    )


def _once(
    one: Reading, lines: pl.DataFrame, returns: Rows, values: Values
) -> tuple[Rows, Values, Values]:
    """Take lines that stand again together with the first of them, as they count.

    Returns
    -------
    tuple
        The lines that are left, all values, and of each line how much more those that stand again
        say: NaN where they say otherwise.
    """
    more = np.zeros_like(values)
    if not one_line_each(one):
        return returns, values, more
    keys = lines[returns].select("area", "period", line=pl.Series(returns))
    keys = keys.filter(pl.struct("area", "period").is_duplicated() & pl.col("area").ne(""))
    values, left = values.copy(), set(returns.tolist())
    for (same,) in keys.group_by("area", "period").agg("line").select("line").rows():
        low, high = (end.reduce(values[same], axis=0) for end in (np.fmin, np.fmax))
        differ = low < high
        over = np.nansum(values[same], axis=0) - np.nan_to_num(low)
        more[same[0]] = np.where(differ, np.nan, over)
        values[same[0]] = np.where(differ, np.nan, low)
        left -= set(same[1:])
    return np.array(sorted(left)), values, more


def _refused(lines: pl.DataFrame, items: Sequence[str]) -> Flags:
    """Tell for each line and item whether something stands there that is no number."""
    found = np.zeros((len(lines), len(items)), dtype=bool)
    for place, item in enumerate(items):
        codes = [name for name in lines.columns if name.startswith(f"{item}!")]
        for name in codes:
            found[:, place] |= (lines[name].fill_null(BLANK) != BLANK).to_numpy()
    return found


def _groups(
    one: Reading,
    lines: pl.DataFrame,
    stated: Rows,
    returns: Rows,
    values: Values,
    borders: Rows,
) -> Iterator[Group]:
    """Yield every total with its lines, each period by itself; no subtotal reaches over borders."""
    written = lines["period"].fill_null("")
    periods = written.to_numpy()
    names = lines["area"].fill_null("").str.replace_all(rf"\s|{UNSEEN}", "")
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
            yield Group(np.array([line]), mine, partial=False)
        yield from subtotals(totals[partial[totals]], mine, values, borders)


def _wholes(values: Values) -> Flags:
    """Tell which lines are the sum of all others, in every number."""
    known = np.nan_to_num(values)
    is_sum = agreeing(known, known.sum(axis=0) - known).all(axis=1)
    return np.asarray(is_sum & (known.sum(axis=1) > 0) & (len(values) > FEWEST))
