"""The records of the catalogue: an item, an indicator, and all of both; knows nothing of files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import force_setattr

from fpstats.catalogue.kinds import DISTRIBUTIONS, GROUPED, Distribution, Kind
from fpstats.catalogue.wording import (
    CHANGE_UNITS,
    FORMULAS,
    NOTES,
    UNITS,
    Text,
    operand,
)
from fpstats.errors import ConfigurationError
from fpstats.locale import say, several

ItemType = Literal["flow", "stock"]
When = Literal["end", "start"]
Population = Literal["mean_of_ends", "mean_of_month_ends", "end_of_period"]
Direction = Literal["higher", "lower", "range", "neutral"]
Status = Literal["current", "historical", "archive"]
Basis = Literal["count", "sample", "lists"]
DesignEffect = float | Literal["areas"]


class Item(Struct, frozen=True, kw_only=True):
    """One number on a return: a flow (births this month) or a stock (population at month end).

    A stock is counted `at` the end of what the return covers, or at its start; at its start it
    `opens` the stock that it is at the end of the month before.
    """

    id: str
    title: Text
    type: ItemType
    unit: Text
    aliases: tuple[str, ...] = ()
    decimals: int = 0
    basis: Basis = "count"
    at: When = "end"
    opens: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Everything the item is called, its id first."""
        return (self.id, self.title.zh, self.title.en, *self.aliases)

    @property
    def counted(self) -> bool:
        """Whether it counts persons or events, unlike money, which is measured."""
        return self.decimals == 0


class Indicator(Struct, frozen=True, kw_only=True):
    """A weighted sum of items over another, and how to report it.

    The weights are plain dicts, so that an indicator can be sent to another process; they take no
    part in its hash, and nobody changes them.
    """

    id: str
    title: Text
    kind: Kind
    per: int
    unit: str
    numerator: Mapping[str, int]
    denominator: Mapping[str, int]
    numerator_title: Text | None = None
    frame: Mapping[str, int] = field(default_factory=dict)
    over: int = 1
    design_effect: DesignEffect = 1
    population: Population | None
    interval: str | None
    direction: Direction
    bounds: tuple[float, float] | None
    decimals: int
    status: Status
    definition: Text
    source: str
    aliases: tuple[str, ...]

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything the indicator is called, its id first."""
        return (self.id, self.title.zh, self.title.en, *self.aliases)

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of all items it needs, the numerator's first, each once."""
        return tuple(dict.fromkeys((*self.numerator, *self.denominator, *self.frame)))

    @property
    def distribution(self) -> Distribution | None:
        """How its counts vary by chance alone; None where no distribution says that.

        Counts that came in clusters have none: every exact probability of them says too much.
        """
        if self.design_effect != 1:
            return None
        return Distribution.HYPERGEOMETRIC if self.frame else DISTRIBUTIONS.get(self.kind)

    @property
    def added(self) -> Mapping[str, int]:
        """What is added up above the line: of rates of groups the events, without their weights."""
        return dict.fromkeys(self.numerator, 1) if self.kind in GROUPED else self.numerator

    def unit_of(self, lang: str) -> str:
        """Return the unit of the value, in one language."""
        return UNITS[self.unit].of(lang) if self.unit in UNITS else self.unit

    def change_unit_of(self, lang: str) -> str:
        """Return the unit of a difference between two values, in one language."""
        words = CHANGE_UNITS.get(self.unit)
        return words.of(lang) if words else self.unit_of(lang)

    def formula(self, catalogue: Catalogue, lang: str) -> str:
        """Return how the value is computed, in words."""
        note = NOTES[self.population].of(lang) if self.population else ""
        stocks = any(catalogue.items[key].type == "stock" for key in self.numerator)
        above = summed(self.numerator, catalogue, lang)
        below = summed(self.denominator, catalogue, lang)
        several = len(self.numerator) > 1
        text = (
            FORMULAS[self.kind]
            .of(lang)
            .format(
                sum=above,
                above=operand(above, several, note if stocks else "", lang),
                end=operand(above, several, NOTES["end_of_period"].of(lang), lang),
                start=operand(above, several, NOTES["start_of_period"].of(lang), lang),
                below=operand(below, len(self.denominator) > 1, note, lang),
                pairs=self._pairs(catalogue, note, lang) if self.kind in GROUPED else "",
                weights=sum(self.numerator.values()),
                over=self.over,
            )
        )
        return text if self.per == 1 else f"{text} × {self.per}"

    def _pairs(self, catalogue: Catalogue, note: str, lang: str) -> str:
        """Write the sum of the groups' rates, each times its weight."""
        return " + ".join(
            f"{weight} × {catalogue.items[above].title.of(lang)} ÷ "
            f"{operand(catalogue.items[below].title.of(lang), False, note, lang)}"
            for (above, weight), below in zip(self.numerator.items(), self.denominator, strict=True)
        )


class Catalogue(Struct, frozen=True, kw_only=True):
    """All items and indicators, in the order of their files, and the digest of those files."""

    items: Mapping[str, Item]
    indicators: Mapping[str, Indicator]
    digest: str
    _item_ids: Mapping[str, str] = field(default_factory=dict)
    _indicator_ids: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        force_setattr(self, "_item_ids", _index(self.items.values()))
        force_setattr(self, "_indicator_ids", _index(self.indicators.values()))

    def item(self, name: str) -> Item:
        """Return the item with this id, title or alias."""
        key = self._item_ids.get(folded(name))
        if key is None:
            raise ConfigurationError(_unknown("unknown_item", name, self.items, " --items"))
        return self.items[key]

    def titles(self, lang: str) -> dict[str, str]:
        """Return what items and indicators are called, by id."""
        items = {one.id: one.title.of(lang) for one in self.items.values()}
        return items | {one.id: one.title.of(lang) for one in self.indicators.values()}

    def basis(self, indicator: Indicator) -> Basis:
        """Return what an indicator rests on: a full count, a sample of it, or lists of it."""
        found = (self.items[item].basis for item in indicator.items)
        return next((one for one in found if one != "count"), "count")

    def indicator(self, name: str) -> Indicator:
        """Return the indicator with this id, title or alias."""
        key = self._indicator_ids.get(folded(name))
        if key is None:
            raise ConfigurationError(_unknown("unknown_indicator", name, self.indicators))
        return self.indicators[key]


@cache
def folded(name: str) -> str:
    """Return a name without what people vary: width, case and spaces.

    >>> folded("出 生 率（Ａ）")
    '出生率(a)'
    """
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _index(records: Iterable[Item] | Iterable[Indicator]) -> dict[str, str]:
    return {folded(name): record.id for record in records for name in record.names}


def _unknown(
    key: str, name: str, records: Mapping[str, Item] | Mapping[str, Indicator], option: str = ""
) -> str:
    # Loaded here because only a failed look-up needs it.
    from difflib import get_close_matches

    ids = _index(records.values())
    near = dict.fromkeys(ids[key] for key in get_close_matches(folded(name), ids, n=5, cutoff=0.5))
    if not near:
        return say("error", key, name=name, hint=say("error", "hint_list", option=option))
    known = [say("error", "entry", id=one, title=records[one].title.zh) for one in near]
    return say("error", key, name=name, hint=say("error", "hint_near", near=several(known)))


def summed(weights: Mapping[str, int], catalogue: Catalogue, lang: str) -> str:
    """Write a weighted sum of items in words."""
    text = ""
    for key, weight in weights.items():
        title = catalogue.items[key].title.of(lang)
        term = title if abs(weight) == 1 else f"{abs(weight)} × {title}"
        sign = "−" if weight < 0 else "+"
        text += f" {sign} {term}" if text else (f"−{term}" if weight < 0 else term)
    return text
