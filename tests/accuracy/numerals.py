"""Numbers and missing values, as clerks write them into cells."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from .figures import UNITLESS

Content = str | int | float | None


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and not c.isalpha() else c for c in text)


def _wan(value: int) -> str:
    return f"{value / 10000:.4f}".rstrip("0").rstrip(".") + "万" if value >= 10000 else str(value)


def _unit(value: int, item: str, units: str, rng: Random) -> str:
    if item in UNITLESS or item.startswith("examinations"):
        return str(value)
    return f"{value}{rng.choice(units)}"


STYLES: Final[dict[str, Callable[[int, str, Random], Content]]] = {
    "number": lambda value, item, rng: value,
    "float": lambda value, item, rng: float(value),
    "text": lambda value, item, rng: str(value),
    "full_width": lambda value, item, rng: _wide(str(value)),
    "thousands": lambda value, item, rng: f"{value:,}",
    "thousands_full": lambda value, item, rng: f"{value:,}".replace(",", "，"),
    "thousands_all_full": lambda value, item, rng: _wide(f"{value:,}"),
    "suffix": lambda value, item, rng: _unit(value, item, "人", rng),
    "suffix_any": lambda value, item, rng: _unit(
        value, item, "例个人" if "births" in item or "deaths" in item else "人", rng
    ),
    "suffix_spaced": lambda value, item, rng: _unit(value, item, " ", rng).replace(" ", " 人"),
    "wan": lambda value, item, rng: _wan(value),
    "wan_persons": lambda value, item, rng: _wan(value).replace(
        "万", "万" if item in UNITLESS else "万人"
    ),
    "point_zero": lambda value, item, rng: f"{value}.0",
    "point_zeros": lambda value, item, rng: f"{value:,}.00",
    "plus": lambda value, item, rng: f"+{value}" if value else "0",
    "spaces": lambda value, item, rng: f" {value}　",
    "no_break_space": lambda value, item, rng: f"{value}\xa0",
}
"""Every style says the same number; `mixed` takes any, cell by cell."""
MISSING: Final[dict[str, Content]] = {
    "blank": None,
    "dash": "—",
    "long_dash": "——",
    "hyphen": "-",
    "hyphens": "--",
    "full_hyphen": "－",
    "slash": "/",
    "full_slash": "／",
    "dots": "…",
    "long_dots": "……",
    "empty_word": "空",
    "none_word": "无",
    "space": "　",
}
"""Ways of saying that a number is not known. None of them is zero."""


def number(value: int, item: str, scale: int, style: str, rng: Random) -> Content:
    """Write a number in a style, in units of `scale`; a scaled one has all its decimals."""
    if style == "mixed":
        style = rng.choice(list(STYLES))
    if scale == 1:
        return STYLES[style](value, item, rng)
    exact = round(value / scale, 4)
    return exact if style in ("number", "float") else f"{exact:.4f}"
