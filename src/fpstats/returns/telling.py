"""What is told of how a sheet was read: columns left out, guesses, contradictions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from fpstats.catalogue import Catalogue
from fpstats.issues import Findings
from fpstats.locale import several, spoken
from fpstats.patterns import pattern
from fpstats.periods import of_odd_days
from fpstats.returns import own_form
from fpstats.returns.column import Column
from fpstats.returns.head_errors import is_error
from fpstats.returns.layout import Dated, Match
from fpstats.returns.lines import Reading
from fpstats.returns.receipt import is_receipt
from fpstats.returns.sheet import Sheet, letters

_PLACES: Final = frozenset({"source", "row", "sheet", "cell"})
"""Columns of our own tables, which need no mention when they are read back."""


_LEFT_OUT: Final = {
    "computed": "computed_column",
    "earlier": "other_time_column",
    "planned": "other_time_column",
    "twice": "column_twice",
    "visitors": "unknown_column",
    "unknown": "unknown_column",
    "unheaded": "unknown_column",
}
"""What is told of a column that was not read, by its role."""

_FEW: Final = 4
"""A column of numbers has at least one on every so many lines; fewer have strayed into it."""

_UNITS: Final = {"unit": "guessed_unit", "own_unit": "unit_of_item"}
"""What is told of a column that was read in another unit than that of the form, by the reason."""


_SAYINGS: Final = {
    "untold": "column_untold",
    "parity": "column_of_parity",
    "operations": "column_of_operations",
    "narrowed": "column_narrowed",
}
"""What is told of a column that may be an item, by why it was not read."""
_THIS_YEAR: Final = pattern("[本当]年数?")


def note_recognised(one: Reading, catalogue: Catalogue, findings: Findings) -> None:
    """Say of a table without a layout which columns were not read, and what was guessed.

    A guess is a column that the title or its neighbours explain and not its own heading, areas
    that are known by their names alone, and a period that only the file's name has.
    """
    place = {"source": one.sheet.path, "sheet": one.sheet.name}
    exact = one.match.layout.exact
    if exact is None:
        findings.add("recognised", **place)
    for column in one.match.columns if exact is None else ():
        cell = one.sheet.address(column.place, column.line + 1)
        known = {"cell": cell, "value": column.heading, **place}
        if column.at_end:
            findings.add("stock_at_end", item=column.item, **known)
        if any(map(is_error, column.path)):
            continue
        if column.role == "unknown" and is_receipt(column.heading):
            findings.add("receipt_column", **known)
        elif column.role in ("unknown", "visitors") and column.others:
            may_be = column.others[0]
            saying = _why_unknown(column, may_be in one.match.items)
            findings.add("unknown_column", saying=saying, item=may_be, expected=may_be, **known)
        elif column.role == "unknown" and _holds_no_item(one, column):
            findings.add("other_column", **known)
        elif column.role == "unheaded" and (strays := _strays(one, column.place)):
            for row, text in strays:
                at = one.sheet.address(column.place, row)
                findings.add("stray_number", cell=at, value=text, **place)
        elif column.role in _LEFT_OUT:
            findings.add(_LEFT_OUT[column.role], **known)
        elif column.role == "other_unit":
            item = catalogue.items[column.others[0]]
            unit = {"item": item.id, "expected": item.unit.zh, "where": one.match.unit_at}
            if column.why == "unit":
                unit["saying"] = "unit_of_form_differs"
            findings.add("unit_differs", **unit, **known)
        elif column.item and column.why in _UNITS:
            counted, at = catalogue.items[column.item].unit.zh, one.match.unit_at
            code = _UNITS[column.why]
            findings.add(code, item=column.item, expected=counted, where=at, **known)
        elif column.item and column.why == "title" and not column.others:
            continue
        elif column.item and (column.others or column.why == "apart"):
            others = several(catalogue.items[item].title.of(spoken()) for item in column.others)
            findings.add(
                "guessed_column", item=column.item, expected=others and f" ({others}?)", **known
            )
        elif column.item and column.why == "either":
            findings.add("guessed_column", saying="users_or_operations", item=column.item, **known)
        elif column.item and column.why == "year_end":
            findings.add("guessed_time", item=column.item, **known)
        elif column.item and column.why == "whole_year":
            findings.add("guessed_time", saying="year_so_far", item=column.item, **known)
        elif column.item and column.why == "beside_both":
            findings.add("guessed_time", saying="month_or_so_far", item=column.item, **known)
        elif column.item and column.why == "beside":
            # 其中：男, right of 出生人数 with 一孩 and 二孩 below it, may be of either.
            before = next(
                (each for each in one.match.columns if each.place == column.place - 1), None
            )
            deeper = before is not None and len(before.path) > len(column.path)
            code = "guessed_column" if deeper else "guessed_part"
            findings.add(code, item=column.item, **known)
        elif column.role == "area" and column.why == "content":
            findings.add("guessed_area", **known)
    if exact is None:
        note_people(one.sheet, one.match, findings)
        _note_titled(one, catalogue, place, findings)
        _note_years_so_far(one, place, findings)
    for other in one.match.passed_over:
        cell = one.sheet.address(0, other.top + 1)
        findings.add("table_left_out", cell=cell, value=other.reason, **place)
    if exact is None and one.match.dated is not None:
        _note_dated(one.match.dated, place, findings)


def note_people(sheet: Sheet, match: Match, findings: Findings) -> None:
    """Tell of a word around a table that may say of whom it is."""
    if (strange := match.qualified) is not None:
        place = {"cell": strange.cell, "source": sheet.path, "sheet": sheet.name}
        named = {"saying": "people_in_name"} if strange.origin != "title" else {}
        findings.add("guessed_people", value=strange.word, **named, **place)


def _strays(one: Reading, place: int) -> list[tuple[int, str]]:
    """Return the lines, from 1, and texts of the few numbers of a column without a heading."""
    # Loaded here, because most files fit a layout.
    from fpstats.returns.recognition.looks import is_number

    cells = _cells(one, place)
    lines = one.sheet.lines()[one.match.first : one.match.last]
    few = len(cells) == 1 or len(cells) * _FEW <= len(lines)
    return cells if few and all(is_number(text) for _, text in cells) else []


def _cells(one: Reading, place: int) -> list[tuple[int, str]]:
    """Return the lines, from 1, and the texts of a column below its headings."""
    lines = one.sheet.lines()[one.match.first : one.match.last]
    return [
        (row, line[place].strip())
        for row, line in enumerate(lines, one.match.first + 1)
        if place < len(line) and line[place].strip()
    ]


def _holds_no_item(one: Reading, column: Column) -> bool:
    """Tell whether a column is none of an item; days below 日期 may be those of its lines."""
    if column.why == "days":
        return False
    # Loaded here, because most files fit a layout.
    from fpstats.returns.no_item import holds_no_item, is_part

    read = (each.path for each in one.match.columns if each.role == "item")
    texts = (text for _, text in _cells(one, column.place))
    return is_part(column.path, read) or holds_no_item(column.heading, texts)


def _why_unknown(column: Column, whole: bool) -> str:
    """Return which sentence tells of a column that may be an item; `whole` is read beside it."""
    if column.role == "visitors":
        return "column_of_a_part" if whole else "column_of_visitors"
    return _SAYINGS.get(column.why, "column_apart")


def _note_titled(
    one: Reading, catalogue: Catalogue, place: Mapping[str, str | None], findings: Findings
) -> None:
    """Say once of all columns that only the title explains what they were taken for."""
    columns = [
        column for column in one.match.columns if column.why == "title" and not column.others
    ]
    items = list(dict.fromkeys(column.item for column in columns if column.item))
    if not items:
        return
    first = columns[0]
    known = {
        "cell": one.sheet.address(first.place, first.line + 1),
        "value": several(column.heading for column in columns),
        **place,
    }
    if len(columns) > 1:
        titles = several(catalogue.items[item].title.of(spoken()) for item in items)
        saying = {"saying": "guessed_by_title", "columns": len(columns), "expected": titles}
        findings.add("guessed_column", **saying, **known)
    else:
        findings.add("guessed_column", item=items[0], **known)


def _note_years_so_far(one: Reading, place: Mapping[str, str | None], findings: Findings) -> None:
    """Say of 本年 in the column of periods that it was taken as the year so far.

    Beside 本月 it is that; beside 上年 it may be of the month as well.
    """
    match = one.match
    alone = {text for text in match.periods if _THIS_YEAR.fullmatch(text)}
    if not alone or match.period is None or len(set(match.periods.values())) > 1:
        return
    for row, line in enumerate(one.sheet.lines()[match.first : match.last], match.first):
        text = line[match.period].strip() if match.period < len(line) else ""
        if text in alone and not match.periods[text].endswith("-12-ytd"):
            known = {"cell": one.sheet.address(match.period, row + 1), "value": text, **place}
            findings.add("guessed_time", saying="year_so_far", **known)


def note_contrary(one: Reading, findings: Findings) -> None:
    """Say that the title, the name of the sheet or that of the file is of another period."""
    if (contrary := one.match.contrary) is not None:
        findings.add(
            "periods_differ",
            period=contrary.counts,
            value=contrary.counts,
            expected=contrary.other,
            # No cell: it is every number of the table that the doubt is about.
            where=contrary.cell and f" ({contrary.cell})",
            source=one.sheet.path,
            sheet=one.sheet.name,
        )


def _note_dated(dated: Dated, place: Mapping[str, str | None], findings: Findings) -> None:
    """Say of a period what is only a guess, or is of a calendar of its own."""
    known = {"value": dated.text, "cell": dated.cell, **place}
    if dated.origin == "file":
        findings.add("guessed_period", **known)
    if dated.short:
        findings.add("guessed_period", saying="short_year", **known)
    if dated.bare:
        findings.add("guessed_period", saying="bare_period", **known)
    if of_odd_days(dated.text):
        findings.add("guessed_period", saying="odd_days", **known)
    if dated.until:
        findings.add("guessed_time", saying="only_until", **known)
    if dated.statistical:
        findings.add("statistical_year", **known)


def note_unused(readings: Sequence[Reading], findings: Findings) -> None:
    """Say once for all files of a form which of its columns are not read."""
    unused: dict[tuple[str, int, str], list[str]] = {}
    for one in readings:
        used = one.match.used
        for column, heading in one.match.headings.items():
            if column not in used and heading not in _PLACES:
                unused.setdefault((one.match.layout.id, column, heading), []).append(one.source)
    for (layout, column, heading), sources in unused.items():
        if own_form.is_check(heading):
            continue
        findings.add(
            "unused_column",
            source=sources[0],
            cell=letters(column),
            value=heading,
            layout=layout,
            files=len(sources),
        )
