"""The periods that somebody wrote around a table: in titles, the name of the sheet, of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final

from msgspec import Struct

from fpstats.patterns import pattern
from fpstats.periods import Span, read_period
from fpstats.returns.recognition.labelled import Labelled, bare, labelled
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.titles import title_period

YEAR: Final = pattern(
    r"(?:(?<!\d)(?:19|20)\d\d|民[国國]\d{2,3}|(?<!\d)1\d\d|[一二][〇○零一二三四五六七八九]{3})"
    r"(?:年(?:度)?|年?(?:统计|计划生育|计生)年度)(?!度?(?:前|第|上半|下半|[一二三四1-4]季))"
)
STATISTICAL: Final = pattern("年?(?:统计|计划生育|计生)年度")
"""How years are called that run from October to September."""

BARE_YEAR: Final = pattern(r"(?:19|20)\d\d")
"""A sheet or a file that is called 2024."""

FILLED_IN: Final = pattern(
    r"(?:有效期|有效期限|批准|批准日期)至?[:：]?\d{4}年\d{1,2}月(?:\d{1,2}日)?|"
    r"(?:(?:填报|填表|制表|报送|上报|打印|编制|导出|报出|审核|生成|制)(?:日期|时间|日|于)"
    r"|(?:修订|修改|更新|订正)(?:日期|时间|日|于|稿|版)?)[:：]?"
    r"[\d〇○零一二三四五六七八九十年月日.\-/]*"
    r"|\d{4}年\d{1,2}月(?:\d{1,2}日)?(?:修订|订正|编印|印发)"
    r"|(?<!截至)(?<!截止)(?<![-—–−~至到])\d{4}年\d{1,2}月\d{1,2}日(?![止至到—–−~-])"
    r"|(?<![-—–−~至到])[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月"
    r"[一二三四五六七八九十]{1,3}日(?![止至到—–−~-])"
)
_NUMBER: Final = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_MONTH: Final = pattern(
    rf"截[至止]{_NUMBER}月份?(?:底|末|\d{{1,2}}日)?"
    rf"|(?:(?<![\d年])(?<!附件)(?<!附表){_NUMBER}月?[-—–~至到]|(?<![\d年])){_NUMBER}月份?(?:累计)?"
    r"(?![\d日]|[一二三四五六七八九十]{1,3}日)"
)
"""A month, or several, without a year; 附件1-5月 is of May."""

_PART_OF_YEAR: Final = pattern(
    r"(?<![\d年度、,和及与至到—–~-])(?:第?[一二三四1-4]季度|[上下]半年|前[一二三两1-3]个?季度)"
)
"""A quarter or a half without a year."""

COMPARED: Final = pattern(
    r"(?:同比|环比|较|比)\d{4}年(?!\d)|与\d{4}年(?=同期|同月|相比|对比|比较|比)"
)
"""The year with which a title compares its own."""

_SIX: Final = pattern(r"(?<!\d)(?:20\d\d(?:0[1-9]|1[0-2])|1\d\d(?:0[1-9]|1[0-2]))(?!\d)")
_UNCLEAR: Final = pattern(
    r"(?:\d|[一二三四五六七八九十])月?[、,和及与](?:\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"|年度?截[至止]|[前头近后](?:\d{1,2}|[一二两三四五六七八九十]{1,2})个月"
    r"|(?:统计|计划生育|计生)年度[^年]*?(?:1[0-2]|十[一二]?)月"
    r"|月份?[上中下]旬|\d{4}年?[-—–~至到]\d{4}年(?!\d)"
)
"""Several months or years, or a part of one: a period only where it is read as a whole."""

_SHORT: Final = pattern(
    r"(?<![\d国國〇○零一二三四五六七八九])(?P<year>[0-4]\d)(?P<rest>年度?(?:第?[一二三四1-4]季|[上下]半年"
    r"|[前头]?(?:\d{1,2}|[一二三四五六七八九十元]{1,2})(?:月|个月|[-—–~至到])).*)"
)
"""A year of two digits before its months: 24年5月."""

_REPUBLIC: Final = pattern(
    r"(?<![\d国國近前满滿逾过過共校])(?=1[0-4]\d年度?(?!\d|第|[上下]半|[一二三四前][季个個]|[来來间間前后後史以]))"
)
_MONTHS: Final = pattern("月[份别]?|[年统]计?月份?")

_LAST_YEAR: Final = pattern(
    r"[上去]年(?P<first>\d{1,2}月(?:\d{1,2}日)?[-—–−~至到])[本今当]年(?P<last>\d{1,2}月)"
)

_DAYS_ALONE: Final = pattern(
    r"(?<![\d年])(?P<from>(?P<first>\d{1,2})月\d{1,2}日[-—–−~至到]+)(?P<until>(?P<last>\d{1,2})月\d{1,2}日)"
)
"""A first and a last day without a year."""


class Said(Struct, frozen=True, kw_only=True):
    """A period that somebody wrote: where (`title`, `sheet`, `file`), what, and what it means.

    `short` tells that its year is written with two digits, and nothing else names it; `bare` that
    it is but two numbers in two cells.
    """

    origin: str
    text: str
    span: Span
    line: int = -1
    column: int = -1
    short: bool = False
    bare: bool = False

    @property
    def precise(self) -> bool:
        """Tell whether it says more than a year."""
        return YEAR.fullmatch(self.text) is None and not BARE_YEAR.fullmatch(self.text)


def of_the_republic(
    titles: Sequence[Sequence[str]], headings: Sequence[str]
) -> Sequence[Sequence[str]]:
    """Return titles with 民国113年 for 113年 alone, where that is its year.

    It is in a form with traditional characters, or above months.
    """
    texts = [cell for line in titles for cell in line]
    if not any(map(_REPUBLIC.search, texts)):
        return titles
    told = any(map(_is_traditional, [*texts, *headings]))
    if not told and not any(map(_MONTHS.fullmatch, map(squeezed, headings))):
        return titles
    return [[_REPUBLIC.sub("民国", cell) for cell in line] for line in titles]


def _is_traditional(text: str) -> bool:
    return bool(set(re.findall("[一-鿿]", text)) - set(squeezed(text)))


def with_years(text: str) -> str:
    """Return 2023年10月至2024年9月 for 上年10月至本年9月, beside the year 2024年度.

    And 2024年4月26日—5月25日 for 4月26日—5月25日, beside 2024年.
    """
    year = YEAR.search(text)
    span = read_period(STATISTICAL.sub("年", year[0])) if year else None
    if span is None:
        return text
    own = span.end // 12

    def dated(days: re.Match[str]) -> str:
        first, last = int(days["first"]), int(days["last"])
        before = own - (first > last)
        full = f"{before}年{days['from']}{f'{own}年' * (before < own)}{days['until']}"
        return full if read_period(full) is not None else days[0]

    text = _DAYS_ALONE.sub(dated, text)
    return _LAST_YEAR.sub(rf"{own - 1}年\g<first>{own}年\g<last>", text)


def periods_said(lines: Sequence[Sequence[str]], sheet: str | None, path: str) -> Iterator[Said]:
    """Yield every period that is said around a table, the nearest first.

    Years of two digits are of this century; they count only after those that are written out.
    """
    lines = lines if _is_clear(lines) else []
    title = _of_cells(labelled(lines)) or _titled(lines) or _of_cells(bare(lines))
    found = [title] if title is not None else []
    names = [("title", "\n".join(cell for line in lines for cell in line))]
    for origin, name in (("sheet", sheet or ""), ("file", PurePath(path).stem)):
        plain = FILLED_IN.sub("", squeezed(name))
        names.append((origin, plain if _is_clear([[plain]]) else ""))
        found += _named(names[-1][1], origin)
    for origin, text in names:
        if all(one.origin != origin for one in found) and (year := YEAR.search(text)):
            span = read_period(STATISTICAL.sub("年", year[0]))
            found += [Said(origin=origin, text=year[0], span=span)] if span else []
    named = [one for origin, text in names for one in _without_year(origin, text, found)]
    # A title of 5月 is nearer than a name of 一季度 or 1-6月 in which it lies.
    first = [one for one in named if one.origin == "title" and _within(one, found)]
    yield from first
    yield from found
    yield from (one for one in named if one not in first)


def _within(one: Said, found: Sequence[Said]) -> bool:
    return any(other.precise and other.span.covers(one.span) for other in found)


def _without_year(origin: str, text: str, found: Sequence[Said]) -> Iterator[Said]:
    """Yield the month or the quarter of a title or a name that names no year itself.

    5月 as the name of a sheet is of the year that the title or the file names.
    """
    if any(one.origin == origin and one.precise for one in found):
        return
    years = [one.span.end // 12 for one in found]
    if years and (alone := _MONTH.search(text) or _PART_OF_YEAR.search(text)):
        others = {
            year: None for one in found for year in (one.span.end // 12, one.span.start // 12)
        }
        spans = [read_period(f"{year}年{alone[0]}") for year in others]
        read = [span for span in spans if span is not None]
        for span in [one for one in read if any(o.span.covers(one) for o in found)] or read[:1]:
            yield Said(origin=origin, text=alone[0], span=span)
            return
    elif short := _SHORT.search(text):
        yield from _of_this_century(short, origin, years)


def _of_this_century(short: re.Match[str], origin: str, years: Sequence[int]) -> Iterator[Said]:
    text = title_period([[f"20{short['year']}{short['rest']}"]])
    span = read_period(text) if text else None
    if text and span and text.startswith("20" + short["year"]):
        known = 2000 + int(short["year"]) in years
        yield Said(origin=origin, text=text.removeprefix("20"), span=span, short=not known)


def months_alone(texts: Sequence[str]) -> tuple[int, int] | None:
    """Return the months that titles name although nothing names a year."""
    found = _MONTH.search("".join(texts))
    span = read_period(f"2000年{found[0]}") if found else None
    return (span.start % 12 + 1, span.end % 12 + 1) if span else None


def _is_clear(lines: Sequence[Sequence[str]]) -> bool:
    """Tell whether titles say one period, and not several of which one would be picked."""
    said = title_period(lines) or ""
    unclear = any(_UNCLEAR.search(cell) for line in lines for cell in line)
    return not unclear or _UNCLEAR.search(said) is not None


def _of_cells(found: Labelled | None) -> Said | None:
    """Return the period that has cells of its own."""
    span = read_period(found.text) if found is not None else None
    if found is None or span is None:
        return None
    return Said(
        origin="title", text=found.text, span=span, line=found.line, column=found.column,
        bare=found.bare,
    )  # fmt: skip


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
