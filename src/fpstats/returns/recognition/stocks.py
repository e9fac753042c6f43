"""Stocks below months that run on (1—5月, 5月累计): they are of the end of the last month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Final

from msgspec.structs import replace

from fpstats.patterns import pattern
from fpstats.periods import Span, month_label, read_period
from fpstats.returns.column import Column, Time
from fpstats.returns.recognition.masthead import Masthead
from fpstats.returns.recognition.squeezed import squeezed

LAST: Final = "last"
"""Instead of the period of columns whose lines each say it: the last month of what they say."""

_NAMED: Final = pattern(r"季|半年|-[qh]\d")
"""A quarter and a half are periods of their own, and their stocks are named by them."""
_YEAR: Final = 12


def at_ends(
    items: Sequence[Column], said: Masthead, stocks: Set[str], *, dated: bool
) -> list[Column]:
    """Mark the stocks whose headings or titles name months that run on.

    One that stands in several columns is of what each of them says; where lines are `dated`, they
    say it.
    """
    return [
        replace(one, at_end=True)
        if one.item in stocks and _alone(one, items) and _runs_on(one, said, dated=dated)
        else one
        for one in items
    ]


def last_month(time: Time | None) -> Time:
    """Return the time of a column that is of the last month of what it says."""
    if time is not None and time.last:
        return Time("months", time.last, time.last, time.year)
    return Time("month")


def parted(
    groups: Mapping[str, Sequence[Column]], stocks: Set[str], means: Mapping[str, str]
) -> dict[str, list[Column]]:
    """Set the stocks of a table apart whose lines say months that run on.

    `means` is what each line says. Where one of the last month itself is there as well, it has the
    stock of its end.
    """
    months = set(ends(means).values())
    apart = bool(months) and months.isdisjoint(means.values())
    items = [one for mine in groups.values() for one in mine]
    found: dict[str, list[Column]] = {}
    for key, mine in groups.items():
        for one in mine:
            ended = apart and key == "line" and one.item in stocks and _alone(one, items)
            own = replace(one, at_end=True) if ended else one
            found.setdefault(LAST if ended else key, []).append(own)
    return found


def ends(means: Mapping[str, str]) -> dict[str, str]:
    """Return for the texts that say months that run on the last of these months."""
    found: dict[str, str] = {}
    for text, period in means.items():
        span = read_period(period)
        if span is not None and _runs(text, span):
            found[text] = month_label(span.end)
    return found


def _alone(one: Column, items: Sequence[Column]) -> bool:
    return sum(other.item == one.item for other in items) == 1


def _runs_on(one: Column, said: Masthead, *, dated: bool) -> bool:
    """Tell whether a column is of months that run on, by its own heading or by the title."""
    time, base = one.time, said.base
    if time is not None and time.kind == "months":
        return _runs(one.heading, Span(time.first, time.last))
    if time is not None and time.kind == "to_date" and time.last:
        return not dated
    if dated or base is None or not base.precise:
        return False
    if time is None or time.kind == "this":
        return said.running or _runs(base.text, base.span)
    return time.kind == "to_date"


def _runs(text: str, span: Span) -> bool:
    """Tell whether a text names months that run on (1—12月 too), neither a quarter nor a year."""
    plain = squeezed(text)
    so_far = span.months > 1 or "累计" in plain or plain.endswith("ytd")
    whole = span.months >= _YEAR and "月" not in plain
    return so_far and not whole and _NAMED.search(plain) is None
