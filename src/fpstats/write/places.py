"""What is said of the place of an area: its rank, who can be told from it, its tier, its moves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl

from fpstats.write.phrases import Phrase, Phrases, nothing

PLACED: Final = ("rank", "rank_of", "rank_low", "rank_high", "tier", "level", "period")
MOVED: Final = ("rank_year_before", "moved_since_year", "rank_before", "moved_since_before")
"""The columns that tell of places, and those of moves, which are there where they are asked for."""


def places(
    phrases: Phrases, there: Collection[str], long_window: pl.Expr, confidence: float
) -> list[pl.Expr]:
    """Return what is said of each place, a sentence an element.

    `there` are the columns that are there; `long_window` tells which values are compared with the
    window before; `confidence` is that of the places that chance allows.
    """
    said = [_place(phrases, confidence), _order(phrases), _tier(phrases)]
    if "moved_since_year" in there:
        year, window, before = (
            phrases.fixed(key) for key in ("year_before", "window_earlier", "period_before")
        )
        past = pl.when(long_window).then(window).otherwise(year)
        said += [
            _move(phrases, "rank_year_before", "moved_since_year", past),
            _move(phrases, "rank_before", "moved_since_before", before),
        ]
    return said


def _place(phrases: Phrases, confidence: float) -> pl.Expr:
    """Say which place it is, and which ones chance allows, with how much confidence."""
    low, high, of = (pl.col(name) for name in ("rank_low", "rank_high", "rank_of"))
    fields = {"rank": "rank", "of": "rank_of", "low": "rank_low", "high": "rank_high"}
    written: dict[str, Phrase] = {key: pl.col(name).cast(pl.String) for key, name in fields.items()}
    written["confidence"] = f"{100 * confidence:.10g}"
    place = pl.when(low == high).then(phrases.say("place", **written))
    return pl.when(of >= 2).then(place.otherwise(phrases.say("places", **written)))


def _order(phrases: Phrases) -> pl.Expr:
    """Say how many others are surely before it and behind it, and how many are neither.

    The best place that chance allows is behind all that are surely before, the worst before all
    that are surely behind (Klein, Wright and Wieczorek 2020).
    """
    low, high, of = (pl.col(name) for name in ("rank_low", "rank_high", "rank_of"))
    counts = {"before": low - 1, "behind": of - high, "alike": high - low}
    parts = [
        pl.when(count > 0).then(phrases.say(f"order_{key}", count=count.cast(pl.String)))
        for key, count in counts.items()
    ]
    # Where all or none can be told apart the range of places has said it.
    some = (counts["before"] + counts["behind"] > 0) & (counts["alike"] > 0)
    return pl.when(some).then(phrases.say("order", parts=phrases.joined(parts)))


def _tier(phrases: Phrases) -> pl.Expr:
    """Say in which tier it is, of how many areas, where there are several tiers.

    Whose place is sure has said with it that it can be told from all others.
    """
    level = ("period", "level")
    tiers = pl.col("tier").max().over(level)
    fields = {"tier": pl.col("tier"), "tiers": tiers, "size": pl.len().over(*level, "tier")}
    written = {key: number.cast(pl.String) for key, number in fields.items()}
    unsure = pl.col("rank_low") < pl.col("rank_high")
    return pl.when((tiers > 1) & unsure).then(phrases.say("tier", **written))


def _move(phrases: Phrases, rank: str, move: str, since: pl.Expr) -> pl.Expr:
    """Say which place it had, and whether chance alone could have moved it from there."""
    moved = pl.col(move)
    fields = {"rank": pl.col(rank).cast(pl.String), "since": since}
    said = nothing()
    for verdict in ("up", "down"):
        told = phrases.say(f"moved_{verdict}", **fields)
        said = pl.when(moved == verdict).then(told).otherwise(said)
    stayed = (moved == "not distinguishable") & (pl.col(rank) == pl.col("rank"))
    said = pl.when(stayed).then(phrases.say("stayed", **fields)).otherwise(said)
    by_chance = (moved == "not distinguishable") & ~stayed
    return pl.when(by_chance).then(phrases.say("moved_by_chance", **fields)).otherwise(said)
