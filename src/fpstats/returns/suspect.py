"""What can be read and may yet mislead: percentages, a number for two areas, a line
that stands twice, a nameless total."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from fpstats.areas import Areas, plain
from fpstats.issues import Findings
from fpstats.returns.lines import Reading, one_line_each
from fpstats.returns.sheet import letters

FEWEST: Final = 3
"""Of fewer other lines one may be the sum of the rest by chance."""


def as_shown(one: Reading, texts: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of items as they are shown: 100% where a cell of that format holds 1.

    What is no count is then refused as such, and not read as one birth.
    """
    rows: dict[int, list[int]] = {}
    for row, column in one.sheet.facts.percent:
        rows.setdefault(column, []).append(row + 1)
    items = {column for columns in one.match.items.values() for column in columns}
    shown = [
        pl.when(pl.col("row").is_in(rows[column]))
        .then(_percent(f"c{column}"))
        .otherwise(f"c{column}")
        .alias(f"c{column}")
        for column in sorted(items & rows.keys())
    ]
    return texts.with_columns(shown)


def _percent(column: str) -> pl.Expr:
    share = (pl.col(column).cast(pl.Float64, strict=False) * 100).round(6).cast(pl.String)
    return (share.str.strip_suffix(".0") + "%").fill_null(pl.col(column))


def without_shared(one: Reading, texts: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Blank the numbers that are merged over the lines of several areas; each is an issue."""
    match = one.match
    if match.area is None or not one.sheet.facts.merged:
        return texts
    items = {column for columns in match.items.values() for column in columns}
    names = dict(texts.select(pl.col("row").cast(pl.Int64), f"c{match.area}").rows())
    names |= {row: name for row, name in match.carried.items() if row in names}
    for top, left, bottom, _ in one.sheet.facts.merged:
        rows = range(top + 1, bottom + 2)
        areas = {str(names[row]).strip() for row in rows if str(names.get(row) or "").strip()}
        if left not in items or len(areas) < 2:
            continue
        here = pl.col("row") == top + 1
        written = texts.filter(here)[f"c{left}"].to_list()
        if not written or not str(written[0] or "").strip():
            continue
        findings.add(
            "merged_number",
            area=str(names.get(top + 1) or "").strip(),
            source=one.sheet.path,
            sheet=one.sheet.name,
            cell=one.address(left, top + 1),
            value=written[0],
        )
        texts = texts.with_columns(pl.when(here).then(None).otherwise(f"c{left}").alias(f"c{left}"))
    return texts


def note_hidden(one: Reading, findings: Findings) -> None:
    """Say which hidden rows and columns of the table are read like any other."""
    facts, match = one.sheet.facts, one.match
    last = match.last if match.last is not None else max(facts.hidden_rows, default=0) + 1
    rows = [row + 1 for row in sorted(facts.hidden_rows) if match.first <= row < last]
    columns = [
        letters(column)
        for column in sorted(match.used)
        if any(first <= column <= end for first, end in facts.hidden_columns)
    ]
    if rows or columns:
        findings.add(
            "hidden_read",
            source=one.sheet.path,
            sheet=one.sheet.name,
            value=", ".join([*map(str, rows), *columns]),
        )


def note_repeated(
    one: Reading, lines: pl.DataFrame, items: Sequence[str], findings: Findings
) -> None:
    """Tell of areas that stand on two lines of a form that has one line an area and period."""
    if not one_line_each(one):
        return
    keys = ("area", "period")
    again = lines.filter(pl.struct(keys).is_duplicated() & pl.col("area").ne(""))
    if again.is_empty():
        return
    again = again.select(
        *keys,
        "row",
        rows=pl.col("row").cast(pl.String).str.join(", ").over(keys),
        alike=pl.struct(items).n_unique().over(keys) == 1,
    )
    for area, period, row, rows, alike in again.rows():
        findings.add(
            "area_twice",
            **{"saying": "line_twice"} if alike else {},
            area=area,
            period=period,
            source=one.sheet.path,
            sheet=one.sheet.name,
            cell=one.address(one.match.area or 0, row),
            expected=rows,
        )


def note_nameless_totals(
    one: Reading,
    lines: pl.DataFrame,
    items: Sequence[str],
    findings: Findings,
    areas: Areas | None = None,
) -> None:
    """Tell of a line that equals the sum of all others, under a name that is no known total.

    It is added in like any other: only a person knows whether 青禾 is the county or a township.
    Of an area that `areas` has above others of the table, everybody knows: it is not added in.
    """
    match = one.match
    if match.area is None or match.parts or match.value is not None:
        return
    mine = lines.filter(kind="return")
    read = [item for item in items if item in match.items]
    if len(mine) <= FEWEST or not read:
        return
    given = mine.select(pl.col(read).cast(pl.Float64)).to_numpy()
    numbers = np.nan_to_num(given)
    slot = mine["period"].rank("dense").to_numpy() - 1
    sums = np.zeros((slot.max() + 1, len(read)))
    np.add.at(sums, slot, numbers)
    whole = sums[slot]
    # A zero or a blank neither speaks for it nor against it, if the sum of the others is none.
    fits = (np.abs(2 * numbers - whole) < 1e-6).all(axis=1)
    agreeing = ((given > 0) & (whole > 0)).sum(axis=1)
    size = numbers.sum(axis=1)
    others = np.bincount(slot[size > 0], minlength=len(sums))[slot] - 1
    enough = (agreeing >= 2) | ((agreeing == 1) & (size >= 20))
    found = mine.filter(fits & enough & (others >= FEWEST))
    above = _above(mine["area"].unique().drop_nulls().to_list(), areas) if areas else set()
    for area, period, row in found.select("area", "period", "row").rows():
        if areas and areas.find(plain(area)) in above:
            continue
        findings.add(
            "looks_like_total",
            area=area,
            period=period,
            source=one.sheet.path,
            sheet=one.sheet.name,
            cell=one.address(match.area, row),
            value=area,
        )


def _above(names: Sequence[str], areas: Areas) -> set[str]:
    """Return the areas that lie above any of those that are named."""
    known = (areas.find(plain(name)) for name in names)
    return {above for name in known if name is not None for above in areas.above(name)}
