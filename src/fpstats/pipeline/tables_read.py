"""What `inspect` tells of a table: where it lies, whose month it is, and what each column is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fpstats.periods import Calendar, read_period
from fpstats.returns.column import Column
from fpstats.returns.lines import Reading
from fpstats.returns.moved import beneath
from fpstats.returns.opening import Returns
from fpstats.returns.relaid import Relaid
from fpstats.returns.sheet import letters
from fpstats.returns.turned import Turned


def tables_of(
    returns: Returns, indices: Sequence[int], names: Mapping[str, str], calendar: Calendar
) -> list[dict[str, Any]]:
    """Return what each table of a sheet is, given its readings and the titles of the items."""
    return [_table(returns, group, names, calendar) for group in _groups(returns, indices)]


def _groups(returns: Returns, indices: Sequence[int]) -> list[list[int]]:
    """Return the tables of a sheet; one with columns of two times has two readings."""
    found: dict[object, list[int]] = {}
    for index in indices:
        match = returns.readings[index].match
        left = match.columns[0].place if match.columns else 0
        sheet = returns.readings[index].sheet
        top = sheet.top if isinstance(sheet, Turned) else 0
        found.setdefault((top, match.top, match.first, left), []).append(index)
    return list(found.values())


def _table(
    returns: Returns, indices: Sequence[int], names: Mapping[str, str], calendar: Calendar
) -> dict[str, Any]:
    every = [returns.readings[index] for index in indices]
    one = every[0]
    match = one.match
    turned = isinstance(one.sheet, Turned)
    return {
        "layout": match.layout.id,
        "recognised": bool(match.columns) and match.layout.exact is None,
        "turned": turned,
        "headings": None if turned else _headings(one),
        "periods": [_period(each, calendar) for each in every],
        "contradiction": {"counts": match.contrary.counts, "other": match.contrary.other}
        if match.contrary
        else None,
        "area": {"name": match.area_name or None, "column": _letter(one, match.area, match.top)},
        "unit": match.unit,
        "columns": [_column(one, column, names) for column in _columns(one)],
    }


def _headings(one: Reading) -> list[int]:
    """Return the first and the last line of the headings, as the sheet lies."""
    match, sheet = one.match, one.sheet
    if isinstance(sheet, Relaid):
        # The names of items, which are headings now, stand below.
        return [sheet.line(match.top) + 1] * 2
    return [match.top + 1, match.first]


def _letter(one: Reading, place: int | None, line: int = 0) -> str | None:
    """Return the letters of a column; where cells were moved, the cell of its heading."""
    if place is None:
        return None
    if beneath(one.sheet) is one.sheet:
        return letters(place)
    return one.address(place, 1 if isinstance(one.sheet, Turned) else line + 1)


def _period(one: Reading, calendar: Calendar) -> dict[str, Any]:
    match = one.match
    if match.period is not None:
        return {
            "period": None,
            "from": "column",
            "cell": _letter(one, match.period, match.first),
            "text": None,
        }
    span = read_period(match.title_period or "", calendar, roc=match.layout.roc)
    return {
        "period": calendar.label(span) if span is not None else match.title_period,
        "from": match.dated.origin if match.dated else "heading",
        "cell": match.dated.cell or None if match.dated else None,
        "text": match.dated.text if match.dated else None,
    }


def _columns(one: Reading) -> Sequence[Column]:
    """Return what the columns are; of a form with a layout, as the layout has it."""
    match = one.match
    if match.columns:
        return [column for column in match.columns if column.role != "empty"]
    items = {place: item for item, places in match.items.items() for place in places}
    roles: dict[int | None, str] = {
        match.area: "area",
        match.period: "period",
        match.value: "value",
    }
    roles |= dict.fromkeys([*match.parts, *match.categories.values()], "part")
    return [
        Column(
            place=place,
            line=match.first - 1,
            path=(heading,),
            role="item" if place in items else roles.get(place, "unused"),
            item=items.get(place),
            why="layout",
        )
        for place, heading in match.headings.items()
    ]


def _column(one: Reading, column: Column, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "column": _letter(one, column.place, column.line if column.path else one.match.first),
        "heading": column.heading,
        "role": column.role,
        "item": column.item,
        "title": names.get(column.item or ""),
        "why": column.why,
        "others": [names.get(other, other) for other in column.others],
        "scale": one.match.scale.get(column.place, column.scale),
        "time": column.time.kind if column.time else None,
        "at_end": column.at_end,
    }
