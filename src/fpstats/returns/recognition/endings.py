"""Where a table ends that has another below it: are lines without numbers its own, or titles?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fpstats.patterns import pattern
from fpstats.returns.recognition.deeper import NAMING
from fpstats.returns.recognition.looks import Grid, is_number
from fpstats.returns.recognition.pieces import is_split
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.rows import is_note

MASTHEAD: Final = pattern(r"(?:单位|填报|填表|制表|日期|时间)(?:\(.{1,4}\))?[:：]")
"""What stands in a line above a table that is no heading: 单位：人, 填报日期：…"""


_PLACE: Final = pattern("(?:[镇乡鄉鎮村]|街道|街道办事处|社区)$")


def ending(
    grid: Grid, lexicon: Lexicon, lines: tuple[int, int, int], after: tuple[int, int]
) -> int:
    """Return where the lines of a table end that has another below it, `after` its headings.

    Lines without numbers above headings are titles; but where the headings are repeated, as on each
    page of a form, a line that only names an area is one of which nothing was reported.
    """
    start, top, first = lines
    last = _titles_above(grid, first, after[0])
    if _written(grid[top:first]) != _written(grid[slice(*after)]):
        return last
    titles = {cell for line in _written(grid[start:top]) for cell in line}
    heads = [{lexicon.role(line[at]) for line in grid[top:first]} for at in range(len(grid[top]))]
    while last < after[0] and _is_unfilled(grid[last], heads, titles):
        if _is_caption(grid[last], lexicon):
            break
        last += 1
    return last


def _is_caption(line: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether a line is one text with a word of headings: 第二季度, 累计, 二、死亡人数."""
    cells = [cell for cell in line if cell.strip()]
    meaning = lexicon.meaning((cells[0],))
    known = meaning.time is not None or meaning.ideas or meaning.kept_out
    return len(cells) == 1 and bool(known)


def _written(lines: Grid) -> list[list[str]]:
    return [[squeezed(cell) for cell in line] for line in lines]


def _is_unfilled(line: Sequence[str], heads: Sequence[set[str | None]], titles: set[str]) -> bool:
    """Tell whether a line names an area, and has nothing but what names a line."""
    cells = [(at, squeezed(cell)) for at, cell in enumerate(line) if cell.strip()]
    naming = all(at < len(heads) and not heads[at].isdisjoint(NAMING) for at, _ in cells)
    names = [cell for at, cell in cells if at < len(heads) and "area" in heads[at]]
    said = [name for name in names if name in titles or is_note(name) or MASTHEAD.search(name)]
    # One cell alone is a caption (本月, 二、死亡人数) unless it can be nothing but a place.
    alone = len(cells) == 1 and not _PLACE.search(cells[0][1])
    return naming and bool(names) and not said and not alone


def _titles_above(grid: Grid, low: int, top: int) -> int:
    """Return where the titles begin that stand above a heading, not above line `low`."""
    row = top
    while row > low:
        cells = [cell for cell in grid[row - 1] if cell.strip()]
        if (any(map(is_number, cells)) or len(cells) > 4) and not is_split(grid[row - 1]):
            break
        row -= 1
    # Notes of the table above end where a line is blank; without one they tell by their words.
    blank = next((r for r in range(row, top) if not any(map(str.strip, grid[r]))), None)
    if blank is not None and row > low:
        return blank
    while row < top and row > low and is_note(next(filter(str.strip, grid[row]), "")):
        row += 1
    return row
