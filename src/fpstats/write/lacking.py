"""What is said of values that lack months or areas, and which areas those are."""

from __future__ import annotations

from typing import Final

import polars as pl

from fpstats.write.prose import Prose
from fpstats.write.whole import WHOLE

_NAMED: Final = 3
"""So many areas that are not whole are named; of more it is said that there are others."""


def lacks() -> pl.Expr:
    """Tell which values lack months or areas."""
    months, due, areas, owed = (pl.col(name) for name in WHOLE)
    return (months < due) | (areas < owed)


def lacking(prose: Prose, rows: pl.DataFrame) -> pl.DataFrame:
    """Return for each area and period the names of those below it that are not whole."""
    short = rows.filter(lacks(), pl.col("parent").is_not_null())
    names = pl.col("area").sort()
    told = names.head(_NAMED).str.join(prose.text("listed"))
    more = pl.when(pl.len() > _NAMED).then(pl.lit(prose.text("others"))).otherwise(pl.lit(""))
    return short.group_by("parent", "period").agg(lacking=told + more).rename({"parent": "area"})


def partial(prose: Prose) -> pl.Expr:
    """Say that a value lacks months or areas: how many, and which areas where they are here."""
    months, due, areas, owed = (pl.col(name) for name in WHOLE)
    say = prose.phrases.say
    of_months = say("partial_months", used=months.cast(pl.String), due=due.cast(pl.String))
    counted = {"number": (owed - areas).cast(pl.String), "of": owed.cast(pl.String)}
    named = say("partial_named", **counted, names=pl.col("lacking"))
    of_areas = pl.coalesce(named, say("partial_areas", **counted))
    parts = [pl.when(months < due).then(of_months), pl.when(areas < owed).then(of_areas)]
    return say("partial", parts=prose.phrases.joined(parts))
