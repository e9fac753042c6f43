"""One table whose columns are known: of which areas and times it is, and so how it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns.column import Column
from fpstats.returns.layout import Layout, Match
from fpstats.returns.recognition.across_years import over_the_turn
from fpstats.returns.recognition.alike import refuse_alike, refuse_parted, refuse_whole_beside_parts
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.carried import carried_areas, carried_periods
from fpstats.returns.recognition.counted import scales, unit_at, unit_of_some
from fpstats.returns.recognition.dating import (
    WITHIN,
    by_period,
    columns_of_periods,
    contrary,
    dated,
    without_days,
)
from fpstats.returns.recognition.doubts import refuse_doubtful
from fpstats.returns.recognition.in_context import in_context
from fpstats.returns.recognition.labels import content
from fpstats.returns.recognition.looks import Grid
from fpstats.returns.recognition.masthead import Masthead
from fpstats.returns.recognition.period_texts import means_of_lines, means_of_years, to_dates
from fpstats.returns.recognition.qualified import qualified
from fpstats.returns.recognition.stocks import LAST, at_ends, ends, parted
from fpstats.returns.recognition.titled_otherwise import refuse_titled_otherwise
from fpstats.returns.recognition.whose import area_of, as_written
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.sheet import Sheet, full_name

Table = tuple[Sheet, Grid, Block]
"""A table: its sheet, the cells of that, and the lines and columns in which it lies."""


class _Times(Struct, frozen=True, kw_only=True):
    """Of which times a table speaks.

    `groups` has the columns of each time, `lined` what the texts of the column of periods mean.
    """

    period: int | None
    year: int | None
    groups: Mapping[str, Sequence[Column]]
    lined: Mapping[str, str]


def matches(
    table: Table, cols: Sequence[Column], said: Masthead, lexicon: Lexicon, layout: Layout
) -> list[Match]:
    """Return how one table is read: once for each time that its columns speak of.

    Raises
    ------
    FpstatsError
        Nothing says of which area or period it is, its numbers are of several sizes, or its lines
        or columns are of two things at once.
    NothingCertainError
        Of no column is it certain what it counts.
    """
    sheet, grid, block = table
    name, at = full_name(sheet.path, sheet.name), unit_at(sheet, block, said.unit)
    if not layout.exact:
        cols = in_context(cols, said, lexicon)
    cols = over_the_turn(cols, said)
    if all(one.role != "item" for one in cols):
        refuse_doubtful(cols, name, sheet, said.unit, at)
        return []
    if not layout.exact:
        refuse_titled_otherwise(sheet, block, cols, said, lexicon)
    cols, area = _with_areas(cols)
    items = [one for one in cols if one.role == "item"]
    units = said.units.several or unit_of_some(items, said.unit, lexicon)
    cols = without_days(cols, grid, block, said)
    if units and not all(one.stated for one in items):
        raise FpstatsError(say("error", "units_of_sizes", name=name, units=units))
    whose = area_of(said.texts, sheet.name, sheet.path, lexicon) if area is None else ""
    if area is None and not whose:
        raise FpstatsError(say("error", "no_area_found", name=name))
    written = *said.headlines, "".join(said.headlines), sheet.name or "", PurePath(sheet.path).stem
    whose = as_written(whose, written)
    names = {whose} if area is None else set(content(grid, block, area))
    strange = qualified(sheet, block, said.headlines, names, cols, lexicon)
    times = _times(table, cols, items, said, lexicon)
    cols, times = _once(_at_ends(cols, times), times)
    if not times.groups:
        refuse_doubtful(cols, name, sheet, said.unit, at)
    period = times.period
    against = contrary(sheet, block, said, times.groups, times.lined)
    carried = carried_areas(sheet, grid, block, area, cols)
    if period is None:
        refuse_parted(sheet, grid, block, cols)
    refuse_whole_beside_parts(sheet, grid, block, cols, area, carried)
    if period is None:
        refuse_alike(name, grid, block, cols, area, carried, lexicon)
    whole = Match(
        layout=layout,
        first=block.first,
        # What is cut off may go on below the lines that were looked at.
        last=None if sheet.cut and block.last == len(grid) else block.last,
        start=block.start,
        top=block.top,
        width=max(map(len, grid)),
        area=area,
        area_name=whose,
        period=None,
        items={},
        parts=tuple(one.place for one in cols if one.role == "part"),
        unit=said.unit.scale,
        unit_at=at,
        carried=carried,
        carried_periods=carried_periods(sheet, grid, block, period, area),
        left=_left_of(cols, area),
        headings={one.place: one.heading for one in cols if one.path},
        columns=tuple(cols),
        contrary=against,
        titles=said.titles,
        qualified=strange,
    )
    return [_of_time(whole, table, key, times, said) for key in times.groups]


def _with_areas(cols: Sequence[Column]) -> tuple[Sequence[Column], int | None]:
    """Return the columns and which has the areas; where none is of areas, parts are areas."""
    area = next((one.place for one in cols if one.role == "area"), None)
    if area is None:
        area = next((one.place for one in cols if one.role == "part"), None)
        cols = [replace(one, role="area") if one.place == area else one for one in cols]
    return cols, area


def _times(
    table: Table, cols: Sequence[Column], items: Sequence[Column], said: Masthead, lexicon: Lexicon
) -> _Times:
    """Part the columns of items by their times."""
    sheet, grid, block = table
    period, year = columns_of_periods(cols, grid, block, lexicon)
    dated_so, yearly = period is not None, period is not None and year == period
    items = at_ends(items, said, lexicon.stocks, dated=dated_so)
    name = full_name(sheet.path, sheet.name)
    groups = by_period(items, said, name, dated=dated_so, yearly=yearly)
    year = None if yearly else year
    dates = next((one for one in cols if one.place == period), None)
    lined = (
        means_of_years(grid, block, dates, year, lexicon)
        if dates and year is not None
        else means_of_lines(grid, block, dates, said, lexicon)
    )
    groups = parted(groups, lexicon.stocks, lined)
    return _Times(period=period, year=year, groups=groups, lined=lined)


def _at_ends(cols: Sequence[Column], times: _Times) -> list[Column]:
    """Return the columns with what was found of them: whether they are of the end of their time."""
    ended = {one.place for mine in times.groups.values() for one in mine if one.at_end}
    return [replace(one, at_end=one.place in ended) for one in cols]


def _once(cols: Sequence[Column], times: _Times) -> tuple[Sequence[Column], _Times]:
    """Return columns and times without those that give one item of one time twice.

    本期 and 5月 may be the same month: then neither column can be trusted.
    """
    again = {
        one.place
        for mine in times.groups.values()
        for one in mine
        if sum(other.item == one.item for other in mine) > 1
    }
    cols = [
        replace(one, role="twice", item=None, others=(one.item,))
        if one.item and one.place in again
        else one
        for one in cols
    ]
    groups = {
        key: kept
        for key, mine in times.groups.items()
        if (kept := [one for one in mine if one.place not in again])
    }
    return cols, replace(times, groups=groups)


def _left_of(cols: Sequence[Column], area: int | None) -> tuple[int, ...]:
    """Return the columns before that of the areas in which 合计 may stand."""
    if area is None:
        return ()
    roles = ("sequence", "group", "code", "period")
    return tuple(one.place for one in cols if one.place < area and one.role in roles)


def _of_time(whole: Match, table: Table, key: str, times: _Times, said: Masthead) -> Match:
    """Return how the columns of one time are read."""
    sheet, _, block = table
    mine = times.groups[key]
    lined = key in ("line", "to_date", LAST) or key.startswith(WITHIN)
    return replace(
        whole,
        items={one.item: (one.place,) for one in mine if one.item},
        scale=scales(mine, said.unit),
        period=times.period if lined else None,
        year=times.year if lined else None,
        within=key.removeprefix(WITHIN) if key.startswith(WITHIN) else "",
        title_period=None if lined else key,
        periods=_means(key, times.lined),
        dated=None if lined else dated(sheet, block, said, mine),
    )


def _means(key: str, lined: Mapping[str, str]) -> Mapping[str, str]:
    """Return what the texts of the column of periods mean for columns of this time."""
    if key == LAST:
        return {**lined, **ends(lined)}
    return to_dates(lined) if key == "to_date" else lined if key == "line" else {}
