"""A list of the items of one place, 指标 | 计划 | 完成 | 备注, laid as one line below its items.

What stands across such a list says of which time, of whom, or what kind of number its columns are,
and names no areas. So laid, headings over headings, it is read like any other form.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final

from fpstats.patterns import pattern
from fpstats.returns.counties import without_counties
from fpstats.returns.recognition.looks import (
    Grid,
    is_number,
    is_numbering,
    is_time,
    known,
)
from fpstats.returns.recognition.sideways import labels, top_of
from fpstats.returns.recognition.squeezed import bare
from fpstats.returns.recognition.whose import RANKS, area_of, as_written, is_near
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.relaid import Cell, Lines, Relaid, as_it_lies, relaid
from fpstats.returns.sheet import Sheet

_SUM: Final = pattern("[合总小共總]?[计計]|[总總][数數]")
_PLACE: Final = pattern(rf"[一-鿿]{{1,9}}(?:{RANKS})")


def one_line(sheet: Sheet, grid: Grid, lexicon: Lexicon) -> Relaid | None:
    """Lay a list of items of one place as one line; None of other forms.

    It is of one place where its columns are headed by words of forms alone; or by some, none is
    headed by what looks like a place, and a title names a township, or less.
    """
    first, last, count = labels(grid, lexicon)
    top = top_of(grid, first, count)
    if sheet.cut or not top < first < last:
        return None
    lines = {row: _padded(as_it_lies(grid, row), row, grid) for row in range(top, last)}
    aside = [row for row in lines if is_numbering(grid[row]) or not any(map(str.strip, grid[row]))]
    heads = [lines[row] for row in range(top, first) if row not in aside]
    body = [lines[row] for row in range(first, last) if row not in aside]
    written = [
        at
        for at in range(count, len(lines[top]))
        if any(line[at].text.strip() for line in [*heads, *body])
    ]
    headed = [at for at in written if _text(heads, at)]
    across = [
        at
        for at in headed
        if any(is_number(line[at].text) for line in body)
        or _says_something(_text(heads, at), lexicon)
    ]
    texts = [_text(heads, at) for at in across]
    # Times and their sum, and a single column, are read as they stand.
    plain = len(across) < 2 and across == written
    parts = [text for text in texts if not _SUM.fullmatch(bare(text))]
    if plain or not texts or (parts and all(is_time(text, lexicon) for text in parts)):
        return None
    cells = [cell for line in grid[:top] for cell in line if cell.strip()]
    place = area_of(cells, sheet.name, sheet.path, lexicon)
    if not _of_one_place(place, texts, lexicon):
        return None
    named = [at for at in range(count) if _role(heads, at, lexicon) in (None, "items", "group")]
    units = [at for at in range(count) if _role(heads, at, lexicon) == "unit"]
    numbers = list(product(body, across))
    heading = [[line[at] for line, _ in numbers] for at in named]
    heading += [[line[at] for _, at in numbers] for line in heads]
    heading += [[line[at] for line, _ in numbers] for at in units[:1]]
    # Below no heading a number has strayed: it keeps its place, and is told as in any form.
    beside = (line[at] for line, at in product(body, written) if at not in headed)
    stray = [cell for cell in beside if cell.text.strip()]
    name = without_counties([place], [True], {place}).get(0, place)
    laid: Lines = [as_it_lies(grid, row) for row in range(top)]
    laid += [[Cell("" if depth else "乡镇"), *line] for depth, line in enumerate(heading)]
    laid += [lines[row] for row in aside]
    laid.append([Cell(as_written(name, cells)), *(line[at] for line, at in numbers), *stray])
    laid += [as_it_lies(grid, row) for row in range(last, len(grid))]
    return relaid(sheet, laid, [row for row in range(top, first) if row not in aside])


def _of_one_place(place: str, heads: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell by what stands across a list, and whose title it has, whether it is of one place."""
    worded = [known(head, lexicon) for head in heads]
    if all(worded):
        return True
    placed = any(_PLACE.fullmatch(bare(head)) for head in heads)
    return any(worded) and not placed and is_near(place)


def _text(lines: Lines, at: int) -> str:
    return next((text for line in reversed(lines) if (text := line[at].text.strip())), "")


def _says_something(head: str, lexicon: Lexicon) -> bool:
    """Tell the heading of a column in which nobody filled in a number from that of remarks."""
    return is_time(head, lexicon) or bool(lexicon.name((head,)) or lexicon.meaning((head,)).ideas)


def _role(lines: Lines, at: int, lexicon: Lexicon) -> str | None:
    roles = (lexicon.role(line[at].text) for line in lines)
    return next((role for role in roles if role), None)


def _padded(line: list[Cell], row: int, grid: Grid) -> list[Cell]:
    width = max(map(len, grid))
    return line + [Cell("", (row, at)) for at in range(len(line), width)]
