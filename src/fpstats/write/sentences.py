"""What each row of a report says, in sentences that a bulletin can print as they are.

A sentence goes by the interval it prints; the exact probability stands in it where chance is ruled
out. All rows of an indicator are written at once.
"""

from __future__ import annotations

import math
from typing import Final

import polars as pl
import pyarrow as pa
from msgspec import Struct

from fpstats import arrow, schema
from fpstats.catalogue import GROUPED, Catalogue, Indicator, Kind
from fpstats.catalogue.wording import CHANGE_UNITS
from fpstats.write import asked_for
from fpstats.write.beyond import Beyond
from fpstats.write.lacking import lacking, lacks, partial
from fpstats.write.phrases import Phrases, nothing
from fpstats.write.places import MOVED, PLACED, places
from fpstats.write.prose import (
    ASKED_MEASURED,
    ASKED_PROBABLE,
    COUNTED,
    MEASURED,
    PROBABLE,
    WINDOW,
    Prose,
)
from fpstats.write.small import MUCH, SCALES
from fpstats.write.whole import WHOLE

_READ: Final = (
    *MEASURED, *PROBABLE, *COUNTED, "row", "value", "confidence", "target", "verdict",
    "change_verdict", "parent_standing", "group_standing", "area", "parent", "reliable", *PLACED,
    "like_areas", "like_months", *WINDOW, *WHOLE,
)  # fmt: skip
_ASKED: Final = (
    *MOVED, *ASKED_MEASURED, *ASKED_PROBABLE, *asked_for.FUNNEL, *asked_for.SHRUNK,
)  # fmt: skip
"""The columns that a sentence may speak of, and those that are there where they are asked for."""


def with_words(
    table: pa.Table,
    catalogue: Catalogue,
    lang: str,
    *,
    rank_confidence: float,
    around: str | None = None,
) -> pa.Table:
    """Return `schema.WEIGHED` as `schema.DETAILED`: with the sentences of each row behind it.

    `rank_confidence` is that of the places that chance allows; `around` is what the funnel was
    asked to lie around, where there is one.
    """
    written = [field.name for field in schema.WORDS]
    told = [pl.DataFrame(schema={"row": pl.UInt32, **dict.fromkeys(written, pl.String)})]
    frame = arrow.frame(table).with_row_index("row")
    none = [name for name in WINDOW if name not in frame.columns]
    frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in none)
    read = [*_READ, *(name for name in _ASKED if name in frame.columns)]
    for (key,), group in frame.group_by("indicator", maintain_order=True):
        if (indicator := catalogue.indicators.get(str(key))) is not None:
            teller = _Teller(Prose(indicator, catalogue, lang), rank_confidence, around)
            told.append(teller.tell(group.select(read)))
    said = frame.select("row").join(pl.concat(told), on="row", how="left", maintain_order="left")
    for field in schema.WORDS:
        table = table.append_column(field, said[field.name].to_arrow().cast(pa.string()))
    return table


class _Teller(Struct, frozen=True):
    """Says what the rows of one indicator say."""

    prose: Prose
    rank_confidence: float
    around: str | None

    @property
    def indicator(self) -> Indicator:
        return self.prose.indicator

    @property
    def phrases(self) -> Phrases:
        return self.prose.phrases

    @property
    def beyond(self) -> Beyond:
        return Beyond(self.prose)

    def tell(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the words of each row by its number; null where there is nothing to say."""
        rows = rows.join(
            self.prose.references(rows["target"]), on="target", how="left", nulls_equal=True,
            maintain_order="left",
        )  # fmt: skip
        rows = rows.hstack(self.prose.written(rows))
        # Written as it is, which is not at all; compared as what it is, above any number.
        endless, beyond = self._endless(), pl.lit(math.inf)
        rows = rows.with_columns(
            pl.when(endless).then(beyond).otherwise(name).alias(name) for name in ("value", "upper")
        )
        rows = rows.join(lacking(self.prose, rows), on=["area", "period"], how="left")
        # Step by step, because an expression within two others is worked out twice.
        rows = rows.with_columns(
            head_said=self._head(), target_said=self._against(), needed_said=self._needed(),
            sample_said=self._checked(),
            parent_said=self._parent(), group_said=self._group(), change_said=self._change(),
            warning_said=self._warning(), partial_said=partial(self.prose),
        )  # fmt: skip
        further = [
            *places(self.phrases, rows.columns, self._long_window(), self.rank_confidence),
            *asked_for.sentences(self.prose, rows.columns, self.around),
        ]
        rows = rows.with_columns(one.alias(f"{place}_said") for place, one in enumerate(further))
        head, against, *more = (
            pl.col(f"{name}_said")
            for name in ("head", "target", "sample", "needed", "parent", "group", "change",
                         *range(len(further)), "warning", "partial")
        )  # fmt: skip
        say = self.phrases.say
        first = pl.coalesce(say("joined", head=head, verdict=against), head)
        missing = say("no_data", title=self.prose.title, reference=pl.col("reference"))
        there, wanted = pl.col("value").is_not_null(), pl.col("target").is_not_null()
        said = self.phrases.sentences([first, *more])
        # What must not be left out of a bulletin: that a value is small, or not whole.
        firm = pl.col("reliable").fill_null(value=True)
        small = pl.when(~firm).then(pl.col("warning_said"))
        brief = self.phrases.sentences([first, small, pl.col("partial_said")])
        return rows.select(
            "row",
            sentence=pl.when(there).then(brief).when(wanted).then(missing),
            words=pl.when(there).then(said).when(wanted).then(missing),
        )

    def _head(self) -> pl.Expr:
        """Return the value with what is beside it; it begins a line, so its letter is large."""
        title = self.prose.title
        title = title[:1].upper() + title[1:]
        say = self.phrases.say
        head = say("head", title=title, value=self.prose.measured("value"))
        one = self.indicator
        counts = {"above": self.prose.counted(one.numerator, "numerator"),
                  "below": self.prose.counted(one.denominator, "denominator")}  # fmt: skip
        head = pl.coalesce(head, say("head_endless", title=title, **counts))
        return head + self.prose.beside().fill_null("")

    def _endless(self) -> pl.Expr:
        """Tell which rows have something to count and nothing to divide by."""
        if self.indicator.kind is not Kind.RATIO:
            return pl.lit(value=False)
        return (pl.col("numerator") > 0) & (pl.col("denominator") == 0)

    def _checked(self) -> pl.Expr:
        """Say of a value of checks that together are no sample what it is."""
        if not self.indicator.frame:
            return nothing()
        known, without = pl.col("value").is_not_null(), pl.col("lower").is_null()
        return pl.when(known & without).then(self.phrases.fixed("of_checked"))

    def _against(self) -> pl.Expr:
        """Return the verdict against the target or the normal range."""
        low, high, lower, upper = (pl.col(name) for name in ("low", "high", "lower", "upper"))
        reference, say = pl.col("reference"), self.phrases.say
        meets = pl.col("value").is_between(low, high)
        by_value = pl.when(meets).then(say("meets", reference=reference))
        # A target to one side is a single number, to be above or below.
        first = pl.when(low.is_infinite()).then(high).otherwise(low)
        last = pl.when(high.is_infinite()).then(low).otherwise(high)
        single = low.is_infinite() | high.is_infinite()
        apart = (upper < first) | (lower > last)
        said = (
            pl.when(low.is_null() | (pl.col("target").is_not_null() & pl.col("verdict").is_null()))
            .then(nothing())
            .when(lower.is_null() | upper.is_null())
            .then(by_value.otherwise(say("misses", reference=reference)))
            .when(self.beyond.sure("target", apart))
            .then(self.beyond.said(upper < first, reference, "target"))
            .when(~single & (low <= lower) & (upper <= high))
            .then(say("inside", reference=reference))
            .otherwise(say("alike", reference=reference))
        )
        return pl.when(lacks()).then(say("of_part", words=said)).otherwise(said)

    def _needed(self) -> pl.Expr:
        """Say of a ratio that lies outside a range how many it takes to tell it from that."""
        if self.indicator.kind is not Kind.RATIO:
            return nothing()
        low, high, lower, upper = (pl.col(name) for name in ("low", "high", "lower", "upper"))
        beyond = pl.col("value") > high
        bound = pl.when(beyond).then(high).otherwise(low)
        written = pl.when(beyond).then("high_text").otherwise("low_text")
        counted = self.prose.counted(self.prose.both(), "total_needed")
        few = pl.col("total_needed") > pl.col("numerator") + pl.col("denominator")
        firm = pl.col("reliable")  # of a handful of births not even that can be said
        alike = low.is_finite() & high.is_finite() & (lower <= bound) & (upper >= bound)
        said = self.phrases.say("needed", counted=counted, bound=written)
        return pl.when(few & firm & alike).then(said)

    def _parent(self) -> pl.Expr:
        """Say how a value stands to the area above, of which a number of events is a part."""
        if self.indicator.kind is Kind.COUNT:
            return nothing()
        above, lower, upper = (pl.col(name) for name in ("parent_value", "lower", "upper"))
        apart = (upper < above) | (lower > above)
        known = pl.col("parent_standing").is_not_null() & lower.is_not_null() & upper.is_not_null()
        return pl.when(known).then(self._area("parent", "parent", apart, upper < above))

    def _group(self) -> pl.Expr:
        """Say how a value stands to the others; they lack some where the area above does."""
        stands = pl.col("group_standing")
        below, alike = stands.str.starts_with("below"), stands == "not different"
        lacking = pl.col("parent_standing").is_null() & pl.col("parent_value").is_not_null()
        said, reported = (
            self._area("group", words, ~alike, below) for words in ("group", "group_reported")
        )
        return pl.when(stands.is_not_null()).then(pl.when(lacking).then(reported).otherwise(said))

    def _area(self, name: str, words: str, apart: pl.Expr, below: pl.Expr) -> pl.Expr:
        """Say how a value stands to the area above, or to the rest of it."""
        value = self.prose.measured(f"{name}_value")
        reference = self.phrases.say(words, area=pl.col("parent"), value=value)
        verdict = self.beyond.verdict(apart, below, reference, name)
        return self.phrases.say("more", words=verdict)

    def _change(self) -> pl.Expr:
        moved = pl.col("change_verdict")
        past, say = self.prose.measured, self.phrases.say
        value = pl.coalesce(past("like_previous"), past("previous"))
        year, earlier = (
            self.phrases.say(key, value=value) for key in ("previous", "window_before")
        )
        reference = pl.when(self._long_window()).then(earlier).otherwise(year)
        apart, fell = moved.is_in(["up", "down"]), moved == "down"
        verdict = self.beyond.verdict(apart, fell, reference, "change")
        counted = {"areas": pl.col("like_areas"), "months": pl.col("like_months")}
        over = {key: count.cast(pl.String) for key, count in counted.items()}
        like = say("like", **over, value=past("like_value"), words=verdict)
        return pl.when(moved.is_not_null()).then(pl.coalesce(like, say("more", words=verdict)))

    def _long_window(self) -> pl.Expr:
        """Tell whether a window is longer than a year: it is compared with the one before it."""
        first, last = (
            pl.col(name).str.slice(0, 4).cast(pl.Int32) * 12
            + pl.col(name).str.slice(5, 2).cast(pl.Int32)
            for name in WINDOW
        )
        return (last - first >= 12).fill_null(False)

    def _warning(self) -> pl.Expr:
        """Say by how much one event more changes a value that it changes much, or that is small."""
        if self.indicator.kind is Kind.COUNT:
            return nothing()
        change = self._one_event()
        small = pl.lit(self.indicator.per in SCALES) & (pl.col("one_event") >= MUCH)
        alone = self.phrases.say("unreliable", change=change)
        # Where nothing is to divide by, one event more changes what there is beyond any number.
        alone = pl.coalesce(alone, self.phrases.fixed("unreliable_alone"))
        said = pl.when(~pl.col("reliable")).then(alone)
        return said.otherwise(pl.when(small).then(self.phrases.say("sensitive", change=change)))

    def _one_event(self) -> pl.Expr:
        number, unit = pl.col("one_event_text"), self.indicator.change_unit_of(self.prose.lang)
        if self.indicator.unit not in CHANGE_UNITS:
            # A value that is a number of things differs in them, and not in points.
            change = self.phrases.say("things", number=number, unit=unit)
        else:
            change = self.phrases.say("points", number=number, unit=unit)
        return (
            self.phrases.say("up_to", change=change) if self.indicator.kind in GROUPED else change
        )
