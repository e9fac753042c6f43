"""Months across the turn of the year: 2023—2024年度 over 10月 11月 12月 1月 2月."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from fpstats.patterns import pattern
from fpstats.returns.column import Column, Time
from fpstats.returns.recognition.masthead import Masthead

_TWO_YEARS: Final = pattern(r"(?<!\d)((?:19|20)\d\d)年?度?[-—–−~至到/]((?:19|20)\d\d)年?度?")


def two_years(titles: str) -> tuple[str, int] | None:
    """Return how titles write a year and the next, and the first of them; or None."""
    found = _TWO_YEARS.search(titles)
    if found is None or int(found[2]) != int(found[1]) + 1:
        return None
    return found[0], int(found[1])


def years_of_lines(times: Mapping[str, Time | None], said: Masthead) -> Mapping[str, int]:
    """Return the years of lines that name a month each, in their order: 10月 … 12月, 1月 … 9月.

    Nothing where the title does not name two years, or where December does not stand before
    January.
    """
    named = two_years(said.titles)
    if named is None or said.base is not None:
        return {}
    turn = _turn([*times.values()])
    return {} if turn is None else {text: named[1] + (at > turn) for at, text in enumerate(times)}


def _turn(times: Sequence[Time | None]) -> int | None:
    """Return the place of December, where months follow one another and January stands behind."""
    numbers = [time.last if time and time.kind == "months" else 0 for time in times]
    alone = all(time and time.first == time.last and not time.year for time in times)
    steps = [after - before for before, after in pairwise(numbers)]
    one = alone and sorted(steps)[:1] == [-11] and sorted(steps)[1:] == [1] * (len(steps) - 1)
    return steps.index(-11) if one else None


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
        turn = _turn([time for _, time in months])
        if turn is not None:
            years |= {place: named[1] + (at > turn) for at, (place, _) in enumerate(months)}
    return [
        replace(one, time=replace(one.time, year=years[one.place]))
        if one.time and one.place in years
        else one
        for one in columns
    ]
