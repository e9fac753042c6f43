"""In which order people expect the rows: by indicator and period, totals first, then by rank.

Year-books print the total in the first line, and a list that is cut still shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fpstats.write.report import Report


class Order:
    """The order of the rows of one report."""

    def __init__(self, report: Report) -> None:
        """Learn the levels of the areas, highest first, and their order within a level."""
        names = ("indicator", "area", "period", "level", "parent", "rank")
        columns: dict[str, list[Any]] = {n: report.table[n].to_pylist() for n in names}
        self._columns = columns
        parents = dict(zip(columns["area"], columns["parent"], strict=True))
        self._level = dict(zip(columns["area"], columns["level"], strict=True))
        self._place = {area: i for i, area in enumerate(dict.fromkeys((*report.areas, *parents)))}
        self._depth: dict[str, int] = {}
        for area, level in self._level.items():
            self._depth[level] = max(self._depth.get(level, 0), _depth(area, parents))
        self._indicator = {key: i for i, key in enumerate(report.catalogue.indicators)}

    def groups(self) -> list[tuple[str, str, list[int]]]:
        """Return indicator, period, and the numbers of their rows in order."""
        found: dict[tuple[str, str], list[int]] = {}
        keys = zip(self._columns["indicator"], self._columns["period"], strict=True)
        for row, key in enumerate(keys):
            found.setdefault(key, []).append(row)
        ordered = sorted(found, key=lambda key: (*self.indicator(key[0]), key[1]))
        return [(*key, sorted(found[key], key=self._row)) for key in ordered]

    def indicator(self, key: str) -> tuple[int, str]:
        """Return the place of an indicator: as in the catalogue, strangers last."""
        return self._indicator.get(key, len(self._indicator)), key

    def area(self, area: str) -> tuple[int, int]:
        """Return the place of an area: higher levels first."""
        return self._depth[self._level[area]], self._place[area]

    def _row(self, row: int) -> tuple[int, bool, int, int]:
        depth, place = self.area(self._columns["area"][row])
        rank = self._columns["rank"][row]
        return depth, rank is None, rank or 0, place


def _depth(area: str, parents: Mapping[str, str | None]) -> int:
    """Count the areas above one; a circle, which no areas table should hold, ends the count."""
    above: list[str] = []
    while (parent := parents.get(area)) is not None and parent not in above:
        above.append(parent)
        area = parent
    return len(above)
