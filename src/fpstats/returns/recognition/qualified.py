"""Titles with a word that is not understood, which may say of whom the numbers are: 低保人口.

A title is made of places, times, words of headings and words of forms. Which other words narrow
what is counted cannot be listed: whatever is left over may.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Final

from fpstats.patterns import pattern
from fpstats.returns.column import Column
from fpstats.returns.layout import Qualified
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.mentions import mentions
from fpstats.returns.recognition.places import place_of
from fpstats.returns.recognition.said import FILLED_IN
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.towns import without_towns
from fpstats.returns.recognition.whose import OFFICE, RANKS
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.sheet import Sheet

_PEOPLE: Final = pattern(r"[人户者员民工童妇女]$|家庭|对象|群体|子女|老年|[以之]外")
"""What is said of people, and no place is called by itself."""
_LABEL: Final = pattern("[:：]")
_SCOPE: Final = pattern(
    "^(?:统计|填报|报表|数据)?(?:口径|范围|对象|人群|类别|性质|户口性质|人员类别)[:：](.+)"
)
"""What says in a line of its own who is counted."""
_ORDER: Final = pattern("[孩胎]|^[非未应半独双单孤农]+$")
"""What narrows although it is one letter: 三孩 behind its number, 非 before 户籍."""
_BESIDE: Final = pattern("流入|流出|外来|暂住|婴儿(?=死亡)")
"""Words of headings that say of whom a whole form is where they stand in its title."""
OF_PEOPLE: Final = pattern(
    "流动人?口?|流入|流出|外来|暂住|非户籍|非农业?|农业人?口?|农村|乡村(?=人口|居民)|城镇(?!街道)|低保|贫困|脱贫"
    "|残疾|移民|[三四五]孩|[双多]胞胎|少数民族|老年|离退休|失独|特扶|奖扶|计划外|政策外|非婚|违法|超生|再婚|复婚"
)
"""The same in the names of sheets and files, which may be called anything."""
_SHORT: Final = 8
"""A word alone above a table is no longer; what is longer is a remark."""
_PARTS: Final = {
    "first": "births", "second": "births", "third_plus": "births", "policy": "births",
    "first_marriage": "marriage", "late_marriage": "marriage", "late_age": "marriage",
    "wed": "",
}  # fmt: skip
"""What a title may narrow, and of what; 已婚 narrows all."""
_OF_A_PLACE: Final = pattern(r"(?:单位|乡镇|镇街|地区|名称)(?:[(][^)]*[)])?[:：]([一-鿿]+)")
_BRACKETS: Final = pattern(r"[(\[〔【<《]([^)\]〕】>》]*)[)\]〕】>》]")
_HAN: Final = pattern("[一-鿿]+")
_PLACE: Final = pattern(
    rf"(?![非外除无未各跨邻]|(?:[城农乡]|城乡)[村镇])(?P<name>[一-鿿]{{1,9}}?)(?:{RANKS}|兵团)"
)
_NUMERALS: Final = pattern("[〇○零一二三四五六七八九十第百千万]")


def qualified(
    sheet: Sheet,
    block: Block,
    titles: Sequence[str],
    names: Iterable[str],
    cols: Sequence[Column],
    lexicon: Lexicon,
) -> Qualified | None:
    """Return the first word around a table that may say of whom it is, and where it stands.

    It is a word of a title that is not understood, or one that narrows what the columns name
    whole; or one of people in the name of the sheet or of the file, or in the place of an area.
    `names` are those of the areas of the table; they, and what the sheet and the file are called,
    tell which other words are of a place.
    """
    texts = [FILLED_IN.sub("", squeezed(title)) for title in titles]
    places = [name for text in texts for name in _OF_A_PLACE.findall(text)]
    called = squeezed(sheet.name or ""), squeezed(PurePath(sheet.path).stem)
    places += map(squeezed, (*names, *called))
    for title, text in zip(titles, texts, strict=True):
        for word in _strange(text, cols, lexicon):
            if _PEOPLE.search(word) or not any(word in place for place in places):
                return Qualified(word, place_of(sheet, title, block.top))
    if any(one.role == "visitors" for one in cols):
        return None
    for origin, name in zip(("sheet", "file"), called, strict=True):
        found = OF_PEOPLE.search(without_towns(name, [name], lexicon))
        if found or _parts(name, cols, lexicon):
            return Qualified(found[0] if found else name, origin=origin)
    people = (name for name in names if OF_PEOPLE.fullmatch(squeezed(name)))
    return next((Qualified(name, origin="area") for name in people), None)


def _strange(text: str, cols: Sequence[Column], lexicon: Lexicon) -> list[str]:
    """Return the words of a title that are not understood, or that narrow what columns name."""
    if scope := _SCOPE.match(text):
        return _words(scope[1], lexicon)
    if _LABEL.search(text):
        return []
    inside = "，".join(_BRACKETS.findall(text))
    text = _BRACKETS.sub("，", text)
    if not _is_title(text, lexicon):
        alone = text.strip("，") or inside
        unknown = _words(alone, lexicon) == ["".join(_HAN.findall(alone))]
        return [alone] if len(alone) <= _SHORT and unknown else []
    within = [piece for piece in _HAN.findall(_timeless(inside)) if _left(piece, lexicon)]
    return [*_words(text, lexicon), *within, *_parts(text + inside, cols, lexicon)]


def _words(text: str, lexicon: Lexicon) -> list[str]:
    left = [word for piece in _HAN.findall(_timeless(text)) for word in _left(piece, lexicon)]
    return [*_BESIDE.findall(text), *left]


def _parts(text: str, cols: Sequence[Column], lexicon: Lexicon) -> list[str]:
    """Return a title that narrows what no column does: 一孩 above columns of births."""
    ideas = [lexicon.meaning(one.path).ideas for one in cols if one.role == "item"]
    headed = {idea for one in cols for idea in lexicon.meaning(one.path).ideas}
    for idea in lexicon.meaning((text,)).ideas & _PARTS.keys() - headed:
        if any(mine and (not _PARTS[idea] or _PARTS[idea] in mine) for mine in ideas):
            return [text]
    return []


def _is_title(text: str, lexicon: Lexicon) -> bool:
    """Tell a title from a remark: it ends as one, or names what is counted."""
    return text.endswith(("表", "情况", "统计", "报")) or bool(lexicon.meaning((text,)).ideas)


def _timeless(text: str) -> str:
    for one in reversed(list(mentions(text))):
        text = f"{text[: one.start]}，{text[one.end :]}"
    return text


def _left(piece: str, lexicon: Lexicon) -> list[str]:
    """Cut places at the head of a piece and known words; return what is left, of two letters on."""
    known = _known(lexicon)
    at = 0
    while (office := OFFICE.match(piece, at)) or (place := _place(piece, at, known)):
        at = office.end() if office else at + place
    left = known.sub("，", piece[at:])
    words = left.split("，")
    return [word for word in words if len(_NUMERALS.sub("", word)) > 1 or _ORDER.search(word)]


def _place(piece: str, at: int, known: re.Pattern[str]) -> int:
    """Return the length of the name of a place; one made of words of headings is none."""
    found = _PLACE.match(piece, at)
    if found is None or any(len(word) > 1 for word in known.findall(found["name"])):
        return 0
    return len(found[0])


@functools.lru_cache(maxsize=4)
def _known(lexicon: Lexicon) -> re.Pattern[str]:
    words = sorted({*lexicon.words, *lexicon.names}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))
