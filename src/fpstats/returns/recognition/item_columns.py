"""Where lists of one item a line lie, 乡镇 | 指标 | 数值, and what their columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from fpstats.returns.recognition.looks import Grid, is_number, is_numbering
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import BARE_UNIT, MODIFIERS, Lexicon
from fpstats.returns.rows import is_note

_LEFT_OUT: Final = frozenset({"sequence", "code", "remark"})
"""Columns of such a list that say nothing of a number."""

_OF_WHOM: Final = frozenset({"area", "part", "group", "period"})
"""Columns that say of whom and of when a line is."""


class Listed(Struct, frozen=True, kw_only=True):
    """Where a list of lines lies: its heading, and what its columns hold.

    `whom` are the columns of areas, villages and periods, with that of the `area`; `named` those
    that name items, or only sexes and orders where it is not `of_items`; `values` those of numbers,
    and `beside` those in which numbers stand below no heading although others have one.
    """

    head: int
    last: int
    area: int
    whom: tuple[int, ...]
    named: tuple[int, ...]
    of_items: bool
    values: tuple[int, ...]
    beside: tuple[int, ...]
    unit: int | None


def listed(grid: Grid, head: int, lexicon: Lexicon) -> Listed | None:
    """Return the list that a line heads: areas, then what is counted, then numbers."""
    heads = grid[head]
    roles = [lexicon.role(cell) for cell in heads]
    if len(heads) < 3 or "area" not in roles or any(map(is_number, heads)):
        return None
    last = _end(grid, head, roles.index("area"))
    body = [line for line in grid[head + 1 : last] if not is_numbering(line)]
    if any(cell.strip() for line in body for cell in line[len(heads) :]):
        return None
    words = [
        list(
            {
                squeezed(line[at]): line[at] for line in body if line[at : at + 1] not in ([], [""])
            }.values()
        )
        for at in range(len(heads))
    ]
    kinds = [_kind(*each, lexicon) for each in zip(heads, roles, words, strict=True)]
    places = {kind: tuple(at for at, each in enumerate(kinds) if each == kind) for kind in kinds}
    named, values = places.get("named", ()), places.get("value", ())
    headed = tuple(at for at in values if heads[at].strip()) or values
    if "words" in places or len(places.get("unit", ())) > 1 or "area" not in places:
        return None
    if not named or not values or values[0] < named[-1]:
        return None
    return Listed(
        head=head,
        last=last,
        area=places["area"][0],
        whom=tuple(at for at, kind in enumerate(kinds) if kind in _OF_WHOM),
        named=named,
        of_items=any(stands_alone(word, lexicon) for word in words[named[0]]),
        values=headed,
        beside=tuple(at for at in values if at not in headed),
        unit=next(iter(places.get("unit", ())), None),
    )


def _kind(head: str, role: str | None, words: Sequence[str], lexicon: Lexicon) -> str:
    """Tell what a column of a list holds; `words` are the different cells of it."""
    texts = [word for word in words if not is_number(word)]
    if not words:
        return "value" if role is None and head.strip() else "empty"
    if len(texts) == len(words) and all(BARE_UNIT.fullmatch(squeezed(word)) for word in texts):
        return "unit"
    if role in _LEFT_OUT:
        return "left_out"
    if 2 * len(texts) < len(words):
        return "period" if role == "period" else "value"
    if len(texts) > 1 and _names_items(texts, lexicon, most=role == "items"):
        return "named"
    return role if role in _OF_WHOM else "words"


def _names_items(texts: Sequence[str], lexicon: Lexicon, *, most: bool) -> bool:
    """Tell whether texts name items, or narrow them: all, or `most` where a heading says so.

    合计 beside 男 and 女 narrows nothing.
    """
    meanings = [lexicon.meaning((text,)) for text in texts]
    named = [
        lexicon.role(text) is None and bool(lexicon.name((text,)) or meaning.ideas)
        for text, meaning in zip(texts, meanings, strict=True)
    ]
    known = [
        bool(lexicon.name((text,))) or not meaning.unknown
        for text, meaning in zip(texts, meanings, strict=True)
    ]
    return any(named) and (2 * sum(named) >= len(texts) if most else all(known))


def stands_alone(text: str, lexicon: Lexicon) -> bool:
    """Tell what has a name of its own from 其中：男, which is of what stands above it."""
    meaning = lexicon.meaning((text,))
    return bool(meaning.unknown or meaning.kept_out or meaning.ideas - MODIFIERS)


def _end(grid: Grid, head: int, area: int) -> int:
    """Return the line after the last of a list: where it is headed again, or a note begins.

    A number below it that nothing names is none of its lines.
    """
    last = head + 1
    for row in range(head + 1, len(grid)):
        line = grid[row]
        again = area < len(line) and squeezed(line[area]) == squeezed(grid[head][area])
        if again or is_note(next(filter(str.strip, line), "")):
            break
        named = any(cell.strip() and not is_number(cell) for cell in line)
        if named and any(map(is_number, line)) and not is_numbering(line):
            last = row + 1
    return last
