"""Stocks of the last months of longer returns, where these are compared with what happened."""

from __future__ import annotations

from msgspec.structs import replace

from fpstats.catalogue import Catalogue
from fpstats.catalogue.checks import Check
from fpstats.estimates.panel import Panel


def with_stocks_at_ends(panel: Panel, check: Check, catalogue: Catalogue) -> Panel:
    """Return the panel with the stocks that a check weighs with flows, in longer returns as well.

    People counted at the end of May are those of 1—5月, whose births the same return gives. What a
    longer return says itself stays; a check of stocks alone has nothing to gain, and would find
    everything twice.
    """
    weighed = [item for item in check.operands if item in panel.known]
    stocks = [item for item in weighed if is_at_end(item, catalogue)]
    if len(stocks) == len(weighed):
        return panel
    value, known = dict(panel.value), dict(panel.known)
    for item in stocks:
        value[item], known[item] = panel.value[item].copy(), panel.known[item].copy()
        for slot, month in months_at_ends(panel).items():
            new = known[item][:, month] & ~known[item][:, slot]
            value[item][new, slot] = value[item][new, month]
            known[item][new, slot] = True
    return replace(panel, value=value, known=known)


def months_at_ends(panel: Panel) -> dict[int, int]:
    """Return for longer slots those of their last months, where there are any."""
    months = {span.end: slot for slot, span in enumerate(panel.slots[: panel.months])}
    longer = enumerate(panel.slots[panel.months :], panel.months)
    return {slot: months[span.end] for slot, span in longer if span.end in months}


def is_at_end(item: str, catalogue: Catalogue) -> bool:
    """Tell whether an item is a stock at the end of what a return covers."""
    one = catalogue.items[item]
    return one.type == "stock" and one.at == "end"
