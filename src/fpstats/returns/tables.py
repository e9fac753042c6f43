"""The small tables of the user: areas and targets, in any container that returns may come in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from fpstats.areas import COLUMNS as AREA_COLUMNS
from fpstats.areas import Area, Areas
from fpstats.catalogue import Catalogue
from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.locale import listed, say, several
from fpstats.periods import Calendar, read_period
from fpstats.returns.containers import CONTAINERS, sheets
from fpstats.returns.sheet import BEYOND
from fpstats.targets import ALL, KINDS, Target, Targets
from fpstats.targets import COLUMNS as TARGET_COLUMNS

_NUMBER: Final = re.compile(r"([+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?)[%‰]?", re.ASCII)


def rows(
    path: Path, wanted: Sequence[str], needed: Sequence[str]
) -> list[tuple[int, dict[str, str]]]:
    """Read a table whose first line has the headings; unknown or missing ones are errors.

    Each row comes with the number of its line.
    """
    if not path.is_file():
        raise ConfigurationError(say("error", "no_file", path=path))
    if path.suffix.lower() not in CONTAINERS:
        known = several(CONTAINERS)
        raise ConfigurationError(say("error", "no_table", path=path, known=known))
    try:
        sheet = next(iter(sheets(str(path))))
    except FpstatsError as error:
        raise ConfigurationError(str(error)) from None
    except StopIteration:
        raise ConfigurationError(say("error", "empty_file", path=path)) from None
    names = [name.strip().lower() for name in sheet.head()[0]]
    slips = {
        "no_column": [name for name in needed if name not in names],
        "unknown_column": [name for name in names if name and name not in wanted],
        "two_columns": [name for name in wanted if names.count(name) > 1],
    }
    faults = [say("fault", key, column=name) for key, found in slips.items() for name in found]
    if faults:
        hint = say("error", "hint_headings", known=several(wanted))
        raise ConfigurationError(f"{listed(str(path), faults)}\n{hint}")
    columns = [index for index, name in enumerate(names) if name]
    table = sheet.columns(1, len(names), columns)
    if BEYOND in table.columns:
        lines = [str(row) for row, beyond in table.select("row", BEYOND).rows() if beyond]
        raise ConfigurationError(say("error", "long_lines", path=path, lines=several(lines)))
    found = []
    for number, *line in table.rows():
        values = ["" if value is None else str(value).strip() for value in line]
        if any(values):
            named = zip((names[index] for index in columns), values, strict=True)
            found.append((number, dict(named)))
    if not found:
        raise ConfigurationError(say("error", "only_headings", path=path))
    return found


def areas_table(path: Path) -> Areas:
    """Read an areas table.

    Raises
    ------
    ConfigurationError
        It cannot be read, or says something impossible; every fault is listed.
    """
    faults: list[str] = []
    areas = []
    for number, row in rows(path, AREA_COLUMNS, ["name"]):
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
    return Areas(areas, given=True, name=str(path), faults=faults)


def targets_table(path: Path, catalogue: Catalogue, calendar: Calendar) -> Targets:
    """Read a targets table.

    Raises
    ------
    ConfigurationError
        It cannot be read, or says something impossible; every fault is listed.
    """
    faults: list[str] = []
    targets = []
    for number, row in rows(path, TARGET_COLUMNS, ["indicator", "kind", "value"]):
        try:
            targets.append(_target(row, catalogue, calendar))
        except ConfigurationError as error:
            faults.append(in_line(number, str(error)))
    return Targets(targets, name=str(path), faults=faults)


def in_line(number: int, fault: str) -> str:
    """Say in which line of a table a fault is."""
    return say("fault", "in_line", line=number, fault=fault)


def _target(row: Mapping[str, str], catalogue: Catalogue, calendar: Calendar) -> Target:
    kind = KINDS.get(row["kind"].lower())
    if kind is None:
        raise ConfigurationError(say("fault", "no_kind", kind=row["kind"]))
    area, period = row.get("area", ""), row.get("period", "")
    value, upper = _number(row["value"]), None
    if kind == "within":
        if not row.get("upper"):
            raise ConfigurationError(say("fault", "two_bounds"))
        upper = _number(row["upper"])
        if upper < value:
            raise ConfigurationError(say("fault", "upper_below", upper=upper, lower=value))
    elif row.get("upper"):
        raise ConfigurationError(say("fault", "one_bound", kind=kind))
    return Target(
        indicator=catalogue.indicator(row["indicator"]).id,
        kind=kind,
        value=value,
        upper=upper,
        area=None if area.lower() in ALL else area,
        period=None if period.lower() in ALL else _label(period, calendar),
    )


def _label(text: str, calendar: Calendar) -> str:
    span, kind = calendar.parse(text)
    return calendar.label(span, kind)


def _number(text: str) -> float:
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None:
        raise ConfigurationError(say("fault", "not_a_number", text=text))
    return float(found[1].replace(",", ""))
