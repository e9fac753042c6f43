"""Tables that stand side by side: at which columns a sheet is to be parted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from fpstats.returns.recognition.looks import Grid, is_number, known
from fpstats.returns.recognition.words import Lexicon

SEARCHED: Final = 3_000
"""How many lines from the top tables are looked for in; the last may be longer."""

_COUNTING: Final = frozenset({"sequence", "code"})


def parts(grid: Grid, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Part a sheet at blank columns where a whole table stands on either side."""
    width = max(map(len, grid), default=0)
    blank = [
        not any(at < len(line) and line[at].strip() for line in grid[:SEARCHED])
        for at in range(width)
    ]
    starts = [at for at in range(width) if not blank[at] and (at == 0 or blank[at - 1])]
    edges = starts[:1]
    for start in starts[1:]:
        if _is_table(grid, lexicon, edges[-1], start) and _is_table(grid, lexicon, start, width):
            edges.append(start)
    return list(pairwise([*edges, width])) if edges else []


def _is_table(grid: Grid, lexicon: Lexicon, left: int, right: int) -> bool:
    """Tell whether these columns have names, numbers right of them, and headings."""
    lines = [line[left:right] for line in grid[:SEARCHED]]
    kinds = [_mostly(lines, 0, len(lines), at) for at in range(right - left)]
    names = kinds.index("words") if "words" in kinds[:3] else None
    if names is None or "numbers" not in kinds[names + 1 :]:
        return False
    counting = all(
        any(at < len(line) and lexicon.role(line[at]) in _COUNTING for line in lines)
        for at, kind in enumerate(kinds[:names])
        if kind == "numbers"
    )
    return counting and any(known(cell, lexicon) for line in lines for cell in line[names + 1 :])


def begins_anew(
    grid: Grid,
    lexicon: Lexicon,
    worded: Sequence[int],
    lines: tuple[int, int],
    columns: tuple[int, int],
) -> bool:
    """Tell whether a column of areas has a whole table left of it: names, then numbers.

    Numbers that only count the lines, or are codes, make no table.
    """
    kinds = [
        ""
        if any(at < len(grid[row]) and lexicon.role(grid[row][at]) in _COUNTING for row in worded)
        else _mostly(grid, *lines, at)
        for at in range(*columns)
    ]
    names = next((at for at, kind in enumerate(kinds) if kind == "words"), None)
    return names is not None and "numbers" in kinds[names + 1 :]


def _mostly(grid: Grid, first: int, last: int, column: int) -> str:
    """Tell what a column holds: words, numbers, or nothing."""
    cells = [
        line[column]
        for line in grid[first : min(last, first + 60)]
        if column < len(line) and line[column].strip()
    ]
    numbers = sum(map(is_number, cells))
    return "" if not cells else "numbers" if 2 * numbers >= len(cells) else "words"


def with_sequence(grid: Grid, lexicon: Lexicon, worded: Sequence[int], column: int) -> int:
    """Return the column at which a table begins: that of sequence numbers, if there is one."""
    left = column - 1
    numbered = any(
        left < len(grid[row]) and lexicon.role(grid[row][left]) == "sequence" for row in worded
    )
    return left if numbered else column
