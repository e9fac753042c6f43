"""Villages that have a line in other returns of their area and none in this one.

Sums do not show it: a village without a line is not one without births. Where the number of lines
and the sum of their marks are the same in all returns of an area, it has the same villages in each;
only where they are not are the texts read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from fpstats.locale import several
from fpstats.periods import Calendar, Span, months_label
from fpstats.returns.late_births import by_month_of_birth
from fpstats.returns.lines import ABSENT, MARK, Reading, items_of
from fpstats.returns.opening import Returns
from fpstats.returns.parts import Texts, parts_of, texts_of_parts
from fpstats.returns.parts_over_time import Changed, Part, compared

_NAMED: Final = 6
"""So many parts, or areas, are named."""

_FEW: Final = 5
"""Changes of more areas in one period are told together."""

_KEY: Final = ("name", "start", "end")


class _Change(NamedTuple):
    """What changed in an area from a period on, a sheet of that period, and whether it is the last.

    Later returns confirm what changed before them.
    """

    area: str
    span: Span
    source: int
    last: bool
    what: Changed


def with_absent(
    returns: Returns, sums: pl.DataFrame, calendar: Calendar, texts: Texts
) -> pl.DataFrame:
    """Add `ABSENT` to the sums of areas in which parts lack, each of which becomes an error.

    Parts that go for good, or that come to stay, are told and change nothing. Sums are compared
    with those of the same form, of periods of the same length.

    Parameters
    ----------
    sums
        `source`, `area`, `period`, `name`, `start`, `end`, `lines` and `MARK`; that is null, or is
        not there at all, where sheets were looked at closely.
    texts
        Of text files, as far as they were read before.
    """
    if MARK not in sums.columns:
        sums = sums.with_columns(pl.lit(None, pl.Int64).alias(MARK))
    rows = sums.select("source", "area", "period", *_KEY, "lines", MARK)
    if rows["name"].null_count() or rows["start"].null_count():
        rows = rows.drop_nulls(["name", "start"])
    lacking: list[tuple[int, str, int, int, int]] = []
    for form in _forms(returns.readings):
        mine = rows
        if len(form) < len(returns.readings):
            mine = rows.filter(pl.col("source").is_in(form))
        uneven = _uneven(mine)
        if not uneven.is_empty():
            lacking += _compared(returns, uneven, calendar, texts)
    if not lacking:
        return sums
    keys = ["source", *_KEY]
    absent = pl.DataFrame(lacking, schema=[*keys, ABSENT], orient="row")
    absent = absent.group_by(keys).agg(pl.col(ABSENT).sum())
    absent = absent.cast({"source": pl.UInt32, "name": pl.Categorical})
    found = sums.join(absent, on=keys, how="left", maintain_order="left")
    return found.with_columns(pl.col(ABSENT).fill_null(0))


def _forms(readings: Sequence[Reading]) -> list[list[int]]:
    """Return the sheets that part areas, those of one form and of common items together."""
    forms: list[tuple[tuple[str, int], set[str], list[int]]] = []
    for index, one in enumerate(readings):
        if not one.match.parts or by_month_of_birth(one):
            continue
        kind = one.match.layout.id, len(one.match.parts)
        items, sheets = set(items_of(one.match)), [index]
        others = []
        for form in forms:
            if form[0] == kind and not form[1].isdisjoint(items):
                items |= form[1]
                sheets = form[2] + sheets
            else:
                others.append(form)
        forms = [*others, (kind, items, sheets)]
    return [sheets for _, _, sheets in forms]


def _uneven(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the sums of those areas whose parts do not seem to be the same in all."""
    if rows.is_empty():
        return rows
    if rows[MARK].null_count():
        return rows
    area = rows["name"].to_physical().to_numpy()
    signs = rows[MARK].to_numpy() * 3 + rows["lines"].to_numpy()
    one = np.zeros(int(area.max()) + 1, dtype=signs.dtype)
    one[area] = signs
    odd = set(area[one[area] != signs].tolist())
    return rows.filter(pl.col("name").to_physical().is_in(odd)) if odd else rows.clear()


def _compared(
    returns: Returns, rows: pl.DataFrame, calendar: Calendar, texts: Texts
) -> list[tuple[int, str, int, int, int]]:
    """Compare the parts of areas from period to period: return where how many lack."""
    rows = rows.with_columns(pl.col("name", "area", "period").cast(pl.String))
    signs = (
        rows.group_by(*_KEY)
        .agg(
            pl.col("lines", MARK).sum(),
            pl.col("source").unique().sort(),
            near=pl.col(MARK).is_null().any(),
        )
        .sort(*_KEY)
        # What was looked at closely has no marks: each of its texts is read.
        .with_columns(near=pl.when("near").then("start"))
    )  # fmt: skip
    first = signs.unique(["name", "lines", MARK, "near"], keep="first")
    parts = _parts(returns, rows.join(first.select(*_KEY), on=_KEY, how="semi"), texts)
    of_sign = {
        (name, lines, mark, near): parts[name, start, end]
        for name, start, end, lines, mark, near in first.select(
            *_KEY, "lines", MARK, "near"
        ).iter_rows()
    }
    series = defaultdict[tuple[str, int], list[tuple[Span, list[int], frozenset[Part]]]](list)
    for name, start, end, lines, mark, sources, near in signs.iter_rows():
        span = Span(start, end)
        series[name, span.months].append((span, sources, of_sign[name, lines, mark, near]))
    lacking: list[tuple[int, str, int, int, int]] = []
    changes: list[_Change] = []
    for (name, _), ones in series.items():
        ends = [span.end for span, _, _ in ones]
        left_out, changed = compared([parts for _, _, parts in ones], ends)
        for gap in left_out:
            some = ones[gap.first : gap.last + 1]
            _note_left_out(returns, name, [span for span, _, _ in some], some[0][1][0], gap.parts)
            lacking += [
                (source, name, span.start, span.end, len(gap.parts))
                for span, sources, _ in some
                for source in sources
            ]
        changes += [
            _Change(name, ones[it.at][0], ones[it.at][1][0], it.at == len(ones) - 1, it)
            for it in changed
        ]
    _note_changes(returns, changes, calendar)
    return lacking


def _parts(
    returns: Returns, rows: pl.DataFrame, texts: Texts
) -> Mapping[tuple[str, int, int], frozenset[Part]]:
    """Return the parts of these areas and periods, as their lines name them."""
    sources = rows["source"].unique().sort().to_list()
    plans = [_lines(returns, index, rows["area"].unique(), texts.get(index)) for index in sources]
    read = pl.concat(pl.collect_all(plans, engine="streaming"))
    named = read.join(rows.select("source", "area", "period", *_KEY), nulls_equal=True,
                      on=["source", "area", "period"])  # fmt: skip
    single = (
        named.with_columns(pl.col("part").str.replace_all("\t", " ").str.strip_chars())
        .filter(pl.col("part") != "")
        .unique([*_KEY, "area", "part"])
        # Areas that were merged into one may hold parts of the same name.
        .with_columns(which=pl.int_range(pl.len()).over(*_KEY, "part"))
    )
    found: dict[tuple[str, int, int], frozenset[Part]] = {
        key: frozenset() for key in rows.select(*_KEY).unique().rows()
    }
    grouped = single.group_by(*_KEY).agg("part", "which")
    for name, start, end, parts, which in grouped.iter_rows():
        found[name, start, end] = frozenset(zip(parts, which, strict=True))
    return found


def _lines(
    returns: Returns, index: int, areas: pl.Series, texts: pl.DataFrame | None
) -> pl.LazyFrame:
    """Plan to read `source`, `area`, `period` and `part` of the lines of these areas."""
    one = returns.readings[index]
    if index in returns.careful:
        lines = returns.careful[index].select("row", "source", "area", "period")
        found = lines.join(parts_of(one), on="row").lazy()
    else:
        found = texts_of_parts(one, index, texts)
    columns = pl.col("area", "period").cast(pl.String)
    return found.select(pl.col("source").cast(pl.UInt32), columns, "part").filter(
        pl.col("area").is_in(areas.implode())
    )


def _note_left_out(
    returns: Returns, area: str, spans: Sequence[Span], source: int, parts: Collection[Part]
) -> None:
    """Tell of parts that were left out of returns which follow one another."""
    sheet = returns.readings[source].sheet
    returns.findings.add(
        "part_left_out",
        area=area,
        period=months_label(Span(spans[0].start, spans[-1].end)),
        source=sheet.path,
        sheet=sheet.name,
        value=_named(parts),
    )


def _note_changes(returns: Returns, changes: Sequence[_Change], calendar: Calendar) -> None:
    """Tell of parts that go and come: each area by itself or, of many at once, all together."""
    at_once = defaultdict[tuple[Span, bool], list[_Change]](list)
    for change in changes:
        at_once[change.span, change.last].append(change)
    for (span, last), several_areas in at_once.items():
        code, period = "parts_changed" if last else "parts_redrawn", calendar.label(span)
        if len(several_areas) > _FEW:
            areas = _listed(sorted(one.area for one in several_areas))
            returns.findings.add(
                code, saying="parts_of_many", period=period,
                value=len(several_areas), expected=areas,
            )  # fmt: skip
            continue
        for area, _, source, _, what in several_areas:
            sheet = returns.readings[source].sheet
            saying = {} if what.gone and what.new else {"saying": "parts_gone"}
            if what.new and not what.gone:
                saying = {"saying": "parts_new"}
            returns.findings.add(
                code, **saying, area=area, period=period, source=sheet.path,
                sheet=sheet.name, value=_named(what.new or what.gone), expected=_named(what.gone),
            )  # fmt: skip


def _named(parts: Collection[Part]) -> str:
    return _listed(sorted({name for name, _ in parts}))


def _listed(names: Sequence[str]) -> str:
    return several(names, _NAMED)
