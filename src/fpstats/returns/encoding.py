"""Bytes to text: byte-order mark, then strict UTF-8, then strict GB18030 if it reads plausibly.

No detector guesses: on the GBK files of offices, which are ASCII but for a few cells, statistical
detectors are wrong more often than right. `docs/decisions/encodings.md` has the measurements.
"""

from __future__ import annotations

import codecs
import functools
from collections.abc import Iterable, Iterator
from typing import Final

from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.locale import say

PLAUSIBLE: Final = 0.85
"""Least share of common characters in what was read as GB18030.

True township tables have 0.93 and more; Big5 read as GB18030 has 0.62 at the most, and it never
fails to decode, so nothing else would give it away.
"""

PLAUSIBLE_TRADITIONAL: Final = 0.65
"""The same where the text cannot be Big5."""

_BIG5_USUAL: Final = range(0xA1, 0xC7)
"""The first bytes of punctuation and of the 5,401 usual characters; 7,652 rare ones follow."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@functools.cache
def _common() -> frozenset[str]:
    """Return the characters of GB2312: what Chinese offices write, punctuation included."""
    rows = [*range(0xA1, 0xAA), *range(0xB0, 0xF8)]
    pairs = b"".join(bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    return frozenset(pairs.decode("gb2312", errors="ignore"))


def plausible(text: str, least: float = PLAUSIBLE) -> bool:
    """Tell whether a text looks like Chinese rather than like something else misread.

    A character of four bytes speaks for GB18030: no second byte of Big5 is a digit.
    """
    letters = [character for character in text[:200_000] if ord(character) > 127]
    if not letters:
        return True
    common = _common()
    known = sum(one in common or len(one.encode("gb18030")) == 4 for one in letters)
    return known >= least * len(letters)


def reads_as_gb18030(data: bytes, text: str) -> bool:
    """Tell whether bytes that decode as GB18030 are meant so.

    Traditional characters are rare in GB18030, yet they are written: then the share of common ones
    is lower, but the bytes cannot be Big5.
    """
    if plausible(text):
        return True
    try:
        data.decode("big5hkscs")
    except UnicodeDecodeError as error:
        # The last character of a beginning may be cut in two.
        return error.start < len(data) - 1 and plausible(text, PLAUSIBLE_TRADITIONAL)
    return False


def begins_as_utf8(head: bytes) -> bool:
    """Tell whether the beginning of a file is UTF-8, with or without its mark."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\0" not in head


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """Return the text of a file and the name of the encoding that was used.

    Raises
    ------
    FpstatsError
        The bytes are neither UTF-8, nor UTF-16 with a mark, nor plausible GB18030; or are damaged.
    ConfigurationError
        No encoding has the name that was given.
    """
    text, used = _decode(data, name, encoding)
    if "\0" in text:
        raise damaged(name, text.count("\n", 0, text.index("\0")) + 1)
    return text, used


def refuse_beginning(start: bytes, name: str) -> None:
    """Refuse a file by its beginning alone, so that a large one need not be read for it.

    Raises
    ------
    FpstatsError
        The beginning is in none of the encodings that are told apart.
    """
    if any(start.startswith(mark) for mark, _ in _MARKS):
        return
    if b"\0" in start:
        raise damaged(name, start.count(b"\n", 0, start.index(b"\0")) + 1)
    try:
        # The last character may be cut in two.
        text = codecs.getincrementaldecoder("gb18030")().decode(start)
    except UnicodeDecodeError:
        text = ""
    if not text or not reads_as_gb18030(start, text):
        raise _unread(start, name)


def without_nul(lines: Iterable[str], name: str) -> Iterator[str]:
    """Yield lines of text as they are.

    Raises
    ------
    FpstatsError
        One has a NUL character.
    """
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            raise damaged(name, number)
        yield line


def damaged(name: str, line: int) -> FpstatsError:
    """Return the error that a file with a NUL character is."""
    return FpstatsError(say("error", "nul_byte", name=name, line=line))


def _decode(data: bytes, name: str, encoding: str | None) -> tuple[str, str]:
    if encoding is not None:
        try:
            return data.decode(encoding).removeprefix("\ufeff"), encoding
        except LookupError:
            raise ConfigurationError(say("error", "unknown_encoding", name=encoding)) from None
        except UnicodeDecodeError as error:
            given = {"name": name, "encoding": encoding, "reason": error}
            raise FpstatsError(say("error", "other_encoding", **given)) from None
    for mark, marked in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(marked).removeprefix("\ufeff"), marked.upper()
            except UnicodeDecodeError as error:
                given = {"name": name, "encoding": marked.upper(), "reason": error}
                raise FpstatsError(say("error", "false_mark", **given)) from None
    if b"\0" in data:
        raise damaged(name, data.count(b"\n", 0, data.index(b"\0")) + 1)
    for candidate in ("utf-8", "gb18030"):
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        if candidate == "utf-8" or reads_as_gb18030(data, text):
            return text, candidate.upper()
    raise _unread(data, name)


def _unread(data: bytes, name: str) -> FpstatsError:
    """Return the error of a file that is in no encoding that is told apart; it may name one."""
    key = "perhaps_big5" if looks_like_big5(data) else "no_encoding"
    return FpstatsError(say("error", key, name=name))


def looks_like_big5(data: bytes) -> bool:
    """Tell whether bytes are Big5 by their characters: nearly all are of its first level.

    It is told and not used: what is misread may look so as well.
    """
    data = data[:200_000]
    try:
        text = data.decode("cp950")
    except UnicodeDecodeError as error:
        # The last character of a beginning may be cut in two.
        if error.start < len(data) - 1:
            return False
        text = data[: error.start].decode("cp950")
    letters = [one.encode("cp950") for one in text if ord(one) > 127]
    usual = sum(one[0] in _BIG5_USUAL for one in letters)
    return bool(letters) and usual >= PLAUSIBLE * len(letters)
