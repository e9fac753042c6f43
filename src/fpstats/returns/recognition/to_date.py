"""Whether the numbers of a table run since the year began: what titles, names, notes say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from fpstats.patterns import pattern
from fpstats.returns.layout import NOTES
from fpstats.returns.recognition.said import Said

_TOTAL: Final = "累计"
UP_TO: Final = pattern("[^-—–−~至到]*月份?[(]?累[计計][)]?")
"""2023年5月累计, and not 2023年1-5月累计, which says where it begins."""

_OF_THE_MONTH: Final = pattern("(?<!至)[本当]月")
_PART_OF_YEAR: Final = pattern("季|下半年")
_TOTAL_OF_MONTHS: Final = pattern(f"月.*{_TOTAL}")
_SINCE: Final = pattern(rf"{_TOTAL}|年初|[本今]年以来|年内|(?<!\d)1月?[-—–~至到]\d{{1,2}}月")
"""What says that numbers began with the year."""
_NOTE: Final = pattern(NOTES)


def since_the_year_began(
    base: Said, titles: Sequence[str], names: Mapping[str, str], notes: Sequence[str]
) -> tuple[bool, str]:
    """Tell whether numbers run up to the month that is said, or else what leaves it in doubt.

    The title, or the name that says the month, is believed; a name or a note that says 累计 beside
    a month of the title contradicts it. A title of 本月 and 累计 is in doubt, and one of 累计 and
    a later quarter, which may begin with the quarter or with the year.
    """
    if "截" in base.text or UP_TO.fullmatch(base.text):
        return True, ""
    if base.span.months > 1:
        part = _PART_OF_YEAR.search(base.text) and base.span.start % 12
        return False, next((text for text in titles if part and _TOTAL in text), "")
    where = titles if base.origin == "title" else [*titles, names[base.origin]]
    said = re.escape(base.text)
    until = re.compile(rf"截[至止]{said}|{said}\d{{1,2}}日止")
    if base.text.endswith("止") or any(until.search(text) for text in where):
        return True, ""
    for text in where:
        if _TOTAL in text:
            both = next(filter(_OF_THE_MONTH.search, where), "")
            return not both, both
    others = [text for origin, text in names.items() if origin != base.origin]
    found = [text for text in others if _TOTAL_OF_MONTHS.search(text)]
    found += [text for text in notes if _TOTAL in text and _NOTE.search(text)]
    return False, found[0] if found else ""


def says_since(texts: Sequence[str]) -> bool:
    """Tell whether any text says that numbers began with the year, as 截至5月31日 does not."""
    return any(map(_SINCE.search, texts))
