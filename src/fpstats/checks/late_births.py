"""Births of earlier years that are reported late: are they, and how many of each month and area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Operand, Result
from fpstats.checks.material import Material
from fpstats.estimates.panel import open_months
from fpstats.periods import Span
from fpstats.returns.late_births import ITEM, LateBirths


def of_earlier_years(material: Material, check: Check) -> Result:
    """Find births that are reported as those of an earlier year, and were born in that of report.

    Those of later months than their report are the business of `born_by_then`.
    """
    result, calendar = Result(check), material.calendar
    for one, born in _known(material):
        result.judged += 1
        year = calendar.year(calendar.year_of(one.reported.end))
        if year.start <= born.end and born.start <= one.reported.end:
            result.findings.append(_finding(check, one, born, year=year))
    return result


def born_by_then(material: Material, check: Check) -> Result:
    """Find births that are reported before they happened: nobody can do that."""
    result = Result(check)
    for one, born in _known(material):
        result.judged += 1
        if born.start > one.reported.end:
            result.findings.append(_finding(check, one, born))
    return result


def _known(material: Material) -> Iterator[tuple[LateBirths, Span]]:
    """Yield the late births whose month of birth is known, with that month."""
    for one in material.late_births:
        if one.born is not None:
            yield one, one.born


def _finding(check: Check, one: LateBirths, born: Span, **words: object) -> Finding:
    operand = Operand(
        area=one.area, span=one.reported, item=ITEM, value=float(one.births),
        source=one.reading, row=one.row,
    )  # fmt: skip
    return Finding(
        check=check,
        key=check.kind,
        area=one.area,
        span=one.reported,
        operands=(operand,),
        left=float(one.births),
        events=float(one.births),
        words={"born": born, **words},
    )


def by_birth(material: Material) -> tuple[Counter[str], Counter[Span]]:
    """Count the late births whose month of birth is known, by area and by month of birth."""
    areas: Counter[str] = Counter()
    months: Counter[Span] = Counter()
    for one, born in _known(material):
        areas[one.area] += one.births
        months[born] += one.births
    return areas, months


class BornThen(NamedTuple):
    """The births that returns of a month report; None where an area that is open lacks them."""

    births: float | None
    areas: int
    open: int


def born_then(material: Material, month: Span) -> BornThen:
    """Count the births that the returns of a month report, and whose they are."""
    panel = material.panel
    known = panel.known.get("births")
    if known is None or month not in panel.slots:
        return BornThen(None, 0, 0)
    slot = panel.slots.index(month)
    there = known[:, slot]
    is_open = open_months(panel.leaves, [month], material.areas)[:, 0] > 0
    births = float(panel.value["births"][there, slot].sum())
    whole = bool(there.any()) and not (is_open & ~there).any()
    return BornThen(births if whole else None, int(there.sum()), int((is_open | there).sum()))
