"""The fields of a layout file and what each must look like; `tidy.toml` says what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from fpstats.locale import fault
from fpstats.returns.exact import LEFT_OUT, SECTIONS

_Check = Callable[[Any], bool]


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _a_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _a_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _rows(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 9


def _each_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_rows, value))


def _texts_by_text(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_a_text, value.values()))


def _above(value: Any) -> bool:
    fields = {"level": str, "characters": int, "name": str}
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and "level" in one
        and all(key in fields and isinstance(one[key], fields[key]) for key in one)
        for one in value
    )


def _scale(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _scales(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_scale, value.values()))


def _aliases(value: Any) -> bool:
    return _a_text(value) or (isinstance(value, dict) and all(map(_a_text, value.values())))


def _alternatives(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(_a_text(one) or (bool(one) and _texts(one)) for one in value)
    )


_FIELDS: Final[dict[str, tuple[_Check, str]]] = {
    "title": (_texts_by_text, '{ zh = "…", en = "…" }'),
    "optional": (_texts, '["births"]'),
    "totals": (_texts, '["合计"]'),
    "missing": (_texts, '["-", "…"]'),
    "zero": (_texts, '["无"]'),
    "exact": (_a_flag, "true"),
    "heading.rows": (_rows, "1 … 9"),
    "heading.same": (_texts_by_text, '{ "地区" = "area" }'),
    "heading.turned": (_a_flag, "true"),
    "period.from": (lambda value: value in ("title", "sheet", "file", "headings"), '"title"'),
    "period.columns": (_texts, '["期"]'),
    "period.title": (_a_flag, "true"),
    "period.roc": (_a_flag, "true"),
    "area.columns": (_texts, '["单位"]'),
    "area.title": (_a_flag, "true"),
    "area.parts": (_texts, '["村"]'),
    "area.level": (_a_text, '"township"'),
    "area.above": (_above, '[{ level = "county", name = "…" }]'),
    "area.aliases": (_aliases, '{ "甲" = "乙" }'),
    "unit.table": (_scale, "10000"),
    "unit.columns": (_scales, '{ "人口（万人）" = 10000 }'),
    "long.value": (_a_text, '"value"'),
    "long.categories": (lambda value: isinstance(value, dict), '{ sex = ["男", "女"] }'),
    "long.where": (lambda value: value == "all" or isinstance(value, dict), "{ births = {} }"),
}
"""Every field of a layout: whether a value is of its kind, and an example of one."""

_TABLES: Final = {"heading", "period", "area", "long", "unit", "left_out"}
_OF_EXACT: Final = ("heading.turned", "period.from", "area.title", "unit.table", "unit.columns")
"""Fields that only a layout has that lists every heading."""

_NOT_OF_EXACT: Final = ("optional", "heading.same", "period.title", "long.value",
                        "long.categories", "long.where")  # fmt: skip


def look(raw: Mapping[str, Any], aliases: Path) -> tuple[list[str], list[str]]:
    """Return the faults of fields that are not known, and of fields that are not of their kind.

    `aliases` is the folder in which named tables of aliases lie.
    """
    flat: dict[str, Any] = {}
    unknown: list[str] = []
    misshapen: list[str] = []
    for key, value in raw.items():
        if key in _TABLES and isinstance(value, dict):
            flat |= {f"{key}.{name}": one for name, one in value.items()}
        elif key in _TABLES:
            misshapen.append(fault(key, "must_be_table", example=f"[{key}]"))
        elif key not in SECTIONS:
            flat[key] = value
    exact = raw.get("exact") is True
    if exact and _each_rows(flat.get("heading.rows")):
        del flat["heading.rows"]
    for key, value in sorted(flat.items()):
        if key.startswith("left_out.") and key.removeprefix("left_out.") in LEFT_OUT:
            if not _texts(value):
                misshapen.append(fault(key, "like", example='["占比%"]'))
        elif key not in _FIELDS or key in (_NOT_OF_EXACT if exact else _OF_EXACT):
            unknown.append(fault(key, "no_such_field", near=""))
        elif not _FIELDS[key][0](value) or (
            key == "area.aliases"
            and isinstance(value, str)
            and not (aliases / f"{value}.toml").is_file()
        ):
            misshapen.append(fault(key, "like", example=_FIELDS[key][1]))
    if exact:
        return unknown, misshapen + _misshapen_sections(raw)
    unknown += [fault(key, "no_such_field", near="") for key in SECTIONS[1:] if key in raw]
    return unknown, misshapen + _misshapen_items(raw) + _incomplete_long(raw)


def _misshapen_sections(raw: Mapping[str, Any]) -> list[str]:
    """Look at the items of a layout that lists every heading."""
    return [
        fault(f"{section}.{item}", "like", example='["出生人数"]')
        for section in SECTIONS
        if isinstance(raw.get(section, {}), dict)
        for item, written in sorted(raw.get(section, {}).items())
        if not _texts(written) or not written
    ] + [
        fault(section, "must_be_table", example=f"[{section}]")
        for section in SECTIONS
        if not isinstance(raw.get(section, {}), dict)
    ]


def _misshapen_items(raw: Mapping[str, Any]) -> list[str]:
    items = raw.get("items", {})
    if not isinstance(items, dict):
        return [] if items == "all" else [fault("items", "like", example='"all"')]
    return [
        fault(f"items.{item}", "like", example='["出生人数"]')
        for item, written in sorted(items.items())
        if not _alternatives(written)
    ]


def _incomplete_long(raw: Mapping[str, Any]) -> list[str]:
    long = raw.get("long", {})
    if not isinstance(long, dict) or not long:
        return []
    lacking = [key for key in ("value", "categories", "where") if key not in long]
    return [fault(f"long.{key}", "missing") for key in lacking[:1]]
