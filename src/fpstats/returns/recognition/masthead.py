"""What titles, the sheet's name and the file's name say: the period, the area, the unit.

Dates on which a form was filled in are not its period, and the unit line 单位：人 names no area.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from fpstats.patterns import pattern
from fpstats.periods import Span, month_label
from fpstats.returns.column import Time
from fpstats.returns.recognition.form_unit import FormUnit, Units
from fpstats.returns.recognition.labelled import without_filled_in
from fpstats.returns.recognition.pieces import joined
from fpstats.returns.recognition.said import (
    COMPARED,
    FILLED_IN,
    STATISTICAL,
    Said,
    months_alone,
    periods_said,
    with_years,
)
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.to_date import says_since, since_the_year_began
from fpstats.returns.recognition.unsettled import unsettled
from fpstats.returns.recognition.words import Lexicon, Meaning

_DAY: Final = pattern(r"(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}|(?:19|20)\d{2}[01]\d[0-3]\d")

_PERIOD: Final = pattern(
    r"\d{4}年度?(?:[\d年一二三四五六七八九十元第前个至到、和及与—–−~-]{0,12}月(?:份|累计)?)?"
)
_EARLIER: Final = 3
"""So many months before January the statistical year begins."""


class Masthead(Struct, frozen=True, kw_only=True):
    """What stands above a table and around it.

    Attributes
    ----------
    periods
        Every period that is said, the nearest first; those of a title are nearer than the name
        of the sheet, and that than the file's.
    texts
        The cells above the table, without the dates on which it was filled in.
    units
        What every number is in, where no heading says otherwise; or what is written where several
        units of several sizes are given for all numbers.
    about
        What the titles' words mean, for a table whose headings name no subject.
    running
        Whether the numbers run since the year began, up to the month that is said.
    until
        Whether only the day up to which they run is said, and not since when.
    doubt
        What says that they do where the title says a month.
    unsettled
        Another time that stands where the period that counts is said; nothing where none does.
    months
        The first and the last month that a title names where nothing names a year.
    day
        A day that stands above the table or is the name of its sheet or file, and may be that on
        which it was filled in.
    statistical
        Whether its years run from October to September, and are named by the year they end in.
    titles
        All of their words, in which the county is named.
    headlines
        What stands right above the table and at the head of its sheet, as it is written.
    """

    periods: tuple[Said, ...]
    texts: tuple[str, ...] = ()
    units: Units = field(default_factory=Units)
    about: Meaning = field(default_factory=Meaning)
    titles: str = ""
    headlines: tuple[str, ...] = ()
    running: bool = False
    until: bool = False
    doubt: str = ""
    unsettled: str = ""
    months: tuple[int, int] | None = None
    day: str = ""
    statistical: bool = False

    @property
    def unit(self) -> FormUnit:
        """What every number is in, where no heading says otherwise."""
        return self.units.unit

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
        year = time.year or (_year_within(span, time) if span else 0)
        if time.kind == "to_date":
            if time.last:
                return self._up_to(year * 12 + time.last - 1) if year else None
            return self._up_to(span.end) if span and span.months <= 12 else None
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
        first = start - _EARLIER * self.statistical
        return self._label(span) if span and same else label(Span(first, first + 11))

    def _label(self, span: Span) -> str:
        return self._up_to(span.end) if self.running else label(span)

    def _up_to(self, last: int) -> str:
        """Return the year to date up to a month; the calendar says where it begins, or the form."""
        if not self.statistical:
            return f"{month_label(last)}-ytd"
        return label(Span(last - (last + _EARLIER) % 12, last))


def _year_within(span: Span, time: Time) -> int:
    """Return the year in which months lie within a period that may run over the turn of one."""
    first = time.last if time.kind == "to_date" else time.first
    years = (span.end // 12, span.start // 12)
    each = (Span(year * 12 + first - 1, year * 12 + time.last - 1) for year in years)
    return next((one.end // 12 for one in each if span.covers(one)), years[0])


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
    """Read the lines above a table, its notes, and both names; its units are told apart."""
    lines = [
        [
            with_years(COMPARED.sub("", FILLED_IN.sub("", cell)))
            for cell in without_filled_in(joined(line))
        ]
        for line in titles
    ]
    texts = [cell for line in lines for cell in line if cell]
    words = [
        lexicon.meaning((_without_period(text),)) for text in texts if _is_subject(text, lexicon)
    ]
    ideas = {idea for one in words for idea in one.ideas}
    periods = tuple(periods_said(lines, sheet, path))
    around = [*texts, squeezed(sheet or ""), squeezed(PurePath(path).stem)]
    statistical = any(map(STATISTICAL.search, around))
    days = (text for text in around if _DAY.fullmatch(text))
    if statistical:
        periods = tuple(map(_from_october, periods))
    said = Masthead(
        periods=periods,
        texts=tuple(texts),
        about=Meaning(ideas=frozenset(ideas)),
        titles="".join(texts),
        months=None if periods else months_alone(texts),
        day=next(days, ""),
        statistical=statistical,
    )
    if said.base is None:
        return said
    names = {"sheet": squeezed(sheet or ""), "file": squeezed(PurePath(path).stem)}
    notes = [squeezed(cell) for line in below for cell in line]
    running, doubt = since_the_year_began(said.base, texts, names, notes)
    where = texts if said.base.origin == "title" else [names[said.base.origin]]
    other = unsettled(said.base, where, running=running)
    until = running and not says_since([*texts, *names.values(), *notes])
    return replace(said, running=running, until=until, doubt=doubt, unsettled=other)


def _is_subject(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a text may say what a table is of: a short one only where it names an item."""
    return len(text) > 4 or lexicon.name((text,)) is not None


def _from_october(said: Said) -> Said:
    """Return a whole year as it runs where years begin in October."""
    whole = said.span.months == 12 and said.span.start % 12 == 0
    return replace(said, span=said.span.shift(-_EARLIER)) if whole else said


def _without_period(text: str) -> str:
    return _PERIOD.sub("", text)
