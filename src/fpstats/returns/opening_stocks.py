"""The stocks before the first month: lines on which nobody has anything to say of flows."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from fpstats.catalogue import Catalogue
from fpstats.periods import read_period
from fpstats.returns.clean import BLANK


def without_blank_flows(
    lines: pl.DataFrame, codes: Sequence[str], catalogue: Catalogue
) -> pl.DataFrame:
    """Forget that flows are blank in the first period of a table, where no line of it has any.

    Such a period gives the opening stocks, as the months that `check` writes do. In any later one,
    and where a single line has flows, a blank is a number that somebody owes.
    """
    items = [name for name in lines.columns if name in catalogue.items]
    flows = {item for item in items if catalogue.items[item].type == "flow"}
    starts = {
        text: span.start
        for text in lines["period"].unique().drop_nulls()
        if (span := read_period(text)) is not None
    }
    if not 0 < len(flows) < len(items) or len({*starts.values()}) < 2:
        return lines
    opening = [text for text, start in starts.items() if start == min(starts.values())]
    first = pl.col("period").is_in(opening)
    if lines.filter(first & pl.any_horizontal(pl.col(sorted(flows)).is_not_null())).height:
        return lines
    return lines.with_columns(
        pl.when(~first | (pl.col(name) != BLANK)).then(pl.col(name)).alias(name)
        for name in codes
        if name.partition("!")[0] in flows
    )
