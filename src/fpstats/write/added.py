"""The columns that were asked for beside the result, as people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from fpstats import schema
from fpstats.write.grid import Column, Decimals, number
from fpstats.write.words import Words

Rows = Mapping[str, Sequence[Any]]

_CHANCES: Final = 4
_SPREAD: Final = {"funnel_phi": 2, "funnel_tau2": 5, "rank_mean": 1}
"""Decimals of probabilities, and of what is in no unit."""


def added(rows: Rows, words: Words, decimals: Decimals) -> list[Column]:
    """Return one column a number, with the decimals of the values for what is in their unit."""
    fields = [one for some in schema.ADDED.values() for one in some if one.name in rows]
    return [_column(field, rows, words, decimals) for field in fields]


def _column(field: pa.Field, rows: Rows, words: Words, decimals: Decimals) -> Column:
    heading, values = words.heading(field.name), rows[field.name]
    if field.type == schema.TEXT:
        say = _TEXTS.get(field.name)
        return Column(heading, say(words, values) if say else values)
    if field.type == schema.WHOLE:
        return number(heading, values)
    if field.name.endswith(("_p", "_q", "_chance")):
        return number(heading, values, _CHANCES)
    return number(heading, values, _SPREAD.get(field.name, decimals))


def _moved(words: Words, values: Sequence[str | None]) -> list[str | None]:
    return [words.change_verdict(one) for one in values]


_TEXTS: Final[Mapping[str, Callable[[Words, Sequence[str | None]], list[str | None]]]] = {
    "moved_since_year": _moved,
    "moved_since_before": _moved,
    "funnel_standing": Words.standings,
    "funnel_form": Words.forms,
}
"""How the words of the tables are said in a language."""
