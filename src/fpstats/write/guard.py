"""What keeps text from our data harmless to the program that opens it.

A spreadsheet takes text that starts with = + - @ for a formula, a terminal obeys control
characters, XML cannot hold them. Numbers are never touched.
"""

from __future__ import annotations

import re
from typing import Final

from fpstats.patterns import pattern

STARTS: Final = "=+-@\t\r\n\0＝＋－＠"
"""What text starts with that a spreadsheet may take for a formula."""

NUMERAL: Final = r"^[+-]?[0-9]+(\.[0-9]+)?$"
"""Text that is a plain number: it starts like a formula and is none."""

GUARDED: Final = f"^'*[{re.escape(STARTS)}]"
"""Text that gets an apostrophe: what may be a formula, and what would look as if it had got one.

So one apostrophe less always gives back what was written.
"""

_NUMERAL: Final = pattern(NUMERAL)
_GUARDED: Final = pattern(GUARDED)
_SPACE: Final = pattern(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# C0, C1, and what changes the direction of text or has no width: it can make a line lie.
_CONTROL: Final = pattern(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# What XML 1.0 has no place for; tab and line feed may stay in a cell.
_NOT_XML: Final = pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet could take the text for a formula.

    >>> [is_formula(text) for text in ("=1+1", "＠SUM(A1)", "-3.5", "-3+2", "晴禾街道")]
    [True, True, False, True, False]
    """
    return text[:1] in STARTS and text != "" and _NUMERAL.fullmatch(text) is None


def guarded(text: str) -> str:
    """Return text that no spreadsheet takes for a formula.

    >>> [guarded(text) for text in ("=1+1", "'=1+1", "-3.5", "晴禾街道")]
    ["'=1+1", "''=1+1", '-3.5', '晴禾街道']
    """
    live = _GUARDED.match(text) is not None and _NUMERAL.fullmatch(text) is None
    return f"'{text}" if live else text


def one_line(text: str) -> str:
    r"""Return text that can neither break a line nor steer a terminal.

    >>> one_line("东风\x1b[31m乡\r\n")
    '东风[31m乡'
    """
    return _CONTROL.sub("", _SPACE.sub(" ", text)).strip()


def xml_text(text: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
