"""What only persons have: identity numbers, mobile numbers, names, addresses; told by the values.

Knows texts and numbers, not where they stand. A false alarm would refuse the return of a township,
so a number must be right in every part that can be checked, and names and addresses must fill a
column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from fpstats.patterns import pattern

_PROVINCES: Final = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_DAY: Final = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_IDENTITY: Final = pattern(
    rf"(?<![0-9])({_PROVINCES}[0-9]{{4}}(?:18|19|20)[0-9]{{2}}{_DAY}[0-9]{{3}})([0-9Xx])(?![0-9])"
)
_ROUNDED: Final = pattern(rf"{_PROVINCES}[0-9]{{4}}(?:18|19|20)[0-9]{{2}}{_DAY}[0-9]{{4}}")
_DATED: Final = pattern(_ROUNDED.pattern[: -len("{4}")] + "{3}[0-9Xx]")
_OLD_LENGTH: Final = 15
_DWELLING: Final = 8
_FIGURE: Final = pattern("[0-9０-９]")
_OF_OLD: Final = pattern(rf"{_PROVINCES}[0-9]{{6}}{_DAY}[0-9]{{3}}")
_MOBILE: Final = pattern(r"(?<![0-9.])(?:\+?86[- ]?)?1[3-9][0-9]{9}(?!\.?[0-9])")
_GROUPED: Final = pattern(r"(?<![0-9.])1[3-9][0-9]([- ])[0-9]{4}\1[0-9]{4}(?![0-9])")
_SCIENCE: Final = pattern(r"[1-8]\.[0-9]{5,17}[eE]\+?17")
_LEAST: Final = pattern(r"[0-9Ee０-９][0-9０-９ +.-]{9}")
_SPACED: Final = pattern(r"(?<=[0-9])[ \u3000-](?=[0-9Xx])")
"""What stands between the parts of a number: 110105 19491231 002X."""

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
"""ISO 7064, mod 11-2: the last figure for each remainder."""

_WIDE: Final = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")

_SURNAMES: Final = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜"
    "丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严"
    "尹钱施牛洪龚張劉陳楊黃趙吳孫馬鄭羅謝韓許鄧馮葉呂蔣鍾盧陸譚韋賈鄒閻龍嚴錢龔"
)
_LONG: Final = ("欧阳", "上官", "司马", "诸葛", "歐陽")
_FIRST: Final = frozenset(_SURNAMES).union(name[0] for name in _LONG)
NAME: Final = pattern(rf"(?:[{_SURNAMES}]|{'|'.join(_LONG)})[\u4e00-\u9fff·]{{1,3}}")
_OF_PLACES: Final = (
    "乡鄉镇鎮村庄莊屯街道区區县縣市州盟旗里社组組湾灣沟溝河湖江海山岭嶺岗崗坡坪坝壩塘井泉桥橋店集铺鋪"
    "寨堡营營口门門关關港岛島洲滩灘园園场場站厂廠城楼樓台臺埠头頭家处處所办辦会會部局院校人数數率计計"
)
PLACE: Final = pattern(f"[{_OF_PLACES}]$")
DWELLING: Final = pattern(
    r"(?:[村庄屯]\S{0,8}组\S{0,4}[0-9一二三四五六七八九十]+号"
    r"|(?:路|街|巷|弄|胡同|大道)\S{0,6}[0-9]+(?:号|弄)\S{0,12}"
    r"|[0-9]+(?:号楼|栋|幢|单元)\S{0,4}[0-9]+(?:室|号)?)"
)

_IN_ADDRESSES: Final = frozenset("号弄栋幢单")
"""One of these is in every such address."""


def of_text(text: str) -> str | None:
    """Return what number of a person stands in a text: the kind, or None.

    >>> of_text("11010519491231002X"), of_text("110105194912310021"), of_text("电话13800138000")
    ('identity_number', None, 'telephone_number')
    """
    if len(text) < SHORTEST or not _LEAST.search(text):
        return None
    if len(text) == SHORTEST and text.isascii() and text.isdecimal():
        # Codes of villages are as long: the columns of those need no second look.
        return "telephone_number" if "13" <= text[:2] <= "19" else None
    plain = text.translate(_WIDE)
    for found in _IDENTITY.finditer(_SPACED.sub("", plain)):
        if _checks(found[1], found[2].upper()):
            return "identity_number"
    if _SCIENCE.search(plain):
        numbers = (float(found) for found in _SCIENCE.findall(plain))
        if any(of_number(number) for number in numbers):
            return "identity_number"
    if _MOBILE.search(plain) or _GROUPED.search(plain):
        return "telephone_number"
    return None


def of_number(number: float) -> str | None:
    """Return what number of a person a number is: the kind, or None.

    A spreadsheet keeps 15 figures: the last three of an identity number are lost, and with them
    the check, but the province and the day of birth are there.

    >>> of_number(1.10101199003071e17), of_number(13800138000.0), of_number(1.0e17)
    ('identity_number', 'telephone_number', None)
    """
    if not SMALLEST <= number < 9e17 or number != int(number):
        return None
    figures = str(int(number))
    if len(figures) == 18:
        # The fifteen that are kept, which binary fractions do not have to the last.
        figures = f"{number:.14e}"[:16].replace(".", "") + "000"
    if _MOBILE.fullmatch(figures):
        return "telephone_number"
    return "identity_number" if _ROUNDED.fullmatch(figures) else None


def of_column(texts: Sequence[str]) -> tuple[str, int] | None:
    """Return what the texts of a column say of persons: the kind and the first place; or None.

    Looks at the stretch from the first such text to the last, so that headings and notes do not
    count. Three in four of it must be such, and there must be so many as `FEWEST` says. Names are
    told by surnames, by their length and by being no places; hardly any may stand there twice.
    Below a heading that asks for a person one name is enough.
    """
    words = [text for text in texts if len(text) >= _OLD_LENGTH or not text.isdigit()]
    if len(words) < LEAST and not any(
        _PERSON.fullmatch(text) or (len(text) >= _DWELLING and _FIGURE.search(text))
        for text in words
    ):
        return None  # counts, as in most columns
    plain = ["".join(text.split()).translate(_WIDE) for text in texts]
    for kind, fits in _COLUMNS.items():
        fit = [place for place, text in enumerate(plain) if text and fits(text)]
        if len(fit) < FEWEST[kind]:
            continue
        filled = sum(map(bool, plain[fit[0] : fit[-1] + 1]))
        found = [plain[place] for place in fit]
        if len(fit) >= 0.75 * filled and (kind != "names" or _various(found)):
            return kind, fit[0]
    return _below_a_person(plain)


def _below_a_person(plain: Sequence[str]) -> tuple[str, int] | None:
    """Return where names stand below a heading such as 母亲 or 负责人."""
    asked = next((place for place, text in enumerate(plain) if _PERSON.fullmatch(text)), None)
    if asked is None:
        return None
    below = [place for place in range(asked + 1, len(plain)) if plain[place]]
    named = [place for place in below if is_name(plain[place])]
    return ("names", named[0]) if named and len(named) >= 0.75 * len(below) else None


_PERSON: Final = pattern(
    r"((负责|责任|经办|联系|包村|包片|管理|当事)(人|干部)|(父|母)亲?|丈夫|妻子|夫妻|产妇|孕妇|婴儿|新生儿"
    r"|户主|育龄妇女|对象|本人)(姓名|名单|名字)?"
)
"""How a column is headed in which one would look for a person."""

SMALLEST: Final = 13_000_000_000
"""The smallest mobile number; no count of people is as large."""

SHORTEST: Final = 11
"""How many figures the number of a person has at least: those of a mobile telephone."""

FEWEST: Final[Mapping[str, int]] = {"identity_numbers": 2, "addresses": 3, "names": 4}
"""How many cells of a column must be such before it is one of persons."""

LEAST: Final = max(FEWEST.values())
"""So many are enough of any kind."""


def is_name(text: str) -> bool:
    """Tell whether a text looks like the name of a person: by its surname, and as no place."""
    return text[:1] in _FIRST and text[-1] not in _OF_PLACES and NAME.fullmatch(text) is not None


def discreet(value: object) -> object:
    """Return what may be repeated of a cell that should hold a number: no name of a person.

    >>> discreet("王小明"), discreet("两个")
    ('…', '两个')
    """
    return "…" if is_name(str(value)) else value


def all_names(texts: Sequence[str]) -> bool:
    """Tell whether a whole column holds names of persons and nothing else, whatever its heading.

    That is what a register under 乡镇 looks like. Of villages and townships some always end as
    places do, or begin with no surname.
    """
    return len(texts) > LEAST and all(map(is_name, texts)) and _various(texts)


def _various(names: Sequence[str]) -> bool:
    """Tell names of persons from words: most have three characters, and few stand there twice."""
    three = sum(len(name) == 3 for name in names)
    return three >= 0.4 * len(names) and len(set(names)) >= 0.8 * len(names)


_COLUMNS: Final[Mapping[str, Callable[[str], object]]] = {
    "identity_numbers": lambda text: (
        len(text) >= _OLD_LENGTH and (_DATED.fullmatch(text) or _OF_OLD.fullmatch(text))
    ),
    "addresses": lambda text: not _IN_ADDRESSES.isdisjoint(text) and DWELLING.search(text),
    "names": is_name,
}


def _checks(figures: str, last: str) -> bool:
    total = sum(int(one) * weight for one, weight in zip(figures, _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == last
