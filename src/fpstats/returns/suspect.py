"""What can be read and may yet mislead: percentages, a number for two areas, a line that
stands twice, what is hidden."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from fpstats.issues import Findings
from fpstats.returns.lines import Reading, one_line_each
from fpstats.returns.parts import parts_of
from fpstats.returns.sheet import letters


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
    one: Reading,
    texts: pl.DataFrame,
    lines: pl.DataFrame,
    items: Sequence[str],
    findings: Findings,
) -> None:
    """Tell of areas that stand on two lines of a form that has one line an area and period.

    A form of categories has one line an area, period and category.
    """
    # A sheet without any item, such as a table of findings, says nothing twice.
    if not (items and one_line_each(one)):
        return
    keys = ["area", "period"]
    if one.match.categories:
        lines = lines.join(parts_of(one, texts), on="row", maintain_order="left")
        keys.append("part")
    again = lines.filter(pl.struct(keys).is_duplicated() & pl.col("area").ne(""))
    if again.is_empty():
        return
    again = again.select(
        "area",
        "period",
        "row",
        rows=pl.col("row").cast(pl.String).str.join(", ").over(keys),
        alike=pl.struct(items).n_unique().over(keys) == 1,
    )
    for area, period, row, rows, alike in again.rows():
        note_twice(one, (area, period, row, rows), findings, "line_twice" if alike else "")


def note_twice(
    one: Reading, where: tuple[str, str, int, str], findings: Findings, saying: str = ""
) -> None:
    """Tell of an area and period that stand in a row and in others: all of them, as text."""
    area, period, row, rows = where
    findings.add(
        "area_twice",
        saying=saying,
        area=area,
        period=period,
        source=one.sheet.path,
        sheet=one.sheet.name,
        cell=one.address(one.match.area or 0, row),
        expected=rows,
    )
