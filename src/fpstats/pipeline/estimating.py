"""From opened returns to estimates: what `compute`, `explain` and `watch` have in common."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import partial

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from fpstats import locale
from fpstats.areas import Areas
from fpstats.catalogue import Catalogue, Indicator
from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.estimates.drawn import refuse_frames
from fpstats.estimates.estimate import Estimates, estimate
from fpstats.estimates.gather import Cells, Gatherer
from fpstats.estimates.openings import opened
from fpstats.estimates.overlapping import prefer_months
from fpstats.estimates.panel import Panel, build_all
from fpstats.estimates.rising import begins_anew, may_be_totals
from fpstats.estimates.rollup import Tree
from fpstats.estimates.tally import Tallies
from fpstats.issues import gravest
from fpstats.locale import say, several
from fpstats.periods import Calendar, Span
from fpstats.pipeline.asked import alive, spans_of
from fpstats.pipeline.settings import Settings
from fpstats.pipeline.windows import months_back, months_of, window_label, windows
from fpstats.returns.opening import Returns


class Estimated(Struct, frozen=True):
    """Estimates with what they were made of; `periods` are those asked for, as places in them."""

    done: Estimates
    tallies: Tallies
    periods: Sequence[int]


def panel_of(returns: Returns, areas: Areas, settings: Settings, calendar: Calendar) -> Panel:
    """Add the returns up, and put the sums in their places."""
    gatherer = Gatherer(returns, areas, calendar, settings.engine)
    # The cells are let go as soon as they stand in the panel: they are the largest table of a run.
    cells = gatherer.gather(items_wanted(settings, returns))
    return placed(cells, returns, areas, settings, calendar)


def placed(
    cells: Cells, returns: Returns, areas: Areas, settings: Settings, calendar: Calendar
) -> Panel:
    """Put sums in their places: each month once, and no year to date among them."""
    panel, _ = build_all(cells, areas, returns, calendar)
    catalogue = returns.catalogue.indicators.values()
    framed = [one for one in catalogue if one.frame and panel.known.keys() >= {*one.items}]
    refuse_frames(panel, framed, returns, areas, calendar)
    counted = [
        item
        for item in panel.known
        if returns.catalogue.items[item].type == "flow" and returns.catalogue.items[item].counted
    ]
    longer = len(panel.slots) > panel.months
    # Loaded only where there is something to tell, or to turn.
    if longer and (start := begins_anew(panel, counted, calendar)) is not None:
        from fpstats.pipeline.running_totals import refuse_years

        refuse_years(panel, returns, areas, calendar, counted, start)
    if settings.cumulative == "ytd":
        from fpstats.pipeline.running_totals import turned

        return turned(panel, returns, areas, calendar)
    if settings.cumulative == "auto" and may_be_totals(panel, counted, calendar):
        from fpstats.pipeline.running_totals import refuse
        from fpstats.pipeline.wider import wider

        refuse(panel, returns, areas, calendar, partial(wider, returns, areas, settings, calendar))
    prefer_months(panel, returns, calendar)
    return opened(panel, returns.catalogue.items)


def estimated(
    panel: Panel,
    returns: Returns,
    areas: Areas,
    settings: Settings,
    calendar: Calendar,
    within: Span | None,
    every: str | None,
) -> Estimated:
    """Estimate what is asked for, or all that the returns give; and what it is compared with.

    That is, where the files go back so far, the same periods of the year before.

    Raises
    ------
    FpstatsError
        Nothing can be computed of them.
    ConfigurationError
        They have nothing of what is asked for.
    """
    catalogue = returns.catalogue
    chosen = _indicators(settings, catalogue, panel, returns, calendar)
    try:
        spans, every = spans_of(panel, catalogue, calendar, every, within, returns.findings)
    except ConfigurationError as error:
        if not returns.findings.count("error"):
            raise
        # What was asked for may be there, and refused.
        grave = gravest(returns.issues(calendar, settings.lang))
        raise ConfigurationError("\n".join([str(error), *grave])) from None
    begun, back = min((slot.start for slot in panel.slots), default=0), months_back()
    if settings.window is not None:
        months = months_of(settings.window)
        begun = min(slot.start for slot in alive(panel, catalogue))
        back = months_back(months)
        spans = windows(spans, months, begun, calendar, returns.findings)
    before = [span.shift(-back) for span in spans]
    if "moves" in settings.also and every != "ytd":
        before += [span.shift(-span.months) for span in spans]
    # A window is whole or absent; of a period that began earlier there is what there is.
    whole = settings.window is not None
    held = {span for span in before if (span.start if whole else span.end) >= begun}
    tallies = Tallies(
        panel, sorted({*spans, *held}), catalogue.items, calendar, areas,
        annualise=settings.annualise, back=back,
    )  # fmt: skip
    tree = Tree.over(panel.leaves, areas, locale.text(settings.lang, "area", "total"))
    label = window_label if whole else partial(calendar.label, every=every)
    labels = [label(span) for span in tallies.spans]
    done = estimate(chosen, tallies, tree, labels, settings.confidence)
    return Estimated(done, tallies, [done.spans.index(span) for span in spans])


def rows_of(done: Estimates, by: str | None) -> NDArray[np.int64]:
    """Return the areas of a level as places in the estimates; all of them if none is named.

    Raises
    ------
    ConfigurationError
        No area has that level.
    """
    tree = done.tree
    if by is None:
        return np.arange(len(tree.names))
    if by not in tree.levels:
        names = locale.texts(locale.spoken())["level"]
        known = several(
            say("error", "entry", id=one, title=names[one]) if one in names else one
            for one in tree.levels
        )
        raise ConfigurationError(say("error", "no_such_level", level=by, known=known))
    return np.flatnonzero(tree.level == tree.levels.index(by))


def items_wanted(settings: Settings, returns: Returns) -> list[str]:
    """Return the items to add up: of the indicators asked for, or all that the files have."""
    there, catalogue = returns.items, returns.catalogue
    if not settings.indicators:
        return there
    asked = [catalogue.indicator(name) for name in settings.indicators]
    needed = {item for one in asked for item in one.items}
    needed |= {item for item in there if catalogue.items[item].opens in needed}
    return [item for item in there if item in needed] or there


def _indicators(
    settings: Settings, catalogue: Catalogue, panel: Panel, returns: Returns, calendar: Calendar
) -> list[Indicator]:
    """Return those asked for, or all that the items give; say of the others what they lack.

    Where nobody asked, those that no file has the items of are told together: a return of births
    is not at fault for knowing nothing of contraception.
    """
    found, unasked = [], list[list[str]]()
    asked = [catalogue.indicator(name) for name in settings.indicators]
    wanted = asked or [one for one in catalogue.indicators.values() if one.status != "archive"]
    reported = {item for item, known in panel.known.items() if known.any()}
    names, there = catalogue.titles(settings.lang), set(returns.items)
    for indicator in dict.fromkeys(wanted):
        lacking = [item for item in indicator.items if item not in reported]
        if not lacking:
            found.append(indicator)
            continue
        absent = [item for item in lacking if item not in there]
        if absent and not asked:
            unasked.append(absent)
            continue
        told = absent or lacking
        returns.findings.add(
            "asked_not_computed" if absent else "nothing_usable",
            indicator=indicator.id,
            item=told[0],
            value=several(names[item] for item in told),
        )
    if unasked:
        returns.findings.add(
            "not_computed",
            value=len(unasked),
            expected=several(dict.fromkeys(names[item] for lack in unasked for item in lack)),
        )
    # Stocks alone make no period: where all that happened was refused there is none.
    if not found or not alive(panel, catalogue):
        told = gravest(returns.issues(calendar, settings.lang))
        raise _nothing(wanted, reported, returns, names, told)
    return found


def _nothing(
    wanted: Sequence[Indicator],
    reported: Container[str],
    returns: Returns,
    names: Mapping[str, str],
    told: Sequence[str],
) -> FpstatsError:
    """Return the error that nothing can be computed: the question's fault, or that of the data."""
    there = set(returns.items)
    lacking = sorted({item for one in wanted for item in one.items if item not in reported})
    refused = all(any(item not in there for item in one.items) for one in wanted)
    without = [item for item in lacking if (item not in there) is refused]
    items = several(say("error", "entry", id=one, title=names[one]) for one in without[:8])
    if refused:
        return ConfigurationError(say("error", "nothing_computed", items=items))
    message = say("error", "nothing_usable", items=items)
    return FpstatsError("\n".join([message, *told]))
