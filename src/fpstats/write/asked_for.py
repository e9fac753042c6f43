"""What is said of what stands beside a value only where it is asked for: funnels, shrunken values.

A funnel goes by its exact tail, as its flag does; its limits pass between whole counts.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl

from fpstats.write.beyond import USUAL
from fpstats.write.phrases import Phrase, nothing
from fpstats.write.prose import Prose

FUNNEL: Final = ("funnel_standing", "funnel_form")
SHRUNK: Final = ("shrunk_method",)
"""The columns of words that are spoken of; those of numbers are in `prose`."""


def sentences(prose: Prose, there: Collection[str], around: str | None) -> list[pl.Expr]:
    """Return what is said of the columns that are there, a sentence an element.

    `around` is what the funnel was asked to lie around.
    """
    said = []
    if around is not None and "funnel_standing" in there:
        said.append(_funnel(prose, around))
    if "shrunk" in there:
        said.append(_shrunk(prose))
    return said


def _funnel(prose: Prose, around: str) -> pl.Expr:
    """Say whether a value lies outside the funnel, at which level, and after adjusting."""
    phrases, stands = prose.phrases, pl.col("funnel_standing")
    # Around a target each row has its own, as it is called in the sentence of the verdict.
    pooled = phrases.say("all_areas", value=prose.measured("funnel_centre"))
    centre = pl.col("reference") if around == "target" else pooled
    said = nothing()
    for level, suffix in (("95", "95"), ("99.8", "998")):
        ends = f"funnel_lower_{suffix}", f"funnel_upper_{suffix}"
        # Between whole counts a limit may seem to say what the tail does not: then it is not shown.
        beyond = (pl.col("value") < pl.col(ends[0])) | (pl.col("value") > pl.col(ends[1]))
        agrees = beyond.fill_null(value=False) == (stands != "not different")
        limits = pl.when(agrees).then(prose.between(*ends))
        beside = phrases.joined([
            prose.basis(),
            phrases.say("funnel_limits", level=f"{level}%", between=limits),
            pl.when(pl.col("funnel_form") == "widened").then(phrases.say("funnel_widened")),
            _chance(prose, "funnel_p"),
            _chance(prose, "funnel_q", "adjusted"),
        ])  # fmt: skip
        words: dict[str, Phrase] = {
            "around": centre,
            "level": f"{level}%",
            "beside": phrases.say("brackets", words=beside).fill_null(""),
        }
        if level == "95":
            inside = phrases.say("funnel_inside", **words)
            said = pl.when(stands == "not different").then(inside).otherwise(said)
        for side in ("below", "above"):
            outside = phrases.say(f"funnel_{side}", **words, after=_after(prose))
            said = pl.when(stands == f"{side} ({level})").then(outside).otherwise(said)
    return said


def _after(prose: Prose) -> pl.Expr:
    """Say whether what is outside by itself still is among all areas of its level."""
    q, say = pl.col("funnel_q"), prose.phrases.say
    after = pl.when(q <= USUAL).then(say("funnel_stays")).when(q > USUAL).then(say("funnel_falls"))
    return after.fill_null("")


def _chance(prose: Prose, column: str, words: str = "probability") -> pl.Expr:
    """Write a probability, and of a very small one that it is."""
    phrases = prose.phrases
    least = phrases.say(f"{words}_below", p=prose.least)
    written = phrases.say(words, p=pl.col(f"{column}_text"))
    known = pl.col(column).is_not_null()
    small = pl.col(column) < float(prose.least)
    return pl.when(known).then(pl.when(small).then(least).otherwise(written))


def _shrunk(prose: Prose) -> pl.Expr:
    """Say what a value is where it is drawn towards the others, and that it is no value to print.

    Where areas differ by no more than chance there is one value for all, and no interval. Where
    they differ by more, and the method does not tell by how much, there is none.
    """
    phrases, method = prose.phrases, pl.col("shrunk_method")
    interval = phrases.say(
        "interval",
        confidence=pl.col("confidence_text"),
        between=prose.between("shrunk_lower", "shrunk_upper"),
    )
    words = {"value": prose.measured("shrunk"),
             "interval": phrases.say("brackets", words=interval)}  # fmt: skip
    said = phrases.say("shrunk_to_all", value=words["value"])
    for name in ("beta_binomial", "marshall"):
        by, chance = prose.text(f"shrunk_{name}"), _chance(prose, "shrunk_alike_p")
        drawn = phrases.say("shrunk", **words, method=by)
        sure = (method == name) & pl.col("shrunk_lower").is_not_null()
        said = pl.when(sure).then(drawn).otherwise(said)
        none = (method == name) & pl.col("shrunk").is_null()
        said = (
            pl.when(none).then(phrases.say("shrunk_unknown", p=chance, method=by)).otherwise(said)
        )
    return pl.when(method.is_not_null()).then(said)
