"""Tables handed in from Python, of any library, as Polars ones."""

from __future__ import annotations

from typing import Any

import polars as pl

from fpstats.errors import FpstatsError
from fpstats.locale import say


def as_polars(frame: Any) -> pl.DataFrame:
    """Return a table of pandas, Polars, Arrow or anything narwhals knows; a lazy one is collected.

    Raises
    ------
    FpstatsError
        It is no table.
    """
    import narwhals.stable.v2 as nw
    from narwhals.exceptions import NarwhalsError

    if hasattr(type(frame), "iloc"):
        # Arrow has no words for the months of pandas, nor for a column of several kinds.
        odd = [n for n, kind in frame.dtypes.items() if str(kind).startswith(("period", "object"))]
        frame = frame.assign(
            **{name: frame[name].astype(str).where(frame[name].notna(), None) for name in odd}
        )
    try:
        known = nw.from_native(frame)
        eager = known.collect() if isinstance(known, nw.LazyFrame) else known
        table: pl.DataFrame = eager.to_polars()
    except (TypeError, ValueError, NarwhalsError, pl.exceptions.PolarsError) as error:
        raise FpstatsError(say("error", "no_frame", reason=error)) from None
    return table
