"""Lines whose names leave open whether they are areas: what the numbers around them say.

五乡镇 may be a town or the five townships below it, 城区 a district or the streets of a city. A
line that a stated total needs is one of its areas; one that is the sum of the lines beside it is
their total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fpstats.areas import Areas, plain
from fpstats.returns.agreement import Flags, Rows, Values, agreeing
from fpstats.returns.layout import AREALESS, CLASSES, COUNTED
from fpstats.returns.lines import Reading
from fpstats.returns.subtotals import Group, subtotals
from fpstats.returns.totals import PARTIAL

_RANKED: Final = (
    r"^\p{Han}{1,14}(镇|乡|街道|办事处|村|社区|苏木|嘎查|片|场|县|市|区|州|盟|旗|鎮|鄉|縣|區)$"
)
"""How the names of places end."""

_DISTRICT: Final = r"^(城区|郊区|矿区|城區)$"
"""Districts of cities; among townships these words are parts of the county."""

_COUNTY: Final = r"[县市区旗縣區]$"
_LEFT_OUT: Final = ("total_row", "beside_row")
_NUMERALS: Final = "一二三四五六七八九十"

_ENOUGH: Final = 20
"""One number as large as this is no sum by chance."""


def belonging(
    one: Reading, lines: pl.DataFrame, items: Sequence[str], areas: Areas | None = None
) -> pl.DataFrame:
    """Give lines whose names leave it open the `kind` that the numbers around them prove.

    What `areas` names is left as it is.
    """
    if one.match.area is None or one.match.parts or one.match.value is not None:
        return lines
    names = lines["area"].fill_null("").str.replace_all(r"\s", "")
    kinds = lines["kind"]
    returns = kinds == "return"
    counted = names.str.contains(COUNTED) & returns
    district = names.str.contains(_DISTRICT)
    named = names.str.contains(_RANKED) & ~names.str.contains(one.match.layout.total)
    left_out = named & (district | ~names.str.contains(CLASSES)) & kinds.is_in(_LEFT_OUT)
    among = names.filter(returns & ~district)
    of_counties = len(among) > 0 and 2 * among.str.contains(_COUNTY).sum() > len(among)
    parts = names.str.contains(AREALESS) & returns & ~_given(names, areas)
    if of_counties:
        parts &= False
    if not (counted.any() or left_out.any() or parts.any()):
        return lines
    open_ = _Open(
        kinds=np.array(kinds.to_list(), dtype=object),
        values=lines.select(pl.col(list(items)).cast(pl.Float64)).to_numpy(),
        counted=counted.to_numpy(),
        left_out=left_out.to_numpy(),
        partial=names.str.contains(PARTIAL).to_numpy(),
        parts=parts.to_numpy(),
    )
    if of_counties:
        open_.take_in_districts(np.flatnonzero((left_out & district).to_numpy()))
    for mine in _periods(one, lines):
        open_.leave_out_parts(mine)
        open_.settle(mine)
    open_.leave_out_heads(names.to_list())
    return lines.with_columns(kind=pl.Series(open_.kinds.tolist(), dtype=pl.String))


def _given(names: pl.Series, areas: Areas | None) -> pl.Series:
    """Tell which names the table of the user has."""
    if areas is None or not areas.given:
        return pl.repeat(value=False, n=len(names), eager=True)
    return names.is_in([name for name in names.unique() if name and areas.find(plain(name))])


def _periods(one: Reading, lines: pl.DataFrame) -> Iterator[Rows]:
    """Yield the lines of each period."""
    if one.match.period is None:
        yield np.arange(len(lines))
        return
    slots = lines["period"].fill_null("").rank("dense").to_numpy()
    for slot in range(1, slots.max(initial=0) + 1):
        yield np.flatnonzero(slots == slot)


class _Open:
    """The lines of a table, of which some are yet to be told; `kinds` is what they are so far.

    `counted` and `parts` are read as areas and may be totals, `left_out` are not and may be areas.
    """

    def __init__(
        self, *, kinds: NDArray[np.object_], values: Values, counted: Flags, left_out: Flags,
        partial: Flags, parts: Flags,
    ) -> None:  # fmt: skip
        self.kinds, self.values = kinds, values
        self.counted, self.left_out = counted, left_out
        self.partial, self.parts = partial, parts

    def take_in_districts(self, districts: Rows) -> None:
        """Take in districts that stand among counties, unless they are the sum of some."""
        every = np.arange(len(self.kinds))
        mine = [line for line in districts if not self._adds_up(line, every)]
        self.kinds[mine] = "return"

    def leave_out_parts(self, mine: Rows) -> None:
        """Leave out parts of a county that add up their areas, of which some may be wrong."""
        parts = mine[self.parts[mine]]
        if not len(parts):
            return
        totals = mine[self.kinds[mine] == "total_row"]
        returns = np.setdiff1d(self._returns(mine), parts)
        stated = np.sort(np.append(parts, totals[self.partial[totals]]))
        groups = subtotals(stated, returns, self.values, np.array([], np.int64))
        covered = sum(len(group.members) for group in groups) == len(returns)
        proven = [self._is_sum(group, enough=covered) for group in groups]
        whole = self._state_the_sum(totals[~self.partial[totals]], returns)
        if whole or 2 * sum(proven) >= len(groups) > 0:
            self.kinds[parts] = "total_row"

    def _is_sum(self, group: Group, *, enough: bool) -> bool:
        """Tell whether subtotals are the sum of their lines; `enough` that small numbers prove."""
        given = self.values[group.stated].sum(axis=0)
        sums = np.nansum(self.values[group.members], axis=0)
        if enough:
            known = ~np.isnan(given)
            agree = agreeing(given, sums)[known]
            return bool(2 * agree.sum() > len(agree) and np.nansum(given) > 0)
        return self._agrees(given, sums)

    def settle(self, mine: Rows) -> None:
        """Settle the lines of one period."""
        totals = mine[(self.kinds[mine] == "total_row") & ~self.partial[mine]]
        if not self._state_the_sum(totals, self._returns(mine)):
            sums = [line for line in mine[self.counted[mine]] if self._adds_up(line, mine)]
            self.kinds[sums] = "total_row"
        open_ = mine[self.left_out[mine] & (self.kinds[mine] != "return")]
        unsound = np.array([line for line in open_ if not self._adds_up(line, mine)], np.int64)
        returns = self._returns(mine)
        if not len(returns) or self._state_the_sum(totals, returns):
            return
        for some in [unsound, *unsound[:, None]]:
            others = np.setdiff1d(totals, some)
            if len(some) and self._state_the_sum(others, np.append(returns, some)):
                self.kinds[some] = "return"
                return

    def leave_out_heads(self, names: Sequence[str]) -> None:
        """Take 一街道, 二乡镇 without numbers, each with lines below it, for heads of classes."""
        bare = np.isnan(self.values).all(axis=1)
        heads = np.flatnonzero(self.counted & bare)
        follow = all(
            line + 1 < len(names) and not self.counted[line + 1] for line in heads.tolist()
        )
        order = "".join(names[line][0] for line in heads.tolist())
        if len(heads) > 1 and follow and _NUMERALS.startswith(order):
            self.kinds[heads] = "group_row"

    def _returns(self, mine: Rows) -> Rows:
        returns: Rows = mine[self.kinds[mine] == "return"]
        return returns

    def _state_the_sum(self, totals: Rows, returns: Rows) -> bool:
        """Tell whether a total is the sum of these returns, in every number that it states."""
        sums = np.nansum(self.values[returns], axis=0)
        return any(self._agrees(self.values[total], sums) for total in totals)

    def _adds_up(self, line: int, mine: Rows) -> bool:
        """Tell whether a line is the sum of the returns right below it, or right above."""
        place = int(np.flatnonzero(mine == line)[0])
        for beside in (mine[place + 1 :], mine[:place][::-1]):
            ends = np.flatnonzero(
                self.counted[beside] | ~np.isin(self.kinds[beside], ["return", "blank"])
            )
            run = self._returns(beside[: ends[0]] if len(ends) else beside)
            if len(run) > 1:
                sums = np.nansum(self.values[run], axis=0)
                if self._agrees(self.values[line], sums):
                    return True
        return False

    def _agrees(self, given: Values, sums: Values) -> bool:
        """Tell whether all given numbers are these sums, and enough that it is not by chance."""
        known = ~np.isnan(given)
        if not agreeing(given, sums)[known].all():
            return False
        some = given[known & (given > 0)]
        return len(some) > 1 or bool(some.sum() >= _ENOUGH)
