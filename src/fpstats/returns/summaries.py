"""Sheets that are the sum of all others: a summary beside the returns that it adds up.

Knows numbers, and no more of names than whether one is unlike the others; what the name of a
county tells is known elsewhere (`names.put_below_wholes`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fpstats.areas import Areas, plain
from fpstats.returns.agreement import HALF_A_CENT
from fpstats.returns.distinct import unique
from fpstats.returns.opening import Returns
from fpstats.returns.wholes import CHANCE, above_others, is_odd, sums_of_others

_SPAN: Final = ("start", "end")


class _Sheets(NamedTuple):
    """The sheets of one period: which, whose they are, and the sums of their items."""

    sources: list[int]
    names: list[str]
    values: NDArray[np.float64]


def summaries(
    returns: Returns, sums: pl.DataFrame, items: Sequence[str], areas: Areas
) -> pl.DataFrame:
    """Return `source`, `start` and `end` of sheets that surely are the sum of all others.

    Each is a finding. One that may be by chance, or that the table of the user names, is told and
    counts; so does one of two sheets with the same numbers, of which nobody can tell what they are
    to one another.

    Parameters
    ----------
    sums
        `source`, `name`, `start`, `end` and the sums of the `items` of what was added up.
    """
    found = [
        (sheets.sources[at], *span)
        for span, sheets in _periods(returns, sums, items)
        for at in _adding_up(sheets.values)
        if _is_left_out(returns, sums, sheets, at, areas)
    ]
    types = {name: sums.schema[name] for name in ("source", *_SPAN)}
    return pl.DataFrame(found, schema=types, orient="row")


def _periods(
    returns: Returns, sums: pl.DataFrame, items: Sequence[str]
) -> Iterator[tuple[tuple[int, int], _Sheets]]:
    """Yield the sheets of periods in which one may be the sum of others, none of the same area."""
    places = unique(sums.select("source", *_SPAN))
    several = places.filter(pl.struct(_SPAN).is_duplicated()).select(_SPAN).unique()
    if several.is_empty():
        return
    mine = sums.drop_nulls(["name", "start"]).join(several, on=_SPAN, how="semi")
    sheets = mine.group_by("source", *_SPAN).agg(
        pl.col("name").cast(pl.String).first(),
        pl.len(),
        *(pl.when(pl.col(item).count() > 0).then(pl.col(item).sum()) for item in items),
    )
    apart = [(2 * pl.col(item) - pl.col(item).sum().over(_SPAN)).abs() for item in items]
    adding = pl.all_horizontal(True, *((one <= HALF_A_CENT).fill_null(value=True) for one in apart))
    spans = sheets.filter(adding).select(_SPAN).unique()
    names_of = mine.join(spans, on=_SPAN, how="semi").select(*_SPAN, "name")
    spans = spans.join(names_of.filter(names_of.is_duplicated()), on=_SPAN, how="anti")
    sheets = sheets.join(spans, on=_SPAN, how="semi").sort(*_SPAN, "source")
    for (start, end), one in sheets.group_by(_SPAN, maintain_order=True):
        sources = one["source"].to_list()
        names = [
            name if lines == 1 else _called(returns, source)
            for source, name, lines in one.select("source", "name", "len").rows()
        ]
        values = one.select(pl.col(items).cast(pl.Float64)).to_numpy()
        yield (int(str(start)), int(str(end))), _Sheets(sources, names, values)


def _called(returns: Returns, source: int) -> str:
    sheet = returns.readings[source].sheet
    return sheet.name or PurePath(sheet.path).stem


def _adding_up(values: NDArray[np.float64]) -> list[int]:
    """Return the sheets that are the sum of all others, in every number that they have."""
    some = (np.nan_to_num(values) > 0).any(axis=1)
    found: list[int] = np.flatnonzero(sums_of_others(values) & some).tolist()
    return found


def _is_left_out(
    returns: Returns, sums: pl.DataFrame, sheets: _Sheets, at: int, areas: Areas
) -> bool:
    """Tell of a sheet that is the sum of the others, and whether it is so surely."""
    name, given = sheets.names[at], areas.given
    known = areas.find(plain(name)) if given else None
    told = not areas.is_lowest(plain(name)) if known else name in above_others(sheets.names)
    values = _every_item(returns, sums, sheets)
    if told or at not in _adding_up(values):
        return False
    bits = float(np.log2(1 + np.nan_to_num(values[at])).sum())
    odd, two = is_odd(name, sheets.names), len(sheets.sources) == 2
    if two and (at == 0 or bits < CHANCE["end"]):
        return False
    proof = bits >= CHANCE["odd" if odd else "alike"] and not (two or known)
    if not (proof or odd or bits >= CHANCE["end"]):
        return False
    one = returns.readings[sheets.sources[at]]
    returns.findings.add(
        "looks_like_total" if proof else "perhaps_total",
        saying="sheet_is_total" if proof else "same_two_sheets" if two else "sheet_perhaps_total",
        value=name,
        expected=returns.readings[sheets.sources[0]].source if two else len(sheets.sources) - 1,
        source=one.sheet.path,
        sheet=one.sheet.name,
    )
    return proof


def _every_item(returns: Returns, sums: pl.DataFrame, sheets: _Sheets) -> NDArray[np.float64]:
    """Return the sums of all that sheets of one period have, whatever was asked for."""
    mine = sums.filter(pl.col("source").is_in(sheets.sources))
    if mine.select(_SPAN).n_unique() > 1:
        return sheets.values
    returns.look_closely(sheets.sources)
    items = returns.items
    rows = []
    for source in sheets.sources:
        lines = returns.careful[source]
        read = [pl.col(item).cast(pl.Float64) for item in items if item in lines.columns]
        rows.append(lines.select(pl.when(item.count() > 0).then(item.sum()) for item in read))
    return pl.concat(rows, how="diagonal").to_numpy()
