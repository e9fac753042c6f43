"""Report → one flat section for a spreadsheet, where rows are filtered and sorted, not read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
from msgspec.structs import replace

from fpstats.write.apart import decimals_in
from fpstats.write.fields import (
    added,
    change_unit,
    change_verdicts,
    decimals_of,
    targets,
    verdicts,
)
from fpstats.write.grid import Column, Section, number
from fpstats.write.numbers import count_decimals, fixed, telling, value_texts
from fpstats.write.order import Order
from fpstats.write.report import Report
from fpstats.write.small import explained, one_events, unreliable
from fpstats.write.whole import all_counts, completeness, is_short
from fpstats.write.words import Rows, Words
from fpstats.write.working import Links


def section(report: Report, lang: str) -> Section:
    """Return all rows of the report, one cell a number."""
    words = Words(lang, report.catalogue)
    order = [row for *_, rows in Order(report).groups() for row in rows]
    rows = report.table.take(pl.Series(order, dtype=pl.Int64).to_arrow()).to_pydict()
    links = Links.of(report, words)
    columns = (*_what(rows, words), *_values(rows, words, links), *_judgement(rows, words))
    decimals = _each(rows, lambda key: decimals_of(key, words))
    columns += (*_movement(rows, words), *added(rows, words, decimals), *_evidence(rows, words))
    captions = (*completeness(rows, words, sure=all_counts(report.issues)), *explained(rows, words))
    return Section(words.say("results"), columns, captions).filled()


def _what(rows: Rows, words: Words) -> tuple[Column, ...]:
    return (
        Column(words.heading("indicator"), _each(rows, words.title)),
        Column(words.heading("period"), rows["period"]),
        Column(words.heading("area"), rows["area"]),
        Column(words.heading("level"), [words.level(one) for one in rows["level"]]),
        Column(words.heading("parent"), rows["parent"]),
        *(_whole(name, rows, words) for name in ("rank", "rank_of", "rank_low", "rank_high")),
        _whole("tier", rows, words),
    )


def _values(rows: Rows, words: Words, links: Links | None) -> tuple[Column, ...]:
    confidence = words.confidence(rows["confidence"])
    used = [name for name in ("months", "areas") if is_short(name, rows)]
    return (
        _linked("value", _value(rows, words), rows, links),
        *(_measured(name, rows, words, confidence) for name in ("lower", "upper")),
        *(
            _linked(name, _counted(name, rows, words), rows, links)
            for name in ("numerator", "denominator")
        ),
        *_small(rows, words),
        *(_whole(f"{name}_{end}", rows, words) for name in used for end in ("used", "expected")),
    )


def _value(rows: Rows, words: Words) -> Column:
    """Return the values, none of which looks like a bound that it only is near."""

    def write(key: str, *columns: Any) -> Sequence[str]:
        indicator = words.indicator(key)
        decimals = decimals_of(key, words)
        return value_texts(indicator, *columns) if indicator else fixed(columns[2], decimals)

    decimals = _apart(rows, ("numerator", "denominator", "value", "target"), write)
    return number(words.heading("value"), rows["value"], decimals)


def _gap(rows: Rows, words: Words) -> Column:
    """Return the distances from targets, none of which looks like none where there is one."""

    def write(key: str, gaps: Any) -> Sequence[str]:
        return telling(gaps, decimals_of(key, words), signed=True)

    return number(words.heading("gap"), rows["gap"], _apart(rows, ("gap",), write), signed=True)


def _small(rows: Rows, words: Words) -> tuple[Column, ...]:
    """Return what one event more changes small values by, and which are not to be used alone.

    With the evidence both stand beside all values.
    """
    if "words" in rows:
        return ()
    decimals = _each(rows, lambda key: decimals_of(key, words))
    no = words.standings([False])[0]
    alone = [no if one else None for one in unreliable(rows, words)]
    return (
        number(words.heading("one_event"), one_events(rows, words), decimals),
        Column(words.heading("reliable"), alone),
    )


def _linked(name: str, column: Column, rows: Rows, links: Links | None) -> Column:
    """Return the column with the formulas that lead to the working, where there is one."""
    if links is None:
        return column
    keys = list(zip(*(rows[key] for key in ("indicator", "area", "period")), strict=True))
    return replace(column, formulas=links.column(name, keys, rows[name]))


def _judgement(rows: Rows, words: Words) -> tuple[Column, ...]:
    return (
        targets(rows, words),
        Column(words.heading("change_unit"), _units(rows, words)),
        _gap(rows, words),
        number(words.heading("gap_events"), rows["gap_events"]),
        verdicts(rows, words),
    )


def _movement(rows: Rows, words: Words) -> tuple[Column, ...]:
    confidence = words.confidence(rows["confidence"])
    changes = ("change", "change_lower", "change_upper")
    return (
        _measured("previous", rows, words),
        _measured(changes[0], rows, words, signed=True),
        *(_measured(name, rows, words, confidence, signed=True) for name in changes[1:]),
        change_verdicts(rows, words),
        _measured("parent_value", rows, words),
        Column(words.heading("method"), [words.method(one) for one in rows["method"]]),
    )


def _evidence(rows: Rows, words: Words) -> tuple[Column, ...]:
    """Return what was weighed and put in words, where that was asked for."""
    if "words" not in rows:
        return ()
    columns: list[Column] = []
    for name in ("target", "parent", "group", "change"):
        columns += (
            *((_measured("group_value", rows, words),) if name == "group" else ()),
            Column(words.heading(f"{name}_standing"), words.standings(rows[f"{name}_standing"])),
            *(number(words.heading(key), rows[key], 4) for key in (f"{name}_p", f"{name}_q")),
        )
    return (
        *columns,
        _measured("one_event", rows, words),
        Column(words.heading("reliable"), words.standings(rows["reliable"])),
        _whole("total_needed", rows, words),
        *(Column(words.heading(key), rows[key]) for key in ("sentence", "words")),
    )


def _measured(
    name: str, rows: Rows, words: Words, confidence: str = "", *, signed: bool = False
) -> Column:
    """Return a column in the indicators' own units, each with its own decimals."""
    decimals = _each(rows, lambda key: decimals_of(key, words))
    return number(words.heading(name, confidence), rows[name], decimals, signed=signed)


def _apart(rows: Rows, names: Sequence[str], write: Callable[..., Sequence[str]]) -> Sequence[int]:
    """Return with how many decimals `write` gives each row, an indicator and its columns a time."""
    places: dict[str, list[int]] = {}
    for place, key in enumerate(rows["indicator"]):
        places.setdefault(key, []).append(place)
    found = [0] * len(rows["indicator"])
    for key, mine in places.items():
        written = write(key, *([rows[name][place] for place in mine] for name in names))
        for place, decimals in zip(mine, decimals_in(written), strict=True):
            found[place] = decimals
    return found


def _counted(name: str, rows: Rows, words: Words) -> Column:
    """Return a column of counts, those of one indicator with the same decimals."""
    mine: dict[str, list[float | None]] = {}
    for key, value in zip(rows["indicator"], rows[name], strict=True):
        mine.setdefault(key, []).append(value)
    decimals = {key: count_decimals(found, (), words.catalogue) for key, found in mine.items()}
    return number(words.heading(name), rows[name], [decimals[key] for key in rows["indicator"]])


def _whole(name: str, rows: Rows, words: Words) -> Column:
    return number(words.heading(name), rows[name])


def _units(rows: Rows, words: Words) -> list[str | None]:
    """Return the unit of differences, where the row has one."""
    units = _each(rows, lambda key: change_unit(key, words))
    differences = zip(rows["gap"], rows["change"], one_events(rows, words), strict=True)
    pairs = zip(units, differences, strict=True)
    return [unit if any(one is not None for one in some) else None for unit, some in pairs]


def _each(rows: Rows, make: Any) -> Sequence[Any]:
    """Return what each row's indicator has, asked for once an indicator."""
    made = {key: make(key) for key in dict.fromkeys(rows["indicator"])}
    return [made[key] for key in rows["indicator"]]
