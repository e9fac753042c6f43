"""Times in titles that the period that counts does not settle: 2024年5月报表（1—4月）."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fpstats.patterns import pattern
from fpstats.returns.recognition.mentions import Mention, mentions
from fpstats.returns.recognition.said import Said

_BEHIND: Final = pattern(
    "(?:上年|去年)?(?:同期|同月|相比|对比|比较|版|修订|制定|印发|制)|[)〕\\]]?第?\\d*号"
)
"""What follows a time with which others are compared, or in which the form was made."""

_BEFORE: Final = pattern("(?:[较比与]|同比|环比|每|有效期至?[:：]?|[〔\\[])$")
_OF_THE_MONTH: Final = pattern("[(]?[本当]月(?:数|发生数?)?[)]?")


def unsettled(base: Said, texts: Sequence[str], *, running: bool) -> str:
    """Return the first time in the titles that is neither the period that counts nor its year.

    Numbers that run since the year began (`running`) may name the month in which they do. 本月
    alone, below several months, is none of them. Nothing where all is settled.
    """
    for text in texts:
        if base.span.months > 1 and _OF_THE_MONTH.fullmatch(text):
            return text
        for one in mentions(text):
            beside = _BEFORE.search(text[: one.start]) or _BEHIND.match(text[one.end :])
            if not beside and not _fits(one, text[one.end : one.end + 1], base, running=running):
                return one.text
    return ""


def _fits(one: Mention, behind: str, base: Said, *, running: bool) -> bool:
    if one.is_day:
        return True
    span = one.span(base.span.end // 12)
    if span is None or span == base.span:
        return span is not None
    if behind in ("末", "底"):
        return span.end == base.span.end
    if one.is_year:
        return span.start <= base.span.end and base.span.start <= span.end
    return running and span.end == base.span.end
