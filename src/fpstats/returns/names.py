"""What areas and periods are meant: names to areas, texts to months, each distinct one once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import polars as pl

from fpstats.areas import Area, Areas, plain
from fpstats.issues import Findings
from fpstats.periods import Calendar, read_period
from fpstats.returns import privacy
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
        The same lines with `name` (null for lines of totals and blank ones) and `start`, `end`
        (month indices; null where the period cannot be read).
    """
    ids = pl.Series("layout", [one.match.layout.id for one in readings], dtype=pl.String)
    layouts = {one.match.layout.id: one.match.layout for one in readings}
    totals = {name: re.compile(layout.total) for name, layout in layouts.items()}
    # Only the keys take part in the joins, so that the numbers are not copied.
    keys = lines.select("source", "area", "period")
    keys = keys.with_columns(layout=ids.gather(keys["source"]))
    places = keys.group_by("layout", "area").agg(pl.col("source").min()).sort("layout", "area")
    names = [
        _area(text, layouts[layout], totals[layout], areas, findings, readings[source])
        for layout, text, source in places.rows()
    ]
    times = keys.select("layout", "period").unique()
    spans = [
        read_period(text or "", calendar, roc=layouts[layout].roc) for layout, text in times.rows()
    ]
    places = places.drop("source").with_columns(name=pl.Series(names, dtype=pl.String))
    times = times.with_columns(
        start=pl.Series([span and span.start for span in spans], dtype=pl.Int64),
        end=pl.Series([span and span.end for span in spans], dtype=pl.Int64),
    )
    for table, columns in ((places, ["layout", "area"]), (times, ["layout", "period"])):
        keys = keys.join(table, on=columns, how="left", nulls_equal=True, maintain_order="left")
    return lines.hstack(keys.select("name", "start", "end"))


def _area(
    text: str | None,
    layout: Layout,
    total: re.Pattern[str],
    areas: Areas,
    findings: Findings,
    first: Reading,
) -> str | None:
    """Return the name of the area that a text means, taking it in where it is new."""
    name = plain(text or "")
    if not name or total.search(name):
        return None
    privacy.refuse_text(first.source, name)
    name = layout.aliases.get(name, name)
    known = areas.find(name)
    if known is not None:
        return known
    if areas.given:
        near = ", ".join(areas.nearest(name))
        findings.add(
            "unknown_area",
            area=name,
            source=first.sheet.path,
            sheet=first.sheet.name,
            expected=near and f" ({near}?)",
        )
    _take_in(name, layout, areas)
    return name


def _take_in(name: str, layout: Layout, areas: Areas) -> None:
    higher = [(above.name or name[: above.characters], above.level) for above in layout.above]
    chain = [(name, layout.level), *higher]
    parent: str | None = None
    for each, level in reversed(chain):
        if each not in areas:
            areas.add(Area(name=each, level=level, parent=parent))
        parent = each


def parents_that_report(names: Iterable[str], areas: Areas) -> list[str]:
    """Return the areas that report although areas below them do too."""
    reporting = set(names)
    above = {higher for name in reporting for higher in areas.above(name)}
    return sorted(reporting & above)
