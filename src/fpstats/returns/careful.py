"""The careful way to the lines of a sheet: every cell as text, cleaned and judged.

Each fault becomes an issue with the address of its cell.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import polars as pl
from msgspec import Struct

from fpstats.areas import Areas
from fpstats.catalogue import Catalogue
from fpstats.issues import Findings
from fpstats.periods import short_year
from fpstats.returns import (
    clean,
    persons,
    privacy,
    screening,
    set_aside,
    stated,
    suspect,
)
from fpstats.returns.adding_up import add_up
from fpstats.returns.belonging import belonging
from fpstats.returns.doubtful import doubtful_periods
from fpstats.returns.layout import Match
from fpstats.returns.lines import Reading, area_of, period_of
from fpstats.returns.magnitudes import note_magnitudes
from fpstats.returns.opening_stocks import without_blank_flows
from fpstats.returns.page_numbers import stray, without_page_numbers
from fpstats.returns.rows import kinds_of
from fpstats.returns.sheet import letters


class Looked(Struct, frozen=True, kw_only=True):
    """What a close look gives: the lines that are returns, and what kind each line is.

    Behind the returns stand lines that say only who handed something in: they have no
    number and no period. `kinds` has `row` (from 1) and `kind`: return, blank,
    total_row, note_row, heading_row, or the code of the issue for which a line was refused;
    `compared` are the totals that it states.
    """

    lines: pl.DataFrame
    kinds: pl.DataFrame
    compared: stated.Compared


def carefully(
    index: int,
    one: Reading,
    catalogue: Catalogue,
    findings: Findings,
    before: Mapping[str, float] = MappingProxyType({}),
    areas: Areas | None = None,
) -> Looked:
    """Read a sheet cell by cell: blank lines, totals and notes apart, every fault an issue.

    `before` are the sums of the tables of the same period that stand before it on its sheet. What
    `areas` names is an area, whatever else its name could mean.
    """
    match = one.match
    wanted = sorted(match.used)
    texts = one.sheet.columns(match.first, match.width, wanted)
    if match.last is not None:
        texts = texts.filter(pl.col("row") <= match.last)
    texts = texts.with_columns(
        pl.col(f"c{column}").map_batches(_as_text, return_dtype=pl.String)
        for column in {match.area, match.period, *match.categories.values()} - {None}
    )
    texts = suspect.without_shared(one, suspect.as_shown(one, texts), findings)
    lines = texts.select(
        pl.lit(index, pl.UInt32).alias("source"),
        area_of(match),
        period_of(match),
        pl.col("row").cast(pl.Int64),
    )
    values, codes = (
        _long(one, texts, catalogue) if match.value is not None else _wide(one, texts, catalogue)
    )
    lines = pl.concat([lines, values, codes], how="horizontal")
    lines = kinds_of(one, lines, areas)
    long = set_aside.too_long(one, texts, findings)
    lines = set_aside.without_numbers(lines, long, [*values.columns, *codes.columns])
    lines = belonging(one, without_page_numbers(one, lines), values.columns, areas)
    if doubtful := doubtful_periods(one):
        refuse = pl.col("row").is_in(doubtful) & (pl.col("kind") == "return")
        kind = pl.when(refuse).then(pl.lit("doubtful_period")).otherwise("kind")
        lines = lines.with_columns(kind=kind)
    lines, compared = add_up(one, lines, values.columns, findings, before, areas)
    stated.note_illegible(one, texts, lines, codes.columns, findings)
    suspect.note_hidden(one, findings)
    _note_kinds(one, lines.filter(~pl.col("row").is_in(long)), findings)
    kinds = _with_kind("too_many_cells", long, lines.select("row", "kind"))
    lines, undated = set_aside.counting(lines, long, values.columns)
    suspect.note_repeated(one, texts, lines, values.columns, findings)
    owed = without_blank_flows(lines, codes.columns, catalogue)
    _note_codes(one, texts, owed, codes.columns, findings)
    if match.scale:
        note_magnitudes(one, lines, catalogue, findings)
    if match.value is not None:
        strange = set_aside.of_unknown_categories(one, texts, lines, findings)
        lines = set_aside.without_numbers(lines, strange, values.columns)
        kinds = _with_kind("unknown_category", strange, kinds)
    lines = pl.concat([lines, undated]).drop(codes.columns)
    return Looked(lines=lines, kinds=kinds, compared=compared)


def _with_kind(kind: str, rows: Sequence[int], kinds: pl.DataFrame) -> pl.DataFrame:
    """Return the kinds of lines, of which these rows are of another."""
    changed = pl.when(pl.col("row").is_in(rows)).then(pl.lit(kind)).otherwise("kind")
    return kinds.with_columns(kind=changed)


def _as_text(column: pl.Series) -> pl.Series:
    """Return names and periods as text, whatever the table handed in had them as."""
    if column.dtype == pl.String:
        return column
    if column.dtype.is_temporal():
        return column.dt.to_string("%Y-%m-%d")
    if column.dtype.is_float():
        whole = column.cast(pl.Int64, strict=False)
        text = (
            pl.when(column == whole).then(whole.cast(pl.String)).otherwise(column.cast(pl.String))
        )
        return pl.select(text).to_series()
    if column.dtype == pl.Object:
        return pl.Series(
            column.name,
            [v.strftime("%Y-%m-%d") if isinstance(v, datetime.date) else str(v) for v in column],
        )
    return column.cast(pl.String)


def _wide(
    one: Reading, texts: pl.DataFrame, catalogue: Catalogue
) -> tuple[pl.DataFrame, pl.DataFrame]:
    decimals = {
        f"c{column}": catalogue.items[item].decimals
        for item, columns in one.match.items.items()
        for column in columns
    }
    scale = {f"c{column}": factor for column, factor in one.match.scale.items()}
    layout = one.match.layout
    numbers, codes = clean.columns(
        texts.select(list(decimals)), decimals, scale, layout.missing, layout.zero
    )
    # A sum of columns is known only where each of them is.
    values = {
        item: numbers[f"c{columns[0]}"]
        if len(columns) == 1
        else numbers.select(
            pl.sum_horizontal(*(f"c{column}" for column in columns), ignore_nulls=False)
        ).to_series()
        for item, columns in one.match.items.items()
    }
    named = {
        f"{item}!{column}": codes[f"c{column}"]
        for item, columns in one.match.items.items()
        for column in columns
        if codes[f"c{column}"].null_count() < len(codes)
    }
    return pl.DataFrame(values), pl.DataFrame(named)


def _long(
    one: Reading, texts: pl.DataFrame, catalogue: Catalogue
) -> tuple[pl.DataFrame, pl.DataFrame]:
    match = one.match
    decimals = max(catalogue.items[item].decimals for item in match.layout.where)
    name = f"c{match.value}"
    layout = match.layout
    number, code = clean.numbers(texts[name], decimals, missing=layout.missing, zero=layout.zero)
    texts = texts.with_columns(number.alias("value"))
    values = texts.select(
        pl.when(*_chosen(match, chosen)).then("value").alias(item)
        for item, chosen in match.layout.where.items()
    )
    known = [item for item in values.columns if values[item].null_count() < len(values)]
    whole = [i for i in known if decimals and not catalogue.items[i].decimals]
    values = values.select(known).with_columns(pl.col(i).cast(pl.Int64) for i in whole)
    return values, pl.DataFrame({f"value!{match.value}": code})


def _chosen(match: Match, chosen: Mapping[str, Sequence[str]]) -> list[pl.Expr]:
    return [
        pl.col(f"c{match.categories[name]}").str.strip_chars().is_in(list(values))
        for name, values in chosen.items()
    ] or [pl.lit(True)]


def _note_kinds(one: Reading, lines: pl.DataFrame, findings: Findings) -> None:
    """Tell of every line that is no return; one without an area or a period is a fault."""
    told = lines.filter(~pl.col("kind").is_in(["blank", "return", "heading_row", "group_row"]))
    for kind, area, period, row in told.select("kind", "area", "period", "row").rows():
        column, value = one.match.area, area
        of_period = kind in ("no_period", "doubtful_period")
        if of_period or column is None:
            column, value = one.match.period or 0, period
        saying: dict[str, object] = {}
        if kind == "no_period" and (short := short_year(period or "")):
            saying = {"saying": "no_century", **short._asdict()}
        if kind == "stray_number":
            column, value = stray(one, row)
            saying = {"saying": "stray_below"}
        findings.add(
            kind,
            **saying,
            area=area if of_period else None,
            # What a note says may be a person's name.
            value=value if kind != "note_row" else None,
            expected=letters(column) if kind == "no_area" else None,
            source=one.sheet.path,
            sheet=one.sheet.name,
            cell=one.address(column, row),
        )


def _note_codes(
    one: Reading,
    texts: pl.DataFrame,
    lines: pl.DataFrame,
    codes: Sequence[str],
    findings: Findings,
) -> None:
    """Make an issue of every refused cell, and of every blank one in a line that has numbers."""
    values = [name for name in lines.columns[4:] if name not in codes]
    reported = pl.any_horizontal(pl.lit(False), pl.col(values).is_not_null())
    for name in codes:
        item, _, column = name.partition("!")
        blank = pl.col(name) == clean.BLANK
        # In a form of categories a blank is missed among the parts of its item.
        told = ~blank | (reported & (one.match.value is None))
        found = lines.filter(pl.col(name).is_not_null() & told)
        if found.is_empty():
            continue
        content = texts.select(pl.col("row").cast(pl.Int64), content=pl.col(f"c{column}"))
        found = found.select("row", "area", "period", name).join(content, on="row", how="left")
        words = found.filter(pl.col(name) == "not_a_number").select("row", "content")
        screening.refuse_words(one.source, int(column), *words.get_columns())
        for row, area, period, code, value in found.rows():
            if code in ("not_a_number", "too_many_digits", "too_large"):
                place = f"{one.source}!{one.address(int(column), row)}"
                privacy.refuse_text(place, str(value))
            if code == "not_a_number":
                value = persons.discreet(value)
            findings.add(
                code,
                area=area,
                period=period,
                item=item if item != "value" else None,
                source=one.sheet.path,
                sheet=one.sheet.name,
                cell=one.address(int(column), row),
                value=value,
                saying=clean.sentence_for(code, value),
            )
