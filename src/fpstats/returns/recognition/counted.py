"""Units: which never count the same thing, and what columns are in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from fpstats.patterns import pattern
from fpstats.returns.column import Column
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.form_unit import FormUnit
from fpstats.returns.recognition.places import place_of
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import MODIFIERS, Lexicon
from fpstats.returns.sheet import Sheet

BELOW: Final = 6
"""So many lines at the end of a table may hold notes and the unit."""

_COUNTED: Final = {
    unit: kind
    for kind, units in {
        "persons": ("人", "人次", "者", "例", "名", "胎", "persons"),
        "couples": ("对", "對", "组", "couples"),
        "households": ("户",),
        "money": ("元",),
        "papers": ("份",),
    }.items()
    for unit in units
}
_BY_WORD: Final = pattern("(人次|人|者|(?<!绝)对|组|户|份|件|例)口?数")
"""A unit that a heading names in words: 结婚对数, 迁入人口数."""


def differ(stated: str, counted: str) -> bool:
    """Tell whether two units count different things; one that may count anything never does."""
    one, other = _COUNTED.get(stated), _COUNTED.get(counted)
    return one is not None and other is not None and one != other


def in_its_unit(one: Column, unit: str, lexicon: Lexicon) -> Column:
    """Refuse 离婚（人）, where divorces are counted in couples: it may be twice as many.

    `unit` is that of the lines of units. A name of the item may count it otherwise:
    领取独生子女证人数 are couples, told by their number.
    """
    parts = (lexicon.meaning((part,)).unit or _named(part) for part in reversed(one.path))
    stated = unit or next(filter(None, parts), "")
    return _refused(one) if _contradicts(one, (stated,), lexicon) else one


def below_unit(one: Column, form: FormUnit, lexicon: Lexicon) -> Column:
    """Settle whether what a form says of all its numbers holds for a column.

    结婚对数 below 单位：人 is in couples, one by one. All forms have that line, also those of
    结婚登记, which nobody counts in persons: its numbers stand as they are. Money below it may be
    in thousands, and is a guess. Below another unit a column is refused.
    """
    if form.computed and one.item and not one.stated:
        return replace(_refused(one), why="unit")
    if not form.names or one.stated or not _contradicts(one, form.names, lexicon):
        return one
    if (named := _named(one.heading)) and all(differ(named, name) for name in form.names):
        return replace(one, stated=True)
    if {_COUNTED.get(name) for name in form.names} != {"persons"} or form.scale != 1:
        return replace(_refused(one), why="unit")
    counted = {_COUNTED.get(unit) for unit in lexicon.units.get(one.item or "", ())}
    return replace(one, stated=True, why="unit" if "money" in counted else "own_unit")


def unit_of_some(items: Iterable[Column], form: FormUnit, lexicon: Lexicon) -> str:
    """Return what a note says of the unit of 人口, where other items stand beside it."""
    if not form.of or form.scale == 1:
        return ""
    subject = lexicon.meaning((form.of,))
    own = {idea for one in items for idea in lexicon.meaning(one.path).ideas} - MODIFIERS
    return "" if own <= subject.ideas and not subject.unknown else form.written


def unit_at(sheet: Sheet, block: Block, form: FormUnit) -> str:
    """Return the cell that says in what all numbers are: above the table, or below it."""
    if not form.text:
        return ""
    start = max(block.first, block.last - BELOW)
    above = place_of(sheet, form.text, block.top)
    return above or place_of(sheet, form.text, block.last, start=start)


def scales(mine: Iterable[Column], form: FormUnit) -> Mapping[int, int]:
    """Return by what the numbers of columns are multiplied: their own unit, or that of the form."""
    own = {one.place: one.scale for one in mine if one.stated or one.scale != 1}
    found = {one.place: own.get(one.place, form.scale) for one in mine}
    return {place: scale for place, scale in found.items() if scale != 1}


def counts_in_words(one: Column) -> bool:
    """Tell whether a heading says that it counts: 出生人数."""
    return bool(_named(one.heading))


def _named(heading: str) -> str:
    """Return the unit that a heading names in words, the last of several."""
    found = _BY_WORD.findall(squeezed(heading))
    return found[-1] if found else ""


def _contradicts(one: Column, stated: Iterable[str], lexicon: Lexicon) -> bool:
    counted = lexicon.units.get(one.item or "", {""})
    return one.item is not None and all(differ(name, unit) for name in stated for unit in counted)


def _refused(one: Column) -> Column:
    return replace(one, role="other_unit", item=None, others=(one.item,) if one.item else ())
