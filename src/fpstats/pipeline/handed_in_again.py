"""What was handed in more than once, told where lines are shown and not added up.

Knows only whom to ask: returns are added up as `compute` does, and what that finds is kept.
"""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from fpstats.areas import Areas
from fpstats.errors import FpstatsError
from fpstats.estimates.gather import Gatherer
from fpstats.estimates.panel import build_all
from fpstats.issues import Findings
from fpstats.periods import Calendar
from fpstats.returns.opening import Returns

_CODES: Final = frozenset(["duplicate_return", "same_return", "same_file", "late_births_differ"])


def note_again(returns: Returns, areas: Areas, calendar: Calendar) -> None:
    """Tell of areas that report an item of a period twice, on any sheets, tables or lines."""
    heard = replace(returns, findings=Findings())
    try:
        cells = Gatherer(heard, areas, calendar, "polars").gather(returns.items)
        build_all(cells, areas, heard, calendar)
    except FpstatsError:
        return  # there is nothing to add up
    returns.findings.take(heard.findings, only=_CODES)
