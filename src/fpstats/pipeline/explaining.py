"""`explain`: one value taken apart, down to the cells that it was made of."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from fpstats import arrow
from fpstats.areas import Areas, plain
from fpstats.catalogue import Catalogue, Indicator, Kind
from fpstats.errors import ConfigurationError, carrying
from fpstats.estimates.diagnose import diagnose
from fpstats.estimates.estimate import Estimates
from fpstats.estimates.gather import Gatherer
from fpstats.estimates.parts import parts
from fpstats.estimates.reconciling import reconciled
from fpstats.locale import say, several
from fpstats.periods import Calendar, Span
from fpstats.pipeline.asked import asked
from fpstats.pipeline.estimating import Estimated, estimated, items_wanted, placed
from fpstats.pipeline.parts_table import explained
from fpstats.pipeline.settings import (
    SHOWN,
    areas_of,
    catalogue_of,
    open_returns,
    run_record,
    settings_of,
)
from fpstats.returns.opening import Returns
from fpstats.returns.tracing import cells
from fpstats.write.page import fragment


class Explanation(Struct, frozen=True, kw_only=True):
    """One value taken apart.

    Attributes
    ----------
    table
        EXPLAINED: a row a cell.
    estimate
        The value with its interval and what it was made of: a row of ESTIMATES.
    owed
        How many months each area in it should have reported.
    days
        The days that person-time is divided by: those of the period or, annualised, of its year;
        None where the value has no person-time.
    issues
        Everything that was found in the returns.
    """

    table: pa.Table
    estimate: Mapping[str, Any]
    indicator: Indicator
    catalogue: Catalogue
    span: Span
    owed: Mapping[str, int]
    days: int | None
    issues: pa.Table
    run: Mapping[str, Any]
    lang: str
    refused: int = 0
    errors: int = 0

    def __repr__(self) -> str:
        one, used = self.estimate, pl.DataFrame(self.table.select(["used"]))["used"].sum()
        return (
            f"<fpstats.Explanation: {one['indicator']} of {one['area']} in {one['period']}, "
            f"value {one['value']}, {used} cells>"
        )

    def _repr_html_(self) -> str:
        """Show the first rows in a notebook."""
        return fragment(self.table, self.lang, SHOWN)

    def to_pandas(self) -> Any:
        """Return EXPLAINED as a pandas table."""
        return arrow.pandas_frame(self.table)


def explain(source: Any, *, area: str, indicator: str, period: str, **options: Any) -> Explanation:
    """Take one value apart: its formula, its operands, and every cell that went in or was left out.

    Parameters
    ----------
    source
        A path, folder or glob, several of them, or a pandas, Polars or Arrow table.
    area, indicator, period
        Which value: an area of any level, an indicator by id or title, one period.
    options
        Fields of `Settings`, as for `compute`.

    Raises
    ------
    FpstatsError
        A file cannot be read or fits no layout.
    ConfigurationError
        There is no such value, or an option is wrong, or what is asked for are years to date, whose
        months stand in no cell.
    ArithmeticError
        The parts do not add up to the value: a fault of the program, which is never shown.
    """
    settings = settings_of(options | {"indicators": (indicator,), "period": period})
    catalogue, calendar = catalogue_of(settings), Calendar(settings.year_start)
    chosen = catalogue.indicator(indicator)
    settings = replace(settings, indicators=(chosen.id,))
    within, every = asked(settings, calendar)
    if settings.cumulative == "ytd":
        raise ConfigurationError(say("error", "explained_to_date"))
    if within is None or not _is_one(within, every or "", calendar):
        raise ConfigurationError(say("error", "one_period", period=period))
    areas = areas_of(settings) or Areas()
    returns = open_returns(source, settings, catalogue, areas)
    with carrying(lambda: returns.issues(calendar, settings.lang)):
        gatherer = Gatherer(returns, areas, calendar, settings.engine)
        sums = gatherer.gather(items_wanted(settings, returns))
        panel = placed(sums, returns, areas, settings, calendar)
        run = estimated(panel, returns, areas, settings, calendar, within, every)
        place = _place(area, run.done, areas)
    diagnose(run.done, run.tallies, run.periods, calendar, areas, returns, settings.lang)
    at, leaves = run.periods[0], _leaves(run.done, place)
    made = parts(chosen, run.tallies, run.done.tallies[0], at, leaves)
    names = [panel.leaves[leaf] for leaf in leaves]
    mine = pl.col("name").is_in(names) & pl.struct("start", "end").is_in(_spans(made))
    found = cells(
        returns,
        sums.frame.filter(mine),
        [item for item in sums.items if {item, catalogue.items[item].opens} & {*chosen.items}],
        areas,
        calendar,
        gatherer.repeated,
    )
    rows = reconciled(
        made,
        found,
        panel.leaves,
        [one.match.additive for one in returns.readings],
        _order(returns),
    )
    estimate = run.done.table([at], np.array([place])).to_pylist()[0]
    _refuse_differing(chosen, rows, estimate)
    issues = returns.issues(calendar, settings.lang)
    owed = run.tallies.owed[leaves, at].astype(int).tolist()
    return Explanation(
        table=explained(rows, estimate, chosen, returns, calendar, issues, settings.lang),
        estimate=estimate,
        indicator=chosen,
        catalogue=catalogue,
        span=run.done.spans[at],
        owed=dict(zip(names, owed, strict=True)),
        days=_days(chosen, catalogue, run, at),
        issues=issues,
        run=run_record(settings, catalogue, returns) | {"area": estimate["area"]},
        lang=settings.lang,
        refused=returns.refused,
        errors=returns.findings.count("error"),
    )


def _is_one(within: Span, every: str, calendar: Calendar) -> bool:
    return len(calendar.list(every, range(within.start, within.end + 1), within)) == 1


def _place(written: str, done: Estimates, areas: Areas) -> int:
    """Return the place of an area in the tree, by its name, code or alias."""
    names = done.tree.names
    name = written if written in names else areas.find(plain(written))
    if name not in names:
        near = difflib.get_close_matches(written, names, n=3, cutoff=0.3) or names[:8]
        raise ConfigurationError(say("error", "no_such_area", area=written, near=several(near)))
    return names.index(name)


def _leaves(done: Estimates, place: int) -> np.ndarray:
    """Return the areas that report, of which an area is made."""
    tree = done.tree
    ends = [*tree.bounds.tolist(), len(tree.leaf)]
    return tree.leaf[ends[place] : ends[place + 1]]


def _spans(made: pl.DataFrame) -> pl.Series:
    return made.select(pl.struct("start", "end")).to_series().unique().implode()


def _order(returns: Returns) -> Sequence[int]:
    """Return the place of each sheet by its name, so that the order of files changes nothing."""
    names = [(one.sheet.path, one.sheet.name or "", n) for n, one in enumerate(returns.readings)]
    order = [0] * len(names)
    for place, (_, _, number) in enumerate(sorted(names)):
        order[number] = place
    return order


def _days(one: Indicator, catalogue: Catalogue, run: Estimated, at: int) -> int | None:
    kinds = {item: catalogue.items[item].type for item in one.items}
    timed = "flow" in kinds.values() and any(kinds[item] == "stock" for item in one.denominator)
    return int(run.tallies.whole[at]) if timed else None


def _refuse_differing(one: Indicator, rows: pl.DataFrame, estimate: Mapping[str, Any]) -> None:
    """Refuse parts that do not make the numerator and denominator that were published."""
    counted = rows.filter(pl.col("why").is_null())
    sums = {
        above: math.fsum(counted.filter(pl.col("above") == above)
                         .select(pl.col("weight") * pl.col("found")).to_series())
        for above in (True, False)
    }  # fmt: skip
    above, below = sums[True], sums[False]
    if one.kind is Kind.ERROR:
        above = abs(above)
    elif one.kind is Kind.ACCURACY:
        above = below - abs(above)
    for name, total in (("numerator", above), ("denominator", below)):
        known = estimate[name]
        if known is None or (name == "denominator" and one.kind is Kind.TWO_LISTS):
            continue  # what is estimated from the counts is not their sum
        if not math.isclose(known, total, rel_tol=1e-12, abs_tol=1e-9):
            told = {"side": name, "found": repr(total), "counted": repr(known)}
            raise ArithmeticError(say("error", "parts_differ", **told))
