"""RETURNS to CELLS: add up swiftly, look closely only where something is amiss, and name things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
import pyarrow as pa

from fpstats import engine
from fpstats.areas import Areas
from fpstats.engine import REPORTED
from fpstats.errors import ConfigurationError
from fpstats.periods import Calendar
from fpstats.returns import clean
from fpstats.returns.names import resolve
from fpstats.returns.opening import Returns


def _polars(frame: pl.LazyFrame) -> Any:
    return frame


def _pandas(frame: pl.LazyFrame) -> Any:
    return frame.collect().to_pandas(use_pyarrow_extension_array=True)


def _pyarrow(frame: pl.LazyFrame) -> Any:
    return frame.collect().to_arrow()


def _duckdb(frame: pl.LazyFrame) -> Any:
    import duckdb

    return duckdb.connect().from_arrow(frame.collect().to_arrow())


ENGINES: Final[dict[str, Callable[[pl.LazyFrame], Any]]] = {
    "polars": _polars,
    "pandas": _pandas,
    "pyarrow": _pyarrow,
    "duckdb": _duckdb,
}
"""Engine → the returns as its own kind of table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The sums of each source, area and period, and which areas those are.

    `frame` has `source`, `name`, `start`, `end`, `lines`, and for each item its sum (money in
    hundredths) and under its name and `#` how many lines reported it.
    """

    frame: pl.DataFrame
    items: Sequence[str]
    areas: Areas
    given: bool


def gather(
    returns: Returns, areas: Areas | None, calendar: Calendar, chosen: str = "polars"
) -> Cells:
    """Add the returns up, each fault in them becoming an issue with its address."""
    items = returns.items
    try:
        sums = _add(returns, items, chosen, range(len(returns.readings)))
    except (pl.exceptions.PolarsError, pa.ArrowException):
        returns.look_where_needed()
        sums = _add(returns, items, chosen, range(len(returns.readings)))
    known = areas if areas is not None else Areas()
    named = _name(sums, returns, known, calendar, areas is not None)
    if doubtful := _doubtful(named, returns):
        returns.look_closely(doubtful)
        sums = pl.concat(
            [
                sums.filter(~pl.col("source").is_in(doubtful)),
                _add(returns, items, chosen, doubtful),
            ]
        )
        named = _name(sums, returns, known, calendar, areas is not None)
    _note_unread_periods(named, returns)
    frame = named.filter(pl.col("name").is_not_null() & pl.col("start").is_not_null())
    return Cells(frame=frame, items=items, areas=known, given=areas is not None)


def _add(
    returns: Returns, items: Sequence[str], chosen: str, indices: Sequence[int]
) -> pl.DataFrame:
    """Run the one group-by over these sources."""
    amounts = [item for item in items if returns.catalogue.items[item].decimals]
    frame = returns.frame(indices)
    missing = [item for item in items if item not in frame.collect_schema()]
    frame = frame.with_columns(pl.lit(None, pl.Int64).alias(item) for item in missing)
    try:
        native = ENGINES[chosen](frame.select(*engine.KEYS, *items))
    except ImportError as error:
        raise ConfigurationError(
            f"the engine {chosen} is not installed: {error}\n"
            f"Hint: pip install 'fpstats[{chosen}]', or leave --engine out"
        ) from None
    added = pl.from_arrow(engine.cells(native, items, amounts))
    assert isinstance(added, pl.DataFrame)  # noqa: S101 - a table gives a frame
    # Engines widen sums each in their own way; from here on they are alike.
    numbers = ["lines", *items, *(item + REPORTED for item in items)]
    return added.select(
        pl.col("source").cast(pl.UInt32),
        pl.col("area", "period").cast(pl.String),
        pl.col(numbers).cast(pl.Int64),
    )


def _name(
    sums: pl.DataFrame, returns: Returns, areas: Areas, calendar: Calendar, closed: bool
) -> pl.DataFrame:
    return resolve(sums, returns.readings, areas, calendar, returns.findings, closed=closed)


def _doubtful(named: pl.DataFrame, returns: Returns) -> list[int]:
    """Return the sources read swiftly in which a cell is blank, nameless or out of bounds."""
    doubts: set[int] = set()
    swift = [index not in returns.careful for index in range(len(returns.readings))]
    for item in returns.items:
        count = pl.col(item + REPORTED)
        amiss = (
            (pl.col("name").is_not_null() & (count < pl.col("lines")))
            | ((pl.col("name").is_null() | pl.col("start").is_null()) & (count > 0))
            | (pl.col(item) >= clean.MOST)
        )
        has = [one and two for one, two in zip(swift, returns.has(item), strict=True)]
        mine = pl.Series(has).gather(named["source"])
        doubts |= set(named.filter(mine).filter(amiss)["source"].unique())
    return sorted(doubts)


def _note_unread_periods(named: pl.DataFrame, returns: Returns) -> None:
    unread = named.filter(pl.col("name").is_not_null() & pl.col("start").is_null())
    for source, area, period in unread.select("source", "name", "period").unique().rows():
        one = returns.readings[source]
        returns.findings.add(
            "no_period",
            area=area,
            source=one.sheet.path,
            sheet=one.sheet.name,
            value=period or "",
        )
