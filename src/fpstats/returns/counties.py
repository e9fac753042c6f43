"""Townships with their county before them: 清水县马店镇 is 马店镇 of another form.

Where two counties of a run have a township of one name, both keep their county.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from typing import Final

import polars as pl

_NEAR: Final = "(?:镇|乡|街道|街道办事处|办事处|街办|苏木|鎮|鄉|區)"
_CITY: Final = "[一-鿿]{2,4}市"
"""A city within a county, as 竹北市 of 新竹縣, or within another city."""
_IN_A_COUNTY: Final = rf"[县縣市区旗省州盟][一-鿿]{{1,12}}(?:{_NEAR}|市)$"
_PARTED: Final = (
    # Compiled where a name has a county before it, which takes longer than all else here.
    # 新市镇, 沙市街道 and 黄州镇 are no townships of a county: what is left must be a name.
    r"(?P<above>(?:[一-鿿]{1,7}?(?:省|自治区|自治州|地区|盟))?"
    r"(?:(?!城市|都市)[一-鿿]{2,7}?(?:市|州)(?=[一-鿿]{2,}[县縣市区旗]))?"
    r"(?:[一-鿿]{1,8}?(?:县|縣|旗)|(?!城市|都市|夜市|集市)[一-鿿]{2,7}?(?:市|区)(?=[一-鿿]{2})))"
    rf"(?P<name>(?!{_NEAR})[一-鿿]{{1,8}}{_NEAR}|(?!{_NEAR}){_CITY})"
)


def without_counties(
    names: Sequence[str | None], titled: Sequence[bool], every: Container[str | None]
) -> Mapping[int, str]:
    """Return by their places the names of townships without the county before them.

    That is so of the name that a title gives a whole form (`titled`), and of one that stands
    without it among `every` name of the run.
    """
    if not pl.Series(names, dtype=pl.String).str.contains(_IN_A_COUNTY).any():
        return {}
    parted = {
        at: found
        for at, name in enumerate(names)
        if name and (found := re.fullmatch(_PARTED, name))
    }
    above: dict[str, set[str]] = {}
    for found in parted.values():
        above.setdefault(found["name"], set()).add(found["above"])
    return {
        at: found["name"]
        for at, found in parted.items()
        if len(above[found["name"]]) == 1 and (titled[at] or found["name"] in every)
    }
