"""Plans: every choice a return is made by, drawn from a seed or set one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from random import Random
from typing import Any, Final

from . import headings, numerals, places, spans

CHOICES: Final[dict[str, tuple[Any, ...]]] = {
    "container": ("csv", "tsv", "xlsx", "xlsx_inline", "xlsx_openpyxl", "xls"),
    "encoding": ("utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be"),
    "shape": (
        "list", "transposed", "sheet_per_month", "sheet_per_area", "one_area", "stacked_tables",
        "tables_side_by_side", "townships_side_by_side", "months_across", "stacked_months",
        "period_column", "area_merged",
        "folder_of_months", "folder_of_areas",
    ),
    "over": ("month", "ytd", "both_below", "both_above"),
    "place": (
        "title", "line", "sheet", "file", "column", "title+file", "title+sheet", "year+sheet",
        "year+column",
    ),
    "month_form": tuple(spans.MONTHS),
    "ytd_form": tuple(spans.TO_DATE),
    "titles": (0, 1, 2, 3),
    "lines": ("none", "unit", "filled_by+unit", "apart", "in_one_row", "in_one_cell"),
    "unit": ("persons", "line_wan", "heading_wan"),
    "depth": (1, 2, 3, 4),
    "fill": ("merged", "blank", "repeated", "bottom"),
    "numbers_row": ("none", "numbers", "brackets", "as_text", "sums"),
    "units_row": (False, True),
    "sequence": (False, True),
    "code": (False, True),
    "group": (False, True),
    "totals": ("none", "top", "bottom", "county"),
    "subtotals": ("none", "below", "above", "section"),
    "notes": ("none", "note", "source", "numbered", "misleading", "signatures"),
    "blanks": ("none", "above_heading", "below_heading", "between", "left", "columns"),
    "rates": (0, 1, 2),
    "remarks": (False, True),
    "dress": tuple(headings.DRESSES),
    "language": ("chinese", "english"),
    "numbers": (*numerals.STYLES, "mixed"),
    "missing": tuple(numerals.MISSING),
    "names": (*places.WRITTEN, "mixed"),
    "formulas": (False, True),
    "hidden": ("none", "rows", "empty_sheet", "text_sheet"),
    "gaps": ("few", "none", "many", "lines"),
}  # fmt: skip
"""What may be chosen, by the name of a field of `Plan`; the first is the ordinary one."""
RARELY: Final = {
    "over": (8, 2, 1, 1),
    "fill": (3, 2, 1, 1),
    "totals": (2, 2, 3, 1),
    "shape": (9, 3, 2, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1),
    "place": (6, 3, 2, 2, 2, 2, 1, 1, 1),
    "unit": (8, 1, 1),
    "language": (19, 1),
    "code": (5, 1),
    "units_row": (6, 1),
    "group": (3, 1),
    "hidden": (8, 1, 1, 1),
    "gaps": (6, 2, 1, 1),
    "formulas": (3, 1),
    "remarks": (3, 1),
}
"""How often each choice is drawn; evenly, where nothing is said."""
ALWAYS: Final = ("container", "encoding", "shape", "over", "place", "depth", "fill", "totals")
"""What is drawn for every return; everything else only for those that have oddities."""
WORKBOOKS: Final = ("xlsx", "xlsx_inline", "xlsx_openpyxl", "xls")
LIKE_LISTS: Final = ("list", "folder_of_months", "sheet_per_month", "stacked_months")
BY_AREA: Final = ("sheet_per_area", "one_area", "folder_of_areas")


@dataclass(frozen=True, slots=True)
class Plan:
    """All choices of one return, and the seed of what is drawn besides them."""

    seed: int
    container: str = "xlsx"
    encoding: str = "utf-8"
    shape: str = "list"
    over: str = "month"
    place: str = "title"
    month_form: str = spans.PLAIN
    ytd_form: str = "2023年1—5月"
    titles: int = 1
    lines: str = "none"
    unit: str = "persons"
    depth: int = 2
    fill: str = "merged"
    numbers_row: str = "none"
    units_row: bool = False
    sequence: bool = False
    code: bool = False
    group: bool = False
    totals: str = "none"
    subtotals: str = "none"
    notes: str = "none"
    blanks: str = "none"
    rates: int = 0
    remarks: bool = False
    dress: str = "plain"
    language: str = "chinese"
    numbers: str = "number"
    missing: str = "blank"
    names: str = "full"
    formulas: bool = False
    hidden: str = "none"
    gaps: str = "few"
    faults: tuple[str, ...] = ()

    @property
    def workbook(self) -> bool:
        """Whether it is handed in as a workbook."""
        return self.container in WORKBOOKS

    @property
    def both(self) -> bool:
        """Whether month and year to date stand side by side."""
        return self.over.startswith("both")


def draw(seed: int, faults: tuple[str, ...] = ()) -> Plan:
    """Draw a plan: most choices of most returns are ordinary, so that each has a few oddities."""
    rng = Random(f"plan {seed}")
    ordinary = rng.choice([0.3, 0.55, 0.75])
    plan = Plan(seed, faults=faults)
    for name, choices in CHOICES.items():
        if rng.random() > ordinary or name in ALWAYS:
            plan = replace(plan, **{name: rng.choices(choices, RARELY.get(name))[0]})
    return settled(plan)


def singles(first_seed: int) -> Iterator[Plan]:
    """Yield returns that are ordinary but for one choice, as a workbook and as text."""
    seed = first_seed
    for container in ("xlsx", "csv"):
        for name, choices in CHOICES.items():
            for choice in choices:
                plan = settled(replace(Plan(seed, container=container), **{name: choice}))
                if getattr(plan, name) == choice:
                    yield plan
                seed += 1


def _by_month(plan: Plan) -> bool:
    return plan.shape in ("sheet_per_month", "folder_of_months", "stacked_months")


Rule = tuple[Callable[[Plan], bool], Callable[[Plan], dict[str, Any]]]
RULES: Final[tuple[Rule, ...]] = (
    # what text cannot hold
    (lambda p: not p.workbook, lambda p: {"formulas": False, "hidden": "none"}),
    (lambda p: not p.workbook and p.shape.startswith("sheet_"), lambda p: {"shape": "list"}),
    (lambda p: not p.workbook and p.fill == "merged", lambda p: {"fill": "blank"}),
    (lambda p: not p.workbook and "sheet" in p.place, lambda p: {"place": "file"}),
    (lambda p: p.workbook, lambda p: {"encoding": "utf-8"}),
    # rows written one by one cannot be merged
    (lambda p: p.container == "xlsx_inline" and p.fill == "merged", lambda p: {"fill": "blank"}),
    # formulas are stored with their values by one writer only
    (lambda p: p.container in ("xls", "xlsx_openpyxl"), lambda p: {"formulas": False}),
    (lambda p: p.numbers not in ("number", "float"), lambda p: {"formulas": False}),
    # English forms are simple lists
    (lambda p: p.language == "english", lambda p: {
        "dress": "plain", "depth": min(p.depth, 2), "rates": 0, "unit": "persons",
        "units_row": False, "group": False, "subtotals": "none", "numbers_row": "none",
        "names": "full", "over": "month",
        "month_form": "2023-05", "lines": "none", "notes": "none",
    }),
    (lambda p: p.language == "english" and p.shape not in LIKE_LISTS, lambda p: {"shape": "list"}),
    # whose titles say neither month nor year: two tables below one another could be of any
    (lambda p: p.language == "english" and p.shape == "stacked_months",
     lambda p: {"shape": "list"}),
    (lambda p: p.language == "english" and p.place.startswith("year"), lambda p: {"place": "file"}),
    # where the period can stand
    (lambda p: "column" in p.place and p.shape == "list", lambda p: {"shape": "period_column"}),
    (lambda p: "column" in p.place
     and p.shape not in (*BY_AREA, "period_column", "area_merged", "months_across"),
     lambda p: {"place": "title"}),
    (lambda p: p.shape == "period_column" and "column" not in p.place,
     lambda p: {"place": "column"}),
    (lambda p: p.shape == "area_merged" and not p.both and "column" not in p.place,
     lambda p: {"place": "column"}),
    (lambda p: p.shape == "area_merged" and p.both, lambda p: {"place": "title"}),
    (lambda p: "column" in p.place, lambda p: {"over": "month"}),
    (lambda p: "column" in p.place and p.shape in BY_AREA, lambda p: {"sequence": False}),
    (lambda p: _by_month(p), lambda p: {"over": "month"}),
    (lambda p: p.shape == "sheet_per_month" and "sheet" not in p.place,
     lambda p: {"place": "sheet"}),
    (lambda p: p.shape == "stacked_months", lambda p: {"place": "title"}),
    (lambda p: p.shape == "folder_of_months" and "sheet" in p.place, lambda p: {"place": "file"}),
    (lambda p: p.shape == "sheet_per_area" and "sheet" in p.place, lambda p: {"place": "title"}),
    # its files are named after the areas and its sheets alike: neither can say the month
    (lambda p: p.shape == "folder_of_areas" and p.place in ("file", "sheet", "year+sheet"),
     lambda p: {"place": "title"}),
    (lambda p: p.over == "ytd" and p.place not in ("title", "line"), lambda p: {"place": "title"}),
    (lambda p: p.language == "english" and p.place in ("title", "line"),
     lambda p: {"place": "file"}),
    (lambda p: p.shape == "one_area" and p.titles == 0, lambda p: {"titles": 1}),
    (lambda p: p.shape == "one_area" and p.names not in ("full", "short", "prefixed", "office"),
     lambda p: {"names": "full"}),
    (lambda p: p.place[:4] in ("titl", "year") and p.titles == 0, lambda p: {"titles": 1}),
    (lambda p: p.place == "line" and p.lines not in ("in_one_row", "in_one_cell", "apart"),
     lambda p: {"lines": "in_one_cell"}),
    (lambda p: "title" in p.place and p.month_form not in spans.BRACKETED,
     lambda p: {"month_form": spans.PLAIN}),
    (lambda p: p.place == "line" and p.month_form not in spans.RUNNING,
     lambda p: {"month_form": spans.PLAIN}),
    (lambda p: p.place in ("file", "sheet") and p.month_form not in spans.NAMES,
     lambda p: {"month_form": spans.PLAIN}),
    (lambda p: p.shape == "months_across", lambda p: {
        "over": "month", "place": "year+column", "titles": max(1, p.titles), "depth": 1,
        "rates": 0, "units_row": False,
    }),
    # what a form can hold
    (lambda p: p.shape == "townships_side_by_side",
     lambda p: {"totals": "none", "remarks": False, "rates": 0}),
    (lambda p: p.language == "english", lambda p: {"hidden": "none"}),
    (lambda p: p.shape not in LIKE_LISTS, lambda p: {
        "subtotals": "none", "group": False, "code": False,
    }),
    (lambda p: p.shape in ("transposed", *BY_AREA), lambda p: {"sequence": False}),
    (lambda p: p.shape in (*BY_AREA, "period_column", "area_merged"),
     lambda p: {"totals": "none", "subtotals": "none", "group": False}),
    (lambda p: p.unit == "line_wan", lambda p: {"units_row": False, "rates": 0}),
    (lambda p: p.unit == "line_wan" and p.lines == "none", lambda p: {"lines": "unit"}),
    (lambda p: p.unit != "persons" and p.dress == "with_unit", lambda p: {"dress": "plain"}),
    (lambda p: p.fill == "bottom" and p.depth == 1, lambda p: {"fill": "blank"}),
)  # fmt: skip
"""What cannot stand together: where the first holds, the second is chosen instead, in order."""


def settled(plan: Plan) -> Plan:
    """Change the choices that cannot stand together."""
    for holds, choices in RULES:
        if holds(plan):
            plan = replace(plan, **choices(plan))
    return plan


def features(plan: Plan) -> dict[str, str]:
    """Name the choices of a plan, for the figures by feature."""
    named = {one.name: str(getattr(plan, one.name)) for one in fields(plan)}
    for name in ("seed", "faults"):
        del named[name]
    if plan.workbook:
        del named["encoding"]
    return named
