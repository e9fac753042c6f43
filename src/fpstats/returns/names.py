"""What areas and periods are meant: names to areas, texts to months, each distinct one once."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence

import polars as pl

from fpstats.areas import APOSTROPHE, INVISIBLE, Areas
from fpstats.issues import Findings
from fpstats.periods import Calendar, read_period
from fpstats.returns import privacy
from fpstats.returns.clean import ERROR
from fpstats.returns.layout import Layout
from fpstats.returns.lines import Reading


def resolve(
    lines: pl.DataFrame,
    readings: Sequence[Reading],
    areas: Areas,
    calendar: Calendar,
    findings: Findings,
) -> pl.DataFrame:
    """Add to lines with `source`, `area` and `period` as written what they mean.

    Parameters
    ----------
    areas
        Takes in every area that is met and not yet in it; where they were given by a table, an
        unknown one is a finding.

    Returns
    -------
    pl.DataFrame
        The same lines with `name` (of the type of `area`; null for lines of totals and blank ones)
        and `start`, `end` (month indices; null where the period cannot be read).
    """
    ids = pl.Series("layout", [one.match.layout.id for one in readings], dtype=pl.Categorical)
    layouts = {one.match.layout.id: one.match.layout for one in readings}
    # Only the keys take part in the joins, so that the numbers are not copied.
    keys = lines.select("source", "area", "period")
    keys = keys.with_columns(layout=ids.gather(keys["source"]))
    places = _first_places(keys.hstack(lines.select(pl.col("^row$"))))
    none = places.select("layout", "area", name="area").clear()
    named = (
        _areas(mine, layouts[layout], areas, findings, readings)
        for (layout,), mine in places.group_by("layout", maintain_order=True)
    )
    places = pl.concat([none, *named])
    times = keys.select("layout", "period").unique()
    spans = [
        read_period(text or "", calendar, roc=layouts[layout].roc) for layout, text in times.rows()
    ]
    times = times.with_columns(
        start=pl.Series([span and span.start for span in spans], dtype=pl.Int64),
        end=pl.Series([span and span.end for span in spans], dtype=pl.Int64),
    )
    for table, columns in ((places, ["layout", "area"]), (times, ["layout", "period"])):
        keys = keys.join(table, on=columns, how="left", nulls_equal=True, maintain_order="left")
    return lines.hstack(keys.select("name", "start", "end"))


def _first_places(keys: pl.DataFrame) -> pl.DataFrame:
    """Return each area of each layout with where it stands first: `source`, and `row` if known."""
    row = pl.lit(None, pl.Int64).alias("row")
    if "row" in keys.columns:
        row = pl.col("row").sort_by("source", "row").first()
    places = keys.group_by("layout", "area").agg(pl.col("source").min(), row)
    return places.sort("layout", pl.col("area").cast(pl.String))


def _areas(
    places: pl.DataFrame,
    layout: Layout,
    areas: Areas,
    findings: Findings,
    readings: Sequence[Reading],
) -> pl.DataFrame:
    """Return `layout`, `area` and the `name` that it means; those that are new are taken in."""
    # As `areas.plain`, for all at once.
    texts = places.with_columns(
        name=pl.col("area")
        .cast(pl.String)
        .str.normalize("NFKC")
        .str.replace_all(rf"\s|{INVISIBLE}", "")
        .str.replace(APOSTROPHE, "${1}")
    )
    plain = pl.col("name")
    total = plain.str.contains(layout.total)
    if areas.given:
        named = texts.select(plain.filter(total).unique()).to_series()
        total &= ~plain.is_in([name for name in named if areas.is_lowest(name)])
    total |= plain == ""
    error = plain.str.contains(ERROR)
    for source, text, row in texts.filter(error).select("source", "area", "row").rows():
        one = readings[source]
        column = one.match.area
        findings.add(
            "error_cell",
            source=one.sheet.path,
            sheet=one.sheet.name,
            cell=one.address(column, row) if row and column is not None else None,
            value=text,
        )
    texts = texts.select("source", name=pl.when(~total & ~error).then(plain))
    for source, text in texts.filter(pl.col("name").str.contains(r"\d{11}")).rows():
        privacy.refuse_text(readings[source].source, text)
    names = texts["name"].to_list()
    if layout.aliases:
        names = [name and layout.aliases.get(name, name) for name in names]
    known = [name and areas.find(name) for name in names] if len(areas) else [None] * len(names)
    first = places.select("source", "row").rows()
    new = {
        name: where
        for name, found, where in zip(names, known, first, strict=True)
        if found is None and name
    }
    if areas.given:
        _note_unknown(new, areas, readings, findings)
    _take_in(new, layout, areas)
    final = [found or name for found, name in zip(known, names, strict=True)]
    return places.select("layout", "area", name=pl.Series(final, dtype=places.schema["area"]))


def _note_unknown(
    names: Mapping[str, tuple[int, int | None]],
    areas: Areas,
    readings: Sequence[Reading],
    findings: Findings,
) -> None:
    """Tell which names are not in the areas table, where each first stands, and what is near."""
    for name, (source, row) in names.items():
        near = ", ".join(areas.nearest(name))
        one = readings[source]
        cell = one.address(one.match.area, row) if row and one.match.area is not None else None
        findings.add(
            "unknown_area",
            area=name,
            source=one.sheet.path,
            sheet=one.sheet.name,
            cell=cell,
            expected=near and f" ({near}?)",
        )


def _take_in(names: Collection[str], layout: Layout, areas: Areas) -> None:
    """Add areas that were met, each below those that the layout puts above it."""
    parents: Iterable[str | None] = [None] * len(names)
    for above in reversed(layout.above):
        highers = [above.name or name[: above.characters] for name in names]
        pairs = zip(highers, parents, strict=True)
        new = {higher: parent for higher, parent in pairs if higher not in areas}
        areas.take_in(new, above.level, new.values())
        parents = highers
    areas.take_in(names, layout.level, parents)


def leave_out_lone_wholes(
    areas: Areas, readings: Sequence[Reading], reporting: Container[str]
) -> None:
    """Forget the whole that a form names above all areas, where but one lies below it.

    The return of one county is of the county and not of the nation.
    """
    named = {one.name for reading in readings for one in reading.match.layout.above if one.name}
    for name in named:
        below = sum(area.parent == name for area in areas)
        if not areas.given and name in areas and name not in reporting and below == 1:
            areas.leave_out(name)


def parents_that_report(names: Iterable[str], areas: Areas) -> list[str]:
    """Return the areas that report although areas below them do too."""
    reporting = set(names)
    if reporting.isdisjoint({area.parent for area in areas}):
        return []
    above = {higher for name in reporting for higher in areas.above(name)}
    return sorted(reporting & above)
