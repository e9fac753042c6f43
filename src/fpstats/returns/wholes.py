"""The whole among its parts: a county's line among its townships, known by name or by its sums.

A name tells the level of a place (县 above 镇), the names around the table tell whose it is, and
other names may begin with it. Where no name tells, a line that is the sum of all others may be
their total or a place: it is refused, or told of, by how unlikely chance is.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import PurePath
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fpstats.areas import Areas, plain
from fpstats.issues import Findings
from fpstats.patterns import pattern
from fpstats.returns.agreement import Flags, Values
from fpstats.returns.lines import Reading
from fpstats.returns.unseen import UNSEEN

FEWEST: Final = 3
"""Of fewer other lines one may be the sum of the rest by chance."""

REFUSED: Final = "looks_like_total"
"""What a line is that is the sum of all others, and hardly by chance."""

_ENDS: Final = (
    "村|社区|居委会|村委会|嘎查|社區",
    "镇|乡|街道|街道办事处|办事处|街道办|街办|苏木|鎮|鄉|町",
    "县|旗|縣|(?<![东西南北中新园矿城郊山库景牧林农港湾片厂营校镇街辖地小社发业理范护假作验贸税特聚展心能游保空态务])(?<!经开)区|市|區|郡",
    "州|盟|地区|地區",
    "省|自治区|県",
)
"""How the names of places end, from villages up to provinces; 开发区 and 城区 are of no level."""

_HIGH: Final = "[县旗縣区市區郡州盟省県]$"
"""How names end that may be of a county or above: of a country of townships, none may be."""

_LOW: Final = "[镇乡村鎮鄉町]$|街道|办事处|街办|苏木|社区|居委会|嘎查|社區"
"""How names end of townships and villages, as far as is seen at once."""

TOWNSHIP: Final = 1
COUNTY: Final = 2
"""The levels of townships and of counties."""
_PEERS: Final = pattern("[鎮鄉町]$")
"""Where towns are called so, cities and districts stand beside them and not above."""
_BESIDE_TOWNS: Final = pattern("[市區区]$")
_ABOVE_TOWNSHIPS: Final = pattern("(?:县|市|区|州|盟|旗|省|縣|區)$")
"""How the names of areas end that are made of townships."""

CHANCE: Final = {"odd": 6.0, "end": 7.0, "alike": 14.0}
"""So many bits must the numbers have that agree, by how much the name and the place say already:
one that is unlike the others; one first or last; and one like the others, or amidst them."""

_ROUNDING: Final = 1e-6
_LARGE: Final = 20
"""One number as large as this is no sum by chance."""


@functools.cache
def _levels() -> tuple[re.Pattern[str], ...]:
    """Return the names of each level; made where one is asked for, because that takes its time."""
    return tuple(re.compile(f"[一-鿿]{{1,12}}(?:{ends})") for ends in _ENDS)


def level(name: str, *, peers: bool = False) -> int | None:
    """Return the level of a place by how its name ends, villages 0; None where it says none.

    `peers` tells that cities and districts of the table are peers of its towns.

    >>> level("马店镇"), level("云县"), level("经济开发区"), level("竹北市", peers=True)
    (1, 2, None, 1)
    """
    found = next((at for at in (4, 3, 2, 1, 0) if _levels()[at].fullmatch(name)), None)
    return TOWNSHIP if peers and found == COUNTY and _BESIDE_TOWNS.search(name) else found


def levels(names: Collection[str]) -> dict[str, int]:
    """Return the levels of names of one table that say one; none where none may be a county."""
    if not pl.Series(list(names), dtype=pl.String).str.contains(_HIGH).any():
        return {}
    peers = any(_PEERS.search(name) for name in names)
    found = {name: level(name, peers=peers) for name in names}
    return {name: at for name, at in found.items() if at is not None}


def called(name: str) -> str:
    """Return what the level of an area above townships is called in tables of areas."""
    return {3: "prefecture", 4: "province"}.get(level(name) or 0, "county")


def above_others(names: Collection[str]) -> set[str]:
    """Return the one name among others that is of a higher level, or that begins them all.

    >>> sorted(above_others(["云县", "马店镇", "高桥乡"])), above_others(["临河县", "清水区"])
    (['云县'], set())
    """
    known = levels(names)
    top = max(known.values(), default=0)
    found = {name for name, at in known.items() if at == top and top >= COUNTY}
    # 恩施州 among the cities of a province is their peer.
    below = [
        name for name in known if name not in found and not (top > COUNTY and name[-1] == "市")
    ]
    if len(found) == 1 and below:
        return found
    shortest = min(names, key=len, default="")
    least = len(shortest) + 2
    apart = (name for name in names if len(name) < least or not name.startswith(shortest))
    # It is apart itself, and mostly the next that is tells enough.
    begins = len(shortest) > 1 and len(names) > 2 and len([*islice(apart, 2)]) == 1
    return {shortest} if begins else set()


def of_two_levels(names: Collection[str]) -> bool:
    """Tell whether counties and townships stand among these names, or one is above all others.

    >>> of_two_levels(["云县", "马店镇", "水县", "东镇"]), of_two_levels(["云县", "水县", "河区"])
    (True, False)
    """
    texts = pl.Series(list(names), dtype=pl.String).str
    if texts.contains(_HIGH).any() and texts.contains(_LOW).any():
        known = {*levels(names).values()}
        if known and min(known) < COUNTY <= max(known):
            return True
    return bool(above_others(names))


def named(one: Reading, names: Collection[str], known: Collection[str] = ()) -> set[str]:
    """Return the names on the lines of a table that are of the whole of it, as names can tell.

    Those are a county that the title, the sheet or the file names, and one above the others. Where
    nothing but its name tells that, one of those `known` by the table of areas has a return of its
    own, which is compared and not added in.
    """
    head = one.sheet.head()[: one.match.first] if not one.match.columns else []
    titles = one.match.titles + "".join(cell for line in head for cell in line)
    around = "".join(titles.split()), one.sheet.name or "", PurePath(one.sheet.path).stem
    own = {
        name
        for name in names
        if _ABOVE_TOWNSHIPS.search(name) and any(name in text for text in around)
    }
    return own | (above_others(names) - {*known})


def by_sums(
    one: Reading,
    lines: pl.DataFrame,
    items: Sequence[str],
    findings: Findings,
    areas: Areas | None = None,
) -> pl.DataFrame:
    """Refuse lines that are the sum of all others, or tell of them where chance may be at work.

    青禾 may be the county or a township. What the table of the user names is what that says.
    """
    match = one.match
    if match.area is None or match.parts or match.value is not None:
        return lines
    mine = lines.with_row_index("line").filter(kind="return")
    read = [item for item in items if item in match.items]
    if len(mine) < FEWEST or not read:
        return lines
    values = mine.select(pl.col(read).cast(pl.Float64)).to_numpy()
    bare = mine["area"].fill_null("").str.replace_all(rf"\s|{UNSEEN}", "").to_list()
    refused: list[int] = []
    for rows in _periods(mine):
        for at, proof in _sums(values[rows], [bare[row] for row in rows]):
            row = int(rows[at])
            known = areas.find(plain(bare[row])) if areas is not None and areas.given else None
            if known is not None and areas is not None and not areas.is_lowest(plain(bare[row])):
                continue
            if proof and known is None:
                refused.append(int(mine["line"][row]))
                continue
            findings.add(
                "perhaps_total",
                area=mine["area"][row],
                period=mine["period"][row],
                source=one.sheet.path,
                sheet=one.sheet.name,
                cell=one.address(match.area, int(mine["row"][row])),
                value=mine["area"][row],
            )
    if not refused:
        return lines
    kinds = lines["kind"].to_list()
    for line in refused:
        kinds[line] = REFUSED
    return lines.with_columns(kind=pl.Series(kinds, dtype=pl.String))


def _periods(lines: pl.DataFrame) -> Iterator[NDArray[np.int64]]:
    """Yield the lines of each period, where they are enough for one to be the sum of others."""
    slots = lines["period"].fill_null("").rank("dense").to_numpy()
    order = np.argsort(slots, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(slots[order])) + 1):
        if len(rows) >= FEWEST:
            yield rows


def _sums(values: Values, names: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Yield the lines of one period that are the sum of all others, and whether that is proof."""
    numbers = np.nan_to_num(values)
    agreeing = sums_of_others(values)[:, None] & (numbers > 0)
    bits = np.where(agreeing, np.log2(1 + numbers), 0).sum(axis=1)
    some = np.flatnonzero((numbers > 0).any(axis=1))
    for at in np.flatnonzero(bits > 0).tolist():
        beside = int((some != at).sum())
        odd, end = is_odd(names[at], names), at in (0, len(names) - 1)
        like = level(names[at]) is not None and not odd
        enough = "odd" if odd and end else "end" if end and not like else "alike"
        few = agreeing[at].sum() < 2 and numbers[at].sum() < _LARGE
        if beside < (2 if odd else FEWEST):
            continue
        proof = bits[at] >= CHANCE[enough]
        if proof or (beside >= FEWEST and not few):
            yield at, proof


def sums_of_others(values: Values) -> Flags:
    """Tell which lines are the sum of all others, in every number that they have."""
    numbers = np.nan_to_num(values)
    apart = np.abs(2 * numbers - numbers.sum(axis=0))
    return np.asarray(((apart < _ROUNDING) | np.isnan(values)).all(axis=1))


def is_odd(name: str, names: Sequence[str]) -> bool:
    """Tell whether most names say their level, and this one says another or none."""
    levels = Counter(map(level, names))
    usual, count = levels.most_common(1)[0]
    return usual is not None and 3 * count >= 2 * (len(names) - 1) and level(name) != usual
