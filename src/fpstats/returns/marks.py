"""What stands at the name of an area and is no part of it: signs of footnotes, numbers, codes.

苇汀镇*, 1、苇汀镇 and 990101002 苇汀镇 are all 苇汀镇. 苇汀镇（含开发区） is, too, but of another
extent than its name says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

import polars as pl

from fpstats.areas import Areas

_SIGNS: Final = "[*＊※★☆△▲†‡①-⑳⑴-⒇¹²³⁰⁴-⁹]"
_NOTED: Final = r"[\[［【〔(（]\s*注\s*\d*\s*[\])）］】〕]|[\[［【〔]\s*[1-9]\d?\s*[\]］】〕]"
SIGNED: Final = f"{_SIGNS}|{_NOTED}"
"""What a text has in it that has signs of footnotes: of a country of areas, few do."""
_BEHIND: Final = rf"^(.*?\S)\s*(?:{_SIGNS}|{_NOTED})+\s*$"
_AHEAD: Final = rf"^\s*(?:{_SIGNS}|{_NOTED})+\s*(\S.*)$"

_NUMBERED: Final = (
    r"^(?:[(]?\d{1,3}[).、．]|[(][一二三四五六七八九十]{1,3}[)][、.]?|[一二三四五六七八九十]{1,3}[、.．])"
    r"(?=[一-鿿])"
)
_COUNTED: Final = r"^(\d{1,3})(?=[一-鿿]{2})"
"""1晴禾街道 is numbered where the lines count up; 108社区 is a name."""

_CODED: Final = (
    # 61398部队 and 2024年 are no codes.
    r"^(?P<ahead>\d{2,14})[-_:：—]?(?P<named>(?![年月日号路厂部队团连矿])[一-鿿].*)$"
    r"|^(?P<name>.*[一-鿿])[-_:：—]?[(\[]?(?P<behind>\d{2,14})[)\]]?$"
)
_SHORT: Final = 4
"""Numbers of fewer digits are codes only where the areas table has them."""
_DIVISIONS: Final = (6, 9, 12)
"""So many digits have the codes of counties, townships and villages."""
_YEARS: Final = ("19", "20")
"""No province has a code of these, and every month has: 202405."""

_EXTENT: Final = (
    r"^(?P<name>[^()\[\]]{2,})[(\[](?:(?:不?包?[含括]|除|剔除|扣除|另[加有]?|加|代管|并入|仅|只)[^()\[\]]*"
    r"|[^()\[\]]*(?:除外|在内|不在内))[)\]]$"
)


MARKED: Final = r"^[(\d]|^[一二三四五六七八九十]{1,3}[、.．]|[)\]\d]$"
"""What a plain name begins or ends with that may have a mark: of a country of areas, few do."""


class Marked(NamedTuple):
    """What a written name is without its marks; `extent` tells that it has another extent."""

    name: str
    extent: bool = False


def without_signs(text: pl.Expr) -> pl.Expr:
    """Return texts without the signs of footnotes ahead of a name and behind it."""
    return text.str.replace(_BEHIND, "${1}").str.replace(_AHEAD, "${1}")


def unmarked(tables: Mapping[int, Sequence[str]], areas: Areas) -> dict[str, Marked]:
    """Return plain names of tables that have marks, without; signs are taken off before.

    A number ahead of a name without a mark behind it counts lines only where most names of a table
    have one, from 1 on. A code is one of 6, 9 or 12 digits, or has as many as those of the other
    names; one that `areas` knows must be of the area that is named.
    """
    every = list(dict.fromkeys(chain.from_iterable(tables.values())))
    counted = set(chain.from_iterable(map(_counted, tables.values())))
    lengths = Counter(
        len(found["ahead"] or found["behind"])
        for name in every
        if (found := re.match(_CODED, name))
    )
    marked: dict[str, Marked] = {}
    for name in every:
        bare = re.sub(_NUMBERED, "", name)
        if name in counted:
            bare = re.sub(_COUNTED, "", name)
        bare = _without_code(bare, lengths, areas)
        extent = re.match(_EXTENT, bare)
        if extent is not None and areas.find(bare) is None:
            marked[name] = Marked(extent["name"], extent=True)
        elif bare != name:
            marked[name] = Marked(bare)
    return marked


def _counted(names: Sequence[str]) -> set[str]:
    """Return the names whose numbers count the lines."""
    numbers = {name: int(found[1]) for name in names if (found := re.match(_COUNTED, name))}
    counts = set(numbers.values()) == set(range(1, len(numbers) + 1))
    return set(numbers) if len(numbers) > 2 and counts and 2 * len(numbers) > len(names) else set()


def _without_code(name: str, lengths: Counter[int], areas: Areas) -> str:
    found = re.match(_CODED, name)
    if found is None:
        return name
    code, bare = found["ahead"] or found["behind"], found["named"] or found["name"]
    known = areas.find(code)
    if known is not None:
        return bare if areas.find(bare) == known else name
    told = len(code) in _DIVISIONS or (len(code) >= _SHORT and lengths[len(code)] > 1)
    return bare if told and not code.startswith(_YEARS) else name
