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

from fpstats.returns.layout import Qualified
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.mentions import mentions
from fpstats.returns.recognition.places import place_of
from fpstats.returns.recognition.said import FILLED_IN
from fpstats.returns.recognition.whose import OFFICE, RANKS
from fpstats.returns.recognition.words import Lexicon, squeezed
from fpstats.returns.sheet import Sheet

_PEOPLE: Final = re.compile(r"[人户者员民工童妇女]$|家庭|对象|群体|子女|老年|[以之]外")
"""What is said of people, and no place is called by itself."""
_LABEL: Final = re.compile("[:：]")
_OF_A_PLACE: Final = re.compile(r"(?:单位|乡镇|镇街|地区|名称)(?:[(][^)]*[)])?[:：]([一-鿿]+)")
_BRACKETS: Final = re.compile(r"[(\[〔【<《]([^)\]〕】>》]*)[)\]〕】>》]")
_HAN: Final = re.compile("[一-鿿]+")
_PLACE: Final = re.compile(rf"(?![非外除无未各])(?P<name>[一-鿿]{{1,9}}?)(?:{RANKS}|兵团)")
_NUMERALS: Final = re.compile("[〇○零一二三四五六七八九十第百千万]")


def qualified(
    sheet: Sheet, block: Block, titles: Sequence[str], names: Iterable[str], lexicon: Lexicon
) -> Qualified | None:
    """Return the first word of the titles that is not understood, and where its title stands.

    `names` are those of the areas of the table; they, and what the sheet and the file are called,
    tell which other words are of a place.
    """
    texts = [FILLED_IN.sub("", squeezed(title)) for title in titles]
    places = [name for text in texts for name in _OF_A_PLACE.findall(text)]
    places += map(squeezed, (*names, sheet.name or "", PurePath(sheet.path).stem))
    for title, text in zip(titles, texts, strict=True):
        for word in _strange(text, lexicon) if not _LABEL.search(text) else ():
            if _PEOPLE.search(word) or not any(word in place for place in places):
                return Qualified(word, place_of(sheet, title, block.top))
    return None


def _strange(text: str, lexicon: Lexicon) -> list[str]:
    """Return the words of a title that are not understood; in brackets, those of people alone."""
    inside = "，".join(_BRACKETS.findall(text))
    text = _BRACKETS.sub("，", text)
    if not _is_title(text, lexicon):
        return []
    words = [word for piece in _HAN.findall(_timeless(text)) for word in _left(piece, lexicon)]
    within = [piece for piece in _HAN.findall(_timeless(inside)) if _left(piece, lexicon)]
    return [*words, *filter(_PEOPLE.search, within)]


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
    return [word for word in left.split("，") if len(_NUMERALS.sub("", word)) > 1]


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
