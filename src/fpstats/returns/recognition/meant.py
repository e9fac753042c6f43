"""A table and a layout that lists every heading: what its columns are, or how it differs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from fpstats.errors import FpstatsError
from fpstats.locale import say, several
from fpstats.returns.column import Column, Time
from fpstats.returns.exact import Exact, Meant, form_of, placed
from fpstats.returns.layout import Layout
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.looks import Grid
from fpstats.returns.recognition.masthead import Masthead
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.sheet import Sheet, full_name

_UNDATED: Final = {
    "title": "no_period_in_title",
    "sheet": "no_period_in_sheet",
    "file": "no_period_in_file",
}
"""What is said where the period does not stand where the layout has it."""


def letter(sheet: Sheet, place: int) -> str:
    """Return the letters of a column; of a form that lies on its side, the number of its line."""
    address = sheet.address(place, 1)
    digits = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return digits if sheet.address(place, 2).endswith(digits) else address.removesuffix(digits)


def meant(
    sheet: Sheet,
    grid: Grid,
    block: Block,
    found: Sequence[Column],
    said: Masthead,
    lexicon: Lexicon,
    layout: Layout,
) -> tuple[list[Column], Masthead]:
    """Return the columns and the masthead of a table as a layout means them.

    `found` is what recognition made of the columns; only headings and months are taken from it.

    Raises
    ------
    FpstatsError
        The form differs from the layout; every difference is named.
    """
    exact = layout.exact
    assert exact is not None  # noqa: S101 - who calls has looked
    differing: list[str] = []
    if (rows := block.first - block.top) not in exact.rows:
        known = several(map(str, sorted(exact.rows)))
        differing.append(say("fault", "heading_rows", found=rows, rows=known))
    columns: list[Column] = []
    for one in found:
        key, meaning = _meaning(sheet, one, exact)
        if meaning is None and one.role == "empty":
            columns.append(one)
        elif meaning is None:
            cell = sheet.address(one.place, one.line + 1)
            differing.append(say("fault", "heading_new", cell=cell, heading=one.heading))
        else:
            unit = exact.units.get(key, exact.units.get(form_of(one.heading), 1))
            if meaning.role == "item" and _stated(one, grid, block, lexicon) not in (None, unit):
                cell = sheet.address(one.place, one.line + 1)
                differing.append(say("fault", "heading_unit", cell=cell, heading=one.heading))
            own = key in exact.units or form_of(one.heading) in exact.units
            columns.append(replace(_column(one, meaning, unit), stated=own or one.stated))
    areas = [one for one in columns if one.role in ("area", "part")]
    if not areas and not exact.titled:
        differing.append(say("fault", "no_area_column"))
    if said.unit.names and said.unit.scale != exact.unit:
        differing.append(say("fault", "other_table_unit", unit=said.unit.written))
    dated = _dated(said, exact.dated)
    if dated is None:
        differing.append(say("fault", _UNDATED[exact.dated]))
    if differing or dated is None:
        name = full_name(sheet.path, sheet.name)
        head = say("error", "form_differs", name=name, layout=layout.id)
        raise FpstatsError("\n- ".join((head, *differing)))
    units = dated.units._replace(unit=dated.unit._replace(scale=exact.unit))
    return columns, replace(dated, units=units)


def _meaning(sheet: Sheet, one: Column, exact: Exact) -> tuple[str, Meant | None]:
    form = form_of(one.heading)
    alone = placed(letter(sheet, one.place), form)
    key = alone if alone in exact.meant else form
    return key, exact.meant.get(key) if key else None


def _column(one: Column, meaning: Meant, unit: int) -> Column:
    time = one.time if meaning.section == "months" else None
    if meaning.section in ("month", "to_date"):
        time = Time(meaning.section)
    return replace(
        one,
        role=meaning.role,
        item=meaning.item,
        why="layout",
        others=(),
        scale=unit if meaning.role == "item" else 1,
        time=time,
    )


def _stated(one: Column, grid: Grid, block: Block, lexicon: Lexicon) -> int | None:
    """Return the unit that the lines of units, or else the headings of a column, state."""
    own = tuple(grid[row][one.place] for row in block.units if one.place < len(grid[row]))
    for path in (own, one.path):
        meaning = lexicon.meaning(path)
        if meaning.unit:
            return meaning.scale
    return None


def _dated(said: Masthead, origin: str) -> Masthead | None:
    """Return a masthead whose period is the one of that origin; None where it has none.

    Headings that say year and month need none.
    """
    if origin in ("", "headings"):
        return said
    mine = [one for one in said.periods if one.origin == origin]
    if not mine:
        return None
    first = next((one for one in mine if one.precise), mine[0])
    others = tuple(one for one in said.periods if one is not first)
    chosen = replace(said, periods=(first, *others))
    return chosen if chosen.base is first else None
