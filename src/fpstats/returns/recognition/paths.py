"""The headings above each column, however the rows of them are merged or left blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fpstats.returns.facts import Range
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.looks import Grid, is_time
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import Lexicon


def paths(
    grid: Grid, block: Block, merged: Sequence[Range], lexicon: Lexicon
) -> list[tuple[tuple[str, ...], bool]]:
    """Return the headings above each column, and whether one of them only seems to reach so far.

    A parent reaches over the blank cells right of it; where cells are merged, it is sure how far.
    """
    own = [_line(grid, row, block) for row in block.headings]
    filled = [list(line) for line in own]
    stretches = _merged(block, merged)
    sure = [[bool(text) for text in line] for line in own]
    for depth in reversed(range(len(own))):
        times = [
            at
            for at, text in enumerate(own[depth])
            if is_time(text, lexicon) and any(line[at] for line in filled[depth + 1 :])
        ]
        reach: list[tuple[int, int]] = []
        for start, text in enumerate(own[depth]):
            if text:
                fixed = stretches.get((block.headings[depth], start + block.left))
                end = (
                    fixed - block.left
                    if fixed
                    else _over_blanks(own[depth], start)
                    if start in times and len(times) > 1
                    else _reach(own, filled, depth, start, stretches, block)
                )
                reach.append((start, end))
        for (start, end), before in zip(reach, [(0, 0), *reach], strict=False):
            end = _like_its_sibling(filled[depth + 1 :], (start, end), before)
            for column in range(start, min(end, len(own[depth]))):
                if start in times and not any(line[column] for line in filled[depth + 1 :]):
                    # 本月 over a column without a heading does not make it one.
                    continue
                filled[depth][column] = own[depth][start]
                sure[depth][column] |= (block.headings[depth], start + block.left) in stretches
    return [
        (
            tuple(line[column] for line in filled if line[column]),
            any(line[column] and not told[column] for line, told in zip(filled, sure, strict=True)),
        )
        for column in range(block.right - block.left)
    ]


def _merged(block: Block, merged: Sequence[Range]) -> dict[tuple[int, int], int]:
    """Return for the first cell of each merged heading the column after its last."""
    return {
        (top, left): right + 1
        for top, left, _, right in merged
        if block.top <= top < block.first and right > left
    }


def _over_blanks(line: Sequence[str], start: int) -> int:
    """Return the column after the last that 本月 stands above: the one at which 累计 begins."""
    return next((at for at in range(start + 1, len(line)) if line[at]), len(line))


def _reach(
    own: Sequence[Sequence[str]],
    filled: Sequence[Sequence[str]],
    depth: int,
    start: int,
    stretches: Mapping[tuple[int, int], int],
    block: Block,
) -> int:
    """Return the column after the last that a heading stands above, where nothing is merged.

    It reaches over blank cells that have a heading below them, no deeper or flatter than its first
    column has, up to where a heading above ends.
    """
    below = filled[depth + 1 :]
    if not below or not any(line[start] for line in below):
        return start + 1
    if any(row == block.headings[depth] for row, _ in stretches):
        # Where the form merges headings of this row, one that is not merged stands alone.
        return start + 1
    column = start + 1
    while (
        column < len(own[depth])
        and not own[depth][column]
        and any(line[column] for line in below)
        and bool(below[0][column]) == bool(below[0][start])
        and not any(line[column] for line in own[:depth])
    ):
        column += 1
    return column


def _like_its_sibling(
    below: Sequence[Sequence[str]], mine: tuple[int, int], before: tuple[int, int]
) -> int:
    """Cut what stands above more columns than its sibling, and begins with the same ones."""
    (start, end), width = mine, before[1] - before[0]
    if before[1] != start or not 1 < width < end - start:
        return end

    def heads(first: int) -> list[str]:
        return [squeezed(line[first + step]) for line in below for step in range(width)]

    return start + width if heads(before[0]) == heads(start) else end


def once(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return a path in which nothing stands twice in a row."""
    return tuple(
        part
        for index, part in enumerate(path)
        if index == 0 or squeezed(part) != squeezed(path[index - 1])
    )


def headed(grid: Grid, block: Block, place: int) -> int:
    """Return the line of a column's lowest heading."""
    own = [row for row in block.headings if place < len(grid[row]) and grid[row][place].strip()]
    return own[-1] if own else block.top


def _line(grid: Grid, row: int, block: Block) -> list[str]:
    line = [cell.strip() for cell in grid[row][block.left : block.right]]
    return line + [""] * (block.right - block.left - len(line))


def cells_of(grid: Grid, rows: Sequence[int], place: int) -> tuple[str, ...]:
    """Return the cells of a column in these rows."""
    return tuple(grid[row][place] for row in rows if place < len(grid[row]))
