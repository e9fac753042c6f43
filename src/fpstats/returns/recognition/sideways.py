"""A form that lies on its side: items down, areas across. Turned, it is read like any other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from fpstats.returns.facts import SheetFacts
from fpstats.returns.recognition.beside import SEARCHED
from fpstats.returns.recognition.endings import MASTHEAD
from fpstats.returns.recognition.looks import Grid, is_number, is_numbering, known
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.rows import is_note
from fpstats.returns.sheet import Sheet
from fpstats.returns.turned import Turned

LABELS: Final = 5
"""The items of such a form are named in the first columns."""

_BESIDE: Final = frozenset({"sequence", "unit", "code", "remark"})
"""What may stand between the name of an item and its numbers."""


def lies_on_its_side(grid: Grid, lexicon: Lexicon) -> bool:
    """Tell whether items are named down the first columns, more of them than along any line.

    What names an item beside its numbers is no heading of a column; and the headings of tables
    that stand below one another are the same again.
    """
    grid = grid[:SEARCHED]
    numbered = [any(map(is_number, line)) for line in grid]
    if _lists_items(grid, lexicon):
        return True
    firsts = (next(filter(str.strip, line), "") for line in grid[:60])
    corner = any(lexicon.role(cell) == "items" for cell in firsts)
    across = max(
        (
            _items(line, lexicon)
            for line, has in zip(grid[:60], numbered, strict=False)
            if not has and (not corner or sum(bool(cell.strip()) for cell in line) > 1)
        ),
        default=0,
    )
    width = max(map(len, grid), default=0)
    down = max(
        (
            _items(
                {
                    line[column].strip()
                    for line, has in zip(grid, numbered, strict=True)
                    if (has or corner) and column < len(line)
                },
                lexicon,
            )
            for column in range(min(LABELS, width))
        ),
        default=0,
    )
    return down > across and (down >= 2 or corner)


def _lists_items(grid: Grid, lexicon: Lexicon) -> bool:
    """Tell whether 项目 heads a column whose cells beside numbers all name items of their own.

    Then what stands across, be it 合计, 男, 女 or 一孩, only says which part of them.
    """
    for row, line in enumerate(grid[:60]):
        at = next((at for at, cell in enumerate(line) if cell.strip()), 0)
        if line and lexicon.role(line[at]) == "items" and not any(map(is_number, line)):
            below = [
                other[at]
                for other in grid[row + 1 :]
                if at < len(other)
                and any(map(is_number, other[at + 1 :]))
                and not is_numbering(other)
            ]
            return len(below) > 1 and all(lexicon.name((cell,)) for cell in below)
    return False


def _items(cells: Collection[str], lexicon: Lexicon) -> int:
    return sum(
        bool(lexicon.name((cell,)) or lexicon.meaning((cell,)).ideas)
        for cell in cells
        if known(cell, lexicon) and lexicon.role(cell) is None
    )


def labels(grid: Grid, lexicon: Lexicon) -> tuple[int, int, int]:
    """Return the lines (first, after the last) that hold items, and how many columns name them."""
    lines = [
        row
        for row, line in enumerate(grid)
        if not any(lexicon.role(cell) == "items" for cell in line[:LABELS])
        and _items([cell for cell in line[:LABELS] if not squeezed(cell).endswith("表")], lexicon)
    ]
    if not lines:
        return 0, 0, 0
    count = 1 + max(
        next((i for i, cell in enumerate(grid[row]) if _items([cell], lexicon)), 0) for row in lines
    )
    width = max(len(grid[row]) for row in lines)
    while count < width and _is_label(grid, lines, count, lexicon):
        count += 1
    return *_with_numbers(grid, lines[0], lines[-1] + 1, count), count


def _with_numbers(grid: Grid, first: int, last: int, count: int) -> tuple[int, int]:
    """Take in the lines right above and below that have a name and numbers, be it not understood.

    So 1—5月 below 本月 is of the item above it, and what is unknown is told and not lost.
    """

    def belongs(line: Sequence[str]) -> bool:
        name = next((cell for cell in line[:count] if cell.strip()), "")
        numbers = any(_plain_number(cell) for cell in line[count:])
        return bool(name) and not is_number(name) and numbers and not is_note(name)

    while first > 0 and belongs(grid[first - 1]):
        first -= 1
    while last < len(grid) and belongs(grid[last]):
        last += 1
    return first, last


def _is_label(grid: Grid, lines: Sequence[int], column: int, lexicon: Lexicon) -> bool:
    """Tell whether a column still belongs to the names of the items: a unit, a line number."""
    above = [line[column] for line in grid[: lines[0]] if column < len(line)]
    if any(lexicon.role(cell) in _BESIDE for cell in above):
        return True
    cells = [grid[row][column].strip() for row in lines if column < len(grid[row])]
    every = [line[column] for line in grid[lines[0] : lines[-1] + 1] if column < len(line)]
    if is_numbering(every):
        return True
    return any(cells) and not any(map(is_number, cells))


def top_of(grid: Grid, first: int, count: int) -> int:
    """Return the first of the lines that name what stands across, above line `first`."""
    top = first
    if top > 1 and not any(cell.strip() for cell in grid[top - 1]):
        # The lower half of cells that are merged over two lines.
        top -= 1
    first = top
    while top > 0:
        beyond = [cell for cell in grid[top - 1][count:] if cell.strip()]
        if is_numbering(grid[top - 1]):
            # 甲 乙 丙 1 2 below the headings.
            top -= 1
            first = top
            continue
        said = any(MASTHEAD.search(squeezed(cell)) for cell in grid[top - 1])
        if said or not beyond or any(_plain_number(cell) for cell in beyond):
            break
        if top < first and (len(beyond) < 2 or first - top >= 2):
            break
        top -= 1
    return top


def _plain_number(cell: str) -> bool:
    return is_number(cell) and not cell.strip().endswith("月")


def turned(sheet: Sheet, grid: Grid, facts: SheetFacts, top: int, last: int) -> Turned:
    """Turn the lines from `top` to before `last`; those that number the columns say nothing."""
    lines = [[] if is_numbering(line) else line for line in grid[top:last]]
    width = max(map(len, lines))
    cells = [
        [line[column] if column < len(line) else "" for line in lines] for column in range(width)
    ]
    merged = tuple(
        (left, up - top, right, down - top)
        for up, left, down, right in facts.merged
        if top <= up and down < last
    )
    percent = frozenset((column, row - top) for row, column in facts.percent if top <= row < last)
    return Turned(sheet, SheetFacts(merged=merged, percent=percent), cells, top)
