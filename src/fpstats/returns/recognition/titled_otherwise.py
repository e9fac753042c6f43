"""Titles that say what the numbers are: planned, of last year, shares, or of other people.

Where a table has columns of its own for these, they tell which is which, and the title does not.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Final

from msgspec import Struct

from fpstats.locale import say
from fpstats.patterns import pattern
from fpstats.returns.column import Column
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.counted import counts_in_words
from fpstats.returns.recognition.doubts import NothingCertainError
from fpstats.returns.recognition.form_unit import FormUnit
from fpstats.returns.recognition.masthead import Masthead
from fpstats.returns.recognition.places import place_of
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.towns import without_towns
from fpstats.returns.recognition.whose import filled_in_by
from fpstats.returns.recognition.words import MODIFIERS, Lexicon
from fpstats.returns.sheet import Sheet, full_name

_PLANNED: Final = pattern(
    r"预测|预计|预报|测算|推算|估算|规划|分解|控制[数指]|指标(?:下达|任务)|任务|目标"
    r"|计划(?!生育|内|外|单列|怀孕)|forecast|projection|target|planned"
)
_CARRIED_OUT: Final = pattern("完成|执行|进度|落实|考核|责任|管理|兑现|实际|实绩")

_BEFORE: Final = r"(?:上年|去年|前年|上月|上期|上季)"
_EARLIER: Final = pattern(
    # 上年10月至本年9月 is the statistical year, 上年末 an end.
    rf"{_BEFORE}(?![末底]|结转|(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月.*[至到—–~-])"
    r"|lastyear|previousyear"
)
_COMPARED: Final = pattern(
    rf"(?:比|较|与|和|及|跟|同|对|[、/]|补报){_BEFORE}"
    rf"|{_BEFORE}(?:度|同期|同月)?数?(?:相比|比|较|对|增|与|和|及|[、/])|[本今]年.*{_BEFORE}"
)

_SHARE: Final = pattern(
    r"(?<!效)(?<!频)率(?!先|领)|性别比|比例|比重|占比|比值|百分比|[(\[][%‰][)\]]|rate|ratio|percent"
)
_WORK: Final = pattern("治理|整治|监测|工作|专项|查处|打击|宣传")

_PEOPLE: Final = pattern(
    r"流动(?:人口|育龄|已婚|妇女|儿童)|(?:流入|流出|外来|暂住|寄住|非农业|农业|农村|乡村|城镇|民族|老年|老龄|残疾"
    r"|低保|贫困|移民)(?:人口|人员|人|居民|家庭)|少数民族|流动党员|党员|职工|残疾|低保户|贫困户|五保|留守|空巢|失独"
    r"|特别扶助|奖励扶助|特扶|奖扶|独生子女(?!.?证)|双女户|\d周?岁(?:及?以[上下])?(?:老|人口|儿童)"
)
"""Of whom all is that a title names behind it."""
_THINGS: Final = pattern(
    r"现孕|怀孕|孕妇|(?<!避)孕情(?!检查)|孕产妇|待产|生育证|准生证|服务证|再生育|审批|婴儿死亡|政策外|计划外|违法生育|违法婚|超生|抢生"
    r"|非婚|早婚|早育|社会抚养费|补报|收养|送养|弃婴|病残儿|出生缺陷|死胎|死产"
)
"""What is counted instead of births and people, beside them or not."""
_AND: Final = pattern("[、,，;；/和与及暨]")
_WITH: Final = pattern(r"(?:不?包?[含括]|除|剔除)[^)\]]*")
_DATES: Final = pattern(r"[\d〇○零一二三四五六七八九十]+(?:年度?|月份?|日|-)|[\d-]+")
_LATIN: Final = pattern("[a-z]+")
"""In the names of files: plan_b.xlsx is no plan of anything."""
_ONE_SEX: Final = pattern("[男女](?:性|婴|孩)")
_WHOLE: Final = frozenset({"population", "births", "deaths"})
_OFFICE: Final = pattern("(?:中心|政府|[站所办局院科室股委会])$")
"""How what fills in a form is called that is no place."""
_SAID: Final = {
    "planned": "otherwise_planned",
    "earlier": "otherwise_earlier",
    "computed": "otherwise_computed",
    "visitors": "otherwise_visitors",
}
"""What is said of a table by what its title says the numbers are."""


class Otherwise(Struct, frozen=True):
    """What a title says the numbers are (`planned`, `earlier`, `computed`, `visitors`)."""

    role: str
    text: str


def refuse_titled_otherwise(
    sheet: Sheet, block: Block, cols: Sequence[Column], said: Masthead, lexicon: Lexicon
) -> None:
    """Refuse a table whose title, or the name of its sheet or file, says what no column says.

    Raises
    ------
    NothingCertainError
        Its numbers are no counts of the period and of these people.
    """
    names = sheet.name or "", PurePath(sheet.path).stem
    found = _otherwise(said.headlines, names, cols, said.unit, lexicon)
    if found is not None:
        name = full_name(sheet.path, sheet.name)
        cell = place_of(sheet, found.text, block.top)
        what = say("error", _SAID[found.role])
        text = " ".join(found.text.split())
        raise NothingCertainError(
            say("error", "titled_otherwise", name=name, cell=cell, text=text, what=what)
        )


def _otherwise(
    titles: Sequence[str],
    names: Sequence[str],
    cols: Sequence[Column],
    unit: FormUnit,
    lexicon: Lexicon,
) -> Otherwise | None:
    """Return what titles or names say; a file may be named after what is computed from it."""
    told = {one.role for one in cols}
    items = [one for one in cols if one.role == "item"]
    filled = filled_in_by(list(map(squeezed, titles)))
    towns = [*map(squeezed, names), *filled]
    own = _words_of_own(items, lexicon) + list(filter(_OFFICE.search, filled))
    for text in (*titles, *names):
        plain = squeezed(text) if text in titles else _LATIN.sub("", squeezed(text))
        if "planned" not in told and _PLANNED.search(plain) and not _CARRIED_OUT.search(plain):
            return Otherwise("planned", text)
        if "earlier" not in told and _EARLIER.search(plain) and not _COMPARED.search(plain):
            return Otherwise("earlier", text)
        about = functools.reduce(lambda left, word: left.replace(word, ""), own, plain)
        if _is_of_others(about, towns, items, lexicon):
            return Otherwise("visitors", text)
    for text in titles:
        plain = squeezed(text)
        counted = bool(unit.names) or all(map(counts_in_words, items))
        shares = _SHARE.search(plain) and not (counted and not re.search("[%‰]", plain))
        if "computed" not in told and shares and not _WORK.search(plain):
            return Otherwise("computed", text)
    return None


def _words_of_own(items: Sequence[Column], lexicon: Lexicon) -> list[str]:
    """Return words of others that mean nothing here, as every column counts just those."""
    counted = {one.item for one in items}
    return [word for word, own in lexicon.matters.items() if counted <= set(own)]


def _is_of_others(
    plain: str, towns: Sequence[str], items: Iterable[Column], lexicon: Lexicon
) -> bool:
    """Tell whether a title speaks of other people than those who are counted, or of one sex."""
    dateless = without_towns(_DATES.sub(" ", _WITH.sub("", plain)), towns, lexicon)
    parts = _AND.split(dateless.replace(" ", ""))
    sexes = {found[0][0] for part in parts for found in _ONE_SEX.finditer(part)}
    if len(sexes) == 1 and any(one.item in _WHOLE for one in items):
        return True
    own = [bool(lexicon.meaning((_PEOPLE.sub("", part),)).ideas - MODIFIERS) for part in parts]
    for at, part in enumerate(parts):
        if _PEOPLE.search(part) and not any(own[:at]):
            return True
        alone = not any(mine for place, mine in enumerate(own) if place != at)
        if _THINGS.search(part) and alone:
            return True
    return False
