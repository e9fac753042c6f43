"""What stands around a table: titles, the lines with unit and date, notes and signatures."""

from __future__ import annotations

from random import Random
from typing import Final

from . import spans
from .figures import Span
from .plan import Plan
from .sheets import Sheet

SUBJECTS: Final = (
    "人口和计划生育统计月报表",
    "人口变动情况统计表",
    "人口与计划生育情况表",
    "计划生育统计报表",
    "出生人口情况统计表",
    "人口报表",
    "卫生健康统计表",
)
ABOVE: Final = (
    "附件1：",
    "人口和计划生育统计报表制度",
    "表号：人口统基1表　制定机关：省人口统计办公室　有效期至：2030年6月",
    "（内部资料　注意保存）",
    "批准文号：统制〔2016〕45号",
)
NOTES: Final = {
    "note": ("注：本表出生人数按户籍地统计。",),
    "source": ("资料来源：各乡镇（街道）上报数据，经县统计部门审核。",),
    "numbered": (
        "说明：1.期末总人口为户籍人口。",
        "　　　2.死亡人数含补报2人。",
        "3、本表一式两份。",
    ),
    "misleading": ("注：2016年1月起合计数含补报；总计为1,234人的，以上年末数为准。",),
    "signatures": ("单位负责人：　　　　统计负责人：　　　　填表人：　　　　",),
}


def titles(plan: Plan, place: str, period: Span, rng: Random) -> list[str]:
    """Write the title rows; the period stands in the last where the plan says so."""
    if plan.language == "english":
        return ["Vital events and population", "Monthly return", "Township figures"][: plan.titles]
    subject = rng.choice(SUBJECTS)
    if plan.dress == "traditional":
        subject = subject.translate(_TRADITIONAL)
    if plan.place.startswith("year"):
        main = f"{place}{period[1] // 12}年{subject}"
    elif plan.place.startswith("title"):
        said = written(plan, period)
        main = f"{place}{subject}（{said}）"
        if period[0] != period[1] or plan.month_form in spans.RUNNING:
            main = rng.choice([f"{place}{said}{subject}", f"{said}{place}{subject}", main])
    else:
        main = f"{place}{subject}"
    others = sorted(rng.sample(ABOVE, max(0, plan.titles - 1)), key=ABOVE.index)
    return [*others, main][-plan.titles :] if plan.titles else []


_TRADITIONAL: Final = str.maketrans("计划统报变动况与户卫", "計劃統報變動況與戶衛")


def written(plan: Plan, period: Span) -> str:
    """Write a period as the plan has it."""
    form = plan.month_form if period[0] == period[1] else plan.ytd_form
    return spans.text(period, form)


def lines(plan: Plan, office: str, period: Span, rng: Random) -> list[list[str]]:
    """Write the rows between title and heading, each a few texts from left to right."""
    if plan.lines == "none":
        return []
    unit = rng.choice(["单位：", "计量单位：", "单位:", "单位 ： "])
    unit += "万人" if plan.unit == "line_wan" else rng.choice(["人", "人", "人、对"])
    if plan.dress == "traditional":
        unit = unit.replace("单", "單").replace("计", "計").replace("万", "萬")
    if plan.lines == "unit":
        return [[rng.choice([unit, f"（{unit}）"])]]
    head = rng.choice(["填报单位：", "编制单位：", "填报单位（盖章）："]) + office
    filled = _filled_in(period, rng)
    told = [written(plan, period)] if plan.place == "line" else []
    if plan.lines == "filled_by+unit":
        return [[head, unit]]
    if plan.lines == "apart":
        return [[one] for one in (head, *told, filled, unit)]
    row = [head, *(told or [filled]), unit]
    return [row] if plan.lines == "in_one_row" else [["　　　　".join(row)]]


def _filled_in(period: Span, rng: Random) -> str:
    """The date on which the return was filled in: the month after, never the period."""
    year, month = divmod(period[1] + 1, 12)
    month, day = month + 1, rng.randint(1, 9)
    return rng.choice(
        [
            f"填报日期：{year}年{month}月{day}日",
            f"制表日期：{year}-{month:02d}-{day:02d}",
            f"报送时间：{year}.{month}.{day}",
            f"填表时间：{year}/{month}/{day}",
            f"上报日期：{year}年{month}月{day}日",
        ]
    )


def put_above(
    sheet: Sheet, top: int, left: int, width: int, plan: Plan, rows: list[list[str]], heads: int
) -> int:
    """Put titles (the first `heads` rows) and lines; return the row below them."""
    for number, row in enumerate(rows):
        at = top + number
        if len(row) == 1 and number < heads and not plan.workbook and plan.seed % 5 == 0:
            # Centred by hand, as people do where nothing can be merged.
            sheet.put((at, left + width // 2), row[0])
        elif len(row) == 1:
            alone_right = number >= heads and row[0].startswith(("单位", "（单位", "單位"))
            column = left + (width - 1 if alone_right and plan.seed % 2 else 0)
            sheet.put((at, column), row[0])
            if plan.workbook and plan.fill == "merged" and column == left:
                sheet.merge((at, left), (at, left + width - 1))
        else:
            places = [0, width // 2, width - 1] if len(row) == 3 else [0, width - 1]
            if len(set(places)) < len(row):
                places = list(range(len(row)))
            for column, text in zip(places, row, strict=True):
                sheet.put((at, left + column), text)
    return top + len(rows)


def put_notes(sheet: Sheet, left: int, width: int, plan: Plan) -> None:
    """Put the notes below everything."""
    texts = NOTES.get(plan.notes, ())
    top = sheet.bottom + (plan.seed % 3 == 0)
    for number, text in enumerate(texts):
        sheet.put((top + number, left), text)
        if plan.workbook and plan.fill == "merged":
            sheet.merge((top + number, left), (top + number, left + width - 1))
