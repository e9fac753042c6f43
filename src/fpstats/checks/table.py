"""Findings → CHECKED: one row a finding, with its sentence, its cells, and what is at stake."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl
import pyarrow as pa
from msgspec import Struct, field

from fpstats import locale, schema
from fpstats.catalogue import Catalogue
from fpstats.catalogue.checks import Check, CheckKind
from fpstats.checks.cells import cells, of_one
from fpstats.checks.corrections import Cell
from fpstats.checks.finding import Finding, Operand
from fpstats.checks.places import Place, Places
from fpstats.checks.waivers import Waivers, span_of
from fpstats.periods import Calendar, Span

GRADES: Final = {"error": 0, "warning": 1, "info": 2}

SHOWN: Final = 60
"""So many numbers of one finding are named; a series of years has more."""


SMALLEST: Final = 1e-300
"""No smaller probability is told: numbers of less are rounded to nothing."""


class Row(Struct):
    """One row of CHECKED, with what tables for people and a workbook need beside it.

    `short` are its cells on both sides, in short. `finding` is what was found; None of what was
    found while reading, of which `stood` is what stands there and what should. `blamed` are the
    cells that are likely wrong; all are in question where it is empty.
    """

    values: dict[str, Any]
    places: list[tuple[Operand, Place]] = field(default_factory=list)
    short: str | None = None
    finding: Finding | None = None
    blamed: Collection[Cell] = ()
    stood: tuple[str | None, str | None] = (None, None)

    @property
    def questioned(self) -> list[tuple[Operand, Place]]:
        """The numbers in question, with their places: not those that others are compared with."""
        sound = (
            {self.finding.operands[place] for place in self.finding.sound} if self.finding else ()
        )
        return [
            (operand, place)
            for operand, place in self.places
            if (Cell.of(operand) in self.blamed if self.blamed else operand not in sound)
        ]


class Words(Struct, frozen=True, kw_only=True):
    """What the sentences need: the language, the titles, and how periods are written."""

    catalogue: Catalogue
    calendar: Calendar
    lang: str

    def item(self, item: str) -> str:
        """Return the title of an item."""
        return self.catalogue.items[item].title.of(self.lang)

    def join(self, words: Iterable[str]) -> str:
        """Return words one after the other."""
        return locale.text(self.lang, "error", "comma").join(words)

    def of(self, value: object) -> str:
        """Write a value for people: numbers plainly, periods by their labels, items by titles."""
        match value:
            case None:
                return locale.text(self.lang, "check", "unknown")
            case Span():
                return self.calendar.label(value)
            case float():
                return f"{round(value, 2):.15g}"
            case list():
                return self.join(self.item(one) for one in value)
            case _:
                return str(value)


def rows_of(findings: Iterable[Finding], places: Places, words: Words) -> list[Row]:
    """Write findings as rows, each number with the cell it stands in."""
    return [_row(one, places, words) for one in findings]


def _row(one: Finding, places: Places, words: Words) -> Row:
    found = [(operand, places.of(operand)) for operand in one.operands[:SHOWN]]
    first = next((place for _, place in found if place is not None), None)
    period = words.calendar.label(one.span) if one.span is not None else None
    values = {
        "severity": one.check.severity,
        "code": one.check.id,
        "message": sentence(one, words),
        "area": one.area or None,
        "period": period,
        "item": ",".join(dict.fromkeys(operand.item for operand in one.operands)) or None,
        "indicator": one.indicator,
        "left": one.left,
        "right": one.right,
        "difference": one.difference,
        "events": one.events,
        "probability": None if one.probability is None else max(one.probability, SMALLEST),
        "source": first and first.source,
        "sheet": first and first.sheet,
        "cell": first and first.cell,
        "cells": _cells(found, len(one.operands), words) or None,
        "waiver": None,
        "hint": None,
        "cause": None,
    }
    there = [(operand, place) for operand, place in found if place is not None]
    return Row(values, there, cells(one, found, words.lang), one)


def sentence(one: Finding, words: Words) -> str:
    """Return what was found, as people read it: with formula and threshold."""
    template = locale.texts(words.lang)["check_message"][one.key]
    known = {
        "title": one.check.title.of(words.lang),
        "formula": one.check.formula(words.catalogue, words.lang),
        "threshold": one.check.threshold(words.lang),
        "area": one.area,
        "period": words.of(one.span) if one.span is not None else "",
        "times": _times(one, words.lang),
        "left": words.of(one.left),
        "right": words.of(one.right),
        "difference": words.of(None if one.difference is None else abs(one.difference)),
        "probability": _chance(one.probability, words),
        "item": words.join(dict.fromkeys(words.item(o.item) for o in one.operands)),
        "indicator": words.catalogue.indicators[one.indicator].title.of(words.lang)
        if one.indicator
        else "",
        **{key: words.of(value) for key, value in one.words.items()},
    }
    return template.format(**known)


def _times(one: Finding, lang: str) -> str:
    """Return what the periods are called that a finding compares: months, quarters and so on."""
    span = one.span or next((operand.span for operand in one.operands), None)
    known = locale.texts(lang)["check_times"]
    return known.get(str(span.months) if span is not None else "", known["1"])


def _chance(probability: float | None, words: Words) -> str:
    """Write a probability with two figures; what is too small to be told apart from 0 as below."""
    if probability is None:
        return ""
    if probability < SMALLEST:
        return locale.text(words.lang, "check", "below", probability=f"{SMALLEST:g}")
    return f"{probability:.2g}"


def _cells(found: Sequence[tuple[Operand, Place | None]], number: int, words: Words) -> str:
    """Name every number with its value and its cell; where there are many, how many more."""
    # Where several areas are on the two sides, each number is named with its own.
    several = len({operand.area for operand, _ in found}) > 1
    parts = [
        f"{operand.area + ' ' if several else ''}"
        f"{words.item(operand.item)} {words.calendar.label(operand.span)} "
        f"{words.of(operand.value)}{f' ({place})' if place is not None else ''}"
        for operand, place in found
    ]
    if number > len(parts):
        parts.append(locale.text(words.lang, "check", "more", count=number - len(parts)))
    return "; ".join(parts)


def from_issues(
    issues: pa.Table, checks: Mapping[str, Check], places: Places, words: Words
) -> list[Row]:
    """Take over what was found while reading; notes on how things were understood stay behind, and
    what a check tells as well.

    What was found in a cell is of the area in whose line it stands, by whatever name it is there.
    """
    rows = []
    for issue in _folded(issues.to_pylist(), words):
        check = checks.get(issue["code"])
        grade = check.severity if check is not None else issue["severity"]
        told = check is not None and check.kind is not CheckKind.READING
        if told or grade == "off" or (grade == "info" and check is None):
            continue
        if issue["cell"]:
            found = places.whose(issue["source"], issue["sheet"], issue["cell"])
            if found is not None:
                area, period = found[0], words.calendar.label(found[1])
                said = {"area": area, "period": period, "message": issue["message"]}
                if not issue["area"] or issue["area"] not in issue["message"]:
                    said["message"] = locale.text(words.lang, "check", "whose", **said)
                issue |= said
        blank = dict.fromkeys(schema.CHECKED.names)
        kept = {name: issue[name] for name in
                ("code", "message", "area", "period", "item", "indicator", "source", "sheet",
                 "cell")}  # fmt: skip
        short = of_one(issue["source"], issue["sheet"], issue["cell"])
        stood = (issue["value"], issue["expected"])
        rows.append(Row(blank | kept | {"severity": grade}, short=short, stood=stood))
    return rows


def _folded(issues: Iterable[dict[str, Any]], words: Words) -> Iterator[dict[str, Any]]:
    """Yield the issues; of a return that was handed in twice one, with how many items differ."""
    twice: dict[tuple[str, ...], dict[str, Any]] = {}
    items: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for issue in issues:
        if issue["code"] != "duplicate_return":
            yield issue
            continue
        whose = tuple(str(issue[name]) for name in ("area", "period", "source", "sheet"))
        twice.setdefault(whose, issue)
        items[whose].append(issue["item"])
    for whose, issue in twice.items():
        more = len(items[whose]) - 1
        if more:
            issue["message"] += locale.text(words.lang, "check", "and_items", count=more)
        yield issue | {"item": ",".join(items[whose])}


def waived(rows: Iterable[Row], waivers: Waivers, calendar: Calendar) -> None:
    """Note on each row the explanation that silences it."""
    for row in rows:
        values = row.values
        span = span_of(values["period"] or "", calendar)
        found = waivers.find(values["code"], values["area"], span)
        if found is not None:
            values["waiver"] = str(found)


def ordered(rows: Iterable[Row]) -> list[Row]:
    """Sort rows: gravest first, then by the events at stake, then by their keys."""
    return sorted(
        rows,
        key=lambda row: (
            row.values["waiver"] is not None,
            GRADES[row.values["severity"]],
            -(row.values["events"] or 0.0),
            row.values["probability"] if row.values["probability"] is not None else 2.0,
            row.values["code"],
            row.values["area"] or "",
            row.values["period"] or "",
            row.values["cells"] or "",
            row.values["cell"] or "",
        ),
    )


def table(rows: Iterable[Row]) -> pa.Table:
    """Return CHECKED."""
    numbers = ("left", "right", "difference", "events", "probability")
    kinds: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(
        schema.CHECKED.names, pl.String
    )
    kinds |= dict.fromkeys(numbers, pl.Float64) | {"cause": pl.Int64}
    frame = pl.DataFrame([row.values for row in rows], schema=kinds, orient="row")
    return schema.conform(frame.to_arrow(), schema.CHECKED)


def waiver_rows(waivers: Waivers, as_of: datetime.date, words: Words) -> list[Row]:
    """Return a note for each waiver that has expired, or that silences nothing."""
    rows = []
    for key, several in (("waiver_expired", waivers.expired), ("waiver_unused", waivers.unused)):
        for one in several:
            blank = dict.fromkeys(schema.CHECKED.names)
            message = locale.text(
                words.lang,
                "check_message",
                key,
                line=one.line,
                check=one.check,
                reason=one.reason,
                until=one.until,
                day=as_of,
            )
            rows.append(
                Row(
                    blank
                    | {
                        "severity": "warning" if key == "waiver_expired" else "info",
                        "code": key,
                        "message": message,
                        "area": one.area,
                        "period": words.of(one.period) if one.period is not None else None,
                    },
                )
            )  # fmt: skip
    return rows
