"""Whose numbers a form has that names no area beside them: the township that its title is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Final

from fpstats.areas import plain as typed
from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.patterns import pattern
from fpstats.returns.recognition.squeezed import bare, squeezed
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.sheet import full_name

_FILLED: Final = pattern(
    r"(?:填报|上报|报送|报表|统计|编制|制表)?(?:单位|乡镇|乡镇名称|单位名称|镇街|地区|行政区划)"
    r"(?:\(盖章\)|\(公章\)|\(章\)|名称)?[:：]"
    r"(?P<name>[一-鿿]{2,15}?)(?=\(|\d|单位|计量|填|制|统计|负责|审核|日期|时间|[^一-鿿]|$)"
)
_UNITS: Final = pattern(r"[百千万亿]{0,2}(?:人次|人|例|对|户|个|元|份|名|%|‰)(?:[、,，/].*)?")
_NEAR: Final = (
    r"(?:街道办事处|办事处|街道|街办|[镇乡]|苏木|农场|林场|牧场|渔场"
    r"|开发区|工业区|园区|新区|高新区|示范区|管理区|管委会)"
)
_COUNTY: Final = r"[县市区州盟旗省]"
RANKS: Final = rf"{_NEAR}|{_COUNTY}|村|社区"
"""How the names of places end."""
OFFICE: Final = pattern(
    rf"(?P<place>.+?(?:{_NEAR}|{_COUNTY}))(?:党委)?(?:(?:人民)?政府(?:办公室)?|(?:卫生(?:和|与)?计划生育|计划生育|计生"
    r"|卫生健康|卫健|卫计|人口(?:和|与)?计划生育|人口计生|人口|统计)(?:办公室|办|局|委员会|委|站|所|中心|服务站|服务所|服务中心))"
)
"""The office of a place, which is what its forms are stamped with: 临溪镇人民政府."""
_INSTITUTION: Final = pattern(
    rf"(?P<place>.+?(?:{_NEAR}))(?:{_COUNTY}级)?(?!办事处|委会)(?P<kind>[一-鿿]{{0,12}}(?:院|所|站|办|局|室|科|股|中心|委员会|政府|党委))"
)
"""What stamps a form of its place, whatever it is called: 马店镇卫生院, 马店镇派出所."""
_PERIOD: Final = pattern(
    r"(?:民国|民國)?[\d〇○零一二三四五六七八九]{2,4}年度?(?:[\d一二三四五六七八九十]{1,2}月?[-—–~～至到])?"
    r"(?:[\d一二三四五六七八九十]{1,2}月份?)?(?:累计|止)?|\d{4}[-./]?\d{1,2}|1\d{4}|\d{1,2}月份?"
)
_GENERIC: Final = pattern(
    r"^(?:各|全[县市区部体]|[本我][县市区乡镇]|分[乡镇]|按|所有|有关)|乡镇|村镇|镇乡|镇街|街镇|^城?镇$|^城?乡$|^街道$"
)
_OF_YEARS: Final = pattern(
    r"(?:历|近|逐|各|分|按|主要|重点|部分|若干|多)(?:几|些|个|[两三四五六七八九十]{1,2})?(?:年[份度次来]?|月份?|季度?)|[一-鿿]{2,4}(?:以来|时期|期间)"
)
"""Of which years a table is: no part of a name before it."""

_ABOUT: Final = pattern(
    rf"$|{_OF_YEARS.pattern}|[^一-鿿]|人口|计划|计生|统计|卫生|卫健|卫计|健康|报表|月报|年报|季报|基本|村级|分村|各村|辖区|情况|生命|妇幼|工作|基础|上报|汇总|数据|台账|第|年度|月度|季度|[上下]半年|全年"
)
"""What follows the name of a place in a title; the words of headings besides."""

_OPENING: Final = pattern("^(?:关于|有关|印发|转发|上报|呈报|报送|公布|附[件表录])+")
"""What a title begins with before it names a place."""

_SUBJECTS: Final = pattern(
    r"卫生|卫健|卫计|健康|月报表?|年报表?|季报表?|统计|报表|表|基本|基础|工作|生命|汇总|数据|台账|人口|和|与|及"
)
"""Of what else titles are made."""

_NO_NAME: Final = pattern(
    r"sheet|book|工作[表簿]|表[一二三四五六七八九十]?|汇总|报表|月报|年报|季报|上报|全[县市区]|定稿|终稿|修改|新建|数据|统计|样表|模板|副本|版|[第份月年季度一二三四五六七八九十]"
)
"""What the names of sheets are made of that say nothing."""


def area_of(titles: Sequence[str], sheet: str | None, path: str, lexicon: Lexicon) -> str:
    """Return the area that a whole sheet is of, as far as anything names one; else nothing.

    The name of a township counts for more than that of the county to which it reports; and the
    county has reported itself only where the sheet is not named after something else.

    Raises
    ------
    FpstatsError
        The title is of one township, and the sheet is named after another.
    """
    texts = [squeezed(text) for text in titles]
    filled = filled_in_by(texts)
    filled = [found["place"] if (found := _stamped(name)) else name for name in filled]
    near = [name for name in filled if not re.search(_COUNTY + "$", name) or is_near(name)]
    named = [_named(squeezed(name)) for name in (sheet or "", PurePath(path).stem)]
    titled = [name for text in texts for name in _placed(text, _NEAR, lexicon)]
    said = near[:1] + [one for one in named if one] + titled[:1]
    if near and named[0] and not _alike(near[0], named[0]):
        raise _two(sheet, path, near[0], named[0])
    if titled and named[0] and not _alike(titled[0], named[0]):
        raise _two(sheet, path, titled[0], named[0])
    said += [
        one
        for name in (sheet or "", PurePath(path).stem)
        for one in _placed(squeezed(name), _NEAR, lexicon)
    ]
    said += [name for text in texts if (name := _unranked(text, lexicon))]
    if said:
        return said[0]
    county = filled + [name for text in texts for name in _placed(text, _COUNTY, lexicon)]
    return county[0] if county and _says_no_more(sheet or "", county[0], lexicon) else ""


def as_written(name: str, texts: Iterable[str]) -> str:
    """Return a name as it stands in the first of these texts that has it: 板橋區 for 板桥区."""
    for text in map(typed, texts):
        at = squeezed(text).find(name)
        if at >= 0:
            return text[at : at + len(name)]
    return name


def filled_in_by(texts: Sequence[str]) -> list[str]:
    """Return what squeezed titles say behind 填报单位：."""
    return [
        found["name"]
        for text in texts
        for found in _FILLED.finditer(_PERIOD.sub(" ", text))
        if not _UNITS.fullmatch(found["name"])
    ]


def _stamped(name: str) -> re.Match[str] | None:
    return OFFICE.fullmatch(name) or _INSTITUTION.fullmatch(name)


def _two(sheet: str | None, path: str, one: str, other: str) -> FpstatsError:
    name = full_name(path, sheet)
    return FpstatsError(say("error", "two_areas", name=name, one=one, other=other))


def is_near(name: str) -> bool:
    """Tell the name of a township, or of what is below one."""
    return re.search(rf"(?:{_NEAR}|村|社区)$", name) is not None


def _alike(one: str, other: str) -> bool:
    """Tell whether two names may mean one place: 青禾县城关镇, 城关镇, 城关."""
    short, long = sorted((re.sub(_NEAR + "$", "", name) for name in (one, other)), key=len)
    return short in long


def _named(name: str) -> str:
    """Return the name of a sheet or file where it is that of a place and nothing else."""
    plain = bare(_PERIOD.sub("", name))
    fits = re.fullmatch(rf"[一-鿿]{{1,12}}(?:{_NEAR}|区)", plain)
    return plain if fits and not _GENERIC.search(plain) else ""


def _placed(text: str, rank: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the places that a title is about: 白鹤镇 of 2020年10月白鹤镇卫生健康统计表."""
    for whole in re.split(r"[^一-鿿]+", _PERIOD.sub(" ", text)):
        part = _OPENING.sub("", whole)
        for found in re.finditer(rf"[一-鿿]{{1,18}}?{rank}", part):
            name, rest = part[: found.end()], part[found.end() :]
            if len(re.sub(rf"^.*{_COUNTY}(?=.)", "", name)) > 12 or _GENERIC.search(name):
                break
            if _ABOUT.match(rest) or lexicon.begins(rest):
                yield name
                break


def _unranked(text: str, lexicon: Lexicon) -> str:
    """Return the place before a subject that is understood whole: 大坝 of 大坝人口统计表."""
    plain = "".join(re.findall("[一-鿿]+", _PERIOD.sub("", text)))
    plain = _OF_YEARS.sub("", _OPENING.sub("", plain))
    for end in range(2, min(7, len(plain) - 3)):
        subject = _SUBJECTS.sub("", plain[end:])
        about = _ABOUT.match(plain[end:]) or lexicon.begins(plain[end:])
        if about and not lexicon.meaning((subject,)).unknown:
            name = plain[:end]
            fits = lexicon.meaning((_SUBJECTS.sub("", name),)).unknown == name
            county = re.search(_COUNTY + "$", name)
            ranked = re.search(rf".(?:{_NEAR}|{_COUNTY}).", name)
            return name if fits and not county and not ranked and not _GENERIC.search(name) else ""
    return ""


def _says_no_more(sheet: str, county: str, lexicon: Lexicon) -> bool:
    plain = bare(_PERIOD.sub("", squeezed(sheet)))
    left = _NO_NAME.sub("", plain.replace(county, ""))
    # 3-1 is the number of a table.
    return re.search("[一-鿿]|[a-z]{2}", left) is None or not lexicon.meaning((left,)).unknown
