"""The small tables of the user: areas and targets, in any container that returns may come in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from fpstats.areas import CALLED as AREA_CALLED
from fpstats.areas import COLUMNS as AREA_COLUMNS
from fpstats.areas import Area, Areas, plain
from fpstats.catalogue import Catalogue, Indicator, Kind
from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.locale import say, several, spoken
from fpstats.patterns import pattern
from fpstats.periods import Calendar, parse_period, read_period
from fpstats.returns.containers import CONTAINERS, FrameSheet, Sheet, sheets
from fpstats.returns.frames import as_polars
from fpstats.returns.sheet import BEYOND
from fpstats.targets import ALL, KINDS, Target, Targets
from fpstats.targets import CALLED as TARGET_CALLED
from fpstats.targets import COLUMNS as TARGET_COLUMNS

Table = str | Path | Any
"""A path, or a table of pandas, Polars or Arrow."""

_NUMBER: Final = pattern(r"([+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?)([%‰]?)", re.ASCII)
_SHARES: Final = frozenset({Kind.PROPORTION, Kind.ACCURACY})
"""Kinds that lie between none and all."""

_SMALL: Final = _SHARES | {Kind.ERROR}
"""Kinds of which nobody can tell whether 0.95 is meant as it stands or as 95%."""


def name_of(table: Table) -> str:
    """Return what a table of the user is called: its path; nothing where it was handed in."""
    return str(table) if isinstance(table, str | Path) else ""


def rows(
    given: Table,
    wanted: Sequence[str],
    needed: Sequence[str],
    called: Mapping[str, str] = MappingProxyType({}),
) -> list[tuple[int, dict[str, str]]]:
    """Read a table whose first line has the headings; unknown or missing ones are errors.

    `called` gives other names of headings, as they are in Chinese.
    Each row comes with the number of its line. A cell that is shown as 95% says so.
    """
    sheet, path = _sheet(given), name_of(given) or say("error", "the_table")
    names = [called.get(plain(name), name.strip().lower()) for name in sheet.head()[0]]
    slips = {
        "no_column": [name for name in needed if name not in names],
        "unknown_column": [name for name in names if name and name not in wanted],
        "two_columns": [name for name in wanted if names.count(name) > 1],
    }
    faults = [say("fault", key, column=name) for key, found in slips.items() for name in found]
    if faults:
        hint = say("error", "hint_headings", known=several(wanted))
        raise ConfigurationError.listing(path, faults, hint=hint)
    columns = [index for index, name in enumerate(names) if name]
    table = sheet.columns(1, len(names), columns)
    if BEYOND in table.columns:
        lines = [str(row) for row, beyond in table.select("row", BEYOND).rows() if beyond]
        raise ConfigurationError(say("error", "long_lines", path=path, lines=several(lines)))
    found = []
    for number, *line in table.rows():
        named = {
            names[column]: _text(value, percent=(number - 1, column) in sheet.facts.percent)
            for column, value in zip(columns, line, strict=True)
        }
        if any(named.values()):
            found.append((number, named))
    if not found:
        raise ConfigurationError(say("error", "only_headings", path=path))
    return found


def _sheet(given: Table) -> Sheet:
    """Open a table: the first sheet of a file, or what was handed in."""
    try:
        if not isinstance(given, str | Path):
            return FrameSheet("", None, as_polars(given))
        path = Path(given)
        if not path.is_file():
            raise ConfigurationError(say("error", "no_file", path=path))
        if path.suffix.lower() not in CONTAINERS:
            known = several(CONTAINERS)
            raise ConfigurationError(say("error", "no_table", path=path, known=known))
        return next(iter(sheets(str(path))))
    except FpstatsError as error:
        raise ConfigurationError(str(error)) from None
    except StopIteration:
        raise ConfigurationError(say("error", "empty_file", path=given)) from None


def _text(value: object, *, percent: bool) -> str:
    """Return a cell as people see it: 0.95 that is shown as a percentage is 95%."""
    text = "" if value is None or value != value else str(value).strip()
    if isinstance(value, float) and value.is_integer():
        text = str(int(value))
    if not percent:
        return text
    try:
        return f"{(100 * Decimal(text)).normalize():f}%"
    except InvalidOperation:
        return text


def areas_table(table: Table) -> Areas:
    """Read an areas table.

    Raises
    ------
    ConfigurationError
        It cannot be read, or says something impossible; every fault is listed.
    """
    faults: list[str] = []
    areas = []
    for number, row in rows(table, AREA_COLUMNS, ["name"], AREA_CALLED):
        times: dict[str, int | None] = {"opened": None, "closed": None}
        for key in times:
            if text := row.get(key, ""):
                span = read_period(text)
                if span is None:
                    fault = say("fault", "not_a_month", column=key, text=text)
                    faults.append(in_line(number, fault))
                else:
                    times[key] = span.start if key == "opened" else span.end
        opened, closed = times["opened"], times["closed"]
        if opened is not None and closed is not None and opened > closed:
            fault = say("fault", "closed_before", name=row["name"])
            faults.append(in_line(number, fault))
        if not row["name"]:
            faults.append(in_line(number, say("fault", "no_name")))
        else:
            areas.append(
                Area(
                    name=row["name"],
                    code=row.get("code", ""),
                    aliases=tuple(filter(None, row.get("aliases", "").split("|"))),
                    level=row.get("level", "") or "area",
                    parent=row.get("parent", "") or None,
                    opened=opened,
                    closed=closed,
                )
            )
    return Areas(areas, given=True, name=name_of(table), faults=faults)


def targets_table(table: Table, catalogue: Catalogue, calendar: Calendar) -> Targets:
    """Read a targets table.

    Raises
    ------
    ConfigurationError
        It cannot be read, or says something impossible; every fault is listed.
    """
    faults: list[str] = []
    targets = []
    for number, row in rows(table, TARGET_COLUMNS, ["indicator", "kind", "value"], TARGET_CALLED):
        try:
            targets.append(_target(row, catalogue, calendar))
        except ConfigurationError as error:
            faults.append(in_line(number, str(error)))
    return Targets(targets, name=name_of(table), faults=faults)


def in_line(number: int, fault: str) -> str:
    """Say in which line of a table a fault is."""
    return say("fault", "in_line", line=number, fault=fault)


def _target(row: Mapping[str, str], catalogue: Catalogue, calendar: Calendar) -> Target:
    kind = KINDS.get(row["kind"].lower())
    if kind is None:
        raise ConfigurationError(say("fault", "no_kind", kind=row["kind"]))
    area, period = row.get("area", ""), row.get("period", "")
    indicator = catalogue.indicator(row["indicator"])
    value, upper = _bound(row["value"], indicator), None
    if kind == "within":
        if not row.get("upper"):
            raise ConfigurationError(say("fault", "two_bounds"))
        upper = _bound(row["upper"], indicator)
        if upper < value:
            raise ConfigurationError(say("fault", "upper_below", upper=upper, lower=value))
    elif row.get("upper"):
        raise ConfigurationError(say("fault", "one_bound", kind=kind))
    return Target(
        indicator=indicator.id,
        kind=kind,
        value=value,
        upper=upper,
        area=None if area.lower() in ALL else area,
        period=None if period.lower() in ALL else _label(period, calendar),
    )


def _label(text: str, calendar: Calendar) -> str:
    span, kind = parse_period(text, calendar)
    return calendar.label(span, kind)


def _bound(text: str, indicator: Indicator) -> float:
    """Read a bound in the unit of its indicator.

    A sign of another unit is refused; so is what a share cannot be, and 0.95 without a sign, which
    may mean 95% or 0.95%.
    """
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None:
        raise ConfigurationError(say("fault", "not_a_number", text=text))
    value, sign = float(found[1].replace(",", "")), found[2]
    fault = None
    if sign and sign != indicator.unit:
        fault = "other_unit"
    elif indicator.kind in _SHARES and not 0 <= value <= indicator.per:
        fault = "no_share"
    elif indicator.unit == "%" and indicator.kind in _SMALL and not sign and 0 < value <= 1:
        fault = "share_or_percent"
    if fault is not None:
        given = {"text": text, "unit": indicator.unit_of(spoken()), "most": indicator.per}
        raise ConfigurationError(say("fault", fault, **given))
    return value
