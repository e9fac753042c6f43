"""Layouts as they are written down: TOML files in `layouts/`, or one of the user's.

The first comment of `layouts/tidy.toml` explains the fields. Every fault is listed at once.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import tomli

from fpstats.areas import plain
from fpstats.errors import ConfigurationError
from fpstats.locale import fault, say, several
from fpstats.returns.exact_forms import exactly
from fpstats.returns.fields import look
from fpstats.returns.fitting import heading
from fpstats.returns.layout import MISSING, Above, Layout

FOLDER: Final = Path(__file__).with_name("layouts")
"""Where the shipped layouts lie."""


def parse(text: str, name: str, items: Iterable[str]) -> Layout:
    """Read one layout; `items` are the ids of the catalogue.

    Raises
    ------
    ConfigurationError
        The file is not TOML, or says something unknown; every fault is listed.
    """
    try:
        raw: dict[str, Any] = tomli.loads(text.removeprefix("\ufeff"))
    except tomli.TOMLDecodeError as error:
        raise ConfigurationError(say("error", "not_toml", name=name, reason=error)) from None
    faults, misshapen = look(raw, FOLDER / "aliases")
    if misshapen:
        # What is of the wrong kind cannot be looked into any further.
        every_fault = sorted([*faults, *misshapen])
        raise ConfigurationError.listing(say("error", "the_layout", name=name), every_fault)
    known = set(items)
    if raw.get("exact"):
        return exactly(raw, name, known, _aliases(raw.get("area", {}).get("aliases", {})), faults)
    every = raw.get("items") == "all"
    written = {item: [item] for item in sorted(known)} if every else raw.get("items", {})
    long = raw.get("long", {})
    where = long.get("where", {})
    if where == "all":
        where = {item: {next(iter(long["categories"])): [item]} for item in sorted(known)}
        long = {**long, "categories": {next(iter(long["categories"])): sorted(known)}}
    unknown = sorted((written.keys() | where.keys()) - known)
    faults += [fault(item, "no_such_item", near="") for item in unknown]
    area, period = raw.get("area", {}), raw.get("period", {})
    if not area.get("columns"):
        faults.append(fault("area.columns", "missing"))
    if not period.get("columns") and not period.get("title"):
        faults.append(fault("period.columns", "missing_or", other="period.title = true"))
    if not written and not where:
        faults.append(fault("items", "missing"))
    if faults:
        raise ConfigurationError.listing(say("error", "the_layout", name=name), faults)
    return Layout(
        id=name,
        title=raw.get("title", {}),
        heading_rows=raw.get("heading", {}).get("rows", 1),
        same={heading(k): heading(v) for k, v in raw.get("heading", {}).get("same", {}).items()},
        period_columns=_headings(period.get("columns", ())),
        period_in_title=period.get("title", False),
        roc=period.get("roc", False),
        area_columns=_headings(area["columns"]),
        part_columns=_headings(area.get("parts", ())),
        level=area.get("level", "area"),
        above=tuple(Above(**one) for one in area.get("above", ())),
        aliases=_aliases(area.get("aliases", {})),
        items={
            item: tuple(
                _headings([one]) if isinstance(one, str) else _headings(one) for one in names
            )
            for item, names in written.items()
        },
        optional=frozenset(known if every else raw.get("optional", ())),
        left_out=frozenset(heading(k) for some in raw.get("left_out", {}).values() for k in some),
        missing=frozenset(raw.get("missing", MISSING)),
        zero=frozenset(raw.get("zero", ())),
        totals=frozenset(_headings(raw.get("totals", ()))),
        value_column=heading(long.get("value", "")),
        categories={heading(k): tuple(v) for k, v in long.get("categories", {}).items()},
        where={
            item: {heading(k): tuple(v) for k, v in chosen.items()}
            for item, chosen in where.items()
        },
    )


def _aliases(written: str | Mapping[str, str]) -> Mapping[str, str]:
    if isinstance(written, str):
        file = FOLDER / "aliases" / f"{written}.toml"
        written = tomli.loads(file.read_text("utf-8"))
    return {plain(other): name for other, name in written.items()}


def _headings(written: Iterable[str]) -> tuple[str, ...]:
    return tuple(heading(one) for one in written)


@functools.cache
def _shipped() -> Mapping[str, str]:
    return {file.stem: file.read_text("utf-8") for file in sorted(FOLDER.glob("*.toml"))}


@functools.lru_cache(maxsize=64)
def _parsed(name: str, items: tuple[str, ...]) -> Layout:
    return parse(_shipped()[name], name, items)


def layouts(items: Iterable[str], own: str | Path | None = None) -> list[Layout]:
    """Return the shipped layouts; or the one named; or, given a file, that one alone.

    Raises
    ------
    ConfigurationError
        The name is no shipped layout and no file, or the file is wrong.
    """
    ids = tuple(items)
    if own is None:
        return [_parsed(name, ids) for name in _shipped()]
    name, text = written(own)
    return [parse(text, name, ids)]


def written(own: str | Path) -> tuple[str, str]:
    """Return the id and the text of the shipped layout of this name, or of the user's file.

    Raises
    ------
    ConfigurationError
        The name is no shipped layout and no file, or the file is no text.
    """
    if str(own) in _shipped():
        return str(own), _shipped()[str(own)]
    path = Path(own)
    if not path.is_file():
        known = several(_shipped())
        raise ConfigurationError(say("error", "unknown_layout", name=own, known=known))
    try:
        return path.stem, path.read_text("utf-8")
    except UnicodeDecodeError:
        raise ConfigurationError(say("error", "not_utf8", name=own)) from None
