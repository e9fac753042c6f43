"""Births of earlier years that are reported late: are they, and how many of each month and area."""

from __future__ import annotations

from collections import Counter

from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Operand, Result
from fpstats.checks.material import Material
from fpstats.periods import Span
from fpstats.returns.late_births import ITEM


def of_earlier_years(material: Material, check: Check) -> Result:
    """Find births that are reported as those of an earlier year, and were not born in one."""
    known = [one for one in material.late_births if one.born is not None]
    result, calendar = Result(check, len(known)), material.calendar
    for one in known:
        year = calendar.year(calendar.year_of(one.reported.end))
        if one.born is not None and one.born.end >= year.start:
            operand = Operand(
                area=one.area, span=one.reported, item=ITEM, value=float(one.births),
                source=one.reading, row=one.row,
            )  # fmt: skip
            result.findings.append(
                Finding(
                    check=check,
                    key="future" if one.born.start > one.reported.end else check.kind,
                    area=one.area,
                    span=one.reported,
                    operands=(operand,),
                    left=float(one.births),
                    events=float(one.births),
                    words={"born": one.born, "year": year},
                )
            )
    return result


def by_birth(material: Material) -> tuple[Counter[str], Counter[Span]]:
    """Count the late births whose month of birth is known, by area and by month of birth."""
    areas: Counter[str] = Counter()
    months: Counter[Span] = Counter()
    for one in material.late_births:
        if one.born is not None:
            areas[one.area] += one.births
            months[one.born] += one.births
    return areas, months
