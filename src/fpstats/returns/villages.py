"""Townships that stand among their own villages: a line that is a total by its place and sums.

Knows names and numbers of lines; where no sum says which villages are whose, nothing is decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fpstats.issues import Findings
from fpstats.returns.agreement import HALF_A_CENT, Values, agreeing
from fpstats.returns.lines import Reading
from fpstats.returns.stated import Differing, note

_TOWNSHIP: Final = r"(镇|乡|街道|街道办事处|苏木)$"
_VILLAGE: Final = r"(村|社区|居委会|村委会|居民委员会|村民委员会|嘎查)$"

TOTAL: Final = "villages_total"
UNCLEAR: Final = "villages_unclear"


class _Stated(NamedTuple):
    """A township and the villages beside it, as lines, with what they say."""

    line: int
    villages: range
    given: Values
    parts: Values

    @property
    def sums(self) -> Values:
        """What the villages say together."""
        return np.asarray(np.nansum(self.parts, axis=0))

    @property
    def fits(self) -> bool:
        """Tell whether every number that both have is the same."""
        both = ~np.isnan(self.given)
        return bool(both.any() and agreeing(self.given, self.sums)[both].all())


def part_townships(
    one: Reading, lines: pl.DataFrame, items: Sequence[str], findings: Findings
) -> tuple[pl.DataFrame, list[Differing]]:
    """Take townships out of the returns whose villages stand on the same sheet.

    A township is the total of the run of villages below it, or of that above it, whichever fits
    more of them; one that differs, where another fits, is an issue. Where none fits nobody can tell
    what the villages are part of: the townships are refused, so that no birth counts twice.
    """
    match = one.match
    if match.area is None or match.period is not None or match.parts or not match.columns:
        return lines, []
    mine = lines.with_row_index("line").filter(kind="return")
    names = mine["area"].fill_null("").str.replace_all(r"\s", "")
    townships = names.str.contains(_TOWNSHIP).to_numpy()
    villages = names.str.contains(_VILLAGE).to_numpy()
    if not (townships.any() and villages.any()):
        return lines, []
    values = mine.select(pl.col(list(items)).cast(pl.Float64)).to_numpy()
    sides = [_beside(townships, villages, values, step) for step in (1, -1)]
    stated = max(sides, key=lambda side: sum(each.fits for each in side))
    known = any(each.fits and np.nansum(each.given) > 0 for each in stated)
    at, rows = mine["line"].to_numpy(), mine["row"].to_list()
    differing = [
        Differing(
            item=items[place],
            label=mine["area"][each.line],
            period=mine["period"][each.line] or "",
            partial=True,
            stated=(rows[each.line],),
            given=(float(each.given[place]),),
            lines=tuple(rows[line] for line in each.villages),
            parts=tuple(None if np.isnan(part) else part for part in each.parts[:, place].tolist()),
        )
        for each in (stated if known else ())
        for place in np.flatnonzero(np.abs(each.given - each.sums) > HALF_A_CENT).tolist()
    ]
    for what in differing:
        note("total_differs", one, what, findings)
    kinds = lines["kind"].to_numpy().copy()
    kinds[at[[each.line for each in stated]]] = TOTAL if known else UNCLEAR
    return lines.with_columns(kind=pl.Series(kinds, dtype=pl.String)), differing


def _beside(
    townships: NDArray[np.bool_], villages: NDArray[np.bool_], values: Values, step: int
) -> list[_Stated]:
    """Return the townships with villages right below them (`step` 1) or right above (-1)."""
    if step < 0:
        turned = _beside(townships[::-1], villages[::-1], values[::-1], 1)
        last = len(values) - 1
        return [
            _Stated(
                last - each.line,
                range(last - each.villages[-1], last - each.villages[0] + 1),
                each.given,
                each.parts[::-1],
            )
            for each in turned
        ]
    ends = np.append(np.flatnonzero(~villages), len(villages))
    heads = ends[:-1]
    found = []
    for first, last in zip(heads, ends[1:], strict=True):
        if townships[first] and last - first > 1 and not np.isnan(values[first]).all():
            below = range(int(first) + 1, int(last))
            found.append(_Stated(int(first), below, values[first], values[below]))
    return found
