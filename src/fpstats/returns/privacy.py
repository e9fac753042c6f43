"""Refuses data about persons: aggregate counts only.

Knows the headings under which registers hold persons. The message names the place and the kind,
never a value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from fpstats.errors import PersonalDataError

_KINDS: Final = {
    "names": r"姓名|户主|(full|first|last|family|given)[ _]?name",
    "identity numbers": r"身份证|证件号|公民身份号码|identity|id[ _]?card|passport",
    "telephone numbers": r"电话|手机|联系方式|phone|mobile|telephone",
    "addresses": r"住址|家庭地址|通讯地址|门牌|(home|street|mailing)[ _]?address",
    "dates of birth": r"出生日期|出生年月日|date[ _]of[ _]birth|birth[ _]?date",
}
_ANY: Final = re.compile("|".join(_KINDS.values()))

_MASTHEAD: Final = re.compile(r"填报|填表|制表|审核|负责|联系|单位")
"""A line such as 填报人：… 联系电话：… belongs to the form, and holds no register."""


def refuse_headings(name: str, head: Sequence[Sequence[str]]) -> None:
    """Raise PersonalDataError where a heading is that of a register of persons."""
    for row, line in enumerate(head):
        # One search a line: nearly every line is innocent.
        if not _ANY.search("\n".join(line).lower()):
            continue
        for column, cell in enumerate(line):
            text = cell.strip().lower()
            if len(text) > 20 or _MASTHEAD.match(text) or "：" in text or ":" in text:
                continue
            for kind, pattern in _KINDS.items():
                if re.search(pattern, text):
                    raise PersonalDataError(
                        f"{name}: column {column + 1}, line {row + 1} holds {kind} of persons; "
                        "the file is refused\n"
                        "Hint: fpstats takes aggregate counts only; hand in the totals"
                    )
