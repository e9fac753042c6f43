"""Headings without what only their looks need: widths, spaces, numbering, marks, old characters."""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path
from typing import Any, Final

import tomli

from fpstats.patterns import pattern
from fpstats.periods import with_zeros
from fpstats.returns.unseen import seen

WORDS: Final = Path(__file__).with_name("words.toml")

_DASH: Final = pattern(r"(?<=\d)(?:[岁月年]?)[-—–−~～至到](?=\d)")
_BETWEEN: Final = pattern("(?<=[一-鿿])[-–−](?=[一-鿿])")
"""出生-男, and no span of numbers."""
_MARKS: Final = pattern(r"[\s:,、。;；·()\[\]{}<>《》【】\"'“”‘’*#&/|_＃—…]+")
_FOOTNOTE: Final = pattern(r"(?<=[^\s①-⑳⑴-⒇¹²³⁰-⁹])[①-⑳⑴-⒇¹²³⁰-⁹]+$|[(\[（［]注\s*\d*[)\]）］]$")
_NUMBERED: Final = pattern(
    # 2.15—49岁妇女 is the second column; 2.5 is a number.
    r"^(?:[一二三四五六七八九十]+、|\(?[一二三四五六七八九十\d]+\)|\d{1,2}[.、](?!\d+$))"
)


@functools.cache
def written_words() -> dict[str, Any]:
    """Return all that `words.toml` says of words."""
    return tomli.loads(WORDS.read_text("utf-8"))


@functools.cache
def _simple() -> dict[int, int]:
    """Return the traditional characters of headings and the simple ones, as a table."""
    pairs = written_words()["same"]["characters"]
    return str.maketrans("".join(pair[0] for pair in pairs), "".join(pair[1] for pair in pairs))


@functools.lru_cache(maxsize=65_536)
def squeezed(text: str) -> str:
    """Return a text in half-width small letters and simple characters, without spaces.

    What points to a note at its end is no part of it.
    """
    text = _FOOTNOTE.sub("", seen(text).strip())
    text = "".join(unicodedata.normalize("NFKC", text).lower().split())
    return with_zeros(text.translate(_simple()))


def bare(text: str) -> str:
    """Return a text without marks, numbering and brackets, dashes between numbers made alike."""
    plain = _NUMBERED.sub("", squeezed(text))
    return _MARKS.sub("", _BETWEEN.sub("", _DASH.sub("-", plain)))
