"""What a file is, by its first bytes: they know it better than its name.

Offices call many things .xls: a page that a web system wrote, a text with commas, a workbook of
another kind. Each is told apart, so that the message says what to do.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.patterns import pattern
from fpstats.returns import encoding as encodings

FIRST: Final = 4096
"""How many bytes tell what a file is."""

WORKBOOKS: Final = (".xlsx", ".xls")

_MAGIC: Final = {
    b"PK\x03\x04": ".xlsx",
    b"\xd0\xcf\x11\xe0": ".xls",
    b"PAR1": ".parquet",
    b"ARROW1": ".arrow",
    b"\xff\xff\xff\xff": ".arrow",  # a stream, which has no name of its own
}
_PAGE: Final = pattern(
    r"\s*(<\?xml[^>]*>\s*)?<(!doctype\s+html|html|head|meta|table|div|style|body)\b", re.I
)
_OLD_XML: Final = pattern(r"office:spreadsheet|<(\w+:)?workbook\b", re.I)
_MAIL: Final = pattern(r"\s*mime-version:", re.I)
_PAPER: Final = ("%PDF", "%!PS", "{\\rtf")
_CONTROL: Final = pattern(r"[\x00-\x08\x0e-\x1f]")
_PARTED: Final = pattern(r"[,\t;|][^\n]*[\r\n]")


def magic(start: bytes) -> str | None:
    """Return the suffix that a file of this beginning should have; None where it may be text."""
    return next((kind for one, kind in _MAGIC.items() if start.startswith(one)), None)


def kind(path: str, start: bytes, suffix: str) -> str:
    """Return the suffix that fits the first bytes of a file called `suffix`.

    Text that is called a workbook is text, if it is a table at all.

    Raises
    ------
    FpstatsError
        It is a page of a web system, or called a workbook and is none.
    """
    known = magic(start)
    if known is not None:
        return known
    if not start and suffix in WORKBOOKS:
        raise FpstatsError(say("error", "empty_workbook", path=path))
    words = _words(start)
    for key, form in (("old_xml", _OLD_XML), ("web_page", _PAGE), ("web_page", _MAIL)):
        found = form.search(words) if form is _OLD_XML else form.match(words)
        if found is not None and (form is not _OLD_XML or words.lstrip().startswith("<")):
            raise FpstatsError(say("error", key, path=path))
    if suffix not in WORKBOOKS:
        return suffix
    if (
        words.startswith(_PAPER)
        or _CONTROL.search(words)
        or not encodings.plausible(words)
        or not _PARTED.search(words)
    ):
        raise FpstatsError(say("error", "no_workbook", path=path))
    return ".csv"


def _words(start: bytes) -> str:
    """Return the beginning as text, as far as it is any; a character may be cut in two."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", errors="ignore")
    name = "utf-8-sig" if encodings.begins_as_utf8(start) else "gb18030"
    try:
        return codecs.getincrementaldecoder(name)().decode(start)
    except UnicodeDecodeError:
        return "\0"
