"""The fields of one TOML table of the catalogue: what each may look like, each fault with its path.

Knows shapes; whether fields make sense together is asked elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from fpstats.catalogue import sense
from fpstats.catalogue.wording import UNITS, Text
from fpstats.locale import say, several
from fpstats.patterns import pattern

Document = Mapping[str, Any]

LANGUAGES: Final = ("zh", "en")
SNAKE_CASE: Final = pattern(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
NONE: Final = "none"
"""TOML has no null, and an overlay may need to take a field away."""


def entries(document: Document, table: str, faults: list[sense.Fault]) -> dict[str, Fields]:
    """Return the entries of a table by their ids, to be read; note what is no entry."""
    found = document.get(table, {})
    if not isinstance(found, dict):
        faults.append((table, say("fault", "must_be_table", example=f"[{table}.an_id]")))
        return {}
    given = {}
    for key, raw in found.items():
        path = f"{table}.{key}"
        if not SNAKE_CASE.fullmatch(key):
            faults.append((path, say("fault", "bad_id")))
        if not isinstance(raw, dict):
            faults.append((path, say("fault", "must_be_table", example=f"[{path}]")))
            continue
        given[key] = Fields(path, raw)
        if "title" not in raw:
            # Most often an overlay that meant to change an entry and misspelt its id.
            near = sense.suggestion(key, [other for other in found if other != key])
            faults += [(path, say("fault", "new_entry", near=near))] if near else []
    return given


class Fields:
    """One TOML table that is being read; a field that is ill shaped is noted and stood in for."""

    def __init__(self, path: str, raw: Document) -> None:
        """Begin with the table that stands at a path; no fault is known yet."""
        self.path = path
        self.raw = raw
        self.faults: list[sense.Fault] = []
        self.ill_shaped: set[str] = set()

    def fault(self, name: str, message: str) -> None:
        """Note what is wrong with a field."""
        self.faults.append((f"{self.path}.{name}", message))
        self.ill_shaped.add(name.partition(".")[0])

    def given(self, name: str, *, optional: bool = False) -> Any:
        """Return the value of a field as it stands; that it is missing is a fault."""
        value = self.raw.get(name)
        if value is None and not optional:
            self.fault(name, say("fault", "missing"))
        return None if optional and value == NONE else value

    def string(self, name: str, *, optional: bool = False) -> str:
        """Return a text."""
        value = self.given(name, optional=optional)
        if isinstance(value, str) and value.strip():
            return value
        if value is not None:
            self.fault(name, say("fault", "empty_text"))
        return ""

    def unit(self, name: str) -> Text:
        """Return the words of a unit: a known one, or one in both languages."""
        value = self.raw.get(name)
        return UNITS[value] if isinstance(value, str) and value in UNITS else self.text(name)

    def text(self, name: str) -> Text:
        """Return words in both languages."""
        value = self.given(name)
        if not isinstance(value, dict):
            if value is not None:
                example = '{ zh = "…", en = "…" }'
                self.fault(name, say("fault", "two_languages", example=example))
            return Text(zh="", en="")
        words = Fields(f"{self.path}.{name}", value)
        text = Text(zh=words.string("zh"), en=words.string("en"))
        words.refuse_unknown(LANGUAGES)
        self.faults += words.faults
        self.ill_shaped |= {name} if words.faults else set()
        return text

    def choice(self, name: str, allowed: tuple[str, ...], *, optional: bool = False) -> Any:
        """Return one of the words allowed; None where it is none of them."""
        value = self.given(name, optional=optional)
        if value is None or value in allowed:
            return value
        near = sense.suggestion(value, allowed) if isinstance(value, str) else ""
        known = several(allowed)
        self.fault(name, say("fault", "not_allowed", known=known, value=value, near=near))
        return None

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """Return a whole number between two others."""
        value = self.raw.get(name, default)
        if type(value) is int and low <= value <= high:
            return value
        self.fault(name, say("fault", "whole_number", low=low, high=high, value=value))
        return default

    def number(self, name: str, default: float | None = None) -> float | None:
        """Return a number that is 0 or more; it may be left out."""
        value = self.raw.get(name, default)
        if value is None or value == NONE:
            return None
        if type(value) in (int, float) and math.isfinite(value) and value >= 0:
            return float(value)
        self.fault(name, say("fault", "number", value=value))
        return default

    def weights(self, name: str, *, optional: bool = False) -> dict[str, int]:
        """Return items and their weights."""
        value = self.given(name, optional=optional)
        if value is None:
            return {}
        if not isinstance(value, dict) or not (value or optional):
            self.fault(name, say("fault", "weights", example="{ births = 1 }"))
            return {}
        for key, weight in value.items():
            if type(weight) is not int or weight == 0:
                self.fault(f"{name}.{key}", say("fault", "weight", value=weight))
        return dict(value)

    def names(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.raw.get(name, [])
        if isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value):
            return tuple(value)
        self.fault(name, say("fault", "text_list", example='["出生", "出生数"]'))
        return ()

    def bounds(self, name: str) -> tuple[float, float] | None:
        """Return two numbers."""
        value = self.given(name, optional=True)
        if value is None:
            return None
        if isinstance(value, list) and len(value) == 2:
            low, high = value
            if all(type(one) in (int, float) and math.isfinite(one) for one in value):
                return float(low), float(high)
        self.fault(name, say("fault", "two_numbers", example="[103, 107]"))
        return None

    def refuse_unknown(self, known: tuple[str, ...]) -> None:
        """Note every field that there is not."""
        for name in self.raw:
            if name not in known:
                near = sense.suggestion(name, known)
                hint = near or say("fault", "there_are", known=several(known))
                self.fault(name, say("fault", "no_such_field", near=hint))
