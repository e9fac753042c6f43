"""RETURNS to CELLS: add up swiftly, look closely only where something is amiss, and name things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from fpstats import engine
from fpstats.areas import Areas
from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.locale import say
from fpstats.periods import Calendar
from fpstats.returns import clean
from fpstats.returns.lines import items_of
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
    hundredths) and, under its name and `#`, how many lines reported it; where that column is
    absent, or null, all of them did.
    """

    frame: pl.DataFrame
    items: Sequence[str]


class Gatherer:
    """Adds returns up: swiftly, and again with a close look wherever something is amiss."""

    def __init__(
        self,
        returns: Returns,
        areas: Areas,
        calendar: Calendar,
        engine_name: str,
    ) -> None:
        """Take what all steps need."""
        self.returns, self.areas, self.calendar = returns, areas, calendar
        self.engine = engine_name

    def gather(self, items: Sequence[str]) -> Cells:
        """Return the cells of these items, each fault in them becoming an issue."""
        try:
            frame = self._swift(items)
        except (pl.exceptions.PolarsError, engine.Refused):
            self.returns.look_where_needed()
            frame = self._swift(items)
        if doubtful := self._doubtful(frame, items):
            self.returns.look_closely(doubtful)
            frame = frame.filter(~pl.col("source").is_in(doubtful))
        parts = [part for part in (frame.drop(engine.BLANK), self._close(items)) if len(part)]
        if not parts:
            raise FpstatsError(say("error", "no_returns"))
        frame = parts[0] if len(parts) == 1 else pl.concat(parts, how="diagonal")
        whole = pl.col("name").is_not_null() & pl.col("start").is_not_null()
        # A filter copies, and mostly there is nothing to leave out.
        if not frame.select(whole.all()).item():
            frame = frame.filter(whole)
        return Cells(frame=frame, items=items)

    def _having(self, items: Sequence[str]) -> list[int]:
        """Return the sheets whose form has any of the items."""
        wanted = set(items)
        return [
            index
            for index, one in enumerate(self.returns.readings)
            if not wanted.isdisjoint(items_of(one.match))
        ]

    def _swift(self, items: Sequence[str]) -> pl.DataFrame:
        """Add the sheets that need no close look, as far as is known yet."""
        indices = [i for i in self._having(items) if i not in self.returns.careful]
        if not indices:
            return pl.DataFrame(schema={"source": pl.UInt32, engine.BLANK: pl.Int64})
        plan = self.returns.swift(indices, frozenset(items))
        return self._name(self._add(plan, items, each=False))

    def _close(self, items: Sequence[str]) -> pl.DataFrame:
        """Add the sheets that were read cell by cell."""
        indices = [i for i in self._having(items) if i in self.returns.careful]
        if not indices:
            return pl.DataFrame()
        return self._name(self._add(self.returns.close(indices), items, each=True))

    def _add(self, frame: pl.LazyFrame, items: Sequence[str], *, each: bool) -> pl.DataFrame:
        """Run the one group-by."""
        catalogue = self.returns.catalogue.items
        there = set(frame.collect_schema())
        frame = frame.with_columns(
            pl.lit(None, pl.Int64).alias(item) for item in items if item not in there
        )
        keys = [*engine.KEYS, *items, *([] if each else [engine.BLANK])]
        try:
            native = ENGINES[self.engine](frame.select(keys))
        except ImportError as error:
            message = say("error", "no_engine", engine=self.engine, reason=error)
            raise ConfigurationError(message) from None
        amounts = [item for item in items if catalogue[item].decimals]
        added = pl.from_arrow(engine.cells(native, items, amounts, each=each))
        assert isinstance(added, pl.DataFrame)  # noqa: S101 - a table gives a frame
        # Engines widen sums each in their own way; from here on they are alike.
        return added.select(
            pl.col("source").cast(pl.UInt32),
            pl.col("area", "period").cast(pl.String),
            pl.exclude(engine.KEYS).cast(pl.Int64),
        )

    def _name(self, sums: pl.DataFrame) -> pl.DataFrame:
        returns = self.returns
        return resolve(sums, returns.readings, self.areas, self.calendar, returns.findings)

    def _doubtful(self, frame: pl.DataFrame, items: Sequence[str]) -> list[int]:
        """Return the sources read swiftly in which a cell is blank, nameless or out of bounds."""
        if frame.is_empty():
            return []
        nameless = pl.col("name").is_null() | pl.col("start").is_null()
        numbers = pl.max_horizontal(pl.col(items))
        amiss = frame.lazy().filter(
            pl.when(nameless)
            .then((numbers > 0) | (pl.col(engine.BLANK) < pl.col("lines")))
            .otherwise((pl.col(engine.BLANK) > 0) | (numbers >= clean.MOST_COUNTED))
        )
        found: list[int] = amiss.select("source").unique().collect()["source"].sort().to_list()
        return found
