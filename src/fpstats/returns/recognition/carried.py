"""The area and the period of lines that a cell above them names: a merged one, or the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fpstats.returns.column import Column
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.labels import TOTALS
from fpstats.returns.recognition.looks import Grid
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.sheet import Sheet


def carried_areas(
    sheet: Sheet, grid: Grid, block: Block, area: int | None, cols: Sequence[Column]
) -> Mapping[int, str]:
    """Return the area of the lines that a cell above them names; lines from 1.

    A merged cell says how far it goes; where the months or the villages of an area stand below one
    another and it is named on the first of them alone, it goes as far as they do. A month that
    stands below it already is of another area, whose name lacks; a village stands there twice.
    """
    if area is None:
        return {}
    found = _merged(sheet, grid, block, area)
    within = [one.place for one in cols if one.role in ("period", "part")]
    if found or not within:
        return found
    parted = any(one.role == "part" for one in cols)
    above, names = "", list[str]()
    said: dict[int, str] = dict.fromkeys(within, "")
    seen: set[tuple[str, ...]] = set()
    for row in range(block.first, min(block.last, len(grid))):
        line = [*grid[row], *[""] * (max(area, *within) + 1 - len(grid[row]))]
        name, own = line[area].strip(), {at: line[at].strip() for at in within}
        told = any(own.values())
        if name or not told:
            seen.clear()
        names += [name] if name and told else []
        said |= {at: text for at, text in own.items() if text}
        when = tuple(said.values())
        adds = any(TOTALS.search(squeezed(text)) for text in own.values())
        if not name and told and above and not adds and (parted or when not in seen):
            found[row + 1] = above
        seen.add(when)
        above = name or (above if told else "")
    # Where each line has its name, one that has none lacks it.
    once = len(set(names)) == len(names)
    return found if once or len(found) >= len(names) else {}


def carried_periods(
    sheet: Sheet, grid: Grid, block: Block, period: int | None, area: int | None
) -> Mapping[int, str]:
    """Return the period of the lines that a cell above them names; lines from 1.

    A merged cell says how far it goes; where the areas of a month stand below one another and it
    is named on the first of them alone, it goes as far as they do. An area that stands below it
    already, or below a blank line, is of another month, which lacks. 合计 below the last month may
    be of all of them: it is of the month only where each has its own.
    """
    if period is None or area is None:
        return {}
    found = _merged(sheet, grid, block, period)
    if found:
        return found
    when: list[str] = []
    groups: list[list[tuple[int, str]]] = []
    names: set[str] = set()
    open_ = False
    for row in range(block.first, min(block.last, len(grid))):
        line = [*grid[row], *[""] * (max(area, period) + 1 - len(grid[row]))]
        own, name = line[period].strip(), squeezed(line[area])
        if own:
            open_ = TOTALS.search(squeezed(own)) is None
            when += [own] if open_ else []
            groups += [[(row, name)]] if open_ else []
            names = {name}
        elif name and open_:
            open_ = name not in names
            groups[-1] += [(row, name)] if open_ else []
            names.add(name)
        elif not any(map(str.strip, line)):
            open_ = False
    totals = [[row for row, name in mine if TOTALS.search(name)] for mine in groups]
    each = all(totals)
    for own, mine, adding in zip(when, groups, totals, strict=True):
        for row, _ in mine[1:]:
            if row not in adding or (each and row == adding[0]):
                found[row + 1] = own
    return found if len(found) >= len(groups) else {}


def _merged(sheet: Sheet, grid: Grid, block: Block, place: int) -> dict[int, str]:
    """Return what merged cells of a column say of the lines below their first, from 1."""
    return {
        row + 1: grid[top][place]
        for top, left, bottom, right in sheet.facts.merged
        if left <= place <= right and block.first <= top < block.last
        for row in range(top + 1, min(bottom + 1, block.last))
    }
