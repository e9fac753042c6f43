"""What a watch gives people to read: a document, the worse first, and how much was looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from fpstats.catalogue import Indicator
from fpstats.locale import text, texts
from fpstats.pipeline.watch_charts import MOST, charts
from fpstats.pipeline.watching import Watched
from fpstats.watching import RULES
from fpstats.watching.compared import FEWEST
from fpstats.watching.drift import EVENTS
from fpstats.watching.years import FEWEST as FEWEST_YEARS
from fpstats.write.document import Document
from fpstats.write.grid import Column, Section, number
from fpstats.write.signals import period_text, since_text, small

_MEANINGS: Final = ("worse", None, "better")

_COUNTED: Final = {
    "series": 0, "points": 0, "level": 3, "conspicuous": 0, "by_chance": 1, "signals": 0,
}  # fmt: skip
"""The columns of LOOKED, and with how many decimals."""


def document(watched: Watched) -> Document:
    """Return what a watch gave, in the order in which people should look at it."""
    return Document(
        title=_say(watched, "page"),
        table=watched.table,
        sections=list(_sections(watched)),
        notes=notes(watched),
        run=watched.run,
        tables={"looked": watched.looked, "issues": watched.issues},
        charts=lambda: charts(watched),
        charts_said=_say(watched, "charts", count=MOST)
        if watched.table.num_rows
        else _say(watched, "none"),
    )


def notes(watched: Watched) -> tuple[str, ...]:
    """Return what was looked at and how, and how many signals chance alone would make."""
    said = list(_monthly_notes(watched) if watched.by_months else _yearly_notes(watched))
    said.append(_say(watched, "years_rule", fewest=FEWEST_YEARS))
    if watched.by_months:
        partial = int(watched.monthly.partial[:, :, watched.first :].sum())
        said.append(_say(watched, "missing", partial=partial))
    if any(one.population for one in watched.indicators):
        said.append(text(watched.lang, "note", "annualised"))
    said += _population_notes(watched)
    stood_in = [one.rate for one in watched.stand_ins]
    unwatched = [one for one in watched.found.unwatched if one not in stood_in]
    if unwatched and watched.by_months:
        names = _titles(unwatched, watched.lang)
        said.append(_say(watched, "no_months", indicators=names, fewest=FEWEST))
    if watched.left_out:
        said.append(_say(watched, "left_out", indicators=_titles(watched.left_out, watched.lang)))
    return tuple(said) if watched.table.num_rows else (_say(watched, "none"), *said)


def _monthly_notes(watched: Watched) -> Iterator[str]:
    """Say how many months were looked at, and by which rules."""
    months = next(row for row in watched.looked.to_pylist() if row["rule"] == "month")
    first, last = (period_text(month, watched.lang) for month in watched.months)
    yield _say(
        watched, "looked", first=first, last=last,
        indicators=len(watched.indicators), areas=len(watched.monthly.areas),
        series=months["series"], points=months["points"],
    )  # fmt: skip
    yield _say(
        watched, "chance" if watched.chance < 1 else "unadjusted",
        conspicuous=months["conspicuous"], by_chance=f"{months['by_chance']:.1f}",
        signals=watched.table.num_rows, chance=_share(watched),
    )  # fmt: skip
    yield _say(watched, "months_rule", years=watched.history, fewest=FEWEST)
    yield _say(watched, "drift_rule", events=f"{EVENTS:.10g}")


def _yearly_notes(watched: Watched) -> Iterator[str]:
    """Say that there are no months, and which years were looked at in their place."""
    known = np.any(~np.isnan(watched.yearly.count), axis=(0, 1))
    years = [watched.yearly.labels[int(place)] for place in np.flatnonzero(known)]
    series = max(row["series"] for row in watched.looked.to_pylist())
    ends = (years[0], years[-1]) if years else watched.months
    first, last = (period_text(one, watched.lang) for one in ends)
    yield _say(
        watched, "years_looked", first=first, last=last, series=series,
        indicators=len(watched.indicators), areas=len(watched.yearly.areas),
    )  # fmt: skip
    yield _say(
        watched, "years_chance" if watched.chance < 1 else "years_unadjusted",
        signals=watched.table.num_rows, chance=_share(watched),
    )  # fmt: skip


def _population_notes(watched: Watched) -> Iterator[str]:
    """Say which stocks stand on a line, and what is watched by its counts for want of them."""
    lang, catalogue = watched.lang, watched.catalogue
    comma = text(lang, "error", "comma")
    for item in sorted({one.item for one in watched.carried}):
        mine = [one for one in watched.carried if one.item == item]
        yield _say(
            watched, "carried", item=catalogue.items[item].title.of(lang),
            number=sum(one.number for one in mine), areas=len({one.area for one in mine}),
        )  # fmt: skip
    for one in watched.stand_ins:
        yield _say(
            watched, "stands_in" if one.count else "no_stock",
            rate=one.rate.title.of(lang),
            items=comma.join(catalogue.items[item].title.of(lang) for item in one.lacking),
            count=one.count.title.of(lang) if one.count else "",
        )  # fmt: skip


def _share(watched: Watched) -> str:
    return f"{100 * watched.chance:.10g}%"


def _titles(indicators: Sequence[Indicator], lang: str) -> str:
    return text(lang, "error", "comma").join(one.title.of(lang) for one in indicators)


def _say(watched: Watched, key: str, **fields: object) -> str:
    return text(watched.lang, "watch", key, **fields)


def _sections(watched: Watched) -> Iterator[Section]:
    # By kind and by area, of each area the least likely first: the table has them in that order.
    place = {rule: number for number, rule in enumerate(RULES)}
    rows = sorted(watched.table.to_pylist(), key=lambda row: (place[row["rule"]], row["area"]))
    if rows:
        yield _counts(rows, watched)
    for meaning in _MEANINGS:
        mine = [row for row in rows if row["meaning"] == meaning]
        if mine:
            yield _told(_say(watched, meaning or "neither"), mine, watched)
    yield _looked(watched)


def _counts(rows: Sequence[Mapping[str, Any]], watched: Watched) -> Section:
    """Return how many signals of each kind there are, for the worse and the better, and where."""
    heading, rules = texts(watched.lang)["heading"], texts(watched.lang)["rule"]
    kinds = [rule for rule in RULES if any(row["rule"] == rule for row in rows)]
    mine = [[row for row in rows if row["rule"] == rule] for rule in kinds]
    columns = [Column(heading["rule"], [rules[rule] for rule in kinds])]
    for meaning in _MEANINGS:
        counted = [sum(row["meaning"] == meaning for row in each) for each in mine]
        columns.append(number(_say(watched, meaning or "neither"), counted, 0))
    areas = [len({row["area"] for row in each}) for each in mine]
    columns.append(number(_say(watched, "areas"), areas, 0))
    return Section(_say(watched, "counts"), tuple(columns))


def _told(title: str, rows: list[dict[str, Any]], watched: Watched) -> Section:
    heading, rules = texts(watched.lang)["heading"], texts(watched.lang)["rule"]
    return Section(
        title,
        (
            Column(heading["rule"], [rules[row["rule"]] for row in rows]),
            Column(heading["since"], [since_text(row, watched.lang) for row in rows]),
            Column(heading["words"], [row["words"] for row in rows]),
            Column(
                heading["q"],
                [row["q"] for row in rows],
                right=True,
                shown=[small(row["q"]) for row in rows],
            ),
        ),
    )


def _looked(watched: Watched) -> Section:
    heading, rules = texts(watched.lang)["heading"], texts(watched.lang)["rule"]
    rows = {row["rule"]: row for row in watched.looked.to_pylist()}
    found = [rows[rule] for rule in RULES]
    columns = [Column(heading["rule"], [rules[rule] for rule in RULES])]
    for name, decimals in _COUNTED.items():
        key = "p_level" if name == "level" else name
        columns.append(number(heading[key], [row[name] for row in found], decimals))
    return Section(_say(watched, "how_much"), tuple(columns))
