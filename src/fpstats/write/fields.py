"""The columns of a report by their names, as people read them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from fpstats import schema
from fpstats.errors import ConfigurationError
from fpstats.locale import say, several
from fpstats.write.grid import Column, Decimals, number
from fpstats.write.numbers import count_decimals
from fpstats.write.whole import parts
from fpstats.write.words import Rows, Words

_DEFAULT_DECIMALS: Final = 2
_PROBABLE: Final = 4
_SPREAD: Final = {"funnel_phi": 2, "funnel_tau2": 5, "rank_mean": 1, "confidence": None}
"""Decimals of probabilities, and of what is in no unit."""

_SIGNED: Final = frozenset({"gap", "change", "change_lower", "change_upper"})
_DIFFERENCES: Final = frozenset({"gap", "change"})
"""Columns of differences: all have a sign, and these their unit in the heading."""

_LIMITS: Final = frozenset({"lower", "upper", "change_lower", "change_upper"})

_OPTIONS: Final = {
    "window": "--window",
    "moves": "--also moves",
    "chances": "--also chances",
    "funnel": "--funnel",
    "shrunk": "--also shrunk",
}
"""With which option the columns of `schema.ADDED` are there."""

_FIELDS: Final = {
    field.name: field
    for fields in (schema.DETAILED, *schema.ADDED.values())
    for field in fields
}  # fmt: skip


_KEYS: Final = frozenset({"indicator", "area", "period", "value", "level", "parent"})
"""What a row is about, and the value itself: these stand behind no value."""


def refuse_absent(names: Iterable[str], there: Collection[str]) -> None:
    """Refuse columns that can stand behind no value, or are not `there`.

    Raises
    ------
    ConfigurationError
        The message says with which option a column is there, or which columns there are.
    """
    for name in names:
        if name not in _FIELDS or name in _KEYS:
            known = several(one for one in there if one not in _KEYS)
            raise ConfigurationError(say("error", "no_column", name=name, known=known))
        if name not in there:
            option = next((_OPTIONS[key] for key, some in schema.ADDED.items()
                           if name in {one.name for one in some}), "--detail")  # fmt: skip
            raise ConfigurationError(say("error", "column_without", name=name, option=option))


def added(rows: Rows, words: Words, decimals: Decimals) -> list[Column]:
    """Return the columns of `schema.ADDED` that are there, in the unit of the values."""
    fields = [one for some in schema.ADDED.values() for one in some if one.name in rows]
    return [_column(field.name, rows, words, decimals) for field in fields]


def of_indicator(name: str, key: str, rows: Rows, words: Words) -> Column:
    """Return one column of the rows of one indicator, whatever it is."""
    if name in ("numerator", "denominator"):
        decimals = count_decimals(rows[name], (), words.catalogue)
        return number(words.heading(name), rows[name], decimals)
    return _column(name, rows, words, decimals_of(key, words), change_unit(key, words))


def _column(name: str, rows: Rows, words: Words, decimals: Decimals, change_in: str = "") -> Column:
    """Return a column; `change_in` is the unit of differences."""
    if name in _SAID:
        return _SAID[name](rows, words)
    unit = words.confidence(rows["confidence"]) if name in _LIMITS else ""
    heading = words.heading(name, change_in if name in _DIFFERENCES else unit)
    if _FIELDS[name].type == schema.TEXT:
        return Column(heading, rows[name])
    if _FIELDS[name].type == schema.WHOLE:
        decimals = 0
    elif name.endswith(("_p", "_q", "_chance")):
        decimals = _PROBABLE
    return number(heading, rows[name], _SPREAD.get(name, decimals), signed=name in _SIGNED)


def targets(rows: Rows, words: Words) -> Column:
    """Return the column of targets as people write them."""
    return Column(words.heading("target"), [words.target(target) for target in rows["target"]])


def verdicts(rows: Rows, words: Words) -> Column:
    """Return the column of verdicts with their styles, and a mark on those that concern a part."""
    pairs = zip(rows["verdict"], rows["verdict_by_value"], strict=True)
    said = [words.verdict(verdict, by_value) for verdict, by_value in pairs]
    marked = [words.judges(verdict) and part
              for verdict, part in zip(rows["verdict"], parts(rows), strict=True)]  # fmt: skip
    return Column(
        words.heading("verdict"),
        [
            words.part(verdict) if mark and verdict else verdict
            for (verdict, _), mark in zip(said, marked, strict=True)
        ],
        styles=[style for _, style in said],
    )


def change_verdicts(rows: Rows, words: Words) -> Column:
    """Return the column of verdicts on the change, and a mark where it is counted over a part."""
    column = _moved("change_verdict")(rows, words)
    pairs = zip(column.values, rows["like_areas"], strict=True)
    said = [words.part(str(one)) if one and areas is not None else one for one, areas in pairs]
    return replace(column, values=said)


def decimals_of(key: str, words: Words) -> int:
    """Return with how many decimals an indicator is printed."""
    indicator = words.indicator(key)
    return indicator.decimals if indicator else _DEFAULT_DECIMALS


def change_unit(key: str, words: Words) -> str:
    """Return the unit of a difference between two values of an indicator."""
    indicator = words.indicator(key)
    return indicator.change_unit_of(words.lang) if indicator else ""


_Say = Callable[[Rows, Words], Column]


def _moved(name: str) -> _Say:
    return lambda rows, words: Column(
        words.heading(name), [words.change_verdict(one) for one in rows[name]]
    )


def _standing(name: str) -> _Say:
    return lambda rows, words: Column(words.heading(name), words.standings(rows[name]))


def _by_value(rows: Rows, words: Words) -> Column:
    said = [words.verdict(one, None)[0] for one in rows["verdict_by_value"]]
    return Column(words.heading("verdict_by_value"), said)


def _forms(rows: Rows, words: Words) -> Column:
    return Column(words.heading("funnel_form"), words.forms(rows["funnel_form"]))


def _method(rows: Rows, words: Words) -> Column:
    return Column(words.heading("method"), [words.method(one) for one in rows["method"]])


def _methods(rows: Rows, words: Words) -> Column:
    heading = words.heading("shrunk_method")
    return Column(heading, words.ways_to_shrink(rows["shrunk_method"]))


_MOVES: Final = ("moved_since_year", "moved_since_before")
_STANDINGS: Final = ("reliable", *(name for name in _FIELDS if name.endswith("_standing")))

_SAID: Final[Mapping[str, _Say]] = {
    "target": targets,
    "method": _method,
    "verdict": verdicts,
    "change_verdict": change_verdicts,
    "verdict_by_value": _by_value,
    "funnel_form": _forms,
    "shrunk_method": _methods,
    **{name: _moved(name) for name in _MOVES},
    **{name: _standing(name) for name in _STANDINGS},
}
"""How the words of the tables are said in a language."""
