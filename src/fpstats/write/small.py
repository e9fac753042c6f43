"""What stands beside small values: by how much one event more changes each.

A value is small where it is not reliable (fewer than 10 events, or an interval wider than 160 % of
it), or where one event more changes it by a tenth of its unit or more: by 0.1 percentage points, as
in a share of fewer than a thousand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from fpstats.catalogue import Indicator, Kind
from fpstats.write.fields import change_unit, decimals_of
from fpstats.write.numbers import telling
from fpstats.write.words import Rows, Words

MUCH: Final = 0.1
"""What is much to be changed by one event more, where a value is stated per one of `SCALES`."""

SCALES: Final = (100, 1000)

NAMED: Final = 12
"""So many areas are named, those whose value moves most first; of more their number is told."""


def one_events(rows: Rows, words: Words) -> list[float | None]:
    """Return what one event more changes each value by, where that is small; else None."""
    keys = rows["indicator"]
    known = {key: words.indicator(key) for key in dict.fromkeys(keys) if key is not None}
    lines = zip(keys, rows["value"], rows["one_event"], rows["reliable"], strict=True)
    return [
        change if value is not None and _is_small(known.get(key), change, firm) else None
        for key, value, change, firm in lines
    ]


def _is_small(indicator: Indicator | None, change: float | None, firm: bool | None) -> bool:
    """Tell whether a value is small; a number of events by itself moves by one."""
    if indicator is None or change is None or indicator.kind is Kind.COUNT:
        return False
    return firm is False or (indicator.per in SCALES and change >= MUCH)


def unreliable(rows: Rows, words: Words) -> list[bool]:
    """Tell which values are not to be used alone."""
    keys = rows["indicator"]
    known = {key: words.indicator(key) for key in dict.fromkeys(keys) if key is not None}
    counts = {key for key, one in known.items() if one is None or one.kind is Kind.COUNT}
    pairs = zip(keys, rows["reliable"], strict=True)
    return [key is not None and key not in counts and firm is False for key, firm in pairs]


def explained(rows: Rows, words: Words) -> tuple[str, ...]:
    """Say what the column of small values is, where there is one."""
    some = any(change is not None for change in one_events(rows, words))
    return (words.say("one_event_said", heading=words.heading("one_event")),) if some else ()


def named_alone(rows: Rows, words: Words) -> tuple[str, ...]:
    """Name the areas whose values are not to be used alone."""
    pairs = zip(rows["area"], one_events(rows, words), unreliable(rows, words), strict=True)
    # What divides by nobody has no number to be changed, and is moved most of all.
    moved = [(area, math.inf if change is None else change) for area, change, alone in pairs
             if alone]  # fmt: skip
    if not moved:
        return ()
    named = _listed([area for area, _ in _most_moved(moved)], words)
    return (words.say("not_alone", named=named),)


def named_with_change(key: str, places: Sequence[str], rows: Rows, words: Words) -> tuple[str, ...]:
    """Name the places of small values of one indicator, each with what one event changes it by."""
    pairs = zip(places, one_events(rows, words), strict=True)
    moved = _most_moved([(place, change) for place, change in pairs if change is not None])
    if not moved:
        return ()
    changes = telling([change for _, change in moved], decimals_of(key, words))
    each = [
        words.say("small_value", area=place, change=text)
        for (place, _), text in zip(moved, changes, strict=True)
    ]
    heading = words.heading("one_event", change_unit(key, words))
    return (words.say("small_values", title=words.title(key), heading=heading,
                      named=_listed(each, words)),)  # fmt: skip


def notes(key: str, rows: Rows, words: Words) -> list[str | None]:
    """Return a sentence for each small value of one indicator, to be laid beside its cell."""
    changes = one_events(rows, words)
    texts, unit = telling(changes, decimals_of(key, words)), change_unit(key, words)
    return [
        None if change is None else words.say("one_event_note", change=text, unit=unit)
        for change, text in zip(changes, texts, strict=True)
    ]


def _most_moved(moved: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(moved, key=lambda one: (-one[1], one[0]))


def _listed(each: Sequence[Any], words: Words) -> str:
    """Join what is named; of many the first, and how many there are."""
    more = words.say("small_more", count=len(each)) if len(each) > NAMED else ""
    return words.say("small_comma").join(each[:NAMED]) + more
