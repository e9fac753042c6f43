"""Months as English forms write them: May 2024, Sept. 2024."""

from __future__ import annotations

import re
from typing import Final

from fpstats.periods.calendar import Span, month

_MONTHS: Final = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?",
    "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_NAME: Final = "|".join(_MONTHS)
_MONTH: Final = rf"(?P<name>{_NAME})[.,]*(?P<year>(?:19|20)\d\d)"
_NAMED: Final = rf"(?:(?<![a-z\d–—−~/&-])|(?<=in)|(?<=for)|(?<=of))(?:{_MONTH})(?!\d)"
_ANY: Final = rf"(?<![a-z])(?:{_NAME})(?![a-z])"
_LONGER: Final = "year|todate|ytd|cumulat|sofar|since|until|through|months|quarter"
"""Words of times that are longer than the month beside them.

Patterns are compiled when they are first looked for: most returns have no English.
"""


def read_english(text: str) -> Span | None:
    """Read a month and its year, the spaces between left out or not; None where it is neither."""
    plain = "".join(text.split()).lower()
    found = re.fullmatch(_MONTH, plain) if "a" <= plain[:1] <= "z" else None
    if found is None:
        return None
    place = next(at for at, name in enumerate(_MONTHS) if re.fullmatch(name, found["name"]))
    at = month(int(found["year"]), place + 1)
    return Span(at, at)


def english_month(title: str) -> str | None:
    """Return the one month that a title without spaces names; None where it names more."""
    plain = title.lower()
    found = re.search(_NAMED, plain)
    if found is None or len(re.findall(_ANY, plain)) > 1 or re.search(_LONGER, plain):
        return None
    return title[found.start() : found.end()]
