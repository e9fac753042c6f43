"""`form`: the blank return, from the catalogue, a layout and the areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import tomli

from fpstats import catalogue as catalogues
from fpstats import locale
from fpstats.areas import Areas, plain
from fpstats.catalogue import Catalogue, Item
from fpstats.catalogue.sums import sums
from fpstats.errors import ConfigurationError
from fpstats.locale import say, several, text
from fpstats.patterns import pattern
from fpstats.periods import Calendar, Span, parse_period
from fpstats.returns import composed, forms, own_form, tables
from fpstats.returns.fitting import heading
from fpstats.returns.layout import Layout
from fpstats.write.form import Blank, Field, drawn

_ABOUT: Final = pattern(r"\s*[（(].*[)）]\s*$")
"""What a layout's title says of the layout, not of the form."""


def form(
    *,
    items: Iterable[str] = (),
    indicators: Iterable[str] = (),
    layout: str | Path | None = None,
    areas: str | Path | None = None,
    area: str | None = None,
    period: str | None = None,
    year_start: int = 1,
    catalogue: str | Path | None = None,
    lang: str = locale.DEFAULT,
) -> bytes:
    """Return a blank return as the bytes of a workbook.

    Parameters
    ----------
    items, indicators, layout
        What the form asks for: these items, or those that these indicators need, or those of a
        layout; unless given, those of the county's monthly return.
    areas
        The areas table: the townships become the lines of the form.
    area
        One of them, for a form with its line alone.
    period, year_start
        The period of the return, and the month in which a year starts.
    catalogue, lang
        As for `fpstats.compute`.

    Raises
    ------
    ConfigurationError
        An option is wrong, or the layout is none with a line an area and a column an item.
    """
    locale.speak(lang)
    known = catalogues.load(Path(catalogue) if catalogue else None)
    span = parse_period(period, Calendar(year_start))[0] if period else None
    name, written = _layout(known, tuple(items), tuple(indicators), layout)
    drawing = forms.parse(written, name, known.items)
    _refuse(drawing)
    table = tables.areas_table(Path(areas)) if areas else Areas()
    names = reporting(table, span) if areas else ()
    if area is not None:
        names = (_named(table, area),)
    whole = _whole(table) if area is None else f"{_whole(table)}{names[0]}"
    in_title = drawing.period_in_title or not drawing.period_columns
    month = _month(span) if span else ""
    raw = tomli.loads(written)
    blank = Blank(
        title=text(
            lang,
            "form",
            "title",
            area=whole,
            period=(month or text(lang, "form", "undated")) if in_title else "",
            title=_title(raw, drawing, lang),
        ).strip(),
        office=whole,
        dated=bool(month) or not in_title,
        heading_rows=drawing.heading_rows,
        area=raw["area"]["columns"][0],
        period=None if in_title else raw["period"]["columns"][0],
        month=month,
        fields=tuple(_fields(raw, drawing, known.items)),
        areas=names,
        sums=sums(),
        hidden=(own_form.SHEET, own_form.stamp(name, written)),
    )
    return drawn(blank, lang)


def reporting(areas: Areas, span: Span | None) -> tuple[str, ...]:
    """Return the areas that report, in the order of their table; those open in the period.

    Raises
    ------
    ConfigurationError
        There is none.
    """
    parents = {one.parent for one in areas}
    found = tuple(
        one.name
        for one in areas
        if one.name not in parents
        and (span is None or (one.opened or 0) <= span.end)
        and (span is None or one.closed is None or one.closed >= span.start)
    )
    if not found:
        raise ConfigurationError(say("error", "no_open_area", period=_month(span) if span else ""))
    return found


def _layout(
    catalogue: Catalogue,
    items: tuple[str, ...],
    indicators: tuple[str, ...],
    layout: str | Path | None,
) -> tuple[str, str]:
    """Return the id and the text of the layout that the form will have."""
    given = {"--items": items, "--indicator": indicators, "--layout": layout}
    named = [option for option, value in given.items() if value]
    if len(named) > 1:
        raise ConfigurationError(say("error", "form_of_both", options=several(named)))
    if not items and not indicators:
        return forms.written(layout or composed.BASE)
    wanted = [catalogue.item(one).id for one in items]
    wanted += [item for one in indicators for item in catalogue.indicator(one).items]
    chosen = [item for key, item in catalogue.items.items() if key in wanted]
    return "form", composed.composed(chosen)


def _refuse(layout: Layout) -> None:
    """Refuse a layout of which no form can be drawn."""
    key = "form_categories" if layout.where else "form_parts" if layout.part_columns else None
    if key is not None:
        reason = say("fault", key)
        raise ConfigurationError(say("error", "no_form", name=layout.id, reason=reason))


def _fields(raw: Mapping[str, Any], layout: Layout, items: Mapping[str, Item]) -> Iterable[Field]:
    """Yield the columns of a layout, each once, under the first of its headings."""
    written = {heading(one): one for one in _written(raw)}
    seen: set[str] = set()
    for key, alternatives in layout.items.items():
        for one in alternatives[0]:
            if one not in seen:
                seen.add(one)
                name = written.get(one, one)
                parts = name.split("/", layout.heading_rows - 1)
                yield Field(heading=tuple(parts), item=items[key], alone=len(alternatives[0]) == 1)


def _written(raw: Mapping[str, Any]) -> Iterable[str]:
    """Yield the headings as the layout has them, spaces and full-width forms included."""
    named = raw["items"].values() if isinstance(raw["items"], dict) else ()
    for alternatives in named:
        for one in alternatives:
            yield from [one] if isinstance(one, str) else one


def _title(raw: Mapping[str, Any], layout: Layout, lang: str) -> str:
    words = _ABOUT.sub("", str(raw.get("title", {}).get(lang, layout.id)))
    # The county's own name takes the place of the word.
    return words.removeprefix("县级").removeprefix("A county's ")


def _whole(areas: Areas) -> str:
    """Return the area above all others, where there is one."""
    top = [one.name for one in areas if one.parent is None]
    return top[0] if len(top) == 1 and len(areas) > 1 else ""


def _named(areas: Areas, name: str) -> str:
    found = areas.find(plain(name))
    if found is None:
        raise ConfigurationError(say("error", "not_in_areas", area=name))
    return found


def _month(span: Span) -> str:
    """Write a period so that a reader needs no calendar: a month, or from month to month."""
    ends = [f"{one // 12}年{one % 12 + 1}月" for one in (span.start, span.end)]
    return "至".join(dict.fromkeys(ends))
