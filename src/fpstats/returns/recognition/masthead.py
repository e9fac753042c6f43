"""What titles, the sheet's name and the file's name say: the period, the area, the unit.

Dates on which a form was filled in are not its period, and the unit line 单位：人 names no area.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import PurePath
from typing import Final

from fpstats.periods import Span, month_label, read_period
from fpstats.returns.column import Time
from fpstats.returns.recognition.counted import FormUnit, unit_of_lines, units_of_sizes
from fpstats.returns.recognition.said import BARE_YEAR, YEAR, Said
from fpstats.returns.recognition.to_date import since_the_year_began
from fpstats.returns.recognition.words import (
    Lexicon,
    Meaning,
    squeezed,
)
from fpstats.returns.titles import title_period

_FILLED_IN: Final = re.compile(
    r"(?:有效期|有效期限|批准|批准日期)至?[:：]?\d{4}年\d{1,2}月(?:\d{1,2}日)?|"
    r"(?:填报|填表|制表|报送|上报|打印|编制|导出|报出|审核|生成|制)(?:日期|时间|日|于)[:：]?"
    r"[\d〇○零一二三四五六七八九十年月日.\-/]*"
    r"|(?<!截至)(?<!截止)\d{4}年\d{1,2}月\d{1,2}日(?!止)"
    r"|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_NUMBER: Final = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_MONTH: Final = re.compile(
    rf"截[至止]{_NUMBER}月份?(?:底|末|\d{{1,2}}日)?"
    rf"|(?:(?<![\d年])(?<!附件)(?<!附表){_NUMBER}月?[-—–~至到]|(?<![\d年])){_NUMBER}月份?(?:累计)?"
    r"(?![\d日]|[一二三四五六七八九十]{1,3}日)"
)
"""A month, or several, without a year; 附件1-5月 is of May."""

_COMPARED: Final = re.compile(
    r"(?:同比|环比|较|比)\d{4}年(?!\d)|与\d{4}年(?=同期|同月|相比|对比|比较|比)"
)
"""The year with which a title compares its own."""

_SIX: Final = re.compile(r"(?<!\d)(?:20\d\d(?:0[1-9]|1[0-2])|1\d\d(?:0[1-9]|1[0-2]))(?!\d)")
_UNCLEAR: Final = re.compile(
    r"(?:\d|[一二三四五六七八九十])月?[、,和及与](?:\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"|年度?截[至止]|[前头近后](?:\d{1,2}|[一二两三四五六七八九十]{1,2})个月"
    r"|月份?[上中下]旬|\d{4}年?[-—–~至到]\d{4}年(?!\d)"
)
"""Several months or years, or a part of one: a period only where it is read as a whole."""

_LABEL: Final = re.compile(
    r"(?:统计|报表|报告|所属|数据)(?:月份|年月|时期|期别|期|时间)[:：]?|(?:月份|年月|期别|报告期)[:：]"
)
"""What stands before the period of a form in a cell of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What stands above a table and around it.

    Attributes
    ----------
    periods
        Every period that is said, the nearest first; those of a title are nearer than the name
        of the sheet, and that than the file's.
    texts
        The cells above the table, without the dates on which it was filled in.
    unit
        What every number is in, where no heading says otherwise.
    about
        What the titles' words mean, for a table whose headings name no subject.
    units
        What is written where several units are given for all numbers, of several sizes.
    running
        Whether the numbers run since the year began, up to the month that is said.
    doubt
        What says that they do where the title says a month.
    months
        The first and the last month that a title names where nothing names a year.
    titles
        All of their words, in which the county is named.
    """

    periods: tuple[Said, ...]
    texts: tuple[str, ...] = ()
    unit: FormUnit = field(default_factory=FormUnit)
    about: Meaning = field(default_factory=Meaning)
    titles: str = ""
    units: str = ""
    running: bool = False
    doubt: str = ""
    months: tuple[int, int] | None = None

    @property
    def base(self) -> Said | None:
        """The period that counts: the nearest that is more than a bare year."""
        return next((one for one in self.periods if one.precise), None) or (
            self.periods[0] if self.periods else None
        )

    @property
    def contrary(self) -> Said | None:
        """A period that contradicts the one that counts; None where all agree."""
        base = self.base
        if base is None:
            return None
        return next(
            (
                one
                for one in self.periods
                if one.origin != base.origin
                and one.precise
                and base.precise
                and not (one.span.start <= base.span.end and base.span.start <= one.span.end)
            ),
            None,
        )

    def resolve(self, time: Time | None) -> str | None:
        """Return the period of a column as our own label: `本月` and `累计` follow the title."""
        base = self.base
        span = base.span if base else None
        if time is None:
            return self._label(span) if span else None
        if time.year and not time.last and span and base and base.precise and span.months < 12:
            # 本月 below 2023年 is the month of the title, of that year.
            span = span.shift(12 * (time.year - span.end // 12))
        if time.kind == "this":
            return self._label(span) if span else None
        if time.kind == "month":
            return month_label(span.end) if span and base and base.precise else None
        if time.kind == "year":
            return self._of_year(time, span)
        year = time.year or (span.end // 12 if span else 0)
        if time.kind == "to_date":
            if time.last:
                return f"{year:04d}-{time.last:02d}-ytd" if year else None
            return f"{month_label(span.end)}-ytd" if span and span.months <= 12 else None
        if not year:
            return None
        return label(Span(year * 12 + time.first - 1, year * 12 + time.last - 1))

    def _of_year(self, time: Time, span: Span | None) -> str:
        """Return the period of a column that a year heads; `span` is that of the title."""
        start = time.year * 12
        if span is None and self.months:
            if time.last:
                return month_label(start + time.last - 1)
            return label(Span(start + self.months[0] - 1, start + self.months[1] - 1))
        if time.last and span and self.base and self.base.precise and span.months < 12:
            return month_label(start + time.last - 1)
        same = span is not None and span.end // 12 == time.year
        return self._label(span) if span and same else label(Span(start, start + 11))

    def _label(self, span: Span) -> str:
        return f"{month_label(span.end)}-ytd" if self.running else label(span)


def label(span: Span) -> str:
    """Return a period as text that reads back to the same months."""
    if span.months == 1:
        return month_label(span.end)
    if span.months == 12 and span.start % 12 == 0:
        return f"{span.start // 12:04d}"
    return f"{month_label(span.start)}:{month_label(span.end)}"


def masthead(
    titles: Sequence[Sequence[str]],
    below: Sequence[Sequence[str]],
    sheet: str | None,
    path: str,
    lexicon: Lexicon,
) -> Masthead:
    """Read the lines above a table (and, for the unit alone, those below), and both names."""
    lines = [
        [_COMPARED.sub("", _FILLED_IN.sub("", squeezed(cell))) for cell in line] for line in titles
    ]
    texts = [cell for line in lines for cell in line if cell]
    raw = (cell for line in titles for cell in line)
    unit = unit_of_lines(raw)
    if not unit.names:
        unit = unit_of_lines(cell for line in below for cell in line)
    words = [lexicon.meaning((_without_period(text),)) for text in texts if len(text) > 4]
    ideas = {idea for one in words for idea in one.ideas}
    periods = tuple(_periods(lines, sheet, path))
    said = Masthead(
        periods=periods,
        texts=tuple(texts),
        unit=unit,
        about=Meaning(ideas=frozenset(ideas)),
        titles="".join(texts),
        units=units_of_sizes(cell for line in titles for cell in line),
        months=None if periods else _months_alone(texts),
    )
    if said.base is None:
        return said
    names = {"sheet": squeezed(sheet or ""), "file": squeezed(PurePath(path).stem)}
    notes = [squeezed(cell) for line in below for cell in line]
    running, doubt = since_the_year_began(said.base, texts, names, notes)
    return replace(said, running=running, doubt=doubt)


def _without_period(text: str) -> str:
    return re.sub(r"\d{4}年.*?月(?:份|累计)?|\d{4}年度?", "", text)


def _periods(lines: Sequence[Sequence[str]], sheet: str | None, path: str) -> Iterator[Said]:
    lines = lines if _is_clear(lines) else []
    title = _labelled(lines) or _titled(lines)
    found = [title] if title is not None else []
    names = [("title", "".join(map("".join, lines)))]
    for origin, name in (("sheet", sheet or ""), ("file", PurePath(path).stem)):
        plain = _FILLED_IN.sub("", squeezed(name))
        names.append((origin, plain if _is_clear([[plain]]) else ""))
        found += _named(names[-1][1], origin)
    for origin, text in names:
        if all(one.origin != origin for one in found) and (year := YEAR.search(text)):
            span = read_period(year[0])
            found += [Said(origin=origin, text=year[0], span=span)] if span else []
    years = [one.span.end // 12 for one in found]
    yield from found
    # 5月 as the name of a sheet is of the year that the title or the file names.
    said = {one.origin for one in found if one.precise}
    for origin, text in names:
        month = _MONTH.search(text)
        if month and years and origin not in said:
            span = read_period(f"{years[0]}年{month[0]}")
            if span is not None:
                yield Said(origin=origin, text=month[0], span=span)


def _months_alone(texts: Sequence[str]) -> tuple[int, int] | None:
    """Return the months that titles name although nothing names a year."""
    found = _MONTH.search("".join(texts))
    span = read_period(f"2000年{found[0]}") if found else None
    return (span.start % 12 + 1, span.end % 12 + 1) if span else None


def _is_clear(lines: Sequence[Sequence[str]]) -> bool:
    """Tell whether titles say one period, and not several of which one would be picked."""
    said = title_period(lines) or ""
    unclear = any(_UNCLEAR.search(cell) for line in lines for cell in line)
    return not unclear or _UNCLEAR.search(said) is not None


def _labelled(lines: Sequence[Sequence[str]]) -> Said | None:
    """Return the period beside 统计月份, be it kept as a day."""
    for row, line in enumerate(lines):
        places = [column for column, cell in enumerate(line) if cell]
        for before, column in pairwise(places):
            span = read_period(line[column]) if _LABEL.fullmatch(line[before]) else None
            if span is not None:
                text = line[column]
                return Said(origin="title", text=text, span=span, line=row, column=column)
    return None


def _titled(lines: Sequence[Sequence[str]]) -> Said | None:
    text = title_period(lines)
    span = read_period(text) if text else None
    if text is None or span is None:
        return None
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            if text in cell:
                return Said(origin="title", text=text, span=span, line=row, column=column)
    return Said(origin="title", text=text, span=span)


def _named(plain: str, origin: str) -> Iterator[Said]:
    text = title_period([[plain]])
    if text is None and (six := _SIX.search(plain)):
        text = six[0]
    if text is None and BARE_YEAR.fullmatch(plain):
        text = plain
    span = read_period(text) if text else None
    if text and span:
        yield Said(origin=origin, text=text, span=span)
