"""RETURNS to CELLS: add up swiftly, look closely only where something is amiss, and name things."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

import polars as pl
from msgspec import Struct

from fpstats import engine
from fpstats.areas import Areas
from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.issues import gravest
from fpstats.locale import say, spoken
from fpstats.periods import Calendar
from fpstats.returns import clean
from fpstats.returns.copies import copies
from fpstats.returns.details import details
from fpstats.returns.distinct import distinct, unique
from fpstats.returns.lines import BLANK, MARK, items_of
from fpstats.returns.names import resolve
from fpstats.returns.opening import Returns
from fpstats.returns.parts import parted, plain_text
from fpstats.returns.repeats import merged
from fpstats.returns.said_again import said_again
from fpstats.returns.summaries import summaries
from fpstats.returns.wholes import of_two_levels


def _polars(frame: pl.LazyFrame) -> Any:
    return frame


def _pandas(frame: pl.LazyFrame) -> Any:
    return frame.collect().to_pandas(use_pyarrow_extension_array=True)


def _pyarrow(frame: pl.LazyFrame) -> Any:
    return frame.collect().to_arrow()


def _duckdb(frame: pl.LazyFrame) -> Any:
    import duckdb

    return duckdb.from_arrow(frame.collect().to_arrow())


ENGINES: Final[dict[str, Callable[[pl.LazyFrame], Any]]] = {
    "polars": _polars,
    "pandas": _pandas,
    "pyarrow": _pyarrow,
    "duckdb": _duckdb,
}
"""Engine → the returns as its own kind of table."""


class Cells(Struct, frozen=True, kw_only=True):
    """The sums of each source, area and period, and which areas those are.

    `frame` has `source`, `name`, `start`, `end`, `lines`, and for each item its sum (a whole number
    held as a float, money in hundredths) and, under its name and `#`, how many lines reported it;
    where that column is absent, or null, all of them did. `ABSENT` is there where parts lack.
    `undated` are the areas that handed in a line of which nobody can tell what period it is of.
    """

    frame: pl.DataFrame
    items: Sequence[str]
    undated: Collection[str] = ()


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
        self.copies = copies(returns)
        self._merged: dict[int, pl.DataFrame] = {}
        self._undated: set[str] = set()

    @property
    def repeated(self) -> Collection[int]:
        """The sheets in which lines are handed in again, as far as they were gathered."""
        return self._merged.keys()

    def gather(self, items: Sequence[str]) -> Cells:
        """Return the cells of these items, each fault in them becoming an issue."""
        try:
            frame = self._swift(items)
        except pl.exceptions.PolarsError:
            self.returns.look_where_needed()
            frame = self._swift(items)
        doubtful = {*self._doubtful(frame, items), *self._repeated(frame)}
        doubtful |= {*self._of_wholes(frame)}
        others = [index for index in self._open(items) if index not in doubtful]
        again, texts = said_again(self.returns, frame, others)
        doubtful |= {*again}
        if doubtful:
            self.returns.look_closely(sorted(doubtful))
            frame = frame.filter(~pl.col("source").is_in(sorted(doubtful)))
        parts = [part for part in (frame.drop(BLANK), self._close(items)) if len(part)]
        if not parts:
            told = gravest(self.returns.issues(self.calendar, spoken()))
            raise FpstatsError("\n".join([say("error", "no_returns"), *told]))
        frame = parts[0] if len(parts) == 1 else pl.concat(parts, how="diagonal")
        if any(one.match.parts for one in self.returns.readings):
            from fpstats.returns.lacking_parts import with_absent  # here: most forms part no area

            frame = with_absent(self.returns, frame, self.calendar, texts)
        frame = frame.drop(MARK, strict=False)
        if within := details(self.returns, frame, self.areas):
            frame = frame.filter(~pl.col("source").is_in(within))
        added = summaries(self.returns, frame, items, self.areas)
        if len(added):
            frame = frame.join(added, on=added.columns, how="anti", maintain_order="left")
        whole = pl.col("name").is_not_null() & pl.col("start").is_not_null()
        # A filter copies, and mostly there is nothing to leave out.
        if not frame.select(whole.all()).item():
            frame = frame.filter(whole)
        return Cells(frame=frame, items=items, undated=sorted(self._undated))

    def _having(self, items: Sequence[str]) -> list[int]:
        """Return the sheets whose form has any of the items."""
        wanted = set(items)
        return [
            index
            for index, one in enumerate(self.returns.readings)
            if index not in self.copies and not wanted.isdisjoint(items_of(one.match))
        ]

    def _open(self, items: Sequence[str]) -> list[int]:
        """Return those of them that need no close look, as far as is known yet."""
        return [index for index in self._having(items) if index not in self.returns.careful]

    def _swift(self, items: Sequence[str]) -> pl.DataFrame:
        """Add the sheets that need no close look."""
        indices = self._open(items)
        if not indices:
            return pl.DataFrame(schema={"source": pl.UInt32, BLANK: pl.Int64, MARK: pl.Int64})
        plan = self.returns.swift(indices, frozenset(items))
        return self._name(self._add(plan, items, beside=(BLANK, MARK)))

    def _close(self, items: Sequence[str]) -> pl.DataFrame:
        """Add the sheets that were read cell by cell."""
        indices = [i for i in self._having(items) if i in self.returns.careful]
        if not indices:
            return pl.DataFrame()
        sums = self._name(self._add(self._lines(indices), items))
        again = {*self._repeated(sums)}
        again |= {index for index in indices if parted(self.returns.readings[index])}
        for index in sorted(again):
            single = merged(self.returns, index, self.areas, self.calendar)
            if single is not None:
                self._merged[index] = single
        if self._merged:
            sums = self._name(self._add(self._lines(indices), items))
        return self._dated(sums)

    def _dated(self, sums: pl.DataFrame) -> pl.DataFrame:
        """Return the sums of a period that can be read, and remember whose the others are."""
        if not sums["start"].null_count():
            return sums
        undated = sums.filter(pl.col("start").is_null())["name"].drop_nulls()
        self._undated |= set(undated.cast(pl.String))
        return sums.filter(pl.col("start").is_not_null())

    def _lines(self, indices: Sequence[int]) -> pl.LazyFrame:
        """Return the lines of sheets that were looked at closely, each return once."""
        careful = self.returns.careful
        lines = [self._merged.get(index, careful[index]) for index in indices]
        return pl.concat(lines, how="diagonal").lazy()

    def _repeated(self, sums: pl.DataFrame) -> list[int]:
        """Return the sheets in which an area seems to have several lines for one period.

        Of areas that are parted, the same text for the area must have several for the period.
        """
        if sums.is_empty():
            return []
        each = [not parted(one) for one in self.returns.readings]
        alone = pl.Series(each, dtype=pl.Boolean).gather(sums["source"])
        keys = sums.select("source", "area", "period", "name", "start", "end", "lines", alone=alone)
        keys = keys.drop_nulls(["name", "start"])
        found = {*keys.filter(pl.col("alone") & (pl.col("lines") > 1))["source"].unique()}
        # Only what is written in several ways can have several sums.
        for written, on in (("area", ["name"]), ("period", ["start", "end"])):
            first = keys[written].gather(distinct(keys.select(on)).likes())
            ways = keys.filter(keys[written].ne_missing(first)).select(on)
            if ways.is_empty():
                continue
            keys_of = keys.join(ways.unique(), on=on, how="semi").with_columns(
                text=pl.when("alone")
                .then(pl.col("name").cast(pl.String))
                .otherwise(plain_text(pl.col("area")))
            )
            several = pl.struct("source", "text", "start", "end").is_duplicated()
            found |= set(keys_of.filter(several)["source"])
        return sorted(found)

    def _add(
        self, frame: pl.LazyFrame, items: Sequence[str], beside: Sequence[str] = ()
    ) -> pl.DataFrame:
        """Run the one group-by."""
        catalogue = self.returns.catalogue.items
        there = set(frame.collect_schema())
        frame = frame.with_columns(
            pl.lit(None, pl.Int64).alias(item) for item in items if item not in there
        )
        keys = [*engine.KEYS, *items, *beside]
        try:
            native = ENGINES[self.engine](frame.select(keys))
        except ImportError as error:
            module = error.name or self.engine
            message = say("error", "no_engine", engine=self.engine, module=module)
            raise ConfigurationError(message) from None
        amounts = [item for item in items if catalogue[item].decimals]
        added = engine.cells(native, items, amounts, beside)
        # Engines widen sums each in their own way; from here on they are alike.
        counted = [name for name in added.columns if name not in (*engine.KEYS, *items)]
        return added.select(
            pl.col("source").cast(pl.UInt32),
            # As numbers of texts: what follows asks over and over which of them are the same.
            pl.col("area", "period").cast(pl.Categorical),
            pl.col(items).cast(pl.Float64),
            pl.col(counted).cast(pl.Int64),
            # In one piece each, because whatever picks lines out of several is slow.
        ).rechunk()

    def _name(self, sums: pl.DataFrame) -> pl.DataFrame:
        returns = self.returns
        return resolve(sums, returns.readings, self.areas, self.calendar, returns.findings)

    def _of_wholes(self, frame: pl.DataFrame) -> list[int]:
        """Return the sources read swiftly in which a county stands among its townships."""
        forms = [one.match.layout for one in self.returns.readings]
        asked = [source for source, form in enumerate(forms) if not form.above]
        if self.areas.given or frame.is_empty() or not asked:
            return []
        named = unique(frame.select("source", "area")).drop_nulls()
        plain = named.filter(pl.col("source").is_in(asked))
        plain = plain.with_columns(plain_text(pl.col("area")))
        found = plain.group_by("source").agg("area").rows()
        return [source for source, names in found if of_two_levels(names)]

    def _doubtful(self, frame: pl.DataFrame, items: Sequence[str]) -> list[int]:
        """Return the sources read swiftly in which a cell is blank, nameless or out of bounds."""
        if frame.is_empty():
            return []
        nameless = pl.col("name").is_null() | pl.col("start").is_null()
        numbers = pl.max_horizontal(pl.col(items))
        amiss = frame.lazy().filter(
            pl.when(nameless)
            .then((numbers > 0) | (pl.col(BLANK) < pl.col("lines")))
            .otherwise((pl.col(BLANK) > 0) | (numbers >= clean.MOST_COUNTED))
        )
        found: list[int] = amiss.select("source").unique().collect()["source"].sort().to_list()
        return found
