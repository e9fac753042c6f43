"""Carries out the checks: which function does which kind, and what each gave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from fpstats.catalogue.checks import Check, CheckKind
from fpstats.checks import (
    arithmetic,
    copied,
    crowding,
    exchange,
    late_births,
    levels,
    months,
    outliers,
    ranges,
    screens,
    standing,
    stated,
    steady,
    years_to_date,
)
from fpstats.checks.finding import Finding, Result
from fpstats.checks.lines import by_line
from fpstats.checks.material import Material

KINDS: Final[Mapping[CheckKind, Callable[[Material, Check], Result]]] = {
    CheckKind.EQUAL: arithmetic.compare,
    CheckKind.AT_MOST: arithmetic.compare,
    CheckKind.TOGETHER: arithmetic.together,
    CheckKind.BALANCE: months.balance,
    CheckKind.CARRIED: months.carried,
    CheckKind.CUMULATIVE: years_to_date.cumulative,
    CheckKind.EARLIER: late_births.of_earlier_years,
    CheckKind.BORN: late_births.born_by_then,
    CheckKind.CHILDREN: levels.children,
    CheckKind.STATED: stated.compare,
    CheckKind.RANGE: ranges.outside,
    CheckKind.OUTLIER: outliers.counts,
    CheckKind.SHARE: outliers.shares,
    CheckKind.COPIED: copied.copied,
    CheckKind.EVEN: screens.even,
    CheckKind.FULL: screens.full,
    CheckKind.DIGITS: screens.digits,
    CheckKind.BUNCHING: crowding.bunched,
    CheckKind.EXCHANGED: exchange.exchanged,
    CheckKind.UNCHANGED: standing.unchanged,
    CheckKind.STEADY: steady.steady,
}
"""Kinds that look at values; who reported, and when, is the business of `completeness`."""

OVER_TIME: Final = (
    CheckKind.OUTLIER, CheckKind.SHARE, CheckKind.COPIED, CheckKind.EVEN, CheckKind.FULL,
    CheckKind.DIGITS, CheckKind.EXCHANGED, CheckKind.UNCHANGED, CheckKind.STEADY,
)  # fmt: skip
"""Kinds that compare returns with others of the same length."""


def run(material: Material, checks: Iterable[Check], preset: str = "") -> list[Result]:
    """Carry out every check that is not off, in their order.

    Where `preset` names the rule of another system, it finds the outliers in place of ours.
    """
    wanted = [check for check in checks if check.severity != "off" and check.kind in KINDS]
    if preset in outliers.PRESETS:
        # The rules of other systems have one level.
        wanted = [
            check for check in wanted if not (check.unless and check.kind is CheckKind.OUTLIER)
        ]
    lines = by_line(material, wanted)
    results = []
    for check in wanted:
        if check.kind is CheckKind.OUTLIER and preset in outliers.PRESETS:
            result = outliers.by_preset(material, check, preset)
            result.not_judged += [length for length in material.lengths if length > 1]
        else:
            result = _carried_out(material, check)
        if check.id in lines:
            mine = lines[check.id]
            told = {(one.area, one.span) for one in mine.findings}
            others = [one for one in result.findings if (one.area, one.span) not in told]
            findings = [*mine.findings, *others]
            result = Result(check, result.judged, mine.lines, findings, result.not_judged)
        results.append(result)
    return [_without(one, results) for one in results]


def _carried_out(material: Material, check: Check) -> Result:
    """Carry out one check; over time for months, quarters and so on, each among themselves."""
    if check.kind not in OVER_TIME:
        return KINDS[check.kind](material, check)
    each = {
        length: KINDS[check.kind](replace(material, length=length), check)
        for length in material.lengths
    }
    result = Result(check)
    for length, one in each.items():
        result.judged += one.judged
        result.findings += one.findings
        if not one.judged:
            result.not_judged.append(length)
    return result


def _without(result: Result, results: Sequence[Result]) -> Result:
    """Leave out what the check with the first level finds as well."""
    told = {
        _about(one)
        for other in results
        if other.check.id == result.check.unless
        for one in other.findings
    }
    result.findings = [one for one in result.findings if _about(one) not in told]
    return result


def _about(one: Finding) -> tuple[object, ...]:
    """Return what a finding is about; that of a whole month, whichever areas it names."""
    numbers = one.operands if one.area else sorted({operand.item for operand in one.operands})
    return one.area, one.span, one.indicator, tuple(numbers)
