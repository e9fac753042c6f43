"""The distinct lines of key columns, numbered, so that what holds of each is found out once.

Keys are numbers of texts, sources and months: few values among many lines. So they are told apart
by counting, in arrays with a place for every value that may be there, and not by hashing.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from msgspec import Struct
from numpy.typing import NDArray

from fpstats import arrow

_ROOMY: Final = 16
"""So many places a line has an array of all values that may be there, at most."""


class Distinct(Struct, frozen=True):
    """Which of the distinct lines each line is, in no order that means anything."""

    number: NDArray[np.int64]
    size: int

    @property
    def numbers(self) -> pl.Series:
        """The same, to gather by."""
        return arrow.whole_numbers(self.number)

    def first(self, order: NDArray[np.int64] | None = None) -> pl.Series:
        """Return the line in which each stands first, by their order or as they lie."""
        return arrow.whole_numbers(self._first(order))

    def likes(self) -> pl.Series:
        """Return for every line the first that is like it."""
        return arrow.whole_numbers(self._first(None)[self.number])

    def often(self) -> pl.Series:
        """Return for every line how many there are like it."""
        return arrow.whole_numbers(np.bincount(self.number, minlength=self.size)[self.number])

    def _first(self, order: NDArray[np.int64] | None) -> NDArray[np.int64]:
        if order is None:
            order = np.arange(len(self.number))
        found = np.empty(self.size, dtype=np.int64)
        # What is written last stays, so the first of them must be.
        found[self.number[order][::-1]] = order[::-1]
        return found


def distinct(keys: pl.DataFrame) -> Distinct:
    """Number the distinct lines of these columns; null is a value like others."""
    found = Distinct(np.zeros(len(keys), dtype=np.int64), min(len(keys), 1))
    for column in keys:
        codes = _codes(column)
        if most := int(codes.max(initial=0)):
            found = _dense(found.number * (most + 1) + codes, found.size * (most + 1))
    return found


def unique(keys: pl.DataFrame) -> pl.DataFrame:
    """Return the distinct lines of these columns, each as it stands first."""
    return keys[distinct(keys).first()]


def _codes(column: pl.Series) -> NDArray[np.int64]:
    """Return the values of a column as numbers from 0 on, which stands for null where one is."""
    if column.dtype == pl.String:
        column = column.cast(pl.Categorical)
    if column.dtype == pl.Categorical:
        column = column.to_physical()
    codes = column.cast(pl.Int64)
    codes -= codes.min() or 0
    if codes.null_count():
        codes = (codes + 1).fill_null(0)
    return codes.to_numpy()


def _dense(codes: NDArray[np.int64], places: int) -> Distinct:
    """Number codes that are below `places` so that every number is there."""
    if places > _ROOMY * len(codes):
        codes = arrow.whole_numbers(codes).rank("dense").cast(pl.Int64).to_numpy() - 1
        return Distinct(codes, int(codes.max()) + 1)
    there = np.zeros(places, dtype=bool)
    there[codes] = True
    number = np.cumsum(there) - 1
    return Distinct(number[codes], int(number[-1]) + 1)
