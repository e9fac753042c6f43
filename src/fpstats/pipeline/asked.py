"""Which periods are computed: those asked for, or all in which some return lies.

Tells of months that nobody reported, and of returns that are too long for the periods computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from fpstats.catalogue import Catalogue
from fpstats.errors import ConfigurationError
from fpstats.estimates.panel import Panel
from fpstats.issues import Findings
from fpstats.locale import say
from fpstats.periods import Calendar, Span, kind_of, months_label, parse_period
from fpstats.pipeline.settings import Settings


def asked(settings: Settings, calendar: Calendar) -> tuple[Span | None, str | None]:
    """Return the months that are asked for, and the kind of period if it is said.

    Raises
    ------
    ConfigurationError
        The period is none, ends before it starts, or has no period of the kind in it.
    """
    if settings.period is None:
        return None, settings.every
    first, _, last = settings.period.partition(":")
    low, kind = parse_period(first, calendar)
    high, _ = parse_period(last, calendar) if last else (low, kind)
    if high.end < low.start:
        raise ConfigurationError(say("error", "period_backwards", period=settings.period))
    every = settings.every or kind
    within = Span(low.end if kind == "ytd" else low.start, high.end)
    if not calendar.list(every, range(within.start, within.end + 1), within):
        given = {"period": settings.period, "every": say("period_kind", every)}
        raise ConfigurationError(say("error", "period_without", **given))
    return within, every


def spans_of(
    panel: Panel,
    catalogue: Catalogue,
    calendar: Calendar,
    every: str | None,
    within: Span | None,
    findings: Findings,
) -> tuple[list[Span], str]:
    """List the periods in which something happened, and name their kind.

    Unless asked for, the kind is that of the shortest returns. Stocks alone make no period.

    Raises
    ------
    ConfigurationError
        No return lies in any period of the kind that is asked for.
    """
    there = alive(panel, catalogue)
    every = every or kind_of((there or panel.slots)[0], calendar)
    inside = {slot.end for slot in there if calendar.containing(slot.end, every).covers(slot)}
    spans = calendar.list(every, inside, within)
    if not spans:
        known = there or panel.slots
        first, last = (calendar.label(slot) for slot in (known[0], known[-1]))
        given = {"every": say("period_kind", every), "first": first, "last": last}
        across = any(not calendar.containing(slot.end, "year").covers(slot) for slot in known)
        key = "period_across_years" if across else "no_such_period"
        raise ConfigurationError(say("error", key, start=calendar.year_start, **given))
    _note_unused(panel, there, spans, within, calendar, findings)
    if within is not None and every != "ytd":
        _note_cut(calendar, every, within, findings)
    _note_gaps(there, spans, within, findings)
    return spans, every


def alive(panel: Panel, catalogue: Catalogue) -> list[Span]:
    """Return the periods of returns that have numbers, of flows where there are any."""
    flows = [item for item in panel.known if catalogue.items[item].type == "flow"]
    known = np.zeros(len(panel.slots), dtype=bool)
    for item in flows or panel.known:
        known |= panel.stated(item).any(axis=0)
        if known.all():  # as most often with the first item
            break
    return [panel.slots[index] for index in np.flatnonzero(known)]


def _note_unused(
    panel: Panel,
    alive: Sequence[Span],
    spans: Sequence[Span],
    within: Span | None,
    calendar: Calendar,
    findings: Findings,
) -> None:
    """Tell of returns that lie in no period computed because they are longer than each."""
    for slot in alive:
        if slot.months == 1 or any(span.covers(slot) for span in spans):
            continue
        if within is not None and (slot.end < within.start or slot.start > within.end):
            continue
        place = panel.slots.index(slot)
        known = np.logical_or.reduce([flags[:, place] for flags in panel.known.values()])
        kind = kind_of(slot, calendar)
        # What lies between two years to date can be told, and is no guess.
        more = {"saying": "unused_to_date"} if kind == "ytd" else {}
        for area in np.flatnonzero(known):
            findings.add(
                "unused_return",
                area=panel.leaves[area],
                period=calendar.label(slot),
                expected=kind,
                **more,
            )


def _note_cut(calendar: Calendar, every: str, within: Span, findings: Findings) -> None:
    """Tell of months that were asked for and are in no whole period of the kind computed."""
    months = range(within.start, within.end + 1)
    whole = calendar.list(every, months, within)
    cut = (one for one in months if not any(span.start <= one <= span.end for span in whole))
    for run in _runs(cut):
        findings.add("period_cut", period=months_label(run))


def _note_gaps(
    alive: Iterable[Span], spans: Sequence[Span], within: Span | None, findings: Findings
) -> None:
    """Tell of months in which no area reported, between others or asked for."""
    held = {month for slot in alive for month in range(slot.start, slot.end + 1)}
    owed = {month for span in spans for month in range(span.start, span.end + 1)}
    owed = {month for month in owed if min(held) < month < max(held)}
    if within is not None:
        owed |= set(range(within.start, within.end + 1))
    elif len(spans) > 1:
        owed |= set(range(spans[0].start, spans[-1].end + 1)) & set(range(min(held), max(held)))
    for run in _runs(sorted(owed - held)):
        findings.add("missing_period", period=months_label(run))


def _runs(months: Iterable[int]) -> Iterator[Span]:
    """Join months that follow one another."""
    first = last = -1
    for month in months:
        if month != last + 1:
            if last >= 0:
                yield Span(first, last)
            first = month
        last = month
    if last >= 0:
        yield Span(first, last)
