"""Shapes: how the tables of a return are spread over a sheet, over sheets, and over files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Final

from . import plan as plans
from .builder import Builder
from .figures import STOCKS
from .headings import Column
from .lists import choose_items, columns_of, some_townships
from .places import written
from .plan import Plan
from .sheets import File, Return, Sheet
from .surroundings import written as period_text
from .tables import Line, Table


def build(plan: Plan) -> Return:
    """Build a return by its plan, and leave in it what is true."""
    it = Builder(plan)
    return Return(it.county, SHAPES[plan.shape](it), plans.features(plan))


def _list(it: Builder) -> list[File]:
    sheet = it.sheet(it.month)
    it.put(sheet, it.township_list(it.month), it.county.name, it.period(it.month))
    sheets = [it.finish(sheet)]
    if it.plan.hidden == "empty_sheet":
        sheets.append(Sheet("Sheet2"))
    elif it.plan.hidden == "text_sheet":
        sheets.append(_instructions())
    return [it.file(sheets, it.month)]


def _instructions() -> Sheet:
    sheet = Sheet("填表说明")
    lines = ("填表说明", "一、本表由各乡镇（街道）统计人员填报。", "二、每月5日前报送。",
             "三、出生人数=男+女；空格表示没有上报。")  # fmt: skip
    for row, text in enumerate(lines):
        sheet.put((row, 0), text)
    return sheet


def _on_side(it: Builder) -> list[File]:
    table = it.township_list(it.month)
    table.on_side = True
    corner = it.rng.choice(["项目", "指标名称", "指标", "统计项目"])
    table.columns = [
        replace(one, path=(corner,)) if one.role == "area" else one for one in table.columns
    ]
    sheet = it.sheet(it.month)
    it.put(sheet, table, it.county.name, it.period(it.month))
    return [it.file([it.finish(sheet)], it.month)]


def _sheet_per_month(it: Builder) -> list[File]:
    sheets = []
    for month in it.months():
        sheet = it.sheet(month)
        it.put(sheet, it.township_list(month), it.county.name, it.period(month))
        sheets.append(it.finish(sheet))
    return [it.file(sheets, it.month)]


def _stacked_months(it: Builder) -> list[File]:
    sheet = it.sheet(it.month)
    for month in it.months()[-2:]:
        it.put(sheet, it.township_list(month), it.county.name, it.period(month))
    return [it.file([it.finish(sheet)], it.month)]


def _folder_of_months(it: Builder) -> list[File]:
    files: list[File] = []
    for month in it.months():
        sheet = Sheet("月报表")
        it.put(sheet, it.township_list(month), it.county.name, it.period(month))
        files.append(it.file([it.finish(sheet)], month, f"第{len(files) + 1}份"))
    return files


def _halves(it: Builder) -> list[list[Column]]:
    """Share the items over two tables, a block never torn apart."""
    firsts = [
        j
        for j in range(1, len(it.items))
        if it.items[j].path[0] != it.items[j - 1].path[0]
        and it.items[j].item.split("_")[0] != it.items[j - 1].item.split("_")[0]
        and it.items[j].role == it.items[j - 1].role == "item"
    ]
    if not firsts:
        return [it.items]
    cut = it.rng.choice(firsts)
    return [it.items[:cut], it.items[cut:]]


def _stacked_tables(it: Builder) -> list[File]:
    sheet = it.sheet(it.month)
    for items in _halves(it):
        it.put(sheet, it.township_list(it.month, items), it.county.name, it.period(it.month))
    return [it.file([it.finish(sheet)], it.month)]


def _side_by_side(it: Builder, tables: list[Table], *, titled: bool) -> list[File]:
    """Put tables beside one another, a blank column between; `titled` repeats what stands above."""
    sheet, left, top = it.sheet(it.month), 0, None
    for number, table in enumerate(tables):
        heading = it.put(
            sheet, table, it.county.name, it.period(it.month), left=left, top=top,
            bare=number > 0 and not titled,
        )  # fmt: skip
        left = sheet.right + (0 if it.plan.blanks == "left" else 1)
        top = 0 if titled else heading
    return [it.file([it.finish(sheet)], it.month)]


def _tables_side_by_side(it: Builder) -> list[File]:
    tables = [it.township_list(it.month, items) for items in _halves(it)]
    level = len({table.depth for table in tables}) == 1
    return _side_by_side(it, tables, titled=not level or it.rng.random() < 0.5)


def _townships_side_by_side(it: Builder) -> list[File]:
    """The first townships left and the others right, under the same headings."""
    townships = some_townships(it.county, it.rng)
    half = (len(townships) + 1) // 2
    left = it.township_list(it.month, it.items, townships[:half])
    right = it.township_list(it.month, it.items, townships[half:])
    right.columns = left.columns
    for number, line in enumerate(one for one in right.lines if one.role == "data"):
        line.texts["sequence"] = half + number + 1
    return _side_by_side(it, [left, right], titled=False)


_PARTS: Final = ("其中", "#", "女", "男")
"""How headings begin that are parts of the column before them."""


def _months_across(it: Builder) -> list[File]:
    """One item: townships down and months across, the year to date last."""
    # 其中：男 or 女 over the months would not say of what: nobody could know.
    item = it.rng.choice([one for one in it.items if one.item and len(one.path) == 1
                          and not one.path[0].startswith(_PARTS)])  # fmt: skip
    months = [
        Column((*item.path, f"{month}月"), "item", item.item, over=str(month), scale=item.scale)
        for month in range(1, it.month + 1)
    ]
    total = Column((*item.path, it.rng.choice(["合计", "累计"])), "item", item.item, over="ytd",
                   scale=item.scale)  # fmt: skip
    flow = item.item not in STOCKS and it.month > 1
    table = it.township_list(it.month, [*months, *([total] if flow else [])])
    sheet = it.sheet(it.month)
    it.put(sheet, table, it.county.name, it.span(it.month))
    return [it.file([it.finish(sheet)], it.month)]


def _one_area_table(it: Builder, area: str) -> Table:
    """One township: the items down; a column of numbers, or one for the month and one to date."""
    plan, word = it.plan, it.rng.choice(["项目", "指标名称", "指标", "统计项目"])
    columns = columns_of(plan, it.rng, it.month, it.items, ["period"])
    columns = [one for one in columns if one.role in ("period", "item", "rate", "unknown")]
    columns = [replace(one, path=(word,)) if one.role == "period" else one for one in columns]
    period = it.period(it.month)
    if plan.both:
        columns = [one for one in columns if one.item not in STOCKS]
        month, to_date = it.span(it.month), it.span(it.month, "ytd")
        words = it.rng.choice([("本月", "累计"), ("本期", "本年累计"), ("本月数", "累计数")])
        lines = [Line("data", {"period": words[0]}, area, month),
                 Line("data", {"period": words[1]}, area, to_date)]  # fmt: skip
    else:
        text = it.rng.choice(
            ["数量", "人数", "数值", "本期数"] if plan.over == "month" else ["累计", "数量"]
        )
        lines = [Line("data", {"period": text}, area, period)]
    return Table(columns, lines, it.span(it.month), it.span(it.month, "ytd"), on_side=True)


def _has_items(it: Builder) -> None:
    """A form for one township with month and year to date has flows only: see that there are."""
    if it.plan.both and not any(one.item and one.item not in STOCKS for one in it.items):
        it.items = choose_items(replace(it.plan, depth=1), Random("flows"))


def _one_area(it: Builder) -> list[File]:
    area = it.rng.choice(it.county.townships).name
    sheet = it.sheet(it.month)
    place = written(it.county, area, it.plan.names if it.plan.names != "padded" else "full", it.rng)
    it.put(sheet, _per_area(it, area), place, it.period(it.month))
    return [it.file([it.finish(sheet)], it.month)]


def _month_lines(it: Builder, area: str, label: str) -> list[Line]:
    lines = []
    for month in it.months():
        whole = it.plan.place == "column"
        text = period_text(it.plan, it.period(month)) if whole else f"{month}月"
        lines.append(Line("data", {"area": label, "period": text}, area, it.span(month)))
    return lines


def _per_area(it: Builder, area: str) -> Table:
    """One township: the months down and the items across, or one column of numbers."""
    if "column" not in it.plan.place:
        _has_items(it)
        return _one_area_table(it, area)
    columns = columns_of(it.plan, it.rng, it.month, it.items, ["period"])
    lines = _month_lines(it, area, "")
    return Table(columns, lines, it.span(it.month), it.span(it.month, "ytd"))


def _sheet_per_area(it: Builder) -> list[File]:
    """Each sheet named after its township, whose name may stand in the title too."""
    sheets = []
    own_title = it.rng.random() < 0.6
    for one in it.rng.sample(it.county.townships, 3):
        sheet = Sheet(one.name)
        place = one.name if own_title else it.county.name
        it.put(sheet, _per_area(it, one.name), place, it.period(it.month))
        sheets.append(it.finish(sheet))
    return [it.file(sheets, it.month)]


def _folder_of_areas(it: Builder) -> list[File]:
    files: list[File] = []
    for one in it.rng.sample(it.county.townships, 3):
        sheet = Sheet("月报表")
        it.put(sheet, _per_area(it, one.name), one.name, it.period(it.month))
        files.append(it.file([it.finish(sheet)], it.month, one.name))
    return files


def _period_column(it: Builder) -> list[File]:
    """A list of townships and months, the period in a column before or behind the name."""
    labels = it.rng.choice([["area", "period"], ["period", "area"]])
    if it.plan.sequence:
        labels = ["sequence", *labels]
    lines: list[Line] = []
    for area in it.rng.sample([one.name for one in it.county.townships], 4):
        lines += _month_lines(it, area, written(it.county, area, it.plan.names, it.rng))
    for number, line in enumerate(lines, 1):
        line.texts["sequence"] = number
    columns = columns_of(it.plan, it.rng, it.month, it.items, labels)
    table = Table(columns, lines, it.span(it.month), it.span(it.month, "ytd"))
    sheet = it.sheet(it.month)
    it.put(sheet, table, it.county.name, it.period(it.month))
    return [it.file([it.finish(sheet)], it.month)]


def _area_merged(it: Builder) -> list[File]:
    """The name merged over its months, or over two lines: the month and the year to date."""
    _has_items(it)
    items = [one for one in it.items if not it.plan.both or one.item not in STOCKS]
    columns = columns_of(it.plan, it.rng, it.month, items, ["area", "period"])
    table = Table(columns, [], it.span(it.month), it.span(it.month, "ytd"))
    words = it.rng.choice([("本月", "累计"), ("本期", "本年累计")])
    for area in it.rng.sample([one.name for one in it.county.townships], 4):
        label = written(it.county, area, it.plan.names, it.rng)
        lines = _month_lines(it, area, label)
        if it.plan.both:
            spans_ = (it.span(it.month), it.span(it.month, "ytd"))
            lines = [
                Line("data", {"area": label, "period": word}, area, span)
                for word, span in zip(words, spans_, strict=True)
            ]
        for line in lines[1:]:
            del line.texts["area"]
        first = len(table.lines)
        table.lines += lines
        table.runs.append(("area", first, len(table.lines) - 1))
    sheet = it.sheet(it.month)
    it.put(sheet, table, it.county.name, it.period(it.month))
    return [it.file([it.finish(sheet)], it.month)]


SHAPES: Final[dict[str, Callable[[Builder], list[File]]]] = {
    "list": _list,
    "transposed": _on_side,
    "sheet_per_month": _sheet_per_month,
    "sheet_per_area": _sheet_per_area,
    "one_area": _one_area,
    "stacked_tables": _stacked_tables,
    "tables_side_by_side": _tables_side_by_side,
    "townships_side_by_side": _townships_side_by_side,
    "months_across": _months_across,
    "stacked_months": _stacked_months,
    "period_column": _period_column,
    "area_merged": _area_merged,
    "folder_of_months": _folder_of_months,
    "folder_of_areas": _folder_of_areas,
}
