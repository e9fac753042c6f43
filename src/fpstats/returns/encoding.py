"""Bytes to text: byte-order mark, then strict UTF-8, then strict GB18030 if it reads plausibly.

No detector guesses: on the GBK files of offices, which are ASCII but for a few cells, statistical
detectors are wrong more often than right. `docs/decisions/encodings.md` has the measurements.
"""

from __future__ import annotations

import codecs
import functools
from typing import Final

from fpstats.errors import ConfigurationError, FpstatsError

PLAUSIBLE: Final = 0.85
"""Least share of common characters in what was read as GB18030.

True township tables have 0.93 and more; Big5 read as GB18030 has 0.62 at the most, and it never
fails to decode, so nothing else would give it away.
"""

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


def plausible(text: str) -> bool:
    """Tell whether a text looks like Chinese rather than like something else misread.

    A character of four bytes speaks for GB18030: no second byte of Big5 is a digit.
    """
    letters = [character for character in text[:200_000] if ord(character) > 127]
    if not letters:
        return True
    common = _common()
    known = sum(one in common or len(one.encode("gb18030")) == 4 for one in letters)
    return known >= PLAUSIBLE * len(letters)


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
    if (place := text.find("\0")) >= 0:
        raise FpstatsError(
            f"{name} has a NUL byte in line {text.count(chr(10), 0, place) + 1}: it is damaged, or "
            "is UTF-16 without its mark\n"
            "Hint: save it as «CSV UTF-8», or try --encoding utf-16-le"
        )
    return text, used


def _decode(data: bytes, name: str, encoding: str | None) -> tuple[str, str]:
    if encoding is not None:
        try:
            return data.decode(encoding).removeprefix("\ufeff"), encoding
        except LookupError:
            raise ConfigurationError(
                f"no encoding is called {encoding!r}\nHint: such are gb18030, big5 and utf-16"
            ) from None
        except UnicodeDecodeError as error:
            raise FpstatsError(f"{name} cannot be read as {encoding}: {error}") from None
    for mark, marked in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(marked).removeprefix("\ufeff"), marked.upper()
            except UnicodeDecodeError as error:
                raise FpstatsError(
                    f"{name} begins with the mark of {marked.upper()}, but is something else "
                    f"further down: {error}\n"
                    "Hint: the file is damaged; save it anew as «CSV UTF-8»"
                ) from None
    for candidate in ("utf-8", "gb18030"):
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        if candidate == "utf-8" or plausible(text):
            return text, candidate.upper()
    raise FpstatsError(
        f"{name} is neither UTF-8 nor GB18030 (GBK) nor UTF-16 with a mark\n"
        "Hint: save it as «CSV UTF-8», or name its encoding: --encoding big5"
    )
