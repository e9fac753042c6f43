"""What must hold between the numbers of returns, and what is looked for in them, as data.

The entries stand in `checks.toml`, whose first comment says how to write one. Knows what a check
is; how one is carried out is the business of `fpstats.checks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Literal

from msgspec import Struct, field

from fpstats import locale
from fpstats.catalogue.model import Catalogue, summed
from fpstats.catalogue.wording import Text

Grade = Literal["error", "warning", "info", "off"]
Missing = Literal["skip", "zero"]


class CheckKind(StrEnum):
    """How a check is carried out."""

    EQUAL = "equal"
    """The left side is the right side, in one return."""
    AT_MOST = "at_most"
    """The left side is not above the right side, in one return."""
    TOGETHER = "together"
    """All its items are reported in a return, or none."""
    BALANCE = "balance"
    """A stock is that of the month before, plus and minus the flows between."""
    CARRIED = "carried"
    """What stands at the start of a month is what stood at the end of the month before."""
    CUMULATIVE = "cumulative"
    """A year to date never falls, and is the sum of its months."""
    CHILDREN = "children"
    """The return of an area is the sum of those of the areas below it."""
    STATED = "stated"
    """A total that a form states is the sum of its lines."""
    RANGE = "range"
    """An indicator lies in a range, chance allowed for."""
    OUTLIER = "outlier"
    """A count is what the other months of its own series lead one to expect."""
    SHARE = "share"
    """A part of a whole is what the other months of its own series lead one to expect."""
    COPIED = "copied"
    """No return has the same numbers as another."""
    EVEN = "even"
    """Counts vary as much as chance makes them."""
    FULL = "full"
    """Not everything is one hundred per cent."""
    DIGITS = "digits"
    """The last digits of large counts are equally frequent."""
    BUNCHING = "bunching"
    """Values do not crowd just above a target."""
    EXCHANGED = "exchanged"
    """Two parts do not stand in each other's place."""
    UNCHANGED = "unchanged"
    """A stock does not repeat itself while events change it."""
    STEADY = "steady"
    """A stock changes little from month to month."""
    ACCUMULATION = "accumulation"
    """What is called a month is a month, and no year to date."""
    LATE = "late"
    """A return came by the day on which it was due."""
    EARLIER = "earlier"
    """Births that are reported late are of earlier years than the return."""
    BORN = "born"
    """Births that are reported late were born by the month of report."""
    READING = "reading"
    """What was found while reading: only its grade and its words are settled here."""


SIDES: Final = (CheckKind.EQUAL, CheckKind.AT_MOST, CheckKind.BALANCE, CheckKind.CARRIED)
"""Kinds with a left and a right side."""

OF_AREAS: Final = (CheckKind.CHILDREN, CheckKind.STATED)
"""Kinds that compare a number with the sum of those of several areas."""

SCREENS: Final = (CheckKind.COPIED, CheckKind.EVEN, CheckKind.FULL, CheckKind.DIGITS,
                  CheckKind.BUNCHING, CheckKind.EXCHANGED, CheckKind.UNCHANGED)  # fmt: skip
"""Kinds that say "unusual, look", and never more."""


class Check(Struct, frozen=True, kw_only=True):
    """One thing that is checked, its thresholds, and what to do about what it finds.

    `tolerance` is the difference that passes, in the items' own unit, and `percent` the same in
    per cent of the right side; the larger of the two counts. `level` is the share of false
    findings that is allowed (kinds that test), or the probability below which something is
    unusual. `history` is how many other values a test needs, `least` the smallest count it takes.
    What the check named by `unless` finds, a second one at a looser level does not find again.
    """

    id: str
    title: Text
    kind: CheckKind
    severity: Grade
    advice: Text
    left: Mapping[str, int] = field(default_factory=dict)
    right: Mapping[str, int] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    indicator: str | None = None
    bounds: tuple[float, float] | None = None
    tolerance: float = 0.0
    percent: float = 0.0
    level: float | None = None
    history: int = 0
    least: int = 0
    missing: Missing = "skip"
    unless: str = ""
    source: str = ""

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def operands(self) -> tuple[str, ...]:
        """The items it names, the left ones first, each once."""
        return tuple(dict.fromkeys((*self.left, *self.right, *self.items)))

    @property
    def weights(self) -> tuple[float, ...]:
        """The weight of each of the operands where the right side is taken from the left."""
        return tuple(self.left.get(i, 0) - self.right.get(i, 0) for i in self.operands)

    def formula(self, catalogue: Catalogue, lang: str) -> str:
        """Return what must hold, in words and signs."""
        known = locale.texts(lang)["check_formula"]
        words = {
            "history": str(self.history),
            "left": summed(self.left, catalogue, lang),
            "right": summed(self.right, catalogue, lang),
            "items": locale.text(lang, "error", "comma").join(
                catalogue.items[item].title.of(lang) for item in self.items
            )
            or locale.text(
                lang, "check", "all_stocks" if self.kind is CheckKind.STEADY else "all_flows"
            ),
        }
        if self.indicator is not None:
            words["indicator"] = catalogue.indicators[self.indicator].title.of(lang)
        if self.bounds is not None:
            words |= {"low": f"{self.bounds[0]:g}", "high": f"{self.bounds[1]:g}"}
        if self.kind is CheckKind.EXCHANGED and self.items:
            return locale.text(lang, "check", "exchanged_any", items=words["items"])
        return known[self.kind].format(**words)

    def threshold(self, lang: str) -> str:
        """Return the thresholds, in words."""
        parts = []
        if self.kind in (*SIDES, *OF_AREAS, CheckKind.CUMULATIVE):
            parts.append(
                locale.text(
                    lang, "check", "tolerance_percent" if self.percent else "tolerance",
                    tolerance=f"{self.tolerance:g}",
                    percent=f"{self.percent:g}",
                )
            )  # fmt: skip
        if self.kind is CheckKind.STEADY:
            parts.append(locale.text(lang, "check", "a_month", percent=f"{self.percent:g}"))
        if self.kind is CheckKind.BUNCHING:
            parts.append(locale.text(lang, "check", "band", percent=f"{self.percent:g}"))
        if self.level is not None:
            key = "rate" if self.kind in TESTING else "probability"
            parts.append(locale.text(lang, "check", key, level=f"{self.level:g}"))
        if self.history and self.kind is not CheckKind.STEADY:
            parts.append(locale.text(lang, "check", "history", history=self.history))
        if self.least:
            parts.append(locale.text(lang, "check", "least", least=self.least))
        return locale.text(lang, "check", "then").join(parts)


TESTING: Final = (CheckKind.OUTLIER, CheckKind.SHARE, *SCREENS)
"""Kinds whose level is the share of false findings among all, over everything they look at."""
