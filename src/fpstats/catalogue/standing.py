"""When a stock enters an indicator: at the ends of which months, and with which weight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from fpstats.catalogue.kinds import Kind
from fpstats.catalogue.model import Indicator
from fpstats.periods import Span

Rule = Literal["change", "end_of_period", "mean_of_ends", "mean_of_month_ends"]


def rule_of(indicator: Indicator, *, above: bool) -> Rule:
    """Return how stocks enter above or below the line of an indicator."""
    if indicator.kind is Kind.STOCK:
        return "end_of_period"
    if above and indicator.kind is Kind.STOCK_CHANGE:
        return "change"
    return indicator.population or "end_of_period"


def month_ends(rule: Rule, span: Span) -> Mapping[int, float]:
    """Return the months at whose ends a stock enters, each with its weight.

    >>> month_ends("mean_of_month_ends", Span(1, 4))
    {0: 0.125, 1: 0.25, 2: 0.25, 3: 0.25, 4: 0.125}
    """
    before, end = span.start - 1, span.end
    match rule:
        case "change":
            return {before: -1.0, end: 1.0}
        case "end_of_period":
            return {end: 1.0}
        case "mean_of_ends":
            return {before: 0.5, end: 0.5}
        case "mean_of_month_ends":
            # Half weights at both ends: P0/2 + P1 + … + P11 + P12/2, over 12.
            inside = dict.fromkeys(range(span.start, end), 1 / span.months)
            return {before: 0.5 / span.months, **inside, end: 0.5 / span.months}


def ends_only(indicator: Indicator) -> bool:
    """Tell whether stocks enter an indicator at the ends of periods alone."""
    sides = {True: indicator.numerator, False: indicator.denominator}
    return {rule_of(indicator, above=above) for above in sides if sides[above]} == {"end_of_period"}


def needed(indicator: Indicator, item: str, span: Span) -> list[int]:
    """Return the months at whose ends a stock must be known for the indicator to be."""
    sides = {True: indicator.numerator, False: indicator.denominator}
    rules = {rule_of(indicator, above=above) for above, there in sides.items() if item in there}
    if indicator.kind is Kind.STOCK_CHANGE:
        rules.add("change")
    return sorted({month for rule in rules for month in month_ends(rule, span)})
