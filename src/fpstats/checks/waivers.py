"""Waivers: explanations on file, which silence a finding until a day.

A waiver is counted and listed, and it expires. It names an office, never a person.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from typing import Final

from msgspec import Struct

from fpstats.areas import Areas, plain
from fpstats.errors import ConfigurationError, PersonalDataError
from fpstats.locale import say
from fpstats.periods import Calendar, Span, last_day, read_period
from fpstats.returns import persons
from fpstats.returns.tables import Table, in_line, name_of, rows
from fpstats.targets import ALL

COLUMNS: Final = ("check", "area", "period", "reason", "office", "until")
"""The headings of a table of waivers."""

CALLED: Final = {
    "检查": "check", "规则": "check", "代码": "check", "单位": "area",
    "期别": "period", "月份": "period",
    "理由": "reason", "原因": "reason", "说明": "reason",
    "出具单位": "office", "出具部门": "office",
    "有效期至": "until", "有效期": "until",
}  # fmt: skip
"""How the headings are called in Chinese."""

NOWHERE: Final = Span(0, -1)


class Waiver(Struct, frozen=True, kw_only=True):
    """One explanation; `area` and `period` are None where it holds for all."""

    check: str
    area: str | None
    period: Span | None
    reason: str
    office: str
    until: datetime.date
    line: int

    def __str__(self) -> str:
        return say("check", "waiver", reason=self.reason, office=self.office, until=self.until)

    def fits(self, code: str, area: str | None, span: Span | None) -> bool:
        """Tell whether it speaks of a finding."""
        return (
            self.check.lower() in (code, *ALL)
            and self.area in (None, area)
            and (self.period is None or (span is not None and self.period.covers(span)))
        )


class Waivers:
    """The waivers of a run: which hold on a day, which have expired, which silenced nothing."""

    def __init__(self, waivers: Sequence[Waiver], as_of: datetime.date) -> None:
        """Part them by the day on which it is asked."""
        self.holding = [one for one in waivers if one.until >= as_of]
        self.expired = [one for one in waivers if one.until < as_of]
        self.used: set[int] = set()

    def find(self, code: str, area: str | None, span: Span | None) -> Waiver | None:
        """Return the waiver that silences a finding; remember that it did."""
        for one in self.holding:
            if one.fits(code, area, span):
                self.used.add(one.line)
                return one
        return None

    @property
    def unused(self) -> list[Waiver]:
        """Those that hold and silenced nothing."""
        return [one for one in self.holding if one.line not in self.used]


def waivers_table(
    table: Table, areas: Areas, calendar: Calendar, codes: Collection[str]
) -> list[Waiver]:
    """Read explanations on file: check, area, period, reason, office, until.

    `codes` are those that there are.

    Raises
    ------
    ConfigurationError
        It cannot be read, or says something impossible; every fault is listed.
    PersonalDataError
        An explanation is signed by a person.
    """
    faults: list[str] = []
    found: list[Waiver] = []
    for number, row in rows(table, COLUMNS, COLUMNS, CALLED):
        if persons.is_name(row["office"]) or any(map(persons.of_text, row.values())):
            place = in_line(number, name_of(table))
            kind = say("personal", "names")
            raise PersonalDataError(say("error", "person", place=place, kind=kind))
        everywhere = row["area"].lower() in ALL
        name = None if everywhere else areas.find(plain(row["area"]))
        period = (
            None if row["period"].lower() in ALL else span_of(row["period"], calendar) or NOWHERE
        )
        until = last_day(row["until"], calendar)
        slips = {
            "not_area": not everywhere and name is None and row["area"],
            "not_period": period is NOWHERE and row["period"],
            "not_received": until is None and (row["until"] or "-"),
            "no_reason": not row["reason"] and "-",
            "no_office": not row["office"] and "-",
            "no_code": row["check"].lower() not in (*codes, *ALL) and (row["check"] or "-"),
        }
        wrong = [say("fault", key, text=text) for key, text in slips.items() if text]
        faults += [in_line(number, one) for one in wrong]
        if not wrong and until is not None:
            found.append(
                Waiver(
                    check=row["check"],
                    area=name,
                    period=period,
                    reason=row["reason"],
                    office=row["office"],
                    until=until,
                    line=number,
                )
            )
    if faults:
        raise ConfigurationError.listing(name_of(table), faults)
    return found


def span_of(text: str, calendar: Calendar) -> Span | None:
    """Read P or P:P; None where it is neither."""
    first, _, last = text.partition(":")
    low = read_period(first, calendar)
    high = read_period(last, calendar) if last else low
    return Span(low.start, high.end) if low and high and low.start <= high.end else None
