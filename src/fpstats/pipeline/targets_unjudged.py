"""Targets of indicators that were not computed: nothing judges them, which is told."""

from __future__ import annotations

from fpstats.catalogue import Catalogue
from fpstats.issues import Findings
from fpstats.locale import several
from fpstats.pipeline.estimating import Estimated
from fpstats.pipeline.settings import Settings
from fpstats.targets import Targets


def note_unjudged(
    targets: Targets, run: Estimated, settings: Settings, catalogue: Catalogue, findings: Findings
) -> None:
    """Tell of targets whose indicator is not computed, and what it lacks.

    Whoever names indicators leaves the others out on purpose: of those nothing is told.
    """
    wanted = {catalogue.indicator(name).id for name in settings.indicators} or targets.indicators
    computed = {one.id for one in run.done.indicators}
    known = run.tallies.panel.known
    for name in sorted(targets.indicators & wanted - computed):
        items = catalogue.indicators[name].items
        lacking = [item for item in items if item not in known or not known[item].any()]
        if lacking:
            titles = catalogue.titles(settings.lang)
            value = several(titles[item] for item in lacking)
            findings.add("target_not_judged", indicator=name, value=value)
        else:
            findings.add("target_not_judged", saying="target_not_asked", indicator=name)
