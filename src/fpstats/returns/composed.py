"""A layout made for chosen items: as the county's monthly return, with what it lacks behind."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import tomli

from fpstats.catalogue import Item
from fpstats.returns.forms import written

BASE: Final = "county_monthly"
"""The layout whose headings are taken over."""


def composed(items: Sequence[Item]) -> str:
    """Return the text of a layout of these items.

    Those of the county's monthly return come first, in its order and under its headings; each other
    item is headed by its Chinese title.
    """
    base: dict[str, Any] = tomli.loads(written(BASE)[1])
    chosen = {item.id: item for item in items}
    headed = {key: names for key, names in base["items"].items() if key in chosen}
    headed |= {key: [item.title.zh] for key, item in chosen.items() if key not in headed}
    tables = {key: base[key] for key in ("heading", "period", "area")} | {"items": headed}
    lines = [f"title = {_inline(base['title'])}", f"totals = {_value(base['totals'])}"]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *(f"{key} = {_value(value)}" for key, value in table.items())]
    return "\n".join(lines) + "\n"


def _inline(table: Mapping[str, str]) -> str:
    return f"{{ {', '.join(f'{key} = {_value(value)}' for key, value in table.items())} }}"


def _value(value: object) -> str:
    """Write a text, a list of texts, a whole number or a flag, which TOML writes as JSON does."""
    return json.dumps(value, ensure_ascii=False)
