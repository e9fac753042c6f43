"""Sheets of the villages of a township that stands on another sheet: the same people twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

import polars as pl

from fpstats.areas import Areas, plain
from fpstats.patterns import pattern
from fpstats.returns.lines import Reading, items_of
from fpstats.returns.opening import Returns

_OF_VILLAGES: Final = pattern(r"村|社区|社區|居委|小组|小組|(?i:village)")
"""How a column is headed whose lines lie below townships."""

_SHORTEST: Final = 2


def details(returns: Returns, sums: pl.DataFrame, areas: Areas) -> list[int]:
    """Return the sheets whose villages are of a township that another sheet has; each is a finding.

    Such a sheet bears the name of the township, or its title or its file begins with it. Where the
    user's table says below which area its lines lie, nothing is left out here; nor where the sheet
    has items that the other lacks, which is told.

    Parameters
    ----------
    sums
        `source`, `name`, `start` and `end` of what was added up.
    """
    of_villages = [
        index for index, one in enumerate(returns.readings)
        if _OF_VILLAGES.search(one.match.headings.get(one.match.area or 0, ""))
    ]  # fmt: skip
    if not of_villages or len(of_villages) == len(returns.readings):
        return []
    keys = sums.select("source", pl.col("name").cast(pl.String), "start", "end").unique()
    own = dict(keys.group_by("source").agg("name", "start", "end").select(
        "source", pl.struct("name", "start", "end")).iter_rows())  # fmt: skip
    elsewhere = keys.filter(~pl.col("source").is_in(of_villages))
    others = {name: (source, start, end) for source, name, start, end in elsewhere.iter_rows()}
    found = []
    for index in of_villages:
        mine, one = own.get(index), returns.readings[index]
        if mine is None or any(name in areas and areas[name].parent for name in mine["name"]):
            continue
        for name in _named(one):
            source, start, end = others.get(areas.find(name) or name, (index, 0, 0))
            met = start <= max(mine["end"]) and min(mine["start"]) <= end
            if source != index and met and name not in mine["name"]:
                other = returns.readings[source]
                whole = set(items_of(one.match)) <= set(items_of(other.match))
                found += [index] if whole else []
                returns.findings.add(
                    "sheet_of_parts",
                    area=name,
                    source=one.sheet.path,
                    sheet=one.sheet.name,
                    expected=other.source,
                    **({} if whole else {"saying": "sheet_of_more"}),
                )
                break
    return found


def _named(one: Reading) -> Iterator[str]:
    """Yield what area the sheet may be of: by its name, its title, and its file, longest first."""
    titles = [cell for line in one.sheet.head()[: one.match.top] for cell in line if cell]
    for text in (one.sheet.name or "", *titles, PurePath(one.sheet.path).stem):
        bare = plain(text)
        for end in range(len(bare), _SHORTEST - 1, -1):
            yield bare[:end]
