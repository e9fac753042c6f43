"""ESTIMATES to COMPARISONS: beside each value its target, the year before, and its place.

Every comparison asks two things: what the numbers say, and whether chance alone could say it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fpstats import schema
from fpstats.comparisons.above import value_above
from fpstats.comparisons.firmness import firmness
from fpstats.comparisons.ranking import ranks
from fpstats.comparisons.since import CHANGES, like_with_like, since_last_year
from fpstats.comparisons.targets import VERDICTS, against_targets
from fpstats.estimates.columns import flags, numbers, repeated, texts, whole
from fpstats.estimates.estimate import Estimates
from fpstats.issues import Findings
from fpstats.targets import Targets

__all__ = [
    "CHANGES",
    "VERDICTS",
    "against_targets",
    "compare",
    "ranks",
    "since_last_year",
]


def compare(
    done: Estimates,
    targets: Targets,
    periods: Sequence[int],
    areas: NDArray[np.int64],
    findings: Findings,
    *,
    rank_confidence: float,
    evidence: bool = False,
    also: Collection[str] = (),
    around: str | None = None,
    window: bool = False,
) -> pa.Table:
    """Return these periods and areas as COMPARISONS, with what stands beside them.

    That is the columns of `schema.BESIDE`, `schema.FIRM` and `schema.LIKE`; with `evidence` those
    of `schema.EVIDENCE`; and those of `schema.ADDED` that are asked for: `also` names them,
    `around` what a funnel lies around, and `window` asks for the days between which windows lie.
    An area has no row where nothing of it is open and nothing came.
    """
    against = against_targets(done, targets, periods, findings)
    since = since_last_year(done)
    changed = ~np.isnan(since.change)
    since.unlike.note(done, changed & ~np.isnan(done.lower) & since.unjudged, periods, findings)
    since.unlike.note_growths(done, periods, findings)
    if since.again is not None:
        since.again.note(done, since.unlike.leaves, periods, changed, findings)
    like = like_with_like(done, since)
    places = ranks(done, rank_confidence)
    firm = firmness(done, np.asarray(periods, dtype=np.int64))
    parent, above = done.tree.parent, value_above(done)
    chosen, of_rows = done.places(areas, periods), np.repeat(areas, len(periods))
    measured = {
        "gap": against.gap, "previous": since.previous, "change": since.change,
        "change_lower": since.lower, "change_upper": since.upper,
        "parent_value": above, "one_event": firm.one_event,
        "like_value": like.value, "like_previous": like.previous,
    }  # fmt: skip
    counted = {
        "gap_events": against.events, "rank": places.rank, "rank_of": places.of,
        "rank_low": places.low, "rank_high": places.high, "tier": places.tier,
        "like_areas": like.areas, "like_months": like.months,
    }  # fmt: skip
    said: dict[str, tuple[NDArray[np.integer[Any]], Sequence[str]]] = {
        "target": (against.target, against.written or [""]),
        "verdict": (against.verdict, VERDICTS),
        "verdict_by_value": (against.by_value, VERDICTS),
        "change_verdict": (since.verdict, CHANGES),
    }
    columns = done.columns(periods, areas) | {
        "level": repeated(texts(done.tree.level[of_rows], done.tree.levels), done.shape[0]),
        "parent": repeated(texts(parent[of_rows], done.tree.names), done.shape[0]),
        "reliable": flags(firm.reliable.take(chosen)),
    }
    columns |= {name: numbers(each.take(chosen)) for name, each in measured.items()}
    columns |= {name: whole(each.take(chosen)) for name, each in counted.items()}
    columns |= {name: texts(codes.take(chosen), words) for name, (codes, words) in said.items()}
    if not (evidence or also or around or window):
        return _open(pa.table(columns, schema=schema.JUDGED), done, chosen)
    from fpstats.comparisons.asked_for import Asked  # here, because few ask for any of it

    wanted = Asked(done, against, since, places.rank, np.asarray(periods, dtype=np.int64), chosen)
    if evidence:
        columns |= wanted.evidence()
    if window:
        columns |= wanted.window()
    if "moves" in also:
        columns |= wanted.moves(rank_confidence)
    if "chances" in also:
        columns |= wanted.chances()
    if around:
        columns |= wanted.funnel(around)
    if "shrunk" in also:
        columns |= wanted.shrunk()
    wanted.note_absent(columns, findings)
    fields = [*schema.WEIGHED, *(one for some in schema.ADDED.values() for one in some)]
    found = pa.table(columns, schema=pa.schema([one for one in fields if one.name in columns]))
    return _open(found, done, chosen)


def _open(table: pa.Table, done: Estimates, chosen: NDArray[np.int64]) -> pa.Table:
    """Leave out the rows of areas that are closed, or not yet opened, and reported nothing."""
    there = ((done.areas_expected > 0) | (done.months_used > 0)).take(chosen)
    return table if there.all() else table.filter(flags(there.astype(np.float64)))
