"""Units: what a line of units says, and which units never count the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from fpstats.returns.recognition.words import BARE_UNIT, UNIT, scale_of, squeezed

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


def differ(stated: str, counted: str) -> bool:
    """Tell whether two units count different things; one that may count anything never does."""
    one, other = _COUNTED.get(stated), _COUNTED.get(counted)
    return one is not None and other is not None and one != other


def unit_of_lines(texts: Iterable[str]) -> tuple[str, int] | None:
    """Return the unit and its scale that a line such as 单位：万人 says; None where none does."""
    for text in texts:
        plain = squeezed(text)
        if found := re.search(rf"(?:计量)?单位[:：]{UNIT}(?=$|[)、,，;；])", plain):
            return found["unit"], scale_of(found["scale"])
        if found := re.fullmatch(rf"[(\[]?(?:计量)?(?:单位[:：]?){UNIT}[)\]]?", plain):
            return found["unit"], scale_of(found["scale"])
    return None


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
