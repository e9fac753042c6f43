"""A period that is written in several cells of one line: 2024 | 年 | 5 | 月, or 2024年 | 5月."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fpstats.patterns import pattern
from fpstats.periods import read_period
from fpstats.returns.recognition.squeezed import squeezed

_GAP: Final = "\x1f"
_MARK: Final = pattern("[月季半]")
_HAN: Final = "[〇○零一二三四五六七八九]"
_NUMBER: Final = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_YEAR: Final = (
    rf"(?:(?P<year>(?<!\d)(?:19|20)\d\d|(?<!\d)(?:1\d\d|[0-4]\d)(?={_GAP}?年)"
    rf"|民[国國]{_GAP}?(?:\d{{2,3}}|{_HAN}{{2,3}})|[一二]{_HAN}{{3}})(?:{_GAP}?年度?{_GAP}?|{_GAP}))"
)
_WITHIN: Final = (
    rf"(?P<rest>第?{_GAP}?{_NUMBER}(?:{_GAP}?月?{_GAP}?[-—–−~至到]{_GAP}?{_NUMBER})?"
    rf"{_GAP}?(?:月(?:{_GAP}?份)?(?:累计)?|季{_GAP}?度?)|[上下]{_GAP}?半年)"
)
_PERIOD: Final = pattern(rf"{_YEAR}{_WITHIN}")
_YEARLESS: Final = pattern(rf"(?:^|{_GAP}){_WITHIN}(?={_GAP}|$)")


def joined(line: Sequence[str]) -> list[str]:
    """Return the squeezed cells of a line, the parts of a period together in the first of them.

    The lines on which a form is filled in, __2024__年, are none of its words.
    """
    texts = [squeezed(cell).replace("_", "") for cell in line]
    if not _MARK.search("".join(texts)):
        return texts
    places = [at for at, text in enumerate(texts) if text]
    whole = _GAP.join(texts[at] for at in places)
    for form in (_PERIOD, _YEARLESS):
        for found in form.finditer(whole):
            parts = found.groupdict()
            year = f"{parts['year']}年" if parts.get("year") else ""
            start = found.start("year" if year else "rest")
            taken = whole[start : found.end()]
            period = f"{year}{parts['rest']}".replace(_GAP, "")
            if _GAP in taken and _is_period(period):
                first = whole.count(_GAP, 0, start)
                kept = [*places[: first + 1], *places[first + 1 + taken.count(_GAP) :]]
                cells = (whole[:start] + period + whole[found.end() :]).split(_GAP)
                together = [""] * len(texts)
                for at, text in zip(kept, cells, strict=True):
                    together[at] = text
                return together
    return texts


def _is_period(text: str) -> bool:
    """Tell whether a text is a period, be it of a year of two digits or of none."""
    return any(read_period(before + text) is not None for before in ("", "20", "2000年"))


def is_split(line: Sequence[str]) -> bool:
    """Tell whether a line holds one period in several cells, and nothing else."""
    if sum(bool(cell.strip()) for cell in line) < 2 or not _MARK.search("".join(line)):
        return False
    left = [cell for cell in joined(line) if cell]
    return len(left) == 1 and _is_period(left[0])


def together(line: Sequence[str]) -> Sequence[str]:
    """Return a line as it is, or joined where it holds a period in several cells."""
    if not _MARK.search("".join(line)):
        return line
    cells = joined(line)
    return cells if sum(map(bool, cells)) < sum(bool(cell.strip()) for cell in line) else line
