"""Report → a section for each indicator and period, its areas in order of rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from fpstats.write.fields import (
    added,
    change_unit,
    change_verdicts,
    decimals_of,
    targets,
    verdicts,
)
from fpstats.write.grid import Column, Section, difference, number
from fpstats.write.narrow import by_importance
from fpstats.write.numbers import count_decimals, value_texts
from fpstats.write.order import Order
from fpstats.write.report import Report
from fpstats.write.small import explained, named_alone, one_events
from fpstats.write.tested import tested
from fpstats.write.whole import all_counts, completeness, is_short
from fpstats.write.words import Rows, Words


def sections(report: Report, lang: str) -> Iterator[Section]:
    """Yield the sections, each built when it is asked for."""
    words = Words(lang, report.catalogue)
    table, sure = report.table.combine_chunks(), all_counts(report.issues)
    for indicator, period, numbers in Order(report).groups():
        rows = table.take(pl.Series(numbers, dtype=pl.Int64).to_arrow()).to_pydict()
        named = _places(rows, words) | _values(indicator, rows, words)
        named |= _judgement(indicator, rows, words) | _movement(indicator, rows, words)
        columns = by_importance(named.items())
        columns += tuple(added(rows, words, decimals_of(indicator, words)))
        captions = (*completeness(rows, words, sure=sure), *_no_order(rows, words))
        captions += (*tested(rows, words), *explained(rows, words), *named_alone(rows, words))
        captions += (*_said(rows, words),)
        yield Section(words.headline(indicator, period), columns, captions).filled()


def _places(rows: Rows, words: Words) -> dict[str, Column]:
    """Return the rank, the places that chance allows, the tier if it parts areas, the area."""
    several = any(tier is not None and tier > 1 for tier in rows["tier"])
    tiers = {"tier": number(words.heading("tier"), rows["tier"])}
    return {
        "rank": _pairs(words.heading("rank"), rows["rank"], rows["rank_of"]),
        "rank_range": _text(
            words.heading("rank_range"), _ranges(rows["rank_low"], rows["rank_high"])
        ),
        **(tiers if several else {}),
        "area": Column(words.heading("area"), rows["area"]),
    }


def _values(key: str, rows: Rows, words: Words) -> dict[str, Column]:
    """Return the value with its interval and what it was made of."""
    indicator, decimals = words.indicator(key), decimals_of(key, words)
    counts = (rows["numerator"], rows["denominator"], rows["value"], rows["target"])
    unit = indicator.unit_of(words.lang) if indicator else ""
    confidence = words.confidence(rows["confidence"])
    moved = words.heading("one_event", change_unit(key, words))
    return {
        "value": Column(
            words.heading("value", unit),
            rows["value"],
            right=True,
            decimals=decimals,
            shown=value_texts(indicator, *counts) if indicator else None,
        ),
        "interval": _text(
            words.heading("interval", confidence=confidence),
            words.intervals(rows["lower"], rows["upper"], decimals, of=indicator),
        ),
        **_counted(key, rows, words),
        "one_event": difference(moved, one_events(rows, words), decimals),
        **{
            name: _pairs(words.heading(name), rows[f"{name}_used"], rows[f"{name}_expected"])
            for name in ("months", "areas")
            if is_short(name, rows)
        },
    }


def _judgement(key: str, rows: Rows, words: Words) -> dict[str, Column]:
    """Return the target, the distance from it, and the verdict."""
    gap, decimals = words.heading("gap", change_unit(key, words)), decimals_of(key, words)
    return {
        "target": targets(rows, words),
        "gap": difference(gap, rows["gap"], decimals, signed=True),
        "gap_events": number(words.heading("gap_events"), rows["gap_events"]),
        "verdict": verdicts(rows, words),
    }


def _movement(key: str, rows: Rows, words: Words) -> dict[str, Column]:
    """Return the year before, the change since, and the value of the area above."""
    decimals, unit = decimals_of(key, words), change_unit(key, words)
    heading = words.heading("change_interval", confidence=words.confidence(rows["confidence"]))
    limits = words.intervals(rows["change_lower"], rows["change_upper"], decimals, signed=True)
    return {
        "previous": number(words.heading("previous"), rows["previous"], decimals),
        "change": number(words.heading("change", unit), rows["change"], decimals, signed=True),
        "change_interval": _text(heading, limits),
        "change_verdict": change_verdicts(rows, words),
        "parent_value": number(words.heading("parent_value"), rows["parent_value"], decimals),
    }


def _counted(key: str, rows: Rows, words: Words) -> dict[str, Column]:
    """Return the numerator and the denominator; nothing where the value is a count itself."""
    if all(under is None for under in rows["denominator"]):
        return {}
    indicator, catalogue = words.indicator(key), words.catalogue
    above: Sequence[str] = tuple(indicator.numerator) if indicator else ()
    below: Sequence[str] = tuple(indicator.denominator) if indicator else ()
    over, under = rows["numerator"], rows["denominator"]
    decimals = (count_decimals(over, above, catalogue), count_decimals(under, below, catalogue))
    return {
        "numerator": number(words.heading("numerator"), over, decimals[0]),
        "denominator": number(words.heading("denominator"), under, decimals[1]),
    }


def _text(heading: str, texts: Sequence[str]) -> Column:
    """Return a column of figures that are no single number, to the right as numbers are."""
    return Column(heading, texts, right=True)


def _pairs(heading: str, first: Sequence[Any], second: Sequence[Any]) -> Column:
    """Return a column of pairs of whole numbers: 3/24."""
    pairs = zip(first, second, strict=True)
    return _text(heading, ["" if a is None else f"{a}/{'' if b is None else b}" for a, b in pairs])


def _ranges(low: Sequence[Any], high: Sequence[Any]) -> list[str]:
    """Write ranges of places: 1–7, and 3 where chance allows no other."""
    pairs = zip(low, high, strict=True)
    return ["" if a is None else f"{a}" if a == b else f"{a}–{b}" for a, b in pairs]


def _no_order(rows: Rows, words: Words) -> tuple[str, ...]:
    """Say where chance allows every area that was ranked every place."""
    triples = zip(rows["rank_low"], rows["rank_high"], rows["rank_of"], strict=True)
    ranked = [(low, high == of) for low, high, of in triples if low is not None and of > 1]
    return (words.say("no_order"),) if ranked and set(ranked) == {(1, True)} else ()


def _said(rows: Rows, words: Words) -> list[str]:
    """Return what is said of each area, where it was put in words."""
    pairs = zip(rows["area"], rows.get("words", ()), strict=False)
    return [words.say("said", area=area, words=one) for area, one in pairs if one]
