"""Lines that are handed in again, and what they count together.

Two lines of a sheet are of one return where area, period, and whatever parts the area further
(a village, a category) are the same. Such lines make one: a number that stands in one of them is
taken, the same number twice is counted once, and different numbers are not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import polars as pl

from fpstats.areas import Areas
from fpstats.locale import several
from fpstats.periods import Calendar, Span
from fpstats.returns.lines import Reading, area_of, parting, period_of
from fpstats.returns.names import resolve
from fpstats.returns.opening import Returns
from fpstats.returns.parts import parted, parts_of, plain_text

Held = Literal["apart", "alike", "mixed"]
"""How the parts of an area lie in several sheets: each in one, all in each, or neither."""

_KEY: Final = ("name", "start", "end", "part")


def merged(returns: Returns, index: int, areas: Areas, calendar: Calendar) -> pl.DataFrame | None:
    """Return the lines of a sheet with those of one return made one; None where none repeats.

    What was said again, or otherwise, becomes a finding with its cell, whatever item it is of: two
    lines are the same only where all of them agree.
    """
    one, lines = returns.readings[index], returns.careful[index]
    keys = _keys(returns, index, areas, calendar)
    again = keys.filter(pl.struct(_KEY).is_duplicated())
    if again.is_empty():
        return None
    values = lines.columns[lines.columns.index("row") + 1 :]
    groups = (
        again.join(lines.select("row", "source", "area", "period", *values), on="row")
        .sort("row")
        .group_by(*_KEY, maintain_order=True)
        .agg(pl.col("row", "source", "area", "period", "means", *values))
    )
    single = groups.select(
        pl.col("source", "area", "period", "row").list.first(),
        *(
            pl.when(pl.col(item).list.drop_nulls().list.n_unique() == 1)
            .then(pl.col(item).list.drop_nulls().list.first())
            .alias(item)
            for item in values
        ),
    )
    for group in groups.iter_rows(named=True):
        _note(one, group, values, calendar, returns)
    others = lines.join(again.select("row"), on="row", how="anti", maintain_order="left")
    return pl.concat([others, single.select(others.columns)]).sort("row")


def same_lines(returns: Returns, index: int, areas: Areas, calendar: Calendar) -> pl.DataFrame:
    """Return the lines (`row`) of a sheet that are of one return, with the `first` of them."""
    keys = _keys(returns, index, areas, calendar).filter(pl.struct(_KEY).is_duplicated())
    return keys.select("row", first=pl.col("row").min().over(_KEY))


def _keys(returns: Returns, index: int, areas: Areas, calendar: Calendar) -> pl.DataFrame:
    """Return `row`, what tells its line from others (`_KEY`), and the area that it `means`."""
    one = returns.readings[index]
    lines = returns.careful[index].select("source", "area", "period", "row")
    named = resolve(lines, returns.readings, areas, calendar, returns.findings)
    named = named.filter(pl.col("name").is_not_null() & pl.col("start").is_not_null())
    named = named.with_columns(means="name")
    if not parted(one):
        return named.select("row", *_KEY[:-1], "means", part=pl.lit(""))
    # Areas that were merged into one hold parts of the same name, so each counts by itself.
    return named.with_columns(name=plain_text(pl.col("area"))).join(parts_of(one), on="row")


def _note(
    one: Reading,
    group: Mapping[str, Any],
    items: Sequence[str],
    calendar: Calendar,
    returns: Returns,
) -> None:
    """Tell of lines that make one return: what differs, item by item; else that nothing does."""
    rows, place = group["row"], {"source": one.sheet.path, "sheet": one.sheet.name}
    place |= {
        "area": group["means"][0],
        "period": calendar.label(Span(group["start"], group["end"])),
    }
    said = {item: [(r, v) for r, v in zip(rows, group[item], strict=True) if v is not None]
            for item in items}  # fmt: skip
    differing = [item for item, numbers in said.items() if len({v for _, v in numbers}) > 1]
    for item in differing:
        numbers = dict.fromkeys(f"{value:g}" for _, value in said[item])
        returns.findings.add(
            "duplicate_return",
            item=item,
            cell=one.cell(item, said[item][-1][0]),
            value=" / ".join(numbers),
            saying="lines_differ",
            where=several(f"{one.cell(item, row)}: {value:g}" for row, value in said[item]),
            **place,
        )
    if not differing and any(len(numbers) > 1 for numbers in said.values()):
        cell = one.address(one.match.area or 0, rows[-1])
        findings = returns.findings
        findings.add("same_return", saying="same_line", cell=cell, expected=rows[0], **place)


def held(
    returns: Returns, indices: Sequence[int], areas: Areas, calendar: Calendar
) -> dict[tuple[str, Span], Held]:
    """Tell for each area and period how its parts lie in these sheets."""
    tables = []
    for index in indices:
        one = returns.readings[index]
        match = one.match
        columns = {c for c in (match.area, match.period) if c is not None} | set(parting(one.match))
        texts = one.sheet.columns(match.first, match.width, sorted(columns))
        keys = texts.select(
            pl.lit(index, pl.UInt32).alias("source"), pl.col("row"), area_of(one.match),
            period_of(one.match).cast(pl.String),
        )  # fmt: skip
        keys = keys.with_columns(pl.col("row").cast(pl.Int64)).join(parts_of(one), on="row")
        tables.append(keys.with_columns(part=pl.concat_str(plain_text(pl.col("area")), "part")))
    together = pl.concat(tables).unique(["source", "area", "period", "part"])
    named = resolve(together, returns.readings, areas, calendar, returns.findings)
    counted = (
        named.drop_nulls(["name", "start"])
        .group_by("name", "start", "end")
        .agg(pl.len(), parts=pl.col("part").n_unique(), sheets=pl.col("source").n_unique())
        .with_columns(
            held=pl.when(pl.col("len") == pl.col("parts"))
            .then(pl.lit("apart"))
            .when(pl.col("len") == pl.col("parts") * pl.col("sheets"))
            .then(pl.lit("alike"))
            .otherwise(pl.lit("mixed"))
        )
    )
    rows = counted.select("name", "start", "end", "held").rows()
    return {(name, Span(start, end)): how for name, start, end, how in rows}
