"""Refuses data about persons: aggregate counts only.

Knows the headings under which registers hold persons. The message names the place and the kind,
never a value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from fpstats.errors import PersonalDataError
from fpstats.locale import say
from fpstats.patterns import pattern

_KINDS: Final = {
    "names": r"姓名|户主$|^(full|first|last|family|given)_?name",
    "identity_numbers": r"身份证(件?号码?|编号)?$|证件号|公民身份号码|^identity|^id_?card|passport",
    "telephone_numbers": r"(电话|手机)(号码?)?$|联系方式|(phone|mobile)(_?(number|no))?$",
    "addresses": r"住址|家庭地址|通讯地址|门牌号|^(home|street|mailing)_?address",
    "births": r"出生日期(?!.*[率数])|出生年月日|^date_?of_?birth|^birth_?date",
}
_ANY: Final = pattern("|".join(_KINDS.values()), re.MULTILINE)
_WORDS: Final = (
    *(
        "姓名",
        "户主",
        "身份证",
        "证件号",
        "公民身份号码",
        "identity",
        "idcard",
        "id_card",
        "passport",
    ),
    *(
        "电话",
        "手机",
        "联系方式",
        "phone",
        "mobile",
        "住址",
        "家庭地址",
        "通讯地址",
        "门牌号",
        "address",
    ),
    *("出生日期", "出生年月日", "of_birth", "ofbirth", "birth_date", "birthdate", "name"),
)
"""Each of those has one of these in it, which are found in a tenth of the time."""

_PAPERS: Final = pattern("身份证$")
"""A heading below which numbers of persons stand, or how many papers were issued."""

_COUNT: Final = pattern(r"(?:0|[1-9]\d{0,3}|[1-9],\d{3})(?:\.0+)?")
_DAY: Final = pattern(r"\D*\d{4}年\d{1,2}月(?:\d{1,2}日)?\D*")

_MASTHEAD: Final = pattern(r"填报|填表|制表|审核|负责|报送")
"""A line such as 填报人：… 联系电话：… belongs to the form, and holds no register."""


def refuse_headings(name: str, head: Sequence[Sequence[str]]) -> None:
    """Raise PersonalDataError where a heading is that of a register of persons."""
    text_of_all = "".join("\0".join(map("\0".join, head)).lower().split())
    if not any(word in text_of_all for word in _WORDS):
        return
    for row, line in enumerate(head):
        # 姓　名 is how a form spaces it. One search a line: nearly every line is innocent.
        joined = "".join("\0".join(line).lower().split()).replace("\0", "\n")
        if not _ANY.search(joined):
            continue
        texts = joined.split("\n")
        signed = any(map(_MASTHEAD.match, texts))
        for column, text in enumerate(texts):
            if len(text) > 20 or _MASTHEAD.match(text) or "：" in text or ":" in text:
                continue
            for kind, form in _KINDS.items():
                if re.search(form, text) and not (signed and kind == "telephone_numbers"):
                    if _PAPERS.search(text) and _are_counts(head[row + 1 :], column):
                        continue
                    place = {"name": name, "column": column + 1, "line": row + 1}
                    words = say("personal", kind)
                    raise PersonalDataError(say("error", "persons", **place, kind=words))


def _are_counts(lines: Sequence[Sequence[str]], column: int) -> bool:
    """Tell whether every number of a column is a small whole one, as no person's is."""
    cells = [line[column].strip() for line in lines if column < len(line)]
    numbers = [cell for cell in cells if re.search(r"\d", cell) and not _DAY.fullmatch(cell)]
    return bool(numbers) and all(map(_COUNT.fullmatch, numbers))


_NUMBERS: Final = {
    "identity_number": r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d{4}[\dXx](?!\d)",
    "telephone_number": r"(?<!\d)1[3-9]\d{9}(?!\d)",
}


def refuse_text(place: str, text: str) -> None:
    """Raise PersonalDataError where a text is the number of a person; it is not repeated."""
    if len(text) < 11:
        return
    for kind, form in _NUMBERS.items():
        if re.search(form, text):
            words = say("personal", kind)
            raise PersonalDataError(say("error", "person", place=place, kind=words))
