"""Units: what a line of units says, which never count the same thing, and what columns are in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from fpstats.returns.column import Column
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.places import place_of
from fpstats.returns.recognition.words import BARE_UNIT, UNIT, Lexicon, scale_of, squeezed
from fpstats.returns.sheet import Sheet

BELOW: Final = 6
"""So many lines at the end of a table may hold notes and the unit."""

_COUNTED: Final = {
    unit: kind
    for kind, units in {
        "persons": ("人", "人次", "例", "名", "胎", "persons"),
        "couples": ("对", "對", "couples"),
        "households": ("户",),
        "money": ("元",),
        "papers": ("份",),
    }.items()
    for unit in units
}
_BY_WORD: Final = re.compile("(人次|人|(?<!绝)对|户|份|件|例)口?数")
"""A unit that a heading names in words: 结婚对数, 迁入人口数."""


class FormUnit(NamedTuple):
    """What a form says that all its numbers are in: `names` 人 and 对, `scale` 10,000 for 万人.

    `text` is the cell that says so, as it is written.
    """

    names: tuple[str, ...] = ()
    scale: int = 1
    text: str = ""

    @property
    def written(self) -> str:
        """The cell in one line."""
        return " ".join(self.text.split())


def differ(stated: str, counted: str) -> bool:
    """Tell whether two units count different things; one that may count anything never does."""
    one, other = _COUNTED.get(stated), _COUNTED.get(counted)
    return one is not None and other is not None and one != other


def unit_of_lines(texts: Iterable[str]) -> FormUnit:
    """Return the unit that a line such as 单位：万人 says; none where none does."""
    for text in texts:
        plain = squeezed(text)
        found = re.search(rf"(?:计量)?单位[:：]{UNIT}(?=$|[)、,，;；/和])", plain)
        found = found or re.fullmatch(rf"[(\[]?(?:计量)?(?:单位[:：]?){UNIT}[)\]]?", plain)
        if found:
            behind = re.split("[、,，;；/和)]", plain[found.end() :])
            others = (one["unit"] for one in map(BARE_UNIT.fullmatch, behind) if one)
            return FormUnit((found["unit"], *others), scale_of(found["scale"]), text)
    return FormUnit()


def units_of_sizes(texts: Iterable[str]) -> str:
    """Return what a line such as 单位：万人、人 says, where its units are of several sizes."""
    for text in texts:
        said = re.search(r"单位[:：]([^:：]*)$", squeezed(text))
        units = re.split("[、,，;；/和]", said[1]) if said else []
        found = [
            one for one in map(BARE_UNIT.fullmatch, units) if one and one["unit"] not in "%‰％"
        ]
        if said and len({scale_of(one["scale"]) for one in found}) > 1:
            return said[1]
    return ""


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
    if not form.names or one.stated or not _contradicts(one, form.names, lexicon):
        return one
    if (named := _named(one.heading)) and all(differ(named, name) for name in form.names):
        return replace(one, stated=True)
    if {_COUNTED.get(name) for name in form.names} != {"persons"} or form.scale != 1:
        return replace(_refused(one), why="unit")
    counted = {_COUNTED.get(unit) for unit in lexicon.units.get(one.item or "", ())}
    return replace(one, stated=True, why="unit" if "money" in counted else "own_unit")


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


def _named(heading: str) -> str:
    """Return the unit that a heading names in words, the last of several."""
    found = _BY_WORD.findall(squeezed(heading))
    return found[-1] if found else ""


def _contradicts(one: Column, stated: Iterable[str], lexicon: Lexicon) -> bool:
    counted = lexicon.units.get(one.item or "", {""})
    return one.item is not None and all(differ(name, unit) for name in stated for unit in counted)


def _refused(one: Column) -> Column:
    return replace(one, role="other_unit", item=None, others=(one.item,) if one.item else ())
