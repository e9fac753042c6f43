"""The lines and columns of a form: label columns, townships, groups, totals, sections."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Final

from .figures import UNITLESS, Span
from .headings import (
    ENGLISH,
    REMARKS,
    SERIES,
    UNKNOWN,
    Column,
    beside_to_date,
    dressed,
    item_columns,
    rate_columns,
)
from .numerals import Content
from .places import County, Township, written
from .plan import Plan
from .tables import Line, Table

AREA_WORDS: Final = (
    "乡镇",
    "单位",
    "地区",
    "乡镇（街道）",
    "单位名称",
    "乡（镇、街道）",
    "镇街",
    "乡 镇",
    "乡镇名称",
    "　　项目\n乡镇",
    "单位　　　项目",
    "指标\\乡镇",
    "",
)
TOTAL_WORDS: Final = (
    "合计",
    "总计",
    "合　计",
    "全县",
    "全县合计",
    "总  计",
    "合计：",
    "全市",
    "共计",
)


def choose_items(plan: Plan, rng: Random) -> list[Column]:
    """Choose the item columns, with rates, units and the month beside the year to date."""
    if plan.language == "english":
        return item_columns(rng, tuple(rng.sample(ENGLISH, rng.randint(2, 4))), plan.depth)
    series = [one for one in SERIES if plan.unit != "heading_wan" or one[0] == "population"]
    depth = min(plan.depth, 3) if plan.both else plan.depth
    columns: list[Column] = []
    while not columns:
        columns = item_columns(rng, rng.choice(series), depth)
    if plan.unit == "line_wan":
        columns = [
            replace(one, scale=10000)
            for one in columns
            if one.item not in UNITLESS and "exam" not in one.item
        ]
    if plan.unit == "heading_wan":
        columns = [_in_wan(one) if one.item.startswith("population") else one for one in columns]
    if plan.depth == 4 and not plan.both:
        columns = [replace(one, path=(_part(one), *one.path)) for one in columns]
    rates = [] if plan.both else rate_columns(rng, {one.item for one in columns}, plan.rates)
    for rate in rates:
        columns.insert(_after(columns, rate.parts[0]), rate)
    if "unknown_heading" in plan.faults:
        columns.insert(_after(columns, columns[-1].item), Column((rng.choice(UNKNOWN),), "unknown"))
    return columns


def _in_wan(column: Column) -> Column:
    first, *rest = column.path
    if rest or not first.startswith(("其中", "#", "女")):
        first = f"{first.replace('（', '').replace('）', '')}（万人）"
    return replace(column, path=(first, *rest), scale=10000)


def _part(column: Column) -> str:
    stands = ("population", "women", "married", "contraceptive", "users", "one_child")
    return "期末情况" if column.item.startswith(stands) else "本期情况"


def _after(columns: list[Column], item: str) -> int:
    """The place behind the block that an item stands in."""
    word = item.split("_")[0]
    last = max(j for j, one in enumerate(columns) if one.item == item)
    while last + 1 < len(columns) and columns[last + 1].item.split("_")[0] == word:
        last += 1
    return last + 1


def columns_of(
    plan: Plan, rng: Random, month: int, items: list[Column], labels: list[str]
) -> list[Column]:
    """Put the label columns before the items, and dress the headings."""
    if plan.both and "period" not in labels:
        items = beside_to_date(rng, items, month, above=plan.over == "both_above")
    area = "Township" if plan.language == "english" else rng.choice(AREA_WORDS)
    words = {
        "group": rng.choice(["片区", "片"]),
        "sequence": rng.choice(["序号", "编号"]) if plan.language == "chinese" else "No.",
        "code": rng.choice(["行政区划代码", "单位代码", "代码"]),
        "area": area,
        "period": rng.choice(["月份", "年月", "期别", "时间", "统计月份"]),
        "remark": rng.choice(REMARKS),
    }
    if plan.language == "english":
        words |= {"period": "Month", "remark": "Remarks"}
    columns = [Column((words[role],), role) for role in labels] + items
    if plan.remarks:
        columns.append(Column((words["remark"],), "remark"))
    columns = dressed(columns, plan.dress)
    if plan.blanks == "columns":
        columns.insert(len(labels), Column((), "blank"))
    return columns


def list_table(plan: Plan, rng: Random, county: County, month: Span, to_date: Span,
               items: list[Column], townships: list[Township] | None = None) -> Table:  # fmt: skip
    """Make a list of townships for one period, with its groups and totals."""
    grouped = plan.group and bool(county.groups)
    labels = [
        role
        for role, wanted in (
            ("group", grouped),
            ("sequence", plan.sequence),
            ("code", plan.code and not county.bare),
            ("area", True),
        )
        if wanted
    ]
    period = to_date if plan.over == "ytd" else month
    table = Table(
        columns_of(plan, rng, month[1] % 12 + 1, items, labels), [], month, to_date
    )  # fmt: skip
    townships = townships or some_townships(county, rng)
    groups: list[list[Township]] = [townships]
    if county.groups and (grouped or plan.subtotals != "none"):
        named = [[one for one in townships if one.group == name] for name in county.groups]
        groups = [one for one in named if one]
    count = 0
    for group in groups:
        subtotal = group[0].group if len(groups) > 1 else ""
        first = len(table.lines)
        before, after = _subtotal_lines(plan, rng, subtotal)
        table.lines += before
        members = []
        for one in group:
            count += 1
            texts: dict[str, Content] = {
                "area": written(county, one.name, plan.names, rng),
                "sequence": count,
                "code": int(one.code) if plan.workbook else one.code,
            }
            members.append(len(table.lines))
            table.lines.append(Line("data", texts, one.name, period))
        if grouped:
            table.lines[first].texts["group"] = group[0].group
            table.runs.append(("group", first, len(table.lines) - 1))
        for line in (*before, *after):
            line.of = tuple(members) if line.role == "total" else ()
        table.lines += after
        if plan.blanks == "between" and len(groups) > 1:
            table.lines.append(Line("blank"))
    _add_total(plan, rng, county, table, labels)
    if plan.remarks:
        rng.choice([one for one in table.lines if one.role == "data"]).texts["remark"] = "已核实"
    return table


def some_townships(county: County, rng: Random) -> list[Township]:
    """Take some townships, in the order of the areas table."""
    count = rng.randint(4, min(12, len(county.townships)))
    kept = set(rng.sample(range(len(county.townships)), count))
    return [one for n, one in enumerate(county.townships) if n in kept]


def _subtotal_lines(plan: Plan, rng: Random, group: str) -> tuple[list[Line], list[Line]]:
    if not group or plan.subtotals == "none":
        return [], []
    if plan.subtotals == "section":
        return [Line("section", {"area": rng.choice([group, f"{group}："])})], []
    word = rng.choice(["小计", f"{group}小计", "小　计", f"{group}合计"])
    line = Line("total", {"area": word})
    return ([line], []) if plan.subtotals == "above" else ([], [line])


def _add_total(plan: Plan, rng: Random, county: County, table: Table, labels: list[str]) -> None:
    if plan.totals == "none":
        return
    word = rng.choice(TOTAL_WORDS)
    if plan.language == "english":
        word = rng.choice(["Total", "TOTAL", "All townships"])
    elif plan.totals == "county":
        word = county.name
    role = labels[0] if labels[0] in ("sequence", "group") and plan.totals == "bottom" else "area"
    on_top = plan.totals in ("top", "county")
    shift = 1 if on_top else 0
    data = [i for i, one in enumerate(table.lines) if one.role == "data"]
    line = Line("total", {role: word}, of=tuple(i + shift for i in data))
    if not on_top:
        table.lines.append(line)
        return
    for one in table.lines:
        one.of = tuple(i + 1 for i in one.of)
    table.runs = [(name, first + 1, last + 1) for name, first, last in table.runs]
    table.lines.insert(0, line)
