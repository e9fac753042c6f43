"""Periods: `calendar` reckons with them, `written` reads them the way people write them."""

from fpstats.periods.calendar import (
    EVERY,
    Calendar,
    Span,
    first_day,
    kind_of,
    month,
    month_label,
    months_label,
)
from fpstats.periods.english import english_month
from fpstats.periods.short_years import ShortYear, short_year
from fpstats.periods.written import (
    last_day,
    of_odd_days,
    parse_period,
    read_day,
    read_period,
    with_zeros,
)

__all__ = [
    "EVERY",
    "Calendar",
    "ShortYear",
    "Span",
    "english_month",
    "first_day",
    "kind_of",
    "last_day",
    "month",
    "month_label",
    "months_label",
    "of_odd_days",
    "parse_period",
    "read_day",
    "read_period",
    "short_year",
    "with_zeros",
]
