"""What is said of an indicator and of a row, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from fpstats.catalogue import Catalogue, Indicator
from fpstats.locale import text, texts
from fpstats.write.numbers import Numbers, ends_of, shortest, telling

Rows = Mapping[str, Sequence[Any]]
"""Columns of a report by name, or those of a few of its rows."""

CHANCE = "not distinguishable"
_JUDGED = ("met", "missed", CHANCE)


class Words(Struct, frozen=True):
    """The words of one language for one catalogue."""

    lang: str
    catalogue: Catalogue

    def heading(self, key: str, unit: str = "", **fields: object) -> str:
        """Return the heading of a column, its unit in brackets."""
        return self.with_unit(text(self.lang, "heading", key, **fields), unit)

    def say(self, key: str, **fields: object) -> str:
        """Return one of the texts of this package."""
        return text(self.lang, "write", key, **fields)

    def with_unit(self, words: str, unit: str) -> str:
        """Return words with a unit in brackets, as forms print it: 出生率（‰）."""
        return self.say("unit", text=words, unit=unit) if unit else words

    def indicator(self, key: str) -> Indicator | None:
        """Return the indicator; None where the catalogue has it no longer."""
        return self.catalogue.indicators.get(key)

    def title(self, key: str) -> str:
        """Return an indicator's title with its unit."""
        indicator = self.indicator(key)
        if indicator is None:
            return key
        return self.with_unit(indicator.title.of(self.lang), indicator.unit_of(self.lang))

    def headline(self, key: str, period: str) -> str:
        """Return the title of a section: what, when, and which way is better."""
        indicator = self.indicator(key)
        if indicator is None:
            return f"{key}  {period}"
        direction = self.say("direction", direction=self.direction(indicator))
        return f"{self.title(key)}{self.mark(indicator)}  {period}  {direction}"

    def mark(self, indicator: Indicator) -> str:
        """Return the mark of an indicator that is no longer current."""
        if indicator.status == "current":
            return ""
        return self.say("status", status=text(self.lang, "status", indicator.status))

    def direction(self, indicator: Indicator) -> str:
        """Say which way is better."""
        low, high = map(shortest, indicator.bounds or (None, None))
        direction = "neutral" if indicator.direction == "range" and not low else indicator.direction
        return text(self.lang, "direction", direction, low=low, high=high)

    def target(self, target: str | None) -> str | None:
        """Return a target as people write it: `at_least 95` is ≥ 95."""
        if not target:
            return None
        kind, *bounds = target.split()
        if kind not in texts(self.lang)["target"] or not bounds:
            return target
        return text(self.lang, "target", kind, value=bounds[0], upper=bounds[-1])

    def verdict(self, verdict: str | None, by_value: str | None) -> tuple[str | None, str]:
        """Return a verdict and its style; where chance decides, what the value alone says too."""
        if verdict is None:
            return None, ""
        known = texts(self.lang)["verdict"]
        if verdict == CHANCE:
            value = known.get(by_value or "")
            said = known["chance"].format(verdict=value) if value else known[verdict]
            return said, "chance"
        return known.get(verdict, verdict), verdict if verdict in ("met", "missed") else ""

    def judges(self, verdict: str | None) -> bool:
        """Tell whether a verdict is one on a value that is there."""
        return verdict in _JUDGED

    def part(self, verdict: str) -> str:
        """Return a verdict with the mark that it concerns a part of the months or areas."""
        return text(self.lang, "verdict", "part", verdict=verdict)

    def change_verdict(self, verdict: str | None) -> str | None:
        """Return the verdict on a change."""
        return None if verdict is None else texts(self.lang)["change_verdict"].get(verdict, verdict)

    def level(self, level: str | None) -> str | None:
        """Return what a level of areas is called; those of other names as the table has them."""
        return None if level is None else texts(self.lang)["level"].get(level, level)

    def method(self, method: str | None) -> str | None:
        """Return what a method of intervals is called."""
        return None if method is None else texts(self.lang)["method"].get(method, method)

    def standings(self, found: Sequence[str | bool | None]) -> list[str | None]:
        """Return where values stand, or whether they are reliable, in words."""
        known = texts(self.lang)["standing"]
        return [None if one is None else known[str(one).lower()] for one in found]

    def forms(self, found: Sequence[str | None]) -> list[str | None]:
        """Return the forms of funnels, in words."""
        return [None if one is None else self.say(f"funnel_{one}") for one in found]

    def ways_to_shrink(self, found: Sequence[str | None]) -> list[str | None]:
        """Return the methods that draw values towards one another, in words."""
        known = texts(self.lang)["sentence"]
        return [None if one is None else known[f"shrunk_{one}"] for one in found]

    def intervals(
        self,
        lower: Numbers,
        upper: Numbers,
        decimals: int,
        *,
        signed: bool = False,
        of: Indicator | None = None,
    ) -> list[str]:
        """Write intervals: 95.12–98.40, and in words where a sign could be taken for the dash.

        Those `of` a share end at none or at all only where they do.
        """
        apart = () if of is None else ends_of(of)
        low, high = (telling(end, decimals, apart, signed=signed) for end in (lower, upper))
        return [self._interval(*ends) for ends in zip(low, high, strict=True)]

    def _interval(self, low: str, high: str) -> str:
        if low and high:
            if low[0] in "+-" or high[0] in "+-":
                return self.say("signed_range", lower=low, upper=high)
            return f"{low}–{high}"
        if high:
            return self.say("up_to", upper=high)
        return self.say("from", lower=low) if low else ""

    def confidence(self, confidences: Sequence[float | None]) -> str:
        """Return the confidence of a column of intervals: 95%; 90%, 95% where they differ."""
        known = sorted({value for value in confidences if value is not None})
        return ", ".join(f"{100 * value:.10g}%" for value in known)
