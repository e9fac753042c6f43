"""A period beside its label: 统计月份 | 2024年5月, 年 | 2024 | 月 | 5; or two numbers alone.

What stands beside 填表日期 is no period.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from fpstats.patterns import pattern
from fpstats.periods import read_period
from fpstats.returns.recognition.squeezed import squeezed

Lines = Sequence[Sequence[str]]

_LABEL: Final = pattern(
    r"(?:统计|报表|报告|所属|数据)(?:月份|年月|时期|期别|期|时间|日期)[:：]?|(?:月份|年月|期别|报告期)[:：]"
)
"""What stands before the period of a form in a cell of its own."""

_YEAR_LABEL: Final = pattern(r"(?:统计|报表|报告|所属)?年[份度]?[:：]?")
_MONTH_LABEL: Final = pattern(r"(?:统计|报表|报告|所属)?月份?[:：]?")
_YEAR: Final = pattern(r"(?:19|20)\d\d|1\d\d")
_WHOLE_YEAR: Final = pattern(r"(?:19|20)\d\d")
_MONTH: Final = pattern("1[0-2]|0?[1-9]")
_NUMBER: Final = pattern(r"[\d.,]+")
_FILLED_IN: Final = pattern(
    "(?:填报|填表|制表|报送|上报|打印|编制|导出|报出|审核|生成)(?:日期|时间)[:：]?"
)


class Labelled(NamedTuple):
    """A period as text, and where it stands; `bare` tells that nothing labels its numbers."""

    text: str
    line: int
    column: int
    bare: bool = False


def labelled(lines: Lines) -> Labelled | None:
    """Return the period that stands beside a label, be it kept as a day."""
    year: Labelled | None = None
    month = ""
    for row, before, column, cell in _pairs(lines):
        if _LABEL.fullmatch(before) and read_period(cell) is not None:
            return Labelled(cell, row, column)
        if _YEAR_LABEL.fullmatch(before) and _YEAR.fullmatch(cell):
            year = year or Labelled(cell, row, column)
        if _MONTH_LABEL.fullmatch(before) and _MONTH.fullmatch(cell):
            month = month or cell
    if year is None or not month:
        return None
    return year._replace(text=f"{year.text}年{int(month)}月")


def bare(lines: Lines) -> Labelled | None:
    """Return the period of a year and a month that stand in two cells, without any label.

    No other number stands in their line.
    """
    for row, line in enumerate(lines):
        numbers = [at for at, cell in enumerate(line) if _NUMBER.fullmatch(cell)]
        if len(numbers) == 2 and not any(line[numbers[0] + 1 : numbers[1]]):
            year, month = line[numbers[0]], line[numbers[1]]
            if _WHOLE_YEAR.fullmatch(year) and _MONTH.fullmatch(month):
                return Labelled(f"{year}年{int(month)}月", row, numbers[0], bare=True)
    return None


def is_dated(line: Sequence[str]) -> bool:
    """Tell whether the numbers of a line are the year and the month of a form, and nothing else."""
    cells = [squeezed(cell) for cell in line]
    told = sum(
        bool(
            (_YEAR_LABEL.fullmatch(before) and _YEAR.fullmatch(cell))
            or (_MONTH_LABEL.fullmatch(before) and _MONTH.fullmatch(cell))
        )
        for _, before, _, cell in _pairs([cells])
    )
    numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in cells)
    return told == numbers > 0 or bare([cells]) is not None


def without_filled_in(line: Sequence[str]) -> list[str]:
    """Return the cells of a line without those beside 填表日期, which say when it was filled in."""
    found = list(line)
    for _, before, column, _ in _pairs([line]):
        if _FILLED_IN.fullmatch(before):
            found[column] = ""
    return found


def _pairs(lines: Lines) -> Iterator[tuple[int, str, int, str]]:
    """Yield each cell with its line, the cell before it, and its column; blank ones left out."""
    for row, line in enumerate(lines):
        places = [column for column, cell in enumerate(line) if cell]
        for before, column in pairwise(places):
            yield row, line[before], column, line[column]
