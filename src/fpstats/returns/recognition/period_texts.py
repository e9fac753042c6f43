"""What the texts in a column of periods mean, as labels of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl
from msgspec.structs import replace

from fpstats.patterns import pattern
from fpstats.periods import Span, month_label, read_period
from fpstats.returns.column import Column, Time
from fpstats.returns.lines import of_year
from fpstats.returns.recognition.across_years import years_of_lines
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.labels import TOTALS
from fpstats.returns.recognition.looks import Grid
from fpstats.returns.recognition.masthead import Masthead, label
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.to_date import UP_TO
from fpstats.returns.recognition.words import Lexicon

_FINEST: Final = (
    pattern(r".*(?:\d|[一二三四五六七八九十])月份?|\d{1,2}"),
    pattern(r".*[一二三四1-4]季度?"),
)
"""Months, and quarters: what longer periods in the same column add up."""

_MARKED: Final = pattern(r"[*＊※†‡#]+\s*$")
"""What points to a note behind a year."""
_MONTH: Final = pattern(r"\d{4}-\d\d")
_NUMBER: Final = pattern(r"\s*(\d{1,2}|[一二三四五六七八九十]{1,2})(?:\.0+)?\s*")


def _counted(text: str, column: Column) -> str:
    """Return a number with what it counts: below 季度 it is no month."""
    found = _NUMBER.fullmatch(text)
    return f"{found[1]}{'季度' if '季' in column.heading else '月'}" if found else text


def kind_alone(time: Time) -> bool:
    """Tell whether a time is 当月 or 累计 and names no month."""
    return time.kind in ("month", "this", "to_date") and not time.last and not time.year


def means_of_years(
    grid: Grid, block: Block, column: Column, year: int, lexicon: Lexicon
) -> Mapping[str, str]:
    """Return what 2024年5月 means that two columns say: that of years and that of their parts.

    2024-05 and 累计 are the year up to that month.
    """
    lines = grid[block.first : block.last]
    texts = {
        f"c{place}": [line[place] if place < len(line) else "" for line in lines]
        for place in (year, column.place)
    }
    within = [_counted(text, column) for text in texts[f"c{column.place}"]]
    frame = pl.DataFrame(
        {**texts, "within": within}, schema_overrides=dict.fromkeys(texts, pl.String)
    )
    years = pl.col(f"c{year}")
    read = frame.select(
        written=of_year(years, pl.col(f"c{column.place}")),
        meant=of_year(years, pl.col("within")),
        base=years.str.strip_chars().replace("", None).forward_fill(),
        kind="within",
    ).unique(maintain_order=True)
    found: dict[str, str] = {}
    for text, meant, base, kind in read.iter_rows():
        if not text or not meant:
            continue
        time = lexicon.meaning((kind,)).time
        if time is not None and kind_alone(time):
            means = _of_kind(read_period(base), time)
        else:
            span = read_period(meant)
            means = label(span) if span is not None else None
        if means is not None:
            found[text] = means
    return found


def _of_kind(span: Span | None, time: Time) -> str | None:
    """Return what 当月 or 累计 is beside a month; beside a longer time 当月 is nothing."""
    if span is None:
        return None
    if time.kind == "to_date":
        return f"{month_label(span.end)}-ytd"
    return label(span) if span.months == 1 or time.kind == "this" else None


def means_of_lines(
    grid: Grid, block: Block, column: Column | None, said: Masthead, lexicon: Lexicon
) -> Mapping[str, str]:
    """Return what the texts of the column of periods mean, those that mean something."""
    if column is None:
        return {}
    place = column.place
    lines = [line[place].strip() for line in grid[block.first : block.last] if place < len(line)]
    texts = set(lines)
    found: dict[str, str] = {}
    finest = next(
        (form for form in _FINEST if any(map(form.fullmatch, map(squeezed, texts)))), None
    )
    if finest is not None:
        # 一季度 and 合计 below months, 全年 below quarters only add them up.
        adding = {
            text
            for text in texts
            if TOTALS.search(squeezed(text)) and not finest.fullmatch(squeezed(text))
        }
        found |= {text: "小计" for text in adding if _is_period(text, lexicon)}
        texts -= adding
    named = {text: lexicon.meaning((_counted(text, column),)).time for text in dict.fromkeys(lines)
             if text in texts}  # fmt: skip
    years = years_of_lines({text: time for text, time in named.items() if text}, said)
    for text in texts:
        span = read_period(_MARKED.sub("", text))
        if span is not None and UP_TO.fullmatch(squeezed(text)):
            means: str | None = f"{month_label(span.end)}-ytd"
        elif span is None:
            meaning = lexicon.meaning((_counted(text, column),))
            plain = not meaning.unknown and not meaning.kept_out
            time = meaning.time
            if time is not None and text in years:
                time = replace(time, year=years[text])
            means = said.resolve(time) if time and plain else None
        else:
            means = label(span)
        if means is not None:
            found[text] = means
    return found


def to_dates(means: Mapping[str, str]) -> dict[str, str]:
    """Return what texts that say a month mean for a column of the year to that month."""
    return {text: f"{one}-ytd" if _MONTH.fullmatch(one) else one for text, one in means.items()}


def _is_period(text: str, lexicon: Lexicon) -> bool:
    meaning = lexicon.meaning((text,))
    return read_period(text) is not None or (meaning.time is not None and not meaning.unknown)
