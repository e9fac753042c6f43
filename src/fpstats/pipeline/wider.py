"""More items of returns than were asked for, where those alone do not tell what they are."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from msgspec.structs import replace

from fpstats.areas import Areas
from fpstats.estimates.gather import Gatherer
from fpstats.estimates.panel import Panel, build_all
from fpstats.issues import Findings
from fpstats.periods import Calendar
from fpstats.pipeline.settings import Settings
from fpstats.returns.opening import Returns


def wider(
    returns: Returns, areas: Areas, settings: Settings, calendar: Calendar, items: Sequence[str]
) -> Panel:
    """Return the panel of these items; what is wrong in them is no finding, as nobody asked."""
    unheard = replace(
        returns,
        findings=Findings(),
        careful=dict(returns.careful),
        kinds=dict(returns.kinds),
        compared=dict(returns.compared),
    )
    apart = deepcopy(areas)
    cells = Gatherer(unheard, apart, calendar, settings.engine).gather(items)
    panel, _ = build_all(cells, apart, unheard, calendar)
    return panel
