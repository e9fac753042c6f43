"""A sheet without a layout: its tables, and for each how it is to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns.column import Column
from fpstats.returns.exact import form_of
from fpstats.returns.facts import Range
from fpstats.returns.layout import Layout, Match, PassedOver
from fpstats.returns.recognition import sideways
from fpstats.returns.recognition.across_years import over_the_turn
from fpstats.returns.recognition.alike import refuse_alike, refuse_parted, refuse_whole_beside_parts
from fpstats.returns.recognition.blocks import Block, blocks
from fpstats.returns.recognition.captions import titles_of
from fpstats.returns.recognition.carried import carried_areas, within_area
from fpstats.returns.recognition.columns import columns
from fpstats.returns.recognition.counted import BELOW, scales, unit_at, unit_of_some
from fpstats.returns.recognition.dating import (
    WITHIN,
    by_period,
    columns_of_periods,
    contrary,
    dated,
    without_days,
)
from fpstats.returns.recognition.doubts import NothingCertainError, refuse_doubtful
from fpstats.returns.recognition.form_unit import units_said
from fpstats.returns.recognition.in_context import in_context
from fpstats.returns.recognition.labels import content
from fpstats.returns.recognition.laid_out import laid_out
from fpstats.returns.recognition.looks import Grid, is_numbering, is_units
from fpstats.returns.recognition.masthead import Masthead, masthead
from fpstats.returns.recognition.meant import meant
from fpstats.returns.recognition.period_texts import means_of_lines, means_of_years, to_dates
from fpstats.returns.recognition.qualified import qualified
from fpstats.returns.recognition.stocks import LAST, at_ends, ends, parted
from fpstats.returns.recognition.titled_otherwise import refuse_titled_otherwise
from fpstats.returns.recognition.whose import area_of
from fpstats.returns.recognition.words import MODIFIERS, Lexicon
from fpstats.returns.sheet import Sheet
from fpstats.returns.turned import Turned

RECOGNISED: Final = Layout(id="recognised", title={"zh": "自动识别", "en": "recognised"})
"""The layout of sheets that have none."""


def recognise(
    sheet: Sheet, lexicon: Lexicon, layout: Layout = RECOGNISED
) -> list[tuple[Sheet, Match]]:
    """Find the tables of a sheet; none where no heading is understood.

    A table with columns of the month and of the year to date is two: each has its own period. With
    a layout that lists every heading the columns are what it says, and nothing is guessed.

    Raises
    ------
    FpstatsError
        A table is understood, but nothing says of which period or area it is, or of no column is
        it certain what it counts; lists of items stand side by side; or the form differs from the
        layout.
    """
    sheet, grid, lies = laid_out(sheet, lexicon)
    if layout.exact and lies != layout.exact.turned:
        head = say("error", "form_differs", name=_name(sheet), layout=layout.id)
        raise FpstatsError("\n- ".join((head, say("fault", "other_side"))))
    if lies:
        return _on_its_side(sheet, grid, lexicon, layout)
    found: list[tuple[Sheet, Match]] = []
    refused: list[NothingCertainError] = []
    passed: list[PassedOver] = []
    tables = blocks(grid, lexicon)
    for block, titles, above in titles_of(grid, tables):
        table = sheet, grid, block
        said = _said(table, titles, lexicon)
        if not said.periods or said.base is None or said.base.origin != "title":
            # A second table under one title has its unit, and its period if it names none.
            own, said = said, _said(table, above, lexicon)
            said = replace(
                said,
                units=own.units if own.units.given else said.units,
                # 二、死亡人数 above this table counts, and not 一、出生人数 above the first.
                about=own.about if own.about.ideas - MODIFIERS else said.about,
            )
        lines = [*grid[: tables[0].top], *grid[block.start : block.top]]
        said = replace(said, headlines=_written(lines))
        try:
            read = _read(table, sheet.facts.merged, said, lexicon, layout)
        except NothingCertainError as error:
            refused.append(error)
            passed.append(PassedOver(block.top, block.last, error.reason(_name(sheet))))
        else:
            found += [(sheet, one) for one in read]
    if refused and not found:
        raise refused[0]
    if passed:
        found[0] = sheet, replace(found[0][1], passed_over=tuple(passed))
    return found


def _written(lines: Grid) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell for line in lines for cell in line if cell.strip()))


def _name(sheet: Sheet) -> str:
    return f"{sheet.path}[{sheet.name}]" if sheet.name else sheet.path


def _read(
    table: tuple[Sheet, Grid, Block],
    merged: Sequence[Range],
    said: Masthead,
    lexicon: Lexicon,
    layout: Layout,
) -> list[Match]:
    """Return how one table is read, by its own headings or as a layout says."""
    sheet, grid, block = table
    cols = columns(grid, block, merged, lexicon, said.about)
    if layout.exact:
        known = {form_of(one.heading) for one in cols} & set(layout.exact.meant)
        if not known and all(one.role != "item" for one in cols):
            return []
        cols, said = meant(sheet, grid, block, cols, said, lexicon, layout)
    return _matches(sheet, grid, block, cols, said, lexicon, layout)


def _said(
    table: tuple[Sheet, Grid, Block], titles: Sequence[Sequence[str]], lexicon: Lexicon
) -> Masthead:
    """Return what titles and names say of a table, and its notes of its unit."""
    sheet, grid, block = table
    below = grid[max(block.first, block.last - BELOW) : block.last]
    if isinstance(sheet, Turned):
        lines = sheet.sheet.lines()
        below = lines[sheet.top + len(grid[0]) :]
    said = masthead(titles, below, sheet.name, sheet.path, lexicon)
    return replace(said, units=units_said(titles, below, table, lexicon))


def _on_its_side(
    sheet: Sheet, grid: Grid, lexicon: Lexicon, layout: Layout
) -> list[tuple[Sheet, Match]]:
    first, last, count = sideways.labels(grid, lexicon)
    if first >= last:
        return []
    top = sideways.top_of(grid, first, count)
    view = sideways.turned(sheet, grid, sheet.facts, top, last)
    numbering = tuple(
        row
        for row in range(count)
        if is_numbering(view.cells[row][first - top :])
        or any(
            lexicon.role(cell) in ("sequence", "code") for cell in view.cells[row][: first - top]
        )
    )
    worded = [row for row in range(count) if row not in numbering]
    units = tuple(row for row in worded if is_units(view.cells[row][first - top :]))
    block = Block(
        start=0, top=0, first=count, last=len(view.cells), left=0, right=last - top,
        headings=tuple(row for row in worded if row not in units),
        units=units, numbering=numbering,
    )  # fmt: skip
    table = view, view.cells, block
    said = replace(_said(table, grid[:top], lexicon), headlines=_written(grid[:top]))
    return [(view, one) for one in _read(table, view.facts.merged, said, lexicon, layout)]


def _matches(
    sheet: Sheet,
    grid: Grid,
    block: Block,
    cols: Sequence[Column],
    said: Masthead,
    lexicon: Lexicon,
    layout: Layout,
) -> list[Match]:
    """Return how one table is read: once for each time that its columns speak of."""
    name = _name(sheet)
    at = unit_at(sheet, block, said.unit)
    if not layout.exact:
        cols = in_context(cols, said, lexicon)
    cols = over_the_turn(cols, said)
    items = [one for one in cols if one.role == "item"]
    if not items:
        refuse_doubtful(cols, name, sheet, said.unit, at)
        return []
    if not layout.exact:
        refuse_titled_otherwise(sheet, block, cols, said, lexicon)
    area = next((one.place for one in cols if one.role == "area"), None)
    if area is None:
        area = next((one.place for one in cols if one.role == "part"), None)
        cols = [replace(one, role="area") if one.place == area else one for one in cols]
    cols = without_days(cols, grid, block, said)
    period, year = columns_of_periods(cols, grid, block, lexicon)
    units = said.units.several or unit_of_some(items, said.unit, lexicon)
    if units and not all(one.stated for one in items):
        raise FpstatsError(say("error", "units_of_sizes", name=name, units=units))
    whose = area_of(said.texts, sheet.name, sheet.path, lexicon) if area is None else ""
    if area is None and not whose:
        raise FpstatsError(say("error", "no_area_found", name=name))
    names = {whose} if area is None else set(content(grid, block, area))
    strange = qualified(sheet, block, said.headlines, names, cols, lexicon)
    dated_so = period is not None
    yearly = dated_so and year == period
    items = at_ends(items, said, lexicon.stocks, dated=dated_so)
    groups = by_period(items, said, name, dated=dated_so, yearly=yearly)
    year = year if year != period else None
    dates = next((one for one in cols if one.place == period), None)
    lined = (
        means_of_years(grid, block, dates, year, lexicon)
        if dates and year is not None
        else means_of_lines(grid, block, dates, said, lexicon)
    )
    groups = parted(groups, lexicon.stocks, lined)
    ended = {one.place for mine in groups.values() for one in mine if one.at_end}
    cols = [replace(one, at_end=one.place in ended) for one in cols]
    again = {
        one.place
        for mine in groups.values()
        for one in mine
        if sum(other.item == one.item for other in mine) > 1
    }
    if again:
        # 本期 and 5月 may be the same month: then neither column can be trusted.
        cols = [
            replace(one, role="twice", item=None, others=(one.item,))
            if one.item and one.place in again
            else one
            for one in cols
        ]
        groups = {
            key: [one for one in mine if one.place not in again] for key, mine in groups.items()
        }
        groups = {key: mine for key, mine in groups.items() if mine}
        if not groups:
            refuse_doubtful(cols, name, sheet, said.unit, at)
    against = contrary(sheet, block, said, groups, lined)
    carried = carried_areas(sheet, grid, block, area, within_area(cols, period))
    if period is None:
        refuse_parted(sheet, grid, block, cols)
    refuse_whole_beside_parts(sheet, grid, block, cols, area, carried)
    if period is None:
        refuse_alike(name, grid, block, cols, area, carried, lexicon)
    return [
        Match(
            layout=layout,
            first=block.first,
            # What is cut off may go on below the lines that were looked at.
            last=None if sheet.cut and block.last == len(grid) else block.last,
            start=block.start,
            top=block.top,
            width=max(map(len, grid)),
            area=area,
            area_name=whose,
            period=period if _is_lined(key) else None,
            within=key.removeprefix(WITHIN) if key.startswith(WITHIN) else "",
            year=year if _is_lined(key) else None,
            items={one.item: (one.place,) for one in mine if one.item},
            title_period=None if _is_lined(key) else key,
            periods=_periods(key, lined),
            parts=tuple(one.place for one in cols if one.role == "part"),
            scale=scales(mine, said.unit),
            unit=said.unit.scale,
            unit_at=at,
            carried=carried,
            left=tuple(
                one.place
                for one in cols
                if area is not None
                and one.place < area
                and one.role in ("sequence", "group", "code")
            ),
            headings={one.place: one.heading for one in cols if one.path},
            columns=tuple(cols),
            dated=None if _is_lined(key) else dated(sheet, block, said, mine),
            contrary=against,
            titles=said.titles,
            qualified=strange,
        )
        for key, mine in groups.items()
    ]


def _is_lined(key: str) -> bool:
    """Tell whether each line says of which period its numbers are, or of which year."""
    return key in ("line", "to_date", LAST) or key.startswith(WITHIN)


def _periods(key: str, lined: Mapping[str, str]) -> Mapping[str, str]:
    """Return what the texts of the column of periods mean for columns of this time."""
    if key == LAST:
        return {**lined, **ends(lined)}
    return to_dates(lined) if key == "to_date" else lined if key == "line" else {}
