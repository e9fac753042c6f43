"""Every kind of finding in one table, and the collector that turns findings into ISSUES.

A finding never stops a run and never changes a number in silence: it says where, what stands
there, and what to do. Its sentence stands in `locale/`, under the same code.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Final, Literal

import polars as pl
import pyarrow as pa

from fpstats import locale, schema

Severity = Literal["error", "warning", "info"]

CODES: Final[dict[str, Severity]] = {
    # a catalogue, a layout, or a table of the user
    "configuration_fault": "error",
    # a run
    "no_result": "error",
    # reading a file
    "encoding": "info",
    "text_called_workbook": "warning",
    "unused_column": "info",
    "total_row": "info",
    "villages_total": "info",
    "villages_unclear": "error",
    "townships_unclear": "error",
    "note_row": "info",
    "beside_row": "info",
    "refused_file": "error",
    "file_not_read": "warning",
    "files_passed_over": "info",
    "sheet_left_out": "warning",
    "sheet_of_text": "info",
    "table_left_out": "warning",
    "recognised": "info",
    "computed_column": "info",
    "other_time_column": "info",
    "other_column": "info",
    "unknown_column": "warning",
    "stray_number": "warning",
    "guessed_column": "warning",
    "guessed_part": "info",
    "guessed_area": "info",
    "guessed_people": "warning",
    "guessed_period": "info",
    "statistical_year": "info",
    "guessed_time": "warning",
    "guessed_unit": "warning",
    "unit_of_item": "info",
    "stock_at_end": "info",
    "unexplained_line": "error",
    "column_twice": "error",
    "unit_differs": "error",
    "doubtful_unit": "warning",
    "periods_differ": "error",
    "total_differs": "error",
    "total_with_blanks": "warning",
    "total_unchecked": "info",
    "total_illegible": "warning",
    "total_unstored": "info",
    "area_twice": "warning",
    "looks_like_total": "error",
    "perhaps_total": "warning",
    "merged_number": "error",
    "hidden_read": "info",
    "hidden_sheet": "warning",
    "sheet_of_parts": "warning",
    "item_not_read": "warning",
    "no_area": "error",
    "no_period": "error",
    "doubtful_period": "error",
    # reading a value
    "not_a_number": "error",
    "error_cell": "error",
    "formula_without_value": "error",
    "not_whole": "error",
    "negative_count": "error",
    "too_many_digits": "error",
    "too_large": "error",
    "blank_value": "warning",
    "unknown_category": "error",
    "too_many_cells": "error",
    "no_birth_month": "warning",
    "no_receipt_day": "warning",
    "early_receipt": "warning",
    "receipt_unused": "warning",
    "receipt_column": "info",
    # areas and periods
    "unknown_area": "warning",
    "area_extent": "warning",
    "parent_return": "warning",
    "not_open": "warning",
    "duplicate_return": "error",
    "same_return": "info",
    "same_file": "warning",
    "late_births_differ": "error",
    "incomplete_return": "warning",
    "part_left_out": "error",
    "parts_changed": "warning",
    "parts_redrawn": "info",
    "missing_return": "warning",
    "return_not_found": "warning",
    "missing_period": "warning",
    "regular_gaps": "warning",
    "checks_not_run": "warning",
    "overlapping_returns": "error",
    "agreeing_returns": "info",
    "unused_return": "warning",
    "period_cut": "warning",
    "looks_cumulative": "error",
    "perhaps_cumulative": "warning",
    "falling_total": "error",
    "untold_months": "warning",
    "window_too_early": "info",
    "nothing_beside": "info",
    # computing
    "not_computed": "info",
    "asked_not_computed": "warning",
    "nothing_usable": "warning",
    "item_missing": "warning",
    "stock_missing": "warning",
    "stock_drawn_on": "warning",
    "opening_differs": "warning",
    "carried_stock": "info",
    "months_missing": "warning",
    "zero_denominator": "warning",
    "above_denominator": "error",
    "above_frame": "error",
    "drawn_unevenly": "warning",
    "more_on_both": "error",
    "fault_inside": "warning",
    "no_earlier_period": "info",
    "not_annualised": "info",
    # comparing
    "not_ranked": "info",
    "change_not_judged": "warning",
    "change_recounted": "warning",
    "growth_recounted": "warning",
    "unknown_target": "warning",
    "target_not_judged": "warning",
    "target_of_year": "warning",
}
_ORDER: Final = {"error": 0, "warning": 1, "info": 2}
_PLACES: Final = tuple(schema.ISSUES.names[3:])


class Findings:
    """Collects findings; `table` sorts them and writes their sentences in one language."""

    def __init__(self) -> None:
        """Start with none."""
        self._rows: list[tuple[str, dict[str, str]]] = []

    def add(self, code: str, **fields: object) -> None:
        """Note one finding; fields are the places of ISSUES and what its sentence names.

        `saying` names another sentence (of `instead`), where it is not about one number.
        """
        if code not in CODES:
            raise KeyError(code)
        # An empty cell is null, whichever container it stood in.
        known = {key: str(value) for key, value in fields.items() if value not in (None, "")}
        self._rows.append((code, known))

    def extend(self, code: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Note several findings of one kind."""
        for row in rows:
            self.add(code, **row)

    def take(self, other: Findings, *, leaving: str = "", only: Container[str] = CODES) -> None:
        """Take over the findings of another collector of some codes, but for those of one."""
        self._rows.extend(row for row in other._rows if row[0] in only and row[0] != leaving)

    def withdraw(self, code: str, told: Container[tuple[str | None, str | None]]) -> None:
        """Take back the findings of a code of areas and periods of which more is known."""
        self._rows = [
            (one, fields)
            for one, fields in self._rows
            if one != code or (fields.get("area"), fields.get("period")) not in told
        ]

    def date(self, label: Callable[[str, str, str | None], str | None]) -> None:
        """Write periods as `label` does of what a source and its sheet say; None leaves them."""
        self._rows = [
            (code, fields | {"period": known})
            if "source" in fields
            and (period := fields.get("period"))
            and (known := label(period, fields["source"], fields.get("sheet")))
            else (code, fields)
            for code, fields in self._rows
        ]

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return sum(CODES[code] == severity for code, _ in self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def table(
        self, lang: str = locale.DEFAULT, titles: Mapping[str, str] | None = None
    ) -> pa.Table:
        """Return ISSUES: gravest first, then by code and place; the same finding once.

        `titles` gives the names of items and indicators that the sentences use.
        """
        unique = {(code, *sorted(fields.items())): (code, fields) for code, fields in self._rows}
        rows = sorted(
            unique.values(),
            key=lambda row: (
                _ORDER[CODES[row[0]]],
                row[0],
                [row[1].get(place, "") for place in _PLACES],
            ),
        )
        columns: dict[str, Sequence[str | None]] = {
            "severity": [CODES[code] for code, _ in rows],
            "code": [code for code, _ in rows],
            "message": [_sentence(lang, code, fields, titles or {}) for code, fields in rows],
        }
        for place in _PLACES:
            columns[place] = [fields.get(place) for _, fields in rows]
        # By way of Polars, because `pyarrow.table` loads pandas to look at lists.
        frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
        return schema.conform(frame.to_arrow(), schema.ISSUES)


def where(row: Mapping[str, str | None]) -> str:
    """Write the place of a finding before its message: file, sheet and cell, as far as known.

    >>> where({"source": "may.xlsx", "sheet": "5月", "cell": "C7"})
    'may.xlsx[5月]!C7: '
    """
    if not row["source"]:
        return ""
    sheet = f"[{row['sheet']}]" if row["sheet"] else ""
    cell = f"!{row['cell']}" if row["cell"] else ""
    return f"{row['source']}{sheet}{cell}: "


def gravest(issues: pa.Table, most: int = 5) -> list[str]:
    """Return the first errors that were found, or warnings if there are none, as lines."""
    rows = issues.to_pylist()
    grave = [row for row in rows if row["severity"] == "error"] or rows
    return [f"- {where(row)}{row['message']}" for row in grave[:most] if row["severity"] != "info"]


class _Blank(dict[str, str]):
    """Fills a field that a finding does not know with nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def _sentence(lang: str, code: str, fields: Mapping[str, str], titles: Mapping[str, str]) -> str:
    named = {
        key: titles.get(value, value) if key in ("item", "indicator") else value
        for key, value in fields.items()
    }
    known = locale.texts(lang)
    sentence = known["instead"][fields["saying"]] if "saying" in fields else known["issue"][code]
    return sentence.format_map(_Blank(named))
