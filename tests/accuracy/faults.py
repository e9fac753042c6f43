"""Faults: what is planted into a return, where, and which words of an issue speak of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

from .places import UNKNOWN, County
from .plan import Plan, settled
from .sheets import Cell, Fault, File, Known, Return, Sheet

Make = Callable[[int, Random], Cell]
XLSX: Final = ("xlsx", "xlsx_inline", "xlsx_openpyxl")
WORKBOOKS: Final = (*XLSX, "xls")


LETTERS: Final = [("0", "O"), ("1", "l"), ("1", "I"), ("0", "o"), ("0", "Ｏ"), ("5", "S")]


def _letters(value: int, rng: Random) -> Cell:
    text = str(value)
    for digit, letter in rng.sample(LETTERS, len(LETTERS)):
        if digit in text:
            return Cell(text.replace(digit, letter, 1))
    return Cell(text + rng.choice("Ol"))


def _text(*forms: str) -> Make:
    """Make cells of texts in which {v} is the number, and {w} one above it."""
    return lambda value, rng: Cell(rng.choice(forms).format(v=value, w=value + 1))


VALUE_FAULTS: Final[dict[str, Make]] = {
    "letters": _letters,
    "digits": lambda value, rng: Cell(rng.choice(["1234567890123456", "88888888888888888888"])),
    "digits_number": lambda value, rng: Cell(1234567890123456.0),
    "error_cell": lambda value, rng: Cell(
        rng.choice(["#REF!", "#DIV/0!", "#VALUE!", "#N/A"]), "error"
    ),
    "error_text": _text("#REF!", "#DIV/0!", "#VALUE!"),
    "uncached": lambda value, rng: Cell(None, "uncached", "=SUM(A1:A2)"),
    "negative": lambda value, rng: Cell(-value - 1),
    "negative_text": _text("-{w}", "－{w}", "−{w}"),
    "fraction": lambda value, rng: Cell(value + 0.5),
    "fraction_text": _text("{v}.5", "{v}.25人", "{v}．5"),
    "underscore": _text("1_000", "{w}_000"),
    "nan": _text("NaN", "nan", "inf", "-inf", "Infinity"),
    "scientific": _text("1e3", "1E+05", "0x1F"),
    "thousands": _text("1,23,4", "12,34", "1,2345", "1，23", ",123", "1,,234"),
    "percent": _text("12%", "{v}％"),
    "words": _text("约{w}", "{w}左右", "二十三", "{w}?", "{w}人多"),
    "parentheses": _text("({w})", "（{w}）"),
    "two_numbers": _text("{v}/{w}", "{v} {w}0", "{v}、{w}", "{v};{w}"),
    "two_points": _text("1.2.3", "{v}..0"),
    "date_cell": lambda value, rng: Cell("2023-05-03", "date"),
    "date_text": _text("5月3日", "2023-05-03", "2023/5/3"),
    "bool": lambda value, rng: Cell(True, "bool"),
}
"""What stands in the cell of a count instead of the count."""
ONLY_IN: Final[dict[str, tuple[str, ...]]] = {
    "digits_number": WORKBOOKS,
    "error_cell": WORKBOOKS,
    "error_text": ("csv", "tsv"),
    "uncached": XLSX,
    "date_cell": WORKBOOKS,
    "bool": WORKBOOKS,
}
FORM_FAULTS: Final = (
    "wrong_total", "wrong_subtotal", "unknown_area", "mistyped_area", "area_twice",
    "unknown_heading", "two_periods", "no_period", "impossible_period",
)  # fmt: skip
NAMES: Final = (*VALUE_FAULTS, *FORM_FAULTS)
LISTS: Final = ("list", "folder_of_months", "sheet_per_month", "transposed")


@dataclass(frozen=True, slots=True)
class Words:
    """Which codes of issues speak of a fault: those with one of these parts in them."""

    parts: tuple[str, ...]
    severities: tuple[str, ...] = ("error", "warning")


_VALUE = Words(("",))
SPOKEN: Final[dict[str, Words]] = {
    "wrong_total": Words(("total", "sum", "disagree")),
    "wrong_subtotal": Words(("total", "sum", "disagree")),
    "unknown_area": Words(("area",)),
    "mistyped_area": Words(("area",)),
    "area_twice": Words(("duplicate", "twice", "same_", "overlap")),
    "unknown_heading": Words(("column", "heading", "item"), ("error", "warning", "info")),
    "two_periods": Words(("period",)),
    "no_period": Words(("period", "refused")),
    "impossible_period": Words(("period",)),
}
NOT_OF_VALUES: Final = (
    "blank_value", "total", "note_row", "unused_column", "area", "period", "encoding", "guess",
)  # fmt: skip
"""Parts of codes that say nothing of a wrong value: not that an error cell is empty, for one."""


def speaks(fault: str, code: str, severity: str) -> bool:
    """Tell whether an issue of this code speaks of a fault."""
    words = SPOKEN.get(fault, _VALUE)
    if severity not in words.severities or not any(part in code for part in words.parts):
        return False
    return fault in SPOKEN or not any(part in code for part in NOT_OF_VALUES)


def prepared(plan: Plan, rng: Random) -> Plan:
    """Change a plan so that its faults can be planted and are certainly faults."""
    change: dict[str, Any] = {"unit": "persons"}
    for fault in plan.faults:
        fitting = ONLY_IN.get(fault)
        if fitting and plan.container not in fitting:
            change["container"] = rng.choice(fitting)
        if fault in (
            "unknown_area",
            "mistyped_area",
            "area_twice",
            "wrong_total",
            "wrong_subtotal",
        ):
            change["shape"] = plan.shape if plan.shape in LISTS else "list"
            change["place"] = "title"
        if fault == "no_period":
            # A file that is refused as a whole says nothing of its cells: this fault stands alone.
            return settled(replace(
                plan, faults=(fault,), unit="persons", shape="list", place="nowhere", titles=1,
                over="month",
            ))  # fmt: skip
        if fault == "unknown_heading" and plan.shape not in LISTS:
            change["shape"] = "list"
        if fault == "wrong_total":
            change["totals"] = rng.choice(["top", "bottom"])
        if fault == "wrong_subtotal":
            change |= {"subtotals": rng.choice(["below", "above"]), "shape": "list"}
        if fault == "impossible_period":
            change |= {"shape": "period_column", "place": "column"}
        if fault == "two_periods":
            change |= {
                "shape": "list",
                "place": rng.choice(["title+file", "title+sheet"]),
                "over": "month",
                "language": "chinese",
            }
    container = change.get("container", plan.container)
    if change.get("place") == "title+sheet" and container in ("csv", "tsv"):
        change["place"] = "title+file"
    return settled(replace(plan, **change))


def plant(given: Return, names: tuple[str, ...], rng: Random) -> None:
    """Plant the faults, and note where; one that has no place in this return is left out."""
    for name in names:
        file = rng.choice(given.files)
        sheet = rng.choice([one for one in file.sheets if one.known])
        if name in VALUE_FAULTS:
            _plant_value(given, name, file, sheet, rng)
        else:
            _FORMS[name](given, name, file, sheet, rng)


def _note(
    given: Return, name: str, file: File, sheet: Sheet, cells: set[Any], bad: set[Any]
) -> None:
    given.faults.append(Fault(name, file.name, sheet.name, frozenset(cells), frozenset(bad)))


def _plant_value(given: Return, name: str, file: File, sheet: Sheet, rng: Random) -> None:
    taken = {at for fault in given.faults for at in fault.bad}
    fitting = [one for one in sheet.known if one.value is not None and one.at not in taken]
    if not fitting:
        return
    one = rng.choice(fitting)
    sheet.cells[one.at] = VALUE_FAULTS[name](int(one.value or 0), rng)
    _note(given, name, file, sheet, {one.at}, {one.at})


def _plant_sum(given: Return, name: str, file: File, sheet: Sheet, rng: Random) -> None:
    kind = name.removeprefix("wrong_")
    fitting = sorted(at for at, one in sheet.totals.items() if one[0] == kind)
    if fitting:
        at = rng.choice(fitting)
        stated = sheet.totals[at][1] + rng.choice([1, 2, 9, 10, 90, 100])
        sheet.cells[at] = Cell(stated)
        _note(given, name, file, sheet, {at}, set())


def _of_label(sheet: Sheet, at: Any) -> list[Known]:
    return [one for one in sheet.known if at in one.label]


def _plant_area(given: Return, name: str, file: File, sheet: Sheet, rng: Random) -> None:
    if not sheet.areas:
        return
    at = rng.choice(sorted(sheet.areas))
    text = rng.choice(UNKNOWN)
    if name == "mistyped_area":
        text = _mistyped(given.county, sheet.areas[at], rng)
    sheet.cells[at] = Cell(text)
    _note(given, name, file, sheet, {at}, {one.at for one in _of_label(sheet, at)})


def _mistyped(county: County, area: str, rng: Random) -> str:
    """Change one character of a name, so that it is near the name and means no place."""
    if area in ("城关镇", "城关乡"):
        return "城关"
    place = rng.randrange(len(area) - 1)
    return area[:place] + rng.choice("夼垚峪甸") + area[place + 1 :]


def _plant_twice(given: Return, name: str, file: File, sheet: Sheet, rng: Random) -> None:
    if len(sheet.areas) < 2:
        return
    first, second = sorted(rng.sample(sorted(sheet.areas), 2))
    sheet.cells[second] = replace(sheet.cells[first])
    bad = {one.at for at in (first, second) for one in _of_label(sheet, at)}
    _note(given, name, file, sheet, {first, second} | bad, bad)


def _plant_heading(given: Return, name: str, file: File, sheet: Sheet, rng: Random) -> None:
    if sheet.unknown:
        _note(given, name, file, sheet, sheet.unknown, set())


def _plant_periods(given: Return, name: str, file: File, sheet: Sheet, rng: Random) -> None:
    _note(given, name, file, sheet, set(), {one.at for one in sheet.known})


def _plant_month(given: Return, name: str, file: File, sheet: Sheet, rng: Random) -> None:
    if sheet.periods:
        at = rng.choice(sorted(sheet.periods))
        sheet.cells[at] = Cell(rng.choice(["2023年13月", "202300", "2023-15", "五月份", "去年"]))
        _note(given, name, file, sheet, {at}, {one.at for one in _of_label(sheet, at)})


_FORMS: Final[dict[str, Callable[[Return, str, File, Sheet, Random], None]]] = {
    "wrong_total": _plant_sum,
    "wrong_subtotal": _plant_sum,
    "unknown_area": _plant_area,
    "mistyped_area": _plant_area,
    "area_twice": _plant_twice,
    "unknown_heading": _plant_heading,
    "two_periods": _plant_periods,
    "no_period": _plant_periods,
    "impossible_period": _plant_month,
}
