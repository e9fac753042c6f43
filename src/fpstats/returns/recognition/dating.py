"""Of which period the numbers of a table are: its columns, its lines, and what contradicts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.patterns import pattern
from fpstats.periods import read_day, read_period, short_year
from fpstats.returns.column import Column, Time
from fpstats.returns.layout import Contrary, Dated
from fpstats.returns.recognition.across_years import two_years
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.labels import content
from fpstats.returns.recognition.looks import Grid
from fpstats.returns.recognition.masthead import Masthead
from fpstats.returns.recognition.period_texts import kind_alone
from fpstats.returns.recognition.places import place_of
from fpstats.returns.recognition.said import Said
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.stocks import last_month
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.recognition.year_columns import crossed
from fpstats.returns.sheet import Sheet

_YEAR: Final = pattern(r"(?:(?:19|20)\d\d|民国\d{2,3}|1\d\d)(?:\.0)?(?:年度?)?")
_WITHIN: Final = pattern(
    r"\d{1,2}(?:\.0)?|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?"
    r"|(?:第?[一二三四1-4]|前[一二三两1-3]个?)季度?|[上下]半年|\d{1,2}-\d{1,2}月(?:累计)?"
)

WITHIN: Final = "within "
"""Before the months of columns whose lines say the year."""


def columns_of_periods(
    found: Sequence[Column], grid: Grid, block: Block, lexicon: Lexicon
) -> tuple[int | None, int | None]:
    """Return the column of periods, and that of their years where it stands apart (年份, 月份).

    So may that of the months beside one that says 当月 or 累计. They are the same where there is
    no other than that of the years.
    """
    places = [one.place for one in found if one.role == "period"]
    texts = {place: [squeezed(text) for text in content(grid, block, place)] for place in places}
    kinds = [place for place in places if texts[place] and _are_kinds(texts[place], lexicon)]
    if len(places) == 2 and len(kinds) == 1:
        return kinds[0], next(place for place in places if place != kinds[0])
    years = [place for place in places if texts[place] and all(map(_YEAR.fullmatch, texts[place]))]
    for place in places:
        if years and place not in years and _mostly_within(texts[place]):
            return place, years[0]
    places = [place for place in places if place not in years] or places
    return (places[0], years[0] if places == years[:1] else None) if places else (None, None)


def _are_kinds(texts: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether lines say only of which kind their time is: 当月, 累计."""
    times = [lexicon.meaning((text,)).time for text in set(texts)]
    return all(time is not None and kind_alone(time) for time in times)


def without_days(found: Sequence[Column], grid: Grid, block: Block, said: Masthead) -> list[Column]:
    """Tell the days on which lines were handed in, none of which is in the month of the title."""
    base = said.base
    if base is None or not base.precise:
        return list(found)

    def are_days(one: Column) -> bool:
        texts = content(grid, block, one.place) if one.role == "period" else []
        days = [day for text in texts if (day := read_day(text.removesuffix(" 00:00:00")))]
        if len(days) < len(texts) or not days:
            return False
        within = [base.span.start <= day.year * 12 + day.month - 1 <= base.span.end for day in days]
        return not any(within) and any(1 < day.day < 28 for day in days)

    return [replace(one, role="unknown", why="days") if are_days(one) else one for one in found]


def _mostly_within(texts: Sequence[str]) -> bool:
    fits = sum(_WITHIN.fullmatch(text) is not None for text in texts)
    return bool(fits) and fits * 5 >= len(texts) * 4


def by_period(
    items: Sequence[Column],
    said: Masthead,
    name: str,
    *,
    dated: bool,
    yearly: bool,
) -> dict[str, list[Column]]:
    """Return the columns of items by their period: `line` and `to_date` are as each line says.

    Where the lines say the year alone (`yearly`) and the columns or the title the month, it is
    `WITHIN` and the month.

    Raises
    ------
    FpstatsError
        Nothing says of which period a column is, or only of which month of an unknown year; or the
        title says two.
    """
    if said.base and said.unsettled and not dated and any(_as_titled(one.time) for one in items):
        both = {"one": said.base.text, "other": said.unsettled}
        raise FpstatsError(say("error", "two_periods", name=name, **both))
    found: dict[str, list[Column]] = {}
    for one in items:
        if yearly and one.time and one.time.kind == "months" and not one.time.year:
            key = WITHIN + "-".join(map(str, sorted({one.time.first, one.time.last}))) + "月"
        elif yearly and one.time is None and said.months:
            key = WITHIN + "-".join(map(str, sorted(set(said.months)))) + "月"
        elif dated and (one.time is None or one.time.kind not in ("months", "year")):
            key = "to_date" if one.time and one.time.kind == "to_date" else "line"
        else:
            time = last_month(one.time) if one.at_end else _time(one.time, items)
            key = said.resolve(time) or ""
        found.setdefault(key, []).append(one)
    if "" in found:
        yearless = [one for one in found[""] if one.time and one.time.last]
        if yearless and said.base is None:
            heading = yearless[0].heading
            if (named := two_years(said.titles)) is not None:
                years = {"heading": heading, "years": named[0]}
                raise FpstatsError(say("error", "one_of_two_years", name=name, **years))
            raise FpstatsError(say("error", "no_year_found", name=name, heading=heading))
        if (short := short_year(said.titles)) is not None:
            raise FpstatsError(say("error", "no_century", name=name, **short._asdict()))
        if said.day:
            raise FpstatsError(say("error", "day_no_period", name=name, day=said.day))
        raise FpstatsError(say("error", "no_period_found", name=name))
    return found


def _as_titled(time: Time | None) -> bool:
    """Tell whether the time of a column is that of the title."""
    return time is None or (time.kind in ("this", "month", "to_date") and not time.last)


def _time(time: Time | None, items: Sequence[Column]) -> Time | None:
    """Return the time of a column: 本期 beside 累计 is the month."""
    if time is None or time.kind != "this":
        return time
    beside = any(one.time and one.time.kind == "to_date" for one in items)
    return Time("month") if beside else time


def dated(sheet: Sheet, block: Block, said: Masthead, columns: Sequence[Column]) -> Dated | None:
    """Return where the period that counts is written, for columns that it dates.

    截至2024年5月31日 says since when only for what is counted on that day.
    """
    base = said.base
    if base is None:
        return None
    cell = place_of(sheet, base.text, block.top) if base.origin == "title" else ""
    return Dated(
        origin=base.origin,
        text=base.text,
        cell=cell,
        short=base.short,
        bare=base.bare,
        statistical=said.statistical,
        until=said.until and any(not one.at_end and _untimed(one.time) for one in columns),
    )


def _untimed(time: Time | None) -> bool:
    return time is None or time.kind == "this"


def contrary(
    sheet: Sheet,
    block: Block,
    said: Masthead,
    periods: Mapping[str, Sequence[Column]],
    lined: Mapping[str, str],
) -> Contrary | None:
    """Return what contradicts the period that counts, with the cell of the title.

    Columns that are all headed by months count for more than a title that is of none of them;
    where lines say 本月 and 累计 themselves, as `lined` has them, a note of 累计 is of the latter.
    """
    base, other = said.base, said.contrary
    if base is None:
        return None
    headed = _outside(base, periods)
    columns = [one for mine in periods.values() for one in mine]
    years = crossed(columns, said) or _later(columns, base)
    untimed = any(_untimed(one.time) for one in columns)
    untimed &= not any(means.endswith("-ytd") for means in lined.values())
    against = (
        other.text if other else next((one.heading for one in years), said.doubt if untimed else "")
    )
    if not against and headed is None:
        return None
    titled = next((one for one in (base, other) if one and one.origin == "title"), None)
    cell = ""
    if titled:
        cell = place_of(sheet, titled.text, block.first)
    if headed is not None:
        return Contrary(counts=headed, other=base.text, cell=cell)
    return Contrary(counts=base.text, other=against, cell=cell)


def _later(columns: Sequence[Column], base: Said) -> list[Column]:
    """Return the columns of months that go on behind the one of the title: 1—5月累计 in April."""
    if not base.precise or base.span.months > 1:
        return []
    return [
        one
        for one in columns
        if one.time and one.time.kind == "months" and one.time.first < one.time.last < 12
        and one.time.year in (0, base.span.end // 12) and one.time.last > base.span.end % 12 + 1
    ]  # fmt: skip


def _outside(base: Said, periods: Mapping[str, Sequence[Column]]) -> str | None:
    """Return the first period of columns that are all headed by months, if none is of `base`."""
    spans = [read_period(key) for key in periods]
    times = [one.time for columns in periods.values() for one in columns]
    if not base.precise or not all(time and time.kind == "months" for time in times):
        return None
    if any(span is None or (span.start <= base.span.end and base.span.start <= span.end)
           for span in spans):  # fmt: skip
        return None
    return next(iter(periods))
