"""The columns that are made only where they are asked for; loaded only then."""

from __future__ import annotations

import datetime
from typing import Final

import numpy as np
import pyarrow as pa
from msgspec import Struct
from numpy.typing import NDArray

from fpstats.comparisons.alike import Unlike
from fpstats.comparisons.chance import STANDINGS
from fpstats.comparisons.evidence import weigh
from fpstats.comparisons.funnel import FORMS, funnel
from fpstats.comparisons.moves import MOVES, moves, period_before
from fpstats.comparisons.places import chances
from fpstats.comparisons.shrunk import METHODS, shrunk
from fpstats.comparisons.since import Since, year_before
from fpstats.comparisons.targets import Against
from fpstats.estimates.columns import numbers, texts, whole
from fpstats.estimates.estimate import Estimates
from fpstats.issues import Findings
from fpstats.periods import first_day

Columns = dict[str, pa.Array]

LEADING: Final = {"chances": "rank_mean", "funnel": "funnel_standing", "shrunk": "shrunk"}
"""A column of each, which is empty where the rest is."""

Numbers = NDArray[np.float64]


class Asked(Struct, frozen=True):
    """What is compared, and which periods and rows are wanted; each method makes its columns.

    `rank` is indicators × areas × periods; `rows` are the places in such arrays of what is written.
    """

    done: Estimates
    against: Against
    since: Since
    rank: Numbers
    periods: NDArray[np.int64]
    rows: NDArray[np.int64]

    def evidence(self) -> Columns:
        """Make `schema.EVIDENCE`."""
        found = weigh(self.done, self.against, self.since, self.periods)
        columns = {
            "group_value": numbers(found.group_value.take(self.rows)),
            "total_needed": whole(found.needed.take(self.rows)),
        }
        for name, one in found.compared.items():
            columns[f"{name}_p"] = numbers(one.p.take(self.rows))
            columns[f"{name}_q"] = numbers(one.q.take(self.rows))
            columns[f"{name}_standing"] = texts(one.standing.take(self.rows), STANDINGS)
        return columns

    def window(self) -> Columns:
        """Make `schema.WINDOW`: the first and the last day of each period."""
        places = np.broadcast_to(np.arange(self.done.shape[2]), self.done.shape).take(self.rows)
        ends = ((first_day(span.start), first_day(span.end + 1)) for span in self.done.spans)
        first, after = zip(*ends, strict=True)
        last = [day - datetime.timedelta(days=1) for day in after]
        return {
            "window_start": texts(places, [day.isoformat() for day in first]),
            "window_end": texts(places, [day.isoformat() for day in last]),
        }

    def moves(self, confidence: float) -> Columns:
        """Make `schema.MOVES`: in ranks since the year before and since the period before."""
        before = period_before(self.done)
        earlier = {
            "year_": (year_before(self.done), self.since.unlike),
            "": (before, Unlike.of(self.done, before)),
        }
        columns = {}
        for name, (places, unlike) in earlier.items():
            found = moves(self.done, self.rank, places, unlike.areas, self.periods, confidence)
            columns[f"rank_{name}before"] = whole(found.rank.take(self.rows))
            since = "moved_since_year" if name else "moved_since_before"
            columns[since] = texts(found.verdict.take(self.rows), MOVES)
        return columns

    def chances(self) -> Columns:
        """Make `schema.CHANCES`: how likely the first and the last places are."""
        mean, *parts = (each.take(self.rows) for each in chances(self.done, self.periods))
        names = ("first", "last", "best_quarter", "worst_quarter")
        chance = {f"{name}_chance": numbers(part) for name, part in zip(names, parts, strict=True)}
        return {"rank_mean": numbers(mean), **chance}

    def funnel(self, around: str) -> Columns:
        """Make `schema.FUNNEL`."""
        found = funnel(self.done, self.against, around, self.periods)._asdict()
        words = {"standing": STANDINGS, "form": FORMS}
        return {
            f"funnel_{name}": texts(each.take(self.rows), words[name])
            if name in words
            else numbers(each.take(self.rows))
            for name, each in found.items()
        }

    def shrunk(self) -> Columns:
        """Make `schema.SHRUNK`."""
        value, lower, upper, alike, method = shrunk(self.done, self.periods)
        return {
            "shrunk": numbers(value.take(self.rows)),
            "shrunk_lower": numbers(lower.take(self.rows)),
            "shrunk_upper": numbers(upper.take(self.rows)),
            "shrunk_method": texts(method.take(self.rows), METHODS),
            "shrunk_alike_p": numbers(alike.take(self.rows)),
        }

    def note_absent(self, columns: Columns, findings: Findings) -> None:
        """Tell of indicators that have values, and nothing of what was asked for beside them."""
        for name, leading in LEADING.items():
            if leading not in columns:
                continue
            size = len(columns[leading]) // len(self.done.indicators)
            for index, indicator in enumerate(self.done.indicators):
                value, found = (
                    columns[one].slice(index * size, size).null_count for one in ("value", leading)
                )
                if found == size > value:
                    findings.add("nothing_beside", indicator=indicator.id, value=name)
