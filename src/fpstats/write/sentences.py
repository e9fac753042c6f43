"""What each row of a report says, in sentences that a bulletin can print as they are.

A sentence goes by the interval it prints; the exact probability stands in it where chance is ruled
out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
import pyarrow as pa

from fpstats import arrow, schema
from fpstats.catalogue import Catalogue, Indicator, Kind
from fpstats.locale import text
from fpstats.write.numbers import fixed, shortest, value_texts

Row = Mapping[str, Any]
Bounds = tuple[float, float] | None

_ATTACHED: Final = frozenset({"%", "‰", "/万"})
"""Units that stand right behind a number; others are in the title already."""

_READ: Final = (
    "row", "numerator", "denominator", "value", "lower", "upper", "confidence", "target",
    "previous", "change_verdict", "rank", "rank_of", "rank_low", "rank_high", "parent",
    "parent_value", "target_p", "parent_p", "change_p", "one_event", "reliable",
)  # fmt: skip
"""The columns that a sentence may speak of."""

_SMALLEST: Final = 0.001
"""A smaller probability is not worth its digits."""


def with_words(table: pa.Table, catalogue: Catalogue, lang: str) -> pa.Table:
    """Return `schema.WEIGHED` as `schema.DETAILED`: with the sentences of each row behind it."""
    said: list[str | None] = [None] * table.num_rows
    frame = arrow.frame(table).with_row_index("row")
    for (key,), group in frame.group_by("indicator", maintain_order=True):
        if (indicator := catalogue.indicators.get(str(key))) is not None:
            rows = group.select(_READ).to_dict(as_series=False)
            told = _Teller(indicator, catalogue, lang).tell(rows)
            for place, words in zip(rows["row"], told, strict=True):
                said[place] = words
    words = pl.Series(said, dtype=pl.String).to_arrow().cast(pa.string())
    return table.append_column(schema.WORDS, words)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says what the rows of one indicator say."""

    indicator: Indicator
    catalogue: Catalogue
    lang: str

    @property
    def decimals(self) -> int:
        """How many decimals prose has: those of the tables, and of a ratio one.

        One birth moves the sex ratio of a township by half a point or more.
        """
        ratio = self.indicator.kind is Kind.RATIO
        return min(self.indicator.decimals, 1) if ratio else self.indicator.decimals

    @property
    def unit(self) -> str:
        unit = self.indicator.unit
        return self.indicator.unit_of(self.lang) if unit in _ATTACHED else ""

    def say(self, key: str, **fields: object) -> str:
        return text(self.lang, "sentence", key, **fields)

    def tell(self, columns: Mapping[str, Sequence[Any]]) -> list[str | None]:
        """Return the words of each row; None where there is nothing to say."""
        counts = (columns["numerator"], columns["denominator"], columns["value"])
        if self.decimals == self.indicator.decimals:
            value = value_texts(self.indicator, *counts)
        else:
            value = fixed(columns["value"], self.decimals)
        written = {"value": value}
        for name in ("lower", "upper", "parent_value", "previous", "one_event"):
            written[name] = fixed(columns[name], self.decimals)
        for name in ("target_p", "parent_p", "change_p"):
            written[name] = self._probabilities(columns[name])
        references = {target: self._reference(target) for target in set(columns["target"])}
        rows = ([dict(zip(each, row, strict=True)) for row in zip(*each.values(), strict=True)]
                for each in (columns, written))  # fmt: skip
        return [
            self._row(row, shown, *references[row["target"]])
            for row, shown in zip(*rows, strict=True)
        ]

    def _row(
        self, row: Row, shown: Mapping[str, str], reference: str, bounds: Bounds
    ) -> str | None:
        """Return the words of one row, which is compared with a reference of these bounds."""
        title = self.indicator.title.of(self.lang)
        if row["value"] is None:
            return self.say("no_data", title=title, reference=reference) if row["target"] else None
        head = self.say("head", title=title, value=self._measure(shown["value"]))
        head += self._beside(row, shown)
        verdict = self._against(row, shown, bounds, reference)
        sentences = [self.say("end", words=self.say("joined", head=head, verdict=verdict))
                     if verdict else self.say("end", words=head)]  # fmt: skip
        sentences += [self.say("end", words=one) for one in self._more(row, shown) if one]
        words = "".join(sentences).rstrip()
        return words[:1].upper() + words[1:]

    def _measure(self, number: str) -> str:
        return f"{number}{self.unit and self.say('unit', unit=self.unit)}"

    def _beside(self, row: Row, shown: Mapping[str, str]) -> str:
        """Return the interval and what the value was made of, in brackets."""
        parts = []
        if shown["lower"] and shown["upper"]:
            signed = shown["lower"][0] == "-" or shown["upper"][0] == "-"
            ends = {end: self._measure(shown[end]) for end in ("lower", "upper")}
            between = self.say("signed_range" if signed else "range", **ends)
            confidence = f"{100 * row['confidence']:.10g}%"
            parts.append(self.say("interval", confidence=confidence, between=between))
        if row["numerator"] is not None and row["denominator"] is not None:
            parts.append(self._basis(row["numerator"], row["denominator"]))
        known = self.say("comma").join(part for part in parts if part)
        return self.say("brackets", words=known) if known else ""

    def _basis(self, over: float, under: float) -> str:
        """Return the counts behind a value, by the names of their items."""
        above, below = self.indicator.numerator, self.indicator.denominator
        match self.indicator.kind:
            case Kind.RATIO:
                return self._counted(self._both(), over + under)
            case Kind.PROPORTION:
                part, whole = self._counted(above, over), self._counted(below, under)
                return self.say("among", part=part, whole=whole) if part and whole else ""
            case Kind.RATE:
                return self._counted(above, over)
            case _:
                return ""

    def _both(self) -> Mapping[str, int]:
        """Return the item that males and females are the two parts of, where there is one."""
        male = next(iter(self.indicator.numerator)).removesuffix("_male")
        female = next(iter(self.indicator.denominator)).removesuffix("_female")
        return {male: 1} if male == female and male in self.catalogue.items else {}

    def _counted(self, items: Mapping[str, int], count: float) -> str:
        """Return a number of events with what they are: 出生215人."""
        if len(items) != 1:
            return ""
        item = self.catalogue.items[next(iter(items))]
        # English names what is counted, so that a unit would say it twice.
        unit = item.unit.zh if self.lang == "zh" else ""
        title = item.title.of(self.lang).removesuffix(f"{item.unit.zh}数")
        return self.say("counted", title=title, count=f"{shortest(count)}{unit}")

    def _reference(self, target: str | None) -> tuple[str, Bounds]:
        """Return what a value is compared with, in words, and its bounds."""
        bounds = self.indicator.bounds
        if target is None:
            return (self._range("normal", bounds), bounds) if bounds else ("", None)
        kind, *numbers = target.split()
        low, high = float(numbers[0]), float(numbers[-1])
        if kind == "within":
            key = "normal" if (low, high) == bounds else "within"
            return self._range(key, (low, high)), (low, high)
        words = self.say(kind, value=self._measure(numbers[0]))
        return words, (low, math.inf) if kind == "at_least" else (-math.inf, high)

    def _range(self, key: str, bounds: tuple[float, float]) -> str:
        low, high = (self._measure(shortest(bound)) for bound in bounds)
        return self.say(key, between=self.say("range", lower=low, upper=high))

    def _against(self, row: Row, shown: Mapping[str, str], bounds: Bounds, reference: str) -> str:
        """Return the verdict against the target or the normal range."""
        if bounds is None:
            return ""
        (low, high), (lower, upper) = bounds, (row["lower"], row["upper"])
        if lower is None or upper is None:
            meets = low <= row["value"] <= high
            return self.say("meets" if meets else "misses", reference=reference)
        single = math.isinf(low) or math.isinf(high)
        first, last = low, high
        if single:  # a target to one side is a single number, to be above or below
            first = last = high if math.isinf(low) else low
        if self._rules_out(row, row["target_p"], apart=upper < first or lower > last):
            way = "below" if upper < first else "above"
            return self.say(way, reference=reference, p=shown["target_p"])
        if not single and low <= lower and upper <= high:
            return self.say("inside", reference=reference)
        return self.say("alike", reference=reference)

    def _more(self, row: Row, shown: Mapping[str, str]) -> list[str]:
        """Return the verdicts against the area above and the year before, the place, a warning."""
        return [
            self._parent(row, shown), self._change(row, shown), self._place(row),
            self._warning(row, shown),
        ]  # fmt: skip

    def _parent(self, row: Row, shown: Mapping[str, str]) -> str:
        above, lower, upper = row["parent_value"], row["lower"], row["upper"]
        if above is None or lower is None or upper is None:
            return ""
        reference = self.say(
            "parent", area=row["parent"], value=self._measure(shown["parent_value"])
        )
        way = "alike"
        if self._rules_out(row, row["parent_p"], apart=not lower <= above <= upper):
            way = "below" if upper < above else "above"
        return self.say("more", words=self.say(way, reference=reference, p=shown["parent_p"]))

    def _change(self, row: Row, shown: Mapping[str, str]) -> str:
        if row["change_verdict"] is None:
            return ""
        reference = self.say("previous", value=self._measure(shown["previous"]))
        moved = {"up": "above", "down": "below"}.get(row["change_verdict"])
        way = moved if moved and self._rules_out(row, row["change_p"], apart=True) else "alike"
        return self.say("more", words=self.say(way, reference=reference, p=shown["change_p"]))

    def _rules_out(self, row: Row, p: float | None, *, apart: bool) -> bool:
        """Tell whether chance is ruled out: by the interval and, where there is one, by the test.

        With few events an interval may leave out what an exact test does not.
        """
        return apart and (p is None or p <= 1 - row["confidence"])

    def _place(self, row: Row) -> str:
        low, high, of = row["rank_low"], row["rank_high"], row["rank_of"]
        if low is None or of < 2:
            return ""
        key = "place" if low == high else "places"
        return self.say(key, rank=row["rank"], of=of, low=low, high=high)

    def _warning(self, row: Row, shown: Mapping[str, str]) -> str:
        if row["reliable"] is not False or self.indicator.kind is Kind.COUNT:
            return ""
        unit = self.indicator.change_unit_of(self.lang)
        change = self.say("points", number=shown["one_event"], unit=unit)
        return self.say("unreliable", change=change)

    def _probabilities(self, values: Sequence[float | None]) -> list[str]:
        """Return what is said of p-values."""
        least = self.say("p_below", p=shortest(_SMALLEST))
        return [
            "" if p is None else least if p < _SMALLEST else self.say("p", p=shown)
            for p, shown in zip(values, fixed(values, 3), strict=True)
        ]
