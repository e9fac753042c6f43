"""Months across the turn of the year: 2023—2024年度 over 10月 11月 12月 1月 2月."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from fpstats.returns.column import Column
from fpstats.returns.recognition.masthead import Masthead

_TWO_YEARS: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)年?度?[-—–−~至到/]((?:19|20)\d\d)年?度?")


def two_years(titles: str) -> tuple[str, int] | None:
    """Return how titles write a year and the next, and the first of them; or None."""
    found = _TWO_YEARS.search(titles)
    if found is None or int(found[2]) != int(found[1]) + 1:
        return None
    return found[0], int(found[1])


def over_the_turn(columns: Sequence[Column], said: Masthead) -> list[Column]:
    """Give months their years where the title names two, and December stands once before January.

    Months that run from January to December may be of either year.
    """
    named = two_years(said.titles)
    if named is None or said.base is not None:
        return list(columns)
    years: dict[int, int] = {}
    for item in {one.item for one in columns if one.role == "item"}:
        months = [(one.place, one.time) for one in columns if one.item == item]
        numbers = [time.last if time and time.kind == "months" else 0 for _, time in months]
        alone = all(time and time.first == time.last and not time.year for _, time in months)
        steps = [after - before for before, after in pairwise(numbers)]
        if alone and sorted(steps)[:1] == [-11] and sorted(steps)[1:] == [1] * (len(steps) - 1):
            turn = steps.index(-11)
            years |= {place: named[1] + (at > turn) for at, (place, _) in enumerate(months)}
    return [
        replace(one, time=replace(one.time, year=years[one.place]))
        if one.time and one.place in years
        else one
        for one in columns
    ]
