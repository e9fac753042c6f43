"""How the numbers of an indicator stand in a sentence: decimals, units, and what they count."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import polars as pl
from msgspec import Struct

from fpstats.catalogue import GROUPED, Catalogue, Indicator, Kind
from fpstats.catalogue.model import summed
from fpstats.locale import text
from fpstats.write.digits import (
    counted_texts,
    fixed_texts,
    known,
    shortest_texts,
    telling_texts,
)
from fpstats.write.english import singular
from fpstats.write.numbers import ends_of, shortest
from fpstats.write.phrases import Phrases, nothing

MEASURED: Final = ("lower", "upper", "parent_value", "group_value", "previous", "one_event",
                   "like_value", "like_previous")  # fmt: skip
PROBABLE: Final = ("target_p", "parent_p", "group_p", "change_p", "target_q", "parent_q",
                   "group_q", "change_q")  # fmt: skip
COUNTED: Final = ("numerator", "denominator", "total_needed")
"""The columns in the unit of the value, those of probabilities, and those of counts."""

ASKED_MEASURED: Final = ("funnel_centre", "funnel_lower_95", "funnel_upper_95", "funnel_lower_998",
                         "funnel_upper_998", "shrunk", "shrunk_lower",
                         "shrunk_upper")  # fmt: skip
ASKED_PROBABLE: Final = ("funnel_p", "funnel_q", "shrunk_alike_p")
"""The same of what is there only where it is asked for."""

WINDOW: Final = ("window_start", "window_end")
"""The columns of a pooled window; null where there is none."""

_SMALLEST: Final = 0.001
"""A smaller probability is not worth its digits."""

_ATTACHED: Final = frozenset({"%", "‰", "/万"})
"""Units that stand right behind a number; others are in the title already."""


class Prose(Struct, frozen=True):
    """The numbers of one indicator, in the words of one language."""

    indicator: Indicator
    catalogue: Catalogue
    lang: str

    @property
    def phrases(self) -> Phrases:
        """The templates of the language."""
        return Phrases(self.lang)

    @property
    def title(self) -> str:
        """What the indicator is called."""
        return self.indicator.title.of(self.lang)

    @property
    def least(self) -> str:
        """The smallest probability that is worth its digits."""
        return shortest(_SMALLEST)

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
        """Return one of the texts that are the same in every row."""
        return text(self.lang, "sentence", key, **fields)

    def written(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the numbers as they are written, null where they are not known.

        `rows` have `low` and `high`, what each value is compared with.
        """
        measured, probable = (
            [*always, *(name for name in asked if name in rows.columns)]
            for always, asked in ((MEASURED, ASKED_MEASURED), (PROBABLE, ASKED_PROBABLE))
        )
        numbers = {name: known(rows[name]) for name in ("value", *COUNTED, *measured, *probable)}
        over, under, value = (numbers[name] for name in ("numerator", "denominator", "value"))
        own = self.decimals == self.indicator.decimals
        ends, bounds = ends_of(self.indicator), [known(rows[end]) for end in ("low", "high")]
        texts = {name: telling_texts(numbers[name], self.decimals, ends) for name in measured}
        texts["one_event"] = telling_texts(numbers["one_event"], self.decimals)
        texts |= {name: fixed_texts(numbers[name], 3) for name in probable}
        texts |= {
            "value": counted_texts(self.indicator, over, under, value, bounds)
            if own
            else telling_texts(value, self.decimals, bounds),
            "both": shortest_texts(over + under),
            **{name: shortest_texts(numbers[name]) for name in COUNTED},
        }
        shares = {share: f"{100 * share:.10g}%" for share in rows["confidence"].unique()}
        texts["confidence"] = rows["confidence"].replace_strict(shares, return_dtype=pl.String)
        named = {f"{name}_text": one for name, one in texts.items()}
        return pl.DataFrame(named).with_columns(pl.all().replace("", None))

    def _measure(self, number: str) -> str:
        return f"{number}{self.unit}"

    def measured(self, name: str) -> pl.Expr:
        """Return a column as it is written, with its unit."""
        return pl.col(f"{name}_text") + self.unit

    def beside(self) -> pl.Expr:
        """Return the interval and what the value was made of, in brackets."""
        say, between = self.phrases.say, self.between("lower", "upper")
        interval = say("interval", confidence=pl.col("confidence_text"), between=between)
        inside = self.phrases.joined([self._pooled(), interval, self.basis()])
        return say("brackets", words=inside)

    def between(self, lower: str, upper: str) -> pl.Expr:
        """Return two columns as a range; where the upper one is not known, as one without end."""
        names, say = {"lower": lower, "upper": upper}, self.phrases.say
        ends = {end: self.measured(name) for end, name in names.items()}
        signed = pl.any_horizontal(
            pl.col(f"{name}_text").str.starts_with("-") for name in names.values()
        )
        between = pl.when(signed).then(say("signed_range", **ends)).otherwise(say("range", **ends))
        return pl.coalesce(between, say("from", lower=ends["lower"]))

    def basis(self) -> pl.Expr:
        """Return the counts behind a value, by the names of their items."""
        above, below = self.indicator.numerator, self.indicator.denominator
        there = pl.col("numerator").is_not_null()
        if self.indicator.kind not in GROUPED:
            there &= pl.col("denominator").is_not_null()
        basis = nothing()
        match self.indicator.kind:
            case Kind.RATIO:
                basis = self.counted(self.both(), "both")
            case Kind.PROPORTION:
                counted = self.counted(above, "numerator"), self.counted(below, "denominator")
                basis = self.phrases.say("among", part=counted[0], whole=counted[1])
                if len(above) > 1:
                    basis = self.phrases.say("among", part=self._sum(), whole=counted[1])
            case Kind.RATE:
                basis = self.counted(above, "numerator")
            case kind if kind in GROUPED:
                basis = self.phrases.say("events", count=pl.col("numerator_text"))
            case Kind.BALANCE:
                total = self._summed(above)
                count = pl.col("numerator_text") + self._unit_of(above)
                basis = self.phrases.say("difference", sum=total, count=count)
        return pl.when(there).then(basis)

    def _pooled(self) -> pl.Expr:
        """Say of a window from which month to which it is."""
        first, last = (pl.col(name) for name in WINDOW)
        if self.lang != "zh":
            return self.phrases.say(
                "pooled", first=first.str.slice(0, 7), last=last.str.slice(0, 7)
            )
        ends = (
            one.str.slice(0, 4) + "年" + one.str.slice(5, 2).str.strip_chars_start("0") + "月"
            for one in (first, last)
        )
        return self.phrases.say("pooled", **dict(zip(("first", "last"), ends, strict=True)))

    def _sum(self) -> pl.Expr:
        """Return the number of a sum of items with what they are together."""
        named = self.indicator.numerator_title
        title = named.of(self.lang) if named else self._summed(self.indicator.numerator)
        count = pl.col("numerator_text") + self._unit_of(self.indicator.denominator)
        return self.phrases.say("counted", title=title, count=count)

    def _summed(self, items: Mapping[str, int]) -> str:
        return summed(items, self.catalogue, self.lang)

    def _unit_of(self, items: Mapping[str, int]) -> str:
        """Return what is counted, where Chinese says it: English has named it already."""
        return self.catalogue.items[next(iter(items))].unit.zh if self.lang == "zh" else ""

    def both(self) -> Mapping[str, int]:
        """Return the item that males and females are the two parts of, where there is one."""
        male = next(iter(self.indicator.numerator)).removesuffix("_male")
        female = next(iter(self.indicator.denominator)).removesuffix("_female")
        return {male: 1} if male == female and male in self.catalogue.items else {}

    def counted(self, items: Mapping[str, int], count: str) -> pl.Expr:
        """Return a number of events with what they are: 出生215人."""
        if len(items) != 1:
            return nothing()
        item = self.catalogue.items[next(iter(items))]
        unit = self._unit_of(items)
        number = pl.col(f"{count}_text")
        if self.lang == "zh":
            # 出生人数 is told as 出生215人, and 三查应查人次 as 三查应查215人次.
            named = item.title.zh.removesuffix(f"{item.unit.zh}数").removesuffix(item.unit.zh)
            return self.phrases.say("counted", title=named, count=number + unit)
        one, more = (pl.lit(words) for words in (singular(item.title.en), item.title.en))
        title = pl.when(number == "1").then(one).otherwise(more)
        return self.phrases.say("counted", title=title, count=number)

    def references(self, targets: pl.Series) -> pl.DataFrame:
        """Return what values are compared with, target by target, in words and as bounds."""
        found = [(target, *self._reference(target)) for target in targets.unique().to_list()]
        columns = {"target": pl.String, "reference": pl.String,
                   "low": pl.Float64, "high": pl.Float64}  # fmt: skip
        table = pl.DataFrame(found, schema=columns, orient="row")
        bounds = (shortest_texts(known(table[end])).alias(f"{end}_text") for end in ("low", "high"))
        return table.with_columns(bounds)

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
