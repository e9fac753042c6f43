"""Months and longer returns of the same time: do they agree?"""

from __future__ import annotations

import numpy as np

from fpstats.estimates.covering import counted
from fpstats.estimates.panel import Panel
from fpstats.periods import Calendar
from fpstats.returns.opening import Returns


def prefer_months(panel: Panel, returns: Returns, calendar: Calendar) -> None:
    """Compare longer returns with the shorter ones that lie in them; those that are whole are kept.

    Where the shorter ones have all months of a longer one, they count, be it that they agree or
    not; where they have some of them, they can only add up to less.
    """
    for slot in sorted(range(panel.months, len(panel.slots)), key=lambda p: panel.slots[p].months):
        longer = panel.slots[slot]
        inside = [p for p, one in enumerate(panel.slots) if longer.covers(one) and p != slot]
        if not inside:
            continue
        spans = [panel.slots[place] for place in inside]
        lengths = np.array([span.months for span in spans])
        for item, known in panel.known.items():
            known_item = returns.catalogue.items[item]
            if known_item.type == "stock":
                continue
            value, scale = panel.value[item], 100 if known_item.decimals else 1
            used = counted(known[:, inside], spans)
            months, total = used @ lengths, (used * value[:, inside]).sum(axis=1)
            both = (months > 0) & known[:, slot]
            whole = months == longer.months
            agree = whole & (total == value[:, slot])
            for area in np.flatnonzero(both & (whole | (total > value[:, slot]))):
                more = {} if whole[area] else {"saying": "overlapping_part"}
                returns.findings.add(
                    "agreeing_returns" if agree[area] else "overlapping_returns",
                    area=panel.leaves[area],
                    period=calendar.label(longer),
                    item=item,
                    value=f"{total[area] / scale:.15g}",
                    expected=f"{value[area, slot] / scale:.15g}",
                    months=int(months[area]),
                    **more,
                )
            known[both & whole, slot] = False
            value[both & whole, slot] = 0
