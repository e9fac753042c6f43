"""TOML tables → records of the catalogue: the shape of every field, every fault with its path.

Knows what a field may look like; whether the fields make sense together is asked of `sense`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, get_args

import tomli

from fpstats.catalogue import sense
from fpstats.catalogue.fields import Document, Fields, entries
from fpstats.catalogue.kinds import Kind
from fpstats.catalogue.model import (
    Basis,
    Catalogue,
    DesignEffect,
    Direction,
    Indicator,
    Item,
    ItemType,
    Population,
    Status,
    When,
)
from fpstats.errors import ConfigurationError
from fpstats.locale import say, several

_Record = TypeVar("_Record", Item, Indicator)
_KNOWN: Final = {
    table: tuple(name for name in record.__struct_fields__ if name != "id")
    for table, record in (("items", Item), ("indicators", Indicator))
}
CHECKS: Final = "checks"
"""A table that may stand in the same file, and is read by itself."""

_KINDS: Final = tuple(kind.value for kind in Kind)
_TRANSLATED: Final = ("title", "unit", "definition", "numerator_title", "advice")


def read(raw: bytes, name: str) -> Document:
    """Return the tables of one TOML file; `name` stands in the message if it is not one."""
    try:
        # Windows editors put a byte-order mark first, which TOML does not allow.
        return tomli.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = say("error", "not_utf8", name=name)
        raise ConfigurationError(message, [message], name) from error
    except tomli.TOMLDecodeError as error:
        message = say("error", "not_toml", name=name, reason=error)
        raise ConfigurationError(message, [message], name) from error


def merge(base: Any, overlay: Any, path: tuple[str, ...] = ()) -> Any:
    """Return `base` with the entries of `overlay` added, or changed field by field.

    A title, unit or definition may be changed in one language; any other field is replaced whole,
    because half of an old sum of items is no sum. What the old sum was called goes with it.
    """
    if not (isinstance(base, dict) and isinstance(overlay, dict)):
        return overlay
    if len(path) == 3 and path[2] not in _TRANSLATED:  # table, id, field
        return overlay
    if len(path) == 2 and "numerator" in overlay:  # table, id
        base = {key: field for key, field in base.items() if key != "numerator_title"}
    return base | {key: merge(base.get(key), new, (*path, key)) for key, new in overlay.items()}


def parse(document: Document, *, overlay: str = "", digest: str = "") -> Catalogue:
    """Return the catalogue of a document; `overlay` names the user's file that is part of it.

    Raises
    ------
    ConfigurationError
        Something is wrong: the message lists every fault with its path.
    """
    faults = [
        (key, say("fault", "no_such_table", tables=several((*_KNOWN, CHECKS))))
        for key in document
        if key not in (*_KNOWN, CHECKS)
    ]
    ill_shaped: dict[str, set[str]] = {}
    items = _records(document, "items", _item, faults, ill_shaped)
    indicators = _records(document, "indicators", _indicator, faults, ill_shaped)
    faults += sense.faults(items, indicators, ill_shaped)
    if faults:
        name = say("error", "overlaid" if overlay else "the_catalogue", overlay=overlay)
        lines = [say("fault", "at", place=path, fault=fault) for path, fault in sorted(faults)]
        raise ConfigurationError.listing(name, lines, source=overlay)
    return Catalogue(items=items, indicators=indicators, digest=digest)


def _records(
    document: Document,
    table: str,
    make: Callable[[str, Fields], _Record],
    faults: list[sense.Fault],
    ill_shaped: dict[str, set[str]],
) -> dict[str, _Record]:
    records = {}
    for key, given in entries(document, table, faults).items():
        records[key] = make(key, given)
        given.refuse_unknown(_KNOWN[table])
        faults += given.faults
        ill_shaped[given.path] = given.ill_shaped
    return records


def _item(key: str, given: Fields) -> Item:
    return Item(
        id=key,
        title=given.text("title"),
        type=given.choice("type", get_args(ItemType)) or "flow",
        unit=given.unit("unit"),
        aliases=given.names("aliases"),
        decimals=given.whole("decimals", 0, 0, 6),
        basis=given.choice("basis", get_args(Basis), optional=True) or "count",
        at=given.choice("at", get_args(When), optional=True) or "end",
        opens=given.string("opens", optional=True) or None,
    )


def _design_effect(given: Fields) -> DesignEffect:
    if given.raw.get("design_effect") == "areas":
        return "areas"
    effect = given.number("design_effect", 1)
    return 1 if effect is None else effect


def _indicator(key: str, given: Fields) -> Indicator:
    return Indicator(
        id=key,
        title=given.text("title"),
        kind=Kind(given.choice("kind", _KINDS) or Kind.COUNT),
        per=given.whole("per", 1, 1, 10_000_000),
        unit=given.string("unit"),
        numerator=given.weights("numerator"),
        denominator=given.weights("denominator", optional=True),
        numerator_title=given.text("numerator_title") if "numerator_title" in given.raw else None,
        frame=given.weights("frame", optional=True),
        over=given.whole("over", 1, 1, 10_000_000),
        design_effect=_design_effect(given),
        population=given.choice("population", get_args(Population), optional=True),
        interval=given.string("interval", optional=True) or None,
        direction=given.choice("direction", get_args(Direction)) or "neutral",
        bounds=given.bounds("bounds"),
        decimals=given.whole("decimals", 2, 0, 6),
        status=given.choice("status", get_args(Status)) or "current",
        definition=given.text("definition"),
        source=given.string("source"),
        aliases=given.names("aliases"),
    )
