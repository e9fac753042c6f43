"""Columns that a year heads below the title of a month: another year, its end, the year so far."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from fpstats.patterns import pattern
from fpstats.returns.column import Column, Time
from fpstats.returns.recognition.masthead import Masthead
from fpstats.returns.recognition.said import Said

_END_OF_YEAR: Final = pattern(r"年[末底]|year[\s-]*end|end[\s-]+of[\s-]+(?:the[\s-]+)?year", re.I)
_THIS_YEAR: Final = pattern("[本当]年(?!.*累|以来|完成)")


def without_crossed(cols: Sequence[Column], said: Masthead) -> list[Column]:
    """Leave out columns of a year beside others of the month that the title names.

    2022年出生人数 may be of the same month of 2022 or of the whole year. Years side by side, one
    item in each, are of the same month, and 2022年末 says which month it is.
    """
    found = crossed(cols, said)
    if all(one in found for one in cols if one.role == "item"):
        return list(cols)
    return [replace(one, role="unknown", item=None) if one in found else one for one in cols]


def with_year_ends(cols: Sequence[Column], said: Masthead) -> list[Column]:
    """Mark the columns of 年末 below a month in which no year ends: they are of that month."""
    if said.base is None or not of_months(said.base) or said.base.span.end % 12 == 11:
        return list(cols)
    return [
        replace(one, why="year_end")
        if one.item and one.time is None and _END_OF_YEAR.search(one.heading)
        else one
        for one in cols
    ]


def with_years_so_far(cols: Sequence[Column], said: Masthead) -> list[Column]:
    """Mark 全年出生人数 below a month in which no year ends: the year so far, as a guess.

    So is 本年 where no 本月 stands beside it, as 本年 beside 上年 may be of the month.
    """
    if said.base is None or not of_months(said.base) or said.base.span.end % 12 == 11:
        return list(cols)
    year = said.base.span.end // 12
    whole = (Time("months", 1, 12), Time("months", 1, 12, year))
    monthly = {one.item for one in cols if one.time and one.time.kind in ("month", "this")}
    return [
        replace(one, why="whole_year", time=Time("to_date"))
        if one.item and (one.time in whole or (_is_this_year(one) and one.item not in monthly))
        else one
        for one in cols
    ]


def _is_this_year(one: Column) -> bool:
    """Tell 本年 from 本年累计."""
    named = one.time == Time("to_date") and one.why in ("name", "words")
    return named and _THIS_YEAR.search(one.heading) is not None


def crossed(cols: Sequence[Column], said: Masthead) -> list[Column]:
    """Return the columns that a year heads and no other year beside it, below a month."""
    if not of_months(said.base):
        return []
    yearly = [
        one
        for one in cols
        if one.item and one.time and one.time.kind == "year" and not one.time.last
    ]
    years = {(one.item, one.time.year) for one in yearly if one.time}
    beside = Counter(item for item, _ in years)
    return [one for one in yearly if beside[one.item] == 1]


def of_months(base: Said | None) -> bool:
    """Tell whether a title says months, and no year."""
    return base is not None and base.precise and base.span.months < 12
