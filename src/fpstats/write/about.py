"""What stands beside the numbers: findings, definitions, and where everything came from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow.compute as pc
from msgspec.structs import replace

from fpstats.catalogue.model import Indicator
from fpstats.catalogue.wording import NOTES
from fpstats.locale import text, texts
from fpstats.write import plain
from fpstats.write.grid import Column, Section
from fpstats.write.numbers import Value
from fpstats.write.order import Order
from fpstats.write.report import Report
from fpstats.write.words import Words


def issues(report: Report, lang: str) -> Section:
    """Return all findings, with what items and indicators are called beside their ids."""
    table = report.issues
    titles: dict[str, dict[Value, str]] = {
        "item": {one.id: one.title.of(lang) for one in report.catalogue.items.values()},
        "indicator": {one.id: one.title.of(lang) for one in report.catalogue.indicators.values()},
    }
    section = plain.section(table, lang, title=text(lang, "write", "issues"))
    columns = []
    for name, column in zip(table.column_names, section.columns, strict=True):
        if name in titles:
            columns.append(replace(column, values=[titles[name].get(key) for key in column.values]))
            column = replace(column, heading=text(lang, "heading", f"{name}_id"))
        columns.append(column)
    return replace(section, columns=tuple(columns))


def issue_count(report: Report, lang: str) -> str:
    """Return one sentence that counts the findings; nothing where there are none."""
    counts = dict.fromkeys(("error", "warning", "info"), 0)
    for entry in pc.value_counts(report.issues["severity"]).to_pylist():
        counts[entry["values"]] = entry["counts"]
    return text(lang, "write", "issue_count", **counts) if any(counts.values()) else ""


def definitions(report: Report, lang: str) -> Section:
    """Return what each indicator of the report means."""
    words, order = Words(lang, report.catalogue), Order(report)
    used = pc.unique(report.table["indicator"]).to_pylist()
    known = [report.catalogue.indicators[k] for k in sorted(used, key=order.indicator)
             if k in report.catalogue.indicators]  # fmt: skip
    methods = _methods(report, words)
    rows = [_definition(one, methods.get(one.id, ""), report, words) for one in known]
    keys = ("title", "id", "unit", "change_unit", "formula", "definition", "population_rule",
            "method",
            "status", "direction", "reference")  # fmt: skip
    columns = tuple(Column(words.heading(key), [row[key] for row in rows]) for key in keys)
    return Section(words.say("definitions"), columns)


def _definition(
    indicator: Indicator, method: str, report: Report, words: Words
) -> dict[str, str | None]:
    lang = words.lang
    return {
        "title": indicator.title.of(lang),
        "id": indicator.id,
        "unit": indicator.unit_of(lang),
        "change_unit": indicator.change_unit_of(lang),
        "formula": indicator.formula(report.catalogue, lang),
        "definition": indicator.definition.of(lang),
        "population_rule": NOTES[indicator.population].of(lang) if indicator.population else None,
        "method": method or None,
        "status": text(lang, "status", indicator.status),
        "direction": words.direction(indicator),
        "reference": indicator.source,
    }


def _methods(report: Report, words: Words) -> dict[str, str]:
    """Return the interval methods that the rows of each indicator name."""
    pairs = report.table.select(["indicator", "method"]).group_by(["indicator", "method"])
    found: dict[str, set[str]] = {}
    for row in pairs.aggregate([]).to_pylist():
        if row["method"]:
            found.setdefault(row["indicator"], set()).add(words.method(row["method"]) or "")
    return {key: "; ".join(sorted(names)) for key, names in found.items()}


def provenance(report: Report, lang: str) -> Iterator[Section]:
    """Yield the run record: its settings, then each input with its digest."""
    words = Words(lang, report.catalogue)
    settings = dict(_settings({k: v for k, v in report.run.items() if k != "inputs"}))
    named = texts(lang)["record"]
    yield Section(
        words.say("run"),
        (
            Column(words.heading("setting"), [named.get(name, name) for name in settings]),
            Column(words.heading("content"), [*settings.values()]),
        ),
    )
    inputs = [one if isinstance(one, Mapping) else {"path": one} for one in _inputs(report)]
    if inputs:
        keys = dict.fromkeys(key for one in inputs for key in one)
        known = texts(lang)["heading"]
        columns = [Column(known.get(k, k), [_said(one.get(k)) for one in inputs]) for k in keys]
        yield Section(words.say("inputs"), tuple(columns))


def notes(sentences: tuple[str, ...], lang: str) -> Section:
    """Return sentences as a table, for a workbook that has nowhere else to say them."""
    heading = text(lang, "write", "notes")
    return Section(heading, (Column(text(lang, "heading", "message"), sentences),))


def _inputs(report: Report) -> list[Any]:
    inputs = report.run.get("inputs", ())
    if isinstance(inputs, Mapping):  # path → digest
        return [{"path": path, "sha256": digest} for path, digest in inputs.items()]
    return list(inputs)


def _settings(record: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the leaves of a nested record, each with its path."""
    for key, value in record.items():
        name = f"{path}.{key}" if path else str(key)
        if isinstance(value, Mapping):
            yield from _settings(value, name)
        else:
            yield name, _said(value) or ""


def _said(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
