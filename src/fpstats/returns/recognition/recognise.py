"""A sheet without a layout: its tables, and for each how it is to be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns.exact import form_of
from fpstats.returns.facts import Range
from fpstats.returns.layout import Layout, Match, PassedOver
from fpstats.returns.recognition import sideways
from fpstats.returns.recognition.blocks import Block, blocks
from fpstats.returns.recognition.captions import titles_of
from fpstats.returns.recognition.columns import columns
from fpstats.returns.recognition.counted import BELOW
from fpstats.returns.recognition.doubts import NothingCertainError
from fpstats.returns.recognition.form_unit import units_said
from fpstats.returns.recognition.laid_out import laid_out
from fpstats.returns.recognition.looks import Grid, is_numbering, is_units
from fpstats.returns.recognition.masthead import Masthead, masthead
from fpstats.returns.recognition.matching import Table, matches
from fpstats.returns.recognition.meant import meant
from fpstats.returns.recognition.narrowed import in_sections
from fpstats.returns.recognition.said import of_the_republic
from fpstats.returns.recognition.words import MODIFIERS, Lexicon
from fpstats.returns.sheet import Sheet, full_name
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
    name = full_name(sheet.path, sheet.name)
    if layout.exact and lies != layout.exact.turned:
        head = say(
            "error", "form_differs", name=full_name(sheet.path, sheet.name), layout=layout.id
        )
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
            passed.append(PassedOver(block.top, block.last, error.reason(name)))
        else:
            found += [(sheet, one) for one in read]
    if refused and not found:
        raise refused[0]
    if passed:
        found[0] = sheet, replace(found[0][1], passed_over=tuple(passed))
    return found


def _written(lines: Grid) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell for line in lines for cell in line if cell.strip()))


def _read(
    table: Table,
    merged: Sequence[Range],
    said: Masthead,
    lexicon: Lexicon,
    layout: Layout,
) -> list[Match]:
    """Return how one table is read, by its own headings or as a layout says."""
    sheet, grid, block = table
    cols = columns(grid, block, merged, lexicon, said.about)
    if isinstance(sheet, Turned) and not layout.exact:
        cols = in_sections(cols, grid, block, lexicon)
    if layout.exact:
        known = {form_of(one.heading) for one in cols} & set(layout.exact.meant)
        if not known and all(one.role != "item" for one in cols):
            return []
        cols, said = meant(sheet, grid, block, cols, said, lexicon, layout)
    return matches(table, cols, said, lexicon, layout)


def _said(table: Table, titles: Sequence[Sequence[str]], lexicon: Lexicon) -> Masthead:
    """Return what titles and names say of a table, and its notes of its unit."""
    sheet, grid, block = table
    below = grid[max(block.first, block.last - BELOW) : block.last]
    if isinstance(sheet, Turned):
        lines = sheet.sheet.lines()
        below = lines[sheet.top + len(grid[0]) :]
    heads = [cell for row in block.headings for cell in grid[row]]
    dated = of_the_republic(titles, heads)
    said = masthead(dated, below, sheet.name, sheet.path, lexicon)
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
