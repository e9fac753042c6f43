"""What was recognised, written down as a layout that lists every heading."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

from msgspec import Struct

from fpstats.errors import FpstatsError
from fpstats.locale import say, several
from fpstats.returns.column import Column
from fpstats.returns.exact import LEFT_OUT, SECTIONS, Meant, form_of, placed
from fpstats.returns.layout import MISSING, Match
from fpstats.returns.lines import Reading
from fpstats.returns.recognition.meant import letter
from fpstats.returns.turned import Turned

_Fact = TypeVar("_Fact")

_DIFFERING: Final = {
    "turned": "tables_differ_turned",
    "unit": "tables_differ_unit",
    "titled": "tables_differ_titled",
    "dated": "tables_differ_dated",
}
"""What is said of tables on one sheet that no one layout describes."""


class _Said(Struct, frozen=True):
    """What one column of one table says: its heading, its letter, its meaning, its unit.

    The unit is 0 where it is that of the table.
    """

    form: str
    letter: str
    meant: Meant
    unit: int


def written(readings: Sequence[Reading], name: str, titles: Mapping[str, str]) -> str:
    """Return the text of a layout; `titles` are what items are called, for the reader.

    Raises
    ------
    FpstatsError
        The tables differ in what one layout can say only once, or a table has a layout already.
    """
    known = sorted({one.match.layout.id for one in readings if not one.match.columns})
    if known:
        raise FpstatsError(say("error", "layout_known", name=name, layouts=several(known)))
    rows = sorted({one.match.first - one.match.top for one in readings})
    turned = _one(name, "turned", {isinstance(one.sheet, Turned) for one in readings})
    unit = _one(name, "unit", {one.match.unit for one in readings})
    titled = _one(name, "titled", {one.match.area is None for one in readings})
    dated = {one.match.dated.origin if one.match.dated else "" for one in readings}
    columned = any(_column_of(one.match, "period") for one in readings)
    origin = "" if columned and dated == {""} else _one(name, "dated", dated - {""} or {""})
    if not origin and not columned:
        origin = "headings"
    meanings, units = _keys(name, _said(readings))
    comment = _comments()
    lines = [
        *comment["head"],
        f"title = {{ zh = {_text(name)}, en = {_text(name)} }}",
        "exact = true",
        *comment["missing"],
        f"missing = {_texts(sorted(MISSING))}",
        "zero = []",
        "",
        "[heading]",
        *comment["rows"],
        f"rows = {rows[0] if len(rows) == 1 else rows}",
        *(["turned = true"] if turned else []),
        "",
        "[period]",
        *comment["period"],
        *_placed_in(meanings, "period", "columns"),
        *([f"from = {_text(origin)}"] if origin else []),
        "",
        "[area]",
        *comment["area"],
        *_placed_in(meanings, "area", "columns"),
        *_placed_in(meanings, "part", "parts"),
        *(["title = true"] if titled else []),
    ]
    for section in SECTIONS:
        mine: dict[str, list[str]] = {}
        for key, meant in meanings.items():
            if meant.role == "item" and meant.section == section:
                mine.setdefault(str(meant.item), []).append(key)
        if mine:
            lines += ["", f"[{section}]", *comment[section]]
            lines += [f"{item} = {_texts(keys)}  # {titles[item]}" for item, keys in mine.items()]
    left = {role: [k for k, meant in meanings.items() if meant.role == role] for role in LEFT_OUT}
    if any(left.values()):
        lines += ["", "[left_out]", *comment["left_out"]]
        lines += [f"{role} = {_texts(keys)}" for role, keys in left.items() if keys]
    if unit != 1 or units:
        lines += ["", "[unit]", *comment["unit"], f"table = {unit}"]
    if units:
        lines += ["", "[unit.columns]", *(f"{_text(key)} = {one}" for key, one in units.items())]
    return "\n".join(lines) + "\n"


def _one(name: str, what: str, found: set[_Fact]) -> _Fact:
    """Return what all tables have alike.

    Raises
    ------
    FpstatsError
        They differ in it.
    """
    if len(found) > 1:
        reason = say("fault", _DIFFERING[what])
        raise FpstatsError(say("error", "not_one_layout", name=name, reason=reason))
    return next(iter(found))


def _column_of(match: Match, role: str) -> bool:
    return any(one.role == role for one in match.columns)


def _said(readings: Iterable[Reading]) -> Iterable[_Said]:
    for one in readings:
        items = [each for each in one.match.columns if each.role == "item"]
        dated = _column_of(one.match, "period")
        for column in one.match.columns:
            if column.role == "empty":
                continue
            section = _section(column, items, dated=dated) if column.role == "item" else "items"
            yield _Said(
                form_of(column.heading),
                letter(one.sheet, column.place),
                Meant(role=column.role, item=column.item, section=section),
                _unit(column, one.match.unit),
            )


def _unit(column: Column, table: int) -> int:
    """Return what a column of an item is counted in, where it is not as the table is; else 0."""
    own = column.scale != 1 or (column.stated and table != 1)
    return column.scale if own and column.role == "item" else 0


def _section(column: Column, items: Sequence[Column], *, dated: bool) -> str:
    """Return of which time a column of an item is, as layouts say it."""
    time = column.time
    if time is None:
        return "items"
    if time.kind in ("months", "year") or time.last or time.year:
        return "months"
    if time.kind == "this":
        beside = any(one.time and one.time.kind == "to_date" for one in items)
        return "month" if beside and not dated else "items"
    return "items" if dated and time.kind == "month" else time.kind


def _keys(name: str, said: Iterable[_Said]) -> tuple[dict[str, Meant], dict[str, int]]:
    """Return heading → meaning, and → unit; a heading that means several things has its letters.

    Raises
    ------
    FpstatsError
        A heading means several things below the same letters.
    """
    every = list(dict.fromkeys(said))
    several_meanings = {
        one.form for one in every for other in every
        if one.form == other.form and (one.meant, one.unit) != (other.meant, other.unit)
    }  # fmt: skip
    meanings: dict[str, Meant] = {}
    units: dict[str, int] = {}
    for one in every:
        alone = one.form in several_meanings or not one.form
        key = placed(one.letter, one.form) if alone else one.form
        if meanings.setdefault(key, one.meant) != one.meant or units.get(key, one.unit) != one.unit:
            reason = say("fault", "tables_differ_heading", heading=one.form or one.letter)
            raise FpstatsError(say("error", "not_one_layout", name=name, reason=reason))
        if one.unit:
            units[key] = one.unit
    return meanings, units


def _placed_in(meanings: Mapping[str, Meant], role: str, field: str) -> list[str]:
    keys = [key for key, meant in meanings.items() if meant.role == role]
    return [f"{field} = {_texts(keys)}"] if keys else []


def _comments() -> dict[str, list[str]]:
    """Return what the file says of itself, as comments in the language that is spoken."""
    keys = ("head", "missing", "rows", "period", "area", *SECTIONS, "left_out", "unit")
    return {key: [f"# {line}" for line in say("written", key).splitlines()] for key in keys}


def _text(value: str) -> str:
    """Write a text as TOML, whose basic strings are those of JSON but for the last control one."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _texts(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"
