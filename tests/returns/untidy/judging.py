"""What `read` makes of a form, beside what a person reads in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fpstats
from fpstats.errors import FpstatsError

Numbers = dict[tuple[str, str, str], list[float]]


@dataclass
class Judged:
    """What came of it: `wrong` are numbers that nobody wrote so; `unread` were not read."""

    wrong: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    refused: str = ""
    told: list[tuple[str, str | None]] = field(default_factory=list)
    alarms: list[tuple[str, str | None]] = field(default_factory=list)


def known(form: Mapping[str, Any]) -> Numbers:
    """Return the truth: a line is an area, a period, and then items and numbers in turn.

    Numbers of several lines of one area are written `4+3`; a space in its name is `_`.
    """
    found: Numbers = {}
    for line in form["read"].strip().splitlines():
        area, period, *rest = line.split()
        for item, number in zip(rest[::2], rest[1::2], strict=True):
            found[area.replace("_", " "), period, item] = sorted(map(float, number.split("+")))
    return found


def judge(form: Mapping[str, Any], path: Path) -> Judged:
    """Read a file and compare it with what is known."""
    judged, truth = Judged(), known(form)
    options = {key: form[key] for key in ("year_start",) if key in form}
    try:
        done = fpstats.read(str(path), lang="en", **options)
    except FpstatsError as error:
        judged.refused = f"{type(error).__name__}: {error}".replace(str(path), "FILE")
        judged.unread = [f"{key}" for key in truth]
        return judged
    read: dict[tuple[str, str, str], list[float]] = {}
    for row in done.table.to_pylist():
        if row["value"] is not None:
            key = (row["area"], row["period"], row["item"])
            read.setdefault(key, []).append(row["value"])
    for key, values in read.items():
        if sorted(values) != truth.get(key):
            judged.wrong.append(f"{key}: {values}, known {truth.get(key)}")
    judged.unread = [f"{key}: {value}" for key, value in truth.items() if key not in read]
    for one in done.issues.to_pylist():
        judged.told.append((one["code"], one["cell"]))
        if one["severity"] != "info":
            judged.alarms.append((one["code"], one["cell"]))
    return judged
