"""Layouts that list every heading, from the text that `fpstats layouts new` writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from fpstats.errors import ConfigurationError
from fpstats.locale import fault, say
from fpstats.returns.exact import SECTIONS, Exact, Meant, form_of
from fpstats.returns.layout import MISSING, Above, Layout


def exactly(
    raw: Mapping[str, Any],
    name: str,
    items: Collection[str],
    aliases: Mapping[str, str],
    faults: list[str],
) -> Layout:
    """Return the layout; its fields are known to be of their kinds.

    Raises
    ------
    ConfigurationError
        A heading means two things, an item is unknown, or area, period or items are not said.
    """
    area, period = raw.get("area", {}), raw.get("period", {})
    meant: dict[str, Meant] = {}

    def take(headings: Iterable[str], meaning: Meant) -> None:
        faults.extend(
            fault(one, "two_meanings")
            for one in headings
            if meant.setdefault(key_of(one), meaning) != meaning
        )

    for section in SECTIONS:
        for item, headings in raw.get(section, {}).items():
            if item not in items:
                faults.append(fault(item, "no_such_item", near=""))
            take(headings, Meant(role="item", item=item, section=section))
    take(area.get("columns", ()), Meant(role="area"))
    take(area.get("parts", ()), Meant(role="part"))
    take(period.get("columns", ()), Meant(role="period"))
    for role, headings in raw.get("left_out", {}).items():
        take(headings, Meant(role=role))
    if not area.get("columns") and not area.get("title"):
        faults.append(fault("area.columns", "missing_or", other="area.title = true"))
    if not period.get("columns") and not period.get("from"):
        faults.append(fault("period.columns", "missing_or", other='period.from = "title"'))
    if not any(one.role == "item" for one in meant.values()):
        faults.append(fault("items", "missing"))
    if faults:
        raise ConfigurationError.listing(say("error", "the_layout", name=name), faults)
    unit, rows = raw.get("unit", {}), raw.get("heading", {}).get("rows", 1)
    return Layout(
        id=name,
        title=raw.get("title", {}),
        level=area.get("level", "area"),
        part_columns=_forms(area.get("parts", ())),
        above=tuple(Above(**one) for one in area.get("above", ())),
        aliases=aliases,
        missing=frozenset(raw.get("missing", MISSING)),
        zero=frozenset(raw.get("zero", ())),
        totals=frozenset(map(form_of, raw.get("totals", ()))),
        roc=period.get("roc", False),
        exact=Exact(
            rows=frozenset([rows] if isinstance(rows, int) else rows),
            turned=raw.get("heading", {}).get("turned", False),
            dated=period.get("from", ""),
            titled=area.get("title", False),
            meant=meant,
            unit=unit.get("table", 1),
            units={key_of(one): scale for one, scale in unit.get("columns", {}).items()},
        ),
    )


def _forms(headings: Sequence[str]) -> tuple[str, ...]:
    return tuple(form_of(one) for one in headings)


def key_of(written: str) -> str:
    """Return a heading as a key; one of a single column keeps that column's letters.

    >>> key_of("@C 其中：男")
    '@C 其中:男'
    """
    if not written.startswith("@"):
        return form_of(written)
    place, _, heading = written.partition(" ")
    return f"{place} {form_of(heading)}".strip()
