"""Compare results: python same.py FPSTATS PEER; ends with 1 where any number differs.

FPSTATS is a line an indicator, area and period; PEER a line an area and period, a column an
indicator. Both must have the same rows, each once, and the same blanks among them.
"""

from __future__ import annotations

import sys

import polars as pl

TOLERANCE = 1e-9
KEYS = ["indicator", "area", "period"]


def read(path: str, value: str, *, wide: bool) -> pl.DataFrame:
    """Return the keys and the value of each row of a result."""
    found = pl.read_csv(path, infer_schema=False)
    if wide:
        found = found.unpivot(
            index=["area", "period"], variable_name="indicator", value_name="value"
        )
    return found.select(*KEYS, pl.col("value").cast(pl.Float64).fill_nan(None).alias(value))


def faults(ours: pl.DataFrame, theirs: pl.DataFrame) -> list[object]:
    """Return what is to be said against these two being the same."""
    said: list[object] = []
    for name, result in (("fpstats", ours), ("peer", theirs)):
        if twice := result.height - result.select(KEYS).n_unique():
            said.append(f"{name}: {twice} rows are there twice")
        if not result.height:
            said.append(f"{name}: no rows")
    for name, one, other in (("peer", ours, theirs), ("fpstats", theirs, ours)):
        lacking = one.join(other, on=KEYS, how="anti")
        if lacking.height:
            said += [f"{name} lacks {lacking.height} rows", lacking]
    both = ours.join(theirs, on=KEYS)
    mine, other = pl.col("ours"), pl.col("theirs")
    apart = (mine - other).abs()
    close = apart.is_finite() & (apart <= TOLERANCE * pl.max_horizontal(mine.abs(), other.abs()))
    unlike = both.filter(~close.fill_null(mine.is_null() & other.is_null()))
    if unlike.height:
        said += [f"{unlike.height} of {both.height} values differ", unlike]
    return said


if __name__ == "__main__":
    said = faults(read(sys.argv[1], "ours", wide=False), read(sys.argv[2], "theirs", wide=True))
    print(*said, sep="\n", end="\n" if said else "")
    sys.exit(bool(said))
