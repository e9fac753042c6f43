"""Which returns came, whether or not the numbers asked for could be read in them."""

from __future__ import annotations

import polars as pl

from fpstats.areas import Areas
from fpstats.periods import Calendar, Span
from fpstats.returns.lines import Reading
from fpstats.returns.names import resolve
from fpstats.returns.opening import Returns


def came(returns: Returns, areas: Areas, calendar: Calendar) -> set[tuple[str, Span]]:
    """Return the areas and periods of the lines in which anything is written.

    Only sheets that were looked at closely are asked: in the others every cell has its number.
    """
    tables = []
    for index, lines in returns.careful.items():
        keys = lines.select("source", "area", "period", "row")
        tables.append(keys.join(_written(returns.readings[index]), on="row", how="semi"))
    if not tables:
        return set()
    named = resolve(pl.concat(tables), returns.readings, areas, calendar, returns.findings)
    known = named.select("name", "start", "end").drop_nulls().unique()
    return {(name, Span(start, end)) for name, start, end in known.rows()}


def _written(one: Reading) -> pl.DataFrame:
    """Return the lines in which some cell for a number holds more than a mark for none."""
    match = one.match
    columns = {column for several in match.items.values() for column in several}
    if match.value is not None:
        columns.add(match.value)
    texts = one.sheet.columns(match.first, match.width, sorted(columns))
    none = ["", "NaN", *match.layout.missing]
    cells = pl.col([f"c{column}" for column in sorted(columns)]).cast(pl.String).str.strip_chars()
    some = pl.any_horizontal(cells.is_in(none).fill_null(value=True).not_())
    return texts.filter(some).select(pl.col("row").cast(pl.Int64))
