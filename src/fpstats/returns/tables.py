"""The small tables of the user: areas and targets, in any container that returns may come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from fpstats.areas import COLUMNS as AREA_COLUMNS
from fpstats.areas import Area, Areas
from fpstats.catalogue import Catalogue
from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.periods import Calendar, read_period
from fpstats.returns.containers import CONTAINERS, sheets
from fpstats.targets import ALL, KINDS, Target, Targets
from fpstats.targets import COLUMNS as TARGET_COLUMNS


def _rows(path: Path, wanted: Sequence[str], needed: Sequence[str]) -> list[dict[str, str]]:
    """Read a table whose first line has the headings; unknown or missing ones are errors."""
    if not path.is_file():
        raise ConfigurationError(f"{path}: no such file")
    if path.suffix.lower() not in CONTAINERS:
        raise ConfigurationError(f"{path}: must be one of {' '.join(CONTAINERS)}")
    try:
        sheet = next(iter(sheets(str(path))))
    except (FpstatsError, StopIteration) as error:
        raise ConfigurationError(f"{path}: {error or 'has nothing in it'}") from None
    names = [name.strip().lower() for name in sheet.head()[0]]
    faults = [f"no column {name}" for name in needed if name not in names]
    faults += [f"unknown column {name}" for name in names if name and name not in wanted]
    if faults:
        raise ConfigurationError(
            f"{path}: {'; '.join(faults)}\nHint: its headings are {', '.join(wanted)}"
        )
    columns = [index for index, name in enumerate(names) if name]
    table = sheet.columns(1, len(names), columns)
    rows = []
    for line in table.drop("row").rows():
        values = ["" if value is None else str(value).strip() for value in line]
        if any(values):
            rows.append(dict(zip((names[index] for index in columns), values, strict=True)))
    return rows


def areas_table(path: Path) -> Areas:
    """Read an areas table.

    Raises
    ------
    ConfigurationError
        It cannot be read, or says something impossible; every fault is listed.
    """
    rows = _rows(path, AREA_COLUMNS, ["name"])
    faults = [f"line {i}: no name" for i, row in enumerate(rows, 2) if not row["name"]]
    areas = []
    for number, row in enumerate(rows, 2):
        times: dict[str, int | None] = {"opened": None, "closed": None}
        for key in times:
            if text := row.get(key, ""):
                span = read_period(text)
                if span is None:
                    faults.append(f"line {number}: {key} {text!r} is not a month")
                else:
                    times[key] = span.start if key == "opened" else span.end
        areas.append(
            Area(
                name=row["name"],
                code=row.get("code", ""),
                aliases=tuple(filter(None, row.get("aliases", "").split("|"))),
                level=row.get("level", "") or "area",
                parent=row.get("parent", "") or None,
                opened=times["opened"],
                closed=times["closed"],
            )
        )
    if faults:
        raise ConfigurationError(f"{path} has {len(faults)} problems\n- " + "\n- ".join(faults))
    return Areas(areas, given=True)


def targets_table(path: Path, catalogue: Catalogue, calendar: Calendar) -> Targets:
    """Read a targets table.

    Raises
    ------
    ConfigurationError
        It cannot be read, or says something impossible; every fault is listed.
    """
    faults: list[str] = []
    targets = []
    for number, row in enumerate(_rows(path, TARGET_COLUMNS, ["indicator", "kind", "value"]), 2):
        try:
            targets.append(_target(row, catalogue, calendar))
        except ConfigurationError as error:
            faults.append(f"line {number}: {error}")
    if faults:
        raise ConfigurationError(f"{path} has {len(faults)} problems\n- " + "\n- ".join(faults))
    return Targets(targets)


def _target(row: Mapping[str, str], catalogue: Catalogue, calendar: Calendar) -> Target:
    kind = KINDS.get(row["kind"].lower())
    if kind is None:
        raise ConfigurationError(
            f"{row['kind']!r} is no kind of target; write at_least, at_most or within"
        )
    area, period = row.get("area", ""), row.get("period", "")
    value, upper = _number(row["value"]), None
    if kind == "within":
        if not row.get("upper"):
            raise ConfigurationError("within needs two bounds: value and upper")
        upper = _number(row["upper"])
        if upper < value:
            raise ConfigurationError(f"the upper bound {upper:g} is below the lower {value:g}")
    elif row.get("upper"):
        raise ConfigurationError(f"{kind} has one bound; leave upper blank")
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
    try:
        number = float(text.removesuffix("%").removesuffix("‰"))
    except ValueError:
        raise ConfigurationError(f"{text!r} is not a number") from None
    if not abs(number) < float("inf"):
        raise ConfigurationError(f"{text!r} is not a number")
    return number
