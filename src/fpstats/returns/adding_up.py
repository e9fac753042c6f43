"""Which lines of a table add up others, and whether they are the sums that they say they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from fpstats.areas import Areas
from fpstats.issues import Findings
from fpstats.returns.above_townships import part_counties
from fpstats.returns.lines import Reading
from fpstats.returns.parents import parents
from fpstats.returns.stated import Compared
from fpstats.returns.totals import check
from fpstats.returns.villages import part_townships
from fpstats.returns.wholes import by_sums


def add_up(
    one: Reading,
    lines: pl.DataFrame,
    items: Sequence[str],
    findings: Findings,
    before: Mapping[str, float],
    areas: Areas | None,
) -> tuple[pl.DataFrame, Compared]:
    """Take totals out of the returns, and compare each with the sum of its lines.

    `before` are the sums of the tables of the same period that stand before this one on its sheet.
    """
    lines, apart = part_townships(one, lines, items, findings)
    lines, counties = part_counties(one, lines, items, areas)
    lines = by_sums(one, lines, items, findings, areas)
    told = parents(one, lines, areas, counties)
    compared = check(one, lines, items, findings, before, told)
    return lines, compared._replace(differing=(*apart, *compared.differing))
