"""What a cell or a line looks like: a number, a time, the words of a heading, a row of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from fpstats.patterns import pattern
from fpstats.periods import read_period
from fpstats.returns.recognition.squeezed import bare, squeezed
from fpstats.returns.recognition.words import BARE_UNIT, Lexicon

Grid = Sequence[Sequence[str]]

_NUMBER: Final = pattern(
    r"[(+\-]?\d[\d,]*(?:\.\d+)?[)]?(?:e[+]?\d+)?\s*(?:[百千万亿]{0,2}(?:人次|人|例|对|个|名|元|户|%|‰)?)"
)
_ORDINALS: Final = pattern(
    r"[甲乙丙丁戊]|[(\[]?\d{1,3}[)\]]?(?:=[\d+\-*/×÷()]+)?|[a-z]|栏次|序号|行次|[-—]|[①-⑳]"
)
_UNITS: Final = pattern(
    r"[(\[]?(?:[百千万亿]{0,2}(?:人次|人|例|对|户|个|名|元|份)|%|‰|persons)[)\]]?"
    r"|(?:计量)?[单単]位[:：]?|[-—]"
)
UNIT_LABEL: Final = pattern(r"(?:计量)?[单単]位[:：]?")
"""What stands in the cell before a unit."""


_DATED: Final = pattern("[0-9〇○零一二三四五六七八九]年")


def is_number(text: str) -> bool:
    """Tell whether a cell looks like a number, with or without a unit."""
    return _NUMBER.fullmatch(squeezed(text)) is not None


def is_numbering(line: Sequence[str]) -> bool:
    """Tell whether a line only numbers the columns: 甲 1 2 3."""
    cells = [squeezed(cell) for cell in line if cell.strip()]
    if len(cells) < 2 or not all(map(_ORDINALS.fullmatch, cells)):
        return False
    if cells == [chr(ord("a") + place) for place in range(len(cells))]:
        return True
    numbers = [int(digits[0]) for cell in cells if (digits := re.search(r"\d+", cell))]
    # Beside a second table the numbers begin anew.
    counted = all(after in (before + 1, 1) for before, after in pairwise(numbers))
    lettered = any(cell in "甲乙丙丁戊" for cell in cells)
    return counted and (len(numbers) >= 2 or lettered) and 0 < (numbers or [0])[0] <= 3


def is_units(line: Sequence[str]) -> bool:
    """Tell whether a line only gives the units of the columns."""
    cells = [squeezed(cell) for cell in line if cell.strip()]
    return len(cells) >= 2 and all(map(_UNITS.fullmatch, cells))


def is_titled_unit(line: Sequence[str]) -> bool:
    """Tell （万人） alone in a line, or right of a title, from headings: it is of all numbers."""
    cells = [squeezed(cell) for cell in line if cell.strip()]
    if not cells or BARE_UNIT.fullmatch(cells[-1]) is None:
        return False
    return len(cells) == 1 or (
        len(cells) == 2 and (cells[0].endswith("表") or _DATED.search(cells[0]) is not None)
    )


def is_since(line: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether a line only says that the numbers below it run since the year began."""
    cells = [cell for cell in line if cell.strip()]
    meaning = lexicon.meaning((cells[0],)) if len(cells) == 1 else None
    since = meaning is not None and meaning.time is not None and meaning.time.kind == "to_date"
    return since and is_time(cells[0], lexicon)


def known(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a cell is worded as a heading is."""
    if not text.strip() or is_number(text):
        return False
    if lexicon.role(text) or lexicon.sibling(text) or lexicon.name((text,)):
        return True
    meaning = lexicon.meaning((text,))
    if meaning.kept_out:
        return len(bare(text)) <= 20
    return not meaning.unknown and bool(bare(text) or meaning.unit) and len(bare(text)) <= 24


def is_time(cell: str, lexicon: Lexicon) -> bool:
    """Tell whether a text is a time and nothing else."""
    meaning = lexicon.meaning((cell,))
    if meaning.time and not meaning.unknown and not meaning.ideas and not meaning.kept_out:
        return True
    return not is_number(cell) and read_period(cell) is not None
