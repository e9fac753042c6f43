"""What a line of a table is: a return, a total, a note, a heading once more, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import polars as pl

from fpstats.areas import Areas, plain
from fpstats.periods import read_period
from fpstats.returns import clean, wholes
from fpstats.returns.facts import UNSTORED
from fpstats.returns.layout import CLASSES, NOTES, PLACE
from fpstats.returns.lines import Reading
from fpstats.returns.marks import without_signs
from fpstats.returns.totals import PARTIAL
from fpstats.returns.unseen import UNSEEN, seen

_SIGNED: Final = (
    r"^(单位|统计|分管)?(负责人|审核|复核|制表|填报|填表|主管|报送)[^：:]{0,4}[：:]"
    r"|^(单位|统计|分管)?(负责人|审核人|复核人|制表人|填报人|填表人|经办人|统计员|主管领导)"
)
"""How a line of signatures begins, whose names stand below the columns of numbers."""

_STATISTIC: Final = (
    r"^占.*[%％‰]|^平均([每各值数數水增减變变人户（(/：:].*)?$|平均(每.*|[值数數]|水平)?([（(].*[)）])?[：:]?$|^.?[省市县縣区區乡鄉镇鎮村月季年户人]均$"
    r"|(均[值数數]|中位[数數值]|众[数數]|[标標][准準](偏?差|误)|方差|[变變]异系[数數]|极差|占比|比重|比例|百分[比点])"
    r"([值数數]|水平)?([（(].*[)）]|[%％‰])?[：:]?$"
    r"|^.{0,6}最[高低大小多少]([值数數]|水平|的?(乡镇|鄉鎮|镇|乡|街道|村|单位|地区))?([（(].*[)）])?[：:]?$"
    r"|^(?i:.*average|(county|district)?(mean|median)|average(per|of).*|(max|min)(imum)?|st(andar)?d\.?dev(iation)?|stdev)$"
)
"""How a line is labelled that says something of all the others: 全省平均, 平均每乡镇, 占比."""


_BESIDE: Final = (
    r"^其中[：:]"
    r"|^[（(]?(上年|去年|上月|上期|前年)(同期|同月)?(数|累计|合计|人数)?[)）]?[：:]?$|^同期数?[：:]?$"
    r"|^(比|较|与)?(上年|去年|上月|上期)?(同期|同月)?(相?比)?[，,]?(同比|环比)?"
    r"(增减|增长|增加|减少|增幅|升降|净增减?)(额|数|量|率|值|幅度|人数)?([（(]?[±+—-]*[%％‰]?[)）]?)$"
    r"|^(同比|环比|占比|比重|比例|所占比例|百分比|完成率|完成比例|人均|计划数?|任务数?|目标数?|差额|差数)"
    r"([（(]?[%％‰]?[)）]?)$"
    r"|^(全|本|各)?[县市区旗乡镇村]?(排名|名次|位次)[：:]?$"
    r"|^.{0,8}率([（(]?[%％‰]?[)）]?)[：:]?$|^.{0,4}完成.{0,4}[（(]?[%％‰][)）]?[：:]?$"
    r"|^.{0,5}(乡镇|街道|镇街|单位|村|社区)(个|家)?数[：:]?$"
    r"|^(核定|审核|核实|上报|应报|实报|已报|未报|漏报|补报|重报|核减|核增|调增|调减|调整)(人)?数?[：:]?$"
    r"|^(合计|总计|汇总|上下级?|分项|表间|前后|公式|审核|数据|人口|逻辑|勾稽|核对|校验)?[与和之]?(明细|分项|各行|台账|户籍)?(之|相)?"
    r"(差|差异|差值|误差|轧差|校验|检验|验证|核对|对账|复核|检查|勾稽|平衡)(差|数|额|值|项|栏|行|结果|情况|关系|检查|公式)?[：:]?$"
    r"|^(?i:check|diff(erence)?|balance)[：:]?$"
    r"|^.{0,6}(任务|目标)(数|值)?[：:]?$"
    r"|^(城镇|农村|城市|乡村|市区|郊区|农业|非农业|男|女|男性|女性|流动人口|户籍人口)(人口)?[：:]?$"
    rf"|{_STATISTIC}"
)
"""What a line is beside the returns: another time, a comparison, a part that is no area."""

_DATED: Final = (
    r"^(\d{4}年度?)?(\d{1,2}月?[-—–至到])?(\d{1,2}月份?)?(累计|合计)?$"
    r"|^(全|本)?[县市区乡镇]?(本月|当月|本年|今年|本期|累计|本年累计|年度?累计|合计累计)(数|合计|累计)?[：:]?$"
    r"|^(自|从|截[至止]到?)?(本?年初|1月份?|本月|当月|本期|目前)(起|以来|开始)?([至到](本月|当月|目前)|至今)?"
    r"(底|末|止|为止)?(累计)?数?[：:]?$"
    r"|^累计[至到](本月|当月|本期|目前)(底|末|止|为止)?数?[：:]?$"
)
"""How a line is labelled with a time, in the column of the areas."""

_TO_DATE: Final = r"^(本年|年度?|今年)?累[计計](数|合计|合計)?[：:]?$"
"""What the total of a form may be called, and what below another is that of the year to date."""

_TIMES: Final = r"^(全年|.*季度?|[上下]半年|.*(小计|合计|总计))$"
"""How a line is labelled that adds up the months above it."""

_GROUP: Final = rf"(片|片区|[：:])$|{CLASSES}"
"""How the name of a group of townships ends, on a line that heads it or adds it up."""


def is_note(text: str) -> bool:
    """Tell whether a cell begins as a note below a table does."""
    bare = "".join(seen(text).split())
    return re.search(NOTES, bare) is not None and re.search(PLACE, bare) is None


def is_beside(text: str) -> bool:
    """Tell whether a cell labels a line of another time or a comparison."""
    return re.search(_BESIDE, "".join(seen(text).split())) is not None


def kinds_of(one: Reading, lines: pl.DataFrame, areas: Areas | None = None) -> pl.DataFrame:
    """Add `kind` to lines: return, blank, total_row, group_row, beside_row, …

    A line that is neither of these was refused, and `kind` is the code: no_area, no_period.

    Lines have `area`, `period`, `row`, the values of items, and their codes (`item!column`). The
    name of an area that lies lowest in a table of the user is never that of anything else.
    """
    match = one.match
    codes = [name for name in lines.columns if "!" in name]
    values = [name for name in lines.columns[4:] if name not in codes]
    # A code other than blank means that something is written in the cell.
    numbers = pl.any_horizontal(pl.lit(False), pl.col(values).is_not_null())
    odd = pl.any_horizontal(pl.lit(False), pl.col(codes).fill_null(clean.BLANK) != clean.BLANK)
    # Where the title names the one area, it is the months that label the lines.
    label = "area" if match.area is not None else "period"
    written = {
        "numbers!": numbers,
        "written!": numbers | odd,
        "bare!": _plain(without_signs(pl.col(label))),
    }
    lines = lines.with_columns(**written)
    bare, named = pl.col("bare!"), pl.col("bare!").str.contains(match.layout.total)
    other, place = ~_is_given(areas, bare), bare.str.contains(PLACE)
    names = lines.filter("written!")["bare!"].unique().to_list()
    known = [one for one in names if areas is not None and areas.given and areas.find(plain(one))]
    labels = {
        "group!": other & bare.str.contains(_GROUP),
        "total!": other & named,
        "to_date!": other & bare.str.contains(_TO_DATE),
        "partial!": bare.str.contains(PARTIAL),
        "whole!": other & bare.is_in(wholes.named(one, names, known)),
        "beside!": other & bare.str.contains(_BESIDE),
        "dated!": other & bare.ne("") & bare.str.contains(_DATED) & ~named,
        "error!": bare.str.contains(clean.ERROR),
        "signed!": other & bare.str.contains(_SIGNED),
        "note!": other & ~place & bare.str.contains(NOTES),
        "place!": ~other | place,
    }
    time = _plain(pl.col("period"))
    times = {
        "no_time!": pl.col("period").fill_null("").is_in(_unreadable(one, lines)),
        "time_total!": time.str.contains(_TIMES),
        "time_beside!": time.str.contains(_BESIDE),
        "time_note!": time.str.contains(NOTES) | time.str.contains(_SIGNED),
    }
    lines = _told(_told(lines, "bare!", labels), "period", times)
    kinds = _kind(one)
    return lines.with_columns(kind=kinds).drop(*written, *labels, *times)


def _plain(text: pl.Expr) -> pl.Expr:
    return text.fill_null("").str.replace_all(rf"\s|{UNSEEN}", "")


def _told(lines: pl.DataFrame, column: str, what: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """Add what the texts of a column say, each distinct one looked at once."""
    texts = lines.select(column).unique().with_columns(**what)
    return lines.join(texts, on=column, how="left", nulls_equal=True, maintain_order="left")


def _kind(one: Reading) -> pl.Expr:
    """Tell what each line is by what its label says and whether numbers stand behind it."""
    match = one.match
    numbers, written, bare = map(pl.col, ("numbers!", "written!", "bare!"))
    group, total, whole = map(pl.col, ("group!", "total!", "whole!"))
    # A county that stands alone hands in its own return; above its townships it is their total.
    townships = (written & bare.ne("") & ~total & ~whole).any()
    total = total | (whole & townships) | (group & written)
    beside = pl.col("beside!")
    if match.area is not None:
        to_date = pl.col("to_date!")
        stated = written & total & ~to_date & ~pl.col("partial!")
        beside |= pl.col("dated!") | (to_date & stated.any())
    if match.period is not None:
        total |= pl.col("time_total!") & pl.col("no_time!")
        if match.area is None or any(read_period(text) is None for text in match.periods):
            # 上年同期 is clear below 本月 and 累计; among dates it is no period.
            beside |= pl.col("time_beside!")
    # A table of the towns and the country has nothing else; these are its areas.
    beside &= written & (written & bare.ne("") & ~total & ~beside).any()
    total &= ~beside
    heads = pl.lit(False)
    if match.area is not None and (head := match.headings.get(match.area)):
        heads = bare.str.to_lowercase() == "".join(head.lower().split())
    # Below the totals and below every number stand remarks and signatures.
    last = pl.col("row").filter(written | total).max()
    below = pl.col("row") > last
    return (
        pl.when(bare.eq("") & ~written)
        .then(pl.lit("blank"))
        .when(heads)
        .then(pl.lit("heading_row"))
        .when(bare.eq(""))
        .then(pl.lit("no_area"))
        .when(pl.col("error!"))
        .then(pl.lit("error_cell"))
        .when(bare == UNSTORED)
        .then(pl.lit("formula_without_value"))
        # 单位负责人： ends as the heads of groups do, and words stand beside it.
        .when(~numbers & (pl.col("signed!") | (pl.col("note!") & group)))
        .then(pl.lit("note_row"))
        .when(total)
        .then(pl.lit("total_row"))
        .when(group)
        .then(pl.lit("group_row"))
        .when(beside)
        .then(pl.lit("beside_row"))
        .when(~written & (pl.col("note!") | (total.any() & below & ~pl.col("place!"))))
        .then(pl.lit("note_row"))
        # A note in the column of periods, below the name of an area that stands for several lines.
        .when(~written & pl.col("no_time!") & pl.col("time_note!"))
        .then(pl.lit("note_row"))
        .when(pl.col("no_time!"))
        .then(pl.lit("no_period"))
        .otherwise(pl.lit("return"))
    )


def _is_given(areas: Areas | None, bare: pl.Expr) -> pl.Expr:
    """Tell the names of areas that lie lowest in the table of the user."""
    if areas is None or not areas.given:
        return pl.lit(False)
    return bare.map_elements(lambda name: areas.is_lowest(plain(name)), return_dtype=pl.Boolean)


def _unreadable(one: Reading, lines: pl.DataFrame) -> list[str]:
    """Return the periods, each once, that cannot be read."""
    if one.match.period is None:
        return []
    texts = lines["period"].fill_null("").unique().to_list()
    return [text for text in texts if read_period(text, roc=one.match.layout.roc) is None]
