"""What is said under a table of values of few events: by how much one event more moves each."""

from __future__ import annotations

from typing import Any, Final

from fpstats.catalogue import Indicator, Kind
from fpstats.write.fields import Rows, change_unit, decimals_of
from fpstats.write.numbers import fixed
from fpstats.write.words import Words

FEW: Final = 10
"""A value of fewer events is not to be used alone, as `stats.reliable` has it."""

NAMED: Final = 12
"""So many areas are named, those whose value moves most first; of more their number is told."""

_EVENTS: Final = frozenset({Kind.PROPORTION, Kind.RATE, Kind.RATIO})
"""Kinds whose numerator is a number of events over the denominator."""


def small_values(key: str, rows: Rows, words: Words) -> tuple[str, ...]:
    """Name the areas whose values are made of few events, each with what one more would change."""
    indicator = words.indicator(key)
    if indicator is None or indicator.kind not in _EVENTS:
        return ()
    lines = zip(rows["area"], rows["numerator"], rows["denominator"], rows["value"], strict=True)
    moved = [
        (_moved(indicator, over, under), area)
        for area, over, under, value in lines
        if None not in (value, over, under) and 0 <= over < FEW
    ]
    if not moved:
        return ()
    moved.sort(key=lambda one: (-one[0], one[1]))
    texts = fixed([change for change, _ in moved], decimals_of(key, words))
    each = (
        words.say("small_value", area=area, change=text)
        for text, (_, area) in zip(texts, moved, strict=True)
    )
    named = words.say("small_comma").join(list(each)[:NAMED])
    more = words.say("small_more", count=len(moved)) if len(moved) > NAMED else ""
    return (
        words.say("small_values", unit=change_unit(key, words), named=named, more=more, few=FEW),
    )


def _moved(indicator: Indicator, over: Any, under: Any) -> float:
    """Return the change by one event more; of a ratio by that which moves it further."""
    change: float = indicator.per / under
    return change * max(1.0, over / (under + 1)) if indicator.kind is Kind.RATIO else change
