"""Whether numbers can be so large as their unit makes them: 30 births below 单位：万人.

The numbers stay as they are written; what is odd is told with the cell of the unit.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from fpstats.catalogue import Catalogue
from fpstats.issues import Findings
from fpstats.patterns import pattern
from fpstats.returns.lines import Reading

_LARGE: Final = 1_000
"""A unit from which on whole numbers of events are odd: 千人, 万人."""

_TOWNSHIP: Final = pattern("(?:[镇乡鄉鎮村]|街道|街道办事处|社区)$")
_MOST_IN_A_TOWNSHIP: Final = 2_000_000
"""No township of any country has so many people."""


def note_magnitudes(
    one: Reading, lines: pl.DataFrame, catalogue: Catalogue, findings: Findings
) -> None:
    """Tell of every item that a unit such as 万人 makes larger than it can be.

    `lines` are those that are returns, with `area`, the items, and their codes (`item!column`).
    """
    match = one.match
    for item, columns in match.items.items():
        factor = match.scale.get(columns[0], 1)
        if factor < _LARGE or len(columns) > 1 or not catalogue.items[item].counted:
            continue
        known = lines.filter(pl.col(item) > 0)
        flow = catalogue.items[item].type == "flow"
        odd = _too_many(known, item) if flow else _too_many_for_a_township(known, item)
        if odd.is_empty() and flow and (known[item] % factor == 0).all():
            odd = known
        if odd.is_empty() and _mostly_not_whole(lines, f"{item}!{columns[0]}"):
            _tell(one, item, columns[0], findings, saying="unit_too_large")
        elif len(odd):
            area, number = odd.select("area", item).row(0)
            _tell(one, item, columns[0], findings, area=area, value=f"{number:.0f}")


def _too_many(known: pl.DataFrame, item: str) -> pl.DataFrame:
    """Return the lines on which more happened than there are people."""
    if "population" not in known.columns:
        return known.clear()
    return known.filter(pl.col(item) > pl.col("population"))


def _too_many_for_a_township(known: pl.DataFrame, item: str) -> pl.DataFrame:
    large = known.filter(pl.col(item) > _MOST_IN_A_TOWNSHIP)
    return large.filter([_TOWNSHIP.search(area or "") is not None for area in large["area"]])


def _mostly_not_whole(lines: pl.DataFrame, code: str) -> bool:
    if code not in lines.columns or lines.is_empty():
        return False
    return 2 * int((lines[code] == "not_whole").sum()) >= len(lines)


def _tell(one: Reading, item: str, place: int, findings: Findings, **what: str) -> None:
    """Tell it with the cell of the unit: of the column's heading, or of the whole form."""
    own = next((each for each in one.match.columns if each.place == place), None)
    headed = own is not None and own.scale != 1
    cell = one.sheet.address(place, own.line + 1) if own and headed else one.match.unit_at
    findings.add(
        "doubtful_unit",
        item=item,
        source=one.sheet.path,
        sheet=one.sheet.name,
        cell=cell,
        expected=one.match.scale[place],
        **what,
    )
