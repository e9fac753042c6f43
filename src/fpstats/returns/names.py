"""What areas and periods are meant: names to areas, texts to months, each distinct one once."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from typing import Final

import polars as pl

from fpstats.areas import APOSTROPHE, INVISIBLE, Areas, spaced
from fpstats.areas import plain as bare
from fpstats.issues import Findings
from fpstats.patterns import pattern
from fpstats.periods import Calendar, read_period
from fpstats.returns import privacy, wholes
from fpstats.returns.clean import ERROR
from fpstats.returns.counties import without_counties
from fpstats.returns.distinct import Distinct, distinct
from fpstats.returns.layout import Layout
from fpstats.returns.lines import Reading
from fpstats.returns.marks import MARKED, SIGNED, unmarked, without_signs

_INSTITUTION: Final = pattern("(?:院|所|站|局|中心|科|股)$")
"""How the names of those end who fill in forms, and of few places."""

_WORDS: Final = r"[0-9A-Za-zÀ-ɏ.,)]\s+[0-9A-Za-zÀ-ɏ(]"
"""What a name has between its words that is not of Chinese, Japanese or Korean."""


def resolve(
    lines: pl.DataFrame,
    readings: Sequence[Reading],
    areas: Areas,
    calendar: Calendar,
    findings: Findings,
) -> pl.DataFrame:
    """Add to lines with `source`, `area` and `period` as written what they mean.

    Parameters
    ----------
    areas
        Takes in every area that is met and not yet in it; where they were given by a table, an
        unknown one is a finding.

    Returns
    -------
    pl.DataFrame
        The same lines with `name` (of the type of `area`; null for lines of totals and blank ones)
        and `start`, `end` (month indices; null where the period cannot be read).
    """
    ids = pl.Series("layout", [one.match.layout.id for one in readings], dtype=pl.Categorical)
    layouts = {one.match.layout.id: one.match.layout for one in readings}
    keys = lines.select("source", "area", "period", pl.col("^row$"))
    keys = keys.with_columns(layout=ids.gather(keys["source"]))
    which = distinct(keys.select("layout", "area"))
    places = _first_places(keys, which)
    none = places.select("place", name="area").clear()
    named = (
        _areas(mine, layouts[layout], areas, findings, readings)
        for (layout,), mine in places.group_by("layout", maintain_order=True)
    )
    names = pl.concat([none, *named]).sort("place")["name"]
    when = distinct(keys.select("layout", "period"))
    times = keys.select("layout", "period")[when.first()].rows()
    spans = [read_period(text or "", calendar, roc=layouts[layout].roc) for layout, text in times]
    starts = pl.Series([span and span.start for span in spans], dtype=pl.Int64)
    ends = pl.Series([span and span.end for span in spans], dtype=pl.Int64)
    return lines.with_columns(
        name=names.gather(which.numbers),
        start=starts.gather(when.numbers),
        end=ends.gather(when.numbers),
    )


def _first_places(keys: pl.DataFrame, which: Distinct) -> pl.DataFrame:
    """Return each area of each layout with where it stands first: `source`, and `row` if known.

    `place` is its number among the distinct ones.
    """
    lines = [column for column in ("source", "row") if column in keys.columns]
    order = keys.select(pl.arg_sort_by(lines)).to_series()
    places = keys[which.first(order.to_numpy())].with_row_index("place")
    if "row" not in lines:
        places = places.with_columns(row=pl.lit(None, pl.Int64))
    # One after the other, which is twice as fast as by both.
    return places.sort(pl.col("area").cast(pl.String)).sort("layout", maintain_order=True)


def _areas(
    places: pl.DataFrame,
    layout: Layout,
    areas: Areas,
    findings: Findings,
    readings: Sequence[Reading],
) -> pl.DataFrame:
    """Return each `place` and the `name` that its area means; those that are new are taken in."""
    texts = _without_signs(places, areas)
    plain = pl.col("name")
    total = plain.str.contains(layout.total)
    if areas.given:
        named = texts.select(plain.filter(total).unique()).to_series()
        total &= ~plain.is_in([name for name in named if areas.is_lowest(name)])
    total |= plain == ""
    error = plain.str.contains(ERROR)
    for source, text, row in texts.filter(error).select("source", "area", "row").rows():
        findings.add("error_cell", value=text, **_place(readings, source, row))
    texts = texts.select("source", name=pl.when(~total & ~error).then(plain))
    for source, text in texts.filter(pl.col("name").str.contains(r"\d{11}")).rows():
        privacy.refuse_text(readings[source].source, text)
    names = texts["name"].to_list()
    if layout.aliases:
        names = [name and layout.aliases.get(name, name) for name in names]
    known: list[str | None] = [None] * len(names)
    if len(areas):
        known = [name and areas.find(name) for name in names]
    printed = _printed(names, places["area"].cast(pl.String))
    first = [*zip(places["source"].to_list(), places["row"].to_list(), strict=True)]
    for at, bare_name in _without_marks(names, known, first, areas, readings, findings).items():
        names[at], known[at] = bare_name, areas.find(bare_name)
    if not layout.above:
        by_title = [at for at, one in enumerate(readings) if one.match.area is None]
        titled = places["source"].is_in(by_title).to_list()
        unknown = [None if found else name for name, found in zip(names, known, strict=True)]
        for at, bare_name in without_counties(unknown, titled, set(names)).items():
            names[at], known[at] = bare_name, areas.find(bare_name)
    if printed:
        names = [name and printed.get(name, name) for name in names]
    new = {
        name: where
        for name, found, where in zip(names, known, first, strict=True)
        if found is None and name
    }
    if areas.given:
        _note_unknown(new, areas, readings, findings)
    else:
        _note_institutions(new, readings, findings)
    _take_in(new, layout, areas)
    final = [found or name for found, name in zip(known, names, strict=True)]
    return places.select("place", name=pl.Series(final, dtype=places.schema["area"]))


def _without_signs(places: pl.DataFrame, areas: Areas) -> pl.DataFrame:
    """Add `name`: the plain name, without signs of footnotes unless a table knows it with them."""
    written = places["area"].cast(pl.String)
    texts = places.with_columns(name=_plain(written))
    if not written.str.contains(SIGNED).any():
        return texts
    bare = written.to_frame().select(without_signs(pl.col("area"))).to_series()
    texts = texts.with_columns(name=_plain(bare), signed="name")
    if areas.given:
        signed = texts.filter(pl.col("name") != pl.col("signed"))["signed"]
        own = [name for name in signed if areas.find(name)]
        kept = pl.when(pl.col("signed").is_in(own)).then("signed").otherwise("name")
        texts = texts.with_columns(name=kept)
    return texts.drop("signed")


def _without_marks(
    names: Sequence[str | None],
    known: Sequence[str | None],
    first: Sequence[tuple[int, int | None]],
    areas: Areas,
    readings: Sequence[Reading],
    findings: Findings,
) -> dict[int, str]:
    """Return by their places the names that are not `known` and have marks, without them.

    One whose mark gives it another extent is told.
    """
    if not pl.Series(names, dtype=pl.String).str.contains(MARKED).any():
        return {}
    tables: dict[int, list[str]] = {}
    for name, found, (source, _) in zip(names, known, first, strict=True):
        if name and found is None:
            tables.setdefault(source, []).append(name)
    marked = unmarked(tables, areas)
    places = {
        at: name for at, name in enumerate(names) if name in marked and known[at] is None and name
    }
    for at, name in places.items():
        if marked[name].extent:
            area = areas.find(marked[name].name) or marked[name].name
            findings.add("area_extent", area=area, value=name, **_place(readings, *first[at]))
    return {at: marked[name].name for at, name in places.items()}


def _plain(texts: pl.Series) -> pl.Series:
    """Return texts as `areas.plain` does, all at once."""
    texts = texts.str.normalize("NFKC")
    if texts.str.contains(rf"\s|{INVISIBLE}|{APOSTROPHE}").any():
        texts = texts.str.replace_all(rf"\s|{INVISIBLE}", "").str.replace(APOSTROPHE, "${1}")
    return texts


def _place(readings: Sequence[Reading], source: int, row: int | None) -> dict[str, str | None]:
    """Return where an area of a table stands first, as findings name it."""
    one = readings[source]
    column = one.match.area
    cell = one.address(column, row) if row and column is not None else None
    return {"source": one.sheet.path, "sheet": one.sheet.name, "cell": cell}


def _printed(names: Sequence[str | None], texts: pl.Series) -> dict[str, str]:
    """Return how plain names are printed that have spaces between their words.

    Where one is written with and without them, it is printed with them.
    """
    found: dict[str, str] = {}
    for at in texts.str.contains(_WORDS).arg_true():
        plain, text = names[at], spaced(texts[at])
        if plain and bare(text) == plain:
            found[plain] = min(text, found.get(plain, text))
    return found


def _note_unknown(
    names: Mapping[str, tuple[int, int | None]],
    areas: Areas,
    readings: Sequence[Reading],
    findings: Findings,
) -> None:
    """Tell which names are not in the areas table, where each first stands, and what is near."""
    for name, (source, row) in names.items():
        near = ", ".join(areas.nearest(name))
        place = _place(readings, source, row)
        findings.add("unknown_area", area=name, expected=near and f" ({near}?)", **place)


def _note_institutions(
    names: Mapping[str, tuple[int, int | None]],
    readings: Sequence[Reading],
    findings: Findings,
) -> None:
    """Tell of forms whose only area is who filled them in, 马店中心卫生院, which names no place."""
    for name, (source, row) in names.items():
        if readings[source].match.area is None and _INSTITUTION.search(name):
            place = _place(readings, source, row)
            findings.add("guessed_area", saying="institution_as_area", value=name, **place)


def _take_in(names: Collection[str], layout: Layout, areas: Areas) -> None:
    """Add areas that were met, each below those that the layout puts above it."""
    parents: Iterable[str | None] = [None] * len(names)
    for above in reversed(layout.above):
        highers = [above.name or name[: above.characters] for name in names]
        pairs = zip(highers, parents, strict=True)
        new = {higher: parent for higher, parent in pairs if higher not in areas}
        areas.take_in(new, above.level, new.values())
        parents = highers
    # The return of a county, in a form of townships, is of what was taken in above.
    below = [(name, parent) for name, parent in zip(names, parents, strict=True) if name != parent]
    areas.take_in([name for name, _ in below], layout.level, [parent for _, parent in below])


def leave_out_lone_wholes(
    areas: Areas, readings: Sequence[Reading], reporting: Container[str]
) -> None:
    """Forget the whole that a form names above all areas, where but one lies below it.

    The return of one county is of the county and not of the nation.
    """
    named = {one.name for reading in readings for one in reading.match.layout.above if one.name}
    for name in named:
        below = sum(area.parent == name for area in areas)
        if not areas.given and name in areas and name not in reporting and below == 1:
            areas.leave_out(name)


def put_below_wholes(areas: Areas, sums: pl.DataFrame, names: Collection[str]) -> None:
    """Put the townships that report below the county that does, as their names tell.

    The sheet or file of a county beside those of its townships is their summary. `sums` have the
    `source`, `name`, `start` and `end` of each return, and `names` are those that they have; a
    county of other periods than all its townships stays by itself, and one that counts beside them
    on their own sheet.
    """
    found = set() if areas.given else wholes.above_others(names)
    if len(found) != 1:
        return
    (name,) = found
    own = pl.col("name") == name
    spans = sums.filter(own).select("source", "start", "end").unique()
    others = sums.filter(~own)
    if others["source"].is_in(spans["source"].implode()).any():
        return
    if len(others.join(spans, on=["start", "end"], how="semi")):
        below = sorted(one for one in names if one != name)
        areas.put_below(name, wholes.called(name), below)


def parents_that_report(names: Iterable[str], areas: Areas) -> list[str]:
    """Return the areas that report although areas below them do too."""
    reporting = set(names)
    if reporting.isdisjoint({area.parent for area in areas}):
        return []
    above = {higher for name in reporting for higher in areas.above(name)}
    return sorted(reporting & above)
