"""Where a number stands: from area, period and item back to file, sheet and cell."""

from __future__ import annotations

import polars as pl

from fpstats.areas import Areas, plain
from fpstats.periods import Calendar, Span, read_period
from fpstats.returns.lines import items_of
from fpstats.returns.opening import Returns


def locate(
    returns: Returns,
    areas: Areas,
    calendar: Calendar,
    index: int,
    area: str,
    span: Span,
    item: str,
) -> dict[str, str | None]:
    """Return `source`, `sheet` and `cell` of a number; no cell where several lines make it up."""
    one = returns.readings[index]
    found: dict[str, str | None] = {"source": one.sheet.path, "sheet": one.sheet.name}
    layout = one.match.layout
    if layout.additive or item not in items_of(one.match):
        return found
    returns.look_closely([index])
    lines = returns.careful[index].select("area", "period", "row")
    names = [
        text
        for text in lines["area"].unique()
        if areas.find(layout.aliases.get(plain(text or ""), plain(text or ""))) == area
    ]
    times = [
        text
        for text in lines["period"].unique()
        if read_period(text or "", calendar, roc=layout.roc) == span
    ]
    rows = lines.filter(pl.col("area").is_in(names) & pl.col("period").is_in(times))["row"]
    columns = one.match.items.get(item)
    if len(rows) == 1 and columns:
        found["cell"] = one.address(columns[0], rows[0])
    return found
