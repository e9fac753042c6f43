"""What each row of a report says, in sentences that a bulletin can print as they are.

A sentence goes by the interval it prints; the exact probability stands in it where chance is ruled
out. All rows of an indicator are written at once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl
import pyarrow as pa

from fpstats import arrow, schema
from fpstats.catalogue import Catalogue, Indicator, Kind
from fpstats.locale import text
from fpstats.write.digits import counted_texts, fixed_texts, known, shortest_texts
from fpstats.write.numbers import shortest
from fpstats.write.phrases import Phrases, nothing

_ATTACHED: Final = frozenset({"%", "‰", "/万"})
"""Units that stand right behind a number; others are in the title already."""

_MEASURED: Final = ("lower", "upper", "parent_value", "previous", "one_event")
_PROBABLE: Final = ("target_p", "parent_p", "change_p")

_READ: Final = (
    *_MEASURED, *_PROBABLE, "row", "numerator", "denominator", "value", "confidence", "target",
    "change_verdict", "rank", "rank_of", "rank_low", "rank_high", "parent", "reliable",
)  # fmt: skip
"""The columns that a sentence may speak of."""

_SMALLEST: Final = 0.001
"""A smaller probability is not worth its digits."""


def with_words(table: pa.Table, catalogue: Catalogue, lang: str) -> pa.Table:
    """Return `schema.WEIGHED` as `schema.DETAILED`: with the sentences of each row behind it."""
    told = [pl.DataFrame(schema={"row": pl.UInt32, "words": pl.String})]
    frame = arrow.frame(table).with_row_index("row")
    for (key,), group in frame.group_by("indicator", maintain_order=True):
        if (indicator := catalogue.indicators.get(str(key))) is not None:
            told.append(_Teller(indicator, catalogue, lang).tell(group.select(_READ)))
    said = frame.select("row").join(pl.concat(told), on="row", how="left", maintain_order="left")
    return table.append_column(schema.WORDS, said["words"].to_arrow().cast(pa.string()))


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says what the rows of one indicator say."""

    indicator: Indicator
    catalogue: Catalogue
    lang: str

    @property
    def phrases(self) -> Phrases:
        return Phrases(self.lang)

    @property
    def decimals(self) -> int:
        """How many decimals prose has: those of the tables, and of a ratio one.

        One birth moves the sex ratio of a township by half a point or more.
        """
        ratio = self.indicator.kind is Kind.RATIO
        return min(self.indicator.decimals, 1) if ratio else self.indicator.decimals

    @property
    def unit(self) -> str:
        """The unit right behind a number, where it stands there."""
        unit = self.indicator.unit
        attached = self.indicator.unit_of(self.lang) if unit in _ATTACHED else ""
        return attached and self.text("unit", unit=attached)

    def text(self, key: str, **fields: object) -> str:
        return text(self.lang, "sentence", key, **fields)

    def tell(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the words of each row by its number; null where there is nothing to say."""
        rows = rows.hstack(self._written(rows)).join(
            self._references(rows["target"]), on="target", how="left", nulls_equal=True
        )
        # Step by step, because an expression within two others is worked out twice.
        rows = rows.with_columns(
            head=self._head(), against=self._against(), parent_said=self._parent(),
            change_said=self._change(), place=self._place(), warning=self._warning(),
        )  # fmt: skip
        head, against, *more = (
            pl.col(name)
            for name in ("head", "against", "parent_said", "change_said", "place", "warning")
        )
        say = self.phrases.say
        first = pl.coalesce(say("joined", head=head, verdict=against), head)
        title, reference = self.indicator.title.of(self.lang), pl.col("reference")
        missing = say("no_data", title=title, reference=reference)
        there, wanted = pl.col("value").is_not_null(), pl.col("target").is_not_null()
        said = self.phrases.sentences([first, *more])
        return rows.select("row", words=pl.when(there).then(said).when(wanted).then(missing))

    def _head(self) -> pl.Expr:
        """Return the value with what is beside it; it begins a line, so its letter is large."""
        title = self.indicator.title.of(self.lang)
        title = title[:1].upper() + title[1:]
        head = self.phrases.say("head", title=title, value=self._measured("value"))
        return head + self._beside().fill_null("")

    def _written(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the numbers as they are written, null where they are not known."""
        counts = ("numerator", "denominator", "value")
        numbers = {name: known(rows[name]) for name in (*counts, *_MEASURED, *_PROBABLE)}
        over, under, value = (numbers[name] for name in counts)
        own = self.decimals == self.indicator.decimals
        texts = {name: fixed_texts(numbers[name], self.decimals) for name in _MEASURED}
        texts |= {name: fixed_texts(numbers[name], 3) for name in _PROBABLE}
        texts |= {
            "value": counted_texts(self.indicator, over, under, value)
            if own
            else fixed_texts(value, self.decimals),
            "numerator": shortest_texts(over),
            "denominator": shortest_texts(under),
            "both": shortest_texts(over + under),
        }
        shares = {share: f"{100 * share:.10g}%" for share in rows["confidence"].unique()}
        texts["confidence"] = rows["confidence"].replace_strict(shares, return_dtype=pl.String)
        named = {f"{name}_text": one for name, one in texts.items()}
        return pl.DataFrame(named).with_columns(pl.all().replace("", None))

    def _measure(self, number: str) -> str:
        return f"{number}{self.unit}"

    def _measured(self, name: str) -> pl.Expr:
        return pl.col(f"{name}_text") + self.unit

    def _beside(self) -> pl.Expr:
        """Return the interval and what the value was made of, in brackets."""
        ends = {end: self._measured(end) for end in ("lower", "upper")}
        signed = pl.any_horizontal(pl.col(f"{end}_text").str.starts_with("-") for end in ends)
        say = self.phrases.say
        between = pl.when(signed).then(say("signed_range", **ends)).otherwise(say("range", **ends))
        interval = say("interval", confidence=pl.col("confidence_text"), between=between)
        inside = self.phrases.joined([interval, self._basis()])
        return say("brackets", words=inside)

    def _basis(self) -> pl.Expr:
        """Return the counts behind a value, by the names of their items."""
        above, below = self.indicator.numerator, self.indicator.denominator
        there = pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null()
        basis = nothing()
        match self.indicator.kind:
            case Kind.RATIO:
                basis = self._counted(self._both(), "both")
            case Kind.PROPORTION:
                counted = self._counted(above, "numerator"), self._counted(below, "denominator")
                basis = self.phrases.say("among", part=counted[0], whole=counted[1])
            case Kind.RATE:
                basis = self._counted(above, "numerator")
        return pl.when(there).then(basis)

    def _both(self) -> Mapping[str, int]:
        """Return the item that males and females are the two parts of, where there is one."""
        male = next(iter(self.indicator.numerator)).removesuffix("_male")
        female = next(iter(self.indicator.denominator)).removesuffix("_female")
        return {male: 1} if male == female and male in self.catalogue.items else {}

    def _counted(self, items: Mapping[str, int], count: str) -> pl.Expr:
        """Return a number of events with what they are: 出生215人."""
        if len(items) != 1:
            return nothing()
        item = self.catalogue.items[next(iter(items))]
        # English names what is counted, so that a unit would say it twice.
        unit = item.unit.zh if self.lang == "zh" else ""
        title = item.title.of(self.lang).removesuffix(f"{item.unit.zh}数")
        return self.phrases.say("counted", title=title, count=pl.col(f"{count}_text") + unit)

    def _references(self, targets: pl.Series) -> pl.DataFrame:
        """Return what values are compared with, target by target, in words and as bounds."""
        found = [(target, *self._reference(target)) for target in targets.unique().to_list()]
        columns = {"target": pl.String, "reference": pl.String,
                   "low": pl.Float64, "high": pl.Float64}  # fmt: skip
        return pl.DataFrame(found, schema=columns, orient="row")

    def _reference(self, target: str | None) -> tuple[str | None, float | None, float | None]:
        """Return what a value is compared with, in words, and its bounds."""
        bounds = self.indicator.bounds
        if target is None:
            return (self._range("normal", bounds), *bounds) if bounds else (None, None, None)
        kind, *numbers = target.split()
        low, high = float(numbers[0]), float(numbers[-1])
        if kind == "within":
            key = "normal" if (low, high) == bounds else "within"
            return self._range(key, (low, high)), low, high
        words = self.text(kind, value=self._measure(numbers[0]))
        return (words, low, math.inf) if kind == "at_least" else (words, -math.inf, high)

    def _range(self, key: str, bounds: tuple[float, float]) -> str:
        low, high = (self._measure(shortest(bound)) for bound in bounds)
        return self.text(key, between=self.text("range", lower=low, upper=high))

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
        return (
            pl.when(low.is_null())
            .then(nothing())
            .when(lower.is_null() | upper.is_null())
            .then(by_value.otherwise(say("misses", reference=reference)))
            .when(self._rules_out("target_p", apart))
            .then(self._beyond(upper < first, reference, "target_p"))
            .when(~single & (low <= lower) & (upper <= high))
            .then(say("inside", reference=reference))
            .otherwise(say("alike", reference=reference))
        )

    def _parent(self) -> pl.Expr:
        above, lower, upper = (pl.col(name) for name in ("parent_value", "lower", "upper"))
        area, value = pl.col("parent"), self._measured("parent_value")
        reference = self.phrases.say("parent", area=area, value=value)
        there = above.is_not_null() & lower.is_not_null() & upper.is_not_null()
        verdict = self._verdict((upper < above) | (lower > above), upper < above, reference,
                                "parent_p")  # fmt: skip
        return pl.when(there).then(self.phrases.say("more", words=verdict))

    def _change(self) -> pl.Expr:
        moved = pl.col("change_verdict")
        reference = self.phrases.say("previous", value=self._measured("previous"))
        verdict = self._verdict(moved.is_in(["up", "down"]), moved == "down", reference, "change_p")
        return pl.when(moved.is_not_null()).then(self.phrases.say("more", words=verdict))

    def _verdict(self, apart: pl.Expr, below: pl.Expr, reference: pl.Expr, chance: str) -> pl.Expr:
        """Return whether a value lies beyond a reference, or cannot be told apart from it."""
        beyond = self._beyond(below, reference, chance)
        alike = self.phrases.say("alike", reference=reference)
        return pl.when(self._rules_out(chance, apart)).then(beyond).otherwise(alike)

    def _beyond(self, below: pl.Expr, reference: pl.Expr, chance: str) -> pl.Expr:
        p, said = pl.col(chance), pl.col(f"{chance}_text")
        least = self.text("p_below", p=shortest(_SMALLEST))
        words = pl.when(p < _SMALLEST).then(pl.lit(least)).otherwise(self.phrases.say("p", p=said))
        fields = {"reference": reference, "p": words.fill_null("")}
        say = self.phrases.say
        return pl.when(below).then(say("below", **fields)).otherwise(say("above", **fields))

    def _rules_out(self, chance: str, apart: pl.Expr) -> pl.Expr:
        """Tell whether chance is ruled out: by the interval and, where there is one, by the test.

        With few events an interval may leave out what an exact test does not.
        """
        p = pl.col(chance)
        return apart & (p.is_null() | (p <= 1 - pl.col("confidence")))

    def _place(self) -> pl.Expr:
        low, high, of = (pl.col(name) for name in ("rank_low", "rank_high", "rank_of"))
        fields = {"rank": "rank", "of": "rank_of", "low": "rank_low", "high": "rank_high"}
        written = {key: pl.col(name).cast(pl.String) for key, name in fields.items()}
        say = self.phrases.say
        place = pl.when(low == high).then(say("place", **written))
        return pl.when(of >= 2).then(place.otherwise(say("places", **written)))

    def _warning(self) -> pl.Expr:
        if self.indicator.kind is Kind.COUNT:
            return nothing()
        unit = self.indicator.change_unit_of(self.lang)
        change = self.phrases.say("points", number=pl.col("one_event_text"), unit=unit)
        return pl.when(~pl.col("reliable")).then(self.phrases.say("unreliable", change=change))
