"""`inspect`: how each file was read, sheet by sheet, and every line of it.

What its tables and their columns are is told in `tables_read`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from msgspec import Struct, field

from fpstats.areas import Areas
from fpstats.catalogue import Catalogue
from fpstats.errors import FpstatsError, carrying
from fpstats.periods import Calendar
from fpstats.pipeline.settings import (
    Settings,
    areas_of,
    catalogue_of,
    look_at,
    run_record,
    settings_of,
)
from fpstats.pipeline.tables_read import tables_of
from fpstats.returns import kinds
from fpstats.returns.account import Account, accounts
from fpstats.returns.opening import Returns, without
from fpstats.returns.outside import by_sheet
from fpstats.returns.readings import returned_lines

_LEFT: Final = ("note_row", "total_row", "encoding", "recognised")
"""Findings that the page says in other words."""


class Inspection(Struct, frozen=True, kw_only=True):
    """How files were read: `sheets` is a list of plain dicts and lists, which JSON can hold."""

    sheets: Sequence[Mapping[str, Any]]
    issues: pa.Table
    refused: int = 0
    errors: int = 0
    run: Mapping[str, Any] = field(default_factory=dict)


def inspect(source: Any, **options: Any) -> Inspection:
    """Tell how files were read, and of those that were refused, why.

    Parameters
    ----------
    source
        A path, folder or glob, several of them, or a pandas, Polars or Arrow table.
    options
        Fields of `Settings`.

    Raises
    ------
    ConfigurationError
        An option is wrong.
    PersonalDataError
        A file has data about persons.
    """
    settings = settings_of(options)
    catalogue = catalogue_of(settings)
    areas = areas_of(settings)
    returns = look_at(source, settings, catalogue, areas)
    calendar = Calendar(settings.year_start)
    # What areas and periods mean is found, and told, when all is read.
    if returns.readings:
        with carrying(lambda: returns.issues(calendar, settings.lang)):
            returned_lines(returns, areas, calendar)
    issues = returns.issues(calendar, settings.lang)
    return Inspection(
        sheets=_sheets(returns, catalogue, settings, calendar, areas, issues.to_pylist()),
        issues=issues,
        refused=returns.refused,
        errors=returns.findings.count("error"),
        run=run_record(settings, catalogue, returns),
    )


def _sheets(
    returns: Returns,
    catalogue: Catalogue,
    settings: Settings,
    calendar: Calendar,
    areas: Areas | None,
    issues: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    tables = {(sheet.path, sheet.name): (sheet, indices)
              for sheet, indices in by_sheet(returns.readings)}  # fmt: skip
    names = catalogue.titles(settings.lang)
    found = []
    for account in accounts(returns):
        key = account.path, account.sheet
        sheet, indices = tables.get(key, (None, []))
        mine = [one for one in issues if (one["source"], one["sheet"]) == key]
        found.append(
            {
                "path": account.path,
                "sheet": account.sheet,
                "container": _container(account.path),
                "encoding": sheet.encoding if sheet is not None else None,
                "refused": None,
                "left_out": account.why or None,
                "lines": _lines(account),
                "tables": tables_of(returns, indices, names, calendar),
                "areas": _areas(returns, indices, mine) if areas is not None else None,
                "totals": {
                    "lines": account.counts["total"],
                    **_compared(returns, indices),
                    "differing": _short(mine, ("total_differs",)),
                },
                "guesses": [one for one in _short(mine) if one["code"].startswith("guessed_")],
                "findings": [
                    one
                    for one in _short(mine)
                    if one["code"] not in _LEFT and not one["code"].startswith("guessed_")
                ],
            }
        )
    found += [_unread(path, reason) for path, reason in returns.unread]
    others = (one for one in issues if one["code"] == "file_not_read")
    return found + [_unread(one["source"] or "", one["message"] or "") for one in others]


def _unread(path: str, reason: str) -> dict[str, Any]:
    """Return what there is to say of a file that was not read at all: the reason."""
    try:
        container = _container(path)
    except FpstatsError:
        container = Path(path).suffix.lower()
    return {
        "path": path,
        "sheet": None,
        "container": container,
        "encoding": None,
        "refused": without(path, reason),
        "left_out": None,
        "lines": None,
        "tables": [],
        "areas": None,
        "totals": None,
        "guesses": [],
        "findings": [],
    }


def _compared(returns: Returns, indices: Sequence[int]) -> dict[str, int]:
    """Return how many stated totals were compared with the sums of their lines, and agree."""
    found = [returns.compared[index] for index in indices]
    return {
        "compared": sum(one.made for one in found),
        "agreed": sum(one.agreed for one in found),
    }


def _container(path: str) -> str:
    """Return what the file is by its first bytes, as a suffix; empty for a table handed in."""
    file = Path(path)
    if not file.is_file():
        return ""
    with file.open("rb") as opened:
        return kinds.kind(path, opened.read(kinds.FIRST), file.suffix.lower())


def _lines(account: Account) -> dict[str, Any]:
    return {
        "read": account.lines,
        **account.counts,
        "reasons": [{"code": code, "rows": rows} for code, rows in account.refused.items()],
    }


def _short(issues: Sequence[Mapping[str, Any]], codes: Sequence[str] = ()) -> list[dict[str, Any]]:
    keys = ("severity", "code", "cell", "message")
    return [{key: one[key] for key in keys} for one in issues if not codes or one["code"] in codes]


def _areas(
    returns: Returns, indices: Sequence[int], issues: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    names = {name for index in indices for name in returns.careful[index]["area"].to_list()}
    unknown = [one for one in issues if one["code"] == "unknown_area"]
    return {
        "matched": max(0, len(names - {None, ""}) - len(unknown)),
        "unmatched": [
            {"area": one["area"], "cell": one["cell"], "nearest": (one["expected"] or "").strip()}
            for one in unknown
        ],
    }
